"""The clock of official silence and the gap in an official area, for a topic, as they were known at a scope's end."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Final

from hubdesk.core import DAY, EpisodeKind, Millis, Scope, Topic
from hubdesk.core.channels import Channel, ChannelSilence, ChannelWord, OfficialArea
from hubdesk.query.silence import JOINED, Report, Voiced, Watched, first_credible, owns_up, scope_gap, silence
from hubdesk.store import channels
from hubdesk.store.episodes import episodes
from hubdesk.store.readings import TONES, WIDTH
from hubdesk.store.series import combos_hearing
from hubdesk.store.then import changed_since

THEME: Final = "outage_network"
MOST: Final = 20_000  # reports that the first credible one is looked for among, the oldest
_NEGATIVE: Final = TONES.index("negative")
_GRAVE: Final = (EpisodeKind.OUTAGE, EpisodeKind.CRISIS)
_GRIEVED: Final = f" AND ({{reading}} % {WIDTH} = {_NEGATIVE} OR r.themes LIKE '%{THEME}%')"
_NOW: Final = (
    "heard h JOIN mention m ON m.id = h.mention JOIN reading r ON r.id = m.reading"
    " WHERE h.topic = :topic AND h.known_at >= :start AND h.known_at <= :known AND h.at >= :start AND h.at < :end"
)
# Where some were edited or corrected since: these as they were heard and read then, by number and reading.
_THEN: Final = (
    "(SELECT h.mention AS id, n.reading AS reading FROM heard h JOIN mention n ON n.id = h.mention"
    " WHERE h.topic = :topic AND h.known_at >= :start AND h.known_at <= :known AND h.at >= :start AND h.at < :end"
    " AND h.mention NOT IN (SELECT value FROM json_each(:changed))"
    " UNION ALL SELECT value ->> 0, value ->> 1 FROM json_each(:then)) c"
    " JOIN mention m ON m.id = c.id JOIN reading r ON r.id = c.reading WHERE 1"
)
_REPORTS: Final = (
    "SELECT m.id, m.at, m.network, m.author_id, m.handle FROM {rows} ORDER BY {known_at}, m.id LIMIT :most"
)
_VOICED: Final = (
    "SELECT r.departments, CASE WHEN m.withdrawn_at IS NOT NULL THEN '' ELSE"
    " m.network || ':' || coalesce(nullif(m.author_id, ''), nullif(m.handle, ''), '#' || m.id) END,"
    " count(*), sum(m.withdrawn_at IS NOT NULL), min(CASE WHEN m.at >= :said THEN m.at END)"
    " FROM {rows} AND r.departments <> '' GROUP BY 1, 2"
)


def silences(
    connection: sqlite3.Connection, topic: Topic, scope: Scope, since: Millis | None
) -> tuple[ChannelSilence, ...]:
    """Each of the topic's channels; none without an incident, or a channel.

    `since` None: the first credible report of the topic's outage or crisis that lasts, or did last.
    """
    began = first_report(connection, topic, scope) if since is None else since
    if began is None or began > scope.end:
        return ()
    now = min(scope.end, scope.known)
    return tuple(silence(began, now, _watched(connection, one, began, now)) for one in _of(connection, topic))


def area(connection: sqlite3.Connection, topic: Topic, scope: Scope, since: Millis | None) -> OfficialArea | None:
    """What the topic's last official word of the incident that names places speaks of, and where people report it.

    Words are those said by the scope's end; reports those published in it and known where it stands, as every count.
    """
    began = first_report(connection, topic, scope) if since is None else since
    if began is None:
        return None
    now = min(scope.end, scope.known)
    found = []
    for channel in _of(connection, topic):
        said = channels.last_words(connection, channel.key, began, now)
        found += [(word, channel) for word in said if word.places and owns_up(word)][:1]
    if not found:
        return None
    word, channel = max(found, key=_said_last)
    reported = list(_voiced(connection, topic, Scope((), began, scope.end, scope.known), word.at))
    gap = scope_gap(word.places, reported)
    return OfficialArea(
        channel=channel.name,
        kind=channel.kind,
        statement=word,
        official=word.places,
        first_report=began,
        end=scope.end,
        placed=sum(one.reports for one in reported),
        within=gap.within,
        inside=gap.inside,
        outside=gap.outside,
        thin=gap.thin,
        contradicted_at=gap.at,
    )


def first_report(connection: sqlite3.Connection, topic: Topic, scope: Scope) -> Millis | None:
    """The first credible report of what is going on: one that others joined, or where its episode begins when that is
    sooner, so that a brand that was quicker than people is not called silent."""
    of_topic = Scope((topic,), scope.start, scope.end, scope.known_by)
    grave = [one for one in episodes(connection, of_topic) if one.kind in _GRAVE and one.topic in (topic.id, None)]
    if not grave:
        return None
    lasting = [one.now.start for one in grave if one.lasts]
    start = min(lasting) if lasting else max(one.now.start for one in grave)
    known = min(scope.known, start + DAY)
    first = first_credible(_reports(connection, topic, start - JOINED, known + 1, known))
    return start if first is None else min(start, first.at)


def _of(connection: sqlite3.Connection, topic: Topic) -> list[Channel]:
    return [one for one in channels.channels(connection) if one.topic in (topic.id, None)]


def _watched(connection: sqlite3.Connection, channel: Channel, since: Millis, now: Millis) -> Watched:
    looks, error = channels.looks(connection, channel.key, since, now)
    said = channels.words(connection, channel.key, since, now)
    return Watched(channel.name, channel.kind, looks, said, error)


def _reports(connection: sqlite3.Connection, topic: Topic, start: Millis, end: Millis, known: Millis) -> list[Report]:
    rows = _asked(connection, _REPORTS, topic, Scope((topic,), start, end, known), {"most": MOST})
    return [
        Report(id_, at, f"{network}:{author or handle}" if author or handle else "")
        for id_, at, network, author, handle in rows
    ]


def _voiced(connection: sqlite3.Connection, topic: Topic, within: Scope, said: Millis) -> Iterator[Voiced]:
    """By places and voice, so that a hundred thousand reports are some rows."""
    for named, voice, reports, gone, after in _asked(connection, _VOICED, topic, within, {"said": said}):
        yield Voiced(channels.codes(named.split("\n")), voice, reports, gone, after)


def _asked(
    connection: sqlite3.Connection, text: str, topic: Topic, within: Scope, more: Mapping[str, int]
) -> sqlite3.Cursor:
    """Over the topic's complaints of a stretch, as they were known by its end."""
    wanted = {"topic": topic.id, "start": within.start, "end": within.end, "known": within.known, **more}
    changed = changed_since(connection, within)
    if not changed:
        return connection.execute(
            text.format(rows=_NOW + _GRIEVED.format(reading="m.reading"), known_at="h.known_at"), wanted
        )
    hearing = set(combos_hearing(connection, (topic,)))
    then = [(row[0], row[5]) for row in changed.then if row[4] in hearing and row[2] >= within.start]
    lists = {"changed": json.dumps(changed.ids), "then": json.dumps(then)}
    return connection.execute(
        text.format(rows=_THEN + _GRIEVED.format(reading="c.reading"), known_at="m.known_at"), {**wanted, **lists}
    )


def _said_last(found: tuple[ChannelWord, Channel]) -> tuple[Millis, int]:
    word, _channel = found
    return word.at, word.id
