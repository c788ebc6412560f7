"""Powers of ten and shares on a chart: its axis, its lines, and what people marked on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, MINUTE, Span
from hubdesk.widgets.chart import Chart
from hubdesk.widgets.chart_lines import WEEK, bin_start, pieces
from hubdesk.widgets.chart_notes import note_at, places
from hubdesk.widgets.chart_paint import frame_of
from hubdesk.widgets.chart_readout import read_out
from hubdesk.widgets.chart_scale import axis_of, log_ticks, tick_text
from hubdesk.widgets.chart_ticks import time_ticks
from hubdesk.widgets.chart_values import LOG, SHARE, Curve, Note, Plot

START = 1_795_075_200_000  # Thursday 19 November 2026, 09:00 in Paris
SPAN = Span(START, START + 8 * MINUTE)


def plot(values: list[float | None], scale: str = LOG, notes: tuple[Note, ...] = ()) -> Plot:
    points = tuple((START + i * MINUTE, value) for i, value in enumerate(values))
    curve = Curve("Orange", "Orange", "#EE6F00", "circle", (), True, points)
    span = Span(START, START + len(values) * MINUTE)
    return Plot((curve,), span, (), (), MINUTE, "Europe/Paris", scale=scale, notes=notes)


def test_that_zero_is_no_point_among_powers_of_ten_and_no_line_leads_to_it() -> None:
    made = plot([10, 100, 0, 1, 1000])
    found = pieces(made.curves[0], made, 1000)
    assert found.y.tolist() == [10, 100, 1, 1000]
    assert found.thick.tolist() == [True, False, True, False]
    frame = frame_of(made, 600, 300)
    assert frame.y(0) == frame.bottom
    heights = [frame.bottom - frame.y(value) for value in (1, 10, 100, 1000)]
    assert heights[0] == 0
    assert heights[2] - heights[1] == pytest.approx(heights[3] - heights[2])


def test_that_all_zeros_and_nothing_at_all_have_an_axis_too() -> None:
    for values in ([0.0, 0.0], [None, None], []):
        ticks, low, high = axis_of(plot(list(values)), 5)
        assert (ticks[0], low, high) == (1, 1, 10)


@given(st.floats(1e-4, 1e12), st.floats(1, 1e9), st.integers(2, 5))
def test_that_the_axis_of_powers_holds_every_value_and_few_ticks(lowest: float, times: float, most: int) -> None:
    highest = lowest * times
    ticks, low, high = log_ticks(lowest, highest, most)
    assert low <= max(lowest, 1e-3) * (1 + 1e-9)
    assert high >= highest
    assert high >= 10 * low
    assert 1 <= len(ticks) <= most
    assert all(low * (1 - 1e-9) <= tick <= high * (1 + 1e-9) for tick in ticks)


def test_that_ticks_are_written_as_they_are() -> None:
    assert [tick_text(plot([1]), tick) for tick in (0.1, 1, 20, 1000)] == ["0.1", "1", "20", "1,000"]
    shares = plot([1], SHARE)
    assert [tick_text(shares, tick) for tick in axis_of(shares, 5)[0]] == ["0%", "25%", "50%", "75%", "100%"]


def test_that_a_week_begins_on_its_monday_and_axes_agree() -> None:
    monday = bin_start(START, WEEK, "Europe/Paris")
    assert START - monday == 3 * DAY + 9 * HOUR
    ticks = time_ticks(Span(START - 60 * DAY, START), "Europe/Paris", 700, 70)
    assert monday in dict(ticks)
    said = read_out(
        Plot(
            (Curve("a", "a", "#000", "bar", (), True, ((monday, 4.0),)),),
            Span(monday, START + WEEK),
            (),
            (),
            WEEK,
            "Europe/Paris",
        ),
        monday,
    )
    assert said.title == "16 Nov–22 Nov"


def test_that_marks_are_drawn_with_words_where_there_is_room_and_found_by_their_line(qapp: QApplication) -> None:
    look.use(qapp, "light")
    notes = tuple(Note(START + i * MINUTE, f"note {i} " + "x" * 100, str(i)) for i in range(8))
    made = plot([5.0] * 8, "", notes)
    frame = frame_of(made, 700, 300)
    stood = [place for _note, place in places(made, frame) if place is not None]
    assert stood
    assert not any(a.intersects(b) for i, a in enumerate(stood) for b in stood[i + 1 :])
    assert all(frame.left <= place.left() and place.right() <= frame.right + 1 for place in stood)
    found = note_at(made, frame, QPointF(frame.x(notes[4].at) + 2, frame.bottom - 5))
    assert found == notes[4]
    assert "note 4" in read_out(made, notes[4].at).remarks[0]


def test_that_a_click_and_return_choose_a_mark(qtbot: QtBot, qapp: QApplication) -> None:
    look.use(qapp, "light")
    chart = Chart()
    qtbot.addWidget(chart)
    chart.resize(700, 320)
    note = Note(START + 4 * MINUTE, "<b>bold</b>", "uid")
    curve = plot([5.0] * 8).curves[0]
    chart.set_curves((curve,), SPAN, step=MINUTE, zone="UTC", notes=(note,), scale=LOG)
    chart.show()
    at = QPointF(chart.frame().x(note.at), chart.frame().bottom - 10).toPoint()
    with qtbot.waitSignal(chart.note_chosen) as chosen:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == ["uid", note.at]
    qtbot.mouseMove(chart, at)
    assert chart.toolTip() == "<qt>&lt;b&gt;bold&lt;/b&gt;</qt>"
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    for _i in range(4):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    with qtbot.waitSignal(chart.note_chosen):
        qtbot.keyClick(chart, Qt.Key.Key_Return)
