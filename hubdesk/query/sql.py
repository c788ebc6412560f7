"""A query's tree to what the store looks for: two cuts, one that no match escapes and one of matches alone.

Every word is reduced to the index's tokens, so a user's text can never become SQL or FTS5 syntax. What neither the
index nor a column can say widens the one cut and narrows the other: what lies between is to be verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Final

from hubdesk.query.cuts import EVERY, NONE, Cut, Fact, Has, Words, both, depth, either, narrow, without
from hubdesk.query.fields import SPOKEN
from hubdesk.query.indexing import ANY_ADDRESS
from hubdesk.query.letters import SIGN, TAG
from hubdesk.query.spelled import BOTH_COLUMNS, Lexicon, Spelled, alone, any_of, quoted, spelled, within
from hubdesk.query.tree import All, Any, Field, In, Look, Near, Node, Not, Phrase, Query, Range, Term

DEEPEST: Final = 16  # brackets within brackets around facts
LONGEST_RUN: Final = 64  # words of a phrase that the index is asked for; the rest is verified
MOST_PAIRS: Final = 64  # (a OR b) NEAR (c OR d) is written out as pairs up to here

_LINKS: Final = either(Has("links"), Words(quoted([ANY_ADDRESS])))

Run = tuple[Term, ...]
"""Words side by side, as FTS5 can say them: a wildcard is the last."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`may`: every match is in it. `surely`: all in it are matches. What is only in `may` is to be verified.

    `open`, where it is known, is a small part of `may` that holds all which is to be verified.
    """

    may: Cut
    surely: Cut
    open: Cut | None = None

    @property
    def doubtful(self) -> Cut:
        """What is to be verified."""
        return NONE if self.exact else both(_open(self), without(self.surely))

    @property
    def exact(self) -> bool:
        """Whether nothing is to be verified."""
        return self.may == self.surely

    @property
    def fts(self) -> str | None:
        """An FTS5 expression that finds at least every match, None when only a look at every mention will do."""
        words = narrow(self.may)
        return None if words is None else words.fts


def plan(query: Query, lexicon: Lexicon | None = None) -> Plan:
    """How the store finds a query's mentions, in an index with those words."""
    return _Planner(lexicon).plan(query.tree, SPOKEN)


def _exactly(cut: Cut) -> Plan:
    return Plan(cut, cut)


def _all(plans: Iterable[Plan]) -> Plan:
    plans = tuple(plans)
    may = both(*(one.may for one in plans))
    left = [one for one in plans if not one.exact]
    if not left:
        return _shallow(_exactly(may))
    rest = [one.may for one in plans if one.exact or len(left) > 1]
    return _shallow(Plan(may, both(*(one.surely for one in plans)), both(either(*map(_open, left)), *rest)))


def _any(plans: Iterable[Plan]) -> Plan:
    plans = tuple(plans)
    may = either(*(one.may for one in plans))
    left = [one for one in plans if not one.exact]
    if not left:
        return _shallow(_exactly(may))
    return _shallow(Plan(may, either(*(one.surely for one in plans)), either(*map(_open, left))))


def _shallow(plan: Plan) -> Plan:
    """The plan, or a wider one when it has too many facts in brackets within brackets for SQLite."""
    if max(map(depth, (plan.may, plan.surely))) <= DEEPEST:
        return plan
    return Plan(narrow(plan.may) or EVERY, NONE)


def _not(plan: Plan) -> Plan:
    return Plan(without(plan.surely), without(plan.may), _open(plan))


def _open(plan: Plan) -> Cut:
    return plan.may if plan.open is None else plan.open


