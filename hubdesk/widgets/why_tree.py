"""Why a mention matched: a topic's query as an indented list, each part held or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.widgets.glyphs import paint_icon, paint_marker
from hubdesk.widgets.theme import TopicStyle, theme
from hubdesk.widgets.wrapped import WrapLabel

INDENT: Final = 16
DEEPEST: Final = 6  # deeper parts keep this indent: a query of a hundred brackets stays readable in 280 px


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One part of a query. `held` None: it says something about the whole, with no sign before it."""

    depth: int
    held: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """One topic's reasons."""

    style: TopicStyle
    rows: tuple[WhyRow, ...]


class WhyTree(QWidget):
    """Topics with marker and name, their query's parts below, each with a check or a cross."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._shown: tuple[Why, ...] = ()
        self._lines: list[QWidget] = []

    def show_reasons(self, reasons: tuple[Why, ...]) -> None:
        if reasons == self._shown:
            return
        self._shown = reasons
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        for why in reasons:
            self._add(_Line(0, None, why.style.name, why.style))
            for row in why.rows:
                self._add(_Line(row.depth + 1, row.held, row.text, None))

    def lines(self) -> list[str]:
        """What is shown, as text: `✓` held, `✗` not."""
        return [line.spoken() for line in self._lines if isinstance(line, _Line)]

    def _add(self, line: QWidget) -> None:
        self._lines.append(line)
        self._column.addWidget(line)


class _Line(QWidget):
    def __init__(self, depth: int, held: bool | None, text: str, style: TopicStyle | None) -> None:
        super().__init__()
        self._held, self._style = held, style
        self._left = INDENT * min(DEEPEST, max(0, depth - 1))
        ink = "text3" if held is False else "text"
        self._label = WrapLabel(text, "strong" if style is not None else "small", ink, self)
        row = QVBoxLayout(self)
        row.setContentsMargins(self._left + 20, 1, 0, 1)
        row.addWidget(self._label)
        self.setAccessibleName(self.spoken())

    def spoken(self) -> str:
        sign = {True: "✓ ", False: "✗ ", None: ""}[self._held]
        return sign + self._label.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._style is not None:
            paint_marker(painter, self._style.marker, QPointF(6, 11), 9, self._style.colour)
        elif self._held is not None:
            ink = theme().colour("text2" if self._held else "text3")
            paint_icon(painter, "check" if self._held else "close", QRectF(self._left, 3, 12, 12), ink)
        painter.end()
