"""What the faces of a crisis share: one read of the gravest episode, without the words or names of any person."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Episode, Millis, Phase, Scope, Span, Topic
from hubdesk.core.channels import ChannelSilence, Voice
from hubdesk.core.episode_answers import NOTE
from hubdesk.core.scenes import Cell
from hubdesk.i18n import day
from hubdesk.panels.crisis_forecast import Forecast
from hubdesk.panels.crisis_level import Level
from hubdesk.panels.crisis_picture import CrisisOptions, Room, read_crisis
from hubdesk.panels.episodes_known import Known, chance_of, known
from hubdesk.panels.episodes_picture import LATE
from hubdesk.panels.episodes_words import sentence
from hubdesk.panels.official import GRAVE, Official
from hubdesk.panels.official_words import area_name
from hubdesk.panels.trend_picture import TrendOptions, TrendPicture, read_trend
from hubdesk.store.reader import Reader
from hubdesk.wall.curve import calm_step
from hubdesk.widgets.chart_ticks import time_label

PACE_SECONDS: Final = 5.0
OTHER: Final = "other"  # the theme of what has none of the others
LEAN: Final = frozenset({"usual", "times", "minutes", "area"})  # of an evidence: what names nobody


@dataclass(frozen=True, slots=True)
class Announced:
    """What a channel said of where it is, when, and the places beside it that are reported, by reports."""

    place: str
    at: Millis
    outside: tuple[str, ...]
    is_contradicted: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """Of a brand's channels since the first report. `broken_at`: when the first of `spoke` did. `silent_since`: from
    when the longest silence is; `unseen` ms of it nobody could look. `denying`: say that all is well."""

    channels: int
    first_report: Millis
    spoke: int = 0
    silent: int = 0
    unknown: int = 0
    denying: int = 0
    broken_at: Millis | None = None
    silent_since: Millis | None = None
    unseen: Millis = 0


@dataclass(frozen=True, slots=True)
class WallRoom:
    """An episode with what is known of it. `about`: its commonest theme, and its share of what was read. `reason`: why
    it was told, in words. `owes`: its brand owes an answer to it, as to a crisis or an outage. `accounts`: so many of
    the brand's are declared; `waiting` None: what waits is not known."""

    known: Known
    topic: Topic | None
    stretch: Span
    level: Level
    trend: TrendPicture
    mentions: int
    about: tuple[str, float] | None
    reason: str
    chance: float | None
    owes: bool
    has_channels: bool
    silence: Silence | None
    channels: tuple[ChannelSilence, ...]
    announced: Announced | None
    accounts: int
    answers_known: bool
    waiting: Forecast | None


@dataclass(frozen=True, slots=True)
class WallCrisis:
    """`room` None: no episode lasts, or none of that number is known; `last` is then the last that did. `others` last
    too. `watched_until` None: nobody ever watched; `is_late`: nobody does now, though somebody could."""

    end: Millis
    zone: str
    topics: tuple[Topic, ...]
    watched_until: Millis | None
    is_late: bool
    room: WallRoom | None = None
    last: Known | None = None
    others: int = 0
    is_gone: bool = False
    is_unknown: bool = False

    def at(self, instant: Millis) -> str:
        """`14:32`, with its day where that is another one than the last that is looked at."""
        return time_label(instant, self.zone, with_day=day(instant, self.zone) != day(self.end, self.zone))


def crisis_asked(cell: Cell) -> CrisisOptions:
    """The episode that a cell names; else the gravest that lasts."""
    number = cell.option("episode", 0)
    return CrisisOptions(number if isinstance(number, int) and number > 0 else None)


