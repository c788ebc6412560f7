"""What a panel shows when it has nothing, not yet, or only an older picture: what is so, since when, what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.glyphs import paint_icon, paint_state
from hubdesk.widgets.keyed_button import KeyedButton
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

ICON: Final = 28
SMALL_ICON: Final = 16
WIDEST_TEXT: Final = 420
LONG_WORD: Final = re.compile(r"\S{24}")
WRAPPED: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
MIDDLE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
STATES: Final = ("listening", "late", "failed", "off", "unknown")


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Why there is nothing to draw. `actions`: up to two (key, label); `icon`: one of the glyphs' icons."""

    icon: str
    head: str
    text: str = ""
    actions: tuple[tuple[str, str], ...] = ()


def breakable(text: str) -> str:
    """The text with places to fold where a word is longer than a line may be, such as an address in an error."""
    return LONG_WORD.sub("\\g<0>\u200b", text)


class Button(KeyedButton):
    """A quiet button of the look: 1 px frame, label type. Its text is plain."""

    def __init__(self, text: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.glyph = ""  # one of the glyphs' icons, before the text
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font("label"))
        return QSize(metrics.horizontalAdvance(self.text()) + 24 + self._before_text(), max(28, metrics.height() + 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus() and self.is_ringed
        painter.setPen(QPen(look.colour("accent" if focused else "line_strong"), 2 if focused else 1))
        pressed = self.isDown() or self.underMouse()
        painter.setBrush(look.colour("hover" if pressed and self.isEnabled() else "panel"))
        edge = 1.0 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 4, 4)
        painter.setFont(font("label"))
        ink = look.colour("text" if self.isEnabled() else "text3")
        painter.setPen(ink)
        painter.drawText(self.rect().adjusted(self._before_text(), 0, 0, 0), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.glyph:
            paint_icon(painter, self.glyph, QRectF(12, (self.height() - SMALL_ICON) / 2, SMALL_ICON, SMALL_ICON), ink)

    def _before_text(self) -> int:
        return SMALL_ICON + 6 if self.glyph else 0


class EmptyState(QWidget):
    """Icon, head, one or two sentences, up to two buttons, in the middle of the room there is."""

    chosen = Signal(str)  # an action's key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Vacancy("search", "")
        self._buttons: list[Button] = []

    @property
    def shown(self) -> Vacancy:
        return self._shown

    def show_vacancy(self, vacancy: Vacancy) -> None:
        """Say this. Buttons are kept when the actions did not change, so that focus is not lost at each refresh."""
        vacancy = replace(vacancy, head=breakable(vacancy.head), text=breakable(vacancy.text))
        if vacancy == self._shown:
            return
        if vacancy.actions != self._shown.actions:
            old, self._buttons = self._buttons, [Button(label, key, self) for key, label in vacancy.actions[:2]]
            for button in self._buttons:
                button.clicked.connect(self._choose)
                button.show()
            if self.window().focusWidget() in old:
                (self._buttons[0] if self._buttons else self).setFocus()
            for button in old:  # Qt gives it the keys of a list that goes, if it is in sight or had them last
                button.clearFocus()
                button.hide()
                button.deleteLater()
        self._shown = vacancy
        self.setAccessibleName(vacancy.head)
        self.setAccessibleDescription(vacancy.text)
        self._place_buttons()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_buttons()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._place_buttons()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        icon, head, text, _rows = self._places()
        if icon.height():
            paint_icon(painter, self._shown.icon, QRectF(icon), look.colour("text2"))
        painter.setFont(font("head"))
        painter.setPen(look.colour("text"))
        painter.drawText(head, WRAPPED, self._shown.head)
        painter.setFont(font("body"))
        painter.setPen(look.colour("text2"))
        painter.drawText(text, WRAPPED, self._shown.text)

    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button):
            self.chosen.emit(sender.key)

    def _rows_of_buttons(self, width: int) -> list[list[Button]]:
        both = sum(button.sizeHint().width() for button in self._buttons) + 8 * (len(self._buttons) - 1)
        return [self._buttons] if self._buttons and both <= width else [[button] for button in self._buttons]

    def _places(self) -> tuple[QRect, QRect, QRect, list[tuple[int, list[Button]]]]:
        """Where icon, head, text and rows of buttons (y of each) go. Short of room, the icon is the first to leave."""
        width = max(60, min(WIDEST_TEXT, self.width() - 32))
        left, tall = (self.width() - width) // 2, QRect(0, 0, width, 10_000)
        head = QFontMetrics(font("head")).boundingRect(tall, WRAPPED, self._shown.head).height()
        words = self._shown.text
        text = QFontMetrics(font("body")).boundingRect(tall, WRAPPED, words).height() if words else 0
        rows = self._rows_of_buttons(width)
        button = self._buttons[0].sizeHint().height() if self._buttons else 0
        below = head + (4 + text if text else 0) + (12 - 6 if rows else 0) + len(rows) * (button + 6)
        icon = ICON if below + ICON + 12 <= self.height() else 0
        y = max(0, (self.height() - below - (icon + 12 if icon else 0)) // 2)
        icon_at = QRect((self.width() - ICON) // 2, y, ICON, icon)
        y += icon + 12 if icon else 0
        head_at = QRect(left, y, width, head)
        text_at = QRect(left, y + head + 4, width, text)
        y += head + (4 + text if text else 0) + 12
        return icon_at, head_at, text_at, [(y + i * (button + 6), row) for i, row in enumerate(rows)]

    def _place_buttons(self) -> None:
        for y, row in self._places()[3]:
            x = (self.width() - sum(b.sizeHint().width() for b in row) - 8 * (len(row) - 1)) // 2
            for button in row:
                button.setGeometry(QRect(x, y, button.sizeHint().width(), button.sizeHint().height()))
                x += button.width() + 8


class Notice(QWidget):
    """A bar of 30 px over an older picture: late, failed, incomplete; with a button and a line of progress if asked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._text = "warning", ""
        self._share: float | None = None
        self._said: tuple[object, ...] = ("",)
        self._button = Button("", "", self)
        self._button.clicked.connect(self._choose)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(
        self, text: str, icon: str = "warning", action: tuple[str, str] = ("", ""), share: float | None = None
    ) -> None:
        """Show this line; "" hides the bar. `icon`: an icon or a source's state; `share`: progress between 0 and 1."""
        before, self._said = self._said, (text, icon, action, share) if text else ("",)
        if self._said == before:  # each answer says it again
            return
        self._icon, self._text, self._share = icon, breakable(text), share
        self._button.key, label = action
        self._button.setText(label)
        self._button.setVisible(bool(label))
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self._place_button()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.height_at(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_button()
        if self.height_at(self.width()) != self.height():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("alt"))
        mark = QRectF(12, 15 - 7, 14, 14)
        if self._icon in STATES:
            paint_state(painter, self._icon, mark.center(), 9, look.colour("text"))
        else:
            paint_icon(painter, self._icon, mark, look.colour("text"))
        painter.setFont(font("label"))
        painter.setPen(look.colour("text"))
        painter.drawText(self._text_place(self.width()), MIDDLE | Qt.TextFlag.TextWordWrap, self._text)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))
        if self._share is not None:
            done = round(self.width() * min(1.0, max(0.0, self._share)))
            painter.fillRect(0, self.height() - 2, done, 2, look.colour("accent"))

    def _choose(self) -> None:
        self.chosen.emit(self._button.key)

    def _text_place(self, width: int) -> QRect:
        right = self._button.sizeHint().width() + 20 if self._button.text() else 12
        return QRect(34, 0, max(40, width - 34 - right), self.height_at(width))

    def height_at(self, width: int) -> int:
        """30 px, or what a long message needs: it is never cut short."""
        right = self._button.sizeHint().width() + 20 if self._button.text() else 12
        room = QRect(0, 0, max(40, width - 34 - right), 10_000)
        words = QFontMetrics(font("label")).boundingRect(room, Qt.TextFlag.TextWordWrap, self._text)
        return max(30, words.height() + 12)

    def _place_button(self) -> None:
        size = self._button.sizeHint()
        height = min(24, size.height())
        self._button.setGeometry(QRect(self.width() - size.width() - 8, (30 - height) // 2, size.width(), height))


class Stage(QWidget):
    """A panel's body: its picture, or why there is none, and a notice over an older picture."""

    chosen = Signal(str)  # the key of an action, of the empty state or of the notice

    def __init__(self, picture: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice, self.empty, self.picture = Notice(self), EmptyState(self), picture
        self._is_complaint = False  # what the notice says
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(picture)
        self.empty.chosen.connect(self.chosen)
        self.notice.chosen.connect(self.chosen)

    @property
    def has_picture(self) -> bool:
        return self._stack.currentWidget() is self.picture

    def show_picture(self) -> None:
        self._stack.setCurrentWidget(self.picture)

    def show_vacancy(self, vacancy: Vacancy) -> None:
        self.empty.show_vacancy(vacancy)
        self._stack.setCurrentWidget(self.empty)

    def complain(self, message: str, head: str, key: str = "again") -> None:
        """The last read failed: said in place of a picture, or over the one that stays. "" takes that away. `key`: of
        the action that reads again."""
        if not message and not self._is_complaint:
            return  # a bar of the panel's own that went and came back would move all below it twice
        again = (key, _("Retry"))
        if message and not self.has_picture:
            self.show_vacancy(Vacancy("warning", head, f"{tame(message)} {_('Nothing is lost.')}", (again,)))
        else:
            self._is_complaint = bool(message)
            self.notice.say(tame(message), "failed", again)
