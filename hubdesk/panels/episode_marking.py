"""What an analyst says of an episode, as panels wish it: acknowledged, snoozed, a wrong alarm, or all taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EPISODE: Final = "episode"  # the wish whose value is an episode's id: everybody who shows one shows that one
CRISIS_ROOM: Final = "crisis-room"  # the same, and the crisis room comes to the front
MARK: Final = "mark-episode"  # the wish whose value is a Marking; None: that none is chosen
# The wish whose value is the ids of an episode: its last word is taken back; None: that none is chosen.
UNMARK: Final = "unmark-episode"
AN_HOUR, TOMORROW = "hour", "tomorrow"  # how long to snooze; tomorrow begins at eight


@dataclass(frozen=True, slots=True)
class Marking:
    """`word`: one of the four of core.episode_answers. `value`: how long a snooze lasts, or a note's text."""

    episode: int
    word: str
    value: str = ""
