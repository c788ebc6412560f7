"""What people mark while they review, as panels wish it: the keys, the menu that shows them, and what is wished for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Protocol, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from hubdesk.core import Heard, Millis
from hubdesk.core.review import ReviewMark, ReviewWord
from hubdesk.i18n import N_, _
from hubdesk.widgets.card_words import author
from hubdesk.widgets.text import tame

MARK: Final = "review-mark"  # the wish whose value is a Wanted; None: that nothing is chosen
UNMARK: Final = "review-unmark"  # the wish whose value is a mark's uid
NAME: Final = 48  # code points of what a subject is called
GO_TO: Final = "review-go-to"  # the wish whose value is an instant: look at what was known then
Marks = tuple[ReviewMark, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is marked: exactly one of the three. `name`: what it is called, for the list of what can be undone.

    `also`: other mentions that are marked with it, at once.
    """

    mention: int | None = None
    episode: int | None = None
    instant: Millis | None = None
    name: str = field(default="", compare=False)
    also: tuple[int, ...] = ()

    def each(self) -> tuple[Subject, ...]:
        """Itself, and those that are marked with it, one by one."""
        return tuple(replace(self, mention=one, also=()) for one in (self.mention, *self.also))

    def has(self, mark: ReviewMark) -> bool:
        """Whether a mark is of it."""
        return (mark.mention, mark.episode, mark.instant) == (self.mention, self.episode, self.instant)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A star is set or taken away; for a tag, a note and a bookmark, words are asked for."""

    word: str
    subject: Subject


# Text, key, word. T is taken: it says a mention's themes.
KEYS: Final = (
    (N_("Star, or none"), "S", ReviewWord.STAR),
    (N_("Tags…"), "E", ReviewWord.TAG),
    (N_("Note…"), "N", ReviewWord.NOTE),
)


class MarkMenu(QMenu):
    """The menu “Mark”, whose keys hold wherever its action was added."""

    chosen = Signal(str)  # a word

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Mark"), parent)
        for text, key, word in KEYS:
            action = self.addAction(_(text))
            action.setData(str(word))
            action.setShortcut(QKeySequence(key))
            action.setAutoRepeat(False)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(self._choose)

    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(action.data())


class HasSubject(Protocol):
    """What a panel with a Marker has."""

    def markable(self) -> Subject | None:
        """What keys are about now."""


class Marker(QObject):
    """A panel's menu and keys; `wished` says what is wanted of what the panel says is meant."""

    wished = Signal(str, object)  # MARK, and what

    def __init__(self, panel: QWidget) -> None:
        """`panel` has what HasSubject says."""
        super().__init__(panel)
        self.menu = MarkMenu(panel)
        self.menu.chosen.connect(self.want)
        panel.addAction(self.menu.menuAction())

    def want(self, word: str) -> None:
        """As if that word's key had been pressed."""
        subject = cast(HasSubject, self.parent()).markable()
        self.wished.emit(MARK, None if subject is None else Wanted(word, subject))


def subject_of(heard: Heard | None) -> Subject | None:
    """A mention, called by its author and its first words."""
    if heard is None:
        return None
    words = heard.mention.title or heard.mention.text
    name = author(heard)
    if words and not heard.is_gone:
        name = quoted(name, words[: 4 * NAME])
    return Subject(mention=heard.id, name=tame(name, NAME))


def quoted(who: str, words: str) -> str:
    """Who wrote, and what."""
    return _("{author}: {words}").format(author=who, words=words)
