"""What the parser's process answers about a page: where on it which words of an article, or which notices, stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from hubdesk.core import Millis


@dataclass(frozen=True, slots=True)
class PageComment:
    """What a reader wrote under an article. `published_at` is None where the page tells no instant with its zone.

    `id` is the page's own name for it, "" when it has none.
    """

    author: str
    text: str
    published_at: Millis | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article, as plain text. `teaser` is everything beside it, a paragraph a line.

    `published_at` is what the page says of this article, never what it says of another one that it announces.
    """

    title: str
    body: str
    teaser: str = ""
    comments: tuple[PageComment, ...] = ()
    published_at: Millis | None = None
    language: str = ""
    author: str = ""
    url: str = ""

    @staticmethod
    def from_json(said: dict[str, Any]) -> Article:
        """The value again, as our own process wrote it."""
        return Article(**{**said, "comments": tuple(PageComment(**one) for one in said["comments"])})


@dataclass(frozen=True, slots=True)
class Notices:
    """What a page of a brand's own says of its services: its paragraphs in order, and the notices across it."""

    lines: tuple[str, ...] = ()
    banners: tuple[str, ...] = ()


def likeness(one: str, other: str) -> float:
    """How much of the shorter of two texts stands in the longer one, in different words: 0 to 1."""
    first, second = _words(one), _words(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))
