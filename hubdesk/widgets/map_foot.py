"""Under the map: the steps of its colours, printed, and the buttons that change what it shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.i18n import _, ngettext, number
from hubdesk.widgets.empty import Button
from hubdesk.widgets.glyphs import paint_hatch
from hubdesk.widgets.map_towns import radius
from hubdesk.widgets.map_values import CLASSES, FEW, MapShown
from hubdesk.widgets.theme import Theme, font, theme

PAD: Final = 12.0
SWATCH: Final = 10.0
WIDEST: Final = 46.0
DOTS: Final = (1, 10, 30)
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE: Final = Qt.AlignmentFlag.AlignCenter


class MapSteps(QWidget):
    """Five colours with a number at each step between them, what they count, and what is hatched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = MapShown()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_map(self, shown: MapShown) -> None:
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleName(", ".join((self._unit(), *shown.scale.texts())))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, math.ceil(self._line() + SWATCH + self._line() + 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        painter.drawText(QRectF(PAD, 2, self.width() - 2 * PAD, self._line()), LEFT, self._unit())
        if self._shown.zoomed:
            self._paint_dots(painter, look)
        else:
            self._paint_steps(painter, look)
        painter.end()

    def _unit(self) -> str:
        if self._shown.zoomed:
            return _("mentions that name the town")
        return _("mentions per 100,000 inhabitants") if self._shown.by_rate else _("mentions")

    def _paint_steps(self, painter: QPainter, look: Theme) -> None:
        few = ngettext("fewer than {n} mention", "fewer than {n} mentions", FEW).format(n=FEW)
        micro, top = QFontMetricsF(font("micro")), 4 + self._line()
        few_width = micro.horizontalAdvance(few) + SWATCH + 38 if self._shown.by_rate else 0.0
        is_roomy = self.width() - 2 * PAD - few_width >= CLASSES * 24
        room = self.width() - 2 * PAD - (few_width if is_roomy else 0.0)
        width = min(WIDEST, room / CLASSES)
        painter.setFont(font("micro"))
        for i in range(CLASSES):
            box = QRectF(PAD + i * width, top, width, SWATCH)
            painter.fillRect(box, look.colour(f"seq.{i}"))
        painter.setPen(QPen(look.colour("line_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(round(PAD) + 0.5, round(top) + 0.5, CLASSES * width - 1, SWATCH - 1))
        painter.setPen(look.colour("text2"))
        below = top + SWATCH + 1
        painter.drawText(QRectF(PAD, below, width, micro.height()), Qt.AlignmentFlag.AlignLeft, "0")
        for i, text in enumerate(self._shown.scale.texts(), 1):
            painter.drawText(QRectF(PAD + i * width - 40, below, 80, micro.height()), CENTRE, text)
        if few_width and is_roomy:
            box = QRectF(PAD + CLASSES * width + 22, top, SWATCH + 4, SWATCH)
            painter.fillRect(box, look.colour("seq.0"))
            paint_hatch(painter, box, look.colour("text3"), 4.0)
            painter.setPen(look.colour("text2"))
            painter.drawText(
                QRectF(box.right() + 6, box.center().y() - 10, micro.horizontalAdvance(few) + 4, 20), LEFT, few
            )

    def _paint_dots(self, painter: QPainter, look: Theme) -> None:
        metrics = QFontMetricsF(font("micro"))
        middle = 4 + self._line() + (self.height() - 4 - self._line()) / 2 - 2
        x = PAD
        painter.setFont(font("micro"))
        for count in DOTS:
            wide = min(radius(count), self._line() * 0.8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("seq.4"))
            if wide == radius(count):
                painter.drawEllipse(QPointF(x + wide, middle), wide, wide)
                text = number(count)
                painter.setPen(look.colour("text2"))
                painter.drawText(
                    QRectF(x + 2 * wide + 5, middle - 10, metrics.horizontalAdvance(text) + 4, 20), LEFT, text
                )
                x += 2 * wide + 5 + metrics.horizontalAdvance(text) + 18

    def _line(self) -> float:
        return QFontMetricsF(font("small")).height() + 2


class ButtonRow(QWidget):
    """Buttons side by side; those at the end leave where there is no room: the menu has them all."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, Button] = {}
        self._order: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def offer(self, actions: Sequence[tuple[str, str]]) -> None:
        """(key, words), the most wanted first. Buttons are kept, so that focus is not lost."""
        for key, words in actions:
            if key not in self._buttons:
                self._buttons[key] = Button("", key, self)
                self._buttons[key].clicked.connect(self._choose)
            self._buttons[key].setText(words)
        self._order = tuple(key for key, _words in actions)
        self._place()

    def sizeHint(self) -> QSize:
        high = max((button.sizeHint().height() for button in self._buttons.values()), default=28)
        return QSize(200, high + 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button):
            self.chosen.emit(sender.key)

    def _place(self) -> None:
        x = int(PAD)
        for key, button in self._buttons.items():
            button.setVisible(key in self._order)
        for key in self._order:
            button = self._buttons[key]
            size = button.sizeHint()
            fits = x + size.width() <= self.width() - PAD or x == int(PAD)
            button.setVisible(fits)
            if fits:
                button.setGeometry(x, 2, size.width(), size.height())
                x += size.width() + 8
