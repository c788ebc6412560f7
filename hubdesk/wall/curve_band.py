"""Names the band of what is usual, in the corner of a chart where nothing else stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from hubdesk.core import Millis
from hubdesk.wall.brush import Brush
from hubdesk.wall.curve_axes import LOW
from hubdesk.widgets.chart_values import Curve, Frame, Plot
from hubdesk.widgets.glyphs import paint_marker

LEAST: Final = 4  # lines of an axis, that a frame is high at least


def name_band(
    brush: Brush, plot: Plot, frame: Frame, wordings: Sequence[str], whose: Curve | None, alarms: Sequence[Millis]
) -> None:
    """A piece of the band, the marker of `whose` it is, and the fullest wording that has room; else nothing. `alarms`:
    instants at which a line stands."""
    high, pad = brush.height(LOW), brush.measure.pad
    if frame.height < LEAST * high:
        return
    marker = high * 0.5 if whose is not None else 0.0
    for words in wordings:
        wide = high * 0.8 + pad * 0.6 + marker * 1.4 + brush.width(words, LOW) + 1
        for left in (frame.left + pad, frame.right - pad - wide):
            place = QRectF(left, frame.top + pad * 0.4, wide, high)
            if _is_free(plot, frame, place.adjusted(-pad, 0, pad, pad * 0.4), alarms):
                _write(brush, place, words, whose, marker)
                return


def _write(brush: Brush, place: QRectF, words: str, whose: Curve | None, marker: float) -> None:
    high = place.height()
    swatch = QRectF(place.left(), place.top() + high * 0.3, high * 0.8, high * 0.4)
    brush.painter.fillRect(swatch, brush.colour("band"))
    left = swatch.right() + brush.measure.pad * 0.6
    if whose is not None:
        centre = QPointF(left + marker / 2, swatch.center().y())
        paint_marker(brush.painter, whose.marker, centre, marker, QColor(whose.colour))
    left += marker * 1.4
    brush.write(words, QRectF(left, place.top(), place.right() - left + 1, high), LOW, "text2")


def _is_free(plot: Plot, frame: Frame, place: QRectF, alarms: Sequence[Millis]) -> bool:
    """Whether no curve, gap or alarm goes through a place at the frame's top."""
    left, right, bottom = place.left(), place.right(), place.bottom()
    if left < frame.left or right > frame.right:
        return False
    if any(left < frame.x(at) < right for at in alarms):
        return False
    if any(frame.x(gap.span.start) < right and frame.x(gap.span.end) > left for gap in plot.gaps):
        return False
    return not any(
        frame.y(value) < bottom
        for curve in plot.curves
        for at, value in curve.points
        if value is not None and frame.x(at + 2 * plot.step) >= left and frame.x(at - plot.step) <= right
    )