def read_crisis_of_wall(reader: Reader, scope: Scope, options: Hashable) -> WallCrisis:
    """Worker thread: what every face of a crisis shows, so that a wall asks once for all of them."""
    wanted = options if isinstance(options, CrisisOptions) else CrisisOptions()
    lasting = [one for one in known(reader.episodes(replace(scope, start=scope.end))) if _lasts(one)]
    gravest = CrisisOptions(lasting[0].id) if lasting else wanted
    picture = read_crisis(reader, scope, wanted if wanted.episode is not None else gravest)
    is_growing = not picture.facts.sealed and not picture.facts.synthetic
    until, room = picture.watched_until, None
    if picture.room is not None and (wanted.episode is not None or lasting):
        room = _bare_room(reader, scope, picture.room, picture.zone)
    last = None
    if room is None and wanted.episode is None:
        every = known(reader.episodes(replace(scope, start=0)))
        ended = [one for one in every if not one.is_wrong and not _lasts(one)]
        last = max(ended, key=_ended, default=None)
    return WallCrisis(
        end=picture.end,
        zone=picture.zone,
        topics=picture.topics,
        watched_until=until,
        is_late=is_growing and until is not None and scope.end - until > LATE,
        room=room,
        last=_bare(last) if last is not None else None,
        others=sum(room is None or one.id != room.known.id for one in lasting),
        is_gone=picture.is_gone,
        is_unknown=room is None and wanted.episode is not None and not picture.is_gone,
    )


def _lasts(one: Known) -> bool:
    """What is back to its usual alarms nobody, though its episode stays open in case it comes back."""
    return one.lasts and not one.is_wrong and one.phase != Phase.OVER


def _ended(one: Known) -> tuple[Millis, int]:
    return one.now.end or 0, one.id


def _bare_room(reader: Reader, scope: Scope, room: Room, zone: str) -> WallRoom:
    around, topics = room.trend.span, (room.topic,) if room.topic is not None else ()
    calm = TrendOptions(calm_step(around.end - around.start), smooth=False)
    trend = read_trend(reader, Scope(topics, around.start, around.end, scope.known), calm)
    return WallRoom(
        known=_bare(room.known),
        topic=room.topic,
        stretch=room.stretch,
        level=room.level,
        trend=replace(trend, flags=(), habit=None),
        mentions=room.all,
        about=_about(room),
        reason=sentence(room.known, zone),
        chance=chance_of(room.known) if room.known.lasts else None,
        owes=room.topic is not None and room.known.main.kind in GRAVE,
        has_channels=room.has_channels,
        silence=silence_of(room.silence),
        channels=tuple(replace(one, statement=None, beside=(), error="") for one in room.silence),
        announced=_announced(room.official),
        accounts=len(room.answers.accounts),
        answers_known=room.answers.is_known,
        waiting=room.forecast,
    )


def _about(room: Room) -> tuple[str, float] | None:
    """None where nothing is read, or the commonest is none of the themes."""
    first = next(iter(room.frames), None)
    return None if first is None or not first.read or first.code == OTHER else (first.code, first.mentions / first.read)


def _bare(one: Known) -> Known:
    """Without whose words and whose accounts it rests on, and without what the analyst noted."""
    return Known(_bare_episode(one.main), tuple(_bare_episode(other) for other in one.also))


def _bare_episode(one: Episode) -> Episode:
    states = (
        replace(state, evidence={key: value for key, value in state.evidence.items() if key in LEAN})
        for state in one.states
    )
    return replace(one, states=tuple(states), marks=tuple(mark for mark in one.marks if mark.word != NOTE))


def silence_of(channels: Iterable[ChannelSilence]) -> Silence | None:
    """All channels of a brand as one; None where there is none."""
    found = tuple(channels)
    if not found:
        return None
    silent = [one for one in found if one.state == Voice.SILENT and one.since is not None]
    spoke = [one.since for one in found if one.state == Voice.SPOKE and one.since is not None]
    return Silence(
        channels=len(found),
        first_report=min(one.first_report for one in found),
        spoke=len(spoke),
        silent=len(silent),
        unknown=len(found) - len(spoke) - len(silent),
        denying=sum(one.denies for one in silent),
        broken_at=min(spoke, default=None),
        silent_since=min((one.since for one in silent if one.since is not None), default=None),
        unseen=max((one.unseen for one in silent), default=0),
    )


def _announced(said: Official | None) -> Announced | None:
    if said is None or said.area is None:
        return None
    named = dict(said.names)
    outside = tuple(named.get(one.code, one.code) for one in said.area.outside)
    return Announced(area_name(said), said.area.statement.at, outside, said.area.contradicted_at is not None)
