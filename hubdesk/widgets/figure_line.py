"""One line of figures in words, each with its sign; what can be opened is underlined. It wraps between figures."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.spots import Spot, Spots
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import advance, font, theme
from hubdesk.widgets.tone_parts import paint_glyph

PAD: Final = 12.0
LINE: Final = 24.0
BETWEEN: Final = 18.0
SIGN: Final = 10.0
SIGN_ROOM: Final = 16.0
MOST_WIDTHS: Final = 16  # at which a line remembers where its figures stand
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Saying:
    """A figure with its words. `figure` stands out; `key` None: nothing to open. `more` is said of it when asked."""

    figure: str
    words: str
    key: Hashable | None = None
    part: str = ""
    more: str = ""

    @property
    def text(self) -> str:
        return " ".join(filter(None, (self.figure, self.words)))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure, tamed, and where it stands."""

    saying: Saying
    place: QRectF
    figure: str
    words: str


class FigureLine(Spots):
    """As tall as its width asks for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sayings: tuple[Saying, ...] = ()
        self._at_width: dict[float, list[_Placed]] = {}  # those that were asked about
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_sayings(self, sayings: Sequence[Saying]) -> None:
        self._sayings = tuple(sayings)
        self._at_width.clear()
        self.setAccessibleName("; ".join(one.text for one in self._sayings))
        self._fit()
        self.update()

    def sayings(self) -> tuple[Saying, ...]:
        return self._sayings

    def spots(self) -> Sequence[Spot]:
        return [
            Spot(one.place.adjusted(-3, 1, 3, -1), one.saying.key, _said_of(one.saying))
            for one in self._placed()
            if one.saying.key is not None
        ]

    def explanation(self, place: QPointF) -> str:
        return next((_said_of(one.saying) for one in self._placed() if one.place.contains(place)), "")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        placed = self._placed(width)
        return math.ceil(placed[-1].place.bottom() + 6) if placed else 0

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(120, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(120, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._at_width.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        self.paint_spots(painter, look)
        for one in self._placed():
            place, part, key = one.place, one.saying.part, one.saying.key
            x = place.left()
            if part:
                paint_glyph(painter, part, QPointF(x + SIGN / 2, place.center().y()), SIGN, look)
                x += SIGN_ROOM
            for text, role, ink in ((one.figure, "strong", "text"), (one.words, "body", "text2")):
                if not text:
                    continue
                made = font(role)
                if key is not None and key == self._hovered:
                    made.setUnderline(True)
                painter.setFont(made)
                painter.setPen(look.colour(ink))
                room, shown = max(0.0, place.right() - x) + 1, text
                if advance(text, role) > room:
                    shown = QFontMetricsF(made).elidedText(text, Qt.TextElideMode.ElideRight, room)
                painter.drawText(QRectF(x, place.top(), room, place.height()), LEFT, shown)
                x += advance(text + " ", role)
        painter.end()

    def _placed(self, width: float = 0.0) -> list[_Placed]:
        """Where each figure stands in that width, its own if none is told. Worked out once for a width."""
        width = width or self.width()
        known = self._at_width.get(width)
        if known is None:
            if len(self._at_width) >= MOST_WIDTHS:
                self._at_width.clear()
            known = self._at_width[width] = self._places(width - PAD)
        return known

    def _places(self, right: float) -> list[_Placed]:
        made: list[_Placed] = []
        x, y = PAD, 5.0
        for one in self._sayings:
            figure, words = tame(one.figure), tame(one.words)
            wide = SIGN_ROOM if one.part else 0.0
            wide += advance(figure + " ", "strong") if one.figure else 0.0
            wide += advance(words, "body") + 1
            if x > PAD and x + wide > right:
                x, y = PAD, y + LINE
            made.append(_Placed(one, QRectF(x, y, min(wide, max(20.0, right - x)), LINE), figure, words))
            x += wide + BETWEEN
        return made

    def _fit(self) -> None:
        """A layout in a layout asks for no height by width: say it as the least."""
        height = self.heightForWidth(self.width())
        if self.minimumHeight() != height:
            self.setFixedHeight(height)


def _said_of(one: Saying) -> str:
    return one.more or one.text
