"""An outage seen from where people report it: national, in which départements, or that too few say where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from hubdesk.core import MINUTE, EpisodeKind, HubdeskError, Millis
from hubdesk.detect.baseline import Usual
from hubdesk.detect.kept import Floats
from hubdesk.detect.outage_rings import ALL, BLOCKS_A_WEEK, PLACED, Report, Rings
from hubdesk.detect.outage_scan import WINDOWS, Peak, national, places, scan, spares
from hubdesk.detect.outage_zones import Zones
from hubdesk.detect.values import Alarm, Closing, Said, Told, Update
from hubdesk.i18n import N_, _

_USUAL: Final = Usual()


@dataclass(frozen=True, slots=True)
class OutageRule:
    """When it is told. `threshold`: of replays of weeks without an outage, one alarm a week (outage_simulated.py).

    After two weeks the threshold goes from there, worth `start_weeks` of experience, towards what the topic's own past
    let through `budget` times a week. A place less
    sure than `confidence` is no place. It is over when reports are under `over` times the usual for `over_minutes`.
    """

    threshold: float = 13.0
    start_weeks: float = 2.0
    least: float = 9.0
    most: float = 30.0
    budget: float = 1.0
    confidence: float = 0.5
    over: float = 1.5
    over_minutes: int = 30
    others_minutes: int = 5  # in which other places stand out, before they are told
    placed_share: float = 0.1  # of the reports; when fewer say where they are, nobody knows where it is
    seen_share: float = 0.6  # of a window: when less was listened to, it says nothing
    sight_a_day: float = 400.0  # placed reports; with fewer an outage of a few départements goes unseen


_RULE: Final = OutageRule()


@dataclass(frozen=True, slots=True)
class Found:
    """What is said of an outage, and the mentions it rests on. No places: national, or nobody says where."""

    said: Said
    places: tuple[str, ...] = ()
    centre: str = ""
    window: Millis = 0
    is_national: bool = False
    reports: tuple[int, ...] = ()


@dataclass(slots=True)
class _Episode:
    """The outage that lasts; `opened_at` 0: none does."""

    opened_at: Millis = 0
    places: tuple[str, ...] = ()  # none: the whole country
    others: int = 0  # minutes in a row in which other places stood out
    calm: int = 0
    severity: int = 0


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
        return self._judge(minute + MINUTE) if seen else ()

    def sight(self) -> Told | None:
        """That too few reports say where they are to see an outage of a few départements; None when enough do."""
        a_day = float(self._rings.base.level(self._usual)[PLACED]) * 24 * 60
        return Told(_SIGHT, (("placed", round(a_day)),)) if a_day < self.rule.sight_a_day else None

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
            plain = {name: int(value) for name, value in kept["episode"].items() if name != "places"}
            self._episode = _Episode(places=where, **plain)
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
        if self._episode.opened_at:
            return self._lasting(at, peak, hour)
        spread = float(self._rings.base.spread(self._usual, len(WINDOWS) - 1, hour.due[-1])[ALL])
        whole, window = national(hour.all, hour.due[:, ALL], spread)
        score, threshold = max(whole, peak.score), self.threshold()
        self._rings.note(score)
        if score < threshold:
            return ()
        if peak.score >= threshold and spares(self.zones, peak, hour.placed, hour.placed_due):
            told = self._regional(peak, hour)
        else:
            told = self._national(window, hour)
        self._episode = _Episode(at, told.places, severity=told.severity)
        alarm = Alarm(EpisodeKind.OUTAGE, self.topic, at, at, score, threshold, told.severity, told.words, told.voice)
        return (told.found(alarm),)

    def _lasting(self, at: Millis, peak: Peak, hour: _Hour) -> tuple[Found, ...]:
        episode = self._episode
        now, usual = self._now(hour)
        episode.calm = episode.calm + 1 if now < self.rule.over * usual + 1.0 else 0
        if episode.calm >= self.rule.over_minutes:
            words = Told(_OVER, (("length_ms", at - episode.opened_at),))
            self._episode = _Episode()
            return (Found(Closing(EpisodeKind.OUTAGE, self.topic, at, episode.opened_at, words)),)
        if peak.score < self.threshold():
            episode.others = 0
            return ()
        is_regional = spares(self.zones, peak, hour.placed, hour.placed_due)
        told = self._regional(peak, hour) if is_regional else self._national(peak.window, hour)
        episode.others = episode.others + 1 if told.places != tuple(episode.places) else 0
        if episode.others < self.rule.others_minutes:
            return ()
        severity = max(episode.severity, told.severity)
        self._episode = replace(episode, places=told.places, others=0, severity=severity)
        opened, words = episode.opened_at, told.words
        update = Update(EpisodeKind.OUTAGE, self.topic, at, opened, peak.score, severity, words, told.voice)
        return (told.found(update),)

    def _now(self, hour: _Hour) -> tuple[float, float]:
        """Reports of the last half hour where the outage is, and what is usual there."""
        row = len(WINDOWS) - 2
        if not self._episode.places:
            return float(hour.all[row]), float(hour.due[row, ALL])
        here = np.isin(self.zones.codes, self._episode.places)
        return float(hour.placed[row][here].sum()), float(hour.due[row, PLACED] * self.zones.shares[here].sum())

    def _regional(self, peak: Peak, hour: _Hour) -> _Telling:
        where = places(self.zones, peak, hour.placed, hour.placed_due)
        figures = (
            ("reports", int(peak.reports)),
            ("window_ms", peak.window * MINUTE),
            ("places", ", ".join(where)),
            ("due", peak.due),
        )
        ids = self._rings.ids(peak.window, where)
        severity = _severity(peak.reports / peak.due)
        return _Telling(
            "place", Told(_PLACED, figures), severity, peak.window, ids, where, self.zones.centre(peak.zone)
        )

    def _national(self, window: int, hour: _Hour) -> _Telling:
        """The whole country; or that too few say where they are to know."""
        row = WINDOWS.index(window)
        count, due = float(hour.all[row]), float(hour.due[row, ALL])
        is_told_where = float(hour.placed[row].sum()) >= self.rule.placed_share * count
        words = Told(
            _NATIONAL if is_told_where else _NOWHERE,
            (("reports", int(count)), ("window_ms", window * MINUTE), ("due", due)),
        )
        voice = "national" if is_told_where else "nowhere"
        return _Telling(voice, words, _severity(count / max(due, 1e-9)), window, self._rings.ids(window))


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is to be said of an outage, whether it begins or has spread."""

    voice: str
    words: Told
    severity: int
    window: int  # minutes
    ids: tuple[int, ...]
    places: tuple[str, ...] = ()
    centre: str = ""

    def found(self, said: Said) -> Found:
        is_national = self.voice == "national"
        return Found(said, self.places, self.centre, self.window * MINUTE, is_national, self.ids)


def _severity(times: float) -> int:
    """1 from the alarm on, 2 from twenty times the usual, 3 from fifty."""
    return 1 + (times >= 20.0) + (times >= 50.0)


_PLACED: Final = N_("{reports} outage reports in {window_ms} from {places}; {due} are usual there")
_NATIONAL: Final = N_("{reports} outage reports in {window_ms} from all over the country; {due} are usual")
_NOWHERE: Final = N_("{reports} outage reports in {window_ms}, {due} are usual; too few say where they are")
_OVER: Final = N_("Outage reports are back to the usual after {length_ms}")
_SIGHT: Final = N_("{placed} outage reports a day say where they are: too few to see an outage of a few départements")
