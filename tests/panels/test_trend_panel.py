"""The trend: what is read of a session, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest
from fakes import NOON, run_python, session, topic
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import (
    DAY,
    HOUR,
    MINUTE,
    Coverage,
    Episode,
    Millis,
    Scope,
    SessionFacts,
    SourceCoverage,
    SourceRow,
    SourceState,
    Span,
    Topic,
)
from hubdesk.core.filters import Filter, Filters
from hubdesk.panels.trend import TrendPanel
from hubdesk.panels.trend_bins import smooth_whole, whole_bins
from hubdesk.panels.trend_picture import (
    Missing,
    TrendOptions,
    TrendPicture,
    gaps_in_words,
    missing_sources,
    pending_span,
    read_trend,
    source_words,
    step_for,
    subtitle,
)
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.widgets.chart import Chart
from hubdesk.widgets.chart_lines import bin_start
from hubdesk.widgets.empty import Button, EmptyState, Notice

ORANGE, SFR = Topic(1, "Orange", "", "own"), Topic(2, "SFR", "", "rival")
START = NOON - 3 * HOUR
SCOPE = Scope((ORANGE, SFR), START, NOON)


def source(
    id_: int, name: str, gaps: tuple[Span, ...] = (), state: SourceState = SourceState.LISTENING, **over: Any
) -> SourceCoverage:
    listened = over.pop("listened", (Span(START, NOON),))
    return SourceCoverage(replace(SourceRow(id_, name, "feed"), **over), state, listened, gaps, 0)


@dataclass
class FakeReader:
    """A session of three hours: `count` a minute, None in `deaf` minutes."""

    count: int = 2
    deaf: range = range(0)
    stored: int = 100
    coverage_: Coverage = field(default_factory=lambda: Coverage((source(1, "Bluesky"),), (), START, NOON - 4_000))

    def facts(self) -> SessionFacts:
        return SessionFacts("Trial", "Europe/Paris", False, False, self.stored, START, NOON)

    def topics(self) -> tuple[Topic, ...]:
        return (ORANGE, SFR)

    def volume(self, topic: Topic | None, scope: Scope, step: Millis) -> tuple[tuple[Millis, int | None], ...]:
        first = scope.start // step * step
        times = range(first, scope.end, step)
        return tuple((at, None if (at - START) // MINUTE in self.deaf else self.count) for at in times)

    def coverage(self, scope: Scope) -> Coverage:
        return self.coverage_

    def episodes(self, scope: Scope) -> tuple[Episode, ...]:
        return ()


def read(reader: FakeReader, scope: Scope = SCOPE, options: TrendOptions | None = None) -> TrendPicture:
    return TrendPanel.read(cast(Reader, reader), scope, options)


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> TrendPanel:
    look.use(qapp, "light")
    made = TrendPanel()
    qtbot.addWidget(made)
    made.resize(660, 300)
    made.show()
    return made


def test_that_a_real_session_is_read_alike_twice_and_nobody_is_a_gap(tmp_path: Path) -> None:
    path = session(tmp_path, ["La fibre est en panne"] * 5, [topic("Orange")])
    with open_reader(path) as reader:
        scope = Scope(reader.topics(), NOON - 2 * HOUR, NOON + 2 * HOUR)
        picture = read_trend(reader, scope, TrendOptions(smooth=False))
        assert picture == read_trend(reader, scope, TrendOptions(smooth=False))
    counted = dict(picture.lines[0].points)
    assert [counted[NOON + i * MINUTE] for i in range(6)] == [1, 1, 1, 1, 1, 0]
    assert counted[NOON - 90 * MINUTE] is None
    assert picture.before == Span(NOON - 2 * HOUR, NOON - HOUR)


@pytest.mark.parametrize("filters", [(), (Filter("language", ("fr", "en", "")),)])
@pytest.mark.parametrize(("step", "since"), [(HOUR, 90 * MINUTE), (DAY, 26 * HOUR + 1), (HOUR, 2 * HOUR), (HOUR, 0)])
def test_that_the_first_bin_is_counted_whole(tmp_path: Path, filters: Filters, step: Millis, since: Millis) -> None:
    path = session(tmp_path, ["La fibre est en panne"] * 90, [topic("Orange")])
    with open_reader(path) as reader:
        end = NOON + 100 * MINUTE
        for of in (*reader.topics(), None):
            scope = Scope(reader.topics() if of is not None else (), end - since, end, filters=filters)
            whole = replace(scope, start=bin_start(scope.start, step, "Europe/Paris"))
            told = whole_bins(reader, of, scope, step, "Europe/Paris")
            assert told == reader.volume(of, whole, step)
            assert since == 0 or any(value for _at, value in told)


def test_that_long_minutes_are_smoothed_and_short_ones_are_not() -> None:
    long, short = read(FakeReader()), read(FakeReader(), replace(SCOPE, start=NOON - HOUR))
    assert subtitle(long) == "mentions per minute, smoothed over 7\u202fmin"
    assert subtitle(short) == "mentions per minute"
    assert subtitle(read(FakeReader(), options=TrendOptions(smooth=False))) == "mentions per minute"
    hours = read(FakeReader(), options=TrendOptions(HOUR, smooth=True))
    assert subtitle(hours) == "mentions per hour, smoothed over 7\u202fh"


def test_that_cut_and_unfinished_bins_are_neither_smoothed_nor_spread() -> None:
    points = [(i * MINUTE, value) for i, value in enumerate([10, 2, None, 4, 10, 1])]
    hole = Span(MINUTE + 10_000, 3 * MINUTE + 30_000)
    made = smooth_whole(points, 7, MINUTE, 5 * MINUTE + 30_000, (hole,))
    assert [value for _at, value in made] == [10, 2, None, 4, 10, 1]


def test_that_a_step_is_as_asked_unless_no_chart_could_hold_it() -> None:
    assert step_for(TrendOptions(), 6 * HOUR) == MINUTE
    assert step_for(TrendOptions(), DAY) == 15 * MINUTE
    assert step_for(TrendOptions(), 7 * DAY) == HOUR
    assert step_for(TrendOptions(HOUR), DAY) == HOUR
    assert step_for(TrendOptions(MINUTE), 365 * DAY) == HOUR * 24
    assert step_for(TrendOptions(7), DAY) == 15 * MINUTE


def test_that_the_first_bin_is_read_whole() -> None:
    picture = read(FakeReader(), replace(SCOPE, start=START + 20_000))
    assert picture.lines[0].points[0][0] == START
    assert picture.span.start == START + 20_000
    midnight = bin_start(NOON, DAY, "Europe/Paris")
    assert midnight == NOON - 12 * HOUR


def test_that_no_topic_means_every_mention() -> None:
    assert [line.topic for line in read(FakeReader(), replace(SCOPE, topics=())).lines] == [None]


def test_that_gaps_have_words_for_each_of_their_kinds() -> None:
    coverage = Coverage(
        (source(1, "Bluesky", listened=(Span(START + HOUR, NOON - 5 * MINUTE),)),),
        (Span(NOON - 40 * MINUTE, NOON - 29 * MINUTE),),
        START + HOUR,
    )
    gaps = gaps_in_words(read(FakeReader(coverage_=coverage)))
    assert [gap.words for gap in gaps] == [
        "nobody listened before 10:00",
        "gap 11:20–11:31: nobody listened",
        "not known yet",
    ]
    assert gaps[1].short == "11:20–11:31"
    assert [gap.pending for gap in gaps] == [False, False, True]


def test_that_a_gap_that_lasts_is_no_not_known_yet() -> None:
    gap = Span(NOON - 30 * MINUTE, NOON)
    coverage = Coverage((source(1, "Bluesky", listened=(Span(START, gap.start),)),), (gap,), START)
    picture = read(FakeReader(coverage_=coverage))
    assert picture.pending is None
    assert [gap.words for gap in gaps_in_words(picture)] == ["nobody listens since 11:30"]


def test_that_a_few_seconds_that_are_not_known_yet_are_not_drawn() -> None:
    coverage = Coverage((source(1, "Bluesky", listened=(Span(START, NOON - 5_000),)),), (), START)
    assert pending_span(coverage, Span(START, NOON)) is None


def test_that_missing_sources_are_named_and_counted_where_they_overlap() -> None:
    minute = Span(START, NOON)
    coverage = Coverage(
        (
            source(1, "Forum", (Span(START + 10 * MINUTE, START + 30 * MINUTE),)),
            source(2, "Flux", (Span(START + 20 * MINUTE, START + 40 * MINUTE),)),
            source(3, "Off", (minute,), SourceState.OFF, listened=()),
        ),
        (),
    )
    found = missing_sources(coverage, minute, (Span(START + 35 * MINUTE, START + 50 * MINUTE),))
    assert found == (
        Missing(Span(START + 10 * MINUTE, START + 20 * MINUTE), ("Forum",)),
        Missing(Span(START + 20 * MINUTE, START + 30 * MINUTE), ("Flux", "Forum")),
        Missing(Span(START + 30 * MINUTE, START + 35 * MINUTE), ("Flux",)),
    )
    assert [source_words(one.sources) for one in found] == ["Forum", "2 sources", "Flux"]


def test_that_a_source_with_ten_thousand_holes_makes_a_bounded_picture() -> None:
    holes = tuple(Span(START + i * 1_000, START + i * 1_000 + 500) for i in range(10_000))
    found = missing_sources(Coverage((source(1, "Forum", holes),), ()), Span(START, NOON), ())
    assert len(found) <= 800


def test_that_loading_the_panel_does_not_load_pyqtgraph() -> None:
    tried = run_python("-c", "import sys, hubdesk.panels.trend; sys.exit('pyqtgraph' in sys.modules)")
    assert tried.returncode == 0, tried.stderr


def test_that_the_chart_is_built_by_the_first_curve(panel: TrendPanel) -> None:
    assert panel.findChild(Chart) is None
    panel.draw(read(FakeReader()))
    assert panel.findChild(Chart) is not None


def test_that_curves_reach_the_chart_in_the_brands_colours_of_each_theme(
    panel: TrendPanel, qapp: QApplication, qtbot: QtBot
) -> None:
    panel.draw(read(FakeReader(deaf=range(100, 111))))
    chart = panel.findChild(Chart)
    assert chart is not None
    assert [one.colour for one in chart.plot.curves] == ["#ee6f00", "#b8142b"]
    look.use(qapp, "dark")
    qtbot.waitUntil(lambda: chart.plot.curves[0].colour == "#ff7900")
    look.use(qapp, "light")


def test_that_a_span_chosen_on_the_chart_is_the_panels_word(panel: TrendPanel, qtbot: QtBot) -> None:
    panel.draw(read(FakeReader()))
    chart = panel.findChild(Chart)
    assert chart is not None
    with qtbot.waitSignal(panel.span_chosen) as chosen:
        chart.span_chosen.emit(START, NOON)
    assert chosen.args == [START, NOON]
    with qtbot.waitSignal(panel.wish) as wished:
        chart.wider_wished.emit()
    assert wished.args == ["widen", None]


def test_that_an_empty_scope_says_why_and_offers_a_wider_one(panel: TrendPanel, qtbot: QtBot) -> None:
    panel.draw(read(FakeReader(count=0)))
    empty = panel.findChild(EmptyState)
    assert empty is not None
    assert empty.shown.head == "No mention in this scope"
    with qtbot.waitSignal(panel.wish) as wished:
        empty.findChildren(Button)[0].click()
    assert wished.args == ["widen", None]


def test_that_late_sources_put_a_bar_over_the_curves(panel: TrendPanel) -> None:
    coverage = Coverage((source(1, "Forum", state=SourceState.LATE),), (), START, NOON - 26 * MINUTE)
    panel.draw(read(FakeReader(coverage_=coverage)))
    assert _notice(panel).accessibleName() == "Late: the last mention is 26\u202fmin old"
    panel.draw(read(FakeReader()))
    assert not _notice(panel).isVisible()
    looked_back = replace(SCOPE, known_by=SCOPE.end + HOUR)
    panel.draw(read(FakeReader(coverage_=coverage), looked_back))
    assert not _notice(panel).isVisible()  # its sources are late by now, not it


def test_that_a_failed_read_keeps_the_curves_and_can_be_tried_again(panel: TrendPanel, qtbot: QtBot) -> None:
    panel.draw(read(FakeReader()))
    panel.complain("The session file is locked")
    chart = panel.findChild(Chart)
    assert chart is not None
    assert chart.isVisible()
    assert _notice(panel).isVisible()
    with qtbot.waitSignal(panel.options_changed):
        _notice(panel).findChildren(Button)[0].click()
    panel.complain("")
    assert not _notice(panel).isVisible()


def test_that_a_failed_first_read_says_so_in_the_middle(panel: TrendPanel) -> None:
    panel.complain("The session file is locked")
    empty = panel.findChild(EmptyState)
    assert empty is not None
    assert empty.isVisible()
    assert "locked" in empty.shown.text


def test_that_the_menu_changes_the_options(panel: TrendPanel, qtbot: QtBot) -> None:
    by_name: dict[str, Callable[[], None]] = {action.text(): action.trigger for action in panel.actions()}
    with qtbot.waitSignal(panel.options_changed):
        by_name["By hour"]()
    assert panel.options() == TrendOptions(HOUR)
    with qtbot.waitSignal(panel.options_changed):
        by_name["Smooth over 7 bins"]()
    assert panel.options() == TrendOptions(HOUR, smooth=True)


def test_that_the_subtitle_is_said(panel: TrendPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.subtitle_changed) as said:
        panel.draw(read(FakeReader()))
    assert said.args == ["mentions per minute, smoothed over 7\u202fmin"]


def _notice(panel: TrendPanel) -> Notice:
    found = panel.findChild(Notice)
    assert found is not None
    return found
