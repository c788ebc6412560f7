"""The live feed: the newest mentions in scope as cards; nothing moves while somebody reads."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Coverage, Scope
from hubdesk.i18n import N_, _, day, number
from hubdesk.panels.feed_held import Held, outside
from hubdesk.panels.feed_picture import PAGE, TOP, FeedOptions, FeedPicture, read_feed
from hubdesk.panels.panel import Panel
from hubdesk.store.reader import Reader
from hubdesk.widgets.empty import Notice, Stage, Vacancy
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.feed_view import FeedView
from hubdesk.widgets.held_bar import HEIGHT, HeldBar
from hubdesk.widgets.mention_list import MentionList, key
from hubdesk.widgets.text import tame

KEPT: Final = 400  # rows kept while the newest are in sight
MOST: Final = 4_000  # rows listed at most; a search finds what is older
OLDER: Final = 200  # rows asked for when the end comes near
_AROUND: Final = 20  # rows read again above and below those in sight
_SETTLE_MS: Final = 150


class FeedPanel(Panel[FeedPicture]):
    name: ClassVar[str] = "feed"
    title: ClassVar[str] = N_("Feed")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mentions = MentionList(self)
        self._last: FeedPicture | None = None
        self._held = Held()
        self._is_paused = False
        self._has_older = True
        self._wants_older = False
        self._confirmed: tuple[int, int] | None = None  # rows read since the session last changed
        self._settle, self._arrive = QTimer(self), QTimer(self)  # before the parts, which may speak while they are made
        for timer, wait, slot in (
            (self._settle, _SETTLE_MS, self._look_again),
            (self._arrive, 0, self._release_at_top),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(slot)
        self._build()

    def _build(self) -> None:
        self._page = QWidget(self)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar, self.view, self._end = HeldBar(self), FeedView(self._mentions, self), Notice(self)
        for part in (self.bar, self.view, self._end):
            column.addWidget(part)
        self.stage = Stage(self._page, self)
        self.stage.show_picture()  # an empty list, for the moment until the first one is read
        self.body.addWidget(self.stage)
        self.stage.chosen.connect(self._act)
        self.bar.show_wished.connect(self.show_held)
        self.view.chosen.connect(self.mention_chosen)
        self.view.link_chosen.connect(self._open)
        self.view.pause_wished.connect(self.toggle_pause)
        self.view.end_neared.connect(self._want_older)
        self.view.moved.connect(self._follow)
        self.view.setAccessibleName(_("Mentions, newest first"))
        self._pause = self._action(_("Pause"), self.toggle_pause)
        self._densities = QActionGroup(self)
        for word, label in (("comfortable", _("Comfortable")), ("compact", _("Compact"))):
            action = self._action(label, self._choose_density)
            action.setData(word)
            self._densities.addAction(action)
        self._densities.actions()[0].setChecked(True)
        self.view.addActions(self.actions())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _action(self, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setCheckable(True)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    # What the window asks.

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> FeedPicture:
        return read_feed(reader, scope, options if isinstance(options, FeedOptions) else FeedOptions())

    def options(self) -> FeedOptions:
        rows = self._mentions.rows()
        if self._last is None or not rows:
            return FeedOptions()
        known = max(key(rows[0]), self._held.newest() or key(rows[0]))
        if self._wants_older:
            return FeedOptions(known, key(rows[-1]), OLDER)
        seen = self.view.visible_rows()
        if not seen or seen.stop < PAGE // 2:
            return FeedOptions(known)  # what is in sight is among the newest, which are read anyhow
        first = rows[max(0, seen.start - _AROUND)]
        return FeedOptions(known, (first.known_at, first.id + 1), len(seen) + 2 * _AROUND)

    def draw(self, picture: FeedPicture) -> None:
        self.stage.notice.say("")
        self._take_setting(picture)
        if self._is_other(picture):
            self._start_over(picture)
        else:
            self._go_on(picture)
        self._last = replace(picture, newest=(), block=())
        self._show(picture)

    def complain(self, message: str) -> None:
        if not message:
            self.stage.notice.say("")
        elif self._last is not None:
            self.stage.notice.say(tame(message), "failed", ("retry", _("Retry")))
        else:
            head = _("The feed could not be read")
            self.stage.show_vacancy(Vacancy("warning", head, tame(message), (("retry", _("Retry")),)))

    def set_density(self, density: str) -> None:
        """`comfortable` or `compact`."""
        for action in self._densities.actions():
            action.setChecked(action.data() == density)
        self.view.set_setting(replace(self.view.cards.setting, is_compact=density == "compact"))

    # What people do.

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    @property
    def held(self) -> int:
        """How many mentions are held back."""
        return len(self._held)

    def toggle_pause(self) -> None:
        """Stop or go on. Going on shows what was held back."""
        if self._is_paused:
            self.show_held()
        else:
            self._is_paused = True
            self._say_held()

    def show_held(self) -> None:
        """Go on: the newest come in on top, and the list goes there."""
        self._is_paused = False
        self._release()
        self.view.verticalScrollBar().setValue(0)
        self._say_held()

    def _act(self, word: str) -> None:
        if word == "retry":
            self.options_changed.emit()
        else:
            self.wish.emit(word, None)

    def _open(self, url: str) -> None:
        self.wish.emit("open-link", url)

    def _choose_density(self) -> None:
        chosen = self._densities.checkedAction()
        self.set_density(chosen.data() if chosen is not None else "comfortable")

    def _want_older(self) -> None:
        at_most = len(self._mentions.rows()) >= MOST
        if self._has_older and not self._wants_older and not at_most and self._last is not None:
            self._wants_older = True
            self._settle.start(0)
        self._say_end()

    def _follow(self) -> None:
        """The list scrolled, or its rows changed: this may be in the middle of a change, so nothing is changed here."""
        if self._held and not self._is_paused and self.view.is_at_top:
            self._arrive.start()
        seen, sure = self.view.visible_rows(), self._confirmed
        if seen and sure is not None and not (sure[0] <= seen.start and seen.stop <= sure[1]):
            self._settle.start()

    def _release_at_top(self) -> None:
        if self._held and not self._is_paused and self.view.is_at_top:
            self._release()
            self._say_held()

    def _look_again(self) -> None:
        self.options_changed.emit()

    # How a picture comes in.

    def _take_setting(self, picture: FeedPicture) -> None:
        today = day(max(picture.scope.start, picture.scope.end - 1), picture.zone)
        setting = self.view.cards.setting
        self.view.set_setting(replace(setting, topics=picture.topics, zone=picture.zone, today=today))

    def _is_other(self, picture: FeedPicture) -> bool:
        """Whether it answers another question than the list does."""
        return self._last is None or self._last.scope.topics != picture.scope.topics

    def _start_over(self, picture: FeedPicture) -> None:
        rows = picture.newest
        current = self.view.chosen_row()
        chosen = self._mentions.rows()[current].id if current >= 0 else None
        self._held.take()
        self._wants_older = False
        self._has_older = not picture.is_all
        self._confirmed = (0, len(rows))
        self._mentions.reset(rows)
        place = self._mentions.place(chosen) if chosen is not None else None
        if place is not None:
            self.view.setCurrentIndex(self._mentions.index(place))
            self.view.verticalScrollBar().setValue(0)

    def _go_on(self, picture: FeedPicture) -> None:
        if self._last is not None and picture.scope.start < self._last.scope.start:
            self._has_older = True
        self._forget_what_left(picture.scope)
        rows = self._mentions.rows()
        top = key(rows[0]) if rows else (-1, -1)
        if self._is_paused or not self.view.is_at_top:
            self._hold(picture, top)
        elif not picture.joins:
            self._start_over(picture)
        else:
            self._mentions.lay(picture.newest, TOP, picture.is_all)
            self._has_older = self._has_older and not picture.is_all
            if len(self._mentions.rows()) > KEPT + OLDER:
                self._mentions.trim(KEPT)
                self._has_older = True
        self._lay_block(picture)

    def _forget_what_left(self, scope: Scope) -> None:
        """A span that moves on, was narrowed, or goes back in time (so may a clock) leaves mentions behind."""
        gone = [number for number, heard in enumerate(self._mentions.rows()) if outside(heard, scope)]
        self._mentions.remove_rows(gone)
        self._held.forget_outside(scope)

    def _hold(self, picture: FeedPicture, top: tuple[int, int]) -> None:
        """Keep what is new aside. Known rows follow edits and withdrawals at once; nothing is put between them."""
        self._held.hold(picture.newest, top, picture.joins)
        if picture.joins:
            known = {heard.id for heard in self._mentions.rows()}
            shown = [heard for heard in picture.newest if heard.id in known]
            self._mentions.lay(shown, TOP, picture.is_all)

    def _lay_block(self, picture: FeedPicture) -> None:
        if picture.upper is None:
            self._confirmed = (0, len(picture.newest))
            return
        self._wants_older = False
        self._mentions.lay(picture.block, picture.upper, picture.block_is_end)
        if picture.block_is_end:
            self._has_older = False
        first = self._mentions.place(picture.block[0].id) if picture.block else None
        start = first if first is not None else len(self._mentions.rows())
        self._confirmed = (start, start + len(picture.block))

    def _release(self) -> None:
        """Let the held ones in, or start over when there were too many to have them all."""
        held, is_least = self._held.take()
        if is_least:
            self._mentions.reset(held)
            self._has_older = True
        else:
            self._mentions.add_newest(held)
        self._settle.start(0)

    # What is said.

    def _show(self, picture: FeedPicture) -> None:
        self.subtitle_changed.emit(number(picture.total))
        if self._mentions.rows() or self._held:
            self.stage.show_picture()
        else:
            empty = picture.empty or Coverage((), ())
            self.stage.show_vacancy(why_empty(empty, picture.stored, picture.scope.end, picture.zone))
        self._say_held()
        self._say_end()

    def _say_held(self) -> None:
        was_hidden, at_top = self.bar.isHidden(), self.view.is_at_top
        self.bar.say(self._is_paused, len(self._held), self._held.is_least)
        self._pause.setChecked(self._is_paused)
        if was_hidden != self.bar.isHidden() and not at_top:  # the list moved in the panel: cards stay on screen
            self.view.shift(HEIGHT if was_hidden else -HEIGHT)

    def _say_end(self) -> None:
        bar = self.view.verticalScrollBar()
        at_end = len(self._mentions.rows()) >= MOST and bar.maximum() - bar.value() < 200
        text = _("The {n} newest are listed. Narrow the span or search to see older ones.").format(n=number(MOST))
        self._end.say(text if at_end else "", "clock")
