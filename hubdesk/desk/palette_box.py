"""The palette on the screen: a line to type on, what it finds, and a foot that says why something cannot be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from hubdesk.core import Topic
from hubdesk.desk.palette_finding import Finder, Offer
from hubdesk.desk.palette_rows import MOST, ROW, OfferList, offer_at, said
from hubdesk.i18n import _, ngettext, number
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.marked_line import MarkedLine
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

WIDEST: Final = 680
MOST_ROWS: Final = 14  # in sight; the others scroll
LINE: Final = 40
FOOT: Final = 24
MARGIN: Final = 16
LONGEST: Final = 200
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_PAGES: Final = {Qt.Key.Key_PageDown: MOST_ROWS - 1, Qt.Key.Key_PageUp: 1 - MOST_ROWS}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaletteBox(QFrame):
    """Raised over its window. It says what was chosen, and does nothing itself."""

    chosen = Signal(object)  # Offer, one that can be done
    left = Signal(bool)  # True: by its keys, so that the focus may go back

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._finder = Finder()
        self._lately: Sequence[str] = ()
        self._topics: Sequence[Topic] = ()
        self._found: tuple[Offer, ...] = ()
        self.edit = MarkedLine(self)
        self.edit.setMaxLength(LONGEST)
        self.edit.setAccessibleName(_("What do you want to do?"))
        self.edit.setPlaceholderText(_("What do you want to do?"))
        self.edit.textChanged.connect(self._find)
        self.edit.installEventFilter(self)
        self.list = OfferList(self)
        self.list.clicked.connect(self._click)
        self.list.selectionModel().currentChanged.connect(self._say)
        self.setFocusProxy(self.edit)
        parent.installEventFilter(self)
        self.hide()

    def begin(self, finder: Finder, lately: Sequence[str], topics: Sequence[Topic]) -> None:
        """Offer these, with nothing typed yet, and take the focus."""
        self._lately, self._topics = lately, topics
        self.edit.clear()
        self.learn(finder)
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def learn(self, finder: Finder) -> None:
        """Look among these from now on; what is typed stays."""
        self._finder = finder
        self._find()

    def foot(self) -> str:
        """What the foot says: why the chosen one cannot be done, else how many there are."""
        offer = self.list.chosen()
        if offer is None:
            return _("Nothing is called that. Fewer letters find more.")
        if not offer.can:
            return offer.why or _("This cannot be done now.")
        more = len(self._found) - MOST
        if more > 0:
            return ngettext("{n} more: type a letter", "{n} more: type a letter", more).format(n=number(more))
        return _("Enter does it · Esc leaves")

    def _find(self) -> None:
        self._found = self._finder.find(self.edit.text(), self._lately)
        self.list.show_offers(self._found, self._topics)
        self._place()
        self._say()

    def _say(self) -> None:
        offer = self.list.chosen()
        self.edit.setAccessibleDescription(said(offer) if offer is not None else self.foot())
        self.update()

    def _click(self, index: QModelIndex) -> None:
        self._choose(offer_at(index))

    def _choose(self, offer: Offer | None) -> None:
        if offer is not None and offer.can:
            self.chosen.emit(offer)

    # What the line and the window hear.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
        elif isinstance(event, QFocusEvent) and event.lostFocus() and self.isVisible():
            self._lose(event.reason())
        return False

    def _lose(self, reason: Qt.FocusReason) -> None:
        if reason != Qt.FocusReason.PopupFocusReason:  # the line's own menu takes it for a moment
            self.left.emit(False)

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS or key in _PAGES:
            self.list.step(_STEPS.get(key) or _PAGES[key])
        elif key in _ENTER:
            self._choose(self.list.chosen())
        elif key == Qt.Key.Key_Escape:
            self.left.emit(True)
        else:
            return False
        return True

    # What is shown.

    def _place(self) -> None:
        """In the upper middle of the window, as high as what was found and the window allow."""
        window = self._window
        width = max(200, min(WIDEST, window.width() - 2 * MARGIN))
        top = min(72, window.height() // 8)
        room = max(1, (window.height() - top - MARGIN - LINE - FOOT - 2) // ROW)
        rows = min(MOST_ROWS, room, len(self._found))
        self.setGeometry(QRect((window.width() - width) // 2, top, width, LINE + rows * ROW + FOOT + 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.edit.setGeometry(38, 5, self.width() - 50, LINE - 10)
        self.list.setGeometry(1, LINE + 1, self.width() - 2, max(0, self.height() - LINE - FOOT - 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), look.colour("raised"))
        painter.fillRect(QRect(1, self.height() - FOOT - 1, self.width() - 2, FOOT), look.colour("alt"))
        painter.fillRect(QRect(1, LINE, self.width() - 2, 1), look.colour("line"))
        paint_icon(painter, "search", QRectF(13, (LINE - 16) / 2, 16, 16), look.colour("text2"))
        offer = self.list.chosen()
        is_no = offer is None or not offer.can
        painter.setFont(font("label" if is_no else "small"))
        painter.setPen(look.colour("text" if is_no else "text3"))
        box = QRect(12, self.height() - FOOT - 1, self.width() - 24, FOOT)
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(tame(self.foot()), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(QPen(look.colour("line_strong"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
