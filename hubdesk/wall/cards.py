"""Paints one post as a card: who, when, and its words with the matched ones marked. At whatever size a cell has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from hubdesk.core import Kind, Topic
from hubdesk.i18n import N_, _, clock, day, language, local, number
from hubdesk.wall.brush import RIGHT, Brush
from hubdesk.wall.facts import whole_lines
from hubdesk.wall.marked_lines import Laid, LineKeeper, write_lines
from hubdesk.wall.post import Post, Sort, State, Who, Words, gone_words, who_words
from hubdesk.widgets.card_words import TONES
from hubdesk.widgets.glyphs import paint_tone

JOINT: Final = " – "  # between the title of an article and its text
NETWORKS: Final = {
    "bluesky": N_("Bluesky"),
    "mastodon": N_("Mastodon"),
    "appstore": N_("app store"),
    "hackernews": N_("Hacker News"),
}
TINY_WIDE: Final = 6.5  # of a text's letters: a dozen characters
TINY_HIGH: Final = 1.9  # lines
PEOPLE: Final = (Sort.PRIVATE, Sort.INSIDER)


def text_of(post: Post) -> Words:
    """Its title and its words, one after the other."""
    if not post.title.text:
        return post.text
    if not post.text.text:
        return post.title
    by = len(post.title.text) + len(JOINT)
    moved = tuple((start + by, end + by) for start, end in post.text.marks)
    return Words(post.title.text + JOINT + post.text.text, post.title.marks + moved)


def wordings(post: Post) -> tuple[Words, ...]:
    """All that it says; of what has a title, else that alone."""
    return (text_of(post), post.title) if post.title.text and post.text.text else (text_of(post),)


def when(post: Post, zone: str, today: str) -> str:
    """`14:31`, with its day when that is another one; when nobody knows when it was published, when it was seen."""
    moment = clock(post.at, zone)
    if day(post.at, zone) not in (today, "—"):
        moment = local(post.at, zone).strftime("%d/%m %H:%M" if language() == "fr" else "%d %b %H:%M")
    return moment if post.is_dated else _("seen {time}").format(time=moment)


def network_words(post: Post) -> str:
    """Where it was said: a network by name, or what it is."""
    if post.kind == Kind.ARTICLE:
        return ""
    if post.kind == Kind.COMMENT:
        return _("comment")
    if post.kind == Kind.REVIEW:
        return _("review")
    return _(NETWORKS[post.network]) if post.network in NETWORKS else ""


def reach_words(post: Post) -> str:
    """`reach ≈ 1,200`, else how many follow the account; "" when its network tells neither."""
    if post.reach is not None:
        return _("reach ≈ {n}").format(n=number(post.reach))
    return _("{n} followers").format(n=number(post.followers)) if post.followers is not None else ""


def card_says(post: Post, zone: str, today: str) -> str:
    """The card in one sentence."""
    if post.state != State.SHOWN:
        return gone_words(post)
    who = f"{who_words(post.who)}, {when(post, zone, today)}"
    return _("{who}: {words}").format(who=who, words=text_of(post).text)


class CardPainter:
    """Holds the laid-out texts of a cell's cards."""

    def __init__(self) -> None:
        self._lines = LineKeeper()

    def height(self, brush: Brush, post: Post, width: float, lines: int, has_head: bool = True) -> float:
        """Of a card with at most so many lines of text, px."""
        inset = brush.measure.pad
        head = brush.height("least") if has_head else 0.0
        if post.state != State.SHOWN:
            return head + brush.height("text") + inset
        room = width - self._left(brush)
        laid = self._laid(brush, post, room - inset, lines)
        return head + len(laid.lines) * brush.height("text") + inset

    def paint(
        self,
        brush: Brush,
        post: Post,
        place: QRectF,
        lines: int,
        zone: str,
        today: str,
        topics: Sequence[Topic],
        has_head: bool = True,
    ) -> None:
        """The whole card within its place."""
        inset = brush.measure.pad
        brush.painter.fillRect(place, brush.colour("alt"))
        bar = QRectF(place.left(), place.top(), brush.measure.line * 2.5, place.height())
        brush.painter.fillRect(bar, brush.colour("line_strong"))
        inner = place.adjusted(self._left(brush), inset / 2, -inset, -inset / 2)
        if post.state != State.SHOWN:
            self._gone(brush, post, place, inner)
            return
        if has_head:
            write_head(brush, post, inner, zone, today, topics)
            inner.setTop(inner.top() + brush.height("least"))
        write_lines(brush, self._laid(brush, post, inner.width(), lines), inner)

    def _laid(self, brush: Brush, post: Post, width: float, lines: int) -> Laid:
        for words in wordings(post):
            laid = self._lines.laid(brush, words, width, lines)
            if laid.is_whole:
                break
        return laid

    def _left(self, brush: Brush) -> float:
        return brush.measure.line * 2.5 + brush.measure.pad * 0.8

    def _gone(self, brush: Brush, post: Post, place: QRectF, inner: QRectF) -> None:
        pen = QPen(brush.colour("line_strong"), brush.measure.line, Qt.PenStyle.DashLine)
        brush.painter.setPen(pen)
        brush.painter.setBrush(Qt.BrushStyle.NoBrush)
        half = brush.measure.line / 2 + 0.5
        brush.painter.drawRect(place.adjusted(half, half, -half, -half))
        role = "text" if brush.width(gone_words(post)) <= inner.width() else "least"
        brush.paragraph(gone_words(post), inner, role=role, ink="text2")


