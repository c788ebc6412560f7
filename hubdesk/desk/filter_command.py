"""Chips as a query, and a scope as a line for the command line, so that a second person counts the same rows."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError, Millis, Scope, Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.desk.filter_words import value_word
from hubdesk.i18n import _, iso

_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # lines around


def asked(filters: Filters, topics: Sequence[Topic]) -> str:
    """The query that they are. Raises UnsaidError where no query says the same."""
    from hubdesk.query.said_filters import query_of  # the query language, which a desk's start does not need

    def name(value: str) -> str:
        return value_word("topic", value, topics)

    return query_of(filters, name)


def command_of(path: Path, scope: Scope, topics: Sequence[Topic], zone: str) -> str:
    """`hubdesk search FILE QUERY --from … --to … --known … --topic=… --json`, quoted for a POSIX shell.

    What it counts (`total`) is what `Reader.count` counts of the scope minus what was taken back since: no search finds
    that, and the desk's counts keep it. It looks at [start, end) as it was known where the scope stands, so that later
    arrivals change nothing; readings, and what topics heard, are those of when it is run. `topics`: the session's.

    Raises HubdeskError where no command says the same: for what no query says, for filters of topics that `--topic`
    cannot say, and for signs that a terminal would obey.
    """
    query = asked(tuple(one for one in scope.filters if one.field != "topic"), topics)
    parts = ["hubdesk", "search", str(path), query]
    for name, at in (("--from", scope.start), ("--to", scope.end), ("--known", scope.known)):
        parts += [name, _instant(at, zone)]
    parts += [f"--topic={name}" for name in _names(scope, topics)]
    line = shlex.join([*parts, "--json"])
    if any(sign < " " or "\x7f" <= sign < "\xa0" or sign in _TURNING or "\ud800" <= sign < "\ue000" for sign in line):
        raise HubdeskError(_("This scope holds signs that a terminal would obey instead of showing them."))
    return line


def _instant(at: Millis, zone: str) -> str:
    written = iso(at, zone)
    if written is None:
        raise HubdeskError(_("This scope ends where no calendar does."))
    return written


def _names(scope: Scope, topics: Sequence[Topic]) -> list[str]:
    """What to say after `--topic`: a mention must have been heard by one of those, as `--topic` has it. Nothing for a
    session without topics."""
    sets = [_of_filter(one, topics) for one in scope.filters if one.field == "topic"]
    if scope.topics:
        sets.append({str(topic.id) for topic in scope.topics})
    if not sets:
        return []
    if not set().union(*sets) <= {str(topic.id) for topic in topics}:
        raise HubdeskError(_("No command can ask for a topic that was deleted."))
    least = min(sets, key=len)
    if not least or not all(least <= one for one in sets):
        raise HubdeskError(_("No command can ask for what two groups of topics heard both."))
    return [_name(topic, topics) for topic in topics if str(topic.id) in least]


def _of_filter(one: Filter, topics: Sequence[Topic]) -> set[str]:
    if one.negated or "" in one.values:
        names = ", ".join(value_word("topic", value, topics)[:40] for value in one.values)
        raise HubdeskError(_("No command can ask for what a topic did not hear: “{topics}”").format(topics=names))
    return set(one.values)


def _name(topic: Topic, topics: Sequence[Topic]) -> str:
    """A name that means this topic alone: the command line takes the first of those that are called alike."""
    first = next(one for one in topics if one.name.casefold() == topic.name.casefold())
    if first.id != topic.id:
        raise HubdeskError(
            _("No command can ask for “{topic}”: two topics are called so.").format(topic=topic.name[:40])
        )
    return topic.name
