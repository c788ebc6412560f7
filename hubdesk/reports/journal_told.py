"""What rose in a day and what fizzled, from the episodes of its session, and what was officially said meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hubdesk.core import HOUR, Episode, EpisodeKind, Millis, Phase, Role, Scope, Topic
from hubdesk.core.channels import ChannelSilence, OfficialArea, Voice
from hubdesk.i18n import N_
from hubdesk.query.syntax import parse
from hubdesk.query.theme_words import THEMES
from hubdesk.reports.journal_values import Basis, Part, Sentence
from hubdesk.reports.place_names import department
from hubdesk.store.reader import Reader
from hubdesk.told import Figure, Told

MOST: Final = 3  # of what rose, and of what fizzled
PLACES: Final = 3
FIZZLED: Final = "pschitt"
LEAST_SHARE: Final = 0.25  # of a theme, to be named

_CRISIS: Final = N_(
    "{topic}: crisis alarm at {told_clock}, level {level} at {worst_clock} with {n} mentions in an hour."
)
_CRISIS_ON: Final = N_(
    "{topic}: crisis alarm at {told_clock}, level {level} at {worst_clock} with {n} mentions in an hour, most often on"
    " “{theme_word}”."
)
_OUTAGE: Final = N_("{topic}: outage alarm at {told_clock}, above all in {places}.")
_OUTAGE_BARE: Final = N_("{topic}: outage alarm at {told_clock}.")
_RING: Final = N_("{topic}: {accounts} accounts acted together, alarm at {told_clock}.")
_BUZZ: Final = N_("{topic}: buzz alarm at {told_clock} with {n} mentions in an hour.")
_BUZZ_ON: Final = N_("{topic}: buzz alarm at {told_clock} with {n} mentions in an hour, most often on “{theme_word}”.")
_OFFICIAL: Final = N_("First official word at {said_clock}, {length_ms} after the first reports.")
_SILENT: Final = N_("No official word after {length_ms}.")
_OUTSIDE: Final = N_("People report it outside the area that was named: {places}.")
_PSCHITT: Final = N_("{topic}, {told_clock}: {n} mentions in an hour, and it fell back.")
_PSCHITT_ON: Final = N_(
    "{topic}, {told_clock}: {n} mentions in an hour, most often on “{theme_word}”, and it fell back."
)


def rose(reader: Reader, scope: Scope) -> Iterator[Sentence]:
    """What was told and did not fizzle: the gravest, as the day went, and what was officially said of it."""
    found = [one for one in _of_the_day(reader, scope) if not fizzled(one)]
    gravest = sorted(found, key=lambda one: (-_severity(one, scope.end), one.opened_at, one.id))[:MOST]
    official: set[int] = set()
    for one in sorted(gravest, key=lambda one: (one.opened_at, one.id)):
        topic, place = _topic(scope, one), gravest.index(one)
        sentence = _told(reader, scope, topic, one, 5 + 10 * place)
        if sentence is None:
            continue
        yield sentence
        weighty = one.kind in (EpisodeKind.CRISIS, EpisodeKind.OUTAGE)
        if topic is not None and topic.role == Role.OWN and weighty and topic.id not in official:
            official.add(topic.id)
            yield from _official(reader, scope, topic, 6 + 10 * place)


def fizzles(reader: Reader, scope: Scope) -> Iterator[Sentence]:
    """What made some noise in the scope and fizzled, the loudest first."""
    made: list[tuple[int, Millis, Topic, Basis]] = []
    for one in _of_the_day(reader, scope):
        if not fizzled(one):
            continue
        topic = _topic(scope, one)
        basis = _hour(reader, scope, topic, one)
        if topic is not None and basis is not None:
            made.append((basis.count, one.opened_at, topic, basis))
    made.sort(key=lambda found: (-found[0], found[1]))
    for place, (count, at, topic, basis) in enumerate(made[:MOST]):
        theme = _theme(reader, basis, topic, scope.known)
        figures: tuple[tuple[str, Figure], ...] = (("topic", topic.name), ("told_clock", at), ("n", count), *theme)
        told = Told(_PSCHITT_ON if theme else _PSCHITT, figures)
        yield Sentence(Part.FIZZLED, told, basis, 8 + 10 * place)


def fizzled(one: Episode) -> bool:
    """Whether the last that was said of its end is that it came to nothing."""
    verdict = next((state.verdict for state in reversed(one.states) if state.verdict), "")
    return verdict == FIZZLED or one.now.phase == Phase.PSCHITT


def _of_the_day(reader: Reader, scope: Scope) -> list[Episode]:
    """Those that opened in the scope; a buzz that became a crisis is the crisis alone."""
    opened = [one for one in reader.episodes(scope) if scope.start <= one.opened_at < scope.end]
    crises = {(one.topic, one.opened_at) for one in opened if one.kind == EpisodeKind.CRISIS}
    return [one for one in opened if one.kind != EpisodeKind.BUZZ or (one.topic, one.opened_at) not in crises]


def _told(reader: Reader, scope: Scope, topic: Topic | None, one: Episode, rank: int) -> Sentence | None:
    basis = _hour(reader, scope, topic, one)
    if topic is None or basis is None:
        return None
    figures: dict[str, Figure] = {"topic": topic.name, "told_clock": one.opened_at, "n": basis.count}
    theme = _theme(reader, basis, topic, scope.known)
    said = _BUZZ_ON if theme else _BUZZ
    if one.kind == EpisodeKind.CRISIS:
        said, figures["level"] = _CRISIS_ON if theme else _CRISIS, _severity(one, scope.end)
        figures["worst_clock"] = basis.end
    elif one.kind == EpisodeKind.OUTAGE:
        figures["places"] = named(_places(one))
        said = _OUTAGE if figures["places"] else _OUTAGE_BARE
    elif one.kind == EpisodeKind.AMPLIFICATION:
        said, figures["accounts"] = _RING, _accounts(one)
        if not figures["accounts"]:
            return None
    figures.update(theme)
    return Sentence(Part.ROSE, Told(said, tuple(figures.items())), basis, rank)


def _theme(reader: Reader, basis: Basis, topic: Topic, known: Millis) -> tuple[tuple[str, Figure], ...]:
    """What the mentions are about above all, as a figure of a sentence; nothing where no theme stands out."""
    stretch = Scope((topic,), basis.start, basis.end, known)
    found = reader.theme_totals(stretch).themes
    first = max((one for one in found if one.code != "other"), key=lambda one: one.told.split.all, default=None)
    if first is None or first.told.split.all < LEAST_SHARE * basis.count:
        return ()
    return (("theme_word", THEMES.get(first.code, first.code)),)


def _hour(reader: Reader, scope: Scope, topic: Topic | None, one: Episode) -> Basis | None:
    """The topic's mentions of the hour in which the alarm came, or of its loudest one when it was graver later."""
    if topic is None:
        return None
    at = one.opened_at
    if one.kind in (EpisodeKind.CRISIS, EpisodeKind.BUZZ):
        that_day = [state for state in one.states if state.at <= scope.end] or [one.states[0]]
        gravest = max(that_day, key=lambda state: (state.severity, -state.at))
        at = max(at, gravest.at if gravest.severity else 0)
    stretch = Scope((topic,), at - HOUR, min(at, scope.end), scope.known)
    count = reader.count(stretch)
    return Basis(stretch.start, stretch.end, count, topics=(topic.id,)) if count else None


