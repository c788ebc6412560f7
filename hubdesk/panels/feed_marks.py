"""What people marked, in the feed: badges on its rows, and a filter that leaves the marked ones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from hubdesk.core.review import ReviewMark, ReviewWord, Standing
from hubdesk.i18n import N_, _
from hubdesk.widgets.badges import badges_of_mentions, tag_words
from hubdesk.widgets.feed_view import FeedView

ALL, STARRED, MARKED = "", "star", "any"
MOST_TAGS: Final = 30  # offered
CHOICES: Final = ((ALL, N_("All mentions")), (STARRED, N_("Starred alone")), (MARKED, N_("Marked alone")))


class FeedMarks(QObject):
    """Knows what stands, and which of it the feed is narrowed to."""

    changed = Signal()  # the feed is narrowed to other mentions, or no more

    def __init__(self, view: FeedView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._marks: tuple[ReviewMark, ...] = ()
        self._chosen = ALL
        self.only: tuple[int, ...] | None = None  # their numbers; None: whatever is marked or not
        self.menu = QMenu(_("Show"), parent)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._choose)
        self._fill()

    @property
    def words(self) -> str:
        """What is left, for the subtitle; "" while nothing is narrowed."""
        if self._chosen == ALL:
            return ""
        named = dict(CHOICES)
        return _(named[self._chosen]) if self._chosen in named else tag_words(self._tag)

    def show(self, standing: Standing) -> None:
        """Other marks stand."""
        self._marks = tuple(one for one in standing.marks if one.mention is not None)
        self._view.set_badges(badges_of_mentions(self._marks))
        self._fill()
        self._narrow()

    def leave(self) -> None:
        """All mentions again."""
        self._chosen = ALL
        self._fill()
        self._narrow()

    @property
    def _tag(self) -> str:
        return self._chosen.removeprefix("tag:")

    def _fill(self) -> None:
        """Every tag there is can be chosen; the one that is chosen stays, also when it is gone."""
        tags = dict.fromkeys(one.value for one in reversed(self._marks) if one.word == ReviewWord.TAG)
        named = [(key, _(words)) for key, words in CHOICES]
        named += [(f"tag:{tag}", tag_words(tag).replace("&", "&&")) for tag in list(tags)[:MOST_TAGS]]
        if self._chosen not in dict(named):
            named.append((self._chosen, tag_words(self._tag).replace("&", "&&")))
        if [(one.data(), one.text()) for one in self._group.actions()] != named:
            self.menu.clear()
            for old in self._group.actions():
                self._group.removeAction(old)
                old.deleteLater()
            for key, words in named:
                action = QAction(words, self._group)
                action.setData(key)
                action.setCheckable(True)
                self.menu.addAction(action)
        for action in self._group.actions():
            action.setChecked(action.data() == self._chosen)

    def _choose(self, action: QAction) -> None:
        self._chosen = str(action.data())
        self._narrow()

    def _narrow(self) -> None:
        wanted = None if self._chosen == ALL else self._wanted()
        if wanted != self.only:
            self.only = wanted
            self.changed.emit()

    def _wanted(self) -> tuple[int, ...]:
        """Each once, in the order of their numbers."""
        return tuple(sorted({one.mention for one in self._marks if one.mention is not None and self._is_meant(one)}))

    def _is_meant(self, mark: ReviewMark) -> bool:
        if self._chosen == STARRED:
            return mark.word == ReviewWord.STAR
        return self._chosen == MARKED or (mark.word == ReviewWord.TAG and mark.value == self._tag)
