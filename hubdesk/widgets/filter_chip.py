"""A chip that narrows what is looked at: a grey field, its values in ink, a cross that takes it away.

What is left out instead has a dashed frame, a word before it and its values struck through; what is pinned has a pin.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from hubdesk.i18n import _
from hubdesk.widgets.chips import CHIP_HEIGHT, RADIUS, Chip
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

WIDEST: Final = 220.0  # px of the values
LONGEST_TIP: Final = 1_000
_PAD, _GAP, _PIN, _CROSS = 8.0, 5.0, 14.0, 16.0
_Part = tuple[str, QFont, str, float]  # words, their font, their ink (a token of the theme), px
_DELETE: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape)


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """What a chip says; `words`: all of it, for the tip and for whoever does not see. Plain text, tamed."""

    field: str = ""
    values: str = ""
    words: str = ""
    is_negated: bool = False
    is_pinned: bool = False


class FilterChip(Chip):
    """Its click (or Enter, Space, the menu key) asks for its menu. Delete, Backspace, Escape, a middle click and its
    cross take it away; N turns it, P pins it."""

    removed = Signal()
    turned = Signal()
    pinned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.shown = ShownFilter()
        self._widest = WIDEST
        self._is_over_cross = self._is_cross_down = False

    def show_filter(self, shown: ShownFilter) -> None:
        if shown == self.shown:
            return
        self.shown = shown
        self.setText(shown.values.replace("&", "&&"))  # a single one would take an Alt key
        said = [shown.words, _("pinned filter") if shown.is_pinned else ""]
        self.setAccessibleName(", ".join(filter(None, said)))
        self.setAccessibleDescription(_("Delete removes it, N negates it, P pins it; Enter opens its menu."))
        self.setToolTip(f"<qt>{html.escape(tame(shown.words, LONGEST_TIP))}</qt>")  # Qt would read tags in a name
        self.updateGeometry()
        self.update()

    def fit(self, widest: float) -> None:
        """Shorten values that are wider than so many px."""
        if widest != self._widest:
            self._widest = widest
            self.updateGeometry()
            self.update()

    def width_at(self, widest: float) -> int:
        """How wide it is when its values are so wide at most."""
        parts = sum(width + _GAP for *_said, width in self._parts(widest))
        pin = _PIN + _GAP if self.shown.is_pinned else 0.0
        return round(_PAD + pin + parts + _CROSS + _PAD / 2 + 0.5) + 1

    def sizeHint(self) -> QSize:
        return QSize(self.width_at(self._widest), CHIP_HEIGHT)

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in _DELETE:
            self.removed.emit()
        elif event.key() == Qt.Key.Key_N and not event.isAutoRepeat():
            self.turned.emit()
        elif event.key() == Qt.Key.Key_P and not event.isAutoRepeat():
            self.pinned.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.click()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_cross(event.position().toPoint()):
            self._is_cross_down = True
            self.update()
        elif event.button() != Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at, button = event.position().toPoint(), event.button()
        if self._is_cross_down and button == Qt.MouseButton.LeftButton:
            self._is_cross_down = False
            self.update()
            if self._is_on_cross(at):
                self.removed.emit()
        elif button == Qt.MouseButton.MiddleButton:
            if self.rect().contains(at):
                self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._is_on_cross(event.position().toPoint()))
        if not self._is_cross_down:
            super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(False)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().colour("line_strong"), 1)
        if self.shown.is_negated:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(self._ground(is_off=False))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        x, middle = _PAD, self.height() / 2
        if self.shown.is_pinned:
            paint_icon(painter, "pin", QRectF(x, middle - _PIN / 2, _PIN, _PIN), theme().colour("accent"))
            x += _PIN + _GAP
        for part in self._parts(self._widest):
            self._paint(painter, part, x)
            x += part[-1] + _GAP
        self._paint_cross(painter)
        self.paint_ring(painter)
        painter.end()

    def _parts(self, widest: float) -> tuple[_Part, ...]:
        """What stands side by side, with its ink and its width: the word of a negated one, the field, the values."""
        return _parts_of(self.shown, widest, _("except") if self.shown.is_negated else "")

    def _paint(self, painter: QPainter, part: _Part, x: float) -> None:
        words, face, ink, width = part
        painter.setFont(face)
        painter.setPen(theme().colour(ink))
        place = QRectF(x, 0, width + 2, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_cross(self, painter: QPainter) -> None:
        box = self._cross()
        if self._is_over_cross or self._is_cross_down:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("select" if self._is_cross_down else "line"))
            painter.drawRoundedRect(box, 3, 3)
        inner = QRectF(box.center() - QPointF(6, 6), box.center() + QPointF(6, 6))
        paint_icon(painter, "close", inner, theme().colour("text2"))

    def _cross(self) -> QRectF:
        return QRectF(self.width() - _CROSS - _PAD / 2, (self.height() - _CROSS) / 2, _CROSS, _CROSS)

    def _is_on_cross(self, at: QPoint) -> bool:
        """A little around it too, up to the chip's edges."""
        return self.rect().contains(at) and at.x() >= self._cross().left() - 2

    def _hover(self, is_over: bool) -> None:
        if is_over != self._is_over_cross:
            self._is_over_cross = is_over
            self.update()


@lru_cache(256)
def _parts_of(shown: ShownFilter, widest: float, head: str) -> tuple[_Part, ...]:
    """Remembered: a chip is measured at each change of the scope, several times, and seldom says something else."""
    values = font("label")
    values.setStrikeOut(shown.is_negated)
    short = QFontMetricsF(values).elidedText(shown.values, Qt.TextElideMode.ElideRight, widest)
    said = [(shown.field, font("small"), "text3"), (short, values, "text")]
    if head:
        said.insert(0, (head, font("label", weight=600), "text"))
    return tuple((words, face, ink, QFontMetricsF(face).horizontalAdvance(words)) for words, face, ink in said)
