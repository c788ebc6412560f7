"""How pictures come into the feed's list: new rows on top or held back, edits in place, nothing moved that is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hubdesk.core import Heard, Scope
from hubdesk.i18n import day
from hubdesk.panels.feed_held import Held, outside
from hubdesk.panels.feed_picture import PAGE, TOP, FeedOptions, FeedPicture
from hubdesk.panels.feed_words import about
from hubdesk.widgets.feed_view import FeedView
from hubdesk.widgets.mention_list import Key, MentionList, key

KEPT: Final = 400  # rows kept while the newest are in sight
OLDER: Final = 200  # rows asked for when the end comes near
_AROUND: Final = 20  # rows read again above and below those in sight


class FeedRows:
    """The rows there are, those that wait, and what to read next."""

    def __init__(self, mentions: MentionList, view: FeedView) -> None:
        self.held = Held()
        self.is_paused = False
        self.has_older = True
        self.wants_older = False
        self.confirmed: tuple[int, int] | None = None  # rows read since the session last changed
        self._mentions, self._view = mentions, view
        self._ranked: tuple[Heard, ...] = ()  # a ranking that waits: taking it in would move what is read

    def __len__(self) -> int:
        return len(self._mentions.rows())

    @property
    def waiting(self) -> int:
        """How many mentions are held back."""
        shown = {heard.id for heard in self._mentions.rows()} if self._ranked else ()
        return len(self.held) or sum(heard.id not in shown for heard in self._ranked)

    def wanted(self, shown: Scope | None) -> FeedOptions:
        """What to ask for, given what there is, which is of that scope; None: of whatever is asked about."""
        stays = self.wants_older or self.is_paused or not self._view.is_at_top
        return replace(self._wanted(), first=self._view.rows_at_first(), of=shown, stays=stays)

    def _wanted(self) -> FeedOptions:
        rows = self._mentions.rows()
        if not rows:
            return FeedOptions()
        known = max(key(rows[0]), self.held.newest() or key(rows[0]))
        if self.wants_older:
            return FeedOptions(known, key(rows[-1]), OLDER)
        seen = self._view.visible_rows()
        if not seen or seen.stop < PAGE // 2:
            return FeedOptions(known)  # what is in sight is among the newest, which are read anyhow
        first = rows[max(0, seen.start - _AROUND)]
        return FeedOptions(known, (first.known_at, first.id + 1), len(seen) + 2 * _AROUND)

    def clear(self) -> None:
        """Another question was asked: until it is answered there is nothing to show."""
        self.held.take()
        self._ranked = ()
        self.wants_older = self.has_older = False
        self.confirmed = None
        self._mentions.reset(())

    def take(self, picture: FeedPicture, last: FeedPicture | None, is_ranked: bool) -> None:
        """Show a picture after the last one; None: the first answer to what was asked. Cards are laid out once, when
        they stand where they stay."""
        today = day(max(picture.scope.start, picture.scope.end - 1), picture.zone)
        setting = replace(self._view.cards.setting, topics=picture.topics, zone=picture.zone, today=today)
        is_relaid = self._view.take_setting(setting)
        if is_ranked:
            self.rank(picture.newest)
        elif last is None or about(last) != about(picture):
            self.start_over(picture)
            return
        else:
            self.go_on(picture, last.scope)
        if is_relaid:
            self._view.guess_all()

    def start_over(self, picture: FeedPicture) -> None:
        """Show this picture alone."""
        rows = picture.newest
        current = self._view.chosen_row()
        chosen = self._mentions.rows()[current].id if current >= 0 else None
        self.held.take()
        self.wants_older = False
        self.has_older = not picture.is_all
        self.confirmed = (0, len(rows))
        self._mentions.reset(rows)
        place = self._mentions.place(chosen) if chosen is not None else None
        if place is not None:
            self._view.setCurrentIndex(self._mentions.index(place))
            self._view.verticalScrollBar().setValue(0)

    def rank(self, rows: tuple[Heard, ...]) -> None:
        """Show these in their own order, which is not that of time; later, when somebody reads further down."""
        self.has_older = self.wants_older = False
        if len(self) and (self.is_paused or not self._view.is_at_top):
            self._mentions.follow(rows)
            self._ranked = rows
            self.confirmed = (0, len(self))
            return
        self._ranked = ()
        self.confirmed = (0, len(rows))
        current = self._view.chosen_row()
        chosen = self._mentions.rows()[current].id if current >= 0 else None
        place = self._mentions.place(chosen) if self._mentions.rank(rows) and chosen is not None else None
        if place is not None:
            self._view.setCurrentIndex(self._mentions.index(place))
            self._view.verticalScrollBar().setValue(0)

    def go_on(self, picture: FeedPicture, before: Scope) -> None:
        """Take what changed since; `before`: the scope of the picture before."""
        if picture.scope.start < before.start:
            self.has_older = True
        self._forget_what_left(picture.scope)
        rows = self._mentions.rows()
        top = key(rows[0]) if rows else (-1, -1)
        if self.is_paused or not self._view.is_at_top:
            self._hold(picture, top)
        elif not picture.joins:
            self.start_over(picture)
        else:
            self._mentions.lay(picture.newest, TOP, picture.is_all)
            self.has_older = self.has_older and not picture.is_all
            if len(self._mentions.rows()) > KEPT + OLDER:
                self._mentions.trim(KEPT)
                self.has_older = True
        self._lay_block(picture)

    def release(self) -> None:
        """Let the held ones in, or start over when there were too many to have them all."""
        held, is_least = self.held.take()
        if self._ranked:
            self._mentions.rank(self._ranked)
            self._ranked = ()
        elif is_least:
            self._mentions.reset(held)
            self.has_older = True
        else:
            self._mentions.add_newest(held)

    def _forget_what_left(self, scope: Scope) -> None:
        """A span that moves on, was narrowed, or goes back in time (so may a clock) leaves mentions behind."""
        gone = [number for number, heard in enumerate(self._mentions.rows()) if outside(heard, scope)]
        self._mentions.remove_rows(gone)
        self.held.forget_outside(scope)

    def _hold(self, picture: FeedPicture, top: Key) -> None:
        """Keep what is new aside. Known rows follow edits and withdrawals at once; nothing is put between them."""
        self.held.hold(picture.newest, top, picture.joins)
        if picture.joins:
            known = {heard.id for heard in self._mentions.rows()}
            shown = [heard for heard in picture.newest if heard.id in known]
            self._mentions.lay(shown, TOP, picture.is_all)

    def _lay_block(self, picture: FeedPicture) -> None:
        if picture.upper is None:
            self.confirmed = (0, len(picture.newest))
            return
        self.wants_older = False
        self._mentions.lay(picture.block, picture.upper, picture.block_is_end)
        if picture.block_is_end:
            self.has_older = False
        first = self._mentions.place(picture.block[0].id) if picture.block else None
        start = first if first is not None else len(self._mentions.rows())
        self.confirmed = (start, start + len(picture.block))
