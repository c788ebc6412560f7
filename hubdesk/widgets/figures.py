"""A strip of numbers that answer a question, each over the words that say what it counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme, tokens

GAP: Final = 36.0  # px between two figures, where there is room
TIGHT: Final = 16.0
NARROWEST: Final = 72.0  # a caption is folded to that at most, unless its figure is wider
BETWEEN_ROWS: Final = 8.0
LINES: Final = 3
_FOLDED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written, and what it counts. Unknown is a dash in `value`, never a zero."""

    value: str
    caption: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where each figure goes, and the height of all."""

    places: tuple[QRectF, ...]
    height: float


class Figures(QWidget):
    """Figures side by side. Short of room they move together, then captions fold, then a second row begins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: tuple[Figure, ...] = ()
        self._is_dimmed = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_figures(self, figures: Sequence[Figure], is_dimmed: bool = False) -> None:
        """Show these, in this order. `is_dimmed`: they are of something older than what stands beside them."""
        shown = tuple(Figure(tame(one.value, 40), tame(one.caption, 160)) for one in figures)
        if (shown, is_dimmed) == (self._figures, self._is_dimmed):
            return
        self._figures, self._is_dimmed = shown, is_dimmed
        self.setAccessibleName("; ".join(f"{one.value} {one.caption}" for one in shown))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return math.ceil(self._plan(width).height)

    def sizeHint(self) -> QSize:
        width = sum(_widest(one) + GAP for one in self._figures)
        return QSize(math.ceil(width) or 120, self.heightForWidth(math.ceil(width) or 120))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(120, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        value_line = _line("figure")
        ascent = QFontMetricsF(font("figure")).ascent()
        for figure, place in zip(self._figures, self._plan(self.width()).places, strict=True):
            painter.setFont(font("figure"))
            painter.setPen(look.colour("text3" if self._is_dimmed else "text"))
            painter.drawText(QPointF(place.left(), place.top() + ascent), figure.value)
            painter.setFont(font("small"))
            painter.setPen(look.colour("text3" if self._is_dimmed else "text2"))
            painter.drawText(place.adjusted(0, value_line, 0, 0), _FOLDED, figure.caption)
        painter.end()

    def _plan(self, width: float) -> _Plan:
        """The roomiest arrangement on one row; on several rows, when there is none."""
        full = [_widest(one) for one in self._figures]
        narrow = [min(wide, _narrowest(one)) for wide, one in zip(full, self._figures, strict=True)]
        for widths, gap in ((full, GAP), (full, TIGHT), (narrow, TIGHT)):
            if sum(widths) + gap * (len(widths) - 1) <= width:
                return self._placed(_loosened(widths, full, width - gap * (len(widths) - 1)), gap, math.inf)
        return self._placed(narrow, TIGHT, width)

    def _placed(self, widths: list[float], gap: float, width: float) -> _Plan:
        places: list[QRectF] = []
        x = top = bottom = 0.0
        for figure, wide in zip(self._figures, widths, strict=True):
            if x and x + wide > width:
                x, top = 0.0, bottom + BETWEEN_ROWS
            caption = QFontMetricsF(font("small")).boundingRect(
                QRectF(0, 0, wide, LINES * _line("small")), _FOLDED, figure.caption
            )
            height = _line("figure") + max(_line("small"), caption.height())
            places.append(QRectF(x, top, wide, height))
            bottom = max(bottom, top + height)
            x += wide + gap
        return _Plan(tuple(places), bottom)


def _line(role: str) -> float:
    return float(tokens()["type"][role]["line"])


def _value_width(figure: Figure) -> float:
    return math.ceil(QFontMetricsF(font("figure")).horizontalAdvance(figure.value)) + 1.0


def _widest(figure: Figure) -> float:
    """With the caption on one line."""
    caption = QFontMetricsF(font("small")).horizontalAdvance(figure.caption)
    return max(_value_width(figure), math.ceil(caption) + 1.0)


def _narrowest(figure: Figure) -> float:
    """With the caption folded, but never inside a word."""
    metrics = QFontMetricsF(font("small"))
    word = max((metrics.horizontalAdvance(word) for word in figure.caption.split()), default=0.0)
    return max(_value_width(figure), math.ceil(word) + 1.0, NARROWEST)


def _loosened(widths: list[float], full: list[float], room: float) -> list[float]:
    """Room that is left goes to folded captions, the longest first."""
    made, spare = list(widths), room - sum(widths)
    for i in sorted(range(len(made)), key=lambda one: made[one] - full[one]):
        more = min(spare, full[i] - made[i])
        made[i] += max(0.0, more)
        spare -= max(0.0, more)
    return made
