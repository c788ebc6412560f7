"""Which topics a mention is heard by, and because of which words.

A mention is cut into words once for all topics. Each topic names words of which at least one must be there; only
topics whose words are there are evaluated, so that fifty topics cost little more than one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hubdesk.core import About, Mark, Match, Mention, Notes, Topic
from hubdesk.query.fields import SPOKEN
from hubdesk.query.needs import Index
from hubdesk.query.reading import NOTHING, Reading
from hubdesk.query.ready import Ready, make_all_ready, make_ready
from hubdesk.query.syntax import parse
from hubdesk.query.tree import In, Node, Query, children

NO_NOTES = Notes()


class Matcher:
    """Topics made ready. Raises QueryError when one of their queries cannot be read."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = [(topic, _ready(parse(topic.query))) for topic in topics]
        self._index = Index(ready.needed for _topic, ready in self._topics)

    def match(
        self,
        mention: Mention,
        notes: Notes = NO_NOTES,
        parts: Mapping[str, str] | None = None,
        about: About = NOTHING,
    ) -> tuple[Match, ...]:
        """Every topic that hears the mention, in the topics' order. `parts` stands for the mention's own parts."""
        reading = Reading(mention, notes, parts, about)
        heard = []
        for number in self._index.present(reading):
            topic, ready = self._topics[number]
            found = ready.holds(reading, SPOKEN)
            if found is not None:
                heard.append(Match(topic.id, topic.version, reading.marks(found)))
        return tuple(heard)


@lru_cache(maxsize=512)
def _ready(query: Query) -> Ready:
    return make_ready(query.tree)


def test(
    query: Query,
    mention: Mention,
    notes: Notes = NO_NOTES,  # noqa: PT028 - no pytest function
    parts: Mapping[str, str] | None = None,  # noqa: PT028
    about: About = NOTHING,  # noqa: PT028
) -> tuple[Mark, ...] | None:
    """The words that make the query match (none for a query of fields alone), or None when it does not."""
    reading = Reading(mention, notes, parts, about)
    found = _ready(query).holds(reading, SPOKEN)
    return None if found is None else reading.marks(found)


test.__test__ = False  # type: ignore[attr-defined]  # a test file that imports it does not mean a test


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, or why not, as a tree for people: a piece of the query, whether it held, its words in the mention."""

    text: str
    held: bool
    marks: tuple[Mark, ...] = ()
    children: tuple[Reason, ...] = ()


def explain(
    query: Query,
    mention: Mention,
    notes: Notes = NO_NOTES,
    parts: Mapping[str, str] | None = None,
    about: About = NOTHING,
) -> Reason:
    """Every piece of the query on its own, also of a query that does not match. What is under NOT held is a culprit."""
    reading = Reading(mention, notes, parts, about)
    ready = make_all_ready(query.tree)

    def reason(node: Node, where: frozenset[str]) -> Reason:
        found = ready[id(node)].holds(reading, where)
        inner = node.parts if isinstance(node, In) else where
        return Reason(
            " ".join(query.text[node.start : node.end].split()),
            found is not None,
            reading.marks(found or ()),
            tuple(reason(child, inner) for child in children(node)),
        )

    return reason(query.tree, SPOKEN)
