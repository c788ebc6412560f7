"""Small parts of the console: buttons that leave a clicker's keys alone, and boxes that begin another row when full."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSizePolicy, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.chips import Chip
from hubdesk.widgets.empty import Button
from hubdesk.widgets.row_lines import pitch, write_line
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

GAP: Final = 6
SMALL: Final = QSize(0, 0)
PRESSES: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)
LONGEST_NAME: Final = 40


class Line(QWidget):
    """One line of plain text that ends in an ellipsis where there is no room."""

    def __init__(self, role: str = "body", ink: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._ink, self._words = role, ink, ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """What it says."""
        return self._words

    def say(self, words: str) -> None:
        """Say that, tamed."""
        words = tame(words)
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(font(self._role)).horizontalAdvance(self._words)
        return QSize(math.ceil(wide) + 1, math.ceil(pitch(self._role)))

    def minimumSizeHint(self) -> QSize:
        return QSize(20, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        write_line(painter, QRectF(self.rect()), self._words, self._role, self._ink)
        painter.end()


class Deed(Button):
    """A button with the key that does the same. A click leaves the focus where it was, and of keys it takes only those
    that press it: all others are the wall's, as a clicker sends them."""

    def __init__(
        self, words: str, key: str = "", cap: str = "", parent: QWidget | None = None, least: QSize = SMALL
    ) -> None:
        """`cap`: the key's name; `least`: px."""
        super().__init__(words, key, parent)
        self.cap, self._least = cap, least
        self.is_on = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._describe()

    def set_on(self, wanted: bool, words: str = "") -> None:
        """Whether what it does is so now; `words`: what another press does then."""
        if (wanted, words or self.text()) != (self.is_on, self.text()):
            self.is_on = wanted
            self.setText(words or self.text())
            self._describe()
            self.updateGeometry()
            self.update()

    def _describe(self) -> None:
        self.setAccessibleName(self.text())
        state = _("on") if self.is_on else ""
        key = _("key {key}").format(key=self.cap) if self.cap else ""
        self.setAccessibleDescription(", ".join(filter(None, (state, key))))

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        wide = size.width() + (self._cap_width() + 8 if self.cap else 0)
        return QSize(round(wide), size.height()).expandedTo(self._least)

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSES and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_ringed = self.hasFocus() and self.is_ringed
        ground = "text" if self.is_on else "hover" if self.isEnabled() and (self.isDown() or self.underMouse()) else ""
        ink = look.colour("panel" if self.is_on else "text" if self.isEnabled() else "text3")
        painter.setPen(QPen(look.colour("accent" if is_ringed else "line_strong"), 2 if is_ringed else 1))
        painter.setBrush(look.colour(ground or "panel"))
        edge = 1.0 if is_ringed else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 4, 4)
        room = QRectF(self.rect())
        if self.cap:
            room.setRight(room.right() - self._cap_width() - 8)
        painter.setFont(font("label"))
        painter.setPen(ink)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.cap:
            self._paint_cap(painter)
        painter.end()

    def _cap_width(self) -> float:
        return QFontMetricsF(font("micro")).horizontalAdvance(self.cap) + 10

    def _paint_cap(self, painter: QPainter) -> None:
        wide, high = self._cap_width(), QFontMetricsF(font("micro")).height() + 4
        box = QRectF(self.width() - wide - 8, (self.height() - high) / 2, wide, high)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("hatch" if self.is_on else "line"), 1))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font("micro"))
        painter.setPen(theme().colour("panel" if self.is_on else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.cap)


class Switch(Chip):
    """A chip that is on or off, and leaves a clicker's keys alone."""

    def __init__(self, words: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = key
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.say(words)
        self.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSES and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()


class ScreenChip(Switch):
    """Which screen is meant: a chip with a menu."""

    def __init__(self, key: str, every: str = "", parent: QWidget | None = None) -> None:
        """`every`: what all screens together are called; "": one must be chosen."""
        super().__init__("", "screen", parent)
        self.setCheckable(False)
        self.has_arrow = True
        self._key, self._every = key, every
        self._names: tuple[str, ...] = ()
        self._chosen = ""
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._choose)
        self.clicked.connect(self._open)
        self.show_screens(())

    @property
    def screen_name(self) -> str:
        """The output's name; "" for all, or for none."""
        return self._chosen

    def show_screens(self, names: Sequence[str]) -> None:
        """Those there are. One that was chosen and is gone is chosen no more."""
        self._names = tuple(names)
        if self._chosen not in self._names:
            self._chosen = "" if self._every or not names else names[0]
        said = self._said(self._chosen) if self._chosen else self._every
        self.say(said, self._key)
        self.setAccessibleName(f"{self._key} {said}")
        self.setVisible(len(self._names) > 1)

    def _said(self, name: str) -> str:
        return tame(name, LONGEST_NAME)

    def _open(self) -> None:
        self._menu.clear()
        for name in (*(("",) if self._every else ()), *self._names):
            action = self._menu.addAction(self._said(name).replace("&", "&&") if name else self._every)
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == self._chosen)
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _choose(self, action: QAction) -> None:
        self._chosen = str(action.data())
        self.show_screens(self._names)


class Scroll(QScrollArea):
    """A plain area that scrolls up and down. Page keys are a clicker's, so they never scroll it."""

    def __init__(self, name: str, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        inside.setBackgroundRole(QPalette.ColorRole.Base)
        self.setWidget(inside)
        slim(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class Flow(QWidget):
    """Widgets side by side that begin another row where there is no room. As tall as its width asks for."""

    laid = Signal()

    def __init__(self, parts: Sequence[QWidget], parent: QWidget | None = None, pad: int = 0) -> None:
        super().__init__(parent)
        self._pad, self._parts = pad, tuple(parts)
        for part in self._parts:
            part.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a part changed its words, or came or went
            self._place()
        return super().event(event)

    def _place(self) -> None:
        x, y, line, right = self._pad, self._pad, 0, self.width() - self._pad
        for part in self._parts:
            if part.isHidden():
                continue
            size = part.sizeHint()
            if x > self._pad and x + size.width() > right:
                x, y, line = self._pad, y + line + GAP, 0
            part.setGeometry(QRect(x, y, size.width(), size.height()))
            x, line = x + size.width() + GAP, max(line, size.height())
        high = y + line + self._pad
        if self.minimumHeight() != high or self.maximumHeight() != high:
            self.setFixedHeight(high)
