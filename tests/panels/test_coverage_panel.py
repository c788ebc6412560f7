"""The coverage: each source's state in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pytest
from fakes import NOON
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, Coverage, Scope, SessionFacts, SourceCoverage, SourceRow, SourceState, Span
from hubdesk.core.readings import ReaderOff
from hubdesk.panels.coverage import CoveragePanel, CoveragePicture, to_line, words
from hubdesk.store.reader import Reader
from hubdesk.widgets.coverage_row import CoverageRow, RowWords
from hubdesk.widgets.empty import EmptyState, Notice

SCOPE = Scope((), NOON - HOUR, NOON)
HEARD = (Span(NOON - HOUR, NOON - 2 * MINUTE),)


class FakeReader:
    def __init__(self, *sources: SourceCoverage) -> None:
        self.sources = sources

    def facts(self) -> SessionFacts:
        return SessionFacts("Trial", "Europe/Paris", False, False, 500, None, None)

    def coverage(self, scope: Scope) -> Coverage:
        return Coverage(self.sources, ())

    def off(self) -> tuple[ReaderOff, ...]:
        return ()

    def left(self, scope: Scope, readers: Sequence[str]) -> tuple[int, ...]:
        return (0,) * len(readers)

    def count(self, scope: Scope) -> int:
        return 12


def source(state: SourceState = SourceState.LISTENING, id_: int = 1, **over: Any) -> SourceCoverage:
    facts: dict[str, Any] = {"last_success_at": NOON - 2 * MINUTE, "due_at": NOON + 3 * MINUTE}
    row = replace(SourceRow(id_, f"Source {id_}", "feed"), **{**facts, **over})
    return SourceCoverage(row, state, HEARD, (), 12)


def read(*sources: SourceCoverage) -> CoveragePicture:
    return CoveragePanel.read(cast(Reader, FakeReader(*sources)), SCOPE, None)


def said(one: SourceCoverage) -> RowWords:
    picture = read(one)
    return words(picture.sources[0], picture)


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> CoveragePanel:
    look.use(qapp, "light")
    made = CoveragePanel()
    qtbot.addWidget(made)
    made.resize(430, 400)
    made.show()
    return made


def test_that_a_healthy_source_says_when_it_spoke_and_when_it_will() -> None:
    row = said(source())
    assert (row.state_word, row.last, row.following, row.new, row.reason) == (
        "listening",
        "2\u202fmin ago",
        "next 12:03",
        "12 new ones",
        "",
    )


def test_that_a_failure_is_told_in_full_with_its_count() -> None:
    row = said(source(SourceState.FAILED, last_error="answered 503", failures=4, due_at=NOON - 1))
    assert row.reason == "answered 503 · 4 failures in a row"
    assert row.following == "due now"


def test_that_late_off_and_unknown_say_why() -> None:
    assert said(source(SourceState.LATE)).reason == "no word since 11:58"
    off = said(source(SourceState.OFF, enabled=False, off_reason="turned off by you on 12/11"))
    assert (off.reason, off.following, off.can_ask) == ("turned off by you on 12/11", "", False)
    unknown = said(source(SourceState.UNKNOWN, last_success_at=None, due_at=0))
    assert (unknown.reason, unknown.last, unknown.following) == ("not asked yet", "never", "")


def test_that_a_stream_spoke_when_it_was_last_heard_and_cannot_be_asked() -> None:
    row = said(source(every=0, last_success_at=NOON - HOUR, due_at=0))
    assert (row.last, row.following, row.can_ask) == ("2\u202fmin ago", "continuous", False)


def test_that_an_import_is_never_due() -> None:
    row = said(source(kind="import"))
    assert (row.following, row.can_ask) == ("", False)


def test_that_a_file_read_once_has_no_switch_to_listen_to_it_again() -> None:
    assert said(source(SourceState.OFF)).can_switch
    assert not said(source(SourceState.OFF, kind="import", enabled=False)).can_switch
    assert said(source(kind="import", enabled=True)).can_switch  # one that was switched on can be switched off


def test_that_nothing_after_the_scope_is_told() -> None:
    assert said(source(last_success_at=NOON + HOUR)).last == "never"


def test_that_pictures_compare_and_speak_of_how_many_listen(panel: CoveragePanel, qtbot: QtBot) -> None:
    sources = (source(), source(SourceState.FAILED, 2), source(SourceState.OFF, 3, enabled=False))
    assert read(*sources) == read(*sources)
    with qtbot.waitSignal(panel.subtitle_changed) as subtitle:
        panel.draw(read(*sources))
    assert subtitle.args == ["1 of 3 listening"]


def test_that_rows_are_kept_from_picture_to_picture_and_leave_with_their_source(panel: CoveragePanel) -> None:
    panel.draw(read(source(), source(id_=2)))
    first = panel.findChildren(CoverageRow)
    panel.draw(read(source(SourceState.LATE), source(id_=2)))
    assert panel.findChildren(CoverageRow) == first
    panel.draw(read(source(id_=2)))
    assert list(panel._rows) == [2]


def test_that_a_source_is_asked_now(panel: CoveragePanel, qtbot: QtBot) -> None:
    panel.draw(read(source(id_=7)))
    with qtbot.waitSignal(panel.source_wished) as asked:
        qtbot.mouseClick(panel._rows[7].ask, Qt.MouseButton.LeftButton)
    assert asked.args == [7]


def test_that_a_source_is_switched_off_by_keyboard(panel: CoveragePanel, qtbot: QtBot) -> None:
    panel.draw(read(source(id_=7)))
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.keyClick(panel._rows[7].switch, Qt.Key.Key_Space)
    assert wished.args == ["source-enabled", (7, False)]


def test_that_a_long_reason_makes_its_row_higher_and_tags_stay_text(panel: CoveragePanel) -> None:
    panel.draw(read(source(SourceState.FAILED, last_error="no"), source(SourceState.FAILED, 2, last_error="no")))
    plain = panel._rows[2].height()
    error = "<img src='file:///etc/passwd'> https://example.org/" + "x" * 400
    panel.draw(read(source(SourceState.FAILED, last_error="no"), source(SourceState.FAILED, 2, last_error=error)))
    assert panel._rows[2].height() > plain + 60
    assert "<img" in panel._rows[2].accessibleDescription()
    assert not panel.grab().isNull()


def test_that_a_name_is_no_markup_in_its_tooltip(panel: CoveragePanel) -> None:
    panel.draw(read(source(name="<b>Forum</b>")))
    assert "&lt;b&gt;Forum" in panel._rows[1].toolTip()


@pytest.mark.parametrize("width", [330, 400, 506, 700])
def test_that_names_come_before_facts(panel: CoveragePanel, width: int) -> None:
    names = ("Mastodon #bouyguestelecom", "Forum d’entraide", "Bluesky")
    panel.resize(width, 400)
    panel.draw(read(*(source(id_=n, name=name) for n, name in enumerate(names, 1))))
    for row in panel.findChildren(CoverageRow):
        assert row.words is not None
        assert QFontMetricsF(look.font("strong")).horizontalAdvance(row.words.name) <= row.name_room()


def test_that_no_source_leads_to_the_setup(panel: CoveragePanel, qtbot: QtBot) -> None:
    panel.draw(read())
    empty = panel.findChild(EmptyState)
    assert empty is not None
    assert empty.shown.head == "No source yet"
    with qtbot.waitSignal(panel.wish) as wished:
        empty.chosen.emit("setup")
    assert wished.args == ["setup", None]


def test_that_a_failed_read_keeps_the_rows(panel: CoveragePanel) -> None:
    panel.draw(read(source()))
    panel.complain("The session file is locked")
    notice = panel.findChild(Notice)
    assert notice is not None
    assert notice.isVisible()
    assert panel._rows[1].isVisible()


def test_that_what_a_listening_source_has_to_say_is_shown() -> None:
    moved = "it has moved to https://ailleurs.example/feed"
    line = to_line(replace(source(), note=moved), NOON)
    assert words(line, CoveragePicture(Span(NOON - HOUR, NOON), "Europe/Paris", (line,), NOON)).reason == moved