class _Planner:
    def __init__(self, lexicon: Lexicon | None) -> None:
        self._lexicon = lexicon
        self._spelled: dict[Term, Spelled] = {}

    def plan(self, node: Node, where: frozenset[str]) -> Plan:
        match node:
            case All(children=inner):
                return _all(self.plan(child, where) for child in inner)
            case Any(children=inner):
                return _any(self.plan(child, where) for child in inner)
            case Not(child=child):
                return _not(self.plan(child, where))
            case In(parts=parts, child=child):
                return self.plan(child, parts)
            case Field():
                return _exactly(_field(node))
            case Range():
                return _exactly(Fact(node))
            case Term() | Phrase() | Near():
                return self._spoken(node, where)

    def _spoken(self, node: Term | Phrase | Near, where: frozenset[str]) -> Plan:
        """Words within some parts of the page. A comment's text and any other's are in the same column."""
        of_comments, of_others = _columns(where, "comment"), _columns(where, "body")
        if of_comments == of_others:
            made = self._words(node, of_comments)
        else:
            is_comment = Fact(Field(node.start, node.end, "kind", ("comment",)))
            comments, others = self._words(node, of_comments), self._words(node, of_others)
            made = _any(
                (_all((_exactly(is_comment), comments)), _all((_exactly(without(is_comment)), others))),
            )
        if "teaser" not in where:
            return made
        beside = Has("teaser")  # no index holds its words
        return Plan(either(made.may, beside), made.surely, beside if made.exact else either(_open(made), beside))

    def _words(self, node: Node, columns: Sequence[str]) -> Plan:
        match node:
            case _ if not columns:
                return _exactly(NONE)
            case Term():
                return self._term(node, columns)
            case Phrase(within=None):
                return self._phrase(node, columns)
            case Phrase():
                return self._gathered(node, columns)
            case Near():
                return self._near(node, columns)
            case Any(children=inner):
                return _any(self._words(child, columns) for child in inner)
            case _:
                return Plan(EVERY, NONE)

    def _term(self, term: Term, columns: Sequence[str]) -> Plan:
        return Plan(*alone(self._how(term), columns))

    def _phrase(self, phrase: Phrase, columns: Sequence[str]) -> Plan:
        if len(phrase.terms) > LONGEST_RUN:
            return Plan(self._phrase(replace(phrase, terms=phrase.terms[:LONGEST_RUN]), columns).may, NONE)
        runs = self._runs(phrase.terms)
        if len(runs) == 1 and all(map(_has_place, phrase.terms)):
            return self._run(runs[0], columns)
        return Plan(both(*(self._run(run, columns).may for run in runs)), NONE)

    def _run(self, run: Run, columns: Sequence[str]) -> Plan:
        choices = self._side_by_side(run)
        if len(run) == 1 or choices is None:
            return self._all_there(run, columns)
        return self._guarded(choices, run, columns)

    def _all_there(self, terms: Run, columns: Sequence[str]) -> Plan:
        """Mentions that have all terms, wherever they stand: for several, that is not all that is asked."""
        made = _all(self._term(term, columns) for term in terms)
        return made if len(terms) == 1 else Plan(made.may, NONE)

    def _gathered(self, phrase: Phrase, columns: Sequence[str]) -> Plan:
        """`"a b c"~n`."""
        terms = phrase.terms
        placed = [term for term in terms if _has_place(term)]
        if phrase.within is None or len(placed) > phrase.within + 1:  # each has a place of its own
            return _exactly(NONE)
        choices = [self._side_by_side((term,)) for term in placed]
        chosen = _product([one for one in choices if one is not None])
        if len(choices) < len(terms) or None in choices or chosen is None:
            return self._all_there(terms, columns)
        nears = [f"NEAR({' '.join(one)}, {phrase.within - 1})" for one in chosen]
        found = self._guarded(nears, terms, columns)
        is_apart = all(_apart((one,), terms[number + 1 :]) for number, one in enumerate(terms))
        return found if is_apart else Plan(found.may, NONE)

    def _near(self, near: Near, columns: Sequence[str]) -> Plan:
        left, right = self._sides(near.left), self._sides(near.right)
        if left is None or right is None or len(left) * len(right) > MOST_PAIRS:
            return Plan(both(*(self._words(side, columns).may for side in (near.left, near.right))), NONE)
        return _any(self._pair(one, other, near, columns) for one in left for other in right)

    def _pair(self, left: Run, right: Run, near: Near, columns: Sequence[str]) -> Plan:
        terms = (*left, *right)
        ours, theirs = self._side_by_side(left), self._side_by_side(right)
        chosen = None if ours is None or theirs is None else _product([ours, theirs])
        if chosen is None:
            return self._all_there(terms, columns)
        found = self._guarded([f"NEAR({' '.join(pair)}, {near.distance - 1})" for pair in chosen], terms, columns)
        if not _apart(left, right):
            return Plan(found.may, NONE)
        if not near.ordered:
            return found
        neighbours = self._side_by_side(terms)  # what FTS5 can say of an order
        sure = neighbours is not None and not self._how(left[-1]).star
        return Plan(found.may, self._guarded(neighbours or (), terms, columns).surely if sure else NONE)

    def _guarded(self, choices: Sequence[str], terms: Run, columns: Sequence[str]) -> Plan:
        """One of some FTS5 strings, with the spellings that the terms in them need."""
        hows = [self._how(term) for term in terms]
        there = either(*(within(columns, fts) for fts in choices))
        may = both(there, *(any_of(how.fits, columns) for how in hows if how.fits is not None))
        if any(how.others is None for how in hows):
            return Plan(may, NONE)
        others = [one for how in hows for one in how.others or ()]
        if not others:
            return _exactly(may)
        return Plan(may, both(may, without(any_of(others))), both(may, any_of(others)))

    def _how(self, term: Term) -> Spelled:
        known = self._spelled.get(term)
        if known is None:
            known = self._spelled[term] = spelled(term, self._lexicon)
        return known

    def _side_by_side(self, run: Run) -> list[str] | None:
        """A run as FTS5 strings, one for each choice of its words; None when these are too many."""
        hows = [self._how(term) for term in run]
        chosen = _product([how.tokens for how in hows])
        return None if chosen is None else [quoted(one, hows[-1].star) for one in chosen]

    def _runs(self, terms: Run) -> list[Run]:
        """The stretches of a phrase that FTS5 can say: cut after a beginning, around what takes no place."""
        runs: list[list[Term]] = []
        joined = False
        for term in terms:
            if joined and _has_place(term):
                runs[-1].append(term)
            else:
                runs.append([term])
            joined = _has_place(term) and not self._how(term).star
        return list(map(tuple, runs))

    def _sides(self, side: Node) -> list[Run] | None:
        """What a side of NEAR comes down to, when FTS5's NEAR can say it."""
        match side:
            case Term() if _has_place(side):
                return [(side,)]
            case Phrase(within=None, terms=terms) if all(map(_has_place, terms)) and len(self._runs(terms)) == 1:
                return [terms] if len(terms) <= LONGEST_RUN else None
            case Any(children=inner):
                found = [self._sides(child) for child in inner]
                return None if None in found else [run for one in found for run in one or ()]
            case _:
                return None


