"""Which of the watched people a text names: by the whole name, or by the surname where the words around say whose.

Only people whom the analyst watches for a public role are looked for; nothing is told of anybody else, and staff that
declared itself is never recognised by its name. A name that is also a street, a firm, a first name or an everyday word
needs more around it; where two watched people may be meant, nobody is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Evidence, Mark, Person
from hubdesk.enrich.people_words import (
    EVERYDAY,
    NAMESAKE,
    NOT_PEOPLE,
    OPENERS,
    RELATIONS,
    SMALL,
    TITLES,
    Known,
    first_words,
    known_of,
)
from hubdesk.enrich.places_lists import FIRST_NAMES
from hubdesk.enrich.places_words import Word, cut, key_of

VERSION: Final = 1
INSIDER: Final = "insider"
LOOKED_AT: Final = 20_000  # code points
NEAR: Final = 6  # words between a surname and what says whose it is
MOST: Final = 20  # people named in one text
# How much a rule is worth: it ranks, and is no probability.
FULL, TAG, INITIAL, ROLE, TITLE, FIRM, COMMON = 0.95, 0.9, 0.75, 0.8, 0.75, 0.7, 0.7
_TOGETHER = re.compile(r"[ \t\xa0\u202f\n]+|\s*[-'’]\s*|\.\s*")  # between the words of one name


@dataclass(frozen=True, slots=True)
class Found:
    """A watched person, where a text names them ([start, end) in code points, the name first), and what says so."""

    person: Person
    score: float
    rule: str
    marks: tuple[tuple[int, int], ...]


class PeopleReader:
    """Looks for watched people. `brands`: names of firms; a surname that is one of them names the firm."""

    def __init__(self, people: Iterable[Person], brands: Iterable[str] = ()) -> None:
        watched = [one for one in people if one.role.strip().casefold() != INSIDER]
        known = [made for one in watched if (made := known_of(one)) is not None]
        self._by_last = first_words(known)
        self._tags = {"".join(one.first + one.last): one for one in known if one.first}
        self._brands = frozenset(word.key for brand in brands for word in cut(brand) if word.key)

    def __bool__(self) -> bool:
        return bool(self._by_last)

    def read(self, text: str) -> tuple[Found, ...]:
        """Each watched person once, as surely as anything in the text says, in the order of the text."""
        words = cut(text[:LOOKED_AT])
        best: dict[str, Found] = {}
        for at, word in enumerate(words):
            found = self._tagged(word) if word.tag else self._at(words, at) if word.key in self._by_last else None
            if found is not None and (found.person.name not in best or found.score > best[found.person.name].score):
                best[found.person.name] = found
        return tuple(sorted(best.values(), key=_where)[:MOST])

    def _tagged(self, word: Word) -> Found | None:
        known = self._tags.get(key_of(word.tag))
        return None if known is None else Found(known.person, TAG, "hashtag", ((word.start, word.end),))

    def _at(self, words: Sequence[Word], at: int) -> Found | None:
        """Who is named by the surname that begins here; None when that may be two people, or nobody watched."""
        told = [found for known in self._by_last[words[at].key] if (found := self._named(words, at, known)) is not None]
        whole = [found for found in told if found.rule in ("full name", "common full name")]
        told = whole or told
        return told[0] if len({found.person.name for found in told}) == 1 else None

    def _named(self, words: Sequence[Word], at: int, known: Known) -> Found | None:
        after = at + len(known.last)
        if not _reads(words, at, known.last):
            return None
        first = at - len(known.first)
        if known.first and first >= 0 and _reads(words, first, known.first + known.last):
            return _whole(words, first, after, known)
        if known.first and _reads(words, at, known.last + known.first):  # DRAHI Patrick
            return _whole(words, at, after + len(known.first), known)
        return self._by_surname(words, at, after, known)

    def _by_surname(self, words: Sequence[Word], at: int, after: int, known: Known) -> Found | None:
        before = words[at - 1] if at else None
        if not words[at].is_capital or _is_called_after(words, at) or _is_longer(words, at, after):
            return None
        span = (words[at].start, words[after - 1].end)
        titled = before is not None and before.key in TITLES and _is_beside(words[at])
        if before is not None and not titled and _is_beside(words[at]):
            if _is_initial(before, words[at], known):
                return Found(known.person, INITIAL, "initial", ((before.start, span[1]),))
            if _is_other_first_name(words, at - 1, known):
                return None
        if known.last[0] in EVERYDAY & FIRST_NAMES and after < len(words) and _is_surname(words[after], known):
            return None  # "Richard Ferrand" is no Mr. Richard
        near = 2 if known.is_common and not titled else NEAR
        role = _nearest(words, at, after, known.roles, near)
        firm = _nearest(words, at, after, known.firms - {words[at].key}, len(words) if titled else near)
        if self._brands & {words[at].key}:
            if not titled:
                return None  # "le patron de Bouygues" names the firm
            firm = firm if role is None else None
        elif known.is_common and not titled:
            firm = None
        if role is None and firm is None:
            return None
        said = role or firm
        rule, score = ("title", TITLE) if titled else ("role", ROLE) if role is not None else ("firm", FIRM)
        return Found(known.person, score, rule, (span, (said.start, said.end)) if said is not None else (span,))


def evidence_of(found: Iterable[Found], part: str) -> tuple[Evidence, ...]:
    """Why, person by person; `part` of the mention is where the text that was read stands."""
    return tuple(
        Evidence("person", one.person.name, one.score, one.rule, tuple(Mark(part, *span) for span in one.marks))
        for one in found
    )


def _whole(words: Sequence[Word], first: int, after: int, known: Known) -> Found | None:
    if _is_called_after(words, first) or _is_longer(words, first, after):
        return None
    if any(word.key in NAMESAKE for word in words[max(0, first - 4) : after + 4]):
        return None
    common = known.is_common and all(key in FIRST_NAMES for key in known.first)
    if known.is_common and not any(word.is_capital for word in words[first:after]):
        return None  # "pierre blanche" is a stone
    rule, score = ("common full name", COMMON) if common else ("full name", FULL)
    return Found(known.person, score, rule, ((words[first].start, words[after - 1].end),))


def _reads(words: Sequence[Word], at: int, keys: tuple[str, ...]) -> bool:
    """Whether these words stand here, as one name."""
    there = words[at : at + len(keys)]
    return tuple(word.key for word in there) == keys and all(_is_beside(word) for word in there[1:])


def _is_beside(word: Word) -> bool:
    """Whether nothing but what may stand within a name parts it from the word before."""
    return _TOGETHER.fullmatch(word.gap) is not None


def _is_called_after(words: Sequence[Word], at: int) -> bool:
    """Whether a street, a school, a firm or a relation of theirs is meant: "rue Xavier Niel", "le fils de Niel"."""
    place = at - 1
    while place >= 0 and words[place].key in SMALL - {"et", "and"} and at - place < 3:
        place -= 1
    if place < 0 or "." in words[at].gap or "," in words[at].gap:
        return False
    return words[place].key in NOT_PEOPLE or (words[place].key in RELATIONS and place < at - 1)


def _is_longer(words: Sequence[Word], first: int, after: int) -> bool:
    """Whether it is a part of a longer name: "Jean-Pierre Martin" or "Niel-Dupont"."""
    has_before = first > 0 and words[first].gap == "-" and bool(words[first - 1].key)
    return has_before or (after < len(words) and words[after].gap == "-" and words[after].is_capital)


def _is_initial(before: Word, word: Word, known: Known) -> bool:
    """ "P. Drahi"; M. is a title."""
    return bool(known.first) and before.key == known.first[0][:1] and word.gap.startswith(".") and before.key != "m"


def _is_other_first_name(words: Sequence[Word], place: int, known: Known) -> bool:
    """Whether somebody else of that surname is meant: "Francis Bouygues", "Angela Drahi"."""
    word = words[place]
    if word.key in known.roles | known.firms | SMALL or "." in words[place + 1].gap:
        return False
    if word.key in FIRST_NAMES:
        return True
    return word.is_capital and word.key not in OPENERS and word.key not in known.first


def _is_surname(word: Word, known: Known) -> bool:
    return word.is_capital and _is_beside(word) and word.gap != "-" and word.key not in known.roles | known.firms


def _nearest(words: Sequence[Word], at: int, after: int, keys: frozenset[str], within: int) -> Word | None:
    """The nearest of these words, at most so many words away."""
    start, end = max(0, at - within), min(len(words), after + within)
    there = [place for place in (*range(start, at), *range(after, end)) if words[place].key in keys]
    place = min(there, key=lambda one: at - one if one < at else one - after + 1, default=None)
    return None if place is None else words[place]


def _where(found: Found) -> tuple[int, int]:
    return found.marks[0]
