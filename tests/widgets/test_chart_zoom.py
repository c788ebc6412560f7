"""Nearer and further on a chart: what is shown at once, and what is asked for when the hand rests."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, MINUTE, Span
from hubdesk.widgets.chart import Chart
from hubdesk.widgets.chart_lines import cut_off
from hubdesk.widgets.chart_values import Curve, Flag, Gap, Note, Plot
from hubdesk.widgets.chart_zoom import LONGEST, SHORTEST, seen, zoomed

START = 1_795_075_200_000  # 19 November 2026, 09:00 in Paris
SPAN = Span(START, START + 60 * MINUTE)
POINTS = tuple((START + i * MINUTE, float(i)) for i in range(60))
CURVE = Curve("Orange", "Orange", "#EE6F00", "circle", (), True, POINTS)


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    look.use(qapp, "light")
    yield
    look.use(qapp, "light")


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    made = Chart()
    qtbot.addWidget(made)
    made.let_zoom()
    made.resize(700, 320)
    made.set_curves((CURVE,), SPAN, step=MINUTE, zone="Europe/Paris", unit="mentions per minute")
    with qtbot.waitExposed(made):
        made.show()
    return made


def turn(chart: Chart, notches: float, x: float, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    event = QWheelEvent(
        QPointF(x, 100),
        chart.mapToGlobal(QPointF(x, 100)),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    chart.wheelEvent(event)
    return event.isAccepted()


@given(
    st.integers(0, 10**13),
    st.integers(MINUTE, LONGEST),
    st.floats(1e-9, 1e9),
    st.floats(0, 1),
)
def test_that_a_zoom_keeps_the_instant_under_the_hand_and_the_limits(
    start: int, length: int, factor: float, where: float
) -> None:
    span = Span(start, start + length)
    at = start + round(length * where)
    made = zoomed(span, factor, at, span.end)
    assert made.start >= 0
    assert made.end <= span.end
    assert made.end - made.start <= LONGEST
    assert made.end - made.start >= min(SHORTEST, length) or made.start == 0
    if factor < 1:
        assert made.start - 1 <= at <= made.end + 1


def test_that_the_wheel_shows_the_nearer_span_at_once_and_asks_once_it_rests(chart: Chart, qtbot: QtBot) -> None:
    middle = chart.frame().x(START + 30 * MINUTE)
    with qtbot.waitSignal(chart.span_chosen) as chosen:
        assert turn(chart, 1, middle)
        assert turn(chart, 1, middle)
        assert chart.is_viewing()
        shown = chart.plot.span
        assert START + 30 * MINUTE - shown.start == pytest.approx(shown.end - START - 30 * MINUTE, abs=2_000)
        assert shown.end - shown.start == pytest.approx(60 * MINUTE / 1.5**2, abs=2_000)
        assert chart.whole.span == SPAN
    start, end = chosen.args
    assert start % MINUTE == end % MINUTE == 0
    assert Span(start, end) == chart.plot.span


def test_that_what_was_asked_for_takes_the_place_of_the_view(chart: Chart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.span_chosen) as chosen:
        turn(chart, 2, 300)
    asked = Span(*chosen.args)
    chart.set_curves((CURVE,), Span(START, SPAN.end + 5_000), step=MINUTE, zone="Europe/Paris")  # the old span again
    assert chart.is_viewing()
    assert chart.plot.span == asked
    chart.set_curves((CURVE,), asked, step=MINUTE, zone="Europe/Paris")
    assert not chart.is_viewing()
    assert chart.plot.span == asked


def test_that_going_back_to_what_was_read_ends_the_view(chart: Chart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.span_chosen):
        turn(chart, 2, 300)
        chart.show_plot(chart.whole)
        assert chart.is_viewing()
    chart.show_plot(chart.whole)
    assert chart.plot.span == SPAN


@pytest.mark.parametrize("other", [[Span(START - DAY, SPAN.end)], [SPAN, Span(START, SPAN.end + 9_000)]])
def test_that_what_somebody_chose_meanwhile_ends_the_view(chart: Chart, qtbot: QtBot, other: list[Span]) -> None:
    with qtbot.waitSignal(chart.span_chosen):
        turn(chart, 2, 300)
    for at, span in enumerate(other):
        assert chart.is_viewing()
        chart.set_curves((CURVE,), Span(span.start, span.end + at + 1), step=MINUTE, zone="Europe/Paris")
    assert not chart.is_viewing()
    assert chart.plot.span.start == other[-1].start


def test_that_nobody_looks_further_than_what_was_ever_shown(chart: Chart) -> None:
    turn(chart, -3, chart.frame().right)
    assert chart.plot.span.end == SPAN.end
    assert chart.plot.span.start < SPAN.start
    chart.grab()


def test_that_keys_go_nearer_further_along_and_back(chart: Chart, qtbot: QtBot) -> None:
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert chart.plot.span.start == pytest.approx(START + 10_000, abs=20_000)
    qtbot.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    later = chart.plot.span
    assert later.start == pytest.approx(START + 10 * MINUTE, abs=20_000)
    qtbot.keyClick(chart, Qt.Key.Key_Minus)
    assert chart.plot.span.end - chart.plot.span.start > later.end - later.start
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert not chart.is_viewing()
    assert chart.plot.span == SPAN
    with qtbot.waitSignal(chart.back_wished):
        qtbot.keyClick(chart, Qt.Key.Key_Escape)


def test_that_a_chart_that_does_not_zoom_leaves_the_wheel_to_others(qtbot: QtBot) -> None:
    made = Chart()
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.set_curves((CURVE,), SPAN, step=MINUTE, zone="UTC")
    assert not turn(made, 1, 200)
    assert made.plot.span == SPAN


def test_that_a_view_holds_what_lies_in_it_and_a_bin_on_each_side() -> None:
    gap = Gap(Span(START, START + 5 * MINUTE), "gap")
    flags = (Flag(START + MINUTE, 1, "early", 1), Flag(START + 15 * MINUTE, 1, "in", 2))
    notes = (Note(START + 15 * MINUTE, "in"), Note(START + 40 * MINUTE, "late"))
    plot = Plot((CURVE,), SPAN, (gap,), (), MINUTE, "UTC", flags=flags, notes=notes)
    made = seen(plot, Span(START + 10 * MINUTE, START + 20 * MINUTE))
    assert [value for _at, value in made.curves[0].points] == list(range(9, 21))
    assert made.gaps == ()
    assert [flag.id for flag in made.flags] == [2]
    assert [note.words for note in made.notes] == ["in"]
    nothing = seen(plot, Span(START - DAY, START - DAY + HOUR))
    assert len(nothing.curves[0].points) <= 1


def test_that_lines_are_cut_at_the_edges() -> None:
    x, y = np.array([0.0, 10.0, 10.0, 20.0, 30.0, 40.0]), np.array([0.0, 10.0, 10.0, 0.0, 5.0, 5.0])
    cut_x, cut_y = cut_off(x, y, 5.0, 15.0)
    assert cut_x.tolist() == [5.0, 10.0, 10.0, 15.0]
    assert cut_y.tolist() == [5.0, 10.0, 10.0, 5.0]


def test_that_a_view_tells_what_was_not_read_and_calls_no_bin_unfinished() -> None:
    plot = Plot((CURVE,), SPAN, (), (), MINUTE, "UTC")
    wider = seen(plot, Span(START - HOUR, SPAN.end + HOUR))
    assert [(gap.span, gap.words, gap.pending) for gap in wider.gaps] == [
        (Span(START - HOUR, START), "being read", True),
        (Span(SPAN.end, SPAN.end + HOUR), "being read", True),
    ]
    nearer = seen(plot, Span(START + 10 * MINUTE, START + 20 * MINUTE + 30_000))
    assert all(nearer.whole(at) for at, _value in nearer.curves[0].points)
