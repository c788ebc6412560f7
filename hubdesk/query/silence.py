"""How long each official channel has said nothing of what people report, and where it speaks of less than they do.

The clock runs from the first credible report to the first word that owns up to it; what a channel sells meanwhile does
not stop it. A channel that nobody could look at is unknown, never silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import MINUTE, Millis
from hubdesk.core.channels import ChannelSilence, ChannelWord, Voice
from hubdesk.i18n import N_
from hubdesk.query.silence_words import Says, says
from hubdesk.told import Told

VOICES: Final = 3  # that make a report credible
JOINED: Final = 15 * MINUTE  # within which they do
FRESH: Final = 15 * MINUTE  # since the last look: longer, and what a channel says now is not known


@dataclass(frozen=True, slots=True)
class Report:
    """A mention that says something is wrong. `places`: codes of the départements it names; `account` "": unknown."""

    id: int
    at: Millis
    account: str = ""
    places: tuple[str, ...] = ()

    @property
    def voice(self) -> str:
        """Whose it is; one that nobody signed is its own."""
        return self.account or f"mention {self.id}"


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of a channel. `looks`: when someone could see what it says; `error`: why the last could not."""

    name: str
    kind: str = ""
    looks: tuple[Millis, ...] = ()
    words: tuple[ChannelWord, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class ScopeGap:
    """Places reported after a statement that does not name them, by how many people, and in which mentions.

    `at`: when the first of them had enough voices to contradict the statement.
    """

    at: Millis
    missing: tuple[tuple[str, int], ...]
    reports: tuple[int, ...]


def first_credible(reports: Sequence[Report], voices: int = VOICES, within: Millis = JOINED) -> Report | None:
    """The first report that others join within a quarter of an hour; one account's reports are one voice."""
    ordered = sorted(reports, key=_when)
    for first, report in enumerate(ordered):
        joined: set[str] = set()
        for other in ordered[first:]:
            if other.at > report.at + within:
                break
            joined.add(other.voice)
            if len(joined) >= voices:
                return report
    return None


def silence(since: Millis, now: Millis, channel: Watched) -> ChannelSilence:
    """A channel at `now` on what was first reported credibly at `since`; looks at nothing after `now`."""
    said = sorted((word for word in channel.words if since <= word.at <= now), key=_when)
    owned = next((word for word in said if _says(word) == Says.OWNS_UP), None)
    if owned is not None:
        beside = tuple(word for word in said if word.at < owned.at)
        return ChannelSilence(channel.name, channel.kind, Voice.SPOKE, owned.at, since, owned, beside)
    beside = tuple(said)
    denies = any(_says(word) == Says.DENIES for word in said)
    seen = max((at for at in (*channel.looks, *(word.known_at for word in said)) if since <= at <= now), default=None)
    if seen is None or now - seen > FRESH:
        return ChannelSilence(
            channel.name, channel.kind, Voice.UNKNOWN, seen, since, None, beside, channel.error, denies
        )
    return ChannelSilence(channel.name, channel.kind, Voice.SILENT, since, since, None, beside, "", denies)


def scope_gap(
    at: Millis, places: Sequence[str], reports: Sequence[Report], now: Millis, voices: int = VOICES
) -> ScopeGap | None:
    """Where people reported it too after the word of `at`, which names other places. None: nowhere, or it names no
    place."""
    if not places:
        return None
    heard: dict[str, dict[str, Report]] = {}
    for report in sorted(reports, key=_when):
        if at <= report.at <= now:
            for place in report.places:
                if place not in places:
                    heard.setdefault(place, {}).setdefault(report.voice, report)
    missing = {place: list(them.values()) for place, them in heard.items() if len(them) >= voices}
    if not missing:
        return None
    return ScopeGap(
        min(them[voices - 1].at for them in missing.values()),
        tuple(sorted(((place, len(them)) for place, them in missing.items()), key=_most)),
        tuple(sorted({report.id for them in missing.values() for report in them})),
    )


def told(one: ChannelSilence, now: Millis) -> Told:
    """A channel's silence as a sentence, at the instant that it is told of."""
    length = ("length_ms", now - one.first_report)
    if one.state == Voice.SPOKE:
        assert one.since is not None
        return Told(_SPOKE, (("length_ms", one.since - one.first_report),))
    if one.state == Voice.UNKNOWN:
        if one.since is None:
            return Told(_NEVER)
        return Told(_UNTIL, (("length_ms", one.since - one.first_report), ("ago_ms", now - one.since)))
    if one.denies:
        return Told(_DENIED, (length,))
    return Told(_OTHER, (length, ("n", len(one.beside)))) if one.beside else Told(_SILENT, (length,))


def _says(word: ChannelWord) -> str:
    """By its text; of a post that was taken back, what it said then."""
    return says(word.text) if word.text else word.says


def _when(one: Report | ChannelWord) -> tuple[Millis, int]:
    return one.at, one.id


def _most(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


_SPOKE: Final = N_("Spoke of it {length_ms} after the first credible report")
_SILENT: Final = N_("Silent for {length_ms}")
_OTHER: Final = N_("Silent for {length_ms}; what it said meanwhile ({n}) is about other things")
_DENIED: Final = N_("Says that all is well; silent for {length_ms}")
_NEVER: Final = N_("Unknown: the channel could not be looked at since the first report")
_UNTIL: Final = N_("Unknown: silent for {length_ms} when last looked at, {ago_ms} ago")
