"""From a page of a source to entries that can be stored: read each mention, ask each topic, keep the reason."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence

from hubdesk.core import Entry, Mention, Notes, Person, Topic
from hubdesk.enrich.pipeline import enrich
from hubdesk.query.match import Matcher
from hubdesk.query.people import Circle


def spare_the_collector_of_garbage() -> None:
    """Look for cycles less often, in a process that takes mentions in.

    A page makes tens of thousands of small values, holds no cycle, and drops them all: Python's usual pace of looking
    (every 700 new values) costs a tenth of the whole way in.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


class Intake:
    """What a mention passes on its way in. Pure: no clock, no store."""

    def __init__(
        self, topics: Sequence[Topic], people: Iterable[Person] = (), read: Callable[[Mention], Notes] = enrich
    ) -> None:
        """`people` are those the session watches: `person:` and `is:insider` ask about them. `read` takes a mention's
        notes."""
        self._read = read
        self._matcher = Matcher(topics)
        self._circle = Circle(people)

    def entries(self, mentions: Iterable[Mention], keep: str = "all", source: str = "") -> tuple[Entry, ...]:
        """Mentions with their notes and topics. With keep="matched", those that no topic heard are left out.

        `source` is the name of the source that brought them, which `source:` asks about.
        """
        made = (self._entry(mention, source) for mention in mentions)
        return tuple(entry for entry in made if keep == "all" or entry.matches)

    def _entry(self, mention: Mention, source: str) -> Entry:
        notes = self._read(mention)
        about = self._circle.about(mention, source)
        return Entry(mention, notes, self._matcher.match(mention, notes, about=about))
