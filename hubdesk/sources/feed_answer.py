"""What the parser's process answers about a body: a feed, a page and its feeds, an article, notices, or why none."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from hubdesk.core import Millis
from hubdesk.sources.page_answer import Article, Notices

Trouble = Literal["empty", "entities", "broken", "other", "memory", "list"]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry, as plain text. `id` is the feed's own, "" when it has none; addresses are absolute, http or https.

    `reply_to` and `reply_link`: the entry it answers, by id and by address (Atom threading). `comments_feed`: where
    its comments are. Instants are None when the feed gives none that can be read. `whole`: its text is the article's
    and no excerpt, as far as the feed says. `media`: pictures, sound or films come with it; None when it names none.
    """

    id: str = ""
    title: str = ""
    link: str = ""
    author: str = ""
    text: str = ""
    links: tuple[str, ...] = ()
    published: Millis | None = None
    updated: Millis | None = None
    language: str = ""
    reply_to: str = ""
    reply_link: str = ""
    comments_feed: str = ""
    whole: bool = False
    media: bool | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed. `dropped` counts entries beyond the most we keep: the ones furthest down. `whole`: it is not cut off."""

    title: str = ""
    link: str = ""
    language: str = ""
    entries: tuple[FeedEntry, ...] = ()
    dropped: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page names, or that was found where such pages keep theirs. `kind`: articles or comments."""

    url: str
    title: str = ""
    kind: str = "articles"


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page of HTML: the feeds it names, and whether WordPress made it."""

    title: str = ""
    feeds: tuple[FoundFeed, ...] = ()
    wordpress: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Exactly one of them is there."""

    feed: ParsedFeed | None = None
    page: ParsedPage | None = None
    trouble: Trouble | None = field(default=None)
    article: Article | None = None
    notices: Notices | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(said: dict[str, Any]) -> Reading:
        """The value again. Our own process wrote it, so a key that is wrong is a mistake of ours."""
        feed, page, article, notices = said["feed"], said["page"], said["article"], said["notices"]
        if feed is not None:
            feed["entries"] = tuple(FeedEntry(**{**one, "links": tuple(one["links"])}) for one in feed["entries"])
        if page is not None:
            page["feeds"] = tuple(FoundFeed(**one) for one in page["feeds"])
        return Reading(
            ParsedFeed(**feed) if feed is not None else None,
            ParsedPage(**page) if page is not None else None,
            said["trouble"],
            Article.from_json(article) if article is not None else None,
            Notices(tuple(notices["lines"]), tuple(notices["banners"])) if notices is not None else None,
        )
