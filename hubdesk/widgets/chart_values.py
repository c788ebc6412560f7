"""What a chart is given, as frozen values, and the frame it is painted in. No Qt, no pyqtgraph."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from hubdesk.core import Millis, Span

CUT: Final = 0.1  # of a bin
LINEAR, LOG, SHARE = SCALES = "", "log", "share"  # counts from 0; counts by their powers of ten; percent

Point = tuple[Millis, float | None]  # the bin's start; how many, or None when nobody listened


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: what it is called, how it looks, and its bins. `dash` is px on, off, ...; () is solid. `is_past`: of
    another time or session, so that its bins are whole, or None, whatever this one heard. `marker` "": a bare thin
    line."""

    name: str
    short: str
    colour: str
    marker: str
    dash: tuple[float, ...]
    own: bool
    points: tuple[Point, ...]
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody listened: hatched, words above, the short ones where room is short.

    `pending`: nobody knows yet (the next page may tell): a dashed frame.
    """

    span: Span
    words: str
    short: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """Some source did not listen: an 8 px strip on the axis, with its name."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Flag:
    """An episode on a chart: when it was told, how grave it is (0 to 3), what is said of it, and its id; `is_quiet`: it
    is over."""

    at: Millis
    level: int
    words: str
    id: int
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What people marked an instant with: their words, and what a click on it is about."""

    at: Millis
    words: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class BandBin:
    """What is usual in the bin that starts at `at`."""

    at: Millis
    low: float
    middle: float
    high: float


def is_cut(instant: Millis, step: Millis, holes: Iterable[Span]) -> bool:
    """Whether more than a tenth of the bin lies in gaps: its count would look like a fall."""
    end = instant + step
    lost = sum(
        min(hole.end, end) - max(hole.start, instant) for hole in holes if hole.start < end and hole.end > instant
    )
    return lost > CUT * step


@dataclass(frozen=True, slots=True)
class Plot:
    """All that is drawn. `unit` is what the axis counts; `decimals` are those of the values shown. `band`: of the one
    curve, and `band_words` what it rests on. `since`: times are told from that instant on. `known_end`: what lies
    behind it is still to come; None: nothing does. `scale`: one of SCALES. `is_view`: a part of what was read, or more
    than that, shown until it is read too."""

    curves: tuple[Curve, ...] = ()
    span: Span = field(default=Span(0, 1))
    gaps: tuple[Gap, ...] = ()
    partial: tuple[Strip, ...] = ()
    step: Millis = 60_000
    zone: str = "UTC"
    unit: str = ""
    decimals: int = 0
    flags: tuple[Flag, ...] = ()
    band: tuple[BandBin, ...] = ()
    band_words: str = ""
    since: Millis | None = None
    known_end: Millis | None = None
    scale: str = LINEAR
    notes: tuple[Note, ...] = ()
    is_view: bool = False

    @property
    def end(self) -> Millis:
        """Where what is known here ends; of a view, where what was read does."""
        if self.is_view and self.known_end is not None:
            return self.known_end
        return self.span.end if self.known_end is None else min(self.span.end, self.known_end)

    def finished(self, instant: Millis) -> bool:
        """Whether the bin that starts there ends within what is known: an unfinished one would look like a fall."""
        return instant + self.step <= self.end

    def whole(self, instant: Millis) -> bool:
        """Whether the bin that starts there is finished, and not cut by a gap: a count that can be compared."""
        return self.finished(instant) and not is_cut(instant, self.step, self.holes())

    def broken(self, instants: Sequence[Millis]) -> frozenset[Millis]:
        """Those of these bins, in the order of time, that are not whole: asked of all of them at once."""
        lost: dict[Millis, Millis] = {}
        for hole in self.holes():
            for instant in instants[bisect_right(instants, hole.start - self.step) : bisect_left(instants, hole.end)]:
                lost[instant] = lost.get(instant, 0) + min(hole.end, instant + self.step) - max(hole.start, instant)
        unfinished = instants[bisect_right(instants, self.end - self.step) :]
        return frozenset((*unfinished, *(instant for instant, length in lost.items() if length > CUT * self.step)))

    def holes(self) -> tuple[Span, ...]:
        """The gaps for good."""
        return tuple(gap.span for gap in self.gaps if not gap.pending)

    def last(self, curve: Curve) -> Point | None:
        """The newest bin with a count that can be compared."""
        for instant, value in reversed(curve.points):
            if value is not None and (curve.is_past or self.whole(instant)):
                return instant, value
        return None

    def highest(self) -> float:
        """The largest value of all curves and of the band, 0 when there is none."""
        drawn = max((value for curve in self.curves for _at, value in curve.points if value is not None), default=0.0)
        return max(drawn, max((one.high for one in self.band), default=0.0))

    def lowest(self) -> float:
        """The smallest value above 0, 1 when there is none: where a scale by powers of ten begins."""
        return min((value for curve in self.curves for _at, value in curve.points if value), default=1.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot lies in its widget, in px, and what its edges mean. `low`: the value at the bottom edge of a scale
    by powers of ten, 0 of all others. `ticks`: the values that stand at the axis."""

    left: float
    top: float
    width: float
    height: float
    span: Span
    high: float  # the value at the top edge
    low: float = 0.0
    ticks: tuple[float, ...] = ()

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def x(self, instant: float) -> float:
        return self.left + (instant - self.span.start) * self.width / max(1, self.span.end - self.span.start)

    def y(self, value: float) -> float:
        """Of the value; 0 has no height among powers of ten and stands at the bottom."""
        if self.low:
            part = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
            return self.bottom - part * self.height
        return self.bottom - value * self.height / (self.high or 1.0)

    def instant(self, x: float) -> Millis:
        """The instant at that column, held within the span."""
        found = self.span.start + (x - self.left) * (self.span.end - self.span.start) / max(1.0, self.width)
        return round(min(self.span.end, max(self.span.start, found)))
