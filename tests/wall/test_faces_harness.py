"""What tests of faces stand on sees what it is to see."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from hubdesk.core import Scope
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing
from tests.wall.faces import CELL, at_every_size, painted, showing

TOLD = showing((), Scope((), 0, 1))


class Neat(Face[str]):
    name = "neat"

    def paint(self, brush: Brush, area: QRectF, picture: str, before: str | None, showing: Showing) -> None:
        brush.write(picture, area, whole=True)


class Spilling(Neat):
    def paint(self, brush: Brush, area: QRectF, picture: str, before: str | None, showing: Showing) -> None:
        brush.painter.fillRect(area.translated(4, 0), QColor("#ffffff"))


class Small(Neat):
    def paint(self, brush: Brush, area: QRectF, picture: str, before: str | None, showing: Showing) -> None:
        font = QFont(brush.face("text")[0])
        font.setPixelSize(9)
        brush.painter.setFont(font)
        brush.painter.drawText(area.center(), picture)


class Twice(Neat):
    def paint(self, brush: Brush, area: QRectF, picture: str, before: str | None, showing: Showing) -> None:
        brush.write(picture, area)
        brush.write(picture, area.translated(6, 6))


@pytest.mark.parametrize("face", [Spilling(), Small(), Twice()])
def test_that_a_face_with_a_fault_is_found_out(qapp: QApplication, face: Neat) -> None:
    with pytest.raises(AssertionError):
        painted(face, "57", TOLD, 300, 200, CELL).check()


def test_that_a_neat_face_passes_and_its_words_are_known(qapp: QApplication) -> None:
    assert [one.words for one in at_every_size(Neat(), "57", TOLD)] == ["57"] * 8
