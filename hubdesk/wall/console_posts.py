"""The posts that are on screen now, as masked as the room sees them, each with a way to take it off for good."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Millis, Scope
from hubdesk.core.cues import CueWord
from hubdesk.i18n import _, clock, day, ngettext, number
from hubdesk.store.reader import Reader
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_rows import MOST, Row, Rows
from hubdesk.wall.face import Veil
from hubdesk.wall.hall import Hall
from hubdesk.wall.masks import Masks
from hubdesk.wall.post import Post, gone_words, who_words
from hubdesk.widgets.text import tame
from hubdesk.widgets.wrapped import WrapLabel

KEY: Final = "console-posts"
WITHDRAW: Final = "withdraw"
EXCERPT: Final = 220


@dataclass(frozen=True, slots=True)
class PostsAsked:
    """Which mentions, and how people are kept out of sight."""

    mentions: tuple[int, ...]
    veil: Veil


def read_posts(reader: Reader, scope: Scope, options: Hashable) -> tuple[Post, ...]:
    """Worker thread: as known at the scope's end; one that is not there is left out."""
    if not isinstance(options, PostsAsked) or not options.mentions:
        return ()
    masks = Masks.of(reader, options.veil)
    found = (reader.mention(one, scope.end) for one in options.mentions)
    return tuple(masks.shown(one) for one in found if one is not None)


class PostsPage(QWidget):
    """Those in front first. Taking one off does not wait for its words to be read."""

    def __init__(self, conductor: Conductor, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor, self._hall = conductor, hall
        self._known: dict[int, Post] = {}
        self._ids: tuple[int, ...] = ()
        self._asked: tuple[PostsAsked, Millis] | None = None
        self._fault = ""
        self.rows = Rows(_("Posts on screen"), self)
        self.rows.chosen.connect(self._withdraw)
        self._gone = WrapLabel("", "small", "text2", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.rows, 1)
        column.addWidget(self._gone)
        refresher = conductor.session.refresher
        refresher.answered.connect(self._take)
        refresher.failed.connect(self._fail)

    @property
    def count(self) -> int:
        """How many are on screen."""
        return len(self._ids)

    def look(self, is_open: bool) -> None:
        """What is on screen may be other posts now. Their words are read while the page is open."""
        conductor = self._conductor
        off = conductor.state.withdrawn
        found = self._hall.mentions()
        if not found and not conductor.pictures.is_whole:  # being read anew without one that was taken off
            found = self._ids
        self._ids = tuple(one for one in found if one not in off)[:MOST]
        asked = PostsAsked(self._ids, replace(conductor.veil(), withdrawn=frozenset()))
        minute = conductor.at // 60_000  # what the network took back is told within a minute
        if is_open and self._ids and (asked, minute) != self._asked:
            self._asked = asked, minute
            scope = Scope((), conductor.at, conductor.at)
            conductor.session.refresher.ask(KEY, read_posts, scope, asked)
        self._show()

    def _show(self) -> None:
        none = _("No post is on any screen.") if self._conductor.pictures.is_whole else _("Being read.")
        self.rows.show_rows(tuple(map(self._row, self._ids)), none)
        off = len(self._conductor.state.withdrawn)
        line = ngettext(
            "{n} post was taken off. It never comes back on a wall of this session.",
            "{n} posts were taken off. They never come back on a wall of this session.",
            off,
        )
        self._gone.show_text(line.format(n=number(off)) if off else "")
        self._gone.setVisible(bool(off))

    def _row(self, mention: int) -> Row:
        deeds = ((WITHDRAW, _("Take off")),)
        front = _("in front, W takes it off") if mention == self._ids[0] else ""
        post = self._known.get(mention)
        if post is None:
            said = _("It could not be read: {why}").format(why=self._fault) if self._fault else _("Being read.")
            return Row(str(mention), _("A post"), "\n".join(filter(None, (said, front))), deeds)
        zone = self._conductor.zone
        when = clock(post.at, zone)
        if day(post.at, zone) != day(self._conductor.at, zone):
            when = f"{day(post.at, zone)} {when}"
        words = gone_words(post) or tame(" – ".join(filter(None, (post.title.text, post.text.text))), EXCERPT)
        head = " · ".join(filter(None, (who_words(post.who), when)))
        return Row(str(mention), head, "\n".join(filter(None, (words, front))), deeds)

    def _withdraw(self, mention: str, _deed: str) -> None:
        self._conductor.do(CueWord.WITHDRAW, mention)

    def _take(self, key: str, found: object) -> None:
        if key == KEY and isinstance(found, tuple):
            self._known = {post.mention: post for post in found if isinstance(post, Post)}
            self._fault = ""
            self._show()

    def _fail(self, key: str, line: str) -> None:
        if key == KEY:
            self._fault = tame(line)
            self._show()
