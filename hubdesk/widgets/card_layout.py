"""Where everything on a mention's card stands, worked out once per mention and width."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextOption

from hubdesk.core import Topic
from hubdesk.widgets.card_foot import lay_foot
from hubdesk.widgets.card_type import CARD, COMPACT, GAP, GLYPH, ICON, LEFT, CardLayout, CardType, Piece
from hubdesk.widgets.card_words import CardWords
from hubdesk.widgets.text import ELLIPSIS, utf16
from hubdesk.widgets.theme import Theme

COMPACT_BADGE: Final = 0.3  # of what is left of a row for what people marked
_WITHDRAWN_LINES: Final = 6  # a sentence of ours, never cut


def comfortable(words: CardWords, width: int, kind: CardType, look: Theme, topics: tuple[Topic, ...]) -> CardLayout:
    """A card of three lines of text at most; its height is 62 px and 19 for each line."""
    room = max(40.0, width - LEFT - CARD["pad_x"])
    made = CardLayout(0, network=QRectF(CARD["pad_x"], CARD["pad_y"] + 2, 22, 15))
    made.pieces.append(_network(words, kind, made.network))
    _head(made, words, kind, room)
    top = CARD["pad_y"] + CARD["head"] + CARD["gap"]
    lines = _withdrawn(made, words, kind, room, top) if words.withdrawn else _body(made, words, kind, room, top)
    made.dot = QPointF(CARD["pad_x"] + 11, top + CARD["line"] / 2)
    down = top + lines * CARD["line"] + CARD["foot_gap"] + CARD["foot"] / 2
    made.star = QRectF(CARD["pad_x"] + 4, down - 7, 14, 14)
    if words.badge:
        made.badge = words.badge.icon, made.star
    foot = top + lines * CARD["line"] + CARD["foot_gap"]
    lay_foot(made, words, kind, (look, topics), room, foot + CARD["foot"] / 2)
    made.height = round(foot + CARD["foot"] + CARD["pad_y"])
    return made


def _network(words: CardWords, kind: CardType, box: QRectF) -> Piece:
    left = box.center().x() - kind.width("network", words.network) / 2
    return kind.piece("network", "text2", words.network, left, box.center().y())


def _head(made: CardLayout, words: CardWords, kind: CardType, room: float) -> None:
    middle = CARD["pad_y"] + CARD["head"] / 2
    time = kind.width("time", words.time)
    made.pieces.append(kind.piece("time", "text2", words.time, LEFT + room - time, middle))
    left, free = LEFT, room - time - GAP
    if words.is_reply:
        made.arrow = QRectF(left, middle - 7, 14, 14)
        left, free = left + 20, free - 20
    author = min(kind.width("author", words.author), free)
    made.pieces.append(kind.piece("author", "text", words.author, left, middle, free))
    if words.handle and free - author - 8 >= 48:
        made.pieces.append(kind.piece("handle", "text3", words.handle, left + author + 8, middle, free - author - 8))


def _formats(words: CardWords, shown: int) -> list[QTextLayout.FormatRange]:
    """Weight 500 for a title, 600 for matched words."""
    made = []
    for start, end, weight in [(0, words.title_end, 500), *((*mark, 600) for mark in words.marks)]:
        begin, stop = utf16(words.text, start), min(utf16(words.text, end), shown)
        if begin < stop:
            span = QTextLayout.FormatRange()
            look = QTextCharFormat()
            look.setFontWeight(weight)
            span.start, span.length, span.format = begin, stop - begin, look
            made.append(span)
    return made


def _laid(text: str, kind: CardType, role: str, room: float, most: int, words: CardWords | None) -> QTextLayout:
    """The text in lines of 19 px; the last of `most` lines runs on, to be measured and cut."""
    layout = QTextLayout(text, kind.fonts[role])
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    if words is not None:
        layout.setFormats(_formats(words, utf16(text, len(text))))
    layout.beginLayout()
    lead = (CARD["line"] - kind.metrics[role].height()) / 2
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room if number < most - 1 else 1e6)
        line.setPosition(QPointF(0, round(number * CARD["line"] + lead)))
    layout.endLayout()
    return layout


def _body(made: CardLayout, words: CardWords, kind: CardType, room: float, top: float) -> int:
    most = int(CARD["max_lines"])
    text = words.text
    layout = _laid(text, kind, "text", room, most, words)
    for _try in range(6):  # cut the last line until it fits; the first cut nearly always does
        last = layout.lineAt(layout.lineCount() - 1) if layout.lineCount() else None
        ends = last is None or last.textStart() + last.textLength() >= utf16(text, len(text))
        if last is None or (ends and last.naturalTextWidth() <= room):
            break
        start = _code_points(text, last.textStart())
        share = min(0.97, (room - kind.width("text", ELLIPSIS)) / max(1.0, last.naturalTextWidth()))
        fits = max(1, int((len(text) - start) * share)) if last.naturalTextWidth() > room else len(text) - start - 1
        stop = _code_points(text, last.textStart() + last.textLength())
        text = text[: min(start + fits, stop)].rstrip(ELLIPSIS + " \u2028")
        text += "" if len(text) == words.title_end else ELLIPSIS  # a whole title needs no dots, its text may be missing
        layout = _laid(text, kind, "text", room, most, words)
    made.body, made.body_at = layout, QPointF(LEFT, top)
    made.marks = _mark_boxes(layout, words, text)
    return max(1, layout.lineCount())


def _code_points(text: str, units: int) -> int:
    """How many code points the first UTF-16 units are."""
    return units if text.isascii() else len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def _mark_boxes(layout: QTextLayout, words: CardWords, text: str) -> list[QRectF]:
    """The ground behind matched words, one box a line."""
    boxes = []
    spans = [(utf16(words.text, start), utf16(words.text, end)) for start, end in words.marks]
    shown = utf16(text, len(text)) - (1 if text != words.text else 0)
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = line.textStart(), min(shown, line.textStart() + line.textLength())
        for start, end in spans:
            begin, stop = max(start, first), min(end, last)
            if begin < stop:
                one, other = _x(line.cursorToX(begin)), _x(line.cursorToX(stop))
                left, right = min(one, other), max(one, other)
                if _x(line.cursorToX(first)) < 1:  # left to right: the space a line was broken at is not shown
                    right = min(right, line.naturalTextWidth())
                boxes.append(QRectF(left - 2, number * CARD["line"] + 1, right - left + 4, CARD["line"] - 2))
    return boxes


def _x(found: object) -> float:
    """PySide hands back the place, or the place and the cursor."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # type: ignore[arg-type]


