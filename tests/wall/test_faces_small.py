"""In the smallest cells of a wall nothing lies over anything else, and a brand is named whole or not at all."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from hubdesk.store.reader import Reader
from hubdesk.wall.board_cards import BuzzCard, paint_card, plans
from hubdesk.wall.brush import Brush
from hubdesk.wall.face_episode import EpisodeFace
from hubdesk.wall.kept_paint import KeptPaint
from hubdesk.wall.measure import height_mm, measure_of
from hubdesk.widgets.theme import Theme
from tests.wall.faces import NotingPainter, painted, read, scope, showing

ROOM = measure_of(1080, None, height_mm(55, 1920, 1080))  # one of 18 cells on a single television


def test_that_the_count_of_what_has_no_room_lies_over_no_plate_wherever_the_cell_is(qapp: QApplication) -> None:
    card = BuzzCard("Orange", None, 3, "Niveau 3", "×21", "", "fade", "retombe")
    for left in (0, 1000):
        for wide in (200, 255, 320, 420):
            image = QImage(1500, 300, QImage.Format.Format_RGB32)
            painter = NotingPainter(image)
            try:
                brush = Brush(painter, ROOM, Theme("wall"))
                place = QRectF(left, 20, wide, 220)
                paint_card(brush, card, place, plans(brush)[-1], (), KeptPaint(), "+2 autres")
                plate = left + brush.plate_width("")
                count = [one for one in painter.written if one.words.startswith("+2")]
            finally:
                painter.end()
            assert all(one.place.left() >= plate for one in count), (left, wide)


def test_that_an_episode_is_named_whole_below_its_plate_where_it_has_no_room_beside_it(
    demonstration: Reader, qapp: QApplication
) -> None:
    wanted = scope(demonstration, "2026-11-19T14:32+01:00")
    picture = read(EpisodeFace, demonstration, wanted)
    for width in range(210, 300, 10):
        made = painted(EpisodeFace(), picture, showing(demonstration.topics(), wanted), width, 225, ROOM)
        made.check()
        assert "Orange" in made.words, (width, made.words)
