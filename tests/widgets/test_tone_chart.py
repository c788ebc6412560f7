"""What is drawn of bars of tone, and below charts: nothing cut, nothing upon other words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, MINUTE, Span
from hubdesk.widgets import theme as look
from hubdesk.widgets.chart_paint import frame_of, paint_ground
from hubdesk.widgets.chart_values import Curve, Plot, Strip
from hubdesk.widgets.tone_chart import ToneChart
from tests.fakes import NOON

SPAN = Span(NOON, NOON + 2 * HOUR)
ZONE = "Europe/Paris"


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    look.use(qapp, "light")


def test_that_a_bar_that_is_still_counted_has_its_top(qtbot: QtBot) -> None:
    chart = ToneChart()
    qtbot.addWidget(chart)
    chart.resize(600, 240)
    unfinished = Span(SPAN.start, SPAN.end - 10 * MINUTE)
    chart.set_bins(
        ((NOON, (4, 0, 0, 0, 0)), (NOON + HOUR, (8, 0, 0, 0, 0))), unfinished, is_share=False, step=HOUR, zone=ZONE
    )
    bar = chart.sections()[-1].place
    shown = chart.grab().toImage()
    middle = round(bar.center().x())
    tops = [shown.pixelColor(middle, y) for y in range(round(bar.top()) - 1, round(bar.top()) + 2)]
    assert look.theme().colour("tone.negative") in tops
    assert shown.pixelColor(QPoint(middle, round(bar.center().y()))) == look.theme().colour("panel")


def test_that_missing_sources_are_named_left_of_the_names_of_curves() -> None:
    points = tuple((NOON + n * MINUTE, 1.0) for n in range(120))
    curve = Curve("Orange", "Orange", "#EE6F00", "circle", (), True, points)
    late = Strip(Span(SPAN.end - 5 * MINUTE, SPAN.end), "A forum of a long name that listens no more")
    plot = Plot((curve,), SPAN, (), (late,), MINUTE, ZONE)
    size = QSizeF(700, 300)
    frame = frame_of(plot, size.width(), size.height())
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_ground(painter, plot, frame, size, look.theme())
    painter.end()
    beyond = [
        (x, y)
        for x in range(round(frame.right) + 2, image.width())
        for y in range(round(frame.bottom) + 8, image.height() - 24)
        if image.pixelColor(x, y) != QColor("white")
    ]
    assert beyond == []
