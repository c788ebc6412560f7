"""Rows of words with a button or two: posts, messages, episodes, screens, phones and the log are all listed so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.wall.console_parts import Deed, Scroll
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.severity import SIZE, paint_severity
from hubdesk.widgets.theme import theme
from hubdesk.widgets.wrapped import WrapLabel

PAD: Final = 8
STEP: Final = 24  # px
MOST: Final = 60  # rows: what a person can look through while a room waits


@dataclass(frozen=True, slots=True)
class Row:
    """`key` tells it from others; `level`: an episode's, for its plate; `deeds`: what can be done, key and words."""

    key: str
    head: str
    text: str = ""
    deeds: tuple[tuple[str, str], ...] = ()
    icon: str = ""
    level: int | None = None


class Rows(Scroll):
    """Shows rows, and says which button of which was pressed. Rows that stay keep their place and their focus."""

    chosen = Signal(str, str)  # the row's key, the deed's

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._inner = inner = _Inner()
        super().__init__(name, inner, parent)
        inner.area = self
        self._rows: tuple[Row, ...] = ()
        self._made: dict[str, _RowView] = {}
        self._nothing = WrapLabel("", "body", "text2", inner)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_rows(self, rows: tuple[Row, ...], nothing: str) -> None:
        """These, from above; `nothing` in words when there are none. The same again changes nothing."""
        rows = rows[:MOST]
        self._nothing.setVisible(not rows)
        if self._nothing.text() != nothing:
            self._nothing.show_text(nothing)
        if rows == self._rows:
            return
        self._rows = rows
        wanted = {row.key for row in rows}
        for key in [key for key in self._made if key not in wanted]:
            gone = self._made.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, row in enumerate(rows):
            if row.key not in self._made:
                self._made[row.key] = _RowView(row, self)
            self._made[row.key].show_row(row)
            self._column.insertWidget(place + 1, self._made[row.key])
        self._order()

    def _order(self) -> None:
        """The tabulator goes from row to row, and not to where their buttons happened to be made."""
        before: QWidget = self
        for row in self._rows:
            for deed in self._made[row.key].deeds.values():
                self.setTabOrder(before, deed)
                before = deed

    def rows(self) -> tuple[Row, ...]:
        """What is listed."""
        return self._rows

    def button(self, row: str, deed: str) -> Deed:
        """That button of that row."""
        return self._made[row].deeds[deed]

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._inner.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._inner.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll for who came here by the tabulator; all other keys are the wall's."""
        bar = self.verticalScrollBar()
        steps = {Qt.Key.Key_Up: -STEP, Qt.Key.Key_Down: STEP}
        if self.hasFocus() and event.key() in steps and bar.maximum() > bar.minimum():
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            event.ignore()


class _Inner(QWidget):
    """The rows' ground, with the ring of the focus around what of it is in sight."""

    area: Rows | None = None

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 0)  # Qt would take the height that words need in the narrowest column there is

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.area is None or not self.area.hasFocus():
            return
        painter = QPainter(self)
        painter.setPen(QPen(theme().colour("accent"), 2))
        painter.drawRect(QRectF(self.visibleRegion().boundingRect()).adjusted(1, 1, -1, -1))
        painter.end()


class _RowView(QWidget):
    """A glyph or a plate, a line in ink, grey lines below, buttons at the right."""

    def __init__(self, row: Row, rows: Rows) -> None:
        super().__init__(rows)
        self._row, self._rows = row, rows
        self.deeds: dict[str, Deed] = {}
        self._head, self._text = WrapLabel("", "strong", "text", self), WrapLabel("", "small", "text2", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(PAD, PAD - 2, PAD, PAD - 2)
        line.setSpacing(PAD)
        self._room = QWidget(self)
        line.addWidget(self._room)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._head)
        words.addWidget(self._text)
        line.addLayout(words, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(4)
        line.addLayout(self._buttons)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_row(self, row: Row) -> None:
        """Other words for the same thing."""
        self._row = row
        if self._head.text() != row.head:
            self._head.show_text(row.head)
        if self._text.text() != row.text:
            self._text.show_text(row.text)
        self._text.setVisible(bool(row.text))
        self._room.setFixedWidth(round(SIZE[0]) if row.level is not None else 16 if row.icon else 0)
        self._room.setVisible(row.level is not None or bool(row.icon))
        self.setAccessibleName(", ".join(filter(None, (row.head, row.text))))
        if list(self.deeds) != [key for key, _words in row.deeds]:
            for old in self.deeds.values():
                self._buttons.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.deeds = {key: Deed(words, key, "", self) for key, words in row.deeds}
            for made in self.deeds.values():
                made.clicked.connect(self._choose)
                self._buttons.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        for key, words in row.deeds:
            self.deeds[key].set_on(False, words)
            self.deeds[key].setAccessibleName(f"{words}: {row.head}")
        self.update()

    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, Deed):
            self._rows.chosen.emit(self._row.key, sender.key)

    def sizeHint(self) -> QSize:
        return QSize(200, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, row = QPainter(self), theme(), self._row
        top = self._head.y() + 1
        if row.level is not None:
            paint_severity(painter, row.level, QRectF(PAD, top, *SIZE), look)
        elif row.icon:
            paint_icon(painter, row.icon, QRectF(PAD, top, 16, 16), look.colour("text2"))
        painter.setPen(QPen(look.colour("grid"), 1))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.end()
