"""Small painted buttons of the bars: an icon, or a chip with a marker or an icon, a grey key and words in ink."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.glyphs import paint_icon, paint_marker
from hubdesk.widgets.keyed_button import KeyedButton
from hubdesk.widgets.theme import TopicStyle, advance, font, theme

CHIP_HEIGHT: Final = 26
RADIUS: Final = 4.0
_PAD, _GLYPH, _GAP = 10, 10, 6


class IconButton(KeyedButton):
    """An icon of 16 px. Its name is read aloud and shown as its tip."""

    def __init__(self, icon: str, name: str, width: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(width, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.rename(name)

    def draw_icon(self, icon: str) -> None:
        if icon != self._icon:
            self._icon = icon
            self.update()

    def rename(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.fillRect(box, theme().colour("select" if self.isDown() else "hover"))
        colour = theme().colour("text2" if self.isEnabled() else "hatch")
        paint_icon(painter, self._icon, QRectF(box.center().x() - 8, box.center().y() - 8, 16, 16), colour)
        self.paint_ring(painter)
        painter.end()


class Chip(KeyedButton):
    """26 px high, radius 4. Checkable chips that are off are drawn hollow and grey."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.key = ""  # grey, before the words
        self.icon_name = ""
        self.style_of_topic: TopicStyle | None = None
        self.dot: QColor | None = None
        self.has_arrow = False
        self.is_primary = False  # tinted, accent frame: the live button
        self.is_quiet = False  # no frame before the pointer is over it: what is seldom needed
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, words: str, key: str = "") -> None:
        """Change the words; the chip takes the room they need."""
        if (words, key) != (self.text(), self.key):
            self.setText(words)
            self.key = key
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(self.text(), self.key), CHIP_HEIGHT)

    minimumSizeHint = sizeHint

    def width_for(self, words: str, key: str = "") -> int:
        """How wide the chip is with these words, by the font's own measures."""
        width = 2.0 * _PAD + advance(words, "label")
        if key:
            width += advance(key, "small") + _GAP
        if self._has_glyph():
            width += self._glyph_width() + _GAP
        if self.has_arrow:
            width += 16 + _GAP
        return round(width + 0.5) + 1

    def _has_glyph(self) -> bool:
        return bool(self.icon_name) or self.style_of_topic is not None or self.dot is not None

    def _glyph_width(self) -> float:
        return 14.0 if self.icon_name else float(_GLYPH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_off = self.isCheckable() and not self.isChecked()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self._frame(is_off), 1))
        painter.setBrush(self._ground(is_off))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        x = box.left() + _PAD
        if self._has_glyph():
            self._paint_glyph(painter, QPointF(x + self._glyph_width() / 2, box.center().y()), is_off)
            x += self._glyph_width() + _GAP
        if self.key:
            x = self._paint_words(painter, self.key, "small", theme().colour("text3"), x) + _GAP
        ink = theme().colour("text3" if is_off or not self.isEnabled() else "text2" if self.is_quiet else "text")
        self._paint_words(painter, self.text(), "label", ink, x)
        if self.has_arrow:
            arrow = QRectF(box.right() - _PAD - 14, box.center().y() - 7, 14, 14)
            paint_icon(painter, "down", arrow, theme().colour("text2"))
        self.paint_ring(painter)
        painter.end()

    def _frame(self, is_off: bool) -> QColor:
        if self.is_quiet and not (self.underMouse() and self.isEnabled()):
            return theme().colour("alt")
        if self.is_primary and self.isEnabled():
            return theme().colour("accent")
        return theme().colour("line" if is_off or not self.isEnabled() else "line_strong")

    def _ground(self, is_off: bool) -> QColor:
        if self.isDown() or (self.is_primary and self.isEnabled()):
            return theme().colour("select")
        if self.underMouse() and self.isEnabled():
            return theme().colour("hover")
        return theme().colour("alt" if is_off or self.is_quiet else "panel")

    def _paint_glyph(self, painter: QPainter, centre: QPointF, is_off: bool) -> None:
        if self.icon_name:
            box = QRectF(centre.x() - 8, centre.y() - 8, 16, 16)
            paint_icon(painter, self.icon_name, box, theme().colour("text2"))
        elif self.style_of_topic is not None:
            marker = self.style_of_topic.marker
            paint_marker(
                painter, marker, centre, _GLYPH, theme().colour("hatch") if is_off else self.style_of_topic.colour
            )
        elif self.dot is not None:
            paint_marker(painter, "circle", centre, 8, self.dot if self.isEnabled() else theme().colour("text3"))

    def _paint_words(self, painter: QPainter, words: str, role: str, ink: QColor, x: float) -> float:
        width = advance(words, role)
        painter.setFont(font(role))
        painter.setPen(ink)
        painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        return x + width
