"""Wildcards inside a word, compared letter by letter; no regular expression, so nothing can backtrack."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from hubdesk.query.letters import Form, bare, bare_of

LONGEST: Final = 256  # a wildcard looks at this many letters of a word; no word of a language is longer


def wild_fits(pattern: str, form: Form) -> bool:
    """`*` is any letters, `?` exactly one; accents as for a plain word. `pattern` is in small letters."""
    lower, plain = form.lower[:LONGEST], bare_of(form)[:LONGEST]
    first, *rest = _pieces(pattern)
    if not _at(first, lower, plain, form.caps, 0):
        return False
    if not rest:
        return len(first) == len(lower)
    at = len(first)
    for piece in rest[:-1]:
        at = _find(piece, lower, plain, form.caps, at)
        if at < 0:
            return False
        at += len(piece)
    last = len(lower) - len(rest[-1])
    return last >= at and _at(rest[-1], lower, plain, form.caps, last)


@lru_cache(maxsize=1024)
def _pieces(pattern: str) -> tuple[str, ...]:
    return tuple(pattern.split("*"))


def _at(piece: str, lower: str, plain: str, caps: bool, at: int) -> bool:
    if at + len(piece) > len(lower):
        return False
    return all(
        mine in ("?", theirs, base) or (caps and theirs == base == bare(mine))
        for mine, theirs, base in zip(piece, lower[at:], plain[at:], strict=False)
    )


def _find(piece: str, lower: str, plain: str, caps: bool, at: int) -> int:
    for place in range(at, len(lower) - len(piece) + 1):
        if _at(piece, lower, plain, caps, place):
            return place
    return -1
