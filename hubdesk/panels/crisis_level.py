"""How many times the usual an episode is, by the hour: now, and at its highest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import HOUR, MINUTE, EpisodeKind, Millis
from hubdesk.panels.episodes_known import Known, figure
from hubdesk.panels.habit import Habit
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_values import Point

STEP: Final = 5 * MINUTE
PARTS: Final = HOUR // STEP
MINUTES: Final = HOUR // MINUTE
LEAST_HEARD: Final = 15  # minutes of an hour, for what was usual in it to be scaled up
LEAST_USUAL: Final = 1.0  # mentions an hour: less is taken for one, or the first post would be a crisis


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was usual in a whole hour, by an alarm; `heard` of the minutes before it were listened to."""

    usual: float
    heard: int


@dataclass(frozen=True, slots=True)
class Level:
    """`usual` mentions an hour: as the alarm froze them (`days` 0), or an estimate from so many days before; None: not
    known. `now`: of the last whole hour, None where a part of it was not listened to. `most` ended at `most_at`.
    `heard` minutes of the hour before the alarm were listened to: `usual` is scaled up from them."""

    usual: float | None = None
    days: int = 0
    now: int | None = None
    most: int | None = None
    most_at: Millis = 0
    heard: int = MINUTES

    def times(self, count: int | None) -> float | None:
        """Of the usual; None where either is not known."""
        return None if count is None or self.usual is None else count / max(LEAST_USUAL, self.usual)


def level(one: Known, points: Sequence[Point], end: Millis, alarm: Frozen | None, habit: Habit | None) -> Level:
    """`points`: bins of STEP. An hour with a bin that nobody listened to is not known. `habit`: of whole hours."""
    counts = hours(points, end)
    heard = [(count, -ended) for ended, count in counts if count is not None and ended > one.start]
    most, most_at = max(heard, default=(None, 0))
    usual, days = (None, 0) if alarm is None else (alarm.usual, 0)
    if alarm is None and habit is not None and (found := habit.at(one.start, HOUR)) is not None:
        usual, days = found.middle, habit.days
    heard_of = MINUTES if alarm is None else alarm.heard
    return Level(usual, days, counts[-1][1] if counts else None, most, -most_at, heard_of)


def hours(points: Sequence[Point], end: Millis) -> tuple[tuple[Millis, int | None], ...]:
    """When each hour ended, every five minutes, and how many it had; None where a part of it was not listened to."""
    made = []
    for last in range(PARTS - 1, len(points)):
        values = [value for _at, value in points[last - PARTS + 1 : last + 1]]
        whole = [value for value in values if value is not None]
        ended = points[last][0] + STEP
        if ended <= end:
            made.append((ended, round(sum(whole)) if len(whole) == PARTS else None))
    return tuple(made)


def frozen(reader: Reader, one: Known) -> Frozen | None:
    """What was usual when the last alarm was given that says so: the episode itself does not move it.

    A detector counts what was due while it was listened to: an hour with a gap is scaled up to a whole one. What is
    usual to an outage's detector are reports, against which mentions cannot be held.
    """
    if one.main.kind == EpisodeKind.OUTAGE:
        return None
    for state in reversed(one.states):
        usual = figure(state.evidence.get("usual"))
        if usual is None or usual < 0:
            continue
        heard = MINUTES - len(reader.minutes(state.at - HOUR, state.at).unheard)
        if heard >= LEAST_HEARD:
            return Frozen(usual * MINUTES / heard, heard)
    return None
