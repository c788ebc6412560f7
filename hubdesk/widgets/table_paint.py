"""How one figure of a crossed table is painted: in the step of its colour, hatched where nobody listened."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from hubdesk.widgets.glyphs import paint_hatch
from hubdesk.widgets.table_values import TableCell
from hubdesk.widgets.theme import Theme, contrast, font

CENTRE: Final = Qt.AlignmentFlag.AlignCenter


def paint_cell(painter: QPainter, cell: TableCell, place: QRectF, look: Theme) -> None:
    """Its number is always printed."""
    ground = look.colour("panel" if cell.step is None else f"seq.{cell.step}")
    box = place.adjusted(0, 0, -1, -1)
    painter.fillRect(box, ground)
    if cell.is_unheard:
        paint_hatch(painter, box, look.colour("hatch"))
    painter.setFont(font("small"))
    painter.setPen(_ink(ground, look))
    painter.drawText(box, CENTRE, cell.text)


def paint_total(painter: QPainter, cell: TableCell, place: QRectF, look: Theme, how: Qt.AlignmentFlag) -> None:
    painter.setFont(font("small", weight=600))
    painter.setPen(look.colour("text2" if cell.is_unheard else "text"))
    painter.drawText(place.adjusted(0, 0, -1, -1), how, cell.text)


def _ink(ground: QColor, look: Theme) -> QColor:
    """Whichever of the two is read better on that colour."""
    text, panel = look.colour("text"), look.colour("panel")
    return text if contrast(text, ground) >= contrast(panel, ground) else panel
