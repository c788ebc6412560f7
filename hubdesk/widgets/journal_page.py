"""A page of sentences, each of which opens what it was made from, with one picture among them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.widgets.keyed_button import is_by_key
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import theme
from hubdesk.widgets.wrapped import WrapLabel

PAD: Final = 14
INDENT: Final = 4.0
MOST_WIDE: Final = 760  # px: longer lines are hard to read


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. `key` None: nothing to open. `above`: px before it."""

    text: str
    role: str = "body"
    ink: str = "text"
    key: Hashable | None = None
    above: int = 2
    more: str = ""  # what a press does, for those who hear the page


class PageLine(WrapLabel):
    """A paragraph that a click or Enter opens, if there is something to open."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._line = Line("")
        self._is_ringed = self._is_hovered = False

    def line(self) -> Line:
        return self._line

    def show_line(self, line: Line) -> None:
        """The same again changes nothing."""
        if line == self._line:
            return
        self._line, self._role, self._token = line, line.role, line.ink
        can_open = line.key is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can_open else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor)
        self.show_text(line.text)
        self.setAccessibleDescription(line.more)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_ringed = is_by_key(event, self._is_ringed)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover(True)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        if self._line.key is not None:
            if self._is_hovered:
                painter.fillRect(self._paragraph(), look.colour("hover"))
            painter.setPen(QPen(look.colour("line_strong"), 2))
            painter.drawLine(QPointF(1, self._line.above + 4), QPointF(1, self.height() - 4))
            if self.hasFocus() and self._is_ringed:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(look.colour("accent"), 2))
                painter.drawRoundedRect(self._paragraph().adjusted(1, 1, -1, -1), 4, 4)
        self._wrap(self._room(self.width()))
        painter.setPen(look.colour(self._token))
        self._layout.draw(painter, QPointF(self._left(), self._line.above))
        painter.end()

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(self._room(width)) + self._line.above

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(1, self.width())))

    def _paragraph(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0, self._line.above, 0, 0)

    def _left(self) -> float:
        return 0.0 if self._line.key is None else 2 * INDENT

    def _room(self, width: int) -> int:
        return max(20, round(width - 2 * self._left()))

    def _hover(self, is_hovered: bool) -> None:
        self._is_hovered = is_hovered
        self.update()

    def _choose(self) -> None:
        if self._line.key is not None:
            self.chosen.emit(self._line.key)


class SvgPicture(QWidget):
    """A picture of our own making, as wide as the page; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn = ""
        self._renderer = QSvgRenderer(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_picture(self, drawn: str, words: str) -> None:
        """`drawn`: SVG that we wrote; `words`: what it shows, for those who hear the page."""
        self.setAccessibleName(words)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        if drawn:
            self._renderer.load(QByteArray(drawn.encode()))
        self.setVisible(bool(drawn))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size = self._renderer.defaultSize()
        return round(width * size.height() / size.width()) if self._drawn and size.width() else 0

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(160, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn:
            painter = QPainter(self)
            self._renderer.render(painter, QRectF(self.rect()))
            painter.end()


class JournalPage(QScrollArea):
    """Lines, a picture after the first of them, and more lines. What is shown stays where it was scrolled to."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(PAD, 8, PAD, 12)
        self._column.setSpacing(3)
        self.picture = SvgPicture(inner)
        self._column.addWidget(self.picture)
        self._column.addStretch(1)
        inner.setMaximumWidth(MOST_WIDE + 2 * PAD)
        self._lines: list[PageLine] = []
        self._head = 0
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the lines in it take the keys
        slim(self)

    def show_lines(self, head: Sequence[Line], body: Sequence[Line], drawn: str, words: str) -> None:
        """`head` above the picture, `body` below it."""
        self.picture.show_picture(drawn, words)
        wanted = [*head, *body]
        while len(self._lines) < len(wanted):
            made = PageLine(self.widget())
            made.chosen.connect(self.chosen)
            self._lines.append(made)
            self._column.insertWidget(self._column.count() - 1, made)
        if len(head) != self._head:
            self._head = len(head)
            self._column.removeWidget(self.picture)
            for line in self._lines:
                self._column.removeWidget(line)
            for place, line in enumerate(self._lines):
                self._column.insertWidget(place + (place >= self._head), line)
            self._column.insertWidget(self._head, self.picture)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(wanted))
            if place < len(wanted):
                line.show_line(wanted[place])

    def lines(self) -> tuple[Line, ...]:
        """What is shown, from top to bottom."""
        return tuple(line.line() for line in self._lines if not line.isHidden())
