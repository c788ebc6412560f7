"""What the faces of posts read: the newest posts that a room may see, and how many it may not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from hubdesk.core import Coverage, Heard, Millis, Scope
from hubdesk.i18n import _, ngettext, number
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.wall.face import Veil
from hubdesk.wall.facts import vacant
from hubdesk.wall.masks import Masks
from hubdesk.wall.post import Post, State
from hubdesk.widgets.empty_reasons import why_empty

PAGE: Final = 60
MOST_PAGES: Final = 6  # looked through where terms and presenters hold most of them back
ENOUGH: Final = 12  # posts that fill any cell
SHORT: Final = 12  # characters: what is shorter says next to nothing
READ: Final = 5_000  # candidates of a query that are asked

Place = tuple[Millis, int]
Older = Callable[[int, Place | None], tuple[Heard, ...]]


@dataclass(frozen=True, slots=True)
class PostsAsked:
    """What a cell of posts asks. `by`: new, reach or rarity."""

    veil: Veil = field(default_factory=Veil)
    query: str = ""
    by: str = "new"


@dataclass(frozen=True, slots=True)
class PostsPicture:
    """`posts`: newest first, each text once. `gone`: withdrawn by their authors, of those looked at; `taken`: by the
    presenter. `total` of the scope, at least when not `is_whole`; `held` of them stay off a wall by their source's
    terms, None: some do, and nobody counted them. `empty`: what the sources did, where there is no mention."""

    asked: PostsAsked
    topics: tuple[int, ...]
    start: Millis
    end: Millis
    zone: str
    posts: tuple[Post, ...] = ()
    gone: frozenset[int] = frozenset()
    total: int = 0
    is_whole: bool = True
    held: int | None = 0
    stored: int = 0
    empty: Coverage | None = None

    @property
    def taken(self) -> frozenset[int]:
        return self.asked.veil.withdrawn


def read_posts(reader: Reader, scope: Scope, asked: PostsAsked) -> PostsPicture:
    """Worker thread. Raises QueryError for a query that is none."""
    facts, masks = reader.facts(), Masks.of(reader, asked.veil)
    total, is_whole, older = _asking(reader, scope, asked.query)
    posts, gone, held = gather(masks, older)
    if held and not asked.query:
        sources = reader.coverage(scope).sources
        held = max(held, sum(one.new for one in sources if one.source.name in masks.off_wall))
    return PostsPicture(
        asked=asked,
        topics=tuple(topic.id for topic in scope.topics),
        start=scope.start,
        end=scope.end,
        zone=facts.timezone or "UTC",
        posts=posts,
        gone=gone,
        total=total,
        is_whole=is_whole,
        held=None if held and asked.query else held,
        stored=facts.mentions,
        empty=None if total else reader.coverage(scope),
    )


def _asking(reader: Reader, scope: Scope, query: str) -> tuple[int, bool, Older]:
    """How many there are, whether that is all, and what reads some of them."""
    if not query.strip():

        def latest(limit: int, before: Place | None) -> tuple[Heard, ...]:
            return reader.latest(scope, limit, before)

        return reader.count(scope), True, latest
    asked = parse(query)
    found = reader.search(asked, scope, PAGE, most=READ)

    def answering(limit: int, before: Place | None) -> tuple[Heard, ...]:
        if before is None:
            return found.mentions
        return reader.search(asked, scope, limit, before=before, most=READ).mentions

    return found.total, found.is_whole, answering


def gather(masks: Masks, older: Older) -> tuple[tuple[Post, ...], frozenset[int], int]:
    """The newest posts with words to show, each text once, and those that only repeat what was said before, or say next
    to nothing, where there are no others; those withdrawn by their authors; how many terms hold."""
    posts: dict[str, Post] = {}
    slight: dict[str, Post] = {}
    gone: set[int] = set()
    held, before = 0, None
    for _page in range(MOST_PAGES):
        rows = older(PAGE, before)
        for heard in rows:
            post = masks.shown(heard)
            if post.state == State.SHOWN and (words := whole_text(post)):
                is_slight = heard.notes.duplicate or len(words) < SHORT
                (slight if is_slight else posts).setdefault(words, post)
            elif post.state == State.WITHDRAWN:
                gone.add(post.mention)
            held += post.state == State.HELD
        if len(rows) < PAGE or len(posts) >= ENOUGH:
            break
        before = rows[-1].known_at, rows[-1].id
    return tuple((posts or slight).values()), frozenset(gone), held


def whole_text(post: Post) -> str:
    """All that it says, in one string."""
    return f"{post.title.text} {post.text.text}".strip()


def total_words(picture: PostsPicture) -> str:
    """`1,312 mentions`."""
    figure = number(picture.total)
    if not picture.is_whole:
        return ngettext("at least {n} mention", "at least {n} mentions", picture.total).format(n=figure)
    return ngettext("{n} mention", "{n} mentions", picture.total).format(n=figure)


def held_words(picture: PostsPicture) -> str:
    """How many terms keep off the wall; "" for none."""
    if picture.held is None:
        return _("some held back by their source's terms")
    if not picture.held:
        return ""
    said = ngettext("{n} held back by its source's terms", "{n} held back by their source's terms", picture.held)
    return said.format(n=number(picture.held))


def why_no_post(picture: PostsPicture) -> str:
    """The words in place of posts; "" when there are some."""
    if picture.posts:
        return ""
    if picture.asked.query.strip() and not picture.total:
        return _("No mention answers what this cell looks for.")  # which may be somebody's name
    if picture.empty is not None:
        return vacant(why_empty(picture.empty, picture.stored, picture.end, picture.zone))
    reasons: Iterable[str] = filter(None, (held_words(picture), _withdrawn_words(picture)))
    return ": ".join((total_words(picture), "; ".join(reasons) or _("none has words to show"))) + "."


def _withdrawn_words(picture: PostsPicture) -> str:
    if not picture.gone:
        return ""
    said = ngettext("{n} withdrawn by its author", "{n} withdrawn by their authors", len(picture.gone))
    return said.format(n=number(len(picture.gone)))
