"""The one door for untrusted text."""

from __future__ import annotations

import unicodedata
from functools import partial

import pytest
from feed_fakes import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

import hubdesk.widgets.text as text_module
import hubdesk.widgets.theme as look
from hubdesk.widgets.text import LIMIT, STACKED, plain_label, tame, taming, utf16


def test_that_direction_and_control_characters_are_gone() -> None:
    assert tame("a\u202eb\0c\u2067d\x1b\u200b") == "abcd"


def test_that_right_to_left_text_is_kept_apart_from_what_stands_beside_it() -> None:
    assert tame("שלום") == "\u2068שלום\u2069"


def test_that_marks_on_one_letter_are_few() -> None:
    assert tame("e" + "\u0301" * 500) == "e" + "\u0301" * STACKED


def test_that_an_accent_and_a_joined_emoji_stay_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubdesk.widgets.pictures._has_glyph", lambda char: True)
    assert tame("e\u0301te\u0301 👩‍👧") == "e\u0301te\u0301 👩‍👧"


def test_that_an_emoji_that_no_font_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubdesk.widgets.pictures.drawable", lambda char: char == "\U0001f600")
    monkeypatch.setattr(text_module, "drawable", lambda char: char == "\U0001f600")
    assert tame("panne \U0001f525 à Lille") == "panne :fire: à Lille"
    assert tame("\U0001f468\u200d\U0001f469\U0001f3fd") == ":man::woman:"
    assert tame("\U0001f1eb\U0001f1f7 \U0001f600") == "FR \U0001f600"
    found = taming("\U0001f525 fibre", 100)
    start, end = found.span(2, 7)
    assert found.text[start:end] == "fibre"


def test_that_a_long_text_is_cut_and_says_so() -> None:
    assert tame("x" * 3_000) == "x" * LIMIT + "…"


def test_that_lines_become_one_unless_asked_for() -> None:
    assert tame("one\r\n\n\n\ntwo\tthree  four ") == "one two three four"
    assert tame("one\n\n\n\ntwo", lines=True) == "one\n\ntwo"


def test_that_french_spaces_stay() -> None:
    assert tame("« 11\u202f699\u00a0: oui\u202f! »") == "« 11\u202f699\u00a0: oui\u202f! »"


def test_that_a_million_letters_cost_no_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def category(char: str) -> str:
        nonlocal looked
        looked += 1
        return unicodedata.category(char)

    class Counted:
        pass

    Counted.category = staticmethod(category)  # type: ignore[attr-defined]
    monkeypatch.setattr(text_module, "unicodedata", Counted)
    for bomb in ("\0" * 1_000_000, "a" + "\u0301" * 1_000_000, "\u202e" * 1_000_000, "x\0" * 1_000_000):
        tame(bomb, 100)
    assert looked <= 4 * 4 * 100


def test_that_a_mark_follows_its_word() -> None:
    text = " \0 La\n\nfibre 😀 Orange"
    start = text.index("Orange")
    tamed = taming(text)
    begin, end = tamed.span(start, start + 6)
    assert tamed.text[begin:end] == "Orange"
    assert utf16(tamed.text, begin) == begin + 1  # the face takes two units


@given(st.text(), st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_that_a_span_always_lies_in_the_text(text: str, start: int, length: int, lines: bool) -> None:
    tamed = taming(text, 30, lines)
    begin, end = tamed.span(start, start + length)
    assert 0 <= begin <= end <= len(tamed.text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in tamed.text)
    assert len(tamed.text) <= 30 + 3  # an ellipsis, and two isolates


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_that_a_label_shows_what_was_written_and_no_markup(text: str, qtbot: QtBot) -> None:
    label = plain_label(text)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == tame(text)


def test_that_a_label_takes_the_inks_of_another_theme(qtbot: QtBot, qapp: QApplication) -> None:
    look.use(qapp, "light")
    label = plain_label("x", ink="text3")
    qtbot.addWidget(label)
    look.use(qapp, "dark")
    qtbot.waitUntil(partial(has_ink, label, look.Theme("dark").colour("text3")))
    look.use(qapp, "light")
    qtbot.waitUntil(partial(has_ink, label, look.Theme("light").colour("text3")))


def has_ink(label: QLabel, colour: QColor) -> bool:
    return label.palette().windowText().color() == colour
