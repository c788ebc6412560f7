"""Nearer and further on a chart: what was read is shown at the new span at once, and that span is asked for when the
hand rests."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hubdesk.core import DAY, MINUTE, Millis, Span
from hubdesk.i18n import _
from hubdesk.widgets.chart_values import Curve, Gap, Plot, Point, Strip

SHORTEST: Final = MINUTE
LONGEST: Final = 730 * DAY
FACTOR: Final = 1.5  # of a notch of the wheel, or a key
PAN: Final = 0.25  # of the span
RESTS_MS: Final = 220
PATIENCE_MS: Final = 20_000  # for what was asked for: then what was read stands as it is


class Zoom(QObject):
    """`view`: the span that is shown instead of the one that was read; None: that one."""

    moved = Signal()  # another view
    settled = Signal(object, object)  # start, end (Millis): the hand rests

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.view: Span | None = None
        self._wished: Span | None = None
        self._read: Span | None = None
        self._was_late = False  # the span of before came once more after another one was asked for
        self._latest: Millis | None = None  # the end of all that was ever shown: nobody looks further
        self._rests, self._waits = QTimer(self), QTimer(self)
        for timer, slot, length in ((self._rests, self.settle, RESTS_MS), (self._waits, self._let_go, PATIENCE_MS)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(slot)

    @property
    def is_asking(self) -> bool:
        """Whether the hand rests, and what was asked for is not there yet."""
        return self._wished is not None and not self._rests.isActive()

    def take(self, plot: Plot) -> None:
        """Something was read: what was asked for; or the span of before once more, which was on its way; or what
        somebody chose meanwhile."""
        self._latest = max(plot.end, self._latest or plot.end)
        was, self._read = self._read, Span(plot.span.start, plot.end)
        if self._wished is None:
            return
        if self._read == self._wished or self._was_late or not _is_alike(self._read, was):
            self.forget()
        self._was_late = True

    def by(self, factor: float, at: Millis, plot: Plot) -> None:
        """`factor` times as long (below 1: nearer), so that `at` stays where it is."""
        self._go(zoomed(Span(plot.span.start, plot.span.end), factor, at, self._latest), plot)

    def pan(self, share: float, plot: Plot) -> None:
        """That share of the span later, or earlier."""
        length = plot.span.end - plot.span.start
        end = min(plot.span.end + round(share * length), self._latest or plot.span.end)
        self._go(Span(end - length, end), plot)

    def forget(self) -> None:
        """What was read stands as it is."""
        self.view = self._wished = None
        self._rests.stop()
        self._waits.stop()

    def settle(self) -> None:
        """Ask for the view, in whole minutes."""
        self._rests.stop()
        if self.view is None or self.view == self._wished:
            return
        start, end = self.view.start // MINUTE * MINUTE, -(-self.view.end // MINUTE) * MINUTE
        self.view = self._wished = Span(start, min(end, max(self._latest or end, start + SHORTEST)))
        self._was_late = False
        self._waits.start()
        self.moved.emit()
        self.settled.emit(self.view.start, self.view.end)

    def _go(self, view: Span, plot: Plot) -> None:
        if view != plot.span:
            self.view = view
            self._waits.stop()
            self._rests.start()
            self.moved.emit()

    def _let_go(self) -> None:
        if self.view is not None:
            self.forget()
            self.moved.emit()


def _is_alike(one: Span, other: Span | None) -> bool:
    """Whether it is the same span, which time moved on a little."""
    if other is None:
        return False
    near = (one.end - one.start) // 10
    return abs(one.start - other.start) <= near and abs(one.end - other.end) <= near


def zoomed(span: Span, factor: float, at: Millis, latest: Millis | None) -> Span:
    """The span around an instant that stays where it is; never past `latest`, a minute to two years long."""
    length = span.end - span.start
    wanted = round(min(LONGEST, max(SHORTEST, length * factor)))
    if wanted == length:
        return span
    start = at - round((at - span.start) * wanted / length)
    end = start + wanted
    if latest is not None and end > max(latest, span.end):
        end = max(latest, span.end)
    return Span(max(0, end - wanted), end)


def seen(plot: Plot, view: Span) -> Plot:
    """What of a plot can be shown at another span: a bin more on each side, so that lines go on to the edge. What was
    not read is framed as not known."""
    unread = (Span(view.start, min(plot.span.start, view.end)), Span(max(plot.span.end, view.start), view.end))
    return replace(
        plot,
        curves=tuple(replace(curve, points=_around(curve, plot, view)) for curve in plot.curves),
        span=view,
        gaps=(
            *(replace(gap, span=cut) for gap in plot.gaps if (cut := _cut(gap, view)) is not None),
            *(Gap(span, _("being read"), pending=True) for span in unread if span.start < span.end),
        ),
        partial=tuple(replace(one, span=cut) for one in plot.partial if (cut := _cut(one, view)) is not None),
        flags=tuple(one for one in plot.flags if view.start <= one.at < view.end),
        notes=tuple(one for one in plot.notes if view.start <= one.at < view.end),
        band=tuple(one for one in plot.band if view.start - plot.step < one.at < view.end),
        known_end=plot.end,
        is_view=True,
    )


def _around(curve: Curve, plot: Plot, view: Span) -> tuple[Point, ...]:
    points: Sequence[Point] = curve.points
    first = bisect_right(points, view.start - plot.step, key=_instant) - 1
    last = bisect_left(points, view.end, key=_instant) + 1
    return tuple(points[max(0, first) : last])


def _cut(one: Gap | Strip, view: Span) -> Span | None:
    start, end = max(one.span.start, view.start), min(one.span.end, view.end)
    return Span(start, end) if start < end else None


def _instant(point: Point) -> Millis:
    return point[0]
