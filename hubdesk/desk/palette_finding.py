"""What the palette offers, and how it is found: by parts of words in any order, without accents, in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from hubdesk.core import Topic

LONGEST: Final = 200  # code points looked at; normalising a long run of combining marks would take its square
HERE: Final = "here:"  # the word of what a panel's own menu offers begins so
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_BETWEEN: Final = re.compile(r"(?:[^\w\0]|_)+")
_END: Final = "\0"  # between texts; no text has one
_LIGATURES: Final = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"}
_NOT_LATELY: Final = 1_000_000


class Offer(NamedTuple):
    """One thing that can be done. `word` says which, and is what is remembered; `others`: more words that find it.

    A tuple: five thousand are made at once, five times faster than frozen dataclasses.
    """

    word: str
    text: str
    group: str = ""  # where it stands: a menu, "Topics"
    keys: str = ""
    others: str = ""
    is_on: bool = False  # ticked, or what is in force
    can: bool = True
    why: str = ""  # it cannot be done, where that is known
    topic: Topic | None = None  # whose marker stands before it


class Finder:
    """Finds among offers. Ten thousand of them take some milliseconds; folding them is done once."""

    def __init__(self, offers: Sequence[Offer] = (), folded_offers: Sequence[tuple[str, str]] | None = None) -> None:
        self.offers = tuple(offers)
        self._folded = folded_offers if folded_offers is not None else told(self.offers)

    def find(self, typed: str, lately: Sequence[str] = ()) -> tuple[Offer, ...]:
        """Those in which every part that was typed stands, what was done lately first, the newest first.

        Then those whose own words hold all parts, at the start of words before inside them; then in the order given.
        What cannot be done comes last.
        """
        parts = folded(typed).split()
        when = {word: place for place, word in reversed(tuple(enumerate(lately)))}
        found = sorted(self._fitting(parts, when))
        return tuple(self.offers[place] for *_rank, place in found)

    def _fitting(self, parts: Sequence[str], when: dict[str, int]) -> Iterator[tuple[bool, int, bool, int, int]]:
        for place, (title, all_of_it) in enumerate(self._folded):
            if all(part in all_of_it for part in parts):
                offer = self.offers[place]
                cannot = bool(parts) and not offer.can
                is_far = cannot or not all(part in title for part in parts)
                inside = sum(f" {part}" not in title for part in parts)
                yield is_far, when.get(offer.word, _NOT_LATELY), cannot, inside, place


def told(offers: Sequence[Offer]) -> list[tuple[str, str]]:
    """Offers as they are looked through: the title, and all that finds it; a space before each word."""
    titles = folded_all([offer.text for offer in offers])
    return [
        (f" {title}", f" {title} {_folded_once(offer.group)} {_folded_once(offer.others)}")
        for title, offer in zip(titles, offers, strict=True)
    ]


def folded(text: str) -> str:
    """Small letters without accents, and one space for whatever is no letter and no figure."""
    return folded_all([text])[0]


def folded_all(texts: Sequence[str]) -> list[str]:
    """Each of them folded, all in one go: thousands of names take as many calls otherwise."""
    text = _END.join(text[:LONGEST].replace(_END, " ") for text in texts).casefold()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
        for sign, letters in _LIGATURES.items():
            text = text.replace(sign, letters)
    if not texts:
        return []
    return [one.strip() for one in _BETWEEN.sub(" ", text).split(_END)]


_folded_once: Final = lru_cache(256)(folded)  # of what many offers share
