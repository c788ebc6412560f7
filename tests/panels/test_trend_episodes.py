"""The trend's episodes and its habit band: where they stand, what a click chooses, what is usual and from how much."""

from __future__ import annotations

from pathlib import Path

import pytest
from episode_fakes import crisis, seen, state, watched
from fakes import NOON, entry
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, MINUTE, Scope, SourceRow, Span, Topic
from hubdesk.panels.habit import Habit, read_habit
from hubdesk.panels.trend import TrendPanel
from hubdesk.panels.trend_picture import TrendOptions, TrendPicture
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.chart_flags import flag_at, plates
from hubdesk.widgets.chart_values import Flag, Frame, Plot

SCOPE = Scope((), NOON - HOUR, NOON + HOUR)
ZONE = "Europe/Paris"


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> TrendPanel:
    look.use(qapp, "light")
    made = TrendPanel()
    qtbot.addWidget(made)
    made.resize(800, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(path: Path, scope: Scope = SCOPE) -> TrendPicture:
    with open_reader(path) as reader:
        return TrendPanel.read(reader, scope, TrendOptions())


def test_that_episodes_told_in_the_span_are_marked_and_wrong_alarms_are_not(tmp_path: Path) -> None:
    found = [*crisis(), *seen("outage", 2, state(NOON + MINUTE), opened_at=NOON + MINUTE)]
    path = watched(tmp_path, found)
    with open_writer(path) as writer:
        writer.mark_episode(3, "wrong", NOON)
    (flag,) = picture(path).flags
    assert (flag.at, flag.level, flag.id) == (NOON, 3, 2)
    assert flag.words == "Crisis, level 3, Orange: 60 mentions in an hour, 57 times the usual 1"
    assert picture(path, Scope((), NOON + 1, NOON + HOUR)).flags == ()


def test_that_a_click_on_a_plate_chooses_the_episode_and_return_where_the_read_out_is(
    tmp_path: Path, panel: TrendPanel, qtbot: QtBot
) -> None:
    panel.draw(picture(watched(tmp_path, crisis())))
    chart = panel._chart
    assert chart is not None
    (_flag, place) = next(plates(chart.plot, chart.frame()))
    assert place is not None
    with qtbot.waitSignal(panel.wish) as wished:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert wished.args == ["episode", 2]
    assert place.top() >= 0
    QTest.mouseMove(chart, QPoint(round(chart.frame().x(NOON + MINUTE // 2)), 200))
    chart._move_to(NOON)
    assert "Crisis, level 3, Orange" in " ".join(chart.read_out().remarks)  # type: ignore[union-attr]
    with qtbot.waitSignal(panel.wish) as wished:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert wished.args == ["episode", 2]


def test_that_a_click_beside_chooses_nothing_and_a_plate_never_covers_another() -> None:
    flags = tuple(Flag(n * 10, n % 4, "", n) for n in range(30))
    plot, frame = Plot((), Span(0, 1000), flags=flags), Frame(40, 50, 400, 200, Span(0, 1000), 1)
    shown = [place for _flag, place in plates(plot, frame) if place is not None]
    assert len(shown) > 2
    assert not any(a.intersects(b) for i, a in enumerate(shown) for b in shown[:i])
    assert all(frame.left <= one.left() and one.right() <= frame.right for one in shown)
    assert flag_at(plot, frame, QPointF(400, 150)) is None
    near = flag_at(plot, frame, QPointF(frame.x(50), 150))
    assert near is not None
    assert near.id == 5


def test_that_two_episodes_close_together_both_keep_their_plate_with_its_line_under_it() -> None:
    flags = (Flag(500, 1, "the outage", 1), Flag(525, 3, "the crisis", 2))
    plot, frame = Plot((), Span(0, 1000), flags=flags), Frame(0, 50, 1000, 200, Span(0, 1000), 1)
    made = {flag.id: (frame.x(flag.at), place) for flag, place in plates(plot, frame)}
    for line, place in made.values():
        assert place is not None
        assert place.left() < line < place.right()
    assert made[2][1].center().x() == made[2][0]  # type: ignore[union-attr]


def listened(folder: Path, days: int, per_hour: int = 4) -> tuple[Path, Topic]:
    """So many days of listening up to NOON, with as many mentions in each hour of the morning, and none else."""
    path = folder / f"days-{days}.hubdesk"
    create(path, NewSession("Trial", timezone=ZONE))
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "orange", "own"))
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        entries = [
            entry("Orange", [topic], published_at=NOON - day * DAY - (hour + 1) * HOUR + n * HOUR // per_hour)
            for day in range(days)
            for hour in range(4)
            for n in range(per_hour)
        ]
        covers = Span(NOON - days * DAY, NOON)
        writer.add_page(flux.id, entries, cursor="", due_at=0, seen_at=NOON, covers=covers)
    return path, topic


def habit(path: Path, topic: Topic, span: Span, step: int, before: int = NOON - 4 * HOUR) -> Habit | None:
    with open_reader(path) as reader:
        return read_habit(reader, topic, span, step, before, NOON, ZONE)


def test_that_what_is_usual_comes_from_the_same_hours_of_the_days_before(tmp_path: Path) -> None:
    path, topic = listened(tmp_path, 10)
    found = habit(path, topic, Span(NOON - 4 * HOUR, NOON), HOUR)
    assert found is not None
    assert found.days == 10
    assert [(one.low, one.middle, one.high) for one in found.bins] == [(4, 4, 4)] * 4
    whole = habit(path, topic, Span(NOON - DAY, NOON), HOUR, NOON - DAY)
    assert whole is not None
    assert [one.middle for one in whole.bins] == [0.0] * 20 + [4.0] * 4


def test_that_nothing_is_usual_before_three_days_were_listened_to(tmp_path: Path) -> None:
    path, topic = listened(tmp_path, 2)
    assert habit(path, topic, Span(NOON - 4 * HOUR, NOON), HOUR) is None
    assert habit(path, topic, Span(NOON - 400 * DAY, NOON), DAY) is None


def test_that_one_loud_day_does_not_bend_what_is_usual(tmp_path: Path) -> None:
    path, topic = listened(tmp_path, 10)
    with open_writer(path) as writer:
        loud = [entry("Orange", [topic], published_at=NOON - DAY - HOUR + n * 1000) for n in range(500)]
        writer.add_page(1, loud, cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - DAY, NOON))
    found = habit(path, topic, Span(NOON - HOUR, NOON), HOUR)
    assert found is not None
    assert found.bins[0].middle == 4


def test_that_hours_stay_on_the_clocks_when_these_change(tmp_path: Path) -> None:
    change = 1_792_890_000_000  # Sunday 25 October 2026, 03:00 becomes 02:00
    path = tmp_path / "clocks.hubdesk"
    create(path, NewSession("Trial", timezone=ZONE))
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "orange", "own"))
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        nine = change - 18 * HOUR  # Saturday at nine
        entries = [entry("Orange", [topic], published_at=nine - n * DAY + MINUTE) for n in range(6)]
        writer.add_page(flux.id, entries, cursor="", due_at=0, seen_at=change, covers=Span(nine - 9 * DAY, change))
    sunday = nine + 25 * HOUR
    with open_reader(path) as reader:
        found = read_habit(reader, topic, Span(sunday - HOUR, sunday + 2 * HOUR), HOUR, change, change, ZONE)
    assert found is not None
    assert [one.high for one in found.bins] == [0, 1, 0]


def test_that_only_a_line_by_itself_has_a_band(tmp_path: Path, panel: TrendPanel) -> None:
    path, topic = listened(tmp_path, 8)
    alone = picture(path, Scope((topic,), NOON - DAY, NOON))
    assert alone.habit is not None
    assert alone.habit.words() == "usual at this hour, from 7 days"
    panel.draw(alone)
    assert panel._chart is not None
    assert len(panel._chart.plot.band) == 96
    assert panel._chart.grab().width() > 0
    smoothed = picture(path, Scope((topic,), NOON - 4 * HOUR, NOON))
    assert (smoothed.smoothed_over, smoothed.habit) == (7, None)
