"""One line of figures in words, each with its sign; what can be opened is underlined. It wraps between figures."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
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


class FigureLine(Spots):
    """As tall as its width asks for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sayings: tuple[Saying, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_sayings(self, sayings: Sequence[Saying]) -> None:
        self._sayings = tuple(sayings)
        self.setAccessibleName("; ".join(one.text for one in self._sayings))
        self._fit()
        self.update()

    def sayings(self) -> tuple[Saying, ...]:
        return self._sayings

    def spots(self) -> Sequence[Spot]:
        return [
            Spot(place.adjusted(-3, 1, 3, -1), one.key, one.more or one.text)
            for one, place in self._placed()
            if one.key is not None
        ]

    def explanation(self, place: QPointF) -> str:
        return next((one.more or one.text for one, there in self._placed() if there.contains(place)), "")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        placed = self._placed(width)
        return math.ceil(placed[-1][1].bottom() + 6) if placed else 0

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(120, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(120, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        self.paint_spots(painter, look)
        for one, place in self._placed():
            x = place.left()
            if one.part:
                paint_glyph(painter, one.part, QPointF(x + SIGN / 2, place.center().y()), SIGN, look)
                x += SIGN_ROOM
            for text, role, ink in ((tame(one.figure), "strong", "text"), (tame(one.words), "body", "text2")):
                if not text:
                    continue
                made = font(role)
                made.setUnderline(one.key is not None and one.key == self._hovered)
                painter.setFont(made)
                painter.setPen(look.colour(ink))
                room = max(0.0, place.right() - x) + 1
                shown = QFontMetricsF(made).elidedText(text, Qt.TextElideMode.ElideRight, room)
                painter.drawText(QRectF(x, place.top(), room, place.height()), LEFT, shown)
                x += advance(text + " ", role)
        painter.end()

    def _placed(self, width: float = 0.0) -> list[tuple[Saying, QRectF]]:
        """Where each figure stands in that width, its own if none is told."""
        made: list[tuple[Saying, QRectF]] = []
        right = (width or self.width()) - PAD
        x, y = PAD, 5.0
        for one in self._sayings:
            wide = SIGN_ROOM if one.part else 0.0
            wide += advance(tame(one.figure) + " ", "strong") if one.figure else 0.0
            wide += advance(tame(one.words), "body") + 1
            if x > PAD and x + wide > right:
                x, y = PAD, y + LINE
            made.append((one, QRectF(x, y, min(wide, max(20.0, right - x)), LINE)))
            x += wide + BETWEEN
        return made

    def _fit(self) -> None:
        """A layout in a layout asks for no height by width: say it as the least."""
        height = self.heightForWidth(self.width())
        if self.minimumHeight() != height:
            self.setFixedHeight(height)
