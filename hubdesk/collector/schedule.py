"""When a source is asked again: its pace, its back-off, and a clock that may jump. Pure."""

from __future__ import annotations

import random
from typing import Final

from hubdesk.core import HOUR, MINUTE, SECOND, Millis, SourceRow, Span

STREAM_PAUSE: Final = 2 * SECOND  # before a stream that ended in good order is opened again
LONGEST_BACKOFF: Final = 15 * MINUTE
LONGEST_WAIT: Final = HOUR  # even if a server asks for more
JITTER: Final = 0.2


def is_due(row: SourceRow, now: Millis) -> bool:
    """Whether a source is to be asked. A due time further off than any we would set: the clock jumped back."""
    longest = max(LONGEST_WAIT, LONGEST_BACKOFF) if row.failures else max(row.every, STREAM_PAUSE)
    return row.enabled and (row.due_at <= now or row.due_at > now + longest * (1 + JITTER))


def next_due(row: SourceRow, now: Millis, chance: random.Random) -> Millis:
    """After a success."""
    return now + (_jittered(row.every, chance, JITTER / 4) if row.every else STREAM_PAUSE)


def next_try(row: SourceRow, now: Millis, asked: Millis | None, chance: random.Random) -> Millis:
    """After a failure: what the server asked for, else twice as long each time, up to a quarter of an hour."""
    backoff = min(LONGEST_BACKOFF, 5 * SECOND * 2 ** min(row.failures, 10))
    if asked is not None:
        return now + _jittered(max(SECOND, min(asked, LONGEST_WAIT)), chance, JITTER, later_only=True)
    return now + _jittered(backoff, chance, JITTER)


def covered(row: SourceRow, asked_at: Millis, reaches_back_to: Millis | None, stream: bool) -> Span:
    """The stretch of the world's time that a successful attempt listened to.

    A poll whose page reaches back to the last success leaves no gap behind it; one that does not, leaves one. A page
    that tells nothing about the past covers it back to the last success for a poll (a 304 says that nothing changed),
    and nothing of it for a stream.
    """
    last = row.last_success_at
    if last is not None and last > asked_at:  # the clock jumped back
        last = None
    if reaches_back_to is None:
        start = asked_at if last is None or stream else last
    elif last is None:
        start = min(asked_at, reaches_back_to)
    else:
        start = min(asked_at, max(last, reaches_back_to))
    return Span(start, asked_at)


def _jittered(wait: Millis, chance: random.Random, share: float, *, later_only: bool = False) -> Millis:
    return round(wait * (1 + chance.uniform(0.0 if later_only else -share, share)))
