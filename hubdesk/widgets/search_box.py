"""The search box: a line to write a query on, its place of error underlined, and past searches under it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QMoveEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.marked_line import MarkedLine
from hubdesk.widgets.search_offers import SearchOffers
from hubdesk.widgets.search_values import PastSearch, Remark
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

WIDE: Final = 290
LEAST: Final = 150  # px in which a query can still be written
SMALL: Final = 30  # an icon that opens
HEIGHT: Final = 26
LONGEST: Final = 8_001  # one more than a query may have, so that the language says so
_PAUSE_MS: Final = 350  # after the last key: a query half written is no mistake yet
_LEFT: Final = 30


class SearchBox(QWidget):
    """Says what is typed and what is wished; what there is to offer and to remark is handed to it."""

    submitted = Signal(str)  # the query to search for; "": no search any more
    edited = Signal(str)  # a moment after the last key
    forgotten = Signal(object)  # PastSearch
    named = Signal(str, str)  # the query of a search, and how it is called from now on
    opened = Signal()  # it has the focus now, or lost it: it wants another width
    left = Signal()  # Escape: the focus may go elsewhere

    def __init__(self, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = keys  # the shortcut, shown while nothing is written
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._searches: tuple[PastSearch, ...] = ()
        self._naming: PastSearch | None = None
        self._kept = ""  # what was written before a name was asked for
        self._remark: Remark | None = None
        self._pause, self._settle = QTimer(self), QTimer(self)
        for timer, wait, slot in ((self._pause, _PAUSE_MS, self._tell), (self._settle, 0, self._change_focus)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(slot)
        self.edit = MarkedLine(self)
        self.edit.setMaxLength(LONGEST)
        self.edit.setAccessibleName(_("Search"))
        self.edit.setPlaceholderText(_("Search…"))
        self.edit.textEdited.connect(self._follow)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self.offers = SearchOffers(self)
        self.offers.chosen.connect(self._take)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Write that, without saying so."""
        if text != self.edit.text():
            self.edit.setText(text)
            self.show_remark(None)
            self.update()

    def show_searches(self, searches: tuple[PastSearch, ...]) -> None:
        """What can be searched for again; those that fit what is typed are offered."""
        self._searches = searches
        self._offer()

    def show_remark(self, remark: Remark | None) -> None:
        """One line under the box, its stretch of the query underlined; None takes it away."""
        self._remark = remark
        self.edit.setAccessibleDescription(tame(remark.line) if remark is not None else "")
        if remark is None:
            self.edit.underline_nothing()
        else:
            self.edit.underline(remark.start, remark.end, "text" if remark.is_error else "text3")
        self._offer()

    def begin(self) -> None:
        """Take the focus, with all of the query chosen."""
        self.edit.show()  # it may be an icon: what is hidden takes no focus
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    @property
    def is_open(self) -> bool:
        """Whether somebody writes here: then it wants its room even in a narrow window."""
        return self.edit.hasFocus()

    def fit(self, width: int) -> None:
        """Be that wide: WIDE or less, SMALL is an icon."""
        self.setFixedWidth(width)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), HEIGHT)

    # What the line hears.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.edit:
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
        elif kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            if kind == QEvent.Type.FocusOut:
                self._end_naming()
            self._settle.start()
        return False

    def _press(self, event: QKeyEvent) -> bool:
        key, chosen = event.key(), self.offers.current() if self.offers.isVisible() else None
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._offer()
            self.offers.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(chosen)
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key == Qt.Key.Key_Delete and chosen is not None:
            row = self.offers.row()
            self.forgotten.emit(chosen)
            if self.offers.row() < 0:
                self.offers.step(row + 1)  # the next one takes its place
        elif key == Qt.Key.Key_F2 and chosen is not None:
            self._begin_naming(chosen)
        else:
            return False
        return True

    def _enter(self, chosen: PastSearch | None) -> None:
        if self._naming is not None:
            self.named.emit(self._naming.text, self.edit.text())
            self._end_naming()
        elif chosen is not None:
            self._take(chosen)
        else:
            self._pause.stop()
            self.submitted.emit(self.edit.text())

    def _take(self, search: PastSearch) -> None:
        self.set_text(search.text)
        self._pause.stop()
        self.submitted.emit(search.text)

    def _leave(self) -> None:
        if self._naming is not None:
            self._end_naming()
        else:
            self.offers.hide()
            self.left.emit()

    def _begin_naming(self, search: PastSearch) -> None:
        """The line takes a name for a moment; what was written comes back."""
        self._naming, self._kept = search, self.edit.text()
        self.edit.setPlaceholderText(_("Name of the search"))
        self.edit.setText(search.name)
        self.show_remark(None)
        self.update()

    def _end_naming(self) -> None:
        if self._naming is not None:
            self._naming = None
            self.edit.setPlaceholderText(_("Search…"))
            self.edit.setText(self._kept)
            self._offer()
            self.update()

    def _follow(self) -> None:
        self.show_remark(None)
        self.update()
        if self._naming is None:
            self._pause.start()

    def _tell(self) -> None:
        self.edited.emit(self.edit.text())

    def _change_focus(self) -> None:
        self.opened.emit()
        self._offer()
        self._place()
        self.update()

    # What is shown.

    def _offer(self) -> None:
        """Show what fits, while somebody writes here; a query that stands there as it was searched for offers all."""
        if not self.edit.hasFocus():
            self.offers.hide()
            return
        typed = self.edit.text() if self.edit.isModified() and self._naming is None else ""
        self.offers.show_remark(self._remark)
        self.offers.show_searches(tuple(one for one in self._searches if one.fits(typed)) if not self._naming else ())
        if self.offers.is_empty:
            self.offers.hide()
            return
        window = self.window()
        if self.offers.parentWidget() is not window:
            self.offers.setParent(window)
        under = self.mapTo(window, QPoint(self.width(), self.height() + 2))
        self.offers.place(under.x(), under.y(), self.width(), window)
        self.offers.show()
        self.offers.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.edit.hasFocus()
        edge = 1.0 if focused else 0.5
        painter.setPen(QPen(look.colour("accent" if focused else "line_strong"), 2 if focused else 1))
        painter.setBrush(look.colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 4, 4)
        is_small = self.edit.isHidden()
        left = (self.width() - 16) / 2 if is_small else 8
        ink = look.colour("accent" if is_small and self.edit.text() else "text2")
        paint_icon(painter, "search", QRectF(left, (HEIGHT - 16) / 2, 16, 16), ink)
        if self._shows_keys():
            painter.setFont(font("small"))
            painter.setPen(look.colour("text3"))
            box = self.rect().adjusted(0, 0, -10, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.keys)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def moveEvent(self, event: QMoveEvent) -> None:
        if self.offers.isVisible():
            self._offer()

    def _shows_keys(self) -> bool:
        if not self.keys or self.edit.text() or self.edit.hasFocus() or self.edit.isHidden():
            return False
        said = QFontMetrics(font("body")).horizontalAdvance(self.edit.placeholderText())
        return _LEFT + said + 24 + QFontMetrics(font("small")).horizontalAdvance(self.keys) <= self.width()

    def _place(self) -> None:
        is_small = self.width() < LEAST and not self.edit.hasFocus()
        self.edit.setVisible(not is_small)
        self.edit.setGeometry(_LEFT - 2, 1, max(1, self.width() - _LEFT - 6), HEIGHT - 2)
        self.setToolTip(_("Search") if is_small else "")
        self.update()
