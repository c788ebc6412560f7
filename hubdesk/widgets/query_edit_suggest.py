"""Completion in the query editor: asks what could follow once the typing rests, shows it, writes what is taken."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from hubdesk.widgets.query_edit_colours import QueryColours
from hubdesk.widgets.query_edit_offers import OfferList
from hubdesk.widgets.query_edit_page import QueryPage
from hubdesk.widgets.query_edit_typing import Typing, merged, own_offers, still_fitting, typing_at, written
from hubdesk.widgets.query_edit_values import Offer

PAUSE_MS: Final = 120  # after the last key
_NO_KEYS: Final = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier


class Suggestions(QObject):
    """What the language has itself is shown at once; what others know (words, places, ...) is asked for."""

    wished = Signal(str, str)  # kind, prefix

    def __init__(self, page: QueryPage, colours: QueryColours) -> None:
        super().__init__(page)
        self._page, self._colours = page, colours
        self._typing: Typing | None = None
        self._declined = -1  # where the word starts for which the list was closed by hand
        self._is_asked = False
        self._is_awaited = False  # somebody was asked, and has not answered
        self.list = OfferList(page)
        self.list.taken.connect(self._take)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)

    @property
    def is_open(self) -> bool:
        return self.list.isVisible()

    @property
    def is_coming(self) -> bool:
        """Whether a list may open in a moment: a key that means the list must not mean anything else."""
        return not self.is_open and (self._pause.isActive() or self._is_awaited) and self._now() is not None

    def typed(self) -> None:
        """The text was changed by a key: look again once the keys rest."""
        if self.is_open:
            self._follow()
        self._pause.start()

    def moved(self) -> None:
        """The caret is elsewhere, or the page under it."""
        if self.is_open:
            self._follow()

    def close(self) -> None:
        self._pause.stop()
        self._is_asked = self._is_awaited = False
        self._typing = None
        self._hide()

    def offer(self, prefix: str, offers: tuple[Offer, ...]) -> None:
        """The answer to a wish; one about something typed earlier is not shown."""
        if self._typing is not None and prefix == self._typing.prefix and self._page.hasFocus():
            self._is_awaited = False
            self._show(merged(self._typing, own_offers(self._typing), offers))

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key was ours. Enter is, only once the arrows chose; Tab takes the first."""
        key, plain = event.key(), not event.modifiers() & ~_NO_KEYS
        if key == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._ask()
            return True
        if key == Qt.Key.Key_Tab and plain and not self.is_open and self._holds_tab():
            return True
        if key == Qt.Key.Key_Escape and plain and self.is_coming:
            self._decline()
            return True
        if not self.is_open or not plain:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.go(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self._decline()
        elif key == Qt.Key.Key_Tab or (key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.chosen is not None):
            self._take(self.list.current())
        else:
            return False
        return True

    def _decline(self) -> None:
        """Nothing more for this word."""
        typing = self._typing or self._now()
        self._declined = typing.start if typing is not None else -1
        self.close()

    def _holds_tab(self) -> bool:
        """Whether Tab follows a letter so closely that the list is still on its way: then it is meant, not the way out.

        What the language has itself is shown at once, for this very Tab to take. Otherwise it is held, once.
        """
        if self._pause.isActive():
            self._pause.stop()
            self._look()
        is_held = self._is_awaited and not self.is_open
        self._is_awaited = False
        return is_held

    def _ask(self) -> None:
        self._declined = -1
        self._is_asked = True
        self._look()

    def _look(self) -> None:
        """What is being typed now, and what may follow."""
        typing = self._now()
        if typing is None or not self._page.hasFocus() or typing.start == self._declined:
            self.close()
            return
        self._declined = -1
        is_new = self._typing is None or (self._typing.kind, self._typing.start) != (typing.kind, typing.start)
        before = () if is_new else still_fitting(typing, self.list.offers)
        self._typing = typing
        self._show(merged(typing, own_offers(typing), before))
        self._is_awaited = True
        self.wished.emit(typing.kind, typing.prefix)

    def _follow(self) -> None:
        """Keep the list to what is written now; close it when that is something else."""
        typing = self._now()
        if (
            typing is None
            or self._typing is None
            or (typing.kind, typing.start)
            != (
                self._typing.kind,
                self._typing.start,
            )
        ):
            self.close()
        elif typing.prefix != self._typing.prefix:
            self._typing = typing
            self._show(merged(typing, still_fitting(typing, self.list.offers)))
        else:
            self._put()

    def _now(self) -> Typing | None:
        cursor = self._page.textCursor()
        if cursor.hasSelection():
            return None
        at = self._colours.places.point(cursor.position())
        return typing_at(self._colours.text, at, self._colours.pieces, self._is_asked)

    def _show(self, offers: tuple[Offer, ...]) -> None:
        self.list.show_offers(offers)
        if offers:
            self._put()
        else:
            self._hide()

    def _put(self) -> None:
        window = self._page.window()
        if self.list.parent() is not window:  # over the docks around, not cut off by this one
            self.list.setParent(window)
        caret = self._page.cursorRect()
        if self._typing is not None:
            start = self._colours.places.qt(self._typing.start)
            lines = self._page.lines_in(start, self._page.textCursor().position())
            caret = lines[-1].toAlignedRect() if lines else caret
        corner = self._page.viewport().mapTo(window, caret.topLeft())
        self.list.put(QRect(corner, caret.size()), window.rect().adjusted(4, 4, -4, -4))

    def _hide(self) -> None:
        self.list.show_offers(())
        self.list.hide()
        if self.list.parent() is not self._page:
            self.list.setParent(self._page)  # it must outlive the window that the page may leave

    def _take(self, offer: Offer | None) -> None:
        typing = self._now()
        if offer is None or typing is None:
            self.close()
            return
        at = typing.start + len(typing.prefix)
        text, caret = written(typing, offer, self._colours.text[at : at + 1])
        places = self._colours.places
        self.close()
        self._page.replace(places.qt(typing.start), places.qt(at), text, len(text[:caret].encode("utf-16-le")) // 2)
        self._page.setFocus()
        self._pause.stop()
        if text.endswith(":"):
            self._pause.start()  # its values
