"""The multiple's chart: levels where they belong, zero in sight, gaps as gaps, the same keys as any chart over time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, Span
from hubdesk.widgets.chart_values import BandBin, Curve, Flag, Frame, Gap, Plot, Strip
from hubdesk.widgets.crisis_times import LogFrame, TimesChart, grown, is_log, marks, times_text

STEP = 5 * MINUTE
VALUES = (0.0, 0.5, 1.0, None, 5.0, 20.0, 57.4, 50.0)


def plot(*values: float | None, **over: object) -> Plot:
    told = values or VALUES
    points = tuple((n * STEP, value) for n, value in enumerate(told))
    curve = Curve("Orange", "Orange", "#EE6F00", "circle", (), True, points)
    return Plot((curve,), Span(0, len(told) * STEP), step=STEP, zone="UTC", unit="times the usual", **over)  # type: ignore[arg-type]


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> TimesChart:
    look.use(qapp, "light")
    made = TimesChart()
    qtbot.addWidget(made)
    made.resize(600, 240)
    return made


def test_that_levels_are_as_far_apart_as_their_logarithms(chart: TimesChart) -> None:
    chart.show_plot(plot())
    frame = chart.frame()
    assert isinstance(frame, LogFrame)
    heights = [frame.y(value) for value in (0, 1, 5, 20, 50)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] == frame.bottom
    assert (heights[1] - heights[2]) / (heights[2] - heights[3]) == pytest.approx(1.161, abs=0.001), "ln 5 to ln 4"
    assert frame.y(57.4) > frame.top


def test_that_it_is_linear_while_it_stays_below_five(chart: TimesChart) -> None:
    low = plot(0.2, 1.5, 4.9)
    assert not is_log(low)
    chart.show_plot(low)
    assert type(chart.frame()) is Frame
    assert marks(low)[0] == (0, 2, 4)
    assert is_log(plot(0.2, 5.0))


def test_that_the_axis_marks_the_levels_and_zero_has_a_place() -> None:
    assert marks(plot())[0] == (0, 1, 5, 20, 50)
    assert marks(plot(900.0))[0] == (0, 1, 5, 20, 50, 100, 200, 500, 1_000)
    assert (grown(0), grown(-3), grown(1)) == (0.0, 0.0, 1.0)
    assert grown(1.001) == pytest.approx(grown(1), abs=0.002), "no step at 1"


def test_that_the_read_out_says_the_hour_and_the_multiple(chart: TimesChart, qtbot: QtBot) -> None:
    with qtbot.waitExposed(chart):
        chart.show()
    chart.show_plot(plot(gaps=(Gap(Span(3 * STEP, 4 * STEP), "gap: nobody listened"),)))
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert chart.accessibleDescription() == "hour up to 00:40; Orange ×50"
    for _step in range(4):
        qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleDescription() == "hour up to 00:20; gap: nobody listened"
    assert times_text(None) == "—"
    assert (times_text(9.96), times_text(12.3)) == ("×10.0", "×12")


@pytest.mark.parametrize("theme", ["light", "dark", "wall"])
@pytest.mark.parametrize("size", [(160, 120), (600, 240), (1600, 400)])
def test_that_it_is_painted_at_every_size(
    chart: TimesChart, qapp: QApplication, theme: str, size: tuple[int, int]
) -> None:
    look.use(qapp, theme)
    chart.resize(*size)
    chart.show_plot(
        plot(
            gaps=(Gap(Span(3 * STEP, 4 * STEP), "gap"),),
            partial=(Strip(Span(6 * STEP, 8 * STEP), "Forum"),),
            flags=(Flag(5 * STEP, 2, "level 2", 1),),
            band=tuple(BandBin(n * STEP, 0.2, 0.5, 1.7) for n in range(8)),
            band_words="usual at this hour",
        )
    )
    assert chart.grab().width() == size[0]
    chart.show_plot(Plot())
    assert chart.grab().width() == size[0]


def test_that_a_fortnight_is_drawn_in_as_many_pieces_as_can_be_seen(chart: TimesChart) -> None:
    chart.show_plot(plot(*(float(n % 60) for n in range(14 * 24 * HOUR // STEP))))
    assert chart.grab().width() == 600
