"""Which mentions to take, as a value without SQL: words of the full-text index, facts, and how they go together.

Words are put together into one FTS5 expression as far as FTS5 can read it; the rest is for the store to put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    rest = _barred_at_once([part for part in kept if not isinstance(part, Words)])
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
    rest: list[Cut] = [*_joined(words, "OR"), *_asked_at_once([part for part in kept if not isinstance(part, Words)])]
    return rest[0] if len(rest) == 1 else Either(tuple(rest))


def without(part: Cut) -> Cut:
    if part in (NONE, EVERY):
        return EVERY if part == NONE else NONE
    return part.part if isinstance(part, Without) else Without(part)


def narrow(cut: Cut) -> Words | None:
    """An FTS5 expression that finds at least everything that is taken; None when there is none."""
    joined = _joined(_ways(cut), "OR")
    return joined[0] if len(joined) == 1 else None


def _ways(cut: Cut) -> list[Words]:
    """Expressions of which each mention that is taken meets one; none when nobody knows."""
    match cut:
        case Words():
            return [cut]
        case Both(parts=parts):
            known = [found for found in map(_ways, parts) if found]
            if len(known) < 2:
                return known[0] if known else []
            ways = [_joined(found, "OR") for found in known]
            joined = _joined([found[0] for found in ways if len(found) == 1], "AND")
            return joined[:1] if joined else min(ways, key=len)
        case Either(parts=parts):
            found = [_ways(part) for part in parts]
            return list(dict.fromkeys(word for one in found for word in one)) if all(found) else []
        case _:
            return []


def depth(cut: Cut) -> int:
    """How deep the store has to put brackets within brackets."""
    match cut:
        case Both(parts=parts) | Either(parts=parts):
            return 1 + max(map(depth, parts), default=0)
        case Without(part=part):
            return 1 + depth(part)
        case _:
            return 0


def _flat(parts: Iterable[Cut], kind: type[Both | Either]) -> Iterator[Cut]:
    for part in parts:
        if isinstance(part, Both | Either) and isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _asked_at_once(parts: list[Cut]) -> list[Cut]:
    """`site:a OR site:b` is `site:(a OR b)`: asked once a mention, however many values there are."""
    fields: dict[str, list[Field]] = {}
    for part in parts:
        if isinstance(part, Fact) and isinstance(part.node, Field):
            fields.setdefault(part.node.name, []).append(part.node)
    rest = [part for part in parts if not (isinstance(part, Fact) and isinstance(part.node, Field))]
    for same in fields.values():
        values = tuple(dict.fromkeys(value for one in same for value in one.values))
        rest.append(Fact(replace(same[0], values=values)))
    return rest


def _barred_at_once(parts: list[Cut]) -> list[Cut]:
    """The same for `-site:a -site:b`."""
    barred = [part.part for part in parts if isinstance(part, Without)]
    asked = _asked_at_once([one for one in barred if isinstance(one, Fact)])
    rest = [part for part in parts if not (isinstance(part, Without) and isinstance(part.part, Fact))]
    return [*rest, *map(Without, asked)]


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
