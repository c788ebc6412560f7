"""What of a scope may leave the desk as rows: which mentions, and how many of them each source's terms hold back.

Only numbers are held here, eight bytes a mention: whoever writes the rows asks for some mentions at a time.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hubdesk.core import Author, Heard, Mark, Match, Scope
from hubdesk.store.held import held
from hubdesk.store.mentions import places_down
from hubdesk.store.pseudonyms import Pseudonyms
from hubdesk.store.rewriting import Rewritten
from hubdesk.store.search import find
from hubdesk.store.verifying import Verifier

if TYPE_CHECKING:
    from hubdesk.query.tree import Query

_AT_ONCE: Final = 10_000
Unname = Callable[[Heard], Heard]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """How many mentions of a source stay on the desk. `why`, of its terms: `export` (they forbid passing on) or `keep`
    (they allow keeping for some days alone)."""

    source: str
    mentions: int
    why: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """`ids`: of the mentions that may leave, newest first."""

    ids: array[int]
    held_back: tuple[HeldBack, ...]

    @property
    def withheld(self) -> int:
        return sum(one.mentions for one in self.held_back)


def leaving(connection: sqlite3.Connection, scope: Scope, query: Query | None) -> Leaving:
    """What a query finds in the scope, as search counts it; without one, all of the scope, also what was taken back."""
    places: Iterator[int] = (id_ for _known_at, id_ in places_down(connection, scope))
    if query is not None:
        marked = _marked(connection, scope, query)
        places = (id_ for id_ in places if marked[id_])
    holding = held(connection)
    kept, left = array("q"), Counter[int]()
    while chunk := list(itertools.islice(places, _AT_ONCE)):
        out = _of_sources(connection, chunk, holding) if holding else {}
        left.update(out.values())
        kept.extend(id_ for id_ in chunk if id_ not in out)
    return Leaving(kept, tuple(HeldBack(name, left[id_], why) for id_, (name, why) in holding.items() if left[id_]))


def _marked(connection: sqlite3.Connection, scope: Scope, query: Query) -> bytearray:
    """For each mention by its number, 1 where the query finds it."""
    hits = find(connection, query, scope)
    doubtful = Verifier(connection, scope.known, query).holding([*hits.doubtful.ids, *hits.edited])
    marked = bytearray(hits.frame.all + 1)
    for id_ in itertools.chain(hits.sure.ids, doubtful):
        marked[id_] = 1
    return marked


def _of_sources(connection: sqlite3.Connection, ids: list[int], sources: Iterable[int]) -> dict[int, int]:
    """Which of these mentions one of these sources brought."""
    asked = (json.dumps(ids), json.dumps(list(sources)))
    return dict(
        connection.execute(
            "SELECT id, source FROM mention WHERE id IN (SELECT value FROM json_each(?))"
            " AND source IN (SELECT value FROM json_each(?))",
            asked,
        )
    )


def unnaming(connection: sqlite3.Connection) -> Unname:
    """What takes authors, and what would reveal them, out of mentions, as `hubdesk seal --pseudonymise` does. Each call
    makes pseudonyms of its own: two exports cannot be joined by them."""
    names = Pseudonyms.of(connection)

    def unname(heard: Heard) -> Heard:
        return _unnamed(heard, names)

    return unname


def _unnamed(heard: Heard, names: Pseudonyms) -> Heard:
    mention, author = heard.mention, heard.mention.author
    handle, name, id_, stays = names.author(mention.network, author.handle, author.name, author.id)
    title, text, teaser = names.text(mention.title), names.text(mention.text), names.text(mention.teaser)
    parts = {"title": title, "body": text, "comment": text, "teaser": teaser}
    return replace(
        heard,
        source=names.text(heard.source).text,
        mention=replace(
            mention,
            native_id=names.native(mention.network, mention.native_id),
            author=Author(handle, name, id_, author.followers if stays else None),
            title=title.text,
            text=text.text,
            teaser=teaser.text,
            url=mention.url if stays and handle + name + id_ else "",
            parent_id=names.native(mention.network, mention.parent_id),
            parent_title=names.text(mention.parent_title).text,
            links=(),
            raw="",
        ),
        notes=replace(heard.notes, evidence=()),
        matches=tuple(replace(match, marks=tuple(_moved(match, parts))) for match in heard.matches),
    )


def _moved(match: Match, parts: dict[str, Rewritten]) -> Iterator[Mark]:
    """The words that made a topic match, where they stand now; those that were taken out are left out."""
    for mark in match.marks:
        changed = parts.get(mark.part)
        start, end = (mark.start, mark.end) if changed is None else map(changed.moved, (mark.start, mark.end))
        if start < end:
            yield replace(mark, start=start, end=end)
