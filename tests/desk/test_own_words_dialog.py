"""The dialog of the analyst's own words: what it shows, what it writes, and what it refuses, at its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_fakes import NOW, OPERATORS, a_session, surroundings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.core import Topic
from hubdesk.core.readings import Effect, OwnWord
from hubdesk.desk import own_words as dialog_module
from hubdesk.desk.own_words import OwnWordsDialog, brands_of, changes, first_wrong
from hubdesk.desk.window import Desk
from hubdesk.desk.writes import ChangeOwnWords
from hubdesk.store.session import open_reader
from hubdesk.widgets import theme

GLUTEN = OwnWord("Gluten free", Effect.NEVER, at=5)
BRAVO = OwnWord("bravo les gars", Effect.TONE, "negative", 6)
STRANGE = OwnWord("carrés rouges", Effect.BRAND, "Nobody <i>now</i>", 7)
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication) -> Iterator[OwnWordsDialog]:
    theme.use(qapp, "light")
    made = OwnWordsDialog((GLUTEN, BRAVO, STRANGE), OPERATORS)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.reject()


def choose(dialog: OwnWordsDialog, effect: Effect, value: str = "") -> None:
    form = dialog.form
    form.effect.setCurrentIndex(form.effect.findData(effect.value))
    form.effect.activated.emit(form.effect.currentIndex())
    if value:
        form.value.setCurrentIndex(form.value.findData(value))
        form.value.activated.emit(form.value.currentIndex())


def test_that_each_word_says_what_it_does(dialog: OwnWordsDialog) -> None:
    assert [dialog.list.item(row).text() for row in range(3)] == [
        "Gluten free — names no brand",
        "bravo les gars — negative",
        "carrés rouges — Nobody <i>now</i>",
    ]


def test_that_opening_and_saving_writes_nothing(dialog: OwnWordsDialog, qtbot: QtBot) -> None:
    for row in (1, 2, 0):
        dialog.list.setCurrentRow(row)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
    assert not dialog.wanted()


def test_that_words_are_added_changed_and_removed_at_once(dialog: OwnWordsDialog, qtbot: QtBot) -> None:
    dialog.list.setCurrentRow(2)
    dialog.remove.click()
    dialog.list.setCurrentRow(1)
    choose(dialog, Effect.TONE, "positive")
    dialog.add.click()
    qtbot.keyClicks(dialog.form.words, "un jour sur deux")
    choose(dialog, Effect.THEME, "outage_network")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
    assert dialog.wanted() == ChangeOwnWords(
        (
            OwnWord("bravo les gars", Effect.TONE, "positive"),
            OwnWord("un jour sur deux", Effect.THEME, "outage_network"),
        ),
        (BRAVO, STRANGE),
    )


def test_that_another_effect_offers_its_own_values(dialog: OwnWordsDialog) -> None:
    form = dialog.form
    choose(dialog, Effect.THEME)
    assert (form.value.count(), dialog.words[0].value) == (13, "outage_network")
    choose(dialog, Effect.BRAND)
    assert [form.value.itemData(row) for row in range(form.value.count())] == list(OPERATORS)
    choose(dialog, Effect.NEVER)
    assert (form.value.isEnabled(), dialog.words[0].value) == (False, "")


@pytest.mark.parametrize(("words", "why"), [("", "letters"), ("...", "empty"), ('dire "ça"', "leave"), ("*re", "re")])
def test_that_what_can_be_no_word_stays_in_the_dialog_with_the_reason(
    dialog: OwnWordsDialog, qtbot: QtBot, words: str, why: str
) -> None:
    dialog.add.click()
    dialog.form.words.setText(words)
    dialog.form.words.textEdited.emit(words)
    dialog.list.setCurrentRow(0)
    dialog.accept()
    qtbot.waitUntil(lambda: bool(dialog.form.fault.text()))
    assert why in dialog.form.fault.text()
    assert (dialog.list.currentRow(), dialog.isVisible()) == (3, True)
    qtbot.keyClicks(dialog.form.words, "x")
    assert dialog.form.fault.text() == ""


def test_that_the_same_words_are_not_there_twice(dialog: OwnWordsDialog, qtbot: QtBot) -> None:
    dialog.add.click()
    qtbot.keyClicks(dialog.form.words, "BRAVO  les gars")
    dialog.accept()
    assert "twice" in dialog.form.fault.text()


def test_that_brands_are_own_brand_and_rivals_and_else_the_four_operators() -> None:
    topics = (Topic(1, "Zeop", "zeop", "own"), Topic(2, "Fibre", "fibre", "subject"))
    assert brands_of(topics) == ("Zeop",)
    assert brands_of(topics[1:]) == OPERATORS


def test_that_changes_are_told_from_what_was_there() -> None:
    assert changes((GLUTEN, BRAVO), (GLUTEN, BRAVO)) == ChangeOwnWords()
    assert first_wrong((GLUTEN, BRAVO)) is None


def test_that_the_menu_writes_them_into_the_session(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_session(tmp_path / "trial.hubdesk")
    asked: list[tuple[OwnWord, ...]] = []

    def ask(words: tuple[OwnWord, ...], _topics: object, _parent: object) -> ChangeOwnWords:
        asked.append(words)
        return ChangeOwnWords((GLUTEN,)) if not words else ChangeOwnWords()

    monkeypatch.setattr(dialog_module, "ask_own_words", ask)
    desk = Desk(surroundings(tmp_path / "profile", now=lambda: NOW), path)
    qtbot.addWidget(desk)
    qtbot.waitUntil(lambda: desk.menus.actions["own-words"].isEnabled())
    desk.menus.actions["own-words"].trigger()
    assert desk.session is not None
    session = desk.session
    qtbot.waitUntil(lambda: session.basis is not None and session.basis.own_words != ())
    desk.menus.actions["own-words"].trigger()
    assert [len(words) for words in asked] == [0, 1]
    desk.close()
    with open_reader(path) as reader:
        assert [(word.words, word.at) for word in reader.own_words().words] == [("Gluten free", NOW)]


def test_that_a_demonstration_takes_none(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(surroundings(tmp_path / "profile"), a_session(tmp_path / "demo.hubdesk", synthetic=True))
    qtbot.addWidget(desk)
    qtbot.waitUntil(lambda: desk.menus.actions["copy-picture"].isEnabled())
    assert not desk.menus.actions["own-words"].isEnabled()
    desk.close()
