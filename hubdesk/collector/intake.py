"""From a page of a source to entries that can be stored: read each mention, ask each topic, keep the reason."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from hubdesk.core import Entry, Evidence, Mention, Notes, Person, Topic
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


def nowhere(region: str) -> tuple[Evidence, ...]:
    """What is known of a source's region when nobody reads places."""
    return ()


class Intake:
    """What a mention passes on its way in. Pure: no clock, no store."""

    def __init__(
        self,
        topics: Sequence[Topic],
        people: Iterable[Person] = (),
        read: Callable[[Mention], Notes] = enrich,
        where: Callable[[str], tuple[Evidence, ...]] = nowhere,
    ) -> None:
        """`people` are those the session watches: `person:` and `is:insider` ask about them. `read` takes a mention's
        notes, `where` a source's region."""
        self._read, self._where = read, where
        self._matcher = Matcher(topics)
        self._circle = Circle(people)

    def entries(
        self, mentions: Iterable[Mention], keep: str = "all", source: str = "", region: str = ""
    ) -> tuple[Entry, ...]:
        """Mentions with their notes and topics. With keep="matched", those that no topic heard are left out.

        `source` is the name of the source that brought them, which `source:` asks about; `region` what it declares of
        where it is: evidence of a place that is kept apart from those a text names.
        """
        around = self._where(region) if region else ()
        made = (self._entry(mention, source, around) for mention in mentions)
        return tuple(entry for entry in made if keep == "all" or entry.matches)

    def _entry(self, mention: Mention, source: str, around: tuple[Evidence, ...]) -> Entry:
        notes = self._read(mention)
        if around:
            notes = replace(notes, evidence=notes.evidence + around)
        about = self._circle.about(mention, source)
        return Entry(mention, notes, self._matcher.match(mention, notes, about=about))
