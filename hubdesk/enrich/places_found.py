"""Which stretches of a text read like the name of a place: the longest name wins. Whether one is meant, others say."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hubdesk.enrich.places_gazetteer import Area, Gazetteer
from hubdesk.enrich.places_lists import CARRIERS, CONTRACTIONS, ENGLISH, FRENCH, NOTHINGS, SPORT
from hubdesk.enrich.places_words import Word, cut, humps, key_of, shouts

_BEFORE_NAMES: Final = frozenset({"le", "la", "les", "l", *CONTRACTIONS})
_WITHIN: Final = frozenset(" \u00a0-'’.‑")  # what may stand between the words of one name
_SPACE: Final = frozenset(" \u00a0\t'’")


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch that is some place's name. `first` and `after` count words; `after` is the first word behind it.

    `communes` are rows of the gazetteer, the exact ones first; from `exact` on they are only called so for short.
    `joined`: "au", "du", "aux" or "des" where that is also the name's article. `is_tag`: it is a hashtag.
    """

    key: str
    first: int
    after: int
    start: int
    end: int
    communes: tuple[int, ...]
    exact: int
    area: Area | None
    is_capital: bool
    joined: str = ""
    is_tag: bool = False


class Look:
    """One text as everything that reads it looks at it."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text = text
        self.words: list[Word] = cut(text)
        self.shouts = shouts(self.words)
        self.keys = frozenset(word.key for word in self.words)
        self.is_sport = not SPORT.isdisjoint(self.keys)
        self.names = names_in(self.words, gazetteer)
        self.asks_carriers_so = any(
            word.key in ("a", "chez") and then.key in CARRIERS for word, then in pairwise(self.words)
        )  # "à SFR": then "à Orange" is the operator too

    @property
    def is_english(self) -> bool:
        """Whether "a" is an article here and not a preposition."""
        return len(self.keys & ENGLISH) > max(1, len(self.keys & FRENCH))

    def before(self, name: Name, count: int = 4) -> list[str]:
        """The keys right before a name, nearest first, as far as no punctuation parts them from it."""
        keys: list[str] = []
        at = name.first
        while at > 0 and len(keys) < count and _SPACE.issuperset(self.words[at].gap) and self.words[at - 1].key:
            at -= 1
            keys.append(self.words[at].key)
        return keys

    def behind(self, name: Name, count: int = 3) -> list[str]:
        """The keys right behind a name, as far as no punctuation parts them from it."""
        keys: list[str] = []
        at = name.after
        while (
            at < len(self.words) and len(keys) < count and _SPACE.issuperset(self.words[at].gap) and self.words[at].key
        ):
            keys.append(self.words[at].key)
            at += 1
        return keys

    def starts_sentence(self, name: Name) -> bool:
        """Whether its capital may be a sentence's."""
        word = self.words[name.first]
        return name.first == 0 or not _SPACE.issuperset(word.gap.replace(",", "").replace("-", ""))


def names_in(words: list[Word], gazetteer: Gazetteer) -> list[Name]:
    """Every name, the longest first from the left; none overlaps another."""
    names: list[Name] = []
    longest = gazetteer.longest
    at, end = 0, len(words)
    while at < end:
        word = words[at]
        found, step = None, 1
        if word.key in longest:
            found, step = _longest(words, at, gazetteer)
        elif word.tag:
            found = _tag(word, at, gazetteer)
        if found is not None:
            names.append(found)
        at += step
    return names


def _longest(words: list[Word], at: int, gazetteer: Gazetteer) -> tuple[Name | None, int]:
    """The longest name that begins with a word, and how many words to go on by."""
    keys = _run(words, at, gazetteer)
    article = CONTRACTIONS.get(keys[0], "")
    for count in range(len(keys), 0, -1):
        key = " ".join(keys[:count])
        if key in NOTHINGS:
            return None, count
        if count == 1 and not words[at].is_capital and _is_plain_word(words, at, gazetteer):
            return None, 1
        name = _name(key, words, at, count, gazetteer)
        if name is None and article and count > 1:
            name = _name(" ".join([article, *keys[1:count]]), words, at, count, gazetteer, joined=keys[0])
        if name is not None and (
            count == 1 or keys[0] not in _BEFORE_NAMES or _reach(words, at + 1, gazetteer) <= at + count
        ):
            return name, count
    return None, 1


def _run(words: list[Word], at: int, gazetteer: Gazetteer) -> list[str]:
    """The words from one on that may be one name: as many as the longest known name has that begins so."""
    first = words[at].key
    keys = [first]
    for word in words[at + 1 : at + gazetteer.longest[first]]:
        if not word.key or len(word.gap) > 2 or not _WITHIN.issuperset(word.gap):
            break
        if len(keys) == 1 and f"{first} {word.key}" not in gazetteer.pairs:
            break
        keys.append(word.key)
    return keys


def _reach(words: list[Word], at: int, gazetteer: Gazetteer) -> int:
    """Up to which word the longest name goes that begins here: "du Val-de-Marne" is not Le Val."""
    if words[at].key not in gazetteer.longest:
        return at
    found, step = _longest(words, at, gazetteer)
    return at + step if found is not None else at


def _is_plain_word(words: list[Word], at: int, gazetteer: Gazetteer) -> bool:
    """An everyday word in small letters with no number behind it: the most common case by far."""
    if words[at].key not in gazetteer.words:
        return False
    behind = words[at + 1] if at + 1 < len(words) else None
    return behind is None or not (behind.key[:1].isdigit() or "(" in behind.gap)


def _name(key: str, words: list[Word], at: int, count: int, gazetteer: Gazetteer, joined: str = "") -> Name | None:
    exact = gazetteer.communes.get(key, ())
    short = gazetteer.short.get(key, ())
    area = gazetteer.areas.get(key)
    if not (exact or short or area):
        return None
    start = words[at + (1 if joined else 0)].start
    last = words[at + count - 1]
    return Name(key, at, at + count, start, last.end, exact + short, len(exact), area, last.is_capital, joined)


def _tag(word: Word, at: int, gazetteer: Gazetteer) -> Name | None:
    if not word.tag or word.tag.isdigit():
        return None
    whole = key_of(word.tag)
    for key in dict.fromkeys((whole, humps(word.tag), gazetteer.tags.get(whole, ""))):
        exact, area = gazetteer.communes.get(key, ()), gazetteer.areas.get(key)
        if key and (exact or area):
            capital = word.tag[0].isupper()
            return Name(key, at, at + 1, word.start, word.end, exact, len(exact), area, capital, is_tag=True)
    return None
