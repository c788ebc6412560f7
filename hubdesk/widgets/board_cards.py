"""A card of the buzz board: how tall it is and how it is painted, with as many facts as there is room for."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from hubdesk.widgets.board_values import Card
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.severity import SIZE, paint_phase, paint_severity
from hubdesk.widgets.sparkline import paint_spark
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, font, tokens

PAD: Final = 10.0
SPARK: Final = 30.0
MOST_LINES: Final = 2  # of a sentence
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Facts(IntEnum):
    """How much a card says. Short of room facts leave whole, and nothing is made smaller."""

    NAME = 0  # name, multiple, phase as a shape
    FATE = 1  # and in words, with its severity
    COUNT = 2  # since when, how many mentions
    ALL = 3  # its sentences and its curve


def pitch(role: str, scale: float) -> float:
    """The height of a line, px."""
    return float(tokens()["type"][role]["line"]) * scale


def card_height(card: Card, width: float, facts: Facts, scale: float) -> float:
    """Of a card of that width, px."""
    small = pitch("small", scale)
    height = 2 * _margin(card, facts, scale) + _first_height(card, facts, scale)
    if facts >= Facts.FATE:
        height += max(SIZE[1] * scale, small) + 2
    if facts >= Facts.COUNT and _has_count(card, width, scale):
        height += small
    if facts >= Facts.ALL:
        told = told_lines(card, width, scale)
        height += small * len(told) + (4 * scale if told else 0)
        height += (SPARK + 6) * scale if card.spark is not None else 0
    return height


def _has_count(card: Card, width: float, scale: float) -> bool:
    """Whether its count, or when it was, has anything to say in that width."""
    return bool(card.count or whole(card.when, width - 2 * PAD * scale, scale))


def _is_line(card: Card, facts: Facts) -> bool:
    """A phrase that says no more than its name takes one line."""
    return card.level is None and facts == Facts.NAME


def _margin(card: Card, facts: Facts, scale: float) -> float:
    return (3 if _is_line(card, facts) else 5 if facts == Facts.NAME else 7) * scale


def _first_height(card: Card, facts: Facts, scale: float) -> float:
    return pitch("strong" if _is_line(card, facts) else "figure", scale)


def told_lines(card: Card, width: float, scale: float) -> tuple[str, ...]:
    """Its sentence and its news, folded."""
    room = width - 2 * PAD * scale
    return tuple(line for text in (card.sentence, card.news) if text for line in folded(text, room, scale))


@lru_cache(maxsize=512)
def folded(text: str, room: float, scale: float) -> tuple[str, ...]:
    """At most two lines of small type; the last is cut at its end where there is more."""
    metrics = QFontMetricsF(font("small", scale))
    words, lines = tame(text, 400).split(" "), list[str]()
    while words and len(lines) < MOST_LINES - 1:
        line = words.pop(0)
        while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= room:
            line = f"{line} {words.pop(0)}"
        lines.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room + 1))
    if words:
        lines.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, room + 1))
    return tuple(lines)


def whole(facts: tuple[str, ...], room: float, scale: float) -> str:
    """Those that have room: a fact drops whole."""
    metrics, said = QFontMetricsF(font("small", scale)), ""
    for fact in filter(None, facts):
        more = f"{said} · {fact}" if said else fact
        if metrics.horizontalAdvance(more) <= room:
            said = more
    return said


def count_place(card: Card, place: QRectF, facts: Facts, scale: float) -> QRectF:
    """Where the card's count stands; empty where it says none."""
    if facts < Facts.COUNT or card.count_key is None or not card.count:
        return QRectF()
    small = pitch("small", scale)
    top = (
        place.top() + _margin(card, facts, scale) + _first_height(card, facts, scale) + max(SIZE[1] * scale, small) + 2
    )
    wide = _count_width(card, place.width() - 2 * PAD * scale, scale)
    return QRectF(place.left() + PAD * scale - 2, top, wide, small)


def _count_width(card: Card, room: float, scale: float) -> float:
    return min(QFontMetricsF(font("small", scale)).horizontalAdvance(card.count) + 4, room) if card.count else 0.0


