"""An outage seen from where people report it: national, in which départements, or that too few say where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from hubdesk.core import HOUR, MINUTE, SIGHT_A_DAY, SURE_PLACE, EpisodeKind, HubdeskError, Millis
from hubdesk.detect.baseline import Usual
from hubdesk.detect.kept import Bools, Floats
from hubdesk.detect.outage_rings import ALL, BLOCKS_A_WEEK, PLACED, Report, Rings
from hubdesk.detect.outage_scan import WINDOWS, Peak, exceeds_rest, national, places, scan, spares
from hubdesk.detect.outage_words import BACK, NATIONAL, NATIONWIDE, NOWHERE, OVER, PLACE, SIGHT, Found, Telling
from hubdesk.detect.outage_zones import Zones
from hubdesk.detect.values import Alarm, Closing, Told, Update
from hubdesk.i18n import _

_USUAL: Final = Usual()


@dataclass(frozen=True, slots=True)
class OutageRule:
    """When it is told. `threshold`: of replays of weeks without an outage, one alarm a week (outage_simulated.py).

    After two weeks the threshold goes from there, worth `start_weeks` of experience, towards what the topic's own past
    let through `budget` times a week. A place less sure than `confidence` is no place. It is over when reports are
    under `over` times the usual for `over_minutes` and nothing stands out elsewhere; what begins within `back_hours` of
    its end is the same one again, and nobody is alarmed twice.
    """

    threshold: float = 13.0
    start_weeks: float = 2.0
    least: float = 9.0
    most: float = 30.0
    budget: float = 1.0
    confidence: float = SURE_PLACE
    over: float = 1.5
    over_minutes: int = 30
    back_hours: float = 6.0
    others_minutes: int = 5  # in which other places stand out, before they are told
    placed_share: float = 0.1  # of the reports; when fewer say where they are, nobody knows where it is
    seen_share: float = 0.6  # of a window: when less was listened to, it says nothing
    sight_a_day: float = SIGHT_A_DAY  # placed reports; with fewer an outage of a few départements goes unseen


_RULE: Final = OutageRule()
_NOT_PLAIN: Final = ("places", "is_national")


@dataclass(slots=True)
class _Episode:
    """The outage that lasts; `opened_at` 0: none ever did. `closed_at` 0: it lasts."""

    opened_at: Millis = 0
    places: tuple[str, ...] = ()  # none: the whole country, or nobody says where
    is_national: bool = False
    others: int = 0  # minutes in a row in which other places stood out
    calm: int = 0
    severity: int = 0
    closed_at: Millis = 0

    @property
    def lasts(self) -> bool:
        return self.opened_at > 0 and not self.closed_at


@dataclass(frozen=True, slots=True)
class _Hour:
    """The last hour, by window: placed reports by place, all reports, and what is usual of both."""

    placed: Floats
    all: Floats
    due: Floats

    @property
    def placed_due(self) -> Floats:
        due: Floats = self.due[:, PLACED]
        return due


class OutageWatch:
    """Watches one topic's outage reports, a closed minute at a time. `clock` is the zone whose hours people live by."""

    def __init__(
        self, topic: int, zones: Zones, clock: str = "Europe/Paris", rule: OutageRule = _RULE, usual: Usual = _USUAL
    ) -> None:
        self.topic, self.zones, self.rule = topic, zones, rule
        self._rings = Rings(zones.codes, clock, usual)
        self._usual = usual
        self._episode = _Episode()

    def take(self, minute: Millis, reports: Sequence[Report], seen: bool = True) -> tuple[Found, ...]:
        """The minute that begins at `minute`: what came of it, or late of the hour before it.

        Raises HubdeskError when minutes run backwards. A minute that is left out was not listened to, and no verdict is
        given of one that was not.
        """
        self._rings.take(minute, reports, seen, self.rule.confidence)
        if not seen:
            return ()
        if self._rings.is_empty and not self._episode.lasts:
            if self._rings.listened(WINDOWS[0]) >= self.rule.seen_share:
                self._rings.note(0.0)
            return ()
        return self._judge(minute + MINUTE)

    def quiet(self, minutes: int) -> None:
        """Before its first minute: so many were listened to, and nothing was reported in them."""
        self._rings.quiet(minutes)

    @property
    def opened_at(self) -> Millis | None:
        """When the outage that lasts was told first."""
        return self._episode.opened_at if self._episode.lasts else None

    def sight(self) -> Told | None:
        """That too few reports say where they are to see an outage of a few départements; None when enough do."""
        a_day = float(self._rings.base.level(self._usual)[PLACED]) * 24 * 60
        return Told(SIGHT, (("placed", round(a_day)),)) if a_day < self.rule.sight_a_day else None

    def threshold(self) -> float:
        """The score at which an alarm is raised now."""
        blocks = self._rings.blocks
        if len(blocks) < 2 * BLOCKS_A_WEEK:
            return self.rule.threshold
        allowed = int(self.rule.budget * len(blocks) / BLOCKS_A_WEEK)
        # the next six hours are over the n-th highest of N with chance n in N + 1
        own = float(np.clip(np.sort(blocks)[-max(1, allowed)], self.rule.least, self.rule.most))
        weeks = len(blocks) / BLOCKS_A_WEEK
        return (self.rule.threshold * self.rule.start_weeks + own * weeks) / (self.rule.start_weeks + weeks)

    def state(self) -> dict[str, Any]:
        """All it remembers, for JSON."""
        return {"codes": list(self.zones.codes), "rings": self._rings.state(), "episode": asdict(self._episode)}

    def restore(self, kept: Any) -> None:
        """Go on from a state. Raises HubdeskError when it is none of a watch over the same places."""
        if not isinstance(kept, dict) or kept.get("codes") != list(self.zones.codes):
            raise HubdeskError(_("what the outage watch remembered is of other places: it learns anew"))
        rings = Rings(self.zones.codes, self._rings.zone, self._usual)
        rings.restore(kept.get("rings"))
        try:
            where = tuple(str(place) for place in kept["episode"]["places"])
            plain = {name: int(value) for name, value in kept["episode"].items() if name not in _NOT_PLAIN}
            self._episode = _Episode(places=where, is_national=bool(kept["episode"]["is_national"]), **plain)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise HubdeskError(_("what the outage watch remembered is damaged: it learns anew")) from error
        self._rings = rings

    def _judge(self, at: Millis) -> tuple[Found, ...]:
        placed, every, due, seen = self._rings.counts()
        heard = seen >= self.rule.seen_share
        if not heard.any():
            return ()
        hour = _Hour(placed * heard[:, None], every * heard, np.where(heard[:, None], due, 0.0))
        peak = scan(self.zones, hour.placed, hour.placed_due)
        spread = float(self._rings.base.spread(self._usual, len(WINDOWS) - 1, hour.due[-1])[ALL])
        whole, window = national(hour.all, hour.due[:, ALL], spread)
        score, threshold = max(whole, peak.score), self.threshold()
        told = None
        if score >= threshold:
            told = self._telling(peak if peak.score >= threshold else None, window, hour, whole >= threshold)
        if self._episode.lasts:
            return self._lasting(at, told, score, hour)
        self._rings.note(score)
        return self._begun(at, told, score, threshold) if told is not None else ()

    def _begun(self, at: Millis, told: Telling, score: float, threshold: float) -> tuple[Found, ...]:
        last = self._episode
        self._episode = _Episode(at, told.places, told.is_national, severity=told.severity)
        if last.closed_at and at - last.closed_at <= self.rule.back_hours * HOUR:
            self._episode.opened_at = last.opened_at
            words, kind = told.words, EpisodeKind.OUTAGE
            again = Update(kind, self.topic, at, last.opened_at, score, told.severity, words, BACK)
            return (told.found(again),)
        alarm = Alarm(EpisodeKind.OUTAGE, self.topic, at, at, score, threshold, told.severity, told.words, told.voice)
        return (told.found(alarm),)

    def _lasting(self, at: Millis, told: Telling | None, score: float, hour: _Hour) -> tuple[Found, ...]:
        episode = self._episode
        now, usual = self._now(hour)
        is_calm = told is None and now < self.rule.over * usual + 1.0
        episode.calm = episode.calm + 1 if is_calm else 0
        if episode.calm >= self.rule.over_minutes:
            words = Told(OVER, (("length_ms", at - episode.opened_at),))
            self._episode = replace(episode, calm=0, others=0, closed_at=at)
            return (Found(Closing(EpisodeKind.OUTAGE, self.topic, at, episode.opened_at, words)),)
        is_news = told is not None and (self._has_spread(told) or self._is_narrower(at, told))
        episode.others = episode.others + 1 if is_news else 0
        if told is None or episode.others < self.rule.others_minutes:
            return ()
        is_known = at - episode.opened_at > HOUR and not episode.is_national
        before = episode.places if is_known else ()  # in the first hour it is still being learnt where it is
        where = () if told.is_national else tuple(sorted({*before, *told.places}))
        severity = max(episode.severity, told.severity)
        self._episode = replace(episode, places=where, is_national=told.is_national, others=0, severity=severity)
        opened, words = episode.opened_at, told.words
        update = Update(EpisodeKind.OUTAGE, self.topic, at, opened, score, severity, words, told.voice)
        return (replace(told, places=where).found(update),)

    def _has_spread(self, told: Telling) -> bool:
        """It is told again when people in more places report it, or the whole country does; and that it is not of the
        whole country after all. Never that it shrinks: who has reported it is silent later."""
        if told.is_national or self._episode.is_national:
            return told.is_national != self._episode.is_national and told.voice != NOWHERE
        return not set(told.named) <= set(self._episode.places)

    def _is_narrower(self, at: Millis, told: Telling) -> bool:
        """An alarm by a few reports may name a whole region: whether half of it or less is left, by all that was
        reported since."""
        places, before = set(told.places), self._episode.places
        is_all = at - self._episode.opened_at <= told.window
        return is_all and bool(places) and places < set(before) and 2 * len(places) <= len(before)

    def _now(self, hour: _Hour) -> tuple[float, float]:
        """Reports of the last half hour where the outage is, and what is usual there."""
        row = len(WINDOWS) - 2
        if not self._episode.places:
            return float(hour.all[row]), float(hour.due[row, ALL])
        here = np.isin(self.zones.codes, self._episode.places)
        return float(hour.placed[row][here].sum()), float(hour.due[row, PLACED] * self.zones.shares[here].sum())

    def _telling(self, peak: Peak | None, window: int, hour: _Hour, whole: bool) -> Telling:
        """What stands out: in some places; in the whole country; or too few say where they are to know. `peak` None: no
        zone does; `whole`: the country does."""
        window = peak.window if peak is not None else window
        row = WINDOWS.index(window)
        placed, due = hour.placed[row], float(hour.placed_due[row])
        times = float(hour.all[row]) / max(float(hour.due[row, ALL]), 1e-9)
        likely, around = places(self.zones, placed, due)
        is_there = likely.any() and spares(self.zones, likely, around, placed, due)
        if not whole and likely.any():  # a busy country is no cut of it
            is_there = is_there or exceeds_rest(self.zones, likely, placed, due)
        if is_there:
            share = float(self.zones.shares[likely].sum())
            where, named = self._codes(likely), self._codes(likely & (placed > 0.0))
            told = Telling.of(
                PLACE, float(placed[likely].sum()), window, max(due * share, 1e-9), self._rings.rests_on(window, where),
                times, named,
            )  # fmt: skip
            return replace(told, places=where, centre=self.zones.centre(peak.zone) if peak is not None else "")
        count, usual = float(hour.all[row]), float(hour.due[row, ALL])
        is_told_where = float(placed.sum()) >= self.rule.placed_share * count
        is_everywhere = is_told_where and np.count_nonzero(placed) >= NATIONWIDE
        voice = NATIONAL if is_everywhere else NOWHERE
        return Telling.of(voice, count, window, usual, self._rings.rests_on(window), times)

    def _codes(self, chosen: Bools) -> tuple[str, ...]:
        return tuple(code for code, is_chosen in zip(self.zones.codes, chosen, strict=True) if is_chosen)