def _columns(where: frozenset[str], body: str) -> tuple[str, ...]:
    """The index's columns for some parts of the page, when the text is a `body` or a `comment`."""
    return tuple(column for column, part in zip(BOTH_COLUMNS, ("title", body), strict=True) if part in where)


def _field(field: Field) -> Cut:
    if field.name == "links":
        return both(_LINKS, Fact(field))
    if field.name == "has" and "link" in field.values:
        rest = tuple(value for value in field.values if value != "link")
        return either(_LINKS, Fact(replace(field, values=rest))) if rest else _LINKS
    return Fact(field)


def _has_place(term: Term) -> bool:
    return term.kind not in (TAG, SIGN)


def _product(choices: Sequence[Sequence[str]]) -> list[tuple[str, ...]] | None:
    """Every way to choose one of each; None when these are too many."""
    return list(product(*choices)) if prod(map(len, choices)) <= MOST_PAIRS else None


def _apart(left: Run, right: Run) -> bool:
    """Whether no word can be on both sides."""
    return not any(_may_be_one(one, other) for one in left for other in right)


def _may_be_one(one: Term, other: Term) -> bool:
    if one.look is Look.WILD and other.key.startswith(one.key):
        return True
    return one.key == other.key or (other.look is Look.WILD and one.key.startswith(other.key))
