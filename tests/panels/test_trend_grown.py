"""The trend among powers of ten, beside an earlier time, and with people's marks on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import NOON, entry, session, topic
from life_fakes import END, START, life
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, MINUTE, Scope, Span
from hubdesk.core.review import Standing, new_mark
from hubdesk.panels.trend import TrendPanel
from hubdesk.panels.trend_before import earlier, shift_of
from hubdesk.panels.trend_grown import STACKED, GrownTrend, read_grown
from hubdesk.panels.trend_picture import TrendOptions, step_for
from hubdesk.panels.trend_words import notice_of, subtitle_of
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets.chart import Chart
from hubdesk.widgets.chart_lines import WEEK

KNOWN = ("page", "page", "page", "late", "correct", "fail", "tell")
PARIS = "Europe/Paris"


def listened(tmp_path: Path, days: int, gap: Span | None = None) -> Path:
    """One mention an hour, and two in the hours before NOON - a day; heard by one topic."""
    path = session(tmp_path, [], [topic("Orange")])
    with open_reader(path) as reader:
        topics = reader.topics()
    first = NOON - days * DAY
    with open_writer(path) as writer:
        entries = [entry("fibre", topics, published_at=at + MINUTE) for at in range(first, NOON, HOUR)]
        entries += [entry("fibre", topics, published_at=at + MINUTE) for at in range(first, NOON - DAY, HOUR)]
        parts = (Span(first, NOON),) if gap is None else (Span(first, gap.start), Span(gap.end, NOON))
        for part in parts:
            there = [one for one in entries if part.start <= (one.mention.published_at or 0) < part.end]
            writer.add_page(1, there, cursor="", due_at=0, seen_at=NOON, covers=part, archive=True)
    return path


@pytest.mark.parametrize("mode", ["span", "week"])
def test_that_an_earlier_time_lies_bin_by_bin_under_this_one(tmp_path: Path, mode: str) -> None:
    with open_reader(listened(tmp_path, 9)) as reader:
        scope = Scope(reader.topics(), NOON - DAY, NOON)
        picture = read_grown(reader, scope, TrendOptions(HOUR, before=mode))
    assert isinstance(picture, GrownTrend)
    assert picture.before is not None
    [(told, points)] = picture.before.lines
    assert told == picture.trend.lines[0].topic
    assert [at for at, _value in points] == [at for at, _value in picture.trend.lines[0].points]
    assert {value for _at, value in picture.trend.lines[0].points} == {1}
    assert {value for _at, value in points} == {2}
    assert subtitle_of(picture).endswith("dotted: 24\u202fh before" if mode == "span" else "dotted: 7\u202fd before")


def test_that_gaps_of_the_earlier_time_are_respected(tmp_path: Path) -> None:
    gap = Span(NOON - DAY - 5 * HOUR, NOON - DAY - 2 * HOUR - 30 * MINUTE)
    with open_reader(listened(tmp_path, 3, gap)) as reader:
        picture = read_grown(reader, Scope(reader.topics(), NOON - DAY, NOON), TrendOptions(HOUR, before="span"))
        nobody = read_grown(reader, Scope(reader.topics(), NOON - DAY, NOON), TrendOptions(HOUR, before="week"))
    assert isinstance(picture, GrownTrend)
    assert isinstance(nobody, GrownTrend)
    assert picture.before is not None
    missing = [at for at, value in picture.before.lines[0][1] if value is None]
    assert missing == [NOON - 5 * HOUR, NOON - 4 * HOUR, NOON - 3 * HOUR]
    assert notice_of(nobody) == "Nobody listened 7\u202fd before"


def test_that_hours_are_those_of_the_clocks_across_a_change() -> None:
    monday = 1_792_998_000_000  # 26 October 2026, 08:00 in Paris, the day after the clocks went back
    assert monday - earlier(monday, WEEK, PARIS) == WEEK + HOUR
    assert monday - earlier(monday, 90 * MINUTE, PARIS) == 90 * MINUTE
    assert shift_of("span", 6 * HOUR + 20 * MINUTE, 15 * MINUTE) == 6 * HOUR + 30 * MINUTE
    assert shift_of("span", DAY, 15 * MINUTE) == DAY
    assert shift_of("week", DAY, 15 * MINUTE) == WEEK


def test_that_a_year_is_told_by_the_week_and_an_hour_by_the_minute() -> None:
    steps = [step_for(TrendOptions(), length) for length in (HOUR, DAY, WEEK, 90 * DAY, 365 * DAY)]
    assert steps == [MINUTE, 15 * MINUTE, HOUR, DAY, WEEK]


def test_that_a_year_by_the_week_loses_no_mention(tmp_path: Path) -> None:
    with open_reader(listened(tmp_path, 9)) as reader:
        scope = Scope(reader.topics(), NOON - 365 * DAY, NOON)
        picture = TrendPanel.read(reader, scope, None)
        assert not isinstance(picture, GrownTrend)
        assert picture.step == WEEK
        told = sum(value or 0 for _at, value in picture.lines[0].points)
        assert told == reader.count(scope)


def test_that_a_log_scale_says_so(tmp_path: Path) -> None:
    with open_reader(listened(tmp_path, 3)) as reader:
        picture = read_grown(reader, Scope(reader.topics(), NOON - DAY, NOON), TrendOptions(HOUR, scale="log"))
    assert subtitle_of(picture) == "mentions per hour, log scale"


@pytest.mark.parametrize("seed", [1, 2])
def test_that_no_mode_shows_what_became_known_later(tmp_path: Path, seed: int) -> None:
    whole = life(seed, KNOWN)
    modes = [TrendOptions(by=str(by), scale=scale) for by in STACKED for scale in ("", "share")]
    modes += [TrendOptions(by=by, before=before) for by in ("", "kind") for before in ("span", "week")]
    with open_reader(whole.stored(tmp_path / "whole.hubdesk", END)) as full:
        for number in range(3):
            at = whole.chance.randrange(START, END)
            with open_reader(whole.stored(tmp_path / f"{number}.hubdesk", at)) as early:
                scope = Scope(full.topics(), at - 5 * HOUR, at)
                for mode in modes:
                    assert read_grown(full.upto(at), scope, mode) == read_grown(early.upto(at), scope, mode), mode


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> TrendPanel:
    look.use(qapp, "light")
    made = TrendPanel()
    qtbot.addWidget(made)
    made.resize(900, 380)
    made.show()
    return made


def test_that_marks_of_instants_stand_on_the_chart_and_a_click_goes_there(
    tmp_path: Path, panel: TrendPanel, qtbot: QtBot
) -> None:
    with open_reader(listened(tmp_path, 3)) as reader:
        panel.draw(TrendPanel.read(reader, Scope(reader.topics(), NOON - DAY, NOON), None))
    marks = (
        new_mark("bookmark", NOON, instant=NOON - 3 * HOUR, value="Orange admits\u202e it"),
        new_mark("star", NOON, mention=1),
        new_mark("cue", NOON, instant=NOON - 2 * HOUR, value="{}"),
        new_mark("note", NOON, instant=NOON - 9 * DAY, value="long ago"),
    )
    panel.show_marks(Standing(marks))
    chart = panel.findChild(Chart)
    assert chart is not None
    assert [(one.at, one.words) for one in chart.plot.notes] == [(NOON - 3 * HOUR, "Orange admits it")]
    with qtbot.waitSignal(panel.wish) as wished:
        chart.note_chosen.emit(marks[0].uid, NOON - 3 * HOUR)
    assert wished.args == ["review-go-to", NOON - 3 * HOUR]


def test_that_the_row_changes_the_options_and_keeps_what_fits(panel: TrendPanel, qtbot: QtBot) -> None:
    scale, by = panel.row.menus["scale"], panel.row.menus["by"]
    with qtbot.waitSignal(panel.options_changed):
        next(one for one in scale.actions() if one.text() == "Log scale").trigger()
    assert panel.options() == TrendOptions(scale="log")
    with qtbot.waitSignal(panel.options_changed):
        next(one for one in by.actions() if one.text() == "Stacked by tone").trigger()
    assert panel.options() == TrendOptions(by="tone")
    assert [one.text() for one in scale.actions()] == ["Counts", "Shares of 100%"]
    assert [one.text() for one in by.actions() if one.isChecked()] == ["Stacked by tone"]
    assert panel.row.chips["by"].text() == "Stacked by tone"


def test_that_a_narrow_row_drops_keys_and_then_chips_and_the_menu_has_them_all(panel: TrendPanel) -> None:
    panel.resize(330, 380)
    assert panel.row.chips["by"].isVisible()
    assert panel.row.chips["by"].key == ""
    assert not panel.row.chips["before"].isVisible()
    offered = [action.text() for action in panel.actions()]
    assert offered[:3] == ["Show", "Scale", "Compare with"]
    panel.resize(900, 200)
    assert not panel.row.isVisible()


def test_that_escape_wishes_for_what_was_looked_at_before(tmp_path: Path, panel: TrendPanel, qtbot: QtBot) -> None:
    with open_reader(listened(tmp_path, 3)) as reader:
        panel.draw(TrendPanel.read(reader, Scope(reader.topics(), NOON - DAY, NOON), None))
    chart = panel.findChild(Chart)
    assert chart is not None
    with qtbot.waitSignal(panel.wish) as wished:
        chart.back_wished.emit()
    assert wished.args == ["back", None]


def test_that_lines_and_stacks_take_turns_in_one_place(tmp_path: Path, panel: TrendPanel) -> None:
    with open_reader(listened(tmp_path, 3)) as reader:
        scope = Scope(reader.topics(), NOON - DAY, NOON)
        lines, stacks = TrendPanel.read(reader, scope, None), TrendPanel.read(reader, scope, TrendOptions(by="kind"))
    for picture, seen in ((lines, "Chart"), (stacks, "StackChart"), (lines, "Chart")):
        panel.draw(picture)
        shown = [type(one).__name__ for one in (panel._chart, panel._stack) if one is not None and one.isVisible()]
        assert shown == [seen]
