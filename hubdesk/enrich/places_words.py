"""A text cut into the words that names of places are compared by. Linear in the text, whatever stands in it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

LONGEST: Final = 40  # letters; no name of a place has a longer word
WALL: Final = ""  # the key of what no name reaches across: an address, a handle, a hashtag

_MARKS: Final = "\u0300-\u036f"
_WORD: Final = rf"(?P<word>[^\W_]+(?:[{_MARKS}]+[^\W_]*)*)"
_TAG: Final = rf"\#(?P<tag>[\w{_MARKS}]+)"
_PLAIN = re.compile(rf"{_TAG}|{_WORD}")
_WITH_WALLS = re.compile(
    rf"""(?:https?://\S+|www\.\S+|[\w.+-]{{1,64}}@[\w.-]+|@\w+|[\w-]{{1,63}}\.(?:fr|com|org|net|eu|bzh|io)\b(?:/\S*)?)
    |{_TAG}|{_WORD}""",
    re.VERBOSE,
)
_MAY_HOLD_WALLS = re.compile(r"@|://|\w\.\w")
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae"})
_SHORT: Final = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_HUMP = re.compile(r"[^\W\d_][^\W\dA-ZÀ-Ý_]*|\d+")


class Word(NamedTuple):
    """One word: `key` compares, `gap` stands between it and the word before (at most 12 signs of it).

    `is_capital`: its first letter is. `tag`: the hashtag it is, "" for any other word.
    """

    key: str
    start: int
    end: int
    gap: str
    is_capital: bool
    tag: str = ""


_word = tuple.__new__  # a Word of its parts, at half the cost of its constructor: there is one for every word


def cut(text: str) -> list[Word]:
    """The words of a text, in order; addresses, handles and hashtags are walls."""
    words: list[Word] = []
    last = 0
    pattern = _WITH_WALLS if _MAY_HOLD_WALLS.search(text) else _PLAIN
    for piece in pattern.finditer(text):
        start, end = piece.span()
        tag, raw = piece.groups()
        gap = text[last : start if start < last + 12 else last + 12]
        if raw is None:
            words.append(_word(Word, (WALL, start, end, gap, False, tag or "")))
        else:
            key = _key(raw) if end - start <= LONGEST else raw[0]
            words.append(_word(Word, (key, start, end, gap, raw[0].isupper(), "")))
        last = end
    return words


def key_of(raw: str) -> str:
    """Small letters without accents; `St` is `saint`."""
    return _key(raw) if len(raw) <= LONGEST else raw[0]


@lru_cache(maxsize=16_384)
def _key(raw: str) -> str:
    if raw.isascii():
        plain = raw.lower()
    else:
        apart = unicodedata.normalize("NFKD", raw.casefold().translate(_LIGATURES))
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _SHORT.get(plain, plain)


def name_key(name: str) -> str:
    """How a name is looked up: the keys of its words, a space between."""
    return " ".join(key_of(raw) for raw in re.findall(r"[^\W_]+", name))


def humps(tag: str) -> str:
    """The same key for a hashtag written `#SaintEtienne`."""
    return " ".join(key_of(raw) for raw in _HUMP.findall(tag[: LONGEST * 2]))


def shouts(words: list[Word]) -> bool:
    """Whether capitals say nothing here: nearly every word has one."""
    first = [word for word in words[:200] if word.key and not word.key.isdigit()]
    return len(first) > 3 and sum(word.is_capital for word in first) > 0.85 * len(first)
