"""One post, large: the newest, the one that reaches most people, or one from where few ever speak."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import SECOND, Scope
from hubdesk.core.scenes import LEAST_SECONDS, Cell
from hubdesk.i18n import N_, _, day
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.cards import card_says, is_tiny, network_words, reach_words, when, wordings, write_head, write_tiny
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.facts import fact_lines, write_foot
from hubdesk.wall.fitted import fitted
from hubdesk.wall.marked_lines import LineKeeper, MovingLines
from hubdesk.wall.measure import Measure
from hubdesk.wall.post import Post, who_words
from hubdesk.wall.post_chosen import ChosenPost, rarity_words, read_post
from hubdesk.wall.posts_read import PostsAsked, held_words, total_words, why_no_post

BY: Final = ("new", "reach", "rarity")


class PostFace(Face[ChosenPost]):
    """It stays for at least twenty seconds before another takes its place: the pace at which it is read sees to it."""

    name: ClassVar[str] = "post"
    title: ClassVar[str] = N_("Post")
    pace_seconds: ClassVar[float] = float(LEAST_SECONDS)

    def __init__(self) -> None:
        self._lines = LineKeeper()
        self._moving = MovingLines()

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        by = str(cell.option("by", "new"))
        return PostsAsked(veil, str(cell.option("query", "")), by if by in BY else "new")

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> ChosenPost:
        """Worker thread. Raises QueryError for a query that is none."""
        return read_post(reader, scope, options if isinstance(options, PostsAsked) else PostsAsked())

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 9, measure.text * 4)

    def mentions(self, picture: ChosenPost) -> tuple[int, ...]:
        return (picture.post.mention,) if picture.post is not None else ()

    def vacancy(self, picture: ChosenPost, showing: Showing) -> str:
        return why_no_post(picture.among) if picture.post is None else ""

    def says(self, picture: ChosenPost, showing: Showing) -> str:
        if picture.post is None:
            return self.vacancy(picture, showing)
        told = card_says(picture.post, picture.among.zone, _today(showing))
        return " · ".join(filter(None, (told, *_facts(picture))))

    def paint(
        self, brush: Brush, area: QRectF, picture: ChosenPost, before: ChosenPost | None, showing: Showing
    ) -> None:
        post = picture.post
        if post is None:
            return
        is_other = before is not None and before.post is not None and before.post.mention != post.mention
        brush.painter.save()
        if is_other and showing.motion < 1:
            brush.painter.setClipRect(area)
            area = area.translated(round(area.width() * (1 - showing.motion)), 0)
        bar = brush.measure.line * 2.5
        brush.painter.fillRect(QRectF(area.left(), area.top(), bar, area.height()), brush.colour("line_strong"))
        inner = area.adjusted(bar + brush.measure.pad, 0, 0, 0)
        if is_tiny(brush, inner):
            write_tiny(brush, inner, when(post, picture.among.zone, _today(showing)), who_words(post.who))
        else:
            self._all(brush, inner, picture, post, showing)
        brush.painter.restore()

    def _all(self, brush: Brush, inner: QRectF, picture: ChosenPost, post: Post, showing: Showing) -> None:
        """Who and when, its words, and what it was chosen for where the words leave room for that."""
        if inner.height() >= 2 * brush.height("text") + brush.height("least"):
            inner = inner.adjusted(0, self._head(brush, inner, picture, post, showing), 0, 0)
        most = 2 if inner.height() >= 7 * brush.height("text") else 1
        for many in (most, 1, 0):
            foot = fact_lines(brush, _facts(picture), inner.width(), many)
            used = len(foot) * brush.height("least") * 1.1
            laid, px = fitted(self._lines, brush, wordings(post), QSizeF(inner.width(), inner.height() - used))
            if laid.is_whole:
                break
        self._moving.write(brush, laid, inner, px, showing.motion < 1)
        if foot:
            write_foot(brush, _facts(picture), inner, many)

    def _head(self, brush: Brush, inner: QRectF, picture: ChosenPost, post: Post, showing: Showing) -> float:
        """Returns the height that was used."""
        wide = brush.width(f"{who_words(post.who)} 00:00", "text") + 2 * brush.height("text")
        is_roomy = inner.height() > 6 * brush.height("text") and wide <= inner.width()
        role = "text" if is_roomy else "least"
        line = QRectF(inner.left(), inner.top(), inner.width(), brush.height(role))
        write_head(brush, post, line, picture.among.zone, _today(showing), showing.topics, role)
        return line.height() + brush.measure.pad * 0.4


def _facts(picture: ChosenPost) -> tuple[str, ...]:
    """What made it be chosen first."""
    post = picture.post
    if post is None:
        return ()
    among = _("of {mentions}").format(mentions=total_words(picture.among))
    facts = (rarity_words(picture) or among, reach_words(post), network_words(post), held_words(picture.among))
    return tuple(filter(None, facts))


def _today(showing: Showing) -> str:
    return day(showing.span.end - SECOND, showing.zone)
