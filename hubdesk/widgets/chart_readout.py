"""What a chart says at one of its bins, in words and figures, and the raised box it says it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from hubdesk.core import DAY, Millis, Span
from hubdesk.i18n import UNKNOWN, _, clock, duration, local, ngettext, number
from hubdesk.widgets.chart_lines import overlap
from hubdesk.widgets.chart_signs import paint_sign
from hubdesk.widgets.chart_ticks import day_label, since_label
from hubdesk.widgets.chart_values import Curve, Frame, Plot
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.theme import Theme, font

PAD: Final = 10.0
ROW: Final = 19.0
MOST_ROWS: Final = 12
WIDEST_NAME: Final = 220.0
WIDEST_REMARK: Final = 260.0
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class ReadOut:
    """One bin: its time, each curve with its value, and what to know about it (a gap, a missing source)."""

    at: Millis
    title: str
    rows: tuple[tuple[Curve, str, float | None], ...]
    remarks: tuple[str, ...]

    def spoken(self) -> str:
        """For a screen reader."""
        return "; ".join((self.title, *(f"{curve.name} {value}" for curve, value, _v in self.rows), *self.remarks))


def bins(plot: Plot) -> tuple[Millis, ...]:
    """Every bin's start, in order."""
    return tuple(sorted({at for curve in plot.curves for at, _value in curve.points}))


def read_out(plot: Plot, at: Millis) -> ReadOut:
    """What there is to say of the bin that starts there."""
    span = Span(at, at + plot.step)
    found = [(curve, dict(curve.points).get(at)) for curve in plot.curves]
    found.sort(key=_largest_first)
    unknown = all(value is None for _curve, value in found)
    remarks = [gap.words for gap in plot.gaps if overlap((gap.span,), span)]
    if unknown and not remarks:
        remarks.append(_("nobody listened"))
    missing = [strip.words for strip in plot.partial if overlap((strip.span,), span)]
    remarks.extend(_("without {source}").format(source=words) for words in missing)
    remarks.extend(flag.words for flag in plot.flags if span.start <= flag.at < span.end)
    remarks.extend(note.words for note in plot.notes if span.start <= note.at < span.end)
    if at < plot.end < at + plot.step and not unknown:
        heard = plot.end - at
        remarks.append(_("so far: {part} of {whole}").format(part=duration(heard), whole=duration(plot.step)))
    decimals = plot.decimals if plot.whole(at) else 0
    rows = tuple((curve, number(value, decimals) if value is not None else UNKNOWN, value) for curve, value in found)
    return ReadOut(at, _title(plot, at), () if unknown else rows, tuple(remarks))


def _largest_first(found: tuple[Curve, float | None]) -> float:
    return -found[1] if found[1] is not None else 1.0


def _title(plot: Plot, at: Millis) -> str:
    moment = local(at, plot.zone)
    if plot.step > DAY:
        last = local(at + plot.step - DAY // 2, plot.zone)
        when = f"{day_label(moment)}–{day_label(last)}"
    elif plot.step == DAY:
        when = day_label(moment)
    else:
        when = clock(at, plot.zone)
        if plot.step > 60_000:
            when += "–" + clock(at + plot.step, plot.zone)
        if plot.span.end - plot.span.start > DAY:
            when = f"{day_label(moment)}, {when}"
    if plot.since is not None:
        when = f"{since_label(at - plot.since)} ({when})"
    return f"{when}, {plot.unit}" if plot.unit else when


def paint_read_out(painter: QPainter, said: ReadOut, plot: Plot, frame: Frame, room: QRectF, look: Theme) -> None:
    """The line at the bin, a dot on each curve, and the box beside it, held within `room`."""
    x = frame.x(min(plot.span.end, max(plot.span.start, said.at + plot.step / 2)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("text2"), 1))
    painter.drawLine(QPointF(round(x) + 0.5, frame.top), QPointF(round(x) + 0.5, frame.bottom))
    for curve, _value, value in reversed(said.rows):
        if value is not None:
            dot = QPointF(x, frame.y(value))
            paint_marker(painter, "circle", dot, 6, QColor(curve.colour), look.colour("panel"))
    _paint_box(painter, said, x, frame, room, look)


def _paint_box(painter: QPainter, said: ReadOut, x: float, frame: Frame, room: QRectF, look: Theme) -> None:
    title, names, values = (QFontMetricsF(font(role)) for role in ("label", "small", "label"))
    rows, more = said.rows[:MOST_ROWS], max(0, len(said.rows) - MOST_ROWS)
    others = (ngettext("+{n} more", "+{n} more", more).format(n=more),) if more else ()
    remarks = (*others, *said.remarks)
    name = min(WIDEST_NAME, max((names.horizontalAdvance(curve.name) for curve, _v, _n in rows), default=0.0))
    value = max((values.horizontalAdvance(text) for _c, text, _n in rows), default=0.0)
    remark = min(WIDEST_REMARK, max((names.horizontalAdvance(text) for text in remarks), default=0.0))
    inner = max(title.horizontalAdvance(said.title), 18 + name + 16 + value if rows else 0.0, remark) + 2
    inner = min(inner, room.width() - 2 * PAD - 8)
    folded = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    tall = QRectF(0, 0, inner, 1000)
    heights = [names.boundingRect(tall, folded, text).height() + 3 for text in remarks]
    height = 2 * PAD + ROW + ROW * len(rows) + sum(heights) - 2
    left = x + 10 if x + 10 + inner + 2 * PAD <= room.right() - 4 else x - 10 - inner - 2 * PAD
    left = max(room.left() + 4, left)
    middle = (frame.top + frame.bottom) / 2
    top = max(room.top() + 4, min(middle - height / 2, room.bottom() - height - 4))
    painter.setPen(QPen(look.colour("line_strong"), 1))
    painter.setBrush(look.colour("raised"))
    box = QRectF(round(left) + 0.5, round(top) + 0.5, inner + 2 * PAD, height)
    painter.drawRoundedRect(box, 6, 6)
    at, y = box.left() + PAD, box.top() + PAD - 1
    painter.setFont(font("label"))
    painter.setPen(look.colour("text"))
    painter.drawText(QRectF(at, y, inner, ROW), LEFT, said.title)
    y += ROW
    for curve, text, _number in rows:
        paint_sign(painter, curve, QPointF(at + 5, y + ROW / 2), 8.5)
        painter.setPen(look.colour("text2"))
        painter.setFont(font("small"))
        shown = names.elidedText(curve.name, Qt.TextElideMode.ElideRight, max(20.0, inner - 18 - 12 - value))
        painter.drawText(QRectF(at + 18, y, inner - 18, ROW), LEFT, shown)
        painter.setPen(look.colour("text"))
        painter.setFont(font("label"))
        painter.drawText(QRectF(at, y, inner, ROW), RIGHT, text)
        y += ROW
    painter.setFont(font("small"))
    painter.setPen(look.colour("text2"))
    for text, tall_of in zip(remarks, heights, strict=True):
        painter.drawText(QRectF(at, y + 2, inner, tall_of), folded, text)
        y += tall_of
