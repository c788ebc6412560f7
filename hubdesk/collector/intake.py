"""From a page of a source to entries that can be stored: read each mention, ask each topic, keep the reason."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence

from hubdesk.core import Entry, Mention, Topic
from hubdesk.enrich.pipeline import enrich
from hubdesk.query.match import Matcher


def spare_the_collector_of_garbage() -> None:
    """Look for cycles less often, in a process that takes mentions in.

    A page makes tens of thousands of small values, holds no cycle, and drops them all: Python's usual pace of looking
    (every 700 new values) costs a tenth of the whole way in.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


class Intake:
    """What a mention passes on its way in. Pure: no clock, no store."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._matcher = Matcher(topics)

    def entries(self, mentions: Iterable[Mention], keep: str = "all") -> tuple[Entry, ...]:
        """Mentions with their notes and topics. With keep="matched", those that no topic heard are left out."""
        made = (self._entry(mention) for mention in mentions)
        return tuple(entry for entry in made if keep == "all" or entry.matches)

    def _entry(self, mention: Mention) -> Entry:
        notes = enrich(mention)
        return Entry(mention, notes, self._matcher.match(mention, notes))
