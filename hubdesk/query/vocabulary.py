"""Which words some queries ask for, and what each chunk of a text holds of them: what is met daily is looked up.

Most chunks of a stream hold nothing that is asked; they were read once, and are passed over from then on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Final

from hubdesk.query.letters import fold
from hubdesk.query.tree import Look, Term
from hubdesk.query.words import AROUND, KEPT_CHUNK, STEM, STEP, handle_key, lone_handle, read_chunk

MOST_KEPT: Final = 100_000  # chunks, of 300 bytes each, roughly

_AN_ADDRESS: Final = re.compile(r"https?://[0-9A-Za-z][!#-;=?-~…]*")  # and nothing else, but for a full stop behind

NONE: Final[frozenset[str]] = frozenset()


class Vocabulary:
    """`terms` are all that the queries name, also what must not be there; `needed` the names that bring a query up."""

    def __init__(self, terms: Iterable[Term], needed: Iterable[str]) -> None:
        self.idle: dict[str, int] = {}  # chunks that hold nothing asked, and the places they take
        self._quiet: set[str] = set()  # chunks that bring nothing up: those, and more
        self._names: dict[str, tuple[str, ...]] = {}  # the others, and the needed names they hold
        self._asked = {term.key for term in terms if term.look is not Look.WILD}
        self._stems: dict[str, tuple[str, ...]] = {}
        for stem in sorted({term.key for term in terms if term.look is Look.WILD}):
            self._stems[stem[:STEM]] = (*self._stems.get(stem[:STEM], ()), stem)
        self._asks_addresses = any(key.startswith("://") for key in self._asked)
        self._needed = frozenset(needed)

    def names(self, text: str) -> Set[str]:
        """The needed names that a text holds, those of its hashtags too."""
        quiet = self._quiet
        fresh = [written for written in text.split() if written not in quiet]
        if not fresh:
            return NONE
        found: set[str] = set()
        for written in fresh:
            names = self._names.get(written)
            found.update(self._learn(written) if names is None else names)
        return found

    def _learn(self, written: str) -> tuple[str, ...]:
        names, places = self._read(written)
        needed = tuple(self._needed.intersection(names)) if names else ()
        if len(written) <= KEPT_CHUNK:
            if len(self._quiet) + len(self._names) >= MOST_KEPT:
                self._forget()
            if not names:
                self.idle[written] = places
            if needed:
                self._names[written] = needed
            else:
                self._quiet.add(written)
        return needed

    def _read(self, written: str) -> tuple[Set[str], int]:
        """The asked names in a chunk and the places it takes; the commonest new ones without cutting them."""
        word = written.strip(AROUND)
        if word.isalnum() and word.isascii():
            return self.names_of((word.lower(),)), STEP
        handle = lone_handle(written)
        if handle is not None:
            return self.names_of((handle_key(fold(handle)),)), STEP
        if not self._asks_addresses and _AN_ADDRESS.fullmatch(written):
            return NONE, STEP
        tokens, places = read_chunk(written)
        return self.names_of(token.form.key for token in tokens), places

    def names_of(self, keys: Iterable[str]) -> set[str]:
        """The asked names that these tokens' keys answer to."""
        names = set()
        for key in keys:
            if key in self._asked:
                names.add(key)
            if key[:STEM] in self._stems:
                names.update(f"{stem}*" for stem in self._stems[key[:STEM]] if key.startswith(stem))
        return names

    def _forget(self) -> None:
        self.idle.clear()
        self._quiet.clear()
        self._names.clear()
