"""What is usual for each topic at this hour of the week, and how much it swings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import DAY, MINUTE, Millis
from hubdesk.detect.kept import Bools, Floats
from hubdesk.i18n import local

HOURS_A_WEEK: Final = 168
_ALL: Final = slice(None)
_YOUNG: Final = 12 * 60.0  # minutes listened: until then everything teaches in full


@dataclass(frozen=True, slots=True)
class Usual:
    """How the usual is learned.

    The level's half-life is days of listening; the shape's and the spread's too. A count teaches at most `clip`
    standard deviations over the usual, so that an event does not become it. A new topic starts as if it had brought
    half a mention in an hour.
    """

    level_days: float = 3.5
    shape_days: float = 21.0
    spread_days: float = 7.0
    clip: float = 3.0
    prior_mentions: float = 0.5
    prior_minutes: float = 60.0
    shape_prior: float = 20.0  # mentions' worth of a flat day
    spread_prior: float = 0.5
    spread_prior_bins: float = 144.0
    spread_least: float = 0.02
    spread_most: float = 3.0


@dataclass(slots=True)
class Baseline:
    """The usual of many topics at once: each array's last axis is the topic's.

    Sums fade by their half-life, and a mean is the ratio of two: counts over what the shape let expect. Counts are
    those of a bin of minutes; `mu` is per minute.
    """

    heard: Floats  # faded sum of mentions
    listened: Floats  # faded sum of minutes, each weighted by its shape
    day_heard: Floats  # 24 x topics
    day_due: Floats
    week_heard: Floats  # 168 x topics
    week_due: Floats
    week_seen: Floats  # faded weeks each hour of the week was listened to
    spread_seen: Floats  # windows x topics: faded sum of (count - usual)^2 - usual
    spread_due: Floats  # and of usual^2
    age: Floats  # minutes listened, in all

    @classmethod
    def new(cls, topics: int, windows: int) -> Self:
        def zeros(*shape: int) -> Floats:
            return np.zeros((*shape, topics))

        days = (zeros(24), zeros(24))
        weeks = (zeros(HOURS_A_WEEK), zeros(HOURS_A_WEEK), zeros(HOURS_A_WEEK))
        return cls(zeros(), zeros(), *days, *weeks, zeros(windows), zeros(windows), zeros())

    def level(self, usual: Usual) -> Floats:
        """Mentions a minute, as if every hour were alike."""
        return (usual.prior_mentions + self.heard) / (usual.prior_minutes + self.listened)

    def shape(self, usual: Usual, slot: int) -> Floats:
        """How many times the level this hour of the week brings: the day's hour, and with the weeks the week's own.

        A day's hours are 1 on average; else level and shape could wander apart and only their product be right.
        """
        days = (usual.shape_prior + self.day_heard) / (usual.shape_prior + self.day_due)
        day = days[slot % 24] / days.mean(0)
        week = (usual.shape_prior * day + self.week_heard[slot]) / (usual.shape_prior + self.week_due[slot])
        trust = self.week_seen[slot] / (self.week_seen[slot] + 2.0)
        shape: Floats = day + trust * (week - day)
        return shape

    def spread(self, usual: Usual, window: int, due: Floats, topics: slice | NDArray[np.intp] = _ALL) -> Floats:
        """The negative binomial's dispersion over a window, for these topics: variance is due + spread x due^2.

        A prior of half a day's windows stands in while little was seen; how uncertain the level itself still is
        counts as spread.
        """
        prior = usual.spread_prior_bins * due * due + 1e-9
        seen = self.spread_seen[window][topics] + usual.spread_prior * prior
        seen = np.clip(seen / (self.spread_due[window][topics] + prior), usual.spread_least, usual.spread_most)
        spread: Floats = seen + 1.0 / (usual.prior_mentions + self.heard[topics])
        return spread

    def learn(
        self, usual: Usual, slot: int, count: Floats, due: Floats, shape: Floats, minutes: Floats, teaches: Bools
    ) -> None:
        """One bin: `count` mentions in `minutes` listened, `due` expected. What does not teach leaves all as it was."""
        weight = np.where(teaches, minutes, 0.0)
        most = due + usual.clip * np.sqrt(due + self.spread(usual, 0, due) * due * due) + 1.0
        taken = np.where(teaches, np.where(self.age < _YOUNG, count, np.minimum(count, most)), 0.0)
        fade = _fade(weight, usual.level_days * DAY / MINUTE)
        flat = self.level(usual) * weight
        self.heard = self.heard * fade + taken
        self.listened = self.listened * fade + shape * weight
        hour = slot % 24
        day_fade = _fade(weight, usual.shape_days * 60.0)
        self.day_heard[hour] = self.day_heard[hour] * day_fade + taken
        self.day_due[hour] = self.day_due[hour] * day_fade + flat
        week_fade = _fade(weight, usual.shape_days / 7.0 * 60.0)
        self.week_heard[slot] = self.week_heard[slot] * week_fade + taken
        self.week_due[slot] = self.week_due[slot] * week_fade + flat
        self.week_seen[slot] = self.week_seen[slot] * week_fade + weight / 60.0
        self.age += weight

    def learn_spread(self, usual: Usual, counts: Floats, dues: Floats, minutes: Floats, teaches: Bools) -> None:
        """How far every window (windows x topics) was from the usual; what one bin adds."""
        weight = np.where(teaches, minutes, 0.0)
        fade = _fade(weight, usual.spread_days * DAY / MINUTE)
        for window in range(len(counts)):
            due, count = dues[window], counts[window]
            most = due + 2.0 * usual.clip * np.sqrt(due + self.spread(usual, window, due) * due * due) + 1.0
            off = np.minimum(count, most) - due
            teaching = teaches & (due > 0.0)
            self.spread_seen[window] = self.spread_seen[window] * fade + np.where(teaching, off * off - due, 0.0)
            self.spread_due[window] = self.spread_due[window] * fade + np.where(teaching, due * due, 0.0)


def _fade(minutes: Floats, half_life: float) -> Floats:
    """What is left after so many minutes listened.

    Powers of whole arrays differ in their last digit with the array's length; those of single numbers do not.
    """
    if (minutes == minutes[:1]).all():
        return np.full(len(minutes), 0.5 ** (float(minutes[0]) / half_life)) if len(minutes) else minutes
    lengths, which = np.unique(minutes, return_inverse=True)
    faded: Floats = np.array([0.5 ** (float(length) / half_life) for length in lengths])[which]
    return faded


def slot_of(instant: Millis, zone: str) -> int:
    """The hour of the week on the zone's clocks, 0 on Monday at midnight.

    In the night that has one hour twice both teach the same slot; in the one that lacks an hour that slot waits.
    """
    here = local(instant, zone)
    return here.weekday() * 24 + here.hour
