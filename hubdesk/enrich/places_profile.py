"""What a profile says of where its author is: "Lille | fibre et vélo", "📍 Nice, France", "Dijon (21)"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from hubdesk.enrich.places_found import Name, names_in
from hubdesk.enrich.places_gazetteer import Gazetteer
from hubdesk.enrich.places_lists import ARTICLES, COUNTRIES, FIRST_NAMES, FOREIGN_FIRST, NOTHINGS, ORANGE
from hubdesk.enrich.places_words import cut, name_key

_PARTS = re.compile(r"[,|/•·;()\[\]\n→–—]|\s-\s")
_FRANCE: Final = frozenset({"france", "fr", "french"})


def segments(text: str, gazetteer: Gazetteer) -> list[Name]:
    """The names that are all of what stands between two commas or bars, unless a country abroad stands beside them."""
    parts: list[tuple[int, str]] = []
    last = 0
    for word in cut(text):
        if not word.key:
            text = text[: word.start] + " " * (word.end - word.start) + text[word.end :]
    for mark in _PARTS.finditer(text):
        parts.append((last, text[last : mark.start()]))
        last = mark.end()
    parts.append((last, text[last:]))
    keys = [name_key(part) for _start, part in parts]
    if any(key in COUNTRIES for key in keys):
        return []
    return [name for start, part in parts for name in _whole(start, part, gazetteer)]


def _whole(start: int, part: str, gazetteer: Gazetteer) -> list[Name]:
    words = cut(part)
    names = names_in(words, gazetteer)
    rest = {word.key for word in words} - _FRANCE
    if len(names) != 1 or (name := names[0]).is_tag or name.key in FOREIGN_FIRST | FIRST_NAMES | NOTHINGS | {ORANGE}:
        return []
    named = {word.key for word in words[name.first : name.after]}
    if rest - named - ARTICLES or not (name.is_capital or len(name.key) > 3):
        return []
    return [replace(name, start=name.start + start, end=name.end + start)]
