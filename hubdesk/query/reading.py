"""A mention read once for all topics: its tokens, their places, and where each key stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from hubdesk.core import About, Mark, Mention, Notes
from hubdesk.query.fields import NOTHING, SPOKEN
from hubdesk.query.letters import TAG
from hubdesk.query.tree import Look, Term
from hubdesk.query.vocabulary import Vocabulary
from hubdesk.query.words import STEM, STEP, Token, chunk_starts, read_chunk

NO_CHUNKS: Final[Mapping[str, int]] = {}
LONG: Final = 1_000  # tokens
MOST_MARKS: Final = 500  # of one mention for one topic: who repeats a word more often is not read, but matched
_APART: Final = 1_000  # places between the parts of a page: no NEAR and no phrase reaches across
_token = tuple.__new__  # a Token of its five parts, at half the cost of its constructor

_Asked = tuple[str, str, str, str, frozenset[str]]


class Hit(NamedTuple):
    """Where something asked for stands: its places, the tokens it is made of, and the stretches to mark."""

    first: int
    last: int
    tokens: tuple[int, ...]
    marks: tuple[tuple[int, int], ...]  # first and last token of each stretch


class Reading:
    """Reads lazily: a query that asks only about fields never cuts a word."""

    def __init__(
        self,
        mention: Mention,
        notes: Notes,
        parts: Mapping[str, str] | None = None,
        about: About = NOTHING,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        """Only what the vocabulary names will be asked for, and chunks that hold nothing of it are passed over."""
        self.mention = mention
        self.notes = notes
        self.about = about
        self.tokens: list[Token] = []  # `start` and `end` count from the chunk's beginning
        self.by_key: dict[str, list[int]] = {}
        self._chunk_of: list[int] = []  # each token's chunk, counted in its part
        self._bounds: list[tuple[str, int]] = []  # each part's name and the number of its first token
        self._texts: dict[str, str] = {}
        self._starts: dict[str, list[int]] = {}
        self._kept_where: dict[_Asked, list[int]] = {}  # of a long text: what many topics ask is found once
        self._kept_hits: dict[_Asked, list[Hit]] = {}
        self._kept_places: dict[_Asked, dict[int, list[int]]] = {}
        self._by_beginning: dict[str, list[str]] | None = None
        self._has_teaser = False
        idle = NO_CHUNKS if vocabulary is None else vocabulary.idle
        place = 0
        for part, text in (mention.parts() if parts is None else parts).items():
            self._bounds.append((part, len(self.tokens)))
            self._texts[part] = text
            self._has_teaser |= part not in SPOKEN
            place = self._read(text, idle, place) + _APART
        self.names = None if vocabulary is None else vocabulary.names_of(self.by_key)

    def _read(self, text: str, idle: Mapping[str, int], place: int) -> int:
        """One part, from that place on; returns the place after its last one."""
        by_key, tokens, chunk_of = self.by_key, self.tokens, self._chunk_of
        for number, written in enumerate(text.split()):
            passed = idle.get(written)
            if passed is not None:
                place += passed
                continue
            chunk, places = read_chunk(written)
            for start, end, first, last, form in chunk:
                key = form.key
                if key in by_key:
                    by_key[key].append(len(tokens))
                else:
                    by_key[key] = [len(tokens)]
                tokens.append(_token(Token, (start, end, place + first, place + last, form)))
                chunk_of.append(number)
            place += places
        return place

    def part(self, number: int) -> str:
        """The part of the page that a token stands in."""
        name = ""
        for part, first in self._bounds:
            if first > number:
                break
            name = part
        return name

    def where(self, term: Term, parts: frozenset[str]) -> list[int]:
        """The tokens that answer to a term within some parts of the page, in reading order."""
        if len(self.tokens) < LONG:
            return self._where(term, parts)
        asked = (term.kind, term.look.value, term.key, term.asked, parts)
        if asked not in self._kept_where:
            self._kept_where[asked] = self._where(term, parts)
        return self._kept_where[asked]

    def hits(self, term: Term, parts: frozenset[str]) -> list[Hit]:
        """The same as places of their own."""
        if len(self.tokens) < LONG:
            return [self.hit(number) for number in self._where(term, parts)]
        asked = (term.kind, term.look.value, term.key, term.asked, parts)
        if asked not in self._kept_hits:
            self._kept_hits[asked] = [self.hit(number) for number in self.where(term, parts)]
        return self._kept_hits[asked]

    def by_place(self, term: Term, parts: frozenset[str]) -> dict[int, list[int]]:
        """The same by their first places."""
        asked = (term.kind, term.look.value, term.key, term.asked, parts)
        found = self._kept_places.get(asked)
        if found is None:
            found = {}
            for number in self.where(term, parts):
                found.setdefault(self.tokens[number].first, []).append(number)
            if len(self.tokens) >= LONG:
                self._kept_places[asked] = found
        return found

    def _where(self, term: Term, parts: frozenset[str]) -> list[int]:
        if term.look is Look.WILD:
            numbers: Iterable[int] = sorted(self._wild(term))
        else:
            numbers = self.by_key.get(term.key, ())
            if numbers and term.look is not Look.PLAIN:
                numbers = [n for n in numbers if term.fits(self.tokens[n].form)]
        if not numbers or (parts is SPOKEN and not self._has_teaser):
            return list(numbers)
        return [n for n in numbers if self.part(n) in parts]

    @property
    def by_beginning(self) -> dict[str, list[str]]:
        """The keys by their first letters."""
        if self._by_beginning is None:  # cached_property would take a lock
            begun = self._by_beginning = {}
            for key in self.by_key:
                begun.setdefault(key[:STEM], []).append(key)
        return self._by_beginning

    def _wild(self, term: Term) -> Iterator[int]:
        for key in self.by_beginning.get(term.key[:STEM], ()):
            if key.startswith(term.key):
                yield from (n for n in self.by_key[key] if term.fits(self.tokens[n].form))

    def hit(self, number: int) -> Hit:
        """One token as a place of its own."""
        token = self.tokens[number]
        return Hit(token.first, token.last, self.whole(number), ((number, number),))

    def whole(self, number: int) -> tuple[int, ...]:
        """A token and, for a hashtag, its words: no NEAR pairs a hashtag with one of its own words."""
        token = self.tokens[number]
        if token.form.kind != TAG:
            return (number,)
        return tuple(range(number, number + (token.last - token.first) // STEP + 2))

    def marks(self, hits: Iterable[Hit]) -> tuple[Mark, ...]:
        """Every stretch once, in reading order; the first `MOST_MARKS` of them."""
        stretches = sorted({stretch for hit in hits for stretch in hit.marks})[:MOST_MARKS]
        return tuple(self._mark(first, last) for first, last in stretches)

    def _mark(self, first: int, last: int) -> Mark:
        part = self.part(first)
        starts = self._starts.get(part)
        if starts is None:
            text = self._texts[part]
            starts = self._starts[part] = chunk_starts(text, text.split())
        tokens, chunk_of = self.tokens, self._chunk_of
        return Mark(part, starts[chunk_of[first]] + tokens[first].start, starts[chunk_of[last]] + tokens[last].end)
