"""What detectors say of the minutes they are given (`core.Minutes`): alarms with their reasons, and what follows."""

from __future__ import annotations

from dataclasses import dataclass

from hubdesk.core import Millis
from hubdesk.told import Figure as Figure
from hubdesk.told import Told as Told


@dataclass(frozen=True, slots=True)
class Alarm:
    """An episode begins, or gets worse by a level: said once.

    `kind` is one of `core.EpisodeKind`. `opened_at` names the episode together with `kind` and `topic`; `at` is the
    first instant after the minute that raised it. `voice` is the rule that spoke; the alarm is `score` at or over
    `threshold`, on that rule's scale. `severity`: 0 to watch, 1 to 3 for crises. `reasons` are the signs one by one.
    """

    kind: str
    topic: int
    at: Millis
    opened_at: Millis
    score: float
    threshold: float
    severity: int
    words: Told
    voice: str = ""
    reasons: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """An episode that lasts has grown, or another voice has confirmed it: nobody is alarmed again."""

    kind: str
    topic: int
    at: Millis
    opened_at: Millis
    score: float
    severity: int
    words: Told
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """An episode is over."""

    kind: str
    topic: int
    at: Millis
    opened_at: Millis
    words: Told


Said = Alarm | Update | Closing
