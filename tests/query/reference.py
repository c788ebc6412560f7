"""The query language read slowly and obviously: every combination is tried. What the matcher must agree with."""

from __future__ import annotations

from itertools import pairwise, product

from hubdesk.query.fields import SPOKEN
from hubdesk.query.letters import TAG
from hubdesk.query.tree import All, Any, In, Look, Near, Node, Not, Phrase, Term
from hubdesk.query.words import Token, tokens

Place = tuple[str, frozenset[int], int, int]  # part, tokens (a hashtag's words too), first and last place


class Page:
    def __init__(self, parts: dict[str, str]) -> None:
        self.parts = {part: tokens(text) for part, text in parts.items()}


def holds(node: Node, page: Page, parts: frozenset[str] = SPOKEN) -> bool:
    match node:
        case All(children=inner):
            return all(holds(child, page, parts) for child in inner)
        case Any(children=inner):
            return any(holds(child, page, parts) for child in inner)
        case Not(child=child):
            return not holds(child, page, parts)
        case In(parts=where, child=child):
            return holds(child, page, where)
        case _:
            return bool(places(node, page, parts))


def places(node: Node, page: Page, parts: frozenset[str]) -> set[Place]:
    match node:
        case Term():
            return {
                _place(part, i, token)
                for part, found in page.parts.items()
                if part in parts
                for i, token in enumerate(found)
                if answers(node, token)
            }
        case Phrase(terms=terms, within=within):
            found = set()
            for chain in product(*(sorted(places(term, page, parts), key=str) for term in terms)):
                if len({one[0] for one in chain}) == 1 and (
                    _adjacent(chain) if within is None else _close(chain, within)
                ):
                    every = frozenset().union(*(one[1] for one in chain))
                    found.add((chain[0][0], every, min(one[2] for one in chain), max(one[3] for one in chain)))
            return found
        case Any(children=inner):
            return set().union(*(places(child, page, parts) for child in inner))
        case Near(left=left, right=right, distance=distance, ordered=ordered):
            return {
                (a[0], a[1] | b[1], min(a[2], b[2]), max(a[3], b[3]))
                for a in places(left, page, parts)
                for b in places(right, page, parts)
                if a[0] == b[0] and not a[1] & b[1] and _near(a, b, 2 * distance, ordered)
            }
    raise TypeError(node)


def _place(part: str, number: int, token: Token) -> Place:
    size = (token.last - token.first) // 2 + 2 if token.form.kind == TAG else 1
    return (part, frozenset(range(number, number + size)), token.first, token.last)


def answers(term: Term, token: Token) -> bool:
    form = token.form
    if form.kind != term.kind:
        return False
    if term.look is Look.WILD:
        return _glob(term.asked, form.lower, form.caps)
    if form.key != term.key:
        return False
    if term.look is Look.EXACT:
        return form.raw == term.asked
    if term.look is Look.PLAIN:
        return True
    if term.kind in ("word", TAG):
        return len(form.lower) == len(term.asked) and all(
            map(_letter, term.asked, form.lower, [form.caps] * len(form.lower))
        )
    return form.lower == term.asked


def _letter(asked: str, there: str, caps: bool) -> bool:
    from hubdesk.query.letters import bare

    return asked == there or asked == bare(there) or (caps and there == bare(asked))


def _glob(pattern: str, text: str, caps: bool) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(_glob(pattern[1:], text[i:], caps) for i in range(len(text) + 1))
    return (
        bool(text) and (pattern[0] == "?" or _letter(pattern[0], text[0], caps)) and _glob(pattern[1:], text[1:], caps)
    )


def _adjacent(chain: tuple[Place, ...]) -> bool:
    for one, other in pairwise(chain):
        signs = (one[3] % 2, other[2] % 2)
        step = {(0, 0): 2, (0, 1): 1, (1, 0): 1, (1, 1): 0}[signs]
        if other[2] - one[3] != step or max(one[1]) >= min(other[1]):
            return False
    return True


def _close(chain: tuple[Place, ...], within: int) -> bool:
    own = {min(one[1]) for one in chain}
    return len(own) == len(chain) and max(one[3] for one in chain) - min(one[2] for one in chain) <= 2 * within


def _near(a: Place, b: Place, reach: int, ordered: bool) -> bool:
    if ordered:
        return a[3] <= b[2] <= a[3] + reach and max(a[1]) < min(b[1])
    if b[2] >= a[3]:
        return b[2] - a[3] <= reach
    if a[2] >= b[3]:
        return a[2] - b[3] <= reach
    return min(abs(b[2] - a[3]), abs(a[2] - b[3]), abs(b[2] - a[2]), abs(b[3] - a[3])) <= reach
