"""The query that finds a group's mentions, tried before it is told: all of them and nothing else, or none is told.

First the words that all of them share, then a few runs of words of which each text has one, at last their addresses.
Others who say the same and more are left out by words that they alone say, or by their addresses.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from hubdesk.core import HubdeskError, Scope
from hubdesk.query.syntax import parse
from hubdesk.query.words import tokens
from hubdesk.store.search import find
from hubdesk.store.verifying import Verifier

VARIANTS: Final = 16  # runs of words that one query names
MOST_TEXTS: Final = 300  # different texts of a group for which such runs are looked for
COVERS: Final = (9, 6, 4)  # words in each run
LEAST: Final = 3  # words of a text that is shorter
COMPARED: Final = 40  # texts of a group whose common words are looked for
READ: Final = 90  # words of a text
RUNS: Final = (16, 12, 9, 7, 5, 4)  # words that all share, side by side
ADDRESSES: Final = 30
STRANGERS: Final = 12  # whom a query names as those that it does not mean, by their addresses
OTHERS: Final = 400  # more, who say words that none of the group says
OWN_WORDS: Final = (5, 3)  # side by side, that say so
LONGEST: Final = 7_000  # characters of a query: 8,000 are its limit, and a tone may be asked for as well
MOST_TRIED: Final = 200  # phrases for all the groups that are listed
MOST_VERIFIED: Final = 2_000  # mentions that may have to be asked one by one
_WORD: Final = re.compile(r"[\w'’-]+")
_ADDRESS: Final = re.compile(r"https?://[^\s\"“”«»()*?]+")
_BREAK: Final = "\x00"
Words = tuple[str, ...]


class Asked:
    """Asks about one scope."""

    def __init__(self, connection: sqlite3.Connection, scope: Scope, most: int = MOST_TRIED) -> None:
        """`most`: phrases and addresses that are searched for in all, of some milliseconds each; no clock, so that a
        replay tries as many."""
        self._connection, self._scope, self._left = connection, scope, most

    def query_of(self, ids: Sequence[int]) -> str | None:
        """What finds these mentions of the scope and no others; "" when nothing that is tried does; None when no more
        is tried."""
        wanted, ours = frozenset(ids), self._said(ids)
        texts = list(dict.fromkeys(text for text, _url in ours))
        by_words = _by_words(texts)
        for query in chain(by_words, _by_addresses(ours, ADDRESSES)):
            if self._left <= 0:
                return None
            found = self._finds(query, len(wanted) + OTHERS)
            if found == wanted:
                return query
            if wanted < found:
                theirs = self._said(found - wanted)
                said = set(map(_folded, texts))
                if sum(_folded(text) in said for text, _url in theirs) > STRANGERS:
                    by_words.close()  # another group says the same: no words tell them apart
                others = list(dict.fromkeys(text for text, _url in theirs))
                for but in chain(_by_own_words(others, texts), _by_addresses(theirs, STRANGERS)):
                    if self._finds(f"{query} -{but}", len(wanted)) == wanted:
                        return f"{query} -{but}"
        return ""

    def _said(self, ids: Collection[int]) -> list[tuple[Words, str]]:
        """What these mentions say, and their addresses."""
        rows = self._connection.execute(
            "SELECT title, text, url FROM mention WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ).fetchall()
        return [(_words(text or title), url) for title, text, url in rows]

    def _finds(self, query: str, most: int) -> frozenset[int]:
        """The scope's mentions that it finds; nothing where these are more than that."""
        self._left -= 1 + query.count('" OR "')
        if len(query) > LONGEST:
            return frozenset()
        try:
            asked = parse(query)
        except HubdeskError:
            return frozenset()
        hits = find(self._connection, asked, self._scope)
        if hits.sure.count > most or hits.doubtful.count > MOST_VERIFIED:
            return frozenset()
        doubtful = [*hits.doubtful.ids, *hits.edited]
        held = Verifier(self._connection, self._scope.known, asked).holding(doubtful) if doubtful else ()
        return frozenset((*hits.sure.ids, *held))


def _by_words(texts: Sequence[Words]) -> Generator[str]:
    """What finds all of these texts."""
    run = common_run(texts[:COMPARED])
    if run:
        yield _listed((run,))
    for length in COVERS:
        runs = cover(texts, length)
        if len(runs) > 1:
            yield f"({_listed(runs)})"


def _by_own_words(texts: Sequence[Words], others: Sequence[Words]) -> Iterator[str]:
    """What finds all of these texts, and none of the others."""
    for length in OWN_WORDS:
        runs = cover(texts, length, others)
        if runs:
            yield f"({_listed(runs)})"


def _by_addresses(said: Collection[tuple[Words, str]], most: int) -> Iterator[str]:
    """Nothing for too many mentions, or for addresses that no query can hold."""
    addresses = {url for _text, url in said}
    if len(said) <= most and all(map(_ADDRESS.fullmatch, addresses)):
        yield "url:(" + " OR ".join(f'"{one}"' for one in sorted(addresses)) + ")"


def common_run(texts: Sequence[Words]) -> Words:
    """Words side by side that stand in each of these texts, as many as are of use; none when they share too few."""
    if not texts or not all(texts):
        return ()
    shortest = min(texts, key=len)
    others = [f" {' '.join(text)} ".casefold() for text in texts if text is not shortest]
    for length in RUNS:
        for start in range(len(shortest) - length + 1):
            run = shortest[start : start + length]
            joined = f" {' '.join(run)} ".casefold()
            if _BREAK not in run and all(joined in other for other in others):
                return run
    return ()


def cover(texts: Sequence[Words], length: int, others: Sequence[Words] = ()) -> tuple[Words, ...]:
    """Runs of so many words, of which each text has at least one: those that most texts have; none when it takes too
    many, or some text has no such run. A text that is shorter stands for itself. No runs that stand in `others`."""
    if max(len(texts), len(others)) > MOST_TEXTS:
        return ()
    said = {run for text in others for run in _runs(text, length)}
    runs: dict[Words, set[int]] = {}
    for place, text in enumerate(texts):
        for run in _runs(text, length):
            if len(run) >= LEAST and _BREAK not in run and run not in said:
                runs.setdefault(run, set()).add(place)
    left, chosen = set(range(len(texts))), list[Words]()
    if sum(sorted(map(len, runs.values()))[-VARIANTS:]) < len(texts):
        return ()
    while left and runs and len(chosen) < VARIANTS:
        best = max(runs, key=_Covers(runs, left))
        if not runs[best] & left:
            break
        chosen.append(best)
        left -= runs[best]
    return tuple(chosen) if not left else ()


def _runs(text: Words, length: int) -> Iterator[Words]:
    folded = _folded(text)
    return (folded[start : start + length] for start in range(max(1, len(text) - length + 1)))


def _folded(text: Words) -> Words:
    return tuple(word.casefold() for word in text)


def _listed(runs: Iterable[Words]) -> str:
    return " OR ".join(f'"{" ".join(one)}"' for one in runs)


class _Covers:
    """How many of those that are left a run stands in."""

    def __init__(self, runs: Mapping[Words, set[int]], left: set[int]) -> None:
        self._runs, self._left = runs, left

    def __call__(self, run: Words) -> int:
        return len(self._runs[run] & self._left)


def _words(text: str) -> Words:
    """The text's words as a query reads them; what a phrase cannot hold parts them."""
    found = [token.form.raw for token in tokens(text[:4_000])[:READ]]
    return tuple(word if _WORD.fullmatch(word) else _BREAK for word in found)
