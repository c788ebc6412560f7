"""What authors of a session are called, known again in a text: for whoever must keep names out of sight.

Only hashes are held, eight bytes a name, since a session of years has hundreds of thousands of authors. They are kept
between the readers of one file and follow what is added. A name that was erased since is still known again: better so.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import merge
from typing import Final

from hubdesk.query.letters import bare, fold

LONGEST: Final = 8  # words of a display name that are compared
_SESSIONS: Final = 4  # whose names are kept at once
_FEW: Final = 4_096  # hashes that are sorted in at once
_TOLD_APART: Final = re.compile(r"[\d._]")  # in a name that is no word of a language; towns have hyphens
_LETTER: Final = re.compile(r"[^\W\d_]")
_LEAST: Final = 3  # letters of such a name: 2026 and 14h30 are none
_WORD: Final = re.compile(r"\w+")


class KnownNames:
    """Handles and display names of all who wrote."""

    def __init__(self) -> None:
        self.upto = 0  # the last mention whose author is in here
        self._lock = threading.Lock()
        self._sorted: array[int] = array("q")
        self._fresh: set[int] = set()

    def learn(self, handle: str, name: str) -> None:
        """Know this author again."""
        whole = plain(handle).removeprefix("@")
        for one in {whole, whole.partition("@")[0]}:
            if _is_told_apart(one):
                self._add(hash((1, one)))
        words = words_of(name)
        if len(words) > 1:
            self._add(hash((2, *words[:LONGEST])))
            self._add(hash((3, *words[:2])))
        elif words and _is_told_apart(words[0]):
            self._add(hash((1, words[0])))

    def is_handle(self, word: str) -> bool:
        """Whether a plain word is somebody's handle, or a name of one word, that no language has."""
        return hash((1, word)) in self

    def length(self, words: Sequence[str], at: int) -> int:
        """Of how many of these plain words a display name is made that begins there; 0: none does."""
        if hash((3, *words[at : at + 2])) not in self:  # nearly everywhere
            return 0
        for many in range(min(LONGEST, len(words) - at), 1, -1):
            if hash((2, *words[at : at + many])) in self:
                return many
        return 0

    def __contains__(self, wanted: int) -> bool:
        if wanted in self._fresh:
            return True
        known = self._sorted
        place = bisect_left(known, wanted)
        return place < len(known) and known[place] == wanted

    def _add(self, one: int) -> None:
        if one in self:
            return
        self._fresh.add(one)
        if len(self._fresh) > max(_FEW, len(self._sorted) // 4):
            self._sorted = array("q", merge(self._sorted, sorted(self._fresh)))
            self._fresh = set()

    def follow(self, connection: sqlite3.Connection) -> None:
        """Learn who wrote since. One at a time, whoever asks."""
        with self._lock:
            rows: Iterable[tuple[int, str, str]] = connection.execute(
                "SELECT id, handle, name FROM mention WHERE id > ? ORDER BY id", (self.upto,)
            )
            seen = set[tuple[str, str]]()
            for id_, handle, name in rows:
                if (handle or name) and (handle, name) not in seen:
                    if len(seen) >= _FEW:  # whoever writes much does so again soon
                        seen.clear()
                    seen.add((handle, name))
                    self.learn(handle, name)
                self.upto = id_


_kept: dict[object, KnownNames] = {}
_keeping = threading.Lock()


def known_names(connection: sqlite3.Connection, session: object) -> KnownNames:
    """Of the session that this names, up to its last mention. A million mentions take some seconds the first time."""
    with _keeping:
        names = _kept.pop(session, None) or KnownNames()
        _kept[session] = names
        while len(_kept) > _SESSIONS:
            del _kept[next(iter(_kept))]
    names.follow(connection)
    return names


def _is_told_apart(word: str) -> bool:
    return _TOLD_APART.search(word) is not None and len(_LETTER.findall(word)) >= _LEAST


def plain(word: str) -> str:
    """Small letters without accents."""
    return bare(fold(word.strip()))


def words_of(name: str) -> tuple[str, ...]:
    """A name's words, plain; of a hostile one the first."""
    return tuple(_WORD.findall(plain(name[:400])))
