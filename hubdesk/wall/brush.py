"""Paints words and signs at the sizes of a wall: nothing is cut in the middle of a figure, nothing is too small."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from hubdesk.wall.measure import Measure
from hubdesk.widgets.glyphs import paint_hatch, paint_marker
from hubdesk.widgets.severity import held
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, TopicStyle, family

LEFT: Final = Qt.AlignmentFlag.AlignLeft
RIGHT: Final = Qt.AlignmentFlag.AlignRight
MIDDLE: Final = Qt.AlignmentFlag.AlignHCenter
WEIGHTS: Final = {"least": 500, "text": 500, "strong": 600, "head": 600, "hero": 600}
ELLIPSIS: Final = "…"


@cache
def wall_font(px: int, weight: int) -> QFont:
    """The look's font at a height in px, with figures of one width."""
    made = QFont(family("display" if px >= 22 else "ui"))
    made.setPixelSize(max(1, px))
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def metrics(px: int, weight: int) -> QFontMetricsF:
    """Of that font."""
    return QFontMetricsF(wall_font(px, weight))


class Brush:
    """A painter that knows a wall's sizes and inks. Roles are `least`, `text`, `strong` (text, heavier), `head` and
    `hero`; inks are names of the look's colours."""

    def __init__(self, painter: QPainter, measure: Measure, look: Theme) -> None:
        self.painter, self.measure, self.look = painter, measure, look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)

    def colour(self, ink: str) -> QColor:
        """An ink of the look."""
        return self.look.colour(ink)

    def px(self, role: str) -> int:
        """The height of a role's font."""
        return int(getattr(self.measure, "text" if role == "strong" else role))

    def face(self, role: str, px: int = 0) -> tuple[QFont, QFontMetricsF]:
        """The font of a role and its metrics; `px`: at that height instead, though never below the least."""
        size = max(self.measure.least, px) if px else self.px(role)
        return wall_font(size, WEIGHTS[role]), metrics(size, WEIGHTS[role])

    def width(self, words: str, role: str = "text", px: int = 0) -> float:
        """Of words in one line, px."""
        return self.face(role, px)[1].horizontalAdvance(words)

    def height(self, role: str = "text", px: int = 0) -> float:
        """Of a line, px."""
        return self.face(role, px)[1].height()

    def write(
        self,
        words: str,
        place: QRectF,
        role: str = "text",
        ink: str = "text",
        align: Qt.AlignmentFlag = LEFT,
        px: int = 0,
        whole: bool = False,
    ) -> float:
        """One line at the top of a place; what does not fit ends in an ellipsis, or is left out (`whole`: figures and
        places are never cut). Returns the width that was used, 0 when nothing was written."""
        font, measured = self.face(role, px)
        said = words
        if measured.horizontalAdvance(said) > place.width() + 0.5:
            if whole:
                return 0.0
            said = measured.elidedText(said, Qt.TextElideMode.ElideRight, place.width())
            if said in ("", ELLIPSIS):
                return 0.0
        self.painter.setFont(font)
        self.painter.setPen(self.colour(ink))
        line = QRectF(place.left(), place.top(), place.width(), measured.height())
        self.painter.drawText(line, align | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine, said)
        return measured.horizontalAdvance(said)

    def first_that_fits(self, choices: tuple[str, ...], width: float, role: str = "text", px: int = 0) -> str:
        """The fullest of some wordings that has room, longest first; "" when none has."""
        return next((one for one in choices if self.width(one, role, px) <= width), "")

    def lines(self, words: str, width: float, most: int, role: str = "text", px: int = 0) -> list[str]:
        """Words wrapped into at most so many lines; the last one ends in an ellipsis when more was said."""
        font, measured = self.face(role, px)
        layout = QTextLayout(words, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        made: list[str] = []
        units = words.encode("utf-16-le", "surrogatepass")
        while len(made) < most and (line := layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            start, length = line.textStart(), line.textLength()
            is_last = len(made) == most - 1
            piece = units[2 * start : None if is_last else 2 * (start + length)].decode("utf-16-le", "replace")
            made.append(
                measured.elidedText(piece.strip(), Qt.TextElideMode.ElideRight, width) if is_last else piece.strip()
            )
        layout.endLayout()
        return made

    def paragraph(
        self, words: str, place: QRectF, most: int = 0, role: str = "text", ink: str = "text", px: int = 0
    ) -> float:
        """Words over as many lines as the place has room for, `most` at most. Returns the height that was used."""
        high = self.height(role, px)
        room = int((place.height() + 0.5) // high)
        made = self.lines(words, place.width(), min(room, most) if most else room, role, px) if room > 0 else []
        for number, line in enumerate(made):
            at = QRectF(place.left(), place.top() + number * high, place.width(), high)
            self.write(line, at, role, ink, px=px)
        return len(made) * high

    def tamed(self, text: str, limit: int = 400) -> str:
        """What strangers wrote, as plain text on one line."""
        return tame(text, limit)

    def marker(self, style: TopicStyle, centre: QPointF, size: float) -> None:
        """A topic's shape in its colour."""
        paint_marker(self.painter, style.marker, centre, size, style.colour)

    def brand(self, style: TopicStyle, place: QRectF, role: str = "head", short: bool = False, px: int = 0) -> float:
        """A topic's shape and its name in ink, on one line. Returns the width that was used."""
        high = self.height(role, px)
        size = high * 0.5
        self.marker(style, QPointF(place.left() + size / 2, place.top() + high / 2), size)
        room = place.adjusted(size * 1.55, 0, 0, 0)
        name = tame(style.short if short else style.name, 80)
        said = self.first_that_fits((name, tame(style.short, 80)), room.width(), role, px) or name
        return size * 1.55 + self.write(said, room, role, px=px)

    def rule(self, start: QPointF, end: QPointF, ink: str = "line") -> None:
        """A thin line."""
        self.painter.setPen(QPen(self.colour(ink), self.measure.line))
        self.painter.drawLine(start, end)

    def hatch(self, place: QRectF) -> None:
        """What nobody listened to, or what is made up."""
        paint_hatch(self.painter, place, self.colour("hatch"), max(5.0, self.measure.text / 6))

    def plate_width(self, words: str, role: str = "text") -> float:
        """Of the plate of a level."""
        high = self.height(role) * 1.2
        return high * 1.15 + (self.width(words, role) + high * 0.45 if words else 0.0)

    def plate(self, level: int, words: str, place: QRectF, role: str = "text", is_quiet: bool = False) -> float:
        """How grave, in bars: 3 is a full yellow plate, 2 has a yellow edge, 1 and watch are outlines; nothing of a
        quiet one (it is over) is yellow. At the top left of the place; returns the width that was used."""
        level, painter = held(level), self.painter
        high = self.height(role) * 1.2
        frame = QRectF(place.left(), place.top(), self.plate_width(words, role), high)
        is_full = level == 3 and not is_quiet
        ink = "on_signal" if is_full else "text"
        painter.setPen(Qt.PenStyle.NoPen if is_full else QPen(self.colour("line_strong"), self.measure.line))
        painter.setBrush(self.colour("signal") if is_full else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, high * 0.08, high * 0.08)
        if level == 2 and not is_quiet:
            painter.fillRect(QRectF(frame.left(), frame.top(), high * 0.14, high), self.colour("signal"))
        for step in range(3):
            tall = high * (0.22 + 0.16 * step)
            bar = QRectF(frame.left() + high * (0.32 + 0.2 * step), frame.top() + high * 0.76 - tall, high * 0.14, tall)
            if step < level:
                painter.fillRect(bar, self.colour(ink))
            else:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self.colour("line_strong"), self.measure.line))
                painter.drawRect(bar)
        if words:
            line = QRectF(frame.left() + high * 1.1, frame.top() + high * 0.08, frame.width(), high)
            self.write(words, line, role, ink)
        return frame.width()

    def person(self, centre: QPointF, size: float, ink: str = "text2") -> None:
        """The outline of somebody whose name is nobody's business."""
        painter = self.painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.colour(ink), max(1.0, size / 11)))
        painter.drawEllipse(QPointF(centre.x(), centre.y() - size * 0.2), size * 0.22, size * 0.22)
        shoulders = QRectF(centre.x() - size * 0.4, centre.y() + size * 0.1, size * 0.8, size * 0.76)
        painter.drawArc(shoulders, 0, 180 * 16)
