"""What a laid-out card is made of, and the fonts of cards with their measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTextLayout

from hubdesk.widgets.theme import TopicStyle, font, tokens

CARD: Final[dict[str, float]] = tokens()["card"]["comfortable"]
COMPACT: Final[dict[str, float]] = tokens()["card"]["compact"]
LEFT: Final = CARD["pad_x"] + CARD["gutter"]
GLYPH: Final = 9.0
GAP: Final = 12.0
ICON: Final = 16.0
MOST_KEPT: Final = 2_000  # texts that are measured or set: names, times, facts


@dataclass(slots=True)
class Piece:
    """A short text at its place."""

    x: float
    y: float
    text: QStaticText
    role: str
    ink: str


@dataclass(slots=True)
class CardLayout:
    """One card, ready to be painted at any height of the list."""

    height: int
    pieces: list[Piece] = field(default_factory=list)
    markers: list[tuple[TopicStyle, QPointF]] = field(default_factory=list)
    tones: list[tuple[str, QPointF]] = field(default_factory=list)
    body: QTextLayout | None = None
    body_at: QPointF = field(default_factory=QPointF)
    marks: list[QRectF] = field(default_factory=list)
    box: QRectF | None = None  # the dashed frame of a withdrawn mention
    arrow: QRectF | None = None
    badge: tuple[str, QRectF] | None = None  # an icon, for what people marked
    star: QRectF | None = None  # where a click sets a star, or takes it away
    reach: Piece | None = None  # gives way to the icons while the mouse is over the card
    network: QRectF = field(default_factory=QRectF)
    open_icon: QRectF | None = None
    dot: QPointF = field(default_factory=QPointF)


class CardType:
    """The fonts of cards, with their metrics: everything is measured, nothing is guessed. Cards say the same few words
    again and again: a text is measured and set once."""

    def __init__(self) -> None:
        self._widths: dict[tuple[str, str], float] = {}
        self._set: dict[tuple[str, str], QStaticText] = {}
        self.fonts: dict[str, QFont] = {
            "author": font("strong"),
            "handle": font("small"),
            "time": font("small", weight=500),
            "text": font("body"),
            "fact": font("small"),
            "brand": font("small", weight=500),
            "network": font("micro"),
            "withdrawn": font("small"),
        }
        self.metrics = {role: QFontMetricsF(made) for role, made in self.fonts.items()}
        self.heights = {role: metrics.height() for role, metrics in self.metrics.items()}

    def width(self, role: str, text: str) -> float:
        wide = self._widths.get((role, text))
        if wide is None:
            if len(self._widths) >= MOST_KEPT:
                self._widths.clear()
            wide = self._widths[role, text] = self.metrics[role].horizontalAdvance(text)
        return wide

    def piece(self, role: str, ink: str, text: str, x: float, middle: float, room: float | None = None) -> Piece:
        """A text on one line, centred on a height, elided to its room."""
        if room is not None and self.width(role, text) > room:
            text = self.metrics[role].elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))
        return Piece(x, round(middle - self.heights[role] / 2), self._static(role, text), role, ink)

    def _static(self, role: str, text: str) -> QStaticText:
        made = self._set.get((role, text))
        if made is None:
            if len(self._set) >= MOST_KEPT:
                self._set.clear()
            made = self._set[role, text] = QStaticText(text)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(font=self.fonts[role])
        return made
