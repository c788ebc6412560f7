"""The clock of official silence and the gap in an official area, for a topic, as they were known at a scope's end."""

from __future__ import annotations

import sqlite3
from typing import Final

from hubdesk.core import DAY, EpisodeKind, Millis, Scope, Topic
from hubdesk.core.channels import Channel, ChannelSilence, OfficialArea
from hubdesk.query.silence import JOINED, Report, Watched, first_credible, scope_gap, silence
from hubdesk.store import channels
from hubdesk.store.episodes import episodes
from hubdesk.store.readings import TONES, WIDTH

THEME: Final = "outage_network"
MOST: Final = 20_000  # reports that are looked at, the oldest
_NEGATIVE: Final = TONES.index("negative")
_GRAVE: Final = (EpisodeKind.OUTAGE, EpisodeKind.CRISIS)
_REPORTS: Final = (
    "SELECT m.id, m.at, m.network, m.author_id, m.handle, r.departments FROM heard h JOIN mention m ON m.id = h.mention"  # noqa: S608 — our own
    f" JOIN reading r ON r.id = m.reading WHERE h.topic = :topic AND h.known_at >= :start AND h.known_at <= :known"
    f" AND h.at >= :start AND h.at < :end AND (m.reading % {WIDTH} = {_NEGATIVE} OR r.themes LIKE '%{THEME}%')"
    " {placed} ORDER BY h.known_at, m.id LIMIT :most"
)


def silences(
    connection: sqlite3.Connection, topic: Topic, scope: Scope, since: Millis | None
) -> tuple[ChannelSilence, ...]:
    """Each of the topic's channels; none without an incident, or a channel.

    `since` None: the first credible report of the topic's outage or crisis that lasts, or did last.
    """
    began = _began(connection, topic, scope) if since is None else since
    if began is None or began > scope.end:
        return ()
    now = min(scope.end, scope.known)
    return tuple(silence(began, now, _watched(connection, one, began, now)) for one in _of(connection, topic))


def area(connection: sqlite3.Connection, topic: Topic, scope: Scope, since: Millis | None) -> OfficialArea | None:
    """What the topic's last official word that names places speaks of, and where else people report it since."""
    began = _began(connection, topic, scope) if since is None else since
    if began is None:
        return None
    now = min(scope.end, scope.known)
    found = [
        (word, channel)
        for channel in _of(connection, topic)
        for word in channels.words(connection, channel.key, began, now)
        if word.places
    ]
    if not found:
        return None
    word, channel = max(found, key=_said_last)
    reports = _reports(connection, topic, word.at, now + 1, now, placed=True)
    gap = scope_gap(word.at, word.places, reports, now)
    if gap is None:
        return OfficialArea(channel.name, word, word.places)
    return OfficialArea(channel.name, word, word.places, gap.missing, gap.reports)


def _began(connection: sqlite3.Connection, topic: Topic, scope: Scope) -> Millis | None:
    """The first credible report of what is going on: one that others joined, or where its episode begins when that is
    sooner, so that a brand that was quicker than people is not called silent."""
    of_topic = Scope((topic,), scope.start, scope.end, scope.known_by)
    grave = [one for one in episodes(connection, of_topic) if one.kind in _GRAVE and one.topic in (topic.id, None)]
    if not grave:
        return None
    lasting = [one.now.start for one in grave if one.lasts]
    start = min(lasting) if lasting else max(one.now.start for one in grave)
    known = min(scope.known, start + DAY)
    first = first_credible(_reports(connection, topic, start - JOINED, known + 1, known, placed=False))
    return start if first is None else min(start, first.at)


def _of(connection: sqlite3.Connection, topic: Topic) -> list[Channel]:
    return [one for one in channels.channels(connection) if one.topic in (topic.id, None)]


def _watched(connection: sqlite3.Connection, channel: Channel, since: Millis, now: Millis) -> Watched:
    looks, error = channels.looks(connection, channel.key, since, now)
    said = channels.words(connection, channel.key, since, now)
    return Watched(channel.name, channel.kind, looks, said, error)


def _reports(
    connection: sqlite3.Connection, topic: Topic, start: Millis, end: Millis, known: Millis, *, placed: bool
) -> list[Report]:
    rows = connection.execute(
        _REPORTS.format(placed="AND r.departments <> ''" if placed else ""),
        {"topic": topic.id, "start": start, "end": end, "known": known, "most": MOST},
    )
    return [
        Report(
            id_, at, f"{network}:{author or handle}" if author or handle else "", tuple(filter(None, named.split("\n")))
        )
        for id_, at, network, author, handle, named in rows
    ]


def _said_last(found: tuple[object, Channel]) -> tuple[Millis, int]:
    word = found[0]
    return word.at, word.id  # type: ignore[attr-defined]
