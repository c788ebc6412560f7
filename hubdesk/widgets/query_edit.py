"""The editor of a query: coloured, completed while one types, its error underlined at its place and mended by a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from hubdesk.i18n import _, number
from hubdesk.query.pieces import pieces
from hubdesk.query.signs import LONGEST
from hubdesk.widgets.keyed_button import is_by_key
from hubdesk.widgets.query_edit_colours import QueryColours, Read
from hubdesk.widgets.query_edit_error import Correction
from hubdesk.widgets.query_edit_page import QueryPage
from hubdesk.widgets.query_edit_ring import FocusRing
from hubdesk.widgets.query_edit_suggest import Suggestions
from hubdesk.widgets.query_edit_text import Places, clean
from hubdesk.widgets.query_edit_values import ErrorView, Offer
from hubdesk.widgets.theme import tokens

__all__ = ["ErrorView", "Offer", "QueryEdit"]

LINES: Final = 8  # that a roomy place shows
FEWEST: Final = 5  # an error with its bubble
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QueryEdit(QWidget):
    """Many lines of a query. Positions in and out are code points of `text()`.

    F8 goes to the error, Alt+Enter mends it, Ctrl+Space asks what could stand here, Escape closes what is open, Tab
    leaves. The bubble goes while one types, and comes back when the typing rests and the error is still there.
    """

    text_changed = Signal(str)  # after each edit by the analyst
    completion_wished = Signal(str, str)  # "word" | "field" | "value:NAME", and what is written of it
    counter_changed = Signal(str)
    mended = Signal(object)  # the Fix that was applied; text_changed has told the text

    def __init__(self, parent: QWidget | None = None, read: Read = pieces) -> None:
        super().__init__(parent)
        self._is_cut = False
        self._marked: tuple[tuple[int, int], ...] = ()
        self.page = QueryPage(self)
        self._colours = QueryColours(self.page.document(), read)
        self._suggestions = Suggestions(self.page, self._colours)
        self._correction = Correction(self.page, self._colours, self)
        self._ring = FocusRing(self)
        self.setFocusProxy(self.page)
        self.page.setAccessibleName(_("Query"))
        self.page.installEventFilter(self)
        self.page.textChanged.connect(self._take_edit)
        self.page.cursorPositionChanged.connect(self._take_move)
        self.page.moved.connect(self._take_scroll)
        self.page.composed.connect(self._dress_anew)
        self.page.shortened.connect(self._take_cut)
        self._suggestions.wished.connect(self.completion_wished)
        self._correction.mend_wished.connect(self.mend)
        self._correction.closed.connect(self.page.setFocus)

    def text(self) -> str:
        return self._colours.text

    def set_text(self, text: str) -> None:
        """Another query, cleaned; nothing is told and nothing can be undone. The same one leaves all as it is."""
        text = clean(text)
        if text == self._colours.text:
            return
        self._suggestions.close()
        self._correction.forget()
        self._marked, self._is_cut = (), False
        self.page.blockSignals(True)
        self.page.write(text)
        self.page.blockSignals(False)
        self._read(text)

    def rewrite(self, text: str) -> None:
        """Another query as one edit of the analyst's: it is told, and undo takes it back."""
        text, places = clean(text), self._colours.places
        if text != self._colours.text:
            self.page.replace(0, places.qt(len(self._colours.text)), text, 0)

    def copy_all(self) -> None:
        """The whole query to the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def counter(self) -> str:
        """`287 characters of 8,000`."""
        said = _("{n} characters of {most}").format(n=number(len(self.text())), most=number(LONGEST))
        return _("{counted}, the end of what was pasted is missing").format(counted=said) if self._is_cut else said

    @property
    def is_too_long(self) -> bool:
        return len(self.text()) > LONGEST

    def show_error(self, error: ErrorView | None, about: str | None = None) -> None:
        """Underline what is wrong and say it; None: nothing is.

        `about`: the text it was found in; when there is another one by now, nothing happens.
        """
        if (about is None or clean(about) == self.text()) and self._correction.show(error):
            self._dress()

    def offer(self, prefix: str, offers: tuple[Offer, ...]) -> None:
        """The answer to `completion_wished`; shown when that prefix is still what is being typed."""
        self._suggestions.offer(prefix, offers)

    def mark_terms(self, spans: Sequence[tuple[int, int]]) -> None:
        """A ground behind these stretches, until the text changes; the first one is brought into sight."""
        last = len(self.text())
        self._marked = tuple((max(0, start), min(end, last)) for start, end in spans if start < min(end, last))
        if self._marked:
            self._go_to(self._marked[0][0])
        self._mark()

    def go_to_error(self) -> bool:
        """The caret to the culprit, and the bubble beside it; False when there is no error."""
        if self._correction.culprit is None:
            return False
        self._go_to(self._correction.culprit[0])
        self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._correction.say(is_asked=True)
        return True

    def mend(self) -> bool:
        """Apply the error's fix; False when there is none, or the text is another one by now."""
        fix = self._correction.mend()
        if fix is not None:
            self.page.setFocus()
            self.mended.emit(fix)
        return fix is not None

    def sizeHint(self) -> QSize:
        return QSize(560, LINES * int(tokens()["type"]["code"]["line"]) + 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, FEWEST * int(tokens()["type"]["code"]["line"]) + 24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.page.setGeometry(self.rect())
        self._ring.setGeometry(self.rect())
        self._correction.put()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_ring"):  # Qt may say so while we are built
            self._dress()

    # Keys and focus.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_ours(event):  # else a shortcut of the window would come first
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._suggestions.take_key(event) or self._take_key(event)
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and isinstance(event, QFocusEvent):
            self._take_focus(event)
        elif event.type() == QEvent.Type.Hide:
            self._suggestions.close()
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape:
            is_open = self._suggestions.is_open or self._suggestions.is_coming
            return is_open or self._correction.bubble.isVisible()
        return (
            (key == Qt.Key.Key_F8 and self._correction.culprit is not None)
            or (key in _ENTER and modifiers == Qt.KeyboardModifier.AltModifier)
            or (key == Qt.Key.Key_Space and modifiers == Qt.KeyboardModifier.ControlModifier)
        )

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_F8:
            return self.go_to_error()
        if key in _ENTER and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.mend()
            return True
        if key == Qt.Key.Key_Escape and self._correction.bubble.isVisible():
            self._correction.close()
            return True
        return False

    def _take_focus(self, event: QFocusEvent) -> None:
        if event.gotFocus():
            self._ring.is_shown = is_by_key(event, self._ring.is_shown)
        else:
            self._suggestions.close()
        self._ring.setVisible(event.gotFocus() and self._ring.is_shown)
        self._ring.raise_()

    # What happens to the text.

    def _take_edit(self) -> None:
        text = self.page.query()
        if text == self._colours.text:
            return
        neat = clean(text)
        if text != neat:  # an input method wrote what no key can
            places = Places(text)
            caret = len(clean(text[: places.point(self.page.textCursor().position())]))
            self.page.replace(0, places.qt(len(text)), neat, Places(neat).qt(caret))
            return
        step = len(text) - len(self._colours.text)
        self._marked, self._is_cut = (), self._is_cut and step > 0
        self._correction.follow(text)
        self._read(text)
        if self.page.hasFocus() and abs(step) <= 2:
            self._suggestions.typed()
        else:
            self._suggestions.close()
        self.text_changed.emit(text)

    def _read(self, text: str) -> None:
        self._colours.take(text)
        self._dress()
        self.counter_changed.emit(self.counter())

    def _take_cut(self) -> None:
        self._is_cut = True
        self.counter_changed.emit(self.counter())

    def _take_move(self) -> None:
        self._mark()
        self._take_scroll()

    def _take_scroll(self) -> None:
        self._suggestions.moved()
        self._correction.put()

    def _dress(self) -> None:
        self._colours.dress(self._correction.culprit)
        self._mark()

    def _dress_anew(self) -> None:
        self._colours.undress()
        self._dress()

    def _mark(self) -> None:
        at = self._colours.places.point(self.page.textCursor().position())
        found = self._colours.pair_at(at)
        brackets = [(one, one + 1) for one in found] if found is not None else []
        self.page.setExtraSelections([*self._colours.marks(self._marked), *self._colours.marks(brackets)])

    def _go_to(self, position: int) -> None:
        cursor = self.page.textCursor()
        cursor.setPosition(self._colours.places.qt(position))
        self.page.setTextCursor(cursor)
        self.page.ensureCursorVisible()
