"""The chart on a screen: what it says, how it is moved by hand and by keys, what it looks like in each theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import MINUTE, Span
from hubdesk.widgets.chart import Chart
from hubdesk.widgets.chart_labels import labels
from hubdesk.widgets.chart_paint import frame_of
from hubdesk.widgets.chart_readout import read_out
from hubdesk.widgets.chart_values import Curve, Gap, Plot, Strip

START = 1_795_075_200_000  # 19 November 2026, 09:00 in Paris
SPAN = Span(START, START + 60 * MINUTE)
GAP = Gap(Span(START + 30 * MINUTE, START + 40 * MINUTE), "gap 09:30–09:40: nobody listened")


def curve(name: str, level: float, colour: str, own: bool = False, holes: range = range(30, 40)) -> Curve:
    points = tuple((START + i * MINUTE, None if i in holes else level) for i in range(60))
    return Curve(name, name, colour, "circle", () if own else (9.0, 3.0), own, points)


CURVES = (curve("Orange", 80, "#EE6F00", own=True), curve("<b>Free</b>", 20, "#5B1F4A"), curve("SFR", 40, "#B8142B"))


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    look.use(qapp, "light")
    yield
    look.use(qapp, "light")


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    made = Chart()
    qtbot.addWidget(made)
    made.resize(700, 320)
    made.set_curves(CURVES, SPAN, gaps=(GAP,), step=MINUTE, zone="Europe/Paris", unit="mentions per minute")
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(chart: Chart) -> QImage:
    return chart.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def column_has(image: QImage, x: int, colour: str, near: int = 60) -> bool:
    """Whether some pixel of that column is nearly that colour."""
    wanted = QColor(colour)
    for y in range(image.height()):
        found = image.pixelColor(x, y)
        parts = ((found.red(), wanted.red()), (found.green(), wanted.green()), (found.blue(), wanted.blue()))
        if all(abs(one - other) <= near // 2 for one, other in parts):
            return True
    return False


def test_that_a_line_is_drawn_where_somebody_listened_and_not_in_the_gap(chart: Chart) -> None:
    image, frame = picture(chart), chart.frame()
    assert column_has(image, round(frame.x(START + 10 * MINUTE)), "#EE6F00")
    assert not column_has(image, round(frame.x(START + 35 * MINUTE)), "#EE6F00")
    assert not column_has(image, round(frame.x(START + 35 * MINUTE)), "#B8142B")


def test_that_the_ground_follows_the_theme(chart: Chart, qapp: QApplication, qtbot: QtBot) -> None:
    assert picture(chart).pixelColor(3, 3) == QColor("#FFFFFF")
    look.use(qapp, "dark")
    qtbot.waitUntil(lambda: picture(chart).pixelColor(3, 3) == QColor("#14181E"))


def test_that_keys_move_the_read_out_from_bin_to_bin(chart: Chart, qtbot: QtBot) -> None:
    chart.setFocus()
    assert chart.read_out() is None
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    said = chart.read_out()
    assert said is not None
    assert said.title == "09:59, mentions per minute"
    assert [(one.name, text) for one, text, _v in said.rows] == [("Orange", "80"), ("SFR", "40"), ("<b>Free</b>", "20")]
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    moved = chart.read_out()
    assert moved is not None
    assert moved.at == START + MINUTE
    assert "Orange 80" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.read_out() is None


def test_that_the_read_out_of_a_gap_says_so_and_shows_no_zero(chart: Chart) -> None:
    said = read_out(chart.plot, START + 35 * MINUTE)
    assert said.rows == ()
    assert said.remarks == ("gap 09:30–09:40: nobody listened",)


def test_that_the_read_out_names_a_missing_source_and_an_unfinished_bin() -> None:
    partial = (Strip(Span(START + 50 * MINUTE, START + 60 * MINUTE), "Forum"),)
    plot = Plot(CURVES, Span(START, START + 59 * MINUTE + 20_000), (), partial, MINUTE, "Europe/Paris", "")
    assert read_out(plot, START + 59 * MINUTE).remarks == ("without Forum", "so far: 20\u202fs of 1\u202fmin")


def test_that_the_mouse_snaps_to_the_nearest_bin(chart: Chart, qtbot: QtBot) -> None:
    frame = chart.frame()
    qtbot.mouseMove(chart, QPoint(round(frame.x(START + 10.6 * MINUTE)), 100))
    said = chart.read_out()
    assert said is not None
    assert said.at == START + 10 * MINUTE


def test_that_a_drag_chooses_whole_bins(chart: Chart, qtbot: QtBot) -> None:
    frame = chart.frame()
    here, there = (QPoint(round(frame.x(START + m * MINUTE)), 100) for m in (5.5, 15.5))
    with qtbot.waitSignal(chart.span_chosen) as chosen:
        qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=there)
        qtbot.mouseMove(chart, here)
        qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=here)
    assert chosen.args == [START + 5 * MINUTE, START + 16 * MINUTE]
    assert chart.selection() is None


def test_that_a_click_chooses_nothing(chart: Chart, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(chart.span_chosen):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))


def test_that_shift_and_keys_choose_a_span_without_a_mouse(chart: Chart, qtbot: QtBot) -> None:
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    for _press in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(chart.span_chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [START, START + 4 * MINUTE]


def test_that_a_double_click_wishes_for_a_wider_span(chart: Chart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.wider_wished):
        qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))


def test_that_the_read_out_keeps_its_bin_when_the_picture_is_refreshed(chart: Chart, qtbot: QtBot) -> None:
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    chart.set_curves(CURVES, Span(SPAN.start, SPAN.end + 5_000), step=MINUTE, zone="Europe/Paris")
    said = chart.read_out()
    assert said is not None
    assert said.at == START
    later = tuple(replace(one, points=one.points[1:]) for one in CURVES)
    chart.set_curves(later, Span(SPAN.start + MINUTE, SPAN.end), step=MINUTE, zone="Europe/Paris")
    assert chart.read_out() is None


def test_that_labels_are_ordered_by_the_newest_value_and_unknown_is_a_dash() -> None:
    silent = curve("Silent", 0, "#000000", holes=range(60))
    plot = Plot((*CURVES, silent), SPAN, (), (), MINUTE, "Europe/Paris")
    made, left_out = labels(plot, frame_of(plot, 700, 320))
    assert [(label.curve.name, label.value) for label in made] == [
        ("Orange", "80"),
        ("SFR", "40"),
        ("<b>Free</b>", "20"),
        ("Silent", "—"),
    ]
    assert left_out == 0


def test_that_an_old_value_says_of_when_it_is() -> None:
    plot = Plot((curve("Orange", 80, "#EE6F00", holes=range(30, 60)),), SPAN, (), (), MINUTE, "Europe/Paris")
    assert labels(plot, frame_of(plot, 700, 320))[0][0].note == "at 09:29"


def test_that_labels_without_room_are_counted() -> None:
    many = tuple(curve(f"Topic {n}", n, "#B8142B") for n in range(40))
    plot = Plot(many, SPAN, (), (), MINUTE, "Europe/Paris")
    made, left_out = labels(plot, frame_of(plot, 700, 320))
    assert len(made) + left_out == 40
    assert left_out > 20
    assert made[0].curve.name == "Topic 39"


@pytest.mark.parametrize("size", [(1040, 560), (290, 250), (160, 120), (20, 10)])
def test_that_any_size_and_hostile_names_are_painted(qtbot: QtBot, size: tuple[int, int]) -> None:
    made = Chart()
    qtbot.addWidget(made)
    made.resize(*size)
    hostile = (curve("<img src=x> " + "very long " * 200, 7, "#B8142B"), curve("", 0, "#5B1F4A"))
    strips = (Strip(Span(START, SPAN.end), "<h1>source</h1>" * 50),)
    made.set_curves(hostile, SPAN, gaps=(GAP,), partial=strips, step=MINUTE, zone="Europe/Paris")
    made.show()
    assert not made.grab().isNull()


def test_that_no_curve_at_all_is_painted_too(qtbot: QtBot) -> None:
    made = Chart()
    qtbot.addWidget(made)
    made.set_curves((), SPAN, step=MINUTE, zone="Europe/Paris")
    made.show()
    qtbot.keyClick(made, Qt.Key.Key_Right)
    assert made.read_out() is None
    assert not made.grab().isNull()


def test_that_labels_are_those_of_what_is_shown_at_that_size(chart: Chart) -> None:
    assert chart.labels() == labels(chart.plot, chart.frame())
    chart.set_curves(CURVES[:1], SPAN, step=MINUTE, zone="Europe/Paris")
    assert [label.curve.name for label in chart.labels()[0]] == ["Orange"]
    chart.resize(500, 200)
    assert chart.labels() == labels(chart.plot, frame_of(chart.plot, 500, 200))
