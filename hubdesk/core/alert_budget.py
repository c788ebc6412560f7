"""How many alarms each topic gave in a week, and how many of them people called wrong: one may be, a topic and week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core.alerts import Key, key
from hubdesk.core.episode_answers import WRONG
from hubdesk.core.episodes import Episode
from hubdesk.core.words import DAY, Millis

WEEK: Final = 7 * DAY
ALLOWED: Final = 1


@dataclass(frozen=True, slots=True)
class Spent:
    """A topic's alarms in a week; `topic` None: episodes of no single topic. `wrong`: those that people called so."""

    topic: int | None
    alarms: int
    wrong: int
    allowed: int = ALLOWED

    @property
    def is_over(self) -> bool:
        return self.wrong > self.allowed


def spent(episodes: Iterable[Episode], topics: Sequence[int], end: Millis) -> tuple[Spent, ...]:
    """Of the seven days before `end`: each of `topics` in their order, then others that alarmed.

    An episode counts once, in the week in which it was first told; a buzz and the crisis it became are one.
    """
    told: dict[Key, list[Episode]] = {}
    for one in episodes:
        if end - WEEK <= one.opened_at < end:
            told.setdefault(key(one), []).append(one)
    alarms: dict[int | None, list[bool]] = {topic: [] for topic in topics}
    for (_kind, topic, _at), parts in told.items():
        alarms.setdefault(topic, []).append(any(mark.word == WRONG for one in parts for mark in one.marks))
    return tuple(Spent(topic, len(said), sum(said)) for topic, said in alarms.items())
