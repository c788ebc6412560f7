"""A thin strip of a span of time: solid where we listened, hatched where nobody did, empty where nothing is known."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.core import Span
from hubdesk.widgets.chart_spans import within
from hubdesk.widgets.glyphs import paint_hatch
from hubdesk.widgets.theme import Theme, theme

HATCHED: Final = 8.0  # px; in a narrower gap the strokes would look like a letter


def paint_strip(
    painter: QPainter, place: QRectF, span: Span, listened: tuple[Span, ...], gaps: tuple[Span, ...], look: Theme
) -> None:
    """Paint the strip into a place. A gap is at least 2 px wide, however long the span: it must be seen."""
    painter.fillRect(place, look.colour("band"))
    if span.end <= span.start or place.width() <= 0:
        return
    scale = place.width() / (span.end - span.start)
    for heard in within(listened, span):
        left = place.left() + (heard.start - span.start) * scale
        width = max(1.0, (heard.end - heard.start) * scale)
        painter.fillRect(QRectF(left, place.top(), width, place.height()), look.colour("band_line"))
    for gap in within(gaps, span):
        width = max(2.0, (gap.end - gap.start) * scale)
        left = min(place.left() + (gap.start - span.start) * scale, place.right() - width)
        hole = QRectF(left, place.top(), width, place.height())
        painter.fillRect(hole, look.colour("panel"))
        if width >= HATCHED:
            paint_hatch(painter, hole, QColor(look.colour("text3")), 4.0)
        edges = QPen(look.colour("line_strong"), 1)
        painter.setPen(edges)
        painter.drawRect(hole.adjusted(0.5, 0.5, -0.5, -0.5))


class CoverageStrip(QWidget):
    """The strip as a widget, 8 px high and as wide as it may be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span = Span(0, 0)
        self._listened: tuple[Span, ...] = ()
        self._gaps: tuple[Span, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_spans(self, span: Span, listened: tuple[Span, ...], gaps: tuple[Span, ...]) -> None:
        """Show this stretch of time: where somebody listened, and where nobody did."""
        if (span, listened, gaps) != (self._span, self._listened, self._gaps):
            self._span, self._listened, self._gaps = span, listened, gaps
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 8)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_strip(QPainter(self), QRectF(self.rect()), self._span, self._listened, self._gaps, theme())
