"""What was detected: episodes, how they went, and what people said of them.

An episode's evidence is a JSON object; what is not known is absent. Its keys:

- `told`: sentences (hubdesk/told.py), the alarm's own first, then its reasons one by one;
- `voice`, `score`, `threshold`: which rule spoke, and on which scale it passed which mark;
- `usual`, `times`: mentions usual in the hour before the alarm, of an outage reports an hour, and the multiple of that
  which was heard;
- `first`: `{"mention": id, "at": instant}`, the first of the excess; `mentions`: the newest rows it rests on, by id;
- `terms`, `authors`, `domains`, `places`: the five with the largest excess, `[name, heard, expected]` each;
- `shares`: of the episode's mentions, 0 to 1: `duplicates`, `reposts`, `top_authors` (ten), `placed`, `insiders`,
  `together` (of accounts that act together);
- `chance`: that as many mentions follow as there were, 0 to 1, as it was asked last; null once that is settled: it
  doubled, fizzled or lasted; every later state repeats it;
- `minutes`: `[listened to, all]` of the stretch;
- `area`: for an outage, `{"places": [codes], "expected": reports usual there, "national": multiple}`; no places: it is
  everywhere (`voice` is `national`) or too few say where they are;
- `rings`: for an amplification, `{"accounts": [...], "insiders": [...], "things": n, "chance": p, "mentions": [ids]}`
  each; the declared insiders among the accounts stand apart.

What official channels say of it is no evidence of an alarm, and comes later: `Reader.silence` and
`Reader.official_area` tell it for the end of any scope.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from hubdesk.core.words import Millis

SIGHT_A_DAY: Final = 400.0  # outage reports that say where they are, as simulated outages show it
SURE_PLACE: Final = 0.5  # the confidence from which on a place is where a report is from


class EpisodeKind(StrEnum):
    """What an episode is."""

    BUZZ = "buzz"
    CRISIS = "crisis"
    OUTAGE = "outage"
    AMPLIFICATION = "amplification"  # accounts that act together


class Phase(StrEnum):
    """Where an episode is in its life."""

    SEED = "seed"
    RISE = "rise"
    PEAK = "peak"
    PLATEAU = "plateau"
    FADE = "fade"
    RELAPSE = "relapse"
    PSCHITT = "pschitt"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class MinuteCount:
    """The fresh mentions of a topic that became known in one minute, `minute` being its first instant.

    `negative` of `read` mentions whose tone somebody had told by then, and `replies` and `reposts`, are of this minute.
    Voices do not add up from minute to minute: `authors` and `sources` are the different ones of the hour that ends
    with it, `new_authors` those of `authors` whom the session had never heard before that hour.
    """

    topic: int
    minute: Millis
    mentions: int
    authors: int = 0
    new_authors: int = 0
    negative: int = 0
    read: int = 0
    sources: int = 0
    replies: int = 0
    reposts: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A mention, by its `id`, that says something is down. `place` is a département's code, "" when nobody said where.

    `minute` is the one in which it became known, by its first instant; `account` "": nobody that was heard before.
    """

    id: int
    at: Millis
    place: str = ""
    confidence: float = 1.0
    account: str = ""
    topic: int = 0
    minute: Millis = 0


@dataclass(frozen=True, slots=True)
class Sight:
    """How many outage reports of a topic a day say where they are, of those that its watch counted in the week before;
    None while nobody has watched it. With fewer than SIGHT_A_DAY an outage of a few départements goes unseen."""

    topic: int
    placed_a_day: float | None

    @property
    def is_short(self) -> bool:
        return self.placed_a_day is not None and self.placed_a_day < SIGHT_A_DAY


@dataclass(frozen=True, slots=True)
class Minutes:
    """Closed minutes, [start, end): what was counted, by minute and topic, and in which of them nobody listened.

    A topic without a count in a minute that was listened to had no mention in it. `reports`: what was said to be down,
    by minute.
    """

    start: Millis
    end: Millis
    counts: tuple[MinuteCount, ...]
    unheard: tuple[Millis, ...] = ()
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class EpisodeState:
    """An episode as it was known from `at` on.

    `start` is when it began in the world, `peak` its highest minute so far, `end` None while it lasts. `severity`: 0
    to watch, 1 to 3 for crises. `verdict`: "" or what is said of its end, such as `pschitt`. `evidence` is frozen: what
    the alarm rested on when it was given, as JSON has it, with `told` for its sentences (see hubdesk/told.py), and
    `mentions` for its rows.
    """

    at: Millis
    phase: str
    start: Millis
    peak: Millis | None = None
    end: Millis | None = None
    severity: int = 0
    verdict: str = ""
    evidence: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EpisodeMark:
    """What an analyst said of an episode: acknowledged, snoozed (`value`: until when), wrong, or a note."""

    id: int
    episode: int
    at: Millis
    word: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """Something that was detected. `topic` None: of no single topic. `opened_at`: when it was first told.

    `states` holds how it was known then and later, oldest first, up to what the one who asks may know.
    """

    id: int
    kind: str
    topic: int | None
    opened_at: Millis
    states: tuple[EpisodeState, ...]
    marks: tuple[EpisodeMark, ...] = ()

    @property
    def now(self) -> EpisodeState:
        """How it is known last."""
        return self.states[-1]

    @property
    def lasts(self) -> bool:
        return self.now.end is None
