"""Rows of who speaks, for a wall: a sign, who, how many mentions; below it what is known, and the tone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt

from hubdesk.wall.brush import RIGHT, Brush
from hubdesk.wall.facts import fact_lines, more_words
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.tone_parts import paint_glyph

PRIVATE: Final = "private"  # the sign of somebody without a name
SIGN: Final = 0.62  # of a line's height
GAP: Final = 0.3  # of a line, between two groups


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """`sign`: an icon's name, or PRIVATE. `names`: who it is, the fullest first; of somebody private no word is cut.
    `alone`: the name where `facts` say the rest. `part` and `share`: the commonest tone, "" for none."""

    sign: str
    names: tuple[str, ...]
    figure: str
    facts: tuple[str, ...] = ()
    part: str = ""
    share: str = ""
    alone: str = ""
    is_cut: bool = False  # the last of the names may end in an ellipsis

    def spoken(self) -> str:
        return ", ".join(filter(None, (self.names[0], self.figure, *self.facts)))


@dataclass(frozen=True, slots=True)
class VoiceGroup:
    """Lines under a head; `all` of them there are."""

    head: str
    lines: tuple[VoiceLine, ...]
    all: int


def paint_groups(brush: Brush, area: QRectF, groups: Sequence[VoiceGroup]) -> None:
    """Each with as many lines as its share of the room allows, the first ones first; the head says how many more."""
    least, strong = brush.height("least"), brush.height("strong")
    known = [group for group in groups if group.lines]
    double = strong + least + brush.measure.pad * 0.35
    is_double = area.height() >= len(known) * (least + double) and area.width() >= brush.measure.text * 9
    high = double if is_double else strong * 1.08
    has_heads = area.height() >= len(known) * (least + high)
    head = least if has_heads else 0.0
    counts = _shared(known, area.height(), high, head, least * GAP)
    top = area.top()
    for group, count in zip(known, counts, strict=True):
        if not count:
            continue
        if has_heads:
            _head(brush, QRectF(area.left(), top, area.width(), least), group, count)
            top += least
        for line in group.lines[:count]:
            _line(brush, QRectF(area.left(), top, area.width(), high), line, is_double)
            top += high
        top += least * GAP


def _shared(groups: Sequence[VoiceGroup], room: float, high: float, head: float, gap: float) -> list[int]:
    """How many lines of each: one after the other gets one more, as long as there is room."""
    counts, left = [0] * len(groups), room + gap + 0.5
    is_growing = True
    while is_growing:
        is_growing = False
        for place, group in enumerate(groups):
            needed = high + (0.0 if counts[place] else head + gap)
            if counts[place] < len(group.lines) and needed <= left:
                counts[place] += 1
                left -= needed
                is_growing = True
    return counts


def _head(brush: Brush, line: QRectF, group: VoiceGroup, shown: int) -> None:
    more = more_words(group.all - shown)
    used = brush.width(more, "least") + brush.measure.pad if more else 0.0
    if brush.width(group.head, "least") <= line.width() - used:
        brush.write(group.head, line, "least", "text2")
    brush.write(more, line, "least", "text2", RIGHT, whole=True)


def _line(brush: Brush, place: QRectF, line: VoiceLine, is_double: bool) -> None:
    strong, least, pad = brush.height("strong"), brush.height("least"), brush.measure.pad
    size = strong * SIGN
    left = place.left() + size * 1.3
    _sign(brush, line.sign, QRectF(place.left() + size * 0.05, place.top() + (strong - size) / 2, size, size))
    used = brush.write(line.figure, place.adjusted(size * 1.3, 0, 0, 0), "strong", "text", RIGHT, whole=True)
    name = QRectF(left, place.top(), place.right() - used - pad - left, strong)
    names = (line.alone,) if is_double and line.alone else line.names
    whole = brush.first_that_fits(names, name.width(), "strong")
    if whole or line.is_cut:
        brush.write(whole or names[-1], name, "strong", "text" if line.is_cut else "text2")
    if not is_double:
        return
    below = QRectF(left, place.top() + strong, place.right() - left, least)
    right = below.right()
    if line.part:
        glyph = least * 0.5
        wide = brush.width(line.share, "least") + glyph * 1.5
        if wide <= below.width() * 0.5:
            right -= wide + pad
            centre = QPointF(below.right() - wide + glyph / 2, below.top() + least / 2)
            brush.painter.setBrush(Qt.BrushStyle.NoBrush)
            paint_glyph(brush.painter, line.part, centre, glyph, brush.look)
            brush.write(line.share, below, "least", "text2", RIGHT, whole=True)
    for words in fact_lines(brush, line.facts, right - left, 1):
        brush.write(words, below, "least", "text2")


def _sign(brush: Brush, sign: str, box: QRectF) -> None:
    if sign == PRIVATE:
        brush.person(box.center(), box.width() * 0.9)
    else:
        paint_icon(brush.painter, sign, box, brush.colour("text"))
