"""How long each official channel has said nothing of what people report, and where it speaks of less than they do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hubdesk.core import MINUTE, Millis
from hubdesk.detect.outage_rings import Report
from hubdesk.detect.silence_words import Says, says
from hubdesk.i18n import N_
from hubdesk.told import Told

VOICES: Final = 3  # that make a report credible
JOINED: Final = 15 * MINUTE  # within which they do
FRESH: Final = 15 * MINUTE  # since the last look: longer, and what a channel says now is not known


class Voice(StrEnum):
    """What is known of a channel."""

    SILENT = "silent"
    SPOKEN = "spoken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Look:
    """Someone looked at a channel at `at`, and could see what it says, or could not."""

    at: Millis
    could: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What a channel said. `places` are the départements it names, as the places' reader found them."""

    id: int
    at: Millis
    text: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """An official channel: a status page, a banner, an account, a feed."""

    name: str
    kind: str = ""
    looks: tuple[Look, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A channel's silence. `silent_ms`: from the first credible report to the first word of it, or to the last look.

    None: nobody could look since the report. `spoke` is what stopped it; `beside` what it said meanwhile.
    """

    channel: str
    kind: str
    voice: Voice
    since: Millis
    silent_ms: Millis | None
    spoke: Statement | None
    beside: tuple[Statement, ...]
    words: Told


@dataclass(frozen=True, slots=True)
class ScopeGap:
    """Places reported after a statement that does not name them, with how many reports and which.

    `at`: when the first of them had enough voices to contradict the statement.
    """

    statement: Statement
    at: Millis
    missing: tuple[tuple[str, int], ...]
    reports: tuple[int, ...]
    words: Told


def first_credible(reports: Sequence[Report], voices: int = VOICES, within: Millis = JOINED) -> Report | None:
    """The first report that others join within a quarter of an hour; one account's reports are one voice."""
    ordered = sorted(reports, key=_when)
    for first, report in enumerate(ordered):
        joined: set[str] = set()
        for other in ordered[first:]:
            if other.at > report.at + within:
                break
            joined.add(other.account or f"mention {other.id}")
            if len(joined) >= voices:
                return report
    return None


def clocks(since: Millis, now: Millis, channels: Sequence[Channel]) -> tuple[Clock, ...]:
    """Every channel's silence at `now` on what was first reported credibly at `since`; looks at nothing after `now`."""
    return tuple(_clock(since, now, channel) for channel in channels)


def scope_gap(statement: Statement, reports: Sequence[Report], now: Millis, voices: int = VOICES) -> ScopeGap | None:
    """Where people reported it too, after a statement that names other places. None: nowhere, or it names no place."""
    if not statement.places:
        return None
    heard: dict[str, dict[str, Report]] = {}
    for report in sorted(reports, key=_when):
        if report.place and report.place not in statement.places and statement.at <= report.at <= now:
            heard.setdefault(report.place, {}).setdefault(report.account or f"mention {report.id}", report)
    missing = {place: list(them.values()) for place, them in heard.items() if len(them) >= voices}
    if not missing:
        return None
    counts = tuple(sorted(((place, len(them)) for place, them in missing.items()), key=_most))
    places = ", ".join(place for place, _n in counts)
    figures = (("official", ", ".join(statement.places)), ("places", places), ("n", sum(n for _p, n in counts)))
    return ScopeGap(
        statement,
        min(them[voices - 1].at for them in missing.values()),
        counts,
        tuple(sorted(report.id for them in missing.values() for report in them)),
        Told(_GAP, figures),
    )


def outside(reported: Mapping[str, int], official: Collection[str], least: int = VOICES) -> tuple[str, ...]:
    """Places with at least so many reports that the official word leaves out; none when it names no place."""
    return tuple(sorted(p for p, n in reported.items() if official and p not in official and n >= least))


def _clock(since: Millis, now: Millis, channel: Channel) -> Clock:
    said = sorted((s for s in channel.statements if since <= s.at <= now), key=_at)
    owned = next((s for s in said if says(s.text) == Says.OWNS_UP), None)
    if owned is not None:
        beside = tuple(s for s in said if s.at < owned.at)
        words = Told(_SPOKE, (("length_ms", owned.at - since),))
        return Clock(channel.name, channel.kind, Voice.SPOKEN, since, owned.at - since, owned, beside, words)
    seen = max((look.at for look in channel.looks if look.could and since <= look.at <= now), default=None)
    if said:
        seen = max(said[-1].at, seen or since)  # what came from it was seen
    if seen is None:
        return Clock(channel.name, channel.kind, Voice.UNKNOWN, since, None, None, (), Told(_NEVER))
    beside = tuple(said)
    if now - seen > FRESH:
        words = Told(_UNTIL, (("length_ms", seen - since), ("ago_ms", now - seen)))
        return Clock(channel.name, channel.kind, Voice.UNKNOWN, since, seen - since, None, beside, words)
    words = Told(_still(beside), (("length_ms", now - since), ("n", len(beside))))
    return Clock(channel.name, channel.kind, Voice.SILENT, since, now - since, None, beside, words)


def _still(beside: Sequence[Statement]) -> str:
    if any(says(statement.text) == Says.DENIES for statement in beside):
        return _DENIED
    return _OTHER if beside else _SILENT


def _when(report: Report) -> tuple[Millis, int]:
    return report.at, report.id


def _at(statement: Statement) -> tuple[Millis, int]:
    return statement.at, statement.id


def _most(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


_SPOKE: Final = N_("Spoke of it {length_ms} after the first credible report")
_SILENT: Final = N_("Silent for {length_ms}")
_OTHER: Final = N_("Silent for {length_ms}; what it said meanwhile ({n}) is about other things")
_DENIED: Final = N_("Says that all is well, {length_ms} after the first credible report")
_NEVER: Final = N_("Unknown: the channel could not be looked at since the first report")
_UNTIL: Final = N_("Unknown: silent for {length_ms} when last looked at, {ago_ms} ago")
_GAP: Final = N_("Official: {official}. Also reported, by {n} people: {places}")
