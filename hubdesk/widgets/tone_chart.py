"""Tone over time: a stack of bars, with what cannot be told always in it, and gaps as in every chart."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from hubdesk.core import Millis, Span
from hubdesk.i18n import number, percent
from hubdesk.widgets.boxes import rects_of
from hubdesk.widgets.chart_hand import TimeChart
from hubdesk.widgets.chart_lines import push_apart
from hubdesk.widgets.chart_paint import frame_of, paint_ground
from hubdesk.widgets.chart_readout import ReadOut, read_out
from hubdesk.widgets.chart_values import Curve, Frame, Gap, Plot, Strip
from hubdesk.widgets.theme import Theme, advance, font, theme
from hubdesk.widgets.tone_bars import Bars, bars_of
from hubdesk.widgets.tone_parts import (
    FILLED,
    OUTLINED,
    PARTS,
    UNREAD,
    Counts,
    fill,
    fill_parts,
    name_of,
    outline_parts,
    paint_glyph,
    thinness,
)

SIGN: Final = 10.0
LEAD: Final = 14.0  # px between the bars and the labels
ROOM: Final = 17.0
SEAM: Final = 5.0  # px of a part's height, from which on a seam parts it from the next
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MARKERS: Final = {
    "negative": "triangle_down",
    "neutral": "bar",
    "positive": "triangle",
    "unknown": "ring",
    UNREAD: "frame",
}
FIGURE_SPACE: Final = "\N{FIGURE SPACE}"  # as wide as a digit: shares stand below each other

ToneBin = tuple[Millis, Counts | None]  # the bin's start; None: nobody listened


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a bin's bar."""

    at: Millis
    part: str
    place: QRectF


