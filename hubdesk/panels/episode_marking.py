"""What an analyst says of an episode, as panels wish it: acknowledged, snoozed, a wrong alarm, or all taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hubdesk.core import Millis

EPISODE: Final = "episode"  # the wish whose value is an episode's id: everybody who shows one shows that one
CRISIS_ROOM: Final = "crisis-room"  # the same, and the crisis room comes to the front
MARK: Final = "mark-episode"  # the wish whose value is a Marking; None: that none is chosen
# The wish whose value is the ids of an episode: its last word is taken back; None: that none is chosen.
UNMARK: Final = "unmark-episode"
ACKNOWLEDGED, SNOOZED, WRONG, NOTE = "acknowledged", "snoozed", "wrong", "note"
AN_HOUR, TOMORROW = "hour", "tomorrow"  # how long to snooze; tomorrow begins at eight


@dataclass(frozen=True, slots=True)
class Marking:
    """`word`: one of the four. `value`: how long a snooze lasts, or a note's text."""

    episode: int
    word: str
    value: str = ""


def instant(text: str) -> Millis | None:
    """The instant that an ISO 8601 text with an offset names, as until when a snooze lasts; None when it names none."""
    try:
        read = datetime.fromisoformat(text)
        return int(read.timestamp() * 1000) if read.tzinfo is not None else None
    except (ValueError, OverflowError, OSError):
        return None
