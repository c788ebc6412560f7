"""Which topics a mention is heard by, and because of which words.

What a mention's chunks hold of the words that are asked is looked up first (`vocabulary`); it tells which topics may
hear it at all (`shortlist`). Only for those is the mention read, and of it only the chunks that hold a word asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hubdesk.core import About, Mark, Match, Mention, Notes, Topic
from hubdesk.query.fields import NOTHING, SPOKEN
from hubdesk.query.reading import Reading
from hubdesk.query.ready import Ready, make_all_ready, make_ready
from hubdesk.query.shortlist import Shortlist
from hubdesk.query.syntax import parse
from hubdesk.query.tree import In, Node, Query, Term, children, walk
from hubdesk.query.vocabulary import Vocabulary

NO_NOTES = Notes()


class Matcher:
    """Topics made ready. Raises QueryError when one of their queries cannot be read."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        queries = [(topic, parse(topic.query)) for topic in topics]
        self._topics = [(topic, _ready(query)) for topic, query in queries]
        self._shortlist = Shortlist(ready.ways for _topic, ready in self._topics)
        terms = [node for _topic, query in queries for node in walk(query.tree) if isinstance(node, Term)]
        self._vocabulary = Vocabulary(terms, self._shortlist.names)

    def match(
        self,
        mention: Mention,
        notes: Notes = NO_NOTES,
        parts: Mapping[str, str] | None = None,
        about: About = NOTHING,
    ) -> tuple[Match, ...]:
        """Every topic that hears the mention, in the topics' order. `parts` stands for the mention's own parts."""
        alone = parts is None and not mention.title and not mention.teaser
        text = mention.text if alone else "\n".join((mention.parts() if parts is None else parts).values())
        numbers = self._shortlist.numbers(self._vocabulary.names(text))
        if not numbers:
            return ()
        reading = Reading(mention, notes, parts, about, self._vocabulary)
        heard = []
        for number in numbers:
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