class ToneChart(TimeChart):
    """Up and down go through the parts of the bar the read-out is at; Return or a click chooses one."""

    part_chosen = Signal(str, object, object)  # part, start, end (Millis)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tones: tuple[ToneBin, ...] = ()
        self._listened: list[bool] = []  # of each bin
        self._heard = np.zeros((0, len(PARTS)), np.int64)  # the counts of those that somebody listened to
        self._is_share = False
        self._part: str | None = None  # the one the keyboard is at
        self._laid: tuple[Frame, Bars] | None = None

    def set_bins(
        self,
        tones: tuple[ToneBin, ...],
        span: Span,
        *,
        is_share: bool,
        gaps: tuple[Gap, ...] = (),
        partial: tuple[Strip, ...] = (),
        step: Millis,
        zone: str,
        unit: str = "",
    ) -> None:
        """Show these. A share is of the opinions that were read; what has no tone is in no share."""
        self._tones, self._is_share = tones, is_share
        self._framed = self._laid = None  # its labels and its bars may be other ones where the plot is not
        self._listened = [counts is not None for _at, counts in tones]
        heard = [counts for _at, counts in tones if counts is not None]
        self._heard = np.array(heard, np.int64).reshape(-1, len(PARTS))
        tall = iter(_heights(self._heard, is_share))
        points = tuple((at, None if counts is None else next(tall)) for at, counts in tones)
        top = Curve(unit, "", "#000000", "bar", (), False, points)
        self.show_plot(Plot((top,), span, gaps, partial, step, zone, unit))
        self._draw()

    def _frame_at_size(self) -> Frame:
        made = frame_of(self.plot, self.width(), self.height())
        return replace(made, width=max(20.0, self.width() - made.left - self._labels_width()))

    def read_out(self) -> ReadOut | None:
        if self._at is None:
            return None
        said, counts = read_out(self.plot, self._at), self._counts(self._at)
        rows = []
        for part, count in zip(reversed(PARTS), reversed(counts or ()), strict=False):
            if counts and (count or part in (*FILLED, "unknown")):
                colour = theme().colour(f"tone.{part}" if part in FILLED else "text3").name()
                mark = "▸ " if part == self._part else ""
                curve = Curve(mark + name_of(part), "", colour, MARKERS[part], (), False, ())
                rows.append((curve, _figure(part, counts), None))
        return replace(said, rows=tuple(rows) if said.rows else ())

    def sections(self) -> list[Section]:
        """Every part of every bar, where it is painted."""
        bars, made = self._bars_at_size(), []
        for place, part in enumerate(PARTS):
            here = bars.having(place)
            starts = (bars.at[i] for i in np.flatnonzero(here).tolist())
            boxes = rects_of(bars.of(place, here))
            made += [Section(at, part, box) for at, box in zip(starts, boxes, strict=True)]
        return made

    def section_at(self, place: QPointF) -> Section | None:
        return next((one for one in self.sections() if one.place.contains(place)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, frame, painter = theme(), self.frame(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        paint_ground(painter, self.plot, frame, QSizeF(self.size()), look)
        self._paint_bars(painter, look)
        self._paint_labels(painter, frame)
        painter.end()

    def _bars_at_size(self) -> Bars:
        """Worked out once for a size."""
        frame = self.frame()
        if self._laid is None or self._laid[0] is not frame:
            ends = (*self._bins[1:], self._end(self._bins[-1])) if self._bins else ()
            edges = np.array((self._bins, ends), np.int64).T[self._listened]
            self._laid = frame, bars_of(edges, self._heard, frame, self._is_share)
        return self._laid[1]

    def _paint_bars(self, painter: QPainter, look: Theme) -> None:
        """Part by part from the bottom up, all bars at once; between two parts a seam of the ground's colour."""
        bars, broken = self._bars_at_size(), self.plot.broken(self._bins)
        whole = np.array([at not in broken for at in bars.at], bool)
        for place, part in enumerate(PARTS):
            here, filled = bars.having(place), thinness(bars.boxes[place]) < OUTLINED
            if not here.any():
                continue
            if part in FILLED:
                filled |= whole
            fill_parts(painter, part, bars.of(place, here & filled), look)
            outline_parts(painter, part, bars.of(place, here & ~filled), look)
            fill(painter, bars.seams(place, whole & bars.taller(place, SEAM)), look.colour("panel"))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A click opens rows: two of them do nothing else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        counts = self._counts(self._at)
        parts = [part for part, count in zip(PARTS, counts or (), strict=False) if count]
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and parts:
            here = parts.index(self._part) if self._part in parts else -1 if key == Qt.Key.Key_Up else len(parts)
            there = here + (1 if key == Qt.Key.Key_Up else -1)
            self._part = parts[max(0, min(len(parts) - 1, there))]
            said = self.read_out()
            self.setAccessibleDescription(said.spoken() if said else "")
            self._show_above()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selection() is None and self._part in parts:
            self._tell(self._at, self._part)
        else:
            super().keyPressEvent(event)

    def _choose_at(self, place: QPointF) -> None:
        section = self.section_at(place)
        if section is not None:
            self._tell(section.at, section.part)

    def _tell(self, at: Millis | None, part: str | None) -> None:
        if at is not None and part is not None:
            self.part_chosen.emit(part, at, min(self._end(at), self.plot.span.end))

    def _end(self, at: Millis) -> Millis:
        """Where a bin ends: a day may have 23 hours."""
        after = bisect_right(self._bins, at)
        return self._bins[after] if after < len(self._bins) else at + self.plot.step

    def _counts(self, at: Millis | None) -> Counts | None:
        return dict(self._tones).get(at) if at is not None else None

    def _last(self) -> Counts | None:
        """The newest bar that can be compared: labels stand beside it."""
        return next((counts for at, counts in reversed(self._tones) if counts and self.plot.whole(at)), None)

    def _labelled(self) -> list[str]:
        parts = PARTS[:-1] if self._is_share else PARTS
        return [part for part, mentions in zip(parts, self._heard.sum(axis=0).tolist(), strict=False) if mentions]

    def _labels_width(self) -> float:
        names = max((advance(name_of(part), "label") for part in self._labelled()), default=0.0)
        return LEAD + SIGN + 8 + (names + 10 if self.width() >= 420 else 0.0)

    def _paint_labels(self, painter: QPainter, frame: Frame) -> None:
        """Each part's sign and name beside where it is in the newest bar, pushed apart."""
        parts = self._labelled()[::-1]
        last = self._last() or (1,) * len(PARTS)
        total = sum(last[:-1]) if self._is_share else 1
        wanted = []
        for part in parts:
            i = PARTS.index(part)
            middle = sum(last[:i]) + last[i] / 2
            wanted.append(frame.y(100 * middle / total if self._is_share and total else middle))
        look = theme()
        places = push_apart(wanted, ROOM, frame.top, frame.bottom)
        for part, wish, y in zip(parts, wanted, places, strict=True):
            x = frame.right + LEAD
            if abs(y - wish) > 2 and self._last():
                painter.setPen(QPen(look.colour("line_strong"), 1))
                painter.drawLine(QPointF(frame.right + 1, wish), QPointF(x - 2, y))
            paint_glyph(painter, part, QPointF(x + SIGN / 2, y), SIGN, look)
            if self.width() >= 420:
                painter.setFont(font("label"))
                painter.setPen(look.colour("text"))
                painter.drawText(QRectF(x + SIGN + 6, y - 9, self.width() - x - SIGN - 6, 18), LEFT, name_of(part))


def _heights(heard: NDArray[np.int64], is_share: bool) -> list[float]:
    """Of each bin."""
    heights = np.where(heard[:, :-1].any(axis=1), 100.0, 0.0) if is_share else heard.sum(axis=1, dtype=float)
    return [*heights.tolist()]


def _figure(part: str, counts: Counts) -> str:
    """How many, and which share of the opinions that were read."""
    count, read = counts[PARTS.index(part)], sum(counts[:-1])
    share = percent(count / read, 0) if part != UNREAD and read else ""
    return number(count) + share.rjust(len(percent(1.0, 0)) + 2, FIGURE_SPACE) if read else number(count)
