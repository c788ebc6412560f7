"""Asks topics about mentions within a session, as the collector does on a mention's way in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter

from hubdesk.core import Entry, Match, Mention, Notes, Person, Topic
from hubdesk.query.match import Matcher
from hubdesk.query.people import Circle
from hubdesk.query.syntax import QueryError, parse
from hubdesk.store import topics


class Asking:
    """Topics made ready, with what the session says of a mention. `unreadable`: whose query is none; they hear nothing.

    A query is checked before it is stored; but another Hubdesk, or a stranger's file, may hold what we cannot read.
    """

    def __init__(self, asked: Iterable[Topic], people: Iterable[Person]) -> None:
        asked = tuple(asked)
        self.unreadable = tuple(topic for topic in asked if not is_readable(topic))
        self._matcher = Matcher(topic for topic in asked if topic not in self.unreadable)
        self._circle = Circle(people)

    def matches(self, mention: Mention, notes: Notes, source: str) -> tuple[Match, ...]:
        return self._matcher.match(mention, notes, about=self._circle.about(mention, source))


def asked_again(
    connection: sqlite3.Connection, asked: Mapping[int, int], entries: Iterable[Entry], source: str
) -> tuple[Entry, ...]:
    """Entries that were asked by topics in these versions, as the session's topics of now hear them.

    A topic may have changed between the asking and the storing: without this, what comes in between would be heard by
    nobody. What the topics that did not change said is kept.
    """
    now = topics.topics(connection)
    changed = [topic for topic in now if asked.get(topic.id) != topic.version]
    same = {topic.id for topic in now if asked.get(topic.id) == topic.version}
    asking = Asking(changed, topics.people(connection))

    def again(entry: Entry) -> Entry:
        matches = [match for match in entry.matches if match.topic in same]
        matches += asking.matches(entry.mention, entry.notes, source)
        return replace(entry, matches=tuple(sorted(matches, key=attrgetter("topic"))))

    return tuple(map(again, entries))


def is_readable(topic: Topic) -> bool:
    """Whether a stored topic's query is one."""
    try:
        parse(topic.query)
    except QueryError:
        return False
    return True
