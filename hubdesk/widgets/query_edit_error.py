"""A query's error on its page: what is underlined while one types on, when the bubble shows, and the mending."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from hubdesk.i18n import _
from hubdesk.query.tree import Fix
from hubdesk.widgets.query_edit_bubble import ErrorBubble, place
from hubdesk.widgets.query_edit_colours import QueryColours
from hubdesk.widgets.query_edit_page import QueryPage
from hubdesk.widgets.query_edit_text import Places, clean, culprit, moved
from hubdesk.widgets.query_edit_values import ErrorView
from hubdesk.widgets.text import tame

REST_MS: Final = 600  # without a key, before the bubble comes: nobody is corrected in the middle of a word


class Correction(QObject):
    """At most one error at a time: the language finds the first one. A warning has no bubble until one asks for it."""

    mend_wished = Signal()
    closed = Signal()  # the bubble, by Escape

    def __init__(self, page: QueryPage, colours: QueryColours, parent: QWidget) -> None:
        super().__init__(parent)
        self._page, self._colours = page, colours
        self.bubble = ErrorBubble(parent)
        self.error: ErrorView | None = None
        self.culprit: tuple[int, int] | None = None  # code points, where it is now
        self._about = ""  # the text in which the error was found
        self._is_said = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.say)
        self.bubble.mend_wished.connect(self.mend_wished)
        self.bubble.left.connect(self.close)

    @property
    def is_current(self) -> bool:
        """Whether there is an error, found in the very text that is on the page."""
        return self.error is not None and self._about == self._colours.text

    def show(self, error: ErrorView | None) -> bool:
        """Take what was found in the page's text; False when that is known already."""
        text = self._colours.text
        is_seen = self.culprit is not None or error is None  # an undone edit may have touched it meanwhile
        if error == self.error and self._about == text and is_seen:
            return False
        self.error, self._about = error, text
        self.culprit = None if error is None else culprit(text, error.position, error.end)
        self._describe()
        if error is None or not self._rest.isActive():
            self.say()
        return True

    def forget(self) -> None:
        """Another query is on the page."""
        self._rest.stop()
        self.error = self.culprit = None
        self._is_said = False
        self._describe()
        self.put()

    def follow(self, text: str) -> None:
        """The page's text becomes this one: the bubble goes until the typing rests, the line stays under its culprit
        unless that was touched."""
        self._is_said = False
        self.bubble.hide()
        self.culprit = moved(self.culprit, self._colours.text, text)
        self._rest.start()

    def say(self, is_asked: bool = False) -> None:
        """Show the bubble, and tell those who listen instead of looking."""
        is_meek = self.error is not None and self.error.is_warning and not is_asked
        self._is_said = self.is_current and not is_meek
        if not self._about.strip():
            self._is_said = False  # nothing is written yet: the page says itself what could be
        if self.error is not None and self._is_said:
            head, advice = self.error.head(self._about), self.error.advice()
            self.bubble.say(head, advice, self.error.fix is not None)
            if self._page.hasFocus():
                spoken = QAccessibleAnnouncementEvent(self._page, tame(f"{head} {advice}"))
                QAccessible.updateAccessibility(spoken)
        self.put()

    def close(self) -> None:
        """Away with the bubble until the next edit, or until one asks where the error is."""
        self._is_said = False
        self.put()
        self.closed.emit()

    def put(self) -> None:
        """The bubble at its place; it hides with its culprit."""
        lines = self._lines() if self._is_said else []
        for with_hint in (True, False) if lines else ():
            room = QRectF(self._page.viewport().rect()).adjusted(6, 4, -10, -4)
            size = self.bubble.size_in(int(room.width()), with_hint)
            words = self._page.lines_in(0, self._colours.places.qt(len(self._colours.text)))
            at = place(size, room, lines[0], QRectF(self._page.cursorRect()), words)
            if at is not None:
                self.bubble.put(QRect(self._page.mapToParent(self._page.viewport().mapToParent(at)), size))
                return
        self.bubble.hide()

    def mend(self) -> Fix | None:
        """Apply the fix as one step to undo; None when there is none, or the text is another one by now."""
        if self.error is None or self.error.fix is None or not self.is_current:
            return None
        fix, places, text = self.error.fix, self._colours.places, clean(self.error.fix.text)
        self._page.replace(places.qt(fix.start), places.qt(fix.end), text, Places(text).qt(len(text)))
        return fix

    def _lines(self) -> list[QRectF]:
        """Where the culprit is in sight."""
        if self.culprit is None:
            return []
        start, end = (self._colours.places.qt(one) for one in self.culprit)
        view = QRectF(self._page.viewport().rect())
        return [line for line in self._page.lines_in(start, end) if line.intersects(view)]

    def _describe(self) -> None:
        said = ""
        if self.error is not None:
            said = f"{self.error.head(self._about)} {self.error.advice()}".strip()
            if self.error.fix is not None:
                said += " " + _("Alt+Enter mends it.")
        self._page.setAccessibleDescription(tame(said))
