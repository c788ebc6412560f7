"""Lays out words with marks over lines: cut at words, and beginning where the first mark can be seen."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTextLayout, QTextOption

from hubdesk.wall.brush import ELLIPSIS, Brush
from hubdesk.wall.post import Words
from hubdesk.widgets.text import utf16

KEPT: Final = 256  # layouts; a cell shows some ten, and one post is tried at some twenty sizes
LARGE: Final = 64  # px from which Qt keeps no letters, but fills each one's outline anew
_LOOSE: Final = " .,;:…«(“-–\u00a0\u202f"  # stands before no ellipsis
_DEEP: Final = 60  # lines that are laid out to find the first mark


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and the stretches of it in px that lie behind its marked words."""

    text: str
    marks: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """Lines of a text; `is_whole`: nothing of it was left out."""

    lines: tuple[Line, ...]
    is_whole: bool


Span = tuple[int, int]


class LineKeeper:
    """Keeps what was laid out, by words, width and font."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Words, int, int, int], Laid] = OrderedDict()

    def laid(self, brush: Brush, words: Words, width: float, most: int, role: str = "text", px: int = 0) -> Laid:
        """Words over at most so many lines of that width."""
        size = px or brush.px(role)
        key = (words, round(width), most, size * 10 + (role == "strong"))
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = lay(brush, words, width, most, role, px)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return kept


def lay(brush: Brush, words: Words, width: float, most: int, role: str = "text", px: int = 0) -> Laid:
    """As LineKeeper.laid, anew."""
    if most <= 0 or not words.text:
        return Laid((), not words.text)
    spans = _spans(brush, words.text, width, role, px)
    begin = _begin(words, spans, most)
    if begin:
        marks = tuple((a - begin + 1, b - begin + 1) for a, b in words.marks if a >= begin)
        words = Words(ELLIPSIS + words.text[begin:], marks)
        spans = _spans(brush, words.text, width, role, px)
    shown = spans[:most]
    if not shown:
        return Laid((), False)
    is_cut = len(shown) < len(spans)
    while is_cut and len(shown) > 1 and _would_be_cut(brush, words.text, shown[-1], width, role, px):
        shown = shown[:-1]
    lines = [_line(brush, words, one, is_cut and one is shown[-1], width, role, px) for one in shown]
    return Laid(tuple(lines), not begin and not is_cut)


def _begin(words: Words, spans: list[Span], most: int) -> int:
    """Where to begin, so that the first mark can be seen: at a word of the line before it, or of its own."""
    if not words.marks or len(spans) <= most:
        return 0
    mark = words.marks[0][0]
    at = next((number for number, span in enumerate(spans) if mark < span[1]), 0)
    if at < most:
        return 0
    start = spans[at - (most > 1)][0]
    blank = start if words.text[start - 1].isspace() else words.text.find(" ", start, mark) + 1
    return blank or mark


def _spans(brush: Brush, text: str, width: float, role: str, px: int) -> list[Span]:
    """Where the lines are, in code points, the blanks at their ends left out; some more than anybody shows."""
    layout = QTextLayout(text, brush.face(role, px)[0])
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    ends: list[int] = []
    while len(ends) < _DEEP and (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        ends.append(line.textStart() + line.textLength())
    layout.endLayout()
    points = _points(text, ends)
    return [(start, end) for start, end in zip([0, *points[:-1]], points, strict=True) if text[start:end].strip()]


def _points(text: str, units: list[int]) -> list[int]:
    """Qt counts in UTF-16: the same places in code points."""
    if text.isascii():
        return units
    found, at, unit = [], 0, 0
    for wanted in units:
        while unit < wanted and at < len(text):
            unit += 1 + (text[at] > "\uffff")
            at += 1
        found.append(at)
    return found


def _line(brush: Brush, words: Words, span: Span, is_cut: bool, width: float, role: str, px: int) -> Line:
    start, end = span
    text = words.text[start:end].rstrip()
    start += len(text) - len(text := text.lstrip())
    tail = ELLIPSIS if is_cut else ""
    text = text.rstrip(_LOOSE) if is_cut else text
    if is_cut and _is_within(words.text, end) and " " in text:
        text = text.rpartition(" ")[0]
    while text and brush.width(text + tail, role, px) > width:
        shorter = text.rpartition(" ")[0] if " " in text else text[:-1]
        text, tail = shorter, ELLIPSIS
    if tail:
        text = text.rstrip(_LOOSE)
    marks = [(max(a, start) - start, min(b, start + len(text)) - start) for a, b in words.marks]
    return Line(text + tail, _boxes(brush, text + tail, [one for one in marks if one[0] < one[1]], role, px))


def _would_be_cut(brush: Brush, text: str, span: Span, width: float, role: str, px: int) -> bool:
    """Whether a line is one word alone that the text's last ellipsis would cut."""
    said = text[slice(*span)].strip()
    is_one = " " not in said
    return is_one and (_is_within(text, span[1]) or brush.width(said.rstrip(_LOOSE) + ELLIPSIS, role, px) > width)


def _is_within(text: str, place: int) -> bool:
    """Whether that is in the midst of a word, which may be a place's name."""
    around = text[place - 1 : place + 1]
    return len(around) == 2 and not any(map(str.isspace, around))


def _boxes(brush: Brush, said: str, marks: list[Span], role: str, px: int) -> tuple[tuple[float, float], ...]:
    """Where marked letters are in a line, px; also of one that runs from right to left."""
    if not marks:
        return ()
    layout = QTextLayout(said, brush.face(role, px)[0])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    made = []
    for start, end in marks:
        sides = sorted(_x(line.cursorToX(utf16(said, place))) for place in (start, end))
        if sides[1] - sides[0] > 1:
            made.append((sides[0], sides[1]))
    return tuple(made)


def _x(told: object) -> float:
    """PySide answers with the place alone, or with the place and the cursor."""
    return float(told[0] if isinstance(told, tuple) else told)  # type: ignore[arg-type]


def write_lines(brush: Brush, laid: Laid, place: QRectF, role: str = "text", ink: str = "text", px: int = 0) -> float:
    """Paint them from the top of a place. Returns the height that was used."""
    high, painter = brush.height(role, px), brush.painter
    for number, line in enumerate(laid.lines):
        at = QRectF(place.left(), place.top() + number * high, place.width(), high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush.colour("mark"))
        for left, right in line.marks:
            round_ = high * 0.05
            box = QRectF(at.left() + left, at.top() + high * 0.06, right - left, high * 0.88)
            painter.drawRoundedRect(box.intersected(at), round_, round_)
        brush.write(line.text, at, role, ink, px=px)
    return len(laid.lines) * high


class MovingLines:
    """Lines in letters so large that painting them takes longer than a frame has: while they move, from a picture of
    them. Where nothing moves there is none."""

    def __init__(self) -> None:
        self._key: object = None
        self._image: QImage | None = None

    def write(self, brush: Brush, laid: Laid, place: QRectF, px: int, is_moving: bool) -> float:
        """As write_lines."""
        if not is_moving or px < LARGE:
            self._key = self._image = None
            return write_lines(brush, laid, place, px=px)
        high, ratio = len(laid.lines) * brush.height("text", px), brush.painter.device().devicePixelRatio()
        size = QSize(round(place.width() * ratio), round(high * ratio))
        key = (laid, px, size, ratio, brush.look.name)
        if self._image is None or key != self._key:
            self._key, self._image = key, QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._image)
            write_lines(Brush(painter, brush.measure, brush.look), laid, QRectF(0, 0, place.width(), high), px=px)
            painter.end()
        brush.painter.drawImage(place.topLeft(), self._image)
        return high
