"""What people answer to an episode, and whether it still counts: until the episode is graver than it was then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hubdesk.core.episodes import EpisodeMark, EpisodeState
from hubdesk.core.words import Millis

ACKNOWLEDGED: Final = "acknowledged"
SNOOZED: Final = "snoozed"
WRONG: Final = "wrong"
NOTE: Final = "note"


@dataclass(frozen=True, slots=True)
class Answer:
    """`word`: acknowledged, wrong or snoozed; `until`: the end of a snooze."""

    word: str
    until: Millis | None = None


def answer(states: Sequence[EpisodeState], marks: Iterable[EpisodeMark], at: Millis) -> Answer | None:
    """What holds an episode back at an instant; None: nobody answered it since it is as grave as it is.

    `states`, oldest first, may be the last alone: what was said before it is taken to be said of something as grave.
    """
    gravest = max(state.severity for state in states)
    snoozed: Answer | None = None
    for mark in marks:
        if gravest > max((state.severity for state in states if state.at <= mark.at), default=gravest):
            continue
        if mark.word in (ACKNOWLEDGED, WRONG):
            return Answer(mark.word)
        until = instant(mark.value) if mark.word == SNOOZED else None
        if until is not None and until > at:
            snoozed = Answer(SNOOZED, max(until, (snoozed.until or 0) if snoozed else 0))
    return snoozed


def instant(text: str) -> Millis | None:
    """The instant that an ISO 8601 text with an offset names, as until when a snooze lasts; None when it names none."""
    try:
        read = datetime.fromisoformat(text)
        return int(read.timestamp() * 1000) if read.tzinfo is not None else None
    except (ValueError, OverflowError, OSError):
        return None
