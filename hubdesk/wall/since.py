"""What a clock on a wall counts from: an instant that was set, or the first mention of an event."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Role, Scope, Topic
from hubdesk.i18n import THIN, _, clocks, duration
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_lines import bin_start


@dataclass(frozen=True, slots=True)
class SinceOptions:
    """`since`: ISO 8601; without an offset it is on the session's clocks. "": the first mention of an event."""

    since: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """`zero`: T0, None where there is none. `event`: whose first mention it is. `mentions` since then, some of it
    `unheard`. `wrong`: what was set and is no instant."""

    end: Millis
    zone: str
    zero: Millis | None = None
    event: Topic | None = None
    mentions: int | None = None
    unheard: bool = False
    wrong: str = ""


def read_since(reader: Reader, scope: Scope, options: SinceOptions) -> Since:
    """Worker thread. T0 may lie before the scope, and after its end, which is then waited for."""
    zone = reader.facts().timezone or "UTC"
    zero, event = None, None
    if options.since:
        zero = instant_of(options.since, zone)
        if zero is None:
            return Since(scope.end, zone, wrong=options.since)
    else:
        event = next((one for one in scope.topics or reader.topics() if one.role == Role.EVENT), None)
        zero = first_heard(reader, event, scope, zone) if event is not None else None
    if zero is None or zero >= scope.end:
        return Since(scope.end, zone, zero, event)
    counted = replace(scope, topics=(event,) if event is not None else scope.topics, start=zero, known_by=scope.known)
    return Since(scope.end, zone, zero, event, reader.count(counted), bool(reader.gaps(counted)))


def first_heard(reader: Reader, topic: Topic, scope: Scope, zone: str) -> Millis | None:
    """The minute of a topic's first mention, by its days and then by its minutes; None where it has none by then."""
    first = reader.facts().first_at
    if first is None:
        return None
    whole = Scope((topic,), bin_start(first, DAY, zone), scope.end, scope.known)
    for step in (DAY, MINUTE):
        found = next((at for at, count in reader.volume(topic, whole, step) if count), None)
        if found is None:
            return None
        whole = replace(whole, start=max(whole.start, found), end=min(scope.end, found + DAY + 2 * HOUR))
    return found


def instant_of(text: str, zone: str) -> Millis | None:
    """What an ISO 8601 text names; None when it names none."""
    with contextlib.suppress(ValueError, OverflowError, OSError):
        read = datetime.fromisoformat(text.strip())
        return round((read if read.tzinfo is not None else read.replace(tzinfo=clocks(zone))).timestamp() * 1000)
    return None


def elapsed(length: Millis) -> str:
    """`1 h 42`, and `3 d 4 h` of what takes days."""
    if length < 48 * HOUR:
        return duration(length)
    hours = length % DAY // HOUR
    return f"{length // DAY}{THIN}{_('d')}" + (f"{THIN}{hours}{THIN}h" if hours else "")
