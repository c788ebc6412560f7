"""The bar over the feed: paused, and how many mentions are held back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.i18n import _, ngettext, number
from hubdesk.widgets.empty import Button
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.theme import font, theme

HEIGHT: Final = 34
_LINE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class HeldBar(QWidget):
    """34 px with one button. It shows itself when there is something to say."""

    show_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._short = ""
        self._is_paused = False
        self._button = Button("", "show", self)
        self._button.clicked.connect(self.show_wished)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, is_paused: bool, held: int, is_least: bool = False) -> None:
        """`held` mentions wait; `is_least`: there are more than those. Hidden when nothing waits and nobody paused."""
        figure = ("≥ " if is_least else "") + number(held)
        self._short = ngettext("{n} held back", "{n} held back", held).format(n=figure)
        if is_paused:
            self.text = f"{_('Paused')} · {self._short}" if held else _("Paused")
        else:
            self.text = ngettext("{n} new, held back", "{n} new, held back", held).format(n=figure)
        self._is_paused = is_paused
        label = _("Show them") if held else _("Go on")
        if self._button.text() != label:
            self._button.setText(label)
        self.setAccessibleName(self.text)
        self._place()
        self.setVisible(is_paused or held > 0)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _place(self) -> None:
        size = self._button.sizeHint()
        height = min(26, size.height())
        self._button.setGeometry(QRect(self.width() - size.width() - 12, (HEIGHT - height) // 2, size.width(), height))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("alt"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))
        left = 12
        if self._is_paused:
            paint_icon(painter, "pause", QRectF(left, HEIGHT / 2 - 7, 14, 14), look.colour("text"))
            left += 22
        room = QRect(left, 0, self._button.x() - left - 8, HEIGHT)
        metrics = QFontMetrics(font("label"))
        fits = metrics.horizontalAdvance(self.text) <= room.width()
        painter.setFont(font("label"))
        painter.setPen(look.colour("text"))
        painter.drawText(room, _LINE, self.text if fits else self._short)
        painter.end()
