"""The live feed: the newest mentions in scope as cards; nothing moves while somebody reads."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Heard, Scope, Topic
from hubdesk.core.review import Standing
from hubdesk.i18n import N_, _, number
from hubdesk.panels.correcting import Corrector
from hubdesk.panels.erasing import Eraser
from hubdesk.panels.feed_along import FeedAlong
from hubdesk.panels.feed_asked import Asked
from hubdesk.panels.feed_marks import FeedMarks
from hubdesk.panels.feed_menu import FeedMenu
from hubdesk.panels.feed_picture import FIRST, FeedOptions, FeedPicture, read_feed
from hubdesk.panels.feed_rows import FeedRows
from hubdesk.panels.feed_words import EVERYWHERE, UNNARROW, mentions_words, subtitle, why_nothing
from hubdesk.panels.only import Only
from hubdesk.panels.review_marking import MARK, Marker, Subject, Wanted, subject_of
from hubdesk.store.reader import Reader
from hubdesk.widgets.empty import Notice, Stage, Vacancy
from hubdesk.widgets.feed_view import FeedView
from hubdesk.widgets.held_bar import HEIGHT, HeldBar
from hubdesk.widgets.mention_list import MentionList
from hubdesk.widgets.search_bar import SearchBar
from hubdesk.widgets.text import tame

MOST: Final = 4_000  # rows listed at most; a search finds what is older
_SETTLE_MS: Final = 150
_SEARCH_PACE: Final = 2.0  # seconds between two answers of which all rows may be other ones


class FeedPanel(FeedAlong):
    """What the window asks of it beyond Panel: `search(text)`, `show_saved`, `show_marks`, `set_density(word)`."""

    name: ClassVar[str] = "feed"
    title: ClassVar[str] = N_("Feed")
    follows_filters: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mentions = MentionList(self)
        self._last: FeedPicture | None = None
        self._settle, self._arrive = QTimer(self), QTimer(self)  # before the parts, which may speak while they are made
        for timer, wait, slot in (
            (self._settle, _SETTLE_MS, self._look_again),
            (self._arrive, 0, self._release_at_top),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(slot)
        self._build()
        self._listen()

    def _build(self) -> None:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar, self.view, self._end = HeldBar(self), FeedView(self._mentions, self), Notice(self)
        for part in (self.bar, self.view, self._end):
            column.addWidget(part)
        self._rows = FeedRows(self._mentions, self.view)
        self.stage, self.search_bar = Stage(page, self), SearchBar(self)
        self._asked = Asked(self.search_bar, self)
        self.stage.show_picture()  # an empty list, for the moment until the first one is read
        self.body.addWidget(self.search_bar)
        self.body.addWidget(self.stage)
        self._menu = FeedMenu(self)
        self._corrector, self._marker, self._marks = Corrector(self), Marker(self), FeedMarks(self.view, self)
        self.addAction(self._marks.menu.menuAction())
        self._only, self._eraser = Only(self), Eraser(self)
        self.view.addActions(self.actions())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _listen(self) -> None:
        self.stage.chosen.connect(self._act)
        self.bar.show_wished.connect(self.show_held)
        self.view.chosen.connect(self.mention_chosen)
        self.view.link_chosen.connect(self._open)
        self.view.pause_wished.connect(self.toggle_pause)
        self.view.end_neared.connect(self._want_older)
        self.view.moved.connect(self._follow)
        self._menu.leave_wished.connect(self._asked.close)
        self._menu.pause_wished.connect(self.toggle_pause)
        self._menu.density_chosen.connect(self.set_density)
        for part in (self._corrector, self._only, self._eraser, self._marker):
            part.wished.connect(self.wish)
        self._marks.changed.connect(self._ask)
        self.view.star_wished.connect(self._star)
        self.view.selectionModel().selectionChanged.connect(self._say_count)
        self._asked.changed.connect(self._ask)
        self._asked.left.connect(self._say_left)
        self._asked.saved_wished.connect(self._save_search)
        self._name_list()

    # What the window asks.

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> FeedPicture:
        return read_feed(reader, scope, options if isinstance(options, FeedOptions) else FeedOptions())

    def options(self) -> FeedOptions:
        if self._asked.by_relevance:
            wanted = FeedOptions()
        elif self._last is None:
            wanted = FeedOptions(first=self.view.rows_at_first() if self._asked.search else FIRST)
        else:
            wanted = self._rows.wanted(None if self._asked.is_everywhere else self._last.scope)
        return replace(wanted, search=self._asked.search, only=self._marks.only)

    def draw(self, picture: FeedPicture) -> None:
        if (picture.search, picture.only) != (self._asked.search, self._marks.only):
            return  # an answer to a search that is over
        self.stage.notice.say("")
        self._rows.take(picture, self._last, self._asked.by_relevance)
        self._last = replace(picture, newest=(), block=())
        self._show(picture)

    def complain(self, message: str) -> None:
        if not message:
            self.stage.notice.say("")
        elif self._last is not None:
            self.stage.notice.say(tame(message), "failed", ("retry", _("Retry")))
        else:
            head = _("The feed could not be read")
            text = f"{tame(message)} {_('Nothing is lost.')}"
            self.stage.show_vacancy(Vacancy("warning", head, text, (("retry", _("Retry")),)))

    def set_density(self, density: str) -> None:
        """`comfortable` or `compact`."""
        self._menu.show_density(density)
        self.view.set_setting(replace(self.view.cards.setting, is_compact=density == "compact"))

    def rests_on(self, scope: Scope) -> tuple[Topic, ...]:
        return () if self._asked.is_everywhere else scope.topics

    def search(self, text: str) -> None:
        """Show what answers this query; "": the feed again."""
        self._asked.ask(text)

    def show_saved(self, texts: frozenset[str]) -> None:
        """The queries that have a star."""
        self._asked.show_saved(texts)

    def show_marks(self, standing: Standing) -> None:
        """What people marked."""
        self._marks.show(standing)

    def markable(self) -> Subject | None:
        """The mention that keys and the menu “Mark” are about, and all that are chosen with it."""
        rows, chosen = self._mentions.rows(), self.view.chosen_rows()
        if len(chosen) < 2:
            return subject_of(self.correctable())
        first, *others = (rows[row].id for row in chosen)
        return Subject(mention=first, name=mentions_words(len(chosen)), also=tuple(others))

    def _star(self, mention: object) -> None:
        """A click on a card's star, whichever card is chosen."""
        heard = next((one for one in self._mentions.rows() if one.id == mention), None)
        if (subject := subject_of(heard)) is not None:
            self.wish.emit(MARK, Wanted("star", subject))

    def correctable(self) -> Heard | None:
        """The mention that keys and the menu “Correct” are about."""
        row, rows = self.view.chosen_row(), self._mentions.rows()
        return rows[row] if 0 <= row < len(rows) else None

    # What people do.

    @property
    def is_paused(self) -> bool:
        return self._rows.is_paused

    @property
    def held(self) -> int:
        """How many mentions are held back."""
        return self._rows.waiting

    def toggle_pause(self) -> None:
        """Stop or go on. Going on shows what was held back."""
        if self.is_paused:
            self.show_held()
        else:
            self._rows.is_paused = True
            self._say_held()

    def show_held(self) -> None:
        """Go on: the newest come in on top, and the list goes there."""
        self._rows.is_paused = False
        self._release()
        self.view.verticalScrollBar().setValue(0)
        self._say_held()

    def _act(self, word: str) -> None:
        if word == "retry":
            self.options_changed.emit()
        elif word == EVERYWHERE:
            self._asked.look_everywhere()
        elif word == UNNARROW:
            self._marks.leave()
        else:
            self.wish.emit(word, None)

    def _open(self, url: str) -> None:
        self.wish.emit("open-link", url)

    def _want_older(self) -> None:
        at_most = len(self._rows) >= MOST
        if self._rows.has_older and not self._rows.wants_older and not at_most and self._last is not None:
            self._rows.wants_older = True
            self._settle.start(0)
        self._say_end()

    def _follow(self) -> None:
        """The list scrolled, or its rows changed: this may be in the middle of a change, so nothing is changed here."""
        if not self.is_paused and self.view.is_at_top and self.held:
            self._arrive.start()
        seen, sure = self.view.visible_rows(), self._rows.confirmed
        if seen and sure is not None and not (sure[0] <= seen.start and seen.stop <= sure[1]):
            self._settle.start()

    def _release(self) -> None:
        self._rows.release()
        self._settle.start(0)

    def _release_at_top(self) -> None:
        if self.held and not self.is_paused and self.view.is_at_top:
            self._release()
            self._say_held()

    def _look_again(self) -> None:
        self.options_changed.emit()

    # What is searched for.

    def _ask(self) -> None:
        """Another question: what is listed answers the one before."""
        self._last = None
        self.pace_seconds = _SEARCH_PACE if self._asked.by_relevance else 0.0
        self._menu.show_search(self._asked.search is not None)
        self._rows.clear()
        self.stage.show_picture()
        self._say_held()
        self._name_list()
        self.options_changed.emit()

    def _say_left(self) -> None:
        self.wish.emit("search-left", None)

    def _save_search(self, text: str, is_saved: bool) -> None:
        self.wish.emit("search-saved", (text, is_saved))

    # What is said.

    def _show(self, picture: FeedPicture) -> None:
        self._say_count()
        if len(self._rows) or self.held:
            self.stage.show_picture()
        else:
            self.stage.show_vacancy(why_nothing(picture))
        self._asked.count(picture)
        self._say_held()
        self._say_end()

    def _say_count(self) -> None:
        """How many there are, and of them how many are chosen where that is more than one."""
        if self._last is not None:
            self.subtitle_changed.emit(subtitle(self._last, self._marks.words, len(self.view.chosen_rows())))

    def _name_list(self) -> None:
        is_ranked = self._asked.by_relevance
        self.view.setAccessibleName(_("Mentions, best first") if is_ranked else _("Mentions, newest first"))

    def _say_held(self) -> None:
        was_hidden, at_top = self.bar.isHidden(), self.view.is_at_top
        self.bar.say(self.is_paused, self.held, self._rows.held.is_least)
        self._menu.show_pause(self.is_paused)
        if was_hidden != self.bar.isHidden() and not at_top:  # the list moved in the panel: cards stay on screen
            self.view.shift(HEIGHT if was_hidden else -HEIGHT)

    def _say_end(self) -> None:
        bar = self.view.verticalScrollBar()
        at_end = len(self._rows) >= MOST and bar.maximum() - bar.value() < 200
        text = _("The {n} newest are listed. Narrow the span or search to see older ones.").format(n=number(MOST))
        self._end.say(text if at_end else "", "clock")
