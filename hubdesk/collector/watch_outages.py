"""What the outage watches say becomes episodes with frozen evidence, under the names of the places. Writes nothing.

The same reports bring the same episodes live, at a catch-up and in a back-test: nothing here knows a clock. What lasts,
and what ended a while ago and may come back, is told by the session itself when a watch goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from hubdesk.collector import evidence
from hubdesk.collector.evidence import KEPT, Evidence, Json
from hubdesk.collector.outages import Outages
from hubdesk.core import DAY, MINUTE, Episode, EpisodeKind, EpisodeState, Millis, Phase, Report, Scope, Topic
from hubdesk.detect.outage_words import BACK, Found
from hubdesk.detect.values import Alarm, Closing, Told, Update
from hubdesk.resources import resource
from hubdesk.store.episodes import Seen
from hubdesk.store.reader import Reader

NAMED: Final = 6  # places in a sentence
Past = Callable[[int, Millis], Sequence[tuple[Millis, int | None]]]
"""Each minute of a topic from an instant on, as far as it is remembered; None where nobody listened."""


@dataclass(slots=True)
class Lasting:
    """An outage that was told. `first`: its first report, when it was published and which."""

    topic: int
    opened_at: Millis
    start: Millis
    severity: int = 0
    first: tuple[Millis, int] | None = None
    lasts: bool = True


class OutageEpisodes:
    """The outage watches of a session by group, and the episodes they have opened."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._topics: Mapping[int, Topic] = {}
        self._evidence: Evidence | None = None
        self.groups: dict[int, Outages] = {}
        self.told: dict[int, Lasting] = {}

    def know(self, topics: Mapping[int, Topic], looked_into: Evidence) -> None:
        """The session's topics as they are now: those that are gone are watched no longer."""
        self._topics, self._evidence = topics, looked_into
        for number, group in list(self.groups.items()):
            group.keep(topics)
            if not group.topics:
                del self.groups[number]
        self.told = {id_: one for id_, one in self.told.items() if id_ in topics}

    def join(self, group: int, topics: Iterable[int]) -> None:
        """From the next minute on these are watched too, without a past; those that are watched already stay."""
        known = {topic for one in self.groups.values() for topic in one.topics}
        self.groups.setdefault(group, Outages(self._zone)).join(topic for topic in topics if topic not in known)

    def go_on(self, reader: Reader, upto: Millis) -> None:
        """With the outages that lasted at an instant, or had ended within the day."""
        told = reader.episodes(Scope((), upto - DAY, upto, known_by=upto))
        for one in reversed(told):  # the newest of a topic stays
            if one.kind == EpisodeKind.OUTAGE and one.topic is not None:
                self.told[one.topic] = _lasting(one.topic, one)

    def take(self, minute: Millis, reports: Sequence[Report], seen: bool, past: Past) -> list[Seen]:
        """What is to be stored of a minute."""
        return [one for found in self.detect(minute, reports, seen, self.groups) for one in self._said(found, past)]

    def detect(self, minute: Millis, reports: Sequence[Report], seen: bool, groups: Iterable[int]) -> list[Found]:
        """What the watches of these groups say of a minute."""
        return [found for number in groups for found in self.groups[number].take(minute, reports, seen)]

    def lost(self, at: Millis) -> list[Seen]:
        """What was told and lasts, and of which its watch knows nothing any more."""
        open_now: dict[int, Millis] = {}
        for group in self.groups.values():
            open_now |= group.open_now()
        gone = [one for id_, one in self.told.items() if one.lasts and open_now.get(id_) != one.opened_at]
        for one in gone:
            del self.told[one.topic]
        return [_seen(one, at, Phase.OVER, {}) for one in gone]

    def read(self, kept: object) -> Outages:
        """A group from what was kept of it. Raises HubdeskError when it is none."""
        return Outages.from_state(kept, self._zone)

    def _said(self, found: Found, past: Past) -> list[Seen]:
        said = found.said
        if isinstance(said, Alarm):
            first = found.reports[0] if found.reports else None
            self.told[said.topic] = Lasting(said.topic, said.opened_at, first[0] if first else said.at, 0, first)
        one = self.told.get(said.topic)
        if one is None or one.opened_at != said.opened_at or said.topic not in self._topics:  # it was never told
            return []
        if isinstance(said, Closing):
            one.lasts = False
            return [_seen(one, said.at, Phase.OVER, {"told": [evidence.kept(said.words)]}, said.at)]
        one.lasts, one.severity = True, max(one.severity, said.severity)
        phase = Phase.RISE
        if isinstance(said, Update):
            phase = Phase.RELAPSE if said.voice == BACK else Phase.PLATEAU
        return [_seen(one, said.at, phase, self._made(found, said, one, past))]

    def _made(self, found: Found, said: Alarm | Update, one: Lasting, past: Past) -> Json:
        """What it rests on: the reports of its window, and what stands out in all that is heard of the topic."""
        assert self._evidence is not None
        minutes = past(one.topic, one.start)
        listened = sum(count is not None for _minute, count in minutes)
        made = self._evidence.of(self._topics[one.topic], one.start, said.at, listened)
        made |= {
            "told": [evidence.kept(_named(said.words))],
            "voice": said.voice,
            "score": round(said.score, 2),
            "area": {
                "places": list(found.places),
                "expected": round(found.expected, 3),
                "national": round(found.national, 1),
            },
            "mentions": [id_ for _at, id_ in reversed(found.reports[-KEPT:])],
            "usual": round(found.expected * 60 * MINUTE / max(MINUTE, found.window), 1),
        }
        if isinstance(said, Alarm):
            made["threshold"] = round(said.threshold, 2)
        heard = said.words.figure("reports")
        if isinstance(heard, int) and found.expected > 0.0:
            made["times"] = round(heard / found.expected, 1)
        if one.first is not None:
            made["first"] = {"mention": one.first[1], "at": one.first[0]}
        return made


def _seen(one: Lasting, at: Millis, phase: Phase, made: Json, end: Millis | None = None) -> Seen:
    state = EpisodeState(at, phase, one.start, None, end, one.severity, "", made)
    return Seen(EpisodeKind.OUTAGE, one.topic, one.opened_at, state)


def _lasting(topic: int, one: Episode) -> Lasting:
    first = one.states[0].evidence.get("first")
    known = (first.get("at"), first.get("mention")) if isinstance(first, dict) else (None, None)
    at, id_ = known
    return Lasting(
        topic,
        one.opened_at,
        one.now.start,
        max(state.severity for state in one.states),
        (at, id_) if isinstance(at, int) and isinstance(id_, int) else None,
        one.lasts,
    )


def _named(words: Told) -> Told:
    """Names of départements in place of their codes: the same in every language."""
    where = words.figure("places")
    if not isinstance(where, str):
        return words
    codes = where.split(", ")
    names = ", ".join(place_names().get(code, code) for code in codes[:NAMED])
    said = f"{names} +{len(codes) - NAMED}" if len(codes) > NAMED else names
    figures = tuple((name, said if name == "places" else figure) for name, figure in words.figures)
    return replace(words, figures=figures)


@cache
def place_names() -> Mapping[str, str]:
    """Départements by code; none when the file is missing: then codes are said."""
    try:
        told = json.loads(resource("places/areas.json").read_text("utf-8"))["departments"]
        return {str(code): str(one[0]) for code, one in told.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}
