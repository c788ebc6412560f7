"""A brand's tone as a row of a wall: its name, the stacked bar with what cannot be told in it, and the shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt

from hubdesk.core import Topic
from hubdesk.i18n import _, ngettext, number, percent
from hubdesk.panels.tone_picture import counts_of
from hubdesk.panels.tone_words import share_text
from hubdesk.store.reader import Split, Told
from hubdesk.wall.brush import LEFT, RIGHT, Brush
from hubdesk.wall.face import Showing
from hubdesk.wall.facts import brand_width, rolled, write_brand
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import TopicStyle
from hubdesk.widgets.tone_parts import PARTS, UNREAD, lengths, name_of, paint_glyph, paint_part

TOLD: Final = PARTS[:-1]
FIRST: Final = ("negative", "unknown", "positive", "neutral")  # what is told where there is no room for all
WITH_SHARES: Final = 9.0  # times the text beside a name, from which all shares stand below the bar
LONG_BAR: Final = 8.0  # times the text that a bar is long, from which a second figure stands beside it
KERNED: Final = 1.02  # times its width that a figure of two digits may be wider than 89 %, by its letters' spacing
LEAST_BAR: Final = 3.0  # times the text that a bar beside a name is wide


@dataclass(frozen=True, slots=True)
class ToneRow:
    """A bar: of a topic's mentions, or of the tone towards a brand; `topic` None: of a brand that is none, or of all
    mentions."""

    name: str
    told: Told
    topic: Topic | None = None


Form = Callable[[Brush, QRectF, ToneRow, dict[str, str], float, Showing], None]


def form_of(brush: Brush, room: QRectF, rows: int, names: float) -> tuple[float, Form]:
    """How high each row is, and how it is painted: with all its figures, or with as many as have room."""
    pad, strong = brush.measure.pad, brush.height("strong")
    full = strong + _thick(brush) + brush.height("text") + pad * 1.2
    if rows * full <= room.height() + pad:
        return min(full, room.height() / max(1, rows)), _paint_full  # the last row needs no gap below it
    both = strong + brush.height("least") + pad * 0.8
    if rows * both <= room.height() + pad and room.width() - names >= brush.measure.text * WITH_SHARES:
        return min(both, room.height() / max(1, rows)), _paint_both
    if room.width() - names - _figure_width(brush) >= brush.measure.text * LEAST_BAR:
        return strong * 1.2, _paint_line
    return strong * 2.2, _paint_double


def name_of_row(row: ToneRow) -> str:
    return tame(row.name, 80) or _("all mentions")


def read_words(split: Split) -> str:
    """How many opinions were read of how many mentions: what has no tone is no opinion."""
    text = ngettext("{read} of {n} read", "{read} of {n} read", split.all)
    return text.format(read=number(split.read), n=number(split.all))


def shares_of(split: Split, before: Split | None, motion: float) -> dict[str, str]:
    """Each part's share in words, on its way from what it was."""
    made = {}
    for part in TOLD:
        now = getattr(split, part)
        if before is None or motion >= 1 or not before.read or not split.read:
            made[part] = share_text(now, split.read)
        else:
            made[part] = percent(rolled(now / split.read, getattr(before, part) / before.read, motion), 0)
    return made


def _thick(brush: Brush) -> float:
    return brush.measure.text * 0.6


def _style(brush: Brush, row: ToneRow, showing: Showing) -> TopicStyle | None:
    return brush.look.topic_style(row.topic, showing.topics) if row.topic is not None else None


def name_width(brush: Brush, row: ToneRow, showing: Showing) -> float:
    style = _style(brush, row, showing)
    return brush.width(name_of_row(row), "strong") if style is None else brand_width(brush, style)


def _name(brush: Brush, row: ToneRow, place: QRectF, showing: Showing) -> float:
    style = _style(brush, row, showing)
    return brush.write(name_of_row(row), place, "strong") if style is None else write_brand(brush, style, place)


def _paint_full(
    brush: Brush, line: QRectF, row: ToneRow, shares: dict[str, str], names: float, showing: Showing
) -> None:
    """Name and what was read, the bar, and the share of each part."""
    split = row.told.split
    pad = brush.measure.pad
    used = _name(brush, row, line, showing)
    read = line.adjusted(used + pad, brush.height("strong") - brush.height("least"), 0, 0)
    brush.write(read_words(split), read, "least", "text2", RIGHT, whole=True)
    top = line.top() + brush.height("strong") + pad * 0.2
    bar = QRectF(line.left(), top, line.width(), _thick(brush))
    paint_split(brush, split, bar)
    below = QRectF(line.left(), bar.bottom() + pad * 0.2, line.width(), brush.height("text"))
    _paint_shares(brush, below, shares)


