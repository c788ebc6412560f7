"""What each term of a query brings: mentions, those it alone brings, and how much of that is noise."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.term_rows import HEAD, ROW, TermRow, paint_head, spoken
from hubdesk.widgets.term_view import TermView
from hubdesk.widgets.theme import theme
from hubdesk.widgets.wrapped import WrapLabel

__all__ = ["TermRow", "TermTable"]
_PAD: Final = 12


class TermTable(QWidget):
    """The table, most mentions first. Up and down walk its rows; Return or a click chooses one."""

    term_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = TermView()
        self._view.term_chosen.connect(self.term_chosen)
        self._head = _Head(self._view)
        self._area = QScrollArea(self)
        self._area.setWidget(self._view)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        slim(self._area)
        self._view.row_reached.connect(self._reveal)
        self._view.columns_changed.connect(self._head.update)
        self._warning = _Warning()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._area, 1)
        column.addWidget(self._warning)
        column.addStretch(0)
        self.setFocusProxy(self._view)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._warning.hide()

    def set_rows(self, rows: tuple[TermRow, ...], warning: str = "") -> None:
        """Show these, sorted by mentions, and under them what should worry the analyst ("": nothing)."""
        self._view.set_rows(tuple(sorted(rows, key=_by_mentions)))
        self._area.setMaximumHeight(max(1, ROW * len(rows)))
        self._warning.say(warning)
        self._warning.setVisible(bool(warning))
        self._head.setVisible(bool(rows))
        self.setAccessibleDescription("; ".join([*map(spoken, self._view.rows[:20]), *([warning] if warning else [])]))

    def _reveal(self, row: int) -> None:
        self._area.ensureVisible(0, row * ROW + ROW // 2, 0, ROW // 2 + 1)


def _by_mentions(row: TermRow) -> tuple[int, str]:
    return -row.mentions, row.text


class _Head(QWidget):
    """The columns' names; stays when the rows scroll."""

    def __init__(self, view: TermView) -> None:
        super().__init__()
        self._view = view
        self.setFixedHeight(HEAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_head(painter, self._view.columns, theme())
        painter.end()


class _Warning(QWidget):
    """One sentence with the sign, folded where it is longer than the table is wide."""

    def __init__(self) -> None:
        super().__init__()
        self._label = WrapLabel("", "small", "text", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD + 22, 8, _PAD, 8)
        column.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def say(self, text: str) -> None:
        self._label.show_text(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, "warning", QRectF(_PAD, 9, 14, 14), theme().colour("text"))
        painter.end()
