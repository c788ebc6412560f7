"""Something published in the demonstration's weeks, before anybody heard it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from demo_sources import SOURCES
from demo_words import Text

from hubdesk.core import SECOND, Author, Kind, Mention, Millis

OWN: Final = "own"  # the operators' own accounts
MARKS: Final = ("ring", "insider", "bot", "brand", "press_officer")


@dataclass(frozen=True, slots=True)
class Said:
    """One post. `words` may differ from `text.text`, the hand-written post that it comes from."""

    number: int
    source: str  # key of SOURCES
    kind: Kind
    text: Text
    words: str
    author: Author
    moment: Millis
    parent: Said | None = None
    links: tuple[str, ...] = ()
    is_first: bool = False  # the hand-written words, said for the first time
    wave: str = ""  # which wave of the ring it belongs to
    sign: str = ""  # "ring", "insider", "bot", "brand": the truth about who speaks

    @property
    def network(self) -> str:
        return SOURCES[self.source].network

    @property
    def root(self) -> Said:
        said = self
        while said.parent is not None:
            said = said.parent
        return said

    @property
    def address(self) -> str:
        """The network's identifier of it."""
        key = f"{self.moment:x}{self.number:05x}"
        if self.source == "bluesky":
            return f"at://{self.author.id}/app.bsky.feed.post/{key}"
        return self.url

    @property
    def url(self) -> str:
        if self.source == "bluesky":
            return f"https://bsky.example/profile/{self.author.handle}/post/{self.moment:x}{self.number:05x}"
        if self.network == "mastodon":
            name = self.author.handle.partition("@")[0]
            return f"https://instance.example/@{name}/{115_000_000_000 + self.number}"
        return f"https://{SOURCES[self.source].site}/{'avis-' if self.network == 'appstore' else ''}{self.number}"

    def mention(self) -> Mention:
        """As its network gives it. Only the stream tells milliseconds."""
        article = self.kind == Kind.ARTICLE or bool(self.text.title and self.parent is None and self.is_first)
        return Mention(
            self.network,
            self.address,
            self.words,
            self.moment if self.source == "bluesky" else self.moment // SECOND * SECOND,
            self.kind,
            self.author,
            title=self.text.title if article else "",
            url=self.url,
            language=self.text.language if self.network in ("bluesky", "mastodon") else "",
            parent_id=self.parent.address if self.parent else "",
            parent_title=self.parent.text.title if self.parent and self.network == "feed" else "",
            links=self.links,
        )
