"""The query language read slowly and obviously: every combination is tried. What the matcher must agree with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise, product

from hubdesk.core import About, Mention, Notes
from hubdesk.query.letters import TAG
from hubdesk.query.tree import All, Any, Field, In, Look, Near, Node, Not, Phrase, Range, Term
from hubdesk.query.words import Token, tokens

Place = tuple[str, frozenset[int], int, int]  # part, tokens (a hashtag's words too), first and last place

SPOKEN = frozenset({"title", "body", "comment"})


class Page:
    def __init__(self, mention: Mention, notes: Notes = Notes(), about: About = About()) -> None:  # noqa: B008
        self.mention, self.notes, self.about = mention, notes, about
        self.parts = {part: tokens(text) for part, text in mention.parts().items()}


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
        case Field(name=name, values=values):
            return any(field(name, value, page) for value in values)
        case Range(name=name, low=low, high=high):
            known = figure(name, page.mention)
            return known is not None and (low is None or low <= known) and (high is None or known <= high)
        case Near():
            return any(True for _pair in pairs(node, page, parts))  # a text may hold a million: one is enough
        case _:
            return bool(places(node, page, parts))


def figure(name: str, mention: Mention) -> float | None:
    if name in ("followers", "reach", "rating"):
        return mention.author.followers if name == "followers" else getattr(mention, name)
    if mention.published_at is None or name == "published":
        return mention.published_at
    at = datetime.fromtimestamp(mention.published_at / 1000, UTC)
    return at.hour * 60 + at.minute


def field(name: str, value: str, page: Page) -> bool:
    mention, notes, about = page.mention, page.notes, page.about
    match name:
        case "author":
            shown = " ".join(mention.author.name.split()).casefold()
            return value == "=" + shown or value == mention.author.handle.casefold().removeprefix("@")
        case "person":
            return value in map(simple, about.people)
        case "source":
            return value == " ".join(about.source.split()).casefold()
        case "site":
            host = mention.url.partition("://")[2].partition("/")[0].partition("?")[0].casefold()
            return ("." + host.removeprefix("www.")).endswith("." + value)
        case "url":
            return value in bare_address(mention.url) if mention.url else False
        case "links":
            return any(value in link for link in links(page))
        case "language":
            known = (notes.language or mention.language).casefold()
            return value in (known, known.partition("-")[0])
        case "network":
            return value == mention.network.casefold()
        case "kind":
            return value == mention.kind
        case "tone":
            return value == notes.tone
        case "theme":
            return value in notes.themes
        case "place":
            return any(value in answers_of(place) for place in notes.places)
        case "target":
            return any(value in (simple(brand), f"{simple(brand)}={tone}") for brand, tone in notes.targets)
        case "has":
            return {"link": bool(links(page)), "media": mention.media is True, "place": bool(notes.places)}[value]
        case "is":
            known = {"duplicate": notes.duplicate is True, "insider": about.insider}
            return known.get(value, mention.kind == value)
    raise ValueError(name)


def simple(name: str) -> str:
    """Enough for the names of the cases: capitals, accents and hyphens."""
    small = name.casefold().translate(str.maketrans("éèêçôî-’'", "eeecoi   "))
    return " ".join(small.split())


def answers_of(place: str) -> set[str]:
    sort, _colon, name = place.rpartition(":")
    found = {simple(name), f"{sort}:{simple(name)}"} if sort else {simple(name)}
    return found | {name[:2].lower(), f"dep:{name[:2].lower()}"} if sort == "insee" else found


def bare_address(address: str) -> str:
    small = address.lower()
    return (
        small.partition("://")[2].removeprefix("www.").rstrip("/")
        if "://" in small
        else small.removeprefix("www.").rstrip("/")
    )


def links(page: Page) -> list[str]:
    mention = page.mention
    written = [
        one.form.lower for text in (mention.title, mention.text) for one in tokens(text) if one.form.kind == "address"
    ]
    return [bare_address(link) for link in mention.links] + written


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
            found: list[tuple[Place, ...]] = [()]
            for term in terms:  # what does not fit so far will not fit with more
                there = places(term, page, parts)
                longer = [(*chain, one) for chain in found for one in there if not chain or chain[0][0] == one[0]]
                found = [chain for chain in longer if (_adjacent(chain) if within is None else _close(chain, within))]
            return {
                (chain[0][0], frozenset().union(*(one[1] for one in chain)), min(one[2] for one in chain),
                 max(one[3] for one in chain))
                for chain in found
            }  # fmt: skip
        case Any(children=inner):
            return set().union(*(places(child, page, parts) for child in inner))
        case Near():
            return set(pairs(node, page, parts))
    raise TypeError(node)


def pairs(near: Near, page: Page, parts: frozenset[str]) -> Iterator[Place]:
    for a, b in product(places(near.left, page, parts), places(near.right, page, parts)):
        if a[0] == b[0] and not a[1] & b[1] and _near(a, b, 2 * near.distance, near.ordered):
            yield (a[0], a[1] | b[1], min(a[2], b[2]), max(a[3], b[3]))


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