def paint_card(painter: QPainter, card: Card, place: QRectF, facts: Facts, scale: float, look: Theme) -> None:
    """Name and multiple first; what has no room in its line is cut at its end, a figure never is."""
    margin = _margin(card, facts, scale)
    inner = place.adjusted(PAD * scale, margin, -PAD * scale, -margin)
    small = pitch("small", scale)
    first = QRectF(inner.left(), inner.top(), inner.width(), _first_height(card, facts, scale))
    _paint_first(painter, card, first, facts, scale, look)
    y = first.bottom()
    if facts >= Facts.FATE:
        tall = max(SIZE[1] * scale, small)
        _paint_fate(painter, card, QRectF(inner.left(), y, inner.width(), tall), scale, look)
        y += tall + 2
    if facts >= Facts.COUNT and _has_count(card, place.width(), scale):
        line = QRectF(inner.left(), y, inner.width(), small)
        used = _count_width(card, line.width(), scale)
        write(painter, line, card.count, "small", look.colour("text"), scale)
        when = line.adjusted(used + 8 * scale if used else 0, 0, 0, 0)
        write(painter, when, whole(card.when, when.width(), scale), "small", look.colour("text2"), scale)
        y += small
    if facts >= Facts.ALL:
        lines = told_lines(card, place.width(), scale)
        y += 4 * scale if lines else 0
        for line_of in lines:
            write(painter, QRectF(inner.left(), y, inner.width(), small), line_of, "small", look.colour("text2"), scale)
            y += small
        if card.spark is not None:
            spark = QRectF(inner.left(), y + 6 * scale, inner.width(), SPARK * scale)
            paint_spark(painter, card.spark, spark, QColor(card.colour), look)
    painter.setPen(QPen(look.colour("line"), 1))
    painter.drawLine(place.bottomLeft(), place.bottomRight())


def _paint_first(painter: QPainter, card: Card, line: QRectF, facts: Facts, scale: float, look: Theme) -> None:
    """Marker and name at the left, the multiple at the right; its caption where there is room for all of it."""
    ink = look.colour("text2" if card.is_quiet else "text")
    x = line.left()
    if facts < Facts.FATE:
        paint_phase(painter, card.glyph, QPointF(x + 5 * scale, line.center().y()), 9 * scale, look)
        x += 18 * scale
    if card.shape:
        paint_marker(painter, card.shape, QPointF(x + 6 * scale, line.center().y()), 11 * scale, QColor(card.colour))
        x += 18 * scale
    is_line = _is_line(card, facts)
    face = font("strong", scale) if is_line else font("figure", scale, kind="display")
    figure = QFontMetricsF(face).horizontalAdvance(card.figure) + 2
    painter.setFont(face)
    painter.setPen(ink)
    painter.drawText(line, RIGHT, card.figure)
    right = line.right() - figure - 6 * scale
    name = QFontMetricsF(font("strong", scale)).horizontalAdvance(tame(card.name, 80)) + 2
    caption = QFontMetricsF(font("micro", scale)).horizontalAdvance(card.caption) + 2
    if x + name + 12 * scale + caption <= right:
        down = 0 if is_line else 3 * scale  # on the larger figure's line
        room = QRectF(right - caption, line.top() + down, caption, line.height() - down)
        write(painter, room, card.caption, "micro", look.colour("text2"), scale, RIGHT)
    write(painter, QRectF(x, line.top(), max(0.0, right - x), line.height()), card.name, "strong", ink, scale)


def _paint_fate(painter: QPainter, card: Card, line: QRectF, scale: float, look: Theme) -> None:
    """Severity, then the phase as a shape and in words."""
    x = line.left()
    if card.level is not None:
        plate = QRectF(x, line.center().y() - SIZE[1] / 2, *SIZE)
        paint_severity(painter, card.level, plate, look, is_quiet=card.is_quiet)
        x += SIZE[0] + 8 * scale
    paint_phase(painter, card.glyph, QPointF(x + 5 * scale, line.center().y()), 9 * scale, look)
    rest = line.adjusted(x + 16 * scale - line.left(), 0, 0, 0)
    write(
        painter,
        rest,
        whole(card.fate, rest.width(), scale),
        "small",
        look.colour("text2" if card.is_quiet else "text"),
        scale,
    )


def write(
    painter: QPainter, room: QRectF, words: str, role: str, ink: QColor, scale: float, align: Qt.AlignmentFlag = LEFT
) -> None:
    """One line, cut at its end where there is no room."""
    if room.width() <= 0 or not words:
        return
    face = font(role, scale)
    painter.setFont(face)
    painter.setPen(ink)
    shown = QFontMetricsF(face).elidedText(tame(words, 400), Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room.adjusted(0, 0, 2, 0) if align == LEFT else room, align, shown)
