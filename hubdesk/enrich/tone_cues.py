"""Which words of the cue lists a text holds, and where: the lists are resources/tone/cues.toml, for people to edit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError
from hubdesk.enrich.tone_text import Seen, look
from hubdesk.i18n import _
from hubdesk.resources import resource
from hubdesk.toml_file import read_toml

GROUPS: Final = ("praise", "problem", "anger", "relief", "question", "news", "wink")
TURN: Final = "wink"
SHORTEST_STEM: Final = 3
MOST_KEPT: Final = 20_000  # words of which is remembered what they may begin
LONGEST_KEPT: Final = 40  # letters of such a word
_TOKEN = re.compile(r"[^\W_]+|[^\w\s\ufe0f]")  # a word, or one sign such as an emoji or an apostrophe


_Entry = tuple[tuple[str, ...], str]  # the words behind the first, and the group


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or words of one group, [start, end) in `Seen.folded`."""

    group: str
    start: int
    end: int


class Cues:
    """The lists, ready to be looked for in one pass over a text's words."""

    def __init__(self, lists: dict[str, Iterable[str]]) -> None:
        self._whole: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        for group, entries in lists.items():
            for entry in entries:
                first, *rest = _TOKEN.findall(look(entry.replace("*", "")).folded) or [""]
                stem = entry.endswith("*")
                if first and (not stem or len(first) >= SHORTEST_STEM):
                    table = self._stems if stem and not rest else self._whole
                    table.setdefault(first, []).append((tuple(rest) + (("*",) if stem and rest else ()), group))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._kept: dict[str, tuple[_Entry, ...]] = {}  # most words begin none: that is looked up once

    def find(self, seen: Seen) -> list[Cue]:
        """Every cue, in the order of the text, but for those inside a longer one: "content" in "pas content".

        A turn of phrase covers nothing: "merci" in "merci pour les" stays praise.
        """
        tokens, kept = _TOKEN.findall(seen.folded), self._kept
        found: list[tuple[str, int, int]] = []
        for index, token in enumerate(tokens):
            entries = kept.get(token)
            if entries is None:
                entries = self._learn(token)
            if entries:
                longest: dict[str, int] = {}
                behind = tokens[index + 1] if index + 1 < len(tokens) else ""
                for rest, group in entries:
                    if not rest:
                        longest.setdefault(group, index)
                    elif behind.startswith(rest[0]) and _follows(tokens, index + 1, rest):
                        longest[group] = max(longest.get(group, 0), index + len(rest) - (rest[-1] == "*"))
                found += [(group, index, last) for group, last in longest.items()]
        if not found:
            return []
        spans = [match.span() for match in _TOKEN.finditer(seen.folded)]
        return _outermost([Cue(group, spans[first][0], spans[last][1]) for group, first, last in found])

    def _learn(self, token: str) -> tuple[_Entry, ...]:
        """The entries that a word begins: those with this first word, then the stems it has."""
        entries = [*self._whole.get(token, ())]
        for length in self._lengths:
            entries += self._stems.get(token[:length], ()) if length <= len(token) else ()
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        if len(token) <= LONGEST_KEPT:
            self._kept[token] = tuple(entries)
        return tuple(entries)


def _outermost(found: list[Cue]) -> list[Cue]:
    """Without the cues that lie within a longer one, which begins before them or with them."""
    kept: list[Cue] = []
    cover: Cue | None = None
    for cue in sorted(found, key=lambda each: (each.start, -each.end)):
        if cover is None or cue.end > cover.end or cue.end - cue.start == cover.end - cover.start:
            kept.append(cue)
            if cue.group != TURN and (cover is None or cue.end > cover.end):
                cover = cue
    return kept


def _follows(tokens: list[str], at: int, rest: tuple[str, ...]) -> bool:
    if rest[-1:] == ("*",):  # the last word may have any ending
        *whole, stem = rest[:-1]
        end = at + len(whole)
        return tokens[at:end] == whole and end < len(tokens) and tokens[end].startswith(stem)
    return tuple(tokens[at : at + len(rest)]) == rest


def read_cues(path: Path | None = None) -> Cues:
    """The shipped lists, or a person's. Raises HubdeskError: which file, what is wrong."""
    path = path or resource("tone/cues.toml")
    _text, declared = read_toml(path)
    lists: dict[str, Iterable[str]] = {}
    for group in GROUPS:
        words = declared.get(group, {}).get("words") if isinstance(declared.get(group, {}), dict) else None
        if not isinstance(words, str):
            raise HubdeskError(_('{path}: [{group}] needs words = """…"""').format(path=path, group=group))
        lists[group] = [word.strip() for word in re.split(r"[|\n]", words) if word.strip()]
    if unknown := sorted(declared.keys() - set(GROUPS)):
        raise HubdeskError(_("{path}: no group is called [{group}]").format(path=path, group=unknown[0]))
    return Cues(lists)
