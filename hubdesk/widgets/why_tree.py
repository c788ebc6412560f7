"""Why a mention matched, and why not: a topic's query as a tree, each part held or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.glyphs import paint_icon, paint_marker
from hubdesk.widgets.theme import TopicStyle, theme
from hubdesk.widgets.why_words import LINE, WhyWords
from hubdesk.widgets.wrapped import WrapLabel

INDENT: Final = 20
DEEPEST: Final = 6  # deeper parts keep this indent: a query of a hundred brackets stays readable in 280 px
SIGN: Final = 20  # px for the check or the cross
_NEGATIONS: Final = ("NOT ", "SAUF ", "-")


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One part of a query. `held` None: it says something about the whole, with no sign before it.

    With a `note` the text is a piece of the query, in mono, and the note says where it held or why it did not.
    `is_negated`: what is excluded; it held when the excluded thing is absent.
    """

    depth: int
    held: bool | None
    text: str
    note: str = ""
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """One topic's reasons. `style` None: the tree stands alone, without the topic's name over it."""

    style: TopicStyle | None
    rows: tuple[WhyRow, ...]


class WhyTree(QWidget):
    """Topics with marker and name, their query's parts below, each with a check or a cross."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
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
            if why.style is not None:
                self._add(_Topic(why.style))
            depths = [min(DEEPEST, max(0, row.depth)) for row in why.rows]
            for i, row in enumerate(why.rows):
                self._add(_Line(row, depths[i], _rails(depths, i)))

    def lines(self) -> list[str]:
        """What is shown, as text: `✓` held, `✗` not."""
        return [line.spoken() for line in self._lines if isinstance(line, _Line | _Topic)]

    def _add(self, line: QWidget) -> None:
        self._lines.append(line)
        self._column.addWidget(line)


def _rails(depths: list[int], at: int) -> tuple[bool, ...]:
    """For each depth up to the row's own: whether a line goes on below the row, to a later part of the same parent."""
    rails = []
    for level in range(1, depths[at] + 1):
        later = next((depth for depth in depths[at + 1 :] if depth <= level), 0)
        rails.append(later == level)
    return tuple(rails)


class _Topic(QWidget):
    """A topic's marker and name."""

    def __init__(self, style: TopicStyle) -> None:
        super().__init__()
        self._style = style
        self._label = WrapLabel(style.name, "strong", "text", self)
        row = QVBoxLayout(self)
        row.setContentsMargins(SIGN, 2, 0, 2)
        row.addWidget(self._label)
        self.setAccessibleName(self.spoken())

    def spoken(self) -> str:
        return self._label.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_marker(painter, self._style.marker, QPointF(6, 12), 9, self._style.colour)
        painter.end()


class _Line(QWidget):
    """A part of a query: lines that lead from the part that holds it, a sign, its words."""

    def __init__(self, row: WhyRow, depth: int, rails: tuple[bool, ...]) -> None:
        super().__init__()
        self._held, self._rails = row.held, rails
        self._left = INDENT * depth
        text = row.text
        if row.is_negated and not text.startswith(_NEGATIONS):
            text = _("NOT {part}").format(part=text)
        self._words = WhyWords(text, row.note, row.held is not False, self)
        self._gap = 4 if row.note else 1
        column = QVBoxLayout(self)
        column.setContentsMargins(self._left + SIGN, self._gap, 0, self._gap)
        column.addWidget(self._words)
        self.setAccessibleName(self.spoken())

    def spoken(self) -> str:
        sign = {True: "✓ ", False: "✗ ", None: ""}[self._held]
        return sign + self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        middle = self._gap + LINE / 2
        painter.setPen(QPen(look.colour("line_strong"), 1))
        for level, goes_on in enumerate(self._rails, 1):
            x = INDENT * (level - 1) + 6.5
            if level == len(self._rails):
                painter.drawLine(QPointF(x, 0), QPointF(x, self.height() if goes_on else middle))
                painter.drawLine(QPointF(x, round(middle) + 0.5), QPointF(self._left - 3, round(middle) + 0.5))
            elif goes_on:
                painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        if self._held is not None:
            ink = look.colour("text" if self._held else "text3")
            paint_icon(painter, "check" if self._held else "close", QRectF(self._left, middle - 6, 12, 12), ink)
        painter.end()
