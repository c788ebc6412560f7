"""When an episode may take a screen: it was told a moment ago, it is grave enough, and nobody has answered it yet."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hubdesk.core import MINUTE, Millis, Phase, Scope, Topic
from hubdesk.core.cues import Cue, CueWord, number_in
from hubdesk.i18n import _
from hubdesk.panels.episodes_known import Known, known
from hubdesk.panels.episodes_words import topic_name
from hubdesk.store.reader import Reader
from hubdesk.wall.crisis_words import kind_of, lowered
from hubdesk.widgets.text import tame

KEY: Final = "wall-episodes"
FRESH: Final = 10 * MINUTE  # since it reached its level: what was so when the wall went up takes nothing
PACE_SECONDS: Final = 2.0
LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Grave:
    """An episode that lasts. `reached_at`: when it was first told to be as grave as it is."""

    id: int
    level: int
    reached_at: Millis
    topic: int | None
    words: str
    is_answered: bool


class Takers:
    """Which episodes had a screen already: once is enough for each."""

    def __init__(self) -> None:
        self._had: frozenset[int] = frozenset()

    def remember(self, cues: Iterable[Cue]) -> None:
        """What was done before."""
        taken = (number_in(cue.value) for cue in cues if cue.word == CueWord.TAKEOVER)
        self._had |= {number for number in taken if number is not None}

    def next(self, found: tuple[Grave, ...], end: Millis, level: int) -> Grave | None:
        """The one that may take a screen now, if any; it is not told again."""
        taker = next_taker(found, end, level, self._had)
        if taker is not None:
            self._had |= {taker.id}
        return taker


def read_grave(reader: Reader, scope: Scope, options: Hashable) -> tuple[Grave, ...]:
    """Worker thread: what lasts at the scope's end, the gravest first."""
    topics = {one.id: one for one in reader.topics()}
    found = known(reader.episodes(Scope(scope.topics, scope.end, scope.end, scope.known_by)))
    made = [
        Grave(
            one.id,
            one.severity,
            _reached(one),
            one.main.topic,
            _words(one, topics),
            bool(one.main.marks) or one.is_wrong,
        )
        for one in found
        if one.lasts and one.phase != Phase.OVER
    ]
    return tuple(sorted(made, key=_gravest_first))


def next_taker(found: tuple[Grave, ...], end: Millis, level: int, had: frozenset[int]) -> Grave | None:
    """The gravest that may take a screen now: of that level at least (0: none may), told within ten minutes before
    `end`, not answered, and not among those that had a screen already."""
    if not level:
        return None
    for one in found:
        is_fresh = end - FRESH < one.reached_at <= end
        if one.level >= level and is_fresh and not one.is_answered and one.id not in had:
            return one
    return None


def _reached(one: Known) -> Millis:
    return next((state.at for state in one.states if state.severity >= one.severity), one.main.opened_at)


def _words(one: Known, topics: Mapping[int, Topic]) -> str:
    topic = topics.get(one.main.topic or 0)
    kind = lowered(kind_of(one))  # a plate beside it says its level
    return tame(_("{topic}, {kind}").format(topic=topic_name(topic, one.main.topic), kind=kind), LONGEST)


def _gravest_first(one: Grave) -> tuple[int, Millis, int]:
    return -one.level, -one.reached_at, one.id
