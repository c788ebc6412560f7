"""Which words some queries ask for, and what each chunk of a text holds of them: what is met daily is looked up.

Most chunks of a stream hold nothing that is asked; they were read once, and are passed over from then on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from hubdesk.query.reading import STEM
from hubdesk.query.tree import Look, Term
from hubdesk.query.words import AROUND, KEPT_CHUNK, STEP, read_chunk

MOST_KEPT: Final = 100_000  # chunks, of 300 bytes each, roughly

_AN_ADDRESS: Final = re.compile(r"https?://[0-9A-Za-z][!#-;=?-~…]*")  # and nothing else, but for a full stop behind

NONE: Final[frozenset[str]] = frozenset()


def name_of(term: Term) -> str:
    """What a term is looked up by: a word's key, or a wildcard's stem and a star."""
    return f"{term.key}*" if term.look is Look.WILD else term.key


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

    def names(self, text: str) -> set[str] | frozenset[str]:
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

    def _read(self, written: str) -> tuple[Collection[str], int]:
        """The asked names in a chunk and the places it takes; the commonest new ones without cutting them."""
        word = written.strip(AROUND)
        if word.isalnum() and word.isascii():
            return self._names_of(word.lower()), STEP
        if not self._asks_addresses and _AN_ADDRESS.fullmatch(written):
            return (), STEP
        tokens, places = read_chunk(written)
        if len(tokens) == 1:
            return self._names_of(tokens[0].form.key), places
        return {name for token in tokens for name in self._names_of(token.form.key)}, places

    def _names_of(self, key: str) -> list[str]:
        names = [key] if key in self._asked else []
        if key[:STEM] in self._stems:
            names += [f"{stem}*" for stem in self._stems[key[:STEM]] if key.startswith(stem)]
        return names

    def _forget(self) -> None:
        self.idle.clear()
        self._quiet.clear()
        self._names.clear()
