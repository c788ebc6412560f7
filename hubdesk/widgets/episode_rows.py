"""One row of the list of episodes: what it says, and how it is painted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.severity import SIZE, paint_phase, paint_severity
from hubdesk.widgets.sparkline import Spark, paint_spark
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, font, tokens

PAD: Final = 12.0
LEAD: Final = SIZE[0] + 10
GAP: Final = 12.0
MARKER: Final = 15.0  # px that a topic's mark takes
SPARK: Final = (130.0, 30.0)
SPARK_FROM: Final = 430.0  # px of width, from which there is room for it
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """An episode in words. `shape` "": of no single topic. `said`: by the analyst. `is_quiet`: over, snoozed, wrong."""

    id: int
    severity: int
    kind: str
    topic: str
    shape: str
    colour: str
    when: str
    length: str
    phase: str
    fate: str
    said: str
    sentence: str
    spark: Spark | None = None
    is_quiet: bool = False

    def time_beside(self, width: float) -> bool:
        """Whether the time stands beside the names. They go first; where all do not fit it takes the length's place."""
        names = QFontMetricsF(font("strong")).horizontalAdvance(self.kind) + GAP + (MARKER if self.shape else 0.0)
        names += QFontMetricsF(font("body")).horizontalAdvance(self.topic)
        return names + GAP + QFontMetricsF(font("small")).horizontalAdvance(self.when) + 4 <= width

    def spoken(self) -> str:
        parts = (self.kind, self.topic, self.when, self.length, self.fate, self.said, self.sentence)
        return ", ".join(filter(None, parts))


def row_height() -> int:
    return math.ceil(14 + pitch("strong") + 2 * pitch("small"))


def pitch(role: str) -> float:
    return float(tokens()["type"][role]["line"])


def paint_row(painter: QPainter, row: EpisodeRow, place: QRectF, look: Theme) -> None:
    """Severity at the left, three lines, the volume at the right where there is room."""
    inner = place.adjusted(PAD, 7, -PAD, -7)
    plate = QRectF(inner.left(), inner.top() + 1, *SIZE)
    paint_severity(painter, row.severity, plate, look, is_quiet=row.is_quiet)
    text = inner.adjusted(LEAD, 0, 0, 0)
    if row.spark is not None and place.width() >= SPARK_FROM:
        spark = QRectF(inner.right() - SPARK[0], inner.bottom() - SPARK[1], *SPARK)
        paint_spark(painter, row.spark, spark, QColor(row.colour), look)
        below = text.adjusted(0, 0, -SPARK[0] - 14, 0)
    else:
        below = text
    ink = "text2" if row.is_quiet else "text"
    is_beside = row.time_beside(text.width())
    _paint_head(painter, row, QRectF(text.left(), text.top(), text.width(), pitch("strong")), look, ink, is_beside)
    second = QRectF(below.left(), text.top() + pitch("strong"), below.width(), pitch("small"))
    paint_phase(painter, row.phase, QPointF(second.left() + 5, second.center().y()), 9, look)
    about = " · ".join(filter(None, (row.fate, row.length if is_beside else row.when, row.said)))
    write(painter, second.adjusted(16, 0, 0, 0), about, "small", look.colour("text2"))
    write(painter, second.translated(0, second.height()), row.sentence, "small", look.colour(ink))
    painter.setPen(QPen(look.colour("grid"), 1))
    painter.drawLine(place.bottomLeft(), place.bottomRight())


def _paint_head(painter: QPainter, row: EpisodeRow, room: QRectF, look: Theme, ink: str, is_beside: bool) -> None:
    """Kind and topic, the time at the right where it `is_beside` them. A name is cut at its end, a time never is."""
    left = room.width()
    if is_beside:
        write(painter, room, row.when, "small", look.colour("text2"), RIGHT)
        left -= QFontMetricsF(font("small")).horizontalAdvance(row.when) + 2 + GAP
    kind = min(left, QFontMetricsF(font("strong")).horizontalAdvance(row.kind) + 2)
    write(painter, QRectF(room.left(), room.top(), kind, room.height()), row.kind, "strong", look.colour(ink))
    x = room.left() + kind + GAP
    if row.shape:
        if x + 40 > room.left() + left:
            return
        paint_marker(painter, row.shape, QPointF(x + 5, room.center().y()), 9.5, QColor(row.colour))
        x += MARKER
    write(painter, QRectF(x, room.top(), room.left() + left - x, room.height()), row.topic, "body", look.colour(ink))


def write(painter: QPainter, room: QRectF, words: str, role: str, ink: QColor, align: Qt.AlignmentFlag = LEFT) -> None:
    """One line, cut at its end where there is no room."""
    if room.width() <= 0:
        return
    face = font(role)
    painter.setFont(face)
    painter.setPen(ink)
    shown = QFontMetricsF(face).elidedText(tame(words, 400), Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room.adjusted(0, 0, 2, 0) if align == LEFT else room, align, shown)
