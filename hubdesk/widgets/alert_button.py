"""The buttons of the alert bar: an icon and words, or the icon alone where the window is narrow."""

from __future__ import annotations

import html

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.keyed_button import KeyedButton
from hubdesk.widgets.theme import font, theme

ICON = 14
HEIGHT = 26


class AlertButton(KeyedButton):
    """`icon` "": none. `short`: what stands there in place of the words when it is short; "" for the icon alone."""

    def __init__(self, icon: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.short = ""
        self._icon = icon
        self._is_short = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say(text)

    def say(self, text: str, short: str = "") -> None:
        """The words, which a screen reader hears at any width."""
        self.short = short
        self.setText(text)
        self.setAccessibleName(text)
        self._tip()

    def shorten(self, is_short: bool) -> None:
        self._is_short = is_short
        self._tip()
        self.update()

    def shown(self) -> str:
        """What stands on it now."""
        return self.short if self._is_short else self.text()

    def width_of(self, is_short: bool) -> int:
        """How wide it wants to be, px."""
        words = self.short if is_short else self.text()
        icon = ICON + (6 if words else 0) if self._icon else 0
        return QFontMetrics(font("label")).horizontalAdvance(words) + icon + (16 if is_short else 20)

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(self._is_short), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus() and self.is_ringed
        painter.setPen(QPen(look.colour("accent" if focused else "line_strong"), 2 if focused else 1))
        painter.setBrush(look.colour("hover" if self.isDown() or self.underMouse() else "panel"))
        edge = 1.0 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 4, 4)
        words, left = self.shown(), 8.0 if self._is_short else 10.0
        if self._icon:
            place = QRectF(left, (self.height() - ICON) / 2, ICON, ICON)
            paint_icon(painter, self._icon, place, look.colour("text"))
            left += ICON + 6
        painter.setFont(font("label"))
        painter.setPen(look.colour("text"))
        room = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def _tip(self) -> None:
        """Words that do not stand there are a tip."""
        is_told = self.text() and self.shown() != self.text()
        self.setToolTip(f"<qt>{html.escape(self.text())}</qt>" if is_told else "")
