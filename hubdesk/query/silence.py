"""How long each official channel has said nothing of what people report, and where it speaks of less than they do.

The clock runs from the first credible report to the first word that owns up to it; what a channel sells meanwhile does
not stop it. A channel that nobody could look at is unknown, never silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hubdesk.core import MINUTE, Millis
from hubdesk.core.channels import ChannelKind, ChannelSilence, ChannelWord, Reported, Voice
from hubdesk.i18n import N_
from hubdesk.query.silence_words import Says, says
from hubdesk.told import Told

VOICES: Final = 3  # that make a report credible
JOINED: Final = 15 * MINUTE  # within which they do
PAGES: Final = (ChannelKind.STATUS_PAGE, ChannelKind.BANNER)  # which do not keep what stood on them
WITHIN: Final = ""  # the code of all the places of an official word
FRESH: Final = 15 * MINUTE  # since the last look: longer, and what a channel says now is not known


@dataclass(frozen=True, slots=True)
class Report:
    """A mention that says something is wrong. `account` "": unknown."""

    id: int
    at: Millis
    account: str = ""

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
class Voiced:
    """What one voice reports of these places: in how many mentions, how many of them taken back since, and when first
    after the official word, None when never. `voice` "": nobody knows any more whose, since it was taken back."""

    places: tuple[str, ...]
    voice: str
    reports: int
    gone: int = 0
    after: Millis | None = None


@dataclass(frozen=True, slots=True)
class ScopeGap:
    """See OfficialArea, whose words these are."""

    within: Reported
    inside: tuple[Reported, ...]
    outside: tuple[Reported, ...]
    thin: int
    at: Millis | None


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
    owned = next((word for word in said if owns_up(word)), None)
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
    unseen = _unseen(since, channel) if channel.kind in PAGES else 0
    return ChannelSilence(channel.name, channel.kind, Voice.SILENT, since, since, None, beside, "", denies, unseen)


def scope_gap(official: Sequence[str], reported: Iterable[Voiced], voices: int = VOICES) -> ScopeGap:
    """Where an incident is reported, in the places of an official word and elsewhere; see OfficialArea.

    What was reported before the word is counted too: it leaves out places that had been reported for hours.
    """
    counts: dict[str, list[int]] = {}  # reports, and how many of them were taken back since
    heard: dict[str, dict[str, Millis | None]] = {}  # by place and voice, when first after the word
    for one in reported:
        for place in (*one.places, *([WITHIN] if any(place in official for place in one.places) else ())):
            count, them = counts.setdefault(place, [0, 0]), heard.setdefault(place, {})
            count[0] += one.reports
            count[1] += one.gone
            if one.voice:
                them[one.voice] = min(filter(None, (one.after, them.get(one.voice))), default=None)
    found = [Reported(place, reports, len(heard[place]), gone) for place, (reports, gone) in counts.items()]
    within = next((one for one in found if one.code == WITHIN), Reported(WITHIN, 0, 0))
    others = [one for one in found if one.code not in official and one is not within]
    outside = tuple(sorted((one for one in others if one.people >= voices), key=_most))
    joined = (sorted(filter(None, heard[one.code].values())) for one in outside)
    return ScopeGap(
        within,
        tuple(sorted((one for one in found if one.code in official), key=_most)),
        outside,
        len(others) - len(outside),
        min((after[voices - 1] for after in joined if len(after) >= voices), default=None),
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


def owns_up(word: ChannelWord) -> bool:
    """It is of the incident: neither a sale nor a word that all is well."""
    return _says(word) == Says.OWNS_UP


def _unseen(since: Millis, channel: Watched) -> Millis:
    """For how long nobody could look: what stood on a page meanwhile, and was taken off it again, is not known."""
    looks = sorted(at for at in channel.looks if at >= since)
    return sum(gap for last, at in pairwise([since, *looks]) if (gap := at - last) > FRESH)


def _says(word: ChannelWord) -> str:
    """By its text; of a post that was taken back, what it said then."""
    return says(word.text) if word.text else word.says


def _when(one: Report | ChannelWord) -> tuple[Millis, int]:
    return one.at, one.id


def _most(one: Reported) -> tuple[int, str]:
    return -one.reports, one.code


_SPOKE: Final = N_("Spoke of it {length_ms} after the first credible report")
_SILENT: Final = N_("Silent for {length_ms}")
_OTHER: Final = N_("Silent for {length_ms}; what it said meanwhile ({n}) is about other things")
_DENIED: Final = N_("Says that all is well; silent for {length_ms}")
_NEVER: Final = N_("Unknown: the channel could not be looked at since the first report")
_UNTIL: Final = N_("Unknown: silent for {length_ms} when last looked at, {ago_ms} ago")
