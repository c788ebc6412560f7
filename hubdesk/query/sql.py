"""A query's tree to an FTS5 expression that finds at least what the matcher finds.

The index holds `index_text` of title and body (a comment's text is its body). Every word is written in quotes after
being reduced to small ASCII letters, so a user's text can never become SQL or FTS5 syntax. What FTS5 cannot say is
left out where leaving out only widens; `exact` tells when nothing was left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hubdesk.query.fields import SPOKEN
from hubdesk.query.letters import ADDRESS, SIGN, TAG
from hubdesk.query.tree import All, Any, In, Look, Near, Node, Not, Phrase, Query, Term
from hubdesk.query.words import ascii_letters

DEEPEST: Final = 12  # FTS5 gives up at about 20 brackets within brackets
MOST_NEARS: Final = 64  # (a OR b) NEAR (c OR d) is written out as pairs up to here

_CODE = re.compile(r"u[0-9a-f]{4}")  # how the index writes what is not an ASCII letter: another text may spell it
_CODE_BEGUN = re.compile(r"u[0-9a-f]*$")


@dataclass(frozen=True, slots=True)
class Plan:
    """`fts`: an FTS5 expression whose rows include every match, None when only reading every row will do.

    `exact`: its rows are the matches. Otherwise each row is to be verified with `match.test`.
    """

    fts: str | None
    exact: bool


@dataclass(frozen=True, slots=True)
class _Part:
    fts: str | None
    exact: bool


_NOTHING: Final = _Part(None, exact=False)


def plan(query: Query) -> Plan:
    """How the store finds a query's mentions."""
    part = _plan(query.tree, DEEPEST)
    if part.fts is None:
        return Plan(None, exact=False)
    return Plan(f"{{title body}} : ({part.fts})", part.exact)


def _plan(node: Node, depth: int) -> _Part:
    if depth == 0:
        return _NOTHING
    match node:
        case Term():
            return _word(node)
        case Phrase():
            return _phrase(node)
        case Near():
            return _near(node, depth)
        case All(children=inner):
            return _all(inner, depth)
        case Any(children=inner):
            parts = [_plan(child, depth - 1) for child in inner]
            if any(part.fts is None for part in parts):
                return _NOTHING
            return _Part(_join([str(part.fts) for part in parts], " OR "), all(part.exact for part in parts))
        case In(parts=where, child=child):
            return _inside(where, child, depth)
        case _:
            return _NOTHING


def _join(parts: list[str], operator: str) -> str:
    return parts[0] if len(parts) == 1 else "(" + operator.join(parts) + ")"


def _all(inner: tuple[Node, ...], depth: int) -> _Part:
    asked = [_plan(child, depth - 1) for child in inner if not isinstance(child, Not)]
    barred = [_plan(child.child, depth - 1) for child in inner if isinstance(child, Not)]
    exact = all(part.exact for part in (*asked, *barred))
    said = [part.fts for part in asked if part.fts is not None]
    if not said:
        return _NOTHING
    fts = _join(said, " AND ")
    without = [part.fts for part in barred if part.exact and part.fts is not None]
    if without:
        fts = f"({fts} NOT {_join(without, ' OR ')})"
    return _Part(fts, exact)


def _inside(where: frozenset[str], child: Node, depth: int) -> _Part:
    columns = [name for name, parts in (("title", {"title"}), ("body", {"body", "comment"})) if where & parts]
    part = _plan(child, depth - 1)
    if not columns or part.fts is None:
        return _NOTHING
    whole = where == {"title"} or where >= SPOKEN
    return _Part(f"{{{' '.join(columns)}}} : ({part.fts})", part.exact and whole)


def _word(term: Term) -> _Part:
    return _Part(_quoted([term]), _is_exact(term))


def _quoted(terms: list[Term]) -> str:
    """Words side by side as an FTS5 string; only the last may be a wildcard, of which the stem is asked."""
    star = " *" if terms[-1].look is Look.WILD else ""
    return '"' + " ".join(map(_token, terms)) + '"' + star


def _token(term: Term) -> str:
    return "u002f" if term.kind == ADDRESS else ascii_letters(term.key)


def _is_exact(term: Term) -> bool:
    token = _token(term)
    if _CODE.search(token):
        return False
    if term.look is Look.WILD:
        return term.asked == term.key.lstrip("#@") + "*" and not _CODE_BEGUN.search(token)
    return term.look is Look.PLAIN


def _has_place(term: Term) -> bool:
    return term.kind not in (TAG, SIGN)


def _phrase(phrase: Phrase) -> _Part:
    terms = phrase.terms
    if phrase.within is not None:
        if not all(map(_has_place, terms)):
            return _Part(_join([_quoted([term]) for term in terms], " AND "), exact=False)
        apart = len({term.key for term in terms}) == len(terms) and not any(t.look is Look.WILD for t in terms)
        near = " ".join(_quoted([term]) for term in terms)
        return _Part(f"NEAR({near}, {phrase.within - 1})", apart and all(map(_is_exact, terms)))
    runs = _runs(terms)
    whole = len(runs) == 1 and all(map(_has_place, terms))
    return _Part(_join(list(map(_quoted, runs)), " AND "), whole and all(map(_is_exact, terms)))


def _runs(terms: tuple[Term, ...]) -> list[list[Term]]:
    """The stretches of a phrase that FTS5 can say: cut after a wildcard, around what takes no place."""
    runs: list[list[Term]] = []
    joined = False
    for term in terms:
        if joined and _has_place(term):
            runs[-1].append(term)
        else:
            runs.append([term])
        joined = _has_place(term) and term.look is not Look.WILD
    return runs


def _near(near: Near, depth: int) -> _Part:
    left, right = _phrases(near.left), _phrases(near.right)
    if left is None or right is None or len(left) * len(right) > MOST_NEARS:
        both = [_plan(side, depth - 1).fts for side in (near.left, near.right)]
        said = [fts for fts in both if fts is not None]
        return _Part(_join(said, " AND "), exact=False) if said else _NOTHING
    pairs = [f"NEAR({_quoted(one)} {_quoted(other)}, {near.distance - 1})" for one in left for other in right]
    terms = [term for side in (*left, *right) for term in side]
    plain = all(map(_is_exact, terms)) and not any(term.look is Look.WILD for term in terms)
    apart = {t.key for side in left for t in side}.isdisjoint(t.key for side in right for t in side)
    return _Part(_join(pairs, " OR "), plain and apart and not near.ordered)


def _phrases(side: Node) -> list[list[Term]] | None:
    """What a side of NEAR comes down to, when FTS5's NEAR can say it."""
    match side:
        case Term() if _has_place(side):
            return [[side]]
        case Phrase(within=None, terms=terms) if all(map(_has_place, terms)):
            runs = _runs(terms)
            return runs if len(runs) == 1 else None
        case Any(children=inner):
            found = [_phrases(child) for child in inner]
            return None if any(one is None for one in found) else [run for one in found if one for run in one]
        case _:
            return None