def _withdrawn(made: CardLayout, words: CardWords, kind: CardType, room: float, top: float) -> int:
    layout = _laid(words.withdrawn, kind, "withdrawn", room - 16, _WITHDRAWN_LINES, None)
    made.body, made.body_at = layout, QPointF(LEFT + 8, top)
    lines = max(1, layout.lineCount())
    made.box = QRectF(LEFT + 0.5, top - 0.5, room - 1, lines * CARD["line"])
    return lines


def compact(words: CardWords, width: int, kind: CardType, look: Theme, topics: tuple[Topic, ...]) -> CardLayout:
    """A row of 28 px: time, network, brand, tone, author, text, place; author and place drop whole when narrow."""
    columns: dict[str, float] = COMPACT["cols"]  # type: ignore[assignment]
    height, pad = COMPACT["height"], COMPACT["pad_x"]
    made, middle = CardLayout(round(height)), height / 2
    made.pieces.append(kind.piece("time", "text2", words.time, pad, middle))
    x = pad + max(columns["time"], kind.width("time", words.time) + 8)
    made.network = QRectF(x, middle - 7.5, 22, 15)
    made.pieces.append(_network(words, kind, made.network))
    x += columns["network"]
    for style in [look.topic_style(topic, topics) for topic in words.topics][:1]:
        made.markers.append((style, QPointF(x + GLYPH / 2, middle)))
    x += columns["brand"]
    for at, (tone, _word) in enumerate(words.tones):
        made.tones.append((tone, QPointF(x + GLYPH / 2 + at * (GLYPH + 1), middle)))
    x += columns["tone"]
    right = width - pad
    if right - x >= columns["author"] + 100:
        made.pieces.append(kind.piece("author", "text", words.author, x, middle, columns["author"] - 8))
        x += columns["author"]
    if words.badge:
        made.badge = words.badge.icon, QRectF(x, middle - 7, 14, 14)
        x += 20
        if said := words.badge.short(partial(kind.width, "brand"), (right - x) * COMPACT_BADGE):
            made.pieces.append(kind.piece("brand", "text", said, x, middle))
            x += kind.width("brand", said) + GAP
    place = kind.width("fact", words.place)
    if words.place and right - x - place >= 160:
        made.reach = kind.piece("fact", "text3", words.place, right - place, middle)
        right -= place + GAP
    if words.url:
        made.open_icon = QRectF(width - pad - ICON, middle - ICON / 2, ICON, ICON)
    text = words.withdrawn or words.text.replace("\u2028", " ")
    made.pieces.append(kind.piece("text", "text3" if words.withdrawn else "text", text[:400], x, middle, right - x))
    made.dot = QPointF(6, middle)
    return made
