"""Previews are painted when they are out of date and in sight, in turn, and never twice in a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hubdesk.wall.preview import LARGE_TURNS, SMALL_TURNS, Painting, Preview
from hubdesk.wall.view import CellShown


class Sheet:
    """A screen in one colour that counts how often it is painted."""

    def __init__(self, colour: str = "#336699", wide: int = 1600, high: int = 900) -> None:
        self.is_blank = False
        self.painted = 0
        self.cells: Sequence[CellShown] = ()
        self._colour, self._size = QColor(colour), QSize(wide, high)

    def size(self) -> QSize:
        return self._size

    def picture_of(self, painter: QPainter) -> None:
        self.painted += 1
        painter.fillRect(0, 0, self._size.width(), self._size.height(), self._colour)


def preview(qtbot: QtBot, shown: Sheet | None, name: str = "1") -> Preview:
    made = Preview(name)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show_screen(shown, "" if shown else "No screen")
    made.show()
    return made


def test_that_a_preview_keeps_the_screen_s_shape_and_its_colours(qtbot: QtBot) -> None:
    made = preview(qtbot, Sheet())
    made.paint_anew()
    place = made.place()
    assert place.width() / place.height() == 1600 / 900
    assert made.grab().toImage().pixelColor(place.center().toPoint()) == QColor("#336699")


def test_that_a_black_screen_is_black_at_once_and_is_not_painted(qtbot: QtBot) -> None:
    sheet = Sheet()
    made = preview(qtbot, sheet)
    made.paint_anew()
    sheet.is_blank = True
    made.show_screen(sheet, "black")
    corner = made.place().topLeft().toPoint()
    assert made.grab().toImage().pixelColor(corner.x() + 5, corner.y() + 5) == QColor("#000000")
    made.paint_anew()
    assert sheet.painted == 1


def test_that_a_click_says_where_on_the_screen_it_was(qtbot: QtBot) -> None:
    made = preview(qtbot, Sheet())
    points: list[QPointF] = []
    made.pointed.connect(points.append)
    place = made.place()
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPointF(place.center().x(), 2).toPoint())  # beside it
    assert len(points) == 1
    assert abs(points[0].x() - 800) < 10
    assert abs(points[0].y() - 450) < 10


def test_that_only_what_is_out_of_date_and_in_sight_is_painted(qtbot: QtBot) -> None:
    owner = QObject()
    fresh, stale, hidden = Sheet(), Sheet(), Sheet()
    previews = [preview(qtbot, one) for one in (fresh, stale, hidden)]
    previews[0].is_stale = False
    previews[2].hide()
    painting = Painting(owner)
    painting.watch(previews, ())
    for _turn in range(6):
        painting.paint()
    assert (fresh.painted, stale.painted, hidden.painted) == (0, 1, 0)


def test_that_a_preview_rests_between_two_pictures_and_a_small_one_for_longer(qtbot: QtBot) -> None:
    owner = QObject()
    large, small = Sheet(), Sheet()
    painting = Painting(owner)
    painting.watch([preview(qtbot, large)], [preview(qtbot, small)])
    for _turn in range(4 * SMALL_TURNS):
        painting.spoil()
        painting.paint()
    assert 4 <= small.painted <= 5
    assert 4 * SMALL_TURNS / LARGE_TURNS - 1 <= large.painted <= 4 * SMALL_TURNS / LARGE_TURNS + 1
