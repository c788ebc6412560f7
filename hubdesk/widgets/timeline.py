"""What happened when, one fact under the other: the time, a glyph on a line, and words that wrap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.severity import paint_phase
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme, tokens

PAD: Final = 12.0
GLYPH: Final = 26.0  # px for the glyph's column
BETWEEN: Final = 6.0
TOP: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Fact:
    """`glyph`: a phase, or one of the icons with `icon:` before it."""

    time: str
    glyph: str
    words: str


class Timeline(QWidget):
    """As tall as its width asks for; read aloud as one list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[Fact, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        if tuple(facts) == self._facts:
            return
        self._facts = tuple(facts)
        self.setAccessibleDescription("; ".join(f"{one.time} {one.words}" for one in self._facts))
        self._fit()
        self.update()

    def facts(self) -> tuple[Fact, ...]:
        return self._facts

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        times, y, last = self._times(), 4.0, None
        line = float(tokens()["type"]["body"]["line"])
        for one in self._facts:
            words = _laid_out(one.words, self._room())
            height = words.boundingRect().height()
            centre = QPointF(PAD + times + GLYPH / 2, y + line / 2)
            if last is not None:
                painter.setPen(QPen(look.colour("line_strong"), 1))
                painter.drawLine(QPointF(centre.x(), last + 8), QPointF(centre.x(), centre.y() - 8))
            if one.glyph.startswith("icon:"):
                box = QRectF(centre.x() - 6, centre.y() - 6, 12, 12)
                paint_icon(painter, one.glyph.removeprefix("icon:"), box, look.colour("text2"))
            else:
                paint_phase(painter, one.glyph, centre, 10, look)
            painter.setFont(font("strong", weight=500))
            painter.setPen(look.colour("text"))
            painter.drawText(QRectF(PAD, y, times, line), TOP, one.time)
            words.draw(painter, QPointF(PAD + times + GLYPH + 4, y))
            last = centre.y()
            y += max(line, height) + BETWEEN
        painter.end()

    def _times(self) -> float:
        metrics = QFontMetricsF(font("strong", weight=500))
        return max((metrics.horizontalAdvance(one.time) for one in self._facts), default=0.0) + 4

    def _room(self) -> float:
        return max(60.0, self.width() - 2 * PAD - self._times() - GLYPH - 4)

    def _fit(self) -> None:
        line = float(tokens()["type"]["body"]["line"])
        heights = [
            max(line, _laid_out(one.words, self._room()).boundingRect().height()) + BETWEEN for one in self._facts
        ]
        height = math.ceil(4 + sum(heights))
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)


def _laid_out(words: str, width: float) -> QTextLayout:
    made = QTextLayout(tame(words, 600), font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.setTextOption(option)
    made.beginLayout()
    pitch, lines = float(tokens()["type"]["body"]["line"]), 0
    while (line := made.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, lines * pitch))
        lines += 1
    made.endLayout()
    return made