def paint_split(brush: Brush, split: Split, bar: QRectF) -> None:
    """The parts of the opinions read, side by side; none that is there is invisible. Nothing read: an empty outline."""
    counts = counts_of(split)[:-1]
    if not any(counts):
        paint_part(brush.painter, UNREAD, bar, brush.look)
        return
    left = bar.left()
    for part, long in zip(TOLD, lengths(counts, bar.width()), strict=True):
        if long > 0:
            seam = brush.measure.line if long > 4 * brush.measure.line else 0
            paint_part(brush.painter, part, QRectF(left, bar.top(), long - seam, bar.height()), brush.look)
            left += long


def _paint_shares(brush: Brush, place: QRectF, shares: dict[str, str], is_small: bool = False) -> None:
    """Sign, share and word of each part in columns; where room is short without words, then fewer of them."""
    for role, parts, has_words in _choices():
        if is_small and role != "least":
            continue
        column = place.width() / len(parts)
        glyph = brush.height(role) * 0.5
        texts = {part: f"{shares[part]} {name_of(part)}" if has_words else shares[part] for part in parts}
        widest = max(brush.width(text, role) for text in texts.values())
        if glyph * 1.4 + widest + (brush.measure.pad if len(parts) > 1 else 0) <= column:
            brush.painter.setBrush(Qt.BrushStyle.NoBrush)  # a ring would be filled with what was painted last
            for number_of, part in enumerate(parts):
                left = place.left() + number_of * column
                centre = QPointF(left + glyph / 2, place.top() + brush.height(role) / 2)
                paint_glyph(brush.painter, part, centre, glyph, brush.look)
                words = QRectF(left + glyph * 1.4, place.top(), column - glyph * 1.4, place.height())
                brush.write(texts[part], words, role, "text", LEFT, whole=True)
            return


def _choices() -> Iterator[tuple[str, tuple[str, ...], bool]]:
    yield "text", TOLD, True
    yield "least", TOLD, True
    yield "text", TOLD, False
    yield "least", TOLD, False
    for most in (3, 2, 1):
        yield "least", tuple(part for part in TOLD if part in FIRST[:most]), False


def _figure_width(brush: Brush, shares: Iterable[str] = ()) -> float:
    """Of a sign and its share: of any two digits, or of the shares that are there."""
    widest = max((brush.width(one) for one in shares), default=0.0)
    return max(brush.width(percent(0.888, 0)) * KERNED, widest) + brush.height("strong") * 0.7


def _paint_line(
    brush: Brush, line: QRectF, row: ToneRow, shares: dict[str, str], names: float, showing: Showing
) -> None:
    """Name, bar and the negative share, on one line."""
    _name(brush, row, QRectF(line.left(), line.top(), names, line.height()), showing)
    _paint_bar(brush, line.adjusted(names + brush.measure.pad, 0, 0, 0), row, shares)


def _paint_both(
    brush: Brush, line: QRectF, row: ToneRow, shares: dict[str, str], names: float, showing: Showing
) -> None:
    """Name and bar, and below the bar the share of each part."""
    high = brush.height("strong")
    _name(brush, row, QRectF(line.left(), line.top(), names, high), showing)
    beside = line.adjusted(names + brush.measure.pad, 0, 0, 0)
    paint_split(brush, row.told.split, QRectF(beside.left(), line.top() + high * 0.25, beside.width(), high * 0.5))
    _paint_shares(brush, beside.adjusted(0, high, 0, 0), shares, is_small=True)


def _paint_double(
    brush: Brush, line: QRectF, row: ToneRow, shares: dict[str, str], names: float, showing: Showing
) -> None:
    """The same on two lines."""
    _name(brush, row, line, showing)
    _paint_bar(brush, line.adjusted(0, brush.height("strong"), 0, 0), row, shares)


def _paint_bar(brush: Brush, line: QRectF, row: ToneRow, shares: dict[str, str]) -> None:
    """The bar, and behind it the negative share; where it leaves enough of the bar, what cannot be told as well."""
    high, pad = brush.height("strong"), brush.measure.pad
    figure = _figure_width(brush, [shares[part] for part in FIRST[:2]])
    parts = FIRST[:2] if line.width() - 2 * (figure + pad) >= LONG_BAR * brush.measure.text else FIRST[:1]
    right = line.right() - len(parts) * (figure + pad) + pad
    glyph = high * 0.5
    brush.painter.setBrush(Qt.BrushStyle.NoBrush)
    for place, part in enumerate(parts):
        left = right + place * (figure + pad)
        if left < line.left():
            return
        centre = QPointF(left + glyph / 2, line.top() + high / 2)
        paint_glyph(brush.painter, part, centre, glyph, brush.look)
        words = QRectF(left + glyph * 1.4, line.top(), figure - glyph * 1.4, high)
        brush.write(shares[part], words, align=RIGHT, whole=True)
    wide = right - line.left() - pad
    if wide >= brush.measure.text:
        paint_split(brush, row.told.split, QRectF(line.left(), line.top() + high * 0.25, wide, high * 0.5))
