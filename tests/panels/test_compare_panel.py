"""The comparison: shares, changes, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from fakes import NOON, session, topic
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk import i18n
from hubdesk.core import (
    HOUR,
    Coverage,
    Millis,
    Scope,
    SessionFacts,
    SourceCoverage,
    SourceRow,
    SourceState,
    Span,
    Topic,
)
from hubdesk.core.channels import Channel
from hubdesk.core.compared import EACH_ONCE, Counted
from hubdesk.panels.compare import ComparePanel
from hubdesk.panels.compare_picture import ComparePicture
from hubdesk.panels.compare_warnings import notes, span_text, warnings
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.widgets.bar_rows import Caveat
from hubdesk.widgets.bars import Bars
from hubdesk.widgets.empty import EmptyState, Notice

TOPICS = (Topic(1, "Orange", "", "own"), Topic(2, "SFR", "", "rival"), Topic(3, "Free", "", "rival"))
SCOPE = Scope(TOPICS, NOON - HOUR, NOON)


@dataclass
class FakeReader:
    """`now` and `then` are the counts of the topics, `heard` the hours listened in each span, `distinct` mentions."""

    now: tuple[int, ...] = (60, 10, 30)
    then: tuple[int, ...] = (20, 10, 10)
    heard: tuple[float, float] = (1.0, 1.0)
    distinct: int = 100

    def facts(self) -> SessionFacts:
        return SessionFacts("Trial", "Europe/Paris", False, False, 500, None, None)

    def topics(self) -> tuple[Topic, ...]:
        return TOPICS

    def channels(self) -> tuple[Channel, ...]:
        return ()

    def counted(self, scope: Scope, own: tuple[str, ...] = ()) -> tuple[Counted, ...]:
        if scope.end not in (NOON, NOON - HOUR):
            return ()  # of the week before nothing is known
        counts = dict(zip((one.id for one in scope.topics), self.now if scope.end == NOON else self.then, strict=False))
        told = [Counted(topic, 1, 0, count) for topic, count in counts.items() if count]
        return (*told, Counted(EACH_ONCE, 1, 0, min(self.distinct, sum(counts.values()))))

    def curves(
        self, topics: Sequence[Topic], scope: Scope, step: Millis, since: Millis
    ) -> tuple[tuple[tuple[Millis, int | None], ...], ...]:
        return tuple(tuple((at, 1) for at in range(since, scope.end, step)) for _topic in topics)

    def coverage(self, scope: Scope) -> Coverage:
        part = self.heard[0 if scope.end == NOON else 1]
        listened = (Span(scope.start, scope.start + round(part * HOUR)),) if part else ()
        row = SourceRow(1, "Bluesky", "bluesky")
        return Coverage((SourceCoverage(row, SourceState.LISTENING, listened, (), 0),), ())


def read(reader: FakeReader, scope: Scope = SCOPE) -> ComparePicture:
    return ComparePanel.read(cast(Reader, reader), scope, None)


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> ComparePanel:
    look.use(qapp, "light")
    made = ComparePanel()
    qtbot.addWidget(made)
    made.resize(430, 280)
    made.show()
    return made


def test_that_shares_are_ordered_and_changes_are_in_points() -> None:
    picture = read(FakeReader())
    assert [bar.topic.name for bar in picture.bars] == ["Orange", "Free", "SFR"]
    assert [round(bar.share, 3) for bar in picture.bars] == [0.6, 0.3, 0.1]
    assert [round(bar.change or 0, 3) for bar in picture.bars] == [0.1, 0.05, -0.15]
    assert all(bar.low < bar.share < bar.high for bar in picture.bars)
    assert warnings(picture) == ()
    assert picture == read(FakeReader())


def test_that_nobody_listening_before_leaves_the_change_unknown() -> None:
    picture = read(FakeReader(then=(0, 0, 0), heard=(1, 0)))
    assert [bar.change for bar in picture.bars] == [None, None, None]
    assert warnings(picture) == (Caveat("no change shown: nobody listened to the span before", "no change shown"),)


def test_that_a_silent_span_before_is_no_base_either() -> None:
    picture = read(FakeReader(then=(0, 0, 0)))
    assert [bar.change for bar in picture.bars] == [None, None, None]
    assert warnings(picture) == (Caveat("no change shown: the span before has no mention", "no change shown"),)


def test_that_uneven_listening_is_said() -> None:
    expected = "uneven coverage: 100% of the span was listened to, 61% of the one before"
    assert warnings(read(FakeReader(heard=(1, 0.61)))) == (Caveat(expected, "uneven coverage"),)
    assert warnings(read(FakeReader(heard=(1, 0.97)))) == ()


def test_that_mentions_counted_twice_are_said_only_when_there_are_some() -> None:
    assert notes(read(FakeReader(distinct=100))) == ()
    assert notes(read(FakeReader(distinct=90))) == ("Mentions heard by two topics count for each.",)


def test_that_the_span_before_is_named(panel: ComparePanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.subtitle_changed) as said:
        panel.draw(read(FakeReader()))
    assert said.args == ["against 10:00–11:00"]
    long = read(FakeReader(), replace(SCOPE, start=NOON - 30 * HOUR))
    night = replace(read(FakeReader()), before=Span(NOON - 14 * HOUR, NOON - 2 * HOUR))
    assert span_text(night) == "18 Nov 22:00–19 Nov 10:00"
    assert span_text(long) == "17 Nov 00:00–18 Nov 06:00"


def test_that_a_real_session_is_compared(tmp_path: Path) -> None:
    path = session(tmp_path, ["La fibre est en panne"] * 3, [topic("Orange"), topic("SFR")])
    with open_reader(path) as reader:
        picture = ComparePanel.read(reader, Scope(reader.topics(), NOON, NOON + HOUR), None)
    assert [(bar.topic.name, bar.count, bar.share) for bar in picture.bars] == [("Orange", 3, 0.5), ("SFR", 3, 0.5)]
    assert picture.is_shared


def test_that_a_click_on_a_row_wishes_for_its_topic(panel: ComparePanel, qtbot: QtBot) -> None:
    panel.draw(read(FakeReader()))
    bars = panel.findChild(Bars)
    assert bars is not None
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(80, 40))
    assert wished.args == ["topic", 1]


def test_that_nothing_heard_and_nothing_chosen_are_told_apart(panel: ComparePanel) -> None:
    empty = panel.findChild(EmptyState)
    assert empty is not None
    panel.draw(read(FakeReader(now=(0, 0, 0))))
    assert empty.shown.head == "No mention in this scope"
    panel.draw(read(FakeReader(now=()), replace(SCOPE, topics=())))
    assert empty.shown.head == "Nothing to compare"
    panel.draw(replace(read(FakeReader(now=()), replace(SCOPE, topics=())), topics=()))
    assert empty.shown.actions[0][0] == "topics"


def test_that_a_failed_read_keeps_the_table(panel: ComparePanel) -> None:
    panel.draw(read(FakeReader()))
    panel.complain("The session file is locked")
    bars, notice = panel.findChild(Bars), panel.findChild(Notice)
    assert bars is not None
    assert notice is not None
    assert bars.isVisible()
    assert notice.isVisible()
    panel.draw(read(FakeReader()))
    assert not notice.isVisible()


def test_that_both_themes_paint_it(panel: ComparePanel, qapp: QApplication, qtbot: QtBot) -> None:
    panel.draw(read(FakeReader()))
    look.use(qapp, "dark")
    qtbot.waitUntil(lambda: panel.grab().toImage().pixelColor(2, 2) == look.theme().colour("panel"))
    look.use(qapp, "light")


def test_that_small_curves_are_told_once_there_is_room_and_in_the_language_of_the_answer(panel: ComparePanel) -> None:
    panel.draw(read(FakeReader()))
    assert not panel.curves.isVisible()
    panel.resize(430, 600)
    assert panel.curves.isVisible()
    assert len(panel.curves.curves()) == len(read(FakeReader()).curves) > 0
    fewer = replace(read(FakeReader()), curves=read(FakeReader()).curves[:1])
    panel.draw(fewer)
    assert len(panel.curves.curves()) == 1
    i18n.use("fr")
    try:
        panel.draw(fewer)
        assert "mentions par" in panel.curves.accessibleDescription()
    finally:
        i18n.use("en")
    panel.draw(replace(fewer, curves=()))
    assert not panel.curves.isVisible()
