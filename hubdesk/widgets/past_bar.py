"""The 30 px bar that says that a picture is incomplete while the past is heard again; it never takes a second line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hubdesk.widgets.empty import Button
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

HEIGHT: Final = 30
_LEFT: Final = 34
_LINE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PastBar(QWidget):
    """Says the longest of its sentences that fits: a bar that grew would push the window's edge away."""

    chosen = Signal(str)  # the key of its button

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[str, ...] = ()
        self.remark = ""
        self._share = 0.0
        self._button = Button("", "", self)
        self._button.clicked.connect(self._choose)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, lines: tuple[str, ...], remark: str, share: float, action: tuple[str, str]) -> None:
        """`lines`: the same said at length and shorter; none hides the bar. `remark`: one thing more, for its tip."""
        self.lines, self.remark, self._share = lines, tame(remark), share
        self._button.key, label = action
        if self._button.text() != label:
            self._button.setText(label)
        self._button.setVisible(bool(label))
        self.setAccessibleName(lines[0] if lines else "")
        self.setAccessibleDescription(self.remark)
        self.setVisible(bool(lines))
        self._place()
        self.update()

    def shown(self) -> str:
        """What stands there at this width."""
        metrics, room = QFontMetrics(font("label")), self._room().width()
        fitting = (line for line in self._offered() if metrics.horizontalAdvance(line) <= room)
        return next(fitting, self.lines[-1] if self.lines else "")

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            said = " ".join(filter(None, (self.lines[0] if self.lines else "", self.remark)))
            QToolTip.showText(event.globalPos(), said.replace("<", "‹").replace(">", "›"), self)  # never markup
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("alt"))
        paint_icon(painter, "refresh", QRectF(12, HEIGHT / 2 - 7, 14, 14), look.colour("text"))
        painter.setFont(font("label"))
        painter.setPen(look.colour("text"))
        painter.drawText(self._room(), _LINE, self.shown())
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, look.colour("line"))
        painter.fillRect(0, HEIGHT - 2, round(self.width() * min(1.0, self._share)), 2, look.colour("accent"))
        painter.end()

    def _offered(self) -> tuple[str, ...]:
        whole = f"{self.lines[0]} {self.remark}" if self.lines and self.remark else ""
        return (whole, *self.lines) if whole else self.lines

    def _choose(self) -> None:
        self.chosen.emit(self._button.key)

    def _room(self) -> QRect:
        right = self._button.sizeHint().width() + 20 if self._button.text() else 8
        return QRect(_LEFT, 0, max(1, self.width() - _LEFT - right), HEIGHT - 1)

    def _place(self) -> None:
        size = self._button.sizeHint()
        height = min(24, size.height())
        self._button.setGeometry(QRect(self.width() - size.width() - 8, (HEIGHT - height) // 2, size.width(), height))
