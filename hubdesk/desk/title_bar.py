"""A dock's own title bar, 28 px: the name, what the panel adds to it, four icons; the names of a pile as tabs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hubdesk.desk.own_scope import ScopeNote
from hubdesk.desk.title_scope import PinButton, UnfilteredBadge, plain_tip
from hubdesk.desk.title_tabs import TIGHT, TITLE_HEIGHT, TabButton, paint_words, shares, spaced
from hubdesk.i18n import _
from hubdesk.widgets.chips import IconButton
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.theme import font, theme

PAD: Final = 12
LEAST_WIDTH: Final = 220  # four beside each other on a laptop of 1920 px at 200 %
OWN_LINE: Final = 20  # px more for an own scope that has no room in the line above
PIN: Final = 18  # px of the pin before it
EDGE: Final = 2  # px of the frame around a panel with a scope of its own
ROOM_FOR_WORDS: Final = 60  # px of the subtitle, before which a badge gives up its words
_SIZE: Final = QSize(LEAST_WIDTH, TITLE_HEIGHT)
_HIGH: Final = QSize(LEAST_WIDTH, TITLE_HEIGHT + OWN_LINE)


class TitleBar(QWidget):
    """The name in 600, what the panel adds in text3, four icons; a name for each panel of a pile, underlined.

    A panel with a scope of its own says it here, within a frame of accent; one whose figures do not follow the chips
    has a badge while there are chips.
    """

    pause_wished = Signal()
    pin_wished = Signal()
    copy_wished = Signal()
    more_wished = Signal(object)  # where (QPoint on the screen)
    close_wished = Signal()
    tab_chosen = Signal(str)
    whole_wished = Signal()  # by a double click
    pause_shown = Signal(object)  # what `show_paused` was told last
    scope_shown = Signal(object)  # what `show_scope` was told last (ScopeNote)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.subtitle = ""
        self.is_active = False
        self.is_paused: bool | None = None  # None: the panel does not move by itself
        self.scope_note = ScopeNote()
        self._tabs: list[TabButton] = []
        self._has_own_line = False
        self.setFixedHeight(TITLE_HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAD - 4, 1, PAD - 6, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self._row.addSpacing(4)
        self._badge = UnfilteredBadge(self)
        self._row.addWidget(self._badge)
        self._pause = IconButton("pause", _("Pause"))
        self._pause.clicked.connect(self.pause_wished)
        self._pause.hide()
        self._row.addWidget(self._pause)
        self._pin = PinButton(self)
        self._pin.clicked.connect(self.pin_wished)
        self._row.addWidget(self._pin)
        self._buttons = (
            IconButton("copy", _("Copy as an image")),
            IconButton("more", _("More")),
            IconButton("close", _("Hide this panel")),
        )
        for button, slot in zip(self._buttons, (self.copy_wished, self._more, self.close_wished), strict=True):
            button.clicked.connect(slot)
            self._row.addWidget(button)

    def sizeHint(self) -> QSize:
        return _HIGH if self._has_own_line else _SIZE  # asked for thousands of times while docks find their places

    minimumSizeHint = sizeHint

    def say(self, subtitle: str) -> None:
        if subtitle == self.subtitle:
            return
        self.subtitle = subtitle
        self._name()
        self.update(0, 0, self._first_icon(), self.height())  # the icons stay as they are

    @property
    def said(self) -> str:
        """The name and what the panel adds to it."""
        return ", ".join(filter(None, (self.title, self.subtitle)))

    def show_scope(self, note: ScopeNote) -> None:
        """What the panel is asked about, where that is not what the scope bar says."""
        if note == self.scope_note:
            return
        self.scope_note = note
        self._pin.show_pinned(bool(note.own))
        self._badge.say(note.unfiltered)
        self.setToolTip(plain_tip(note.own))
        self._share_out()
        self._name()
        self.update()
        self.scope_shown.emit(note)

    def _name(self) -> None:
        self.setAccessibleName(", ".join(filter(None, (self.said, self.scope_note.own))))

    def show_paused(self, is_paused: bool | None) -> None:
        """For a panel that moves by itself: a button to hold it, or to let it go on. None: it does not move."""
        if is_paused == self.is_paused:
            return
        self.is_paused = is_paused
        self._pause.rename(_("Go on") if is_paused else _("Pause"))
        self._pause.draw_icon("play" if is_paused else "pause")
        self._pause.setVisible(is_paused is not None)
        self._share_out()
        self.update()  # the words have another room
        self.pause_shown.emit(is_paused)

    def name_close(self, words: str) -> None:
        """What the last icon does, where it does not hide the panel."""
        self._buttons[-1].rename(words)

    def activate(self, is_active: bool) -> None:
        if is_active != self.is_active:
            self.is_active = is_active
            self.update()

    def pile(self, panels: list[tuple[str, str]], current: str) -> None:
        """Show a name for each panel of the pile (name, title); none when the panel is alone."""
        wanted = panels if len(panels) > 1 else []
        if [(tab.panel, tab.text(), tab.isChecked()) for tab in self._tabs] == [
            (name, title, name == current) for name, title in wanted
        ]:
            return
        for tab in self._tabs:
            self._row.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs = [TabButton(name, title, name == current, self) for name, title in wanted]
        for at, tab in enumerate(self._tabs):
            self._row.insertWidget(at, tab)
            tab.chosen.connect(self.tab_chosen)
            tab.doubled.connect(self.whole_wished)
            tab.show()
        self._share_out()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Give the names the room that the icons leave, and the badge what the names leave."""
        names = [tab.name_width for tab in self._tabs]
        icons = [button for button in (self._pause, self._pin, *self._buttons) if not button.isHidden()]
        margins = self._row.contentsMargins()
        taken = sum(button.sizeHint().width() for button in icons) + margins.left() + margins.right() + 4
        if not self._badge.isHidden():
            needed = sum(names) + TIGHT * len(names) or self._title_width() + ROOM_FOR_WORDS
            self._badge.fit(needed + self._badge.whole <= self.width() - taken)
            taken += self._badge.width()
        self._heighten(self.width() - taken)
        current = next((at for at, tab in enumerate(self._tabs) if tab.isChecked()), 0)
        room = self.width() - taken
        widths = shares(spaced(names, room), current, room)
        for tab, width in zip(self._tabs, widths, strict=True):
            tab.setMaximumWidth(width)
        self._row.activate()  # now, not in the next turn of the loop: names would jump

    def _title_width(self) -> int:
        return PAD + round(QFontMetricsF(font("label")).horizontalAdvance(self.title))

    def _heighten(self, room: int) -> None:
        """A scope in words that has no room in the row, as in that of a pile, has a line under it."""
        own = self.scope_note.own
        needed = self._title_width() + PIN + 16 + QFontMetricsF(font("small")).horizontalAdvance(own)
        has_own_line = bool(own) and (bool(self._tabs) or needed > room)
        if has_own_line != self._has_own_line:
            self._has_own_line = has_own_line
            more = OWN_LINE if has_own_line else 0
            self._row.setContentsMargins(PAD - 4, 1, PAD - 6, more)
            self.setFixedHeight(TITLE_HEIGHT + more)
            self.updateGeometry()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.whole_wished.emit()  # a dock of Qt's would float

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.more_wished.emit(event.globalPos())

    def _more(self) -> None:
        button = self._buttons[1]
        self.more_wished.emit(button.mapToGlobal(button.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, own = theme(), self.scope_note.own
        painter.fillRect(self.rect(), look.colour("panel"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        if own:
            for edge in (QRect(0, 0, self.width(), EDGE), *self._sides()):
                painter.fillRect(edge, look.colour("accent"))
        if self.is_active:
            painter.fillRect(QRect(0, 0, self.width(), 2 * EDGE if own else EDGE), look.colour("accent"))
        right = self._first_icon() - 6
        if not self._tabs:
            x = paint_words(painter, self.title, "label", "text", PAD, right, TITLE_HEIGHT) + 8
            if own and not self._has_own_line:
                x = self._paint_own(painter, x, right, 0, TITLE_HEIGHT) + 8
            paint_words(painter, self.subtitle, "small", "text3", x, right, TITLE_HEIGHT)
        if self._has_own_line:
            self._paint_own(painter, PAD, self.width() - PAD, TITLE_HEIGHT - 2, OWN_LINE)
        painter.end()

    def _first_icon(self) -> int:
        """Where words end at the latest, px."""
        return next(one for one in (self._badge, self._pause, self._pin) if not one.isHidden()).x()

    def _sides(self) -> tuple[QRect, QRect]:
        return QRect(0, 0, EDGE, self.height()), QRect(self.width() - EDGE, 0, EDGE, self.height())

    def _paint_own(self, painter: QPainter, x: float, right: float, y: float, height: int) -> float:
        """The pin and the scope in words; where they end."""
        paint_icon(painter, "pin", QRectF(x, y + height / 2 - 7, 14, 14), theme().colour("accent"))
        painter.save()
        painter.translate(0, y)
        x = paint_words(painter, self.scope_note.own, "small", "text", x + PIN, right, height)
        painter.restore()
        return x
