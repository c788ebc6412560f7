"""A buzz as a card on a wall: whose it is, how grave, where it is in its life, the verdict and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor

from hubdesk.core import Topic
from hubdesk.wall.brush import RIGHT, Brush
from hubdesk.wall.facts import fact_lines, whole_lines, write_brand
from hubdesk.wall.kept_paint import KeptPaint
from hubdesk.widgets.severity import paint_phase
from hubdesk.widgets.sparkline import Spark, paint_spark
from hubdesk.widgets.theme import TopicStyle

PLATED: Final = 1.2  # times the text, how high a plate is
SPARK: Final = 2.2  # times the text
LEAST_SPARK: Final = 4.0  # times as wide as high at least


@dataclass(frozen=True, slots=True)
class BuzzCard:
    """In words, but for its signs. `level` None: a phrase. `figure`: how many times the usual, of a phrase its
    mentions; `caption`: when that was, or what was expected. `facts`: its kind, since when, the chance to double.
    `news`: what was said of it last, and so the figure on which a verdict rests. `is_quiet`: it is over or fizzled, and
    nothing of it is yellow."""

    name: str
    topic: Topic | None
    level: int | None
    level_words: str
    figure: str
    caption: str
    phase: str
    fate: str
    facts: tuple[str, ...] = ()
    news: str = ""
    spark: Spark | None = None
    is_quiet: bool = False
    is_fizzled: bool = False

    def spoken(self) -> str:
        first = (self.name, self.level_words, self.fate, self.figure, self.caption, *self.facts, self.news)
        return ", ".join(filter(None, first))


@dataclass(frozen=True, slots=True)
class CardPlan:
    """What there is room for on every card of a board: so many lines of news, its facts, a curve below them."""

    high: float
    news: int = 0
    has_facts: bool = False
    has_spark: bool = False


def plans(brush: Brush) -> tuple[CardPlan, ...]:
    """From all there is to say down to two lines."""
    least, spark = brush.height("least"), brush.measure.text * SPARK
    base = (
        brush.height("strong") + max(brush.measure.text * PLATED, brush.height("text") * 1.2) + brush.measure.pad * 1.1
    )
    return (
        CardPlan(base + 4 * least + spark, 3, True, True),
        CardPlan(base + 3 * least + spark, 2, True, True),
        CardPlan(base + 3 * least, 2, True),
        CardPlan(base + 2 * least, 2),
        CardPlan(base + least, 1),
        CardPlan(base),
    )


def paint_card(
    brush: Brush,
    card: BuzzCard,
    place: QRectF,
    plan: CardPlan,
    topics: tuple[Topic, ...],
    kept: KeptPaint,
    more: str = "",
) -> None:
    """Name and figure; plate and fate; then as the plan says. The curve stands below, or at the end of a line. `more`:
    how many cards have no room, told in place of the curve where there is no line for it."""
    pad, least = brush.measure.pad, brush.height("least")
    top = place.top() + pad * 0.2
    style = brush.look.topic_style(card.topic, topics) if card.topic is not None else None
    _first(brush, card, QRectF(place.left(), top, place.width(), brush.height("strong")), style)
    top += brush.height("strong") + pad * 0.15
    line = QRectF(place.left(), top, place.width(), max(brush.measure.text * PLATED, brush.height("text") * 1.2))
    left = _fate(brush, card, line)
    top = line.bottom() + pad * 0.25
    news = whole_lines(brush, card.news, place.width(), plan.news)
    facts = fact_lines(brush, card.facts, place.width(), 1) if plan.has_facts else []
    for words, ink in (*((one, "text") for one in news), *((one, "text2") for one in facts)):
        brush.write(words, QRectF(place.left(), top, place.width(), least), "least", ink)
        top += least
    below = QRectF(place.left(), top + pad * 0.3, place.width(), place.bottom() - top - pad * 0.8)
    beside = line.adjusted(max(left + pad, line.width() * 0.55), line.height() * 0.08, 0, -line.height() * 0.08)
    room = below if plan.has_spark else beside
    count = brush.first_that_fits((more, more.split(" ")[0]), line.width() - left - pad, "least") if more else ""
    if count:
        brush.write(count, line.adjusted(0, line.height() - brush.height("least"), 0, 0), "least", "text2", RIGHT)
    elif card.spark is not None and min(room.width() / LEAST_SPARK, room.height()) >= brush.measure.text * 0.8:
        colour = style.colour if style is not None else brush.colour("text2")
        kept.show(brush, room, card.spark, partial(_spark, card.spark, colour))
    foot = place.bottom() - pad * 0.1
    brush.rule(QPointF(place.left(), foot), QPointF(place.right(), foot))


def _first(brush: Brush, card: BuzzCard, line: QRectF, style: TopicStyle | None) -> None:
    """The name at the left; at the right the figure, and its caption where it has room. A figure is never cut."""
    ink = "text2" if card.is_quiet else "text"
    used = brush.write(card.figure, line, "strong", ink, RIGHT, whole=True)
    name = line.adjusted(0, 0, -(used + brush.measure.pad if used else 0), 0)
    wide = brush.width(card.name, "strong") + brush.height("strong")
    left = name.width() - wide - brush.measure.pad
    if card.caption and used and brush.width(card.caption, "least") <= left:
        down = brush.height("strong") - brush.height("least")
        brush.write(card.caption, name.adjusted(0, down * 0.7, 0, 0), "least", "text2", RIGHT)
    if style is None:
        brush.write(card.name, name, "strong", ink)
    else:
        write_brand(brush, style, name)


def _fate(brush: Brush, card: BuzzCard, line: QRectF) -> float:
    """The plate, with its word where there is room for that and for the fate's, then the phase as a shape and a word.
    Returns the width that was used."""
    pad, high = brush.measure.pad, brush.height("text") * 1.2
    size = brush.height("text") * 0.5
    used = 0.0
    if card.level is not None:
        wide = brush.width(card.fate) + size * 1.6 + pad
        has_words = brush.plate_width(card.level_words) + wide <= line.width()
        used = brush.plate(card.level, card.level_words if has_words else "", line, is_quiet=card.is_quiet) + pad
    centre = QPointF(line.left() + used + size / 2 + 1, line.top() + high / 2)
    _phase(brush, card.phase, centre, size)
    room = line.adjusted(used + size * 1.6, (high - brush.height("text")) / 2, 0, 0)
    role = "text" if brush.width(card.fate) <= room.width() else "least"
    if brush.width(card.fate, role) > room.width():
        return used + size * 1.6
    return used + size * 1.6 + brush.write(card.fate, room, role)


def _phase(brush: Brush, phase: str, centre: QPointF, size: float) -> None:
    """A phase's shape at a wall's size: its lines grow with it."""
    painter, grown = brush.painter, max(1.0, size / 10)
    painter.save()
    painter.translate(centre)
    painter.scale(grown, grown)
    painter.setBrush(Qt.BrushStyle.NoBrush)  # a ring would be filled with what was painted last
    paint_phase(painter, phase, QPointF(0, 0), size / grown, brush.look)
    painter.restore()


def _spark(spark: Spark, colour: QColor, brush: Brush, size: QSizeF) -> None:
    """The topic's volume around it, drawn larger than on a desk."""
    grown = max(1.0, brush.measure.series / 1.8)
    brush.painter.scale(grown, grown)
    place = QRectF(1, 1, size.width() / grown - 2, size.height() / grown - 2)
    paint_spark(brush.painter, spark, place, colour, brush.look)
