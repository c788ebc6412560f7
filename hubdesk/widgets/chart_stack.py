"""Bars over time, each a stack of the same layers: counts or shares, with gaps and marks as in every chart."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from hubdesk.core import Millis, Span
from hubdesk.i18n import ngettext, number
from hubdesk.widgets.chart_marked import MarkedChart
from hubdesk.widgets.chart_paint import frame_of, paint_ground
from hubdesk.widgets.chart_readout import ReadOut, read_out
from hubdesk.widgets.chart_stack_paint import (
    Layer,
    Section,
    figure,
    labels_width,
    paint_before,
    paint_before_name,
    paint_labels,
    paint_layer,
)
from hubdesk.widgets.chart_values import LINEAR, SHARE, Curve, Flag, Frame, Gap, Note, Plot, Strip
from hubdesk.widgets.theme import theme


class StackChart(MarkedChart):
    """Up and down go through the layers of the bar the read-out is at; Return or a click chooses one there."""

    layer_chosen = Signal(str, object, object)  # the layer's key, start, end (Millis) of the bin

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers: tuple[Layer, ...] = ()
        self._places: dict[Millis, int] = {}  # of the bins in the layers' counts
        self._ends: dict[Millis, Millis] = {}
        self._sections: list[Section] = []
        self._still: QPixmap | None = None  # all but the read-out, as it was painted last
        self._at_layer: str | None = None  # the one the keyboard is at

    def set_stack(
        self,
        layers: tuple[Layer, ...],
        bins: tuple[tuple[Millis, bool], ...],
        span: Span,
        *,
        is_share: bool,
        before: Curve | None = None,
        gaps: tuple[Gap, ...] = (),
        partial: tuple[Strip, ...] = (),
        step: Millis,
        zone: str,
        unit: str = "",
        flags: tuple[Flag, ...] = (),
        notes: tuple[Note, ...] = (),
    ) -> None:
        """Show these, the first layer lowest. `bins`: the start of each, and whether anybody listened. `before`: how
        high the stack was in another time."""
        sums = [sum(layer.counts[i] for layer in layers) for i in range(len(bins))]
        points = tuple(
            (at, None if not was_heard else (100.0 if total else 0.0) if is_share else float(total))
            for (at, was_heard), total in zip(bins, sums, strict=True)
        )
        self._layers, self._places = layers, {at: i for i, (at, _was) in enumerate(bins)}
        starts = [at for at, _was in bins]
        self._ends = dict(zip(starts, [*starts[1:], *(at + step for at in starts[-1:])], strict=True))
        curves = (Curve(unit, "", "#000000", "bar", (), False, points), *((before,) if before is not None else ()))
        scale = SHARE if is_share else LINEAR
        plot = Plot(curves, span, gaps, partial, step, zone, unit, 0, flags, scale=scale, notes=notes)
        # What the dotted line is called stands where a band's name does: people's marks leave it its room.
        self.show_plot(replace(plot, band_words=before.name if before is not None else ""))
        self._draw()

    @property
    def is_share(self) -> bool:
        return self.whole.scale == SHARE

    def layers(self) -> tuple[Layer, ...]:
        return self._layers

    def _frame_at_size(self) -> Frame:
        made = frame_of(self.whole, self.width(), self.height())
        wide = self.width() - made.left - labels_width(self._layers, self._last(), self.is_share, self.width())
        return replace(made, width=max(20.0, wide), span=self.plot.span)

    def read_out(self) -> ReadOut | None:
        if self._at is None:
            return None
        said, place = read_out(self.plot, self._at), self._places.get(self._at)
        if place is None or not said.rows:
            return said
        total = sum(layer.counts[place] for layer in self._layers)
        rows: list[tuple[Curve, str, float | None]] = []
        for layer in reversed(self._layers):
            if layer.counts[place]:
                mark = "– " if layer.key == self._at_layer else ""
                curve = Curve(mark + layer.name, "", layer.colour, layer.marker, (), False, ())
                rows.append((curve, figure(layer.counts[place], total), None))
        rows += [row for row in said.rows if row[0].is_past]
        gone = sum(layer.gone[place] for layer in self._layers)
        words = ngettext(
            "{n} of them was taken back since: counted, in no row",
            "{n} of them were taken back since: counted, in no row",
            gone,
        )
        remarks = (*said.remarks, *((words.format(n=number(gone)),) if gone else ()))
        return replace(said, rows=tuple(rows), remarks=remarks)

    def sections(self) -> list[Section]:
        """Every part of every bar, where it is painted."""
        return self._sections

    def opens_at(self, place: QPointF) -> bool:
        return self.section_at(place) is not None

    def section_at(self, place: QPointF) -> Section | None:
        return next((one for one in self._sections if one.place.contains(place)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stands still is painted once: the read-out moves over it. Whoever takes the chart along, larger or as
        lines, has it painted anew."""
        painter, scale = QPainter(self), self.devicePixelRatioF()
        if painter.paintEngine().type() != QPaintEngine.Type.Raster or painter.deviceTransform().m11() != scale:
            self._paint(painter)
        else:
            if self._still is None or self._still.size() != self.size() * scale:
                self._still = QPixmap(self.size() * scale)
                self._still.setDevicePixelRatio(scale)
                inner = QPainter(self._still)
                self._paint(inner)
                inner.end()
            painter.drawPixmap(0, 0, self._still)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        look, frame = theme(), self.frame()
        painter.fillRect(self.rect(), look.colour("panel"))
        paint_ground(painter, self.plot, frame, QSizeF(self.size()), look)
        whole = {at: self.plot.whole(at) for at in self._places}
        for one in self._sections:
            paint_layer(painter, one, look, whole[one.at])
        for curve in self.plot.curves[1:]:
            paint_before(painter, curve, self.plot, frame)
            paint_before_name(painter, curve, frame, look)
        self.paint_marked(painter, look)
        paint_labels(painter, self._layers, self._last(), frame, self.is_share, self.width(), look)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A click opens rows: two of them widen nothing."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, place = event.key(), self._places.get(self._at or 0)
        keys = [one.key for one in self._layers if place is not None and one.counts[place]]
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and keys:
            up = key == Qt.Key.Key_Up
            here = keys.index(self._at_layer) if self._at_layer in keys else -1 if up else len(keys)
            self._at_layer = keys[max(0, min(len(keys) - 1, here + (1 if up else -1)))]
            said = self.read_out()
            self.setAccessibleDescription(said.spoken() if said else "")
            self._show_above()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selection() is None and self._at_layer in keys:
            self._tell(self._at, self._at_layer)
        else:
            super().keyPressEvent(event)

    def _choose_drawn(self, place: QPointF) -> None:
        section = self.section_at(place)
        if section is not None:
            self._tell(section.at, section.layer.key)

    def _tell(self, at: Millis | None, key: str | None) -> None:
        if at is not None and key is not None:
            self.layer_chosen.emit(key, at, min(self._ends[at], self.whole.end))

    def _draw(self) -> None:
        self._still = None
        self._sections = list(self._laid_out())
        super()._draw()

    def _laid_out(self) -> list[Section]:
        frame, made = self.frame(), []
        base = round(frame.bottom)
        for at in self._bins:
            place = self._places.get(at)
            left, right = self._edges(at, frame)
            if place is None or right <= left:
                continue
            total = sum(layer.counts[place] for layer in self._layers)
            below = 0.0
            for layer in self._layers if total else ():
                count = layer.counts[place]
                if count:
                    above = below + (100 * count / total if self.is_share else count)
                    low, high = base - (frame.bottom - frame.y(below)), base - (frame.bottom - frame.y(above))
                    made.append(Section(at, layer, QRectF(left, high, right - left, max(1.0, low - high))))
                    below = above
        return made

    def _edges(self, at: Millis, frame: Frame) -> tuple[float, float]:
        """Left and right of a bar, on whole pixels, with a seam where there is room."""
        if self._ends[at] <= frame.span.start or at >= frame.span.end:
            return 0.0, 0.0
        left, right = round(max(frame.left, frame.x(at))), round(min(frame.right, frame.x(self._ends[at])))
        seam = 1 if right - left >= 4 else 0
        return float(left), float(max(left + 1, right - seam))

    def _last(self) -> int | None:
        """The place of the newest bar that can be compared: labels stand beside it."""
        points = self.whole.curves[0].points if self.whole.curves else ()
        found = (self._places[at] for at, value in reversed(points) if value and self.whole.whole(at))
        return next(found, None)
