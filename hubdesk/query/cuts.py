"""Which mentions to take, as a value without SQL: words of the full-text index, facts, and how they go together.

Words are put together into one FTS5 expression as far as FTS5 can read it; the rest is for the store to put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hubdesk.query.tree import Field, Range

DEEPEST: Final = 12  # FTS5 gives up at about 20 brackets within brackets
LONGEST: Final = 100_000  # characters of an FTS5 expression; a longer one is not put together further


@dataclass(frozen=True, slots=True)
class Words:
    """Mentions that an FTS5 expression finds."""

    fts: str
    depth: int = 0  # brackets within brackets


@dataclass(frozen=True, slots=True)
class Fact:
    """Mentions of which a field or a range holds, as `fields` says."""

    node: Field | Range


@dataclass(frozen=True, slots=True)
class Has:
    """Mentions that came with something: `links` beside those in the text, or a `teaser`."""

    name: str


@dataclass(frozen=True, slots=True)
class Both:
    """What all of the parts take; without parts: every mention."""

    parts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What any of the parts takes; without parts: no mention."""

    parts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Without:
    part: Cut


Cut = Words | Fact | Has | Both | Either | Without

EVERY: Final = Both(())
NONE: Final = Either(())


def both(*parts: Cut) -> Cut:
    kept = list(dict.fromkeys(_flat(parts, Both)))
    if NONE in kept:
        return NONE
    words = [part for part in kept if isinstance(part, Words)]
    barred = [part.part for part in kept if isinstance(part, Without) and isinstance(part.part, Words)]
    rest: list[Cut] = [part for part in kept if not isinstance(part, Words)]
    if words:
        joined = _joined(words, "AND")
        against = _joined(barred, "OR")
        if len(joined) == len(against) == 1 and max(joined[0].depth, against[0].depth) < DEEPEST:
            joined = [Words(f"({joined[0].fts} NOT {against[0].fts})", _deeper([*joined, *against]))]
            rest = [part for part in rest if not (isinstance(part, Without) and isinstance(part.part, Words))]
        rest = [*joined, *rest]
    return rest[0] if len(rest) == 1 else Both(tuple(rest))


def either(*parts: Cut) -> Cut:
    kept = list(dict.fromkeys(_flat(parts, Either)))
    if EVERY in kept:
        return EVERY
    words = [part for part in kept if isinstance(part, Words)]
    rest: list[Cut] = [*_joined(words, "OR"), *(part for part in kept if not isinstance(part, Words))]
    return rest[0] if len(rest) == 1 else Either(tuple(rest))


def without(part: Cut) -> Cut:
    if part in (NONE, EVERY):
        return EVERY if part == NONE else NONE
    return part.part if isinstance(part, Without) else Without(part)


def narrow(cut: Cut) -> Words | None:
    """An FTS5 expression that finds at least everything that is taken; None when there is none."""
    match cut:
        case Words():
            return cut
        case Both(parts=parts):
            words = [one for one in map(narrow, parts) if one is not None]
            return _joined(words, "AND")[0] if words else None
        case Either(parts=parts) if parts:
            found = [narrow(part) for part in parts]
            words = [one for one in found if one is not None]
            if len(words) < len(found):
                return None
            joined = _joined(words, "OR")
            return joined[0] if len(joined) == 1 else None
        case _:
            return None


def _flat(parts: Iterable[Cut], kind: type[Both | Either]) -> Iterator[Cut]:
    for part in parts:
        if isinstance(part, Both | Either) and isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _joined(words: list[Words], operator: str) -> list[Words]:
    """As few expressions as FTS5 can read."""
    if len(words) < 2:
        return words
    shallow = [one for one in words if one.depth < DEEPEST]
    if len(shallow) > 1 and sum(len(one.fts) for one in shallow) < LONGEST:
        one = Words("(" + f" {operator} ".join(one.fts for one in shallow) + ")", _deeper(shallow))
        return [one, *(word for word in words if word.depth >= DEEPEST)]
    return words


def _deeper(words: Iterable[Words]) -> int:
    return 1 + max(one.depth for one in words)