def write_head(
    brush: Brush, post: Post, place: QRectF, zone: str, today: str, topics: Sequence[Topic], role: str = "least"
) -> None:
    """Who at the left, when at the right, and between them the brand and the tone where there is room."""
    high, gap = brush.height(role), brush.measure.pad
    time = when(post, zone, today)
    room = QRectF(place)
    used = brush.write(time, room, role, "text2", RIGHT, whole=True)
    if used:
        room.setRight(room.right() - used - gap)
    left = 0.0
    if post.who.sort in PEOPLE:
        size = high * 0.62
        if room.width() < size * 1.5:
            return
        brush.person(QPointF(room.left() + size * 0.5, room.top() + high * 0.5), size)
        left = size * 1.35
    names = _names(post.who)
    said = brush.first_that_fits(names, room.width() - left, role)
    if not said and post.who.name:
        said = names[-1]
    if said:  # of a private person the outline says as much
        left += brush.write(said, room.adjusted(left, 0, 0, 0), role, "text2")
    room.setLeft(room.left() + left + gap)
    _signs(brush, post, room, topics, role)


def _names(who: Who) -> tuple[str, ...]:
    """The fullest first. A role or a place is left out before a name is cut."""
    fewer = (who_words(Who(who.sort, who.name)),)
    return tuple(dict.fromkeys((who_words(who), *fewer, *((who.name,) if who.name else ()))))


def _signs(brush: Brush, post: Post, room: QRectF, topics: Sequence[Topic], role: str) -> None:
    """The tone's glyph, irony's doubt before a plus, and the brands' shapes: from the right, while there is room."""
    high, gap = brush.height(role), brush.measure.pad
    tones = [post.tone] if post.tone in TONES else []
    if post.irony:
        tones.insert(0, "irony")
    for tone in reversed(tones):
        size = high * 0.42
        if room.width() < size + gap:
            return
        centre = QPointF(room.right() - size / 2 - 1, room.top() + high * 0.5)
        paint_tone(brush.painter, tone, centre, size, brush.colour(f"tone.{tone}"))
        room.setRight(room.right() - size - gap * 0.7)
    for topic in reversed([one for one in topics if one.id in post.topics]):
        style = brush.look.topic_style(topic, topics)
        size = high * 0.5
        if room.width() < size + gap:
            return
        brush.marker(style, QPointF(room.right() - size * 0.6, room.top() + high * 0.5), size)
        room.setRight(room.right() - size * 1.2 - gap * 0.5)


def is_tiny(brush: Brush, area: QRectF) -> bool:
    """Whether a text would be in pieces there: its lines hold a word or two, or there is one line alone."""
    return area.width() < TINY_WIDE * brush.measure.text or area.height() < TINY_HIGH * brush.height("text")


def write_tiny(brush: Brush, area: QRectF, figure: str, *facts: str) -> None:
    """Where no text has room: a figure or a time as large as it may be, and short facts below, each whole or not."""
    top = area.top()
    for role in ("head", "text", "least"):
        place = QRectF(area.left(), top, area.width(), area.bottom() - top)
        if brush.height(role) <= place.height() and brush.write(figure, place, role, whole=True):
            top += brush.height(role)
            break
    high = brush.height("least")
    for fact in facts:
        lines = whole_lines(brush, fact, area.width(), int((area.bottom() - top + 0.5) // high))
        if not lines:  # what comes next says something of this one
            return
        for line in lines:
            brush.write(line, QRectF(area.left(), top, area.width(), high), "least", "text2")
            top += high
