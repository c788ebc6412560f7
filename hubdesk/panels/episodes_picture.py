"""What the episodes panel reads: all that was detected up to the scope's end, and one of them with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, Heard, Millis, Scope, Span, Topic
from hubdesk.panels.episodes_known import Known, excess, first_at, ids, known, texts
from hubdesk.panels.episodes_score import ScoreCard, score
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_lines import bin_step
from hubdesk.widgets.map_atlas import AtlasError, atlas
from hubdesk.widgets.sparkline import Spark

WATCH: Final = "minutes"  # under this name the watch says up to when it has counted
MOST: Final = 300  # rows listed
SPARKS: Final = 80  # of which so many are drawn with their volume
BINS: Final = 60
LONGEST: Final = 30 * DAY  # what a sparkline shows at most
FIRST: Final = 6  # mentions
MOST_PLACES: Final = 100  # of an outage, that are named
LATE: Final = 5 * MINUTE  # without a word of the watch, from which nobody watches


@dataclass(frozen=True, slots=True)
class EpisodesOptions:
    """`opened`: the episode whose evidence is shown."""

    opened: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode in the list; `spark` None: its topic's volume is not read."""

    known: Known
    topic: Topic | None
    spark: Spark | None


@dataclass(frozen=True, slots=True)
class Opened:
    """An episode with what it rests on. `stretch`: of the mentions counted in its evidence. `places`: names by code."""

    known: Known
    topic: Topic | None
    stretch: Span
    first: tuple[Heard, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EpisodesPicture:
    """`all` were detected; the first of them are `listed`. `watched_until` None: nobody ever watched. `since`: when
    the session first listened."""

    end: Millis
    zone: str
    topics: tuple[Topic, ...]
    listed: tuple[Listed, ...]
    all: int
    now: int
    card: ScoreCard
    watched_until: Millis | None
    since: Millis | None
    is_growing: bool  # the collector may bring more: neither sealed nor made up
    opened: Opened | None = None

    @property
    def is_late(self) -> bool:
        """Whether the watch is behind what is looked at, though it could go on."""
        return self.is_growing and self.watched_until is not None and self.end - self.watched_until > LATE


def read_episodes(reader: Reader, scope: Scope, options: EpisodesOptions) -> EpisodesPicture:
    """The scope's topics; the past is all there is before its end, not its span alone."""
    facts, topics = reader.facts(), reader.topics()
    found = known(reader.episodes(Scope(scope.topics, 0, scope.end, scope.known_by)))
    named = {topic.id: topic for topic in topics}
    listed = []
    for place, one in enumerate(found[:MOST]):
        topic = named.get(one.main.topic) if one.main.topic is not None else None
        is_read = place < SPARKS and (topic is not None or one.main.topic is None)
        listed.append(Listed(one, topic, spark_of(reader, one, topic, scope) if is_read else None))
    chosen = next((one for one in found if options.opened in one.ids), None)
    return EpisodesPicture(
        end=scope.end,
        zone=facts.timezone or "UTC",
        topics=topics,
        listed=tuple(listed),
        all=len(found),
        now=sum(one.lasts for one in found),
        card=score(found, topics, scope.end),
        watched_until=reader.watched(WATCH)[0],
        since=None if found else reader.coverage(scope).first_listened,
        is_growing=not facts.sealed and not facts.synthetic,
        opened=None if chosen is None else open_episode(reader, chosen, named.get(chosen.main.topic or 0), scope),
    )


def spark_of(reader: Reader, one: Known, topic: Topic | None, scope: Scope) -> Spark:
    """The topic's volume from a while before the episode to a while after it, up to the scope's end."""
    start = one.start
    last = min(scope.end, one.now.end if one.now.end is not None else scope.end)
    last = max(start, min(last, start + LONGEST))
    lead = max(2 * HOUR, min(last - start, 12 * HOUR))
    span = Span(start - lead, min(scope.end, last + lead))
    if span.end <= span.start:
        span = Span(scope.end - HOUR, scope.end)
    step = bin_step(span.end - span.start, BINS)
    within = Scope((topic,) if topic is not None else (), span.start // step * step, span.end, scope.known)
    return Spark(span, step, reader.volume(topic, within, step), Span(start, last))


def open_episode(reader: Reader, one: Known, topic: Topic | None, scope: Scope) -> Opened:
    """What the alarm rested on, as it was known then."""
    evidence, at = one.alarm.evidence, one.alarm.at
    start = first_at(evidence)
    start = min(one.start, start) if start is not None and start > at - LONGEST else one.start
    first = first_heard(reader, topic, Span(start, at), at) if topic is not None else ()
    if not first:
        first = tuple(sorted(reader.mentions(ids(evidence)[:FIRST]), key=_published))
    area = evidence.get("area")
    codes = [found.name for found in excess(evidence, "places")]
    codes += texts(area.get("places"), MOST_PLACES) if isinstance(area, dict) else ()
    return Opened(one, topic, Span(start, max(at, start + MINUTE)), first, place_names(codes))


def first_heard(reader: Reader, topic: Topic | None, span: Span, known_at: Millis) -> tuple[Heard, ...]:
    """The first mentions that a topic heard in a stretch, as they were known; the earliest first."""
    topics = (topic,) if topic is not None else ()
    length, whole = MINUTE, max(MINUTE, span.end - span.start)
    while True:
        length = min(length, whole)
        found = reader.latest(Scope(topics, span.start, span.start + length, known_at), 40 * FIRST)
        if len(found) >= FIRST or length == whole:
            return tuple(sorted(found, key=_published)[:FIRST])
        length *= 4


def place_names(codes: list[str]) -> tuple[tuple[str, str], ...]:
    """Departments by their codes; those that the atlas does not know are left out."""
    if not codes:
        return ()
    try:
        named = atlas().names
    except AtlasError:  # its file is gone: the codes are shown
        return ()
    return tuple((code, named[code]) for code in codes if code in named)


def _published(heard: Heard) -> tuple[Millis, int]:
    return heard.at, heard.id