def _official(reader: Reader, scope: Scope, topic: Topic, rank: int) -> Iterator[Sentence]:
    channels = reader.silence(topic, scope)
    spoke = [one for one in channels if one.state == Voice.SPOKE and one.since is not None]
    first = min(spoke, key=lambda one: one.since or 0, default=None)
    if first is not None and first.since is not None:
        figures = (("said_clock", first.since), ("length_ms", first.since - first.first_report))
        basis = _reports(reader, scope, topic, first, first.since)
        if basis is not None:
            yield Sentence(Part.ROSE, Told(_OFFICIAL, figures), basis, rank)
            yield from _outside(reader, scope, reader.official_area(topic, scope), topic, rank + 1)
    elif channels and all(one.state == Voice.SILENT for one in channels):
        silent = channels[0]
        basis = _reports(reader, scope, topic, silent, scope.end)
        if basis is not None:
            told = Told(_SILENT, (("length_ms", scope.end - silent.first_report),))
            yield Sentence(Part.ROSE, told, basis, rank)


def _reports(reader: Reader, scope: Scope, topic: Topic, one: ChannelSilence, until: Millis) -> Basis | None:
    """What was said of the topic between the first report and then; first of all the official post, if it is one."""
    end = max(one.first_report + 1, min(until, scope.end))
    count = reader.count(Scope((topic,), one.first_report, end, scope.known))
    said = one.statement.mention if one.statement is not None else None
    if not count and said is None:
        return None
    return Basis(one.first_report, end, count, topics=(topic.id,), mentions=() if said is None else (said,))


def _outside(reader: Reader, scope: Scope, area: OfficialArea | None, topic: Topic, rank: int) -> Iterator[Sentence]:
    if area is None or not area.outside:
        return
    shown = area.outside[:PLACES]
    query = " OR ".join(f"place:{one.code}" for one in shown)
    there = Scope((topic,), area.first_report, area.end, scope.known)
    count = reader.search(parse(query), there, 1).total
    if count > 0:
        basis = Basis(area.first_report, area.end, count, query, (topic.id,))
        yield Sentence(Part.ROSE, Told(_OUTSIDE, (("places", named(one.code for one in shown)),)), basis, rank)


def named(codes: Iterable[str]) -> str:
    """Departments by name, with commas."""
    return ", ".join(department(code) for code in codes)


def _places(one: Episode) -> tuple[str, ...]:
    area = next((state.evidence.get("area") for state in reversed(one.states) if state.evidence.get("area")), None)
    places = area.get("places") if isinstance(area, Mapping) else None
    return tuple(code for code in places if isinstance(code, str))[:PLACES] if isinstance(places, list) else ()


def _accounts(one: Episode) -> int:
    rings = next((state.evidence.get("rings") for state in reversed(one.states) if state.evidence.get("rings")), None)
    if not isinstance(rings, list):
        return 0
    accounts = [ring.get("accounts") for ring in rings if isinstance(ring, Mapping)]
    return sum(len(them) for them in accounts if isinstance(them, list))


def _severity(one: Episode, end: Millis) -> int:
    """As it was known by then."""
    return max((state.severity for state in one.states if state.at <= end), default=0)


def _topic(scope: Scope, one: Episode) -> Topic | None:
    return next((topic for topic in scope.topics if topic.id == one.topic), None)
