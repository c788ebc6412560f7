"""Takes who and where out of a text: handles, display names, addresses. Keeps count of how places in it move."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

GONE: Final = "[…]"  # stands for an address
PASSED_ON: Final = frozenset(  # there, an address names whoever wrote
    [
        *("x.com", "twitter.com", "t.co", "facebook.com", "instagram.com", "threads.net", "threads.com", "tiktok.com"),
        *("bsky.app", "bsky.social", "linkedin.com", "youtube.com", "youtu.be", "t.me", "reddit.com", "snapchat.com"),
    ]
)
_SIGNS: Final = re.compile(
    r"(?P<address>(?:https?://|www\.|at://|did:[a-z]+:)[^\s<>\"]+)"
    r"|(?<![\w@/])@(?P<handle>\w[\w.\-]*(?:@\w[\w.\-]*)?)"
    r"|(?<![\w@])(?P<mail>[\w.+\-]+@\w[\w\-]*(?:\.[\w\-]+)+)"
    r"|(?P<token>\w+(?:[._\-]\w+)*)"
)
_WORD: Final = re.compile(r"\w+")
_ENDS: Final = ".,;:!?)]}»”'’…-"
_PEOPLES_PATHS: Final = ("/@", "/profile/", "/user/", "/users/", "/u/", "/in/")

Edit = tuple[int, int, str]
"""From, to, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text as it is now; `moved` says where a place of the old one is in it."""

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()  # after each edit

    def moved(self, place: int) -> int:
        """Within an edit: its nearer end."""
        at = bisect_right(self.starts, place) - 1
        if at < 0:
            return place
        before = self.shifts[at - 1] if at else 0
        if place < self.ends[at]:
            return self.starts[at] + before
        return place + self.shifts[at]


def rewritten(text: str, wanted: Iterable[Edit]) -> Rewritten:
    """The text with these edits; of two that overlap, with the first."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    shifts: list[int] = []
    at, shift = 0, 0
    for start, end, new in sorted(wanted):
        if start < at:  # within one that came first
            continue
        pieces += (text[at:start], new)
        at, shift = end, shift + len(new) - (end - start)
        starts.append(start)
        ends.append(end)
        shifts.append(shift)
    if not starts:
        return Rewritten(text)
    return Rewritten("".join((*pieces, text[at:])), tuple(starts), tuple(ends), tuple(shifts))


@dataclass(frozen=True, slots=True)
class Names:
    """What is looked for. `handles`: bare and folded, to what stands for each; `spoken`: those that are told apart from
    words also without an @; `shown`: display names of two words and more, by their first two; `kept`: handles that
    stay. `hosts`: of posts' addresses. `unknown` names whoever else is called by an @."""

    handles: Mapping[str, str]
    spoken: Mapping[str, str]
    shown: Mapping[tuple[str, str], Mapping[tuple[str, ...], str]]
    kept: frozenset[str]
    hosts: frozenset[str]
    unknown: Callable[[str], str]

    def rewrite(self, text: str) -> Rewritten:
        return rewritten(text, (*self._signs(text), *self._shown(text))) if text else Rewritten(text)

    def is_anyones(self, address: str) -> bool:
        """Whether an address is a post's or a person's."""
        try:
            parts = urlsplit(address if "//" in address else f"//{address}")
            host = (parts.hostname or "").removeprefix("www.").casefold()
        except ValueError:
            return True
        path = parts.path.casefold()
        if not host or "@" in parts.netloc or host in self.hosts or _within(host, PASSED_ON):
            return True
        if path.startswith(_PEOPLES_PATHS) or host in self.handles:
            return True
        return any(step.removeprefix("@") in self.spoken for step in path.split("/"))

    def _signs(self, text: str) -> Iterator[Edit]:
        for found in _SIGNS.finditer(text):
            start, end = found.span()
            match found.lastgroup:
                case "address":
                    said = found[0].rstrip(_ENDS)
                    if said.startswith(("at:", "did:")) or self.is_anyones(said):
                        yield start, start + len(said), GONE
                case "handle":
                    said = found["handle"].rstrip(".-")
                    if said.casefold() not in self.kept:
                        new = self.handles.get(said.casefold()) or self.unknown(said.casefold())
                        yield start, start + 1 + len(said), f"@{new}"
                case "mail":
                    yield start, end, self.handles.get(found["mail"].casefold(), GONE)
                case _:
                    new = self.spoken.get(found[0].casefold(), "")
                    if new:
                        yield start, end, new

    def _shown(self, text: str) -> Iterator[Edit]:
        if not self.shown:
            return
        words = list(_WORD.finditer(text))
        folded = [found[0].casefold() for found in words]
        for at, pair in enumerate(itertools.pairwise(folded)):
            for name, new in self.shown.get(pair, {}).items():
                if tuple(folded[at : at + len(name)]) == name:
                    yield words[at].start(), words[at + len(name) - 1].end(), new


def _within(host: str, hosts: frozenset[str]) -> bool:
    labels = host.split(".")
    return any(".".join(labels[at:]) in hosts for at in range(len(labels)))


def parts_of(name: str) -> tuple[str, ...]:
    """A display name's words, folded."""
    return tuple(found[0].casefold() for found in _WORD.finditer(name))
