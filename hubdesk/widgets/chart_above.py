"""The sheet over a chart's lines: the read-out, the selection and the focus ring. Moving it leaves the lines alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from hubdesk.core import Span
from hubdesk.widgets.chart_readout import ReadOut, paint_read_out
from hubdesk.widgets.chart_values import Frame, Plot
from hubdesk.widgets.theme import theme


class Above(QWidget):
    """Shows what it is told and hears nothing: the mouse goes through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._plot, self._frame = Plot(), Frame(0, 0, 1, 1, Span(0, 1), 1)
        self._said: ReadOut | None = None
        self._chosen: Span | None = None
        self._focused = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_over(self, plot: Plot, frame: Frame, said: ReadOut | None, chosen: Span | None, focused: bool) -> None:
        self._plot, self._frame, self._said, self._chosen, self._focused = plot, frame, said, chosen, focused
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, frame = theme(), QPainter(self), self._frame
        if self._chosen is not None:
            left = max(frame.left, frame.x(self._chosen.start))
            right = min(frame.right, frame.x(self._chosen.end))
            shade = QColor(look.colour("accent"))
            shade.setAlpha(48)
            painter.fillRect(QRectF(left, frame.top, right - left, frame.height), shade)
        if self._said is not None:
            paint_read_out(painter, self._said, self._plot, frame, QRectF(self.rect()), look)
        if self._focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
