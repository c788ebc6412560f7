"""The foot of a card: markers and names, tone, theme, place, reach; what has no room drops whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from hubdesk.core import Topic
from hubdesk.i18n import number
from hubdesk.widgets.card_type import GAP, GLYPH, ICON, LEFT, CardLayout, CardType
from hubdesk.widgets.card_words import CardWords
from hubdesk.widgets.theme import Theme, TopicStyle

BADGE: Final = 0.45  # of the foot's width, at most, for what people marked: it comes first


def lay_foot(
    made: CardLayout,
    words: CardWords,
    kind: CardType,
    looks: tuple[Theme, tuple[Topic, ...]],
    room: float,
    middle: float,
) -> None:
    """Markers and names, tone, theme and place; when room is short a fact drops whole, never half a word."""
    styles = [looks[0].topic_style(topic, looks[1]) for topic in words.topics]
    said = words.badge.short(partial(kind.width, "brand"), room * BADGE)
    taken = kind.width("brand", said) + GAP if said else 0.0
    plan, fits = _plan(words, styles, kind, room - GAP - taken)
    if taken and not fits:  # its glyph in the gutter says enough where a brand and a tone would have no room
        said, taken, (plan, _fits) = "", 0.0, _plan(words, styles, kind, room - GAP)
    if said:
        made.pieces.append(kind.piece("brand", "text", said, LEFT, middle))
    x = LEFT + taken
    for at, style in enumerate(styles[: plan.markers]):
        made.markers.append((style, QPointF(x + GLYPH / 2, middle)))
        x += GLYPH + 6
        if at < plan.names:
            most = room - (x - LEFT)
            made.pieces.append(kind.piece("brand", "text", style.short, x, middle, most))
            x += min(most, kind.width("brand", style.short)) + GAP
    if plan.markers < len(styles):
        more = _more(len(styles) - plan.markers)
        made.pieces.append(kind.piece("brand", "text2", more, x, middle))
        x += kind.width("brand", more) + GAP
    for at, (tone, word) in enumerate(words.tones):
        made.tones.append((tone, QPointF(x + GLYPH / 2, middle)))
        x += GLYPH + 6
        if at < plan.tone_words:
            made.pieces.append(kind.piece("brand", "text2", word, x, middle))
            x += kind.width("brand", word) + GAP
    if plan.facts:
        made.pieces.append(kind.piece("fact", "text3", plan.facts, x, middle))
    if plan.reach:
        left = LEFT + room - kind.width("fact", words.reach)
        made.reach = kind.piece("fact", "text3", words.reach, left, middle)
    if words.url:
        made.open_icon = QRectF(LEFT + room - ICON, middle - ICON / 2, ICON, ICON)


def _more(topics: int) -> str:
    return f"+{number(topics)}"


@dataclass(slots=True)
class _Plan:
    """What a foot has room for."""

    markers: int
    names: int
    tone_words: int
    facts: str
    reach: bool


def _plan(words: CardWords, styles: list[TopicStyle], kind: CardType, room: float) -> tuple[_Plan, bool]:
    """The richest foot that fits, or the poorest one where none does, and which it is.

    Facts go in the look's order (theme, place), then reach, the tones' words, names.
    """
    both = " · ".join(fact for fact in (words.theme, words.place) if fact)
    every, tones = len(styles), len(words.tones)
    ways = [_Plan(every, every, tones, facts, True) for facts in (both, words.place, "")]
    ways += [_Plan(every, every, shown, "", False) for shown in range(tones, -1, -1)]
    ways += [_Plan(every, names, 0, "", False) for names in range(every - 1, 0, -1)]
    ways += [_Plan(markers, 1, 0, "", False) for markers in range(every - 1, 0, -1)]
    for way in ways:
        wide = way.markers * (GLYPH + 6) + sum(kind.width("brand", style.short) + GAP for style in styles[: way.names])
        wide += kind.width("brand", _more(every - way.markers)) + GAP if way.markers < every else 0
        wide += (GLYPH + 6) * tones
        wide += sum(kind.width("brand", word) + GAP for _tone, word in words.tones[: way.tone_words])
        wide += kind.width("fact", way.facts) if way.facts else 0
        wide += kind.width("fact", words.reach) if way.reach else (ICON if words.url else 0)
        if wide <= room:
            return way, True
    return ways[-1], False
