"""All scenes of a wall as a list: which is on, which comes, and which will not be seen as they are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.i18n import _, ngettext, number
from hubdesk.wall.console_parts import PRESSES
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.row_lines import pitch, write_line
from hubdesk.widgets.row_model import ROW, Index, RowModel, list_rows, paint_ground
from hubdesk.widgets.theme import font, theme

PAD: Final = 10
MOVES: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


@dataclass(frozen=True, slots=True)
class SceneRow:
    """`warnings` None: nobody looked yet."""

    name: str
    title: str
    turn: str = ""
    is_on: bool = False
    is_next: bool = False
    warnings: tuple[str, ...] | None = None

    @property
    def second(self) -> str:
        """The line under its title: how it stands, and what is wrong with it."""
        state = _("on the wall") if self.is_on else _("next") if self.is_next else ""
        warned = len(self.warnings or ())
        fault = ngettext("{n} warning", "{n} warnings", warned).format(n=number(warned)) if warned else ""
        return " · ".join(filter(None, (state, self.turn, fault)))

    def spoken(self) -> str:
        return ", ".join(filter(None, (self.title, self.second)))


class SceneList(QListView):
    """A click chooses a scene to look at; a double click, Enter or its number puts it on the wall. Of keys it takes
    those that move in it; all others are the wall's."""

    looked_at = Signal(str)  # a scene's name
    wanted = Signal(str)  # a scene's name: it is to go up

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Line(self))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        list_rows(self, _("Scenes"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.doubleClicked.connect(self._want)
        self.clicked.connect(self._look)

    def show_rows(self, rows: tuple[SceneRow, ...]) -> None:
        """These; the one that was chosen stays chosen."""
        if rows == self._rows.rows:
            return
        if [row.name for row in rows] == [row.name for row in self._rows.rows]:
            self._rows.change(rows)
            return
        chosen = self.chosen()
        self._rows.show(rows)
        self.choose(chosen)

    def rows(self) -> tuple[SceneRow, ...]:
        """What is listed."""
        return self._rows.rows

    def chosen(self) -> str:
        """The name of the scene that is looked at; "" when none is."""
        row = self.currentIndex().data(ROW)
        return row.name if isinstance(row, SceneRow) and self.selectionModel().hasSelection() else ""

    def choose(self, name: str) -> None:
        """Look at that one; "" for none."""
        at = next((place for place, row in enumerate(self._rows.rows) if row.name == name), -1)
        if at >= 0:
            self.selectionModel().setCurrentIndex(
                self._rows.index(at), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        else:
            self.clearSelection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not held and key in MOVES:
            super().keyPressEvent(event)
            self._look(self.currentIndex())
        elif not held and key in PRESSES and self.chosen():
            self._want(self.currentIndex())
        elif not held and Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < len(self._rows.rows):
            self._want(self._rows.index(key - Qt.Key.Key_1))
        else:
            event.ignore()

    def _look(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, SceneRow):
            self.looked_at.emit(row.name)

    def _want(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, SceneRow):
            self.wanted.emit(row.name)


class _Rows(RowModel[SceneRow]):
    """A scene's number, which is its key, is said too; and what is wrong with it."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = super().data(index, ROW)
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(row, SceneRow):
            return f"{number(index.row() + 1)}, {row.spoken()}"
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, SceneRow) and row.warnings:
            return "\n".join(row.warnings).replace("<", "‹")  # titles in it are a stranger's: never markup
        return super().data(index, role)


class _Line(QStyledItemDelegate):
    """Its number, its title, and a line below; a triangle where something is wrong."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, round(10 + pitch("strong") + pitch("small")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, look = index.data(ROW), theme()
        if not isinstance(row, SceneRow):
            return
        place = paint_ground(painter, option, has_bar=False)
        if row.is_on:
            painter.fillRect(QRectF(place.left(), place.top(), 4, place.height()), look.colour("accent"))
        inner = place.adjusted(PAD, 5, -PAD, -5)
        said = number(index.row() + 1)
        wide = QFontMetricsF(font("small")).horizontalAdvance("00") + 8
        first = QRectF(inner.left(), inner.top(), wide, pitch("strong"))
        write_line(painter, first, said, "small", "text3")
        right = 20 if row.warnings else 0
        title = QRectF(inner.left() + wide, inner.top(), inner.width() - wide - right, pitch("strong"))
        write_line(painter, title, row.title, "strong", "text")
        write_line(painter, title.translated(0, title.height()), row.second, "small", "text2")
        if right:
            paint_icon(painter, "warning", QRectF(inner.right() - 16, inner.top() + 1, 16, 16), look.colour("text"))
        painter.setPen(QPen(look.colour("grid"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
