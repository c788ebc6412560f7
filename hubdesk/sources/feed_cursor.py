"""What a feed remembers between two visits, kept as JSON in its source's cursor."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import Final

from hubdesk.core import Mention, Millis

MOST_SEEN: Final = 500
_VERSION: Final = 1


@dataclass(slots=True)
class Thread:
    """The comment feed of one article, and what its server said last."""

    article: str  # native_id
    title: str
    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class Cursor:
    """`address` is where the feed really is, once found or moved. `seen`: for each entry of the last visit that brought
    any, what it said, and when it was updated. `newest` is the newest of them, "" when there was none. `waiting` are
    the entries whose pages are still to be read, `whole` those whose pages were read.
    """

    url: str  # the address asked for; another one makes all the rest void
    address: str
    etag: str = ""
    modified: str = ""
    asked: Millis | None = None
    newest: str = ""
    seen: dict[str, tuple[str, Millis | None]] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)

    @staticmethod
    def load(text: str, url: str) -> Cursor:
        """The cursor that was saved for `url`; a fresh one when it was for another, or cannot be read."""
        try:
            said = json.loads(text)
            if said.pop("version") != _VERSION or said["url"] != url:
                return Cursor(url, url)
            said["seen"] = {key: (words, updated) for key, (words, updated) in said["seen"].items()}
            said["threads"] = {key: Thread(**one) for key, one in said["threads"].items()}
            return Cursor(**said)
        except (ValueError, TypeError, KeyError, AttributeError):
            return Cursor(url, url)

    def save(self) -> str:
        return json.dumps({"version": _VERSION, **asdict(self)}, separators=(",", ":"))

    def knows(self, mention: Mention) -> bool:
        """Whether a mention was there last time and said the same."""
        before = self.seen.get(key(mention))
        return before is not None and before[0] == _fingerprint(mention)

    def changed(self, mention: Mention, updated: Millis | None) -> bool:
        """Whether a mention says something else than last time; where both dates are known, the newer one counts."""
        before = self.seen.get(key(mention))
        if before is None or before[0] == _fingerprint(mention):
            return False
        return updated is None or before[1] is None or updated > before[1]

    def remember(self, entries: list[tuple[Mention, Millis | None]]) -> None:
        """These are the entries now, in the feed's order."""
        self.seen = {key(one): (_fingerprint(one), updated) for one, updated in entries[:MOST_SEEN]}
        dated = [one for one, _updated in entries if one.published_at is not None]
        newest = max(dated, key=_published, default=entries[0][0] if entries else None)
        self.newest = "" if newest is None else key(newest)


def key(mention: Mention) -> str:
    """A short name for an entry."""
    return _short(mention.native_id)


def _published(mention: Mention) -> Millis:
    return mention.published_at or 0


def _fingerprint(mention: Mention) -> str:
    return _short(f"{mention.title}\0{mention.text}")


def _short(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
