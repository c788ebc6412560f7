"""The feed on a wall: cards of two lines, one new one at a time, and how many came with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import SECOND, Scope
from hubdesk.core.scenes import Cell
from hubdesk.i18n import N_, _, day, ngettext, number
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.cards import CardPainter, card_says, is_tiny, write_tiny
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.facts import write_foot
from hubdesk.wall.feed_pace import EVERY_SECONDS, Paced, on_screen, paced, settled
from hubdesk.wall.measure import Measure
from hubdesk.wall.post import Post
from hubdesk.wall.posts_read import PostsAsked, PostsPicture, held_words, read_posts, total_words, why_no_post

LINES: Final = 2  # of a card's text
MOST_LINES: Final = 4  # where there is more room than cards
SAID: Final = 3  # cards that are told in words


class FeedFace(Face[PostsPicture]):
    """Newest on top. Which cards are shown is decided as pictures come: that is kept here, and nothing else."""

    name: ClassVar[str] = "feed"
    title: ClassVar[str] = N_("Feed")
    pace_seconds: ClassVar[float] = EVERY_SECONDS

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._cards = CardPainter()
        self._paced: Paced | None = None
        self._seen: PostsPicture | None = None
        self._room: int | None = None  # cards that had room when it was painted last; None: never

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        return PostsAsked(veil, str(cell.option("query", "")))

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> PostsPicture:
        """Worker thread. Raises QueryError for a query that is none."""
        return read_posts(reader, scope, options if isinstance(options, PostsAsked) else PostsAsked())

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 9, measure.text * 4)

    def mentions(self, picture: PostsPicture) -> tuple[int, ...]:
        """Those on its cards. Where it was never painted, those that would be."""
        if self._paced is None or self._room is None:
            return tuple(post.mention for post in picture.posts)
        return on_screen(self._paced, picture, self._room)

    def vacancy(self, picture: PostsPicture, showing: Showing) -> str:
        return "" if self._step(picture).cards else why_no_post(picture)

    def subtitle(self, picture: PostsPicture, showing: Showing) -> str:
        return total_words(picture)

    def says(self, picture: PostsPicture, showing: Showing) -> str:
        today = _today(showing)
        cards = self._step(picture).cards[:SAID]
        told = " ".join(_sentence(card_says(one, picture.zone, today)) for one in cards)
        return f"{total_words(picture)}. {told}".strip()

    def paint(
        self, brush: Brush, area: QRectF, picture: PostsPicture, before: PostsPicture | None, showing: Showing
    ) -> None:
        state = self._step(picture)
        if is_tiny(brush, area):
            self._room = 0
            write_tiny(brush, area, number(picture.total), ngettext("mention", "mentions", picture.total))
            return
        foot = filter(None, (_others(state), held_words(picture)))
        room = write_foot(brush, foot, area, 1) if area.height() > 6 * brush.measure.text else area
        has_head = room.height() >= brush.height("least") + brush.height("text") + brush.measure.pad
        gap = brush.measure.pad * 0.6
        lines = _lines(brush, self._cards, state.cards, room, gap, has_head)
        if not lines:
            self._room = 0
            return
        motion = showing.motion if state.entered is not None and before is not None else 1.0
        brush.painter.save()
        brush.painter.setClipRect(room)
        top, many = room.top(), 0
        for place, card in enumerate(state.cards):
            high = self._cards.height(brush, card, room.width(), lines, has_head)
            if place == 0 and motion < 1:
                top -= (high + gap) * (1 - motion)
            if top >= room.bottom() or (motion >= 1 and top + high > room.bottom() + 0.5):
                break
            at = QRectF(room.left(), top, room.width(), high)
            self._cards.paint(brush, card, at, lines, picture.zone, _today(showing), showing.topics, has_head)
            top += high + gap
            many += 1
        self._room = many
        brush.painter.restore()

    def _step(self, picture: PostsPicture) -> Paced:
        """Another picture brings the next card; the same one, painted again, does not."""
        if picture is not self._seen or self._paced is None:
            self._paced, self._seen = paced(self._paced, picture, self._clock()), picture
        self._paced = settled(self._paced, self._clock())
        return self._paced


def _lines(brush: Brush, cards: CardPainter, posts: tuple[Post, ...], room: QRectF, gap: float, has_head: bool) -> int:
    """How many lines of text each card has: as many as let the same number of cards stand; 0: there is no room."""

    def fitting(lines: int) -> int:
        used, many = 0.0, 0
        for post in posts:
            used += cards.height(brush, post, room.width(), lines, has_head) + (gap if many else 0.0)
            if used > room.height() + 0.5:
                break
            many += 1
        return many

    best, chosen = 0, 0
    for lines in (LINES, 1):
        best = fitting(lines)
        if best:
            chosen = lines
            break
    while chosen >= LINES and chosen < MOST_LINES and fitting(chosen + 1) >= best:
        chosen += 1
    return chosen


def _others(state: Paced) -> str:
    """`+37 waiting`, `+37 not shown`."""
    if not state.others:
        return ""
    figure = number(state.others)
    if state.wait and not state.is_least:
        return ngettext("+{n} waiting", "+{n} waiting", state.others).format(n=figure)
    if state.is_least:
        return _("more than {n} others came with it").format(n=figure)
    return ngettext("{n} other came with it", "{n} others came with it", state.others).format(n=figure)


def _today(showing: Showing) -> str:
    return day(showing.span.end - SECOND, showing.zone)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
