"""What is wrong inside a session file, one plain sentence each. Reads all of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from hubdesk.core import DAY, MINUTE, Millis
from hubdesk.i18n import _, iso
from hubdesk.query.indexing import index_text
from hubdesk.store import readers_off
from hubdesk.store.coverage import sources
from hubdesk.store.notes import dump_reading, load_notes
from hubdesk.store.readings import WIDTH, columns

MOST_SAMPLED: Final = 200  # mentions whose words are looked up in the index


class Damage(str):
    """A sentence about damaged pages: what can be read should be saved."""

    __slots__ = ()


def problems(connection: sqlite3.Connection, now: Millis | None) -> tuple[str, ...]:
    """Damage first: when pages are damaged, nothing else is worth asking."""
    damage = [row[0] for row in connection.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
    if damage:
        return tuple(Damage(_("the file is damaged: {what}").format(what=" ".join(line.split()))) for line in damage)
    return (
        *_counts(connection),
        *_heard(connection),
        *_topics(connection),
        *_readings(connection),
        *_words(connection),
        *_future(connection, now),
        *_sources(connection),
        *_readers(connection),
    )


def _readers(connection: sqlite3.Connection) -> Iterator[str]:
    """What the collector could not read when it last tried: the file is whole, and its readings have holes."""
    for one in readers_off.read(connection):
        since = _("since {at}").format(at=iso(one.since)) if one.since is not None else _("nobody knows since when")
        yield _("{reader} is not read, {since}: {why}").format(reader=one.name, since=since, why=one.why)


def _counts(connection: sqlite3.Connection) -> Iterator[str]:
    wrong = connection.execute(
        f"""SELECT count(*) FROM (
        SELECT minute, combo, source, late, sum(mentions) AS total FROM (
            SELECT minute, combo, source, late, mentions FROM volume
            UNION ALL
            SELECT at / {MINUTE}, combo, source, known_at / {MINUTE} - at / {MINUTE}, -count(*) FROM mention
            GROUP BY 1, 2, 3, 4)
        GROUP BY 1, 2, 3, 4) WHERE total <> 0"""  # noqa: S608
    ).fetchone()[0]
    if wrong:
        yield _("{n} minute counts differ from the stored mentions").format(n=wrong)


def _heard(connection: sqlite3.Connection) -> Iterator[str]:
    lost = connection.execute(
        "SELECT count(*) FROM heard LEFT JOIN mention m ON m.id = heard.mention"
        " WHERE m.id IS NULL OR m.known_at <> heard.known_at OR m.at <> heard.at"
    ).fetchone()[0]
    if lost:
        yield _("{n} topic entries point to no mention").format(n=lost)
    missing = connection.execute(
        "SELECT (SELECT coalesce(sum(n * (SELECT count(*) FROM mention WHERE combo = c.id)), 0) FROM"
        " (SELECT combo.id, count(*) AS n FROM combo, json_each('[' || combo.topics || ']') AS each"
        " JOIN topic ON topic.id = each.value GROUP BY combo.id) AS c) - (SELECT count(*) FROM heard)"
    ).fetchone()[0]
    if missing:
        yield _("the topics of {n} mentions are not the ones counted").format(n=abs(missing))


def _topics(connection: sqlite3.Connection) -> Iterator[str]:
    """Every topic's query is among its versions; what is to be heard again is there; nothing heard is out of date."""
    unkept = connection.execute(
        "SELECT (SELECT count(*) FROM topic t LEFT JOIN topic_version v ON v.topic = t.id AND v.version = t.version"
        " WHERE v.query IS NOT t.query) + (SELECT count(*) FROM topic_version v LEFT JOIN topic t ON t.id = v.topic"
        " WHERE t.id IS NULL OR v.version > t.version)"
    ).fetchone()[0]
    if unkept:
        yield _("the kept queries of {n} topics are not theirs").format(n=unkept)
    lost = connection.execute(
        "SELECT count(*) FROM rehearing r LEFT JOIN topic t ON t.id = r.topic AND t.version = r.version"
        " WHERE t.id IS NULL OR NOT r.next BETWEEN 0 AND r.newest"
        " OR r.newest > (SELECT coalesce(max(id), 0) FROM mention)"
    ).fetchone()[0]
    if lost:
        yield _("what {n} topics are to hear again is not what is stored").format(n=lost)
    outdated = connection.execute(
        "SELECT count(*) FROM heard JOIN topic t ON t.id = heard.topic AND t.version <> heard.version"
        " LEFT JOIN rehearing r ON r.topic = t.id JOIN mention m ON m.id = heard.mention"
        " WHERE m.withdrawn_at IS NULL AND (r.topic IS NULL OR heard.mention > r.next)"
    ).fetchone()[0]
    if outdated:
        yield _("{n} topic entries are of an earlier query, and nobody is to ask again").format(n=outdated)


def _readings(connection: sqlite3.Connection) -> Iterator[str]:
    """Mentions are counted by what their notes say; and who was corrected has the readers' notes kept beside."""
    kept = connection.execute("SELECT * FROM reading").fetchall()
    if unlike := sum((id_ % WIDTH, *told) != columns(told[0]) for id_, *told in kept):
        yield _("{n} readings say one thing twice, and differently").format(n=unlike)
    counted = {row[0]: row[1] for row in kept}
    rows = connection.execute("SELECT notes, reading FROM mention WHERE withdrawn_at IS NULL")
    if wrong := sum(dump_reading(load_notes(notes)) != counted.get(reading) for notes, reading in rows):
        yield _("{n} mentions are counted by other readings than their notes hold").format(n=wrong)
    lost = connection.execute(
        "SELECT (SELECT count(*) FROM evidence e LEFT JOIN mention m ON m.id = e.mention"
        " WHERE m.id IS NULL OR m.withdrawn_at IS NOT NULL) + (SELECT count(*) FROM machine k"
        " LEFT JOIN mention m ON m.id = k.mention WHERE m.id IS NULL OR m.withdrawn_at IS NOT NULL"
        " OR k.mention NOT IN (SELECT mention FROM correction)) + (SELECT count(DISTINCT c.mention) FROM correction c"
        " LEFT JOIN machine k ON k.mention = c.mention LEFT JOIN mention m ON m.id = c.mention"
        " WHERE m.id IS NULL OR (m.withdrawn_at IS NULL AND k.mention IS NULL))"
    ).fetchone()[0]
    if lost:
        yield _("what {n} readings or corrections rest on is not what is stored").format(n=lost)


def _words(connection: sqlite3.Connection) -> Iterator[str]:
    try:
        yield from _indexed(connection)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        yield Damage(_("the full-text index is damaged: searches find nothing or not all; the rest is whole"))


def _indexed(connection: sqlite3.Connection) -> Iterator[str]:
    unindexed = connection.execute(
        "SELECT count(*) FROM mention m LEFT JOIN words_docsize d ON d.id = m.id"
        " WHERE d.id IS NULL AND m.withdrawn_at IS NULL"
    ).fetchone()[0]
    if unindexed:
        yield _("{n} mentions are missing from the full-text index").format(n=unindexed)
    kept = connection.execute(
        "SELECT count(*) FROM words_docsize d LEFT JOIN mention m ON m.id = d.id"
        " WHERE m.id IS NULL OR m.withdrawn_at IS NOT NULL"
    ).fetchone()[0]
    if kept:
        yield _("{n} withdrawn mentions are still in the full-text index").format(n=kept)
    rows = connection.execute(
        "SELECT id, text FROM mention WHERE withdrawn_at IS NULL AND text <> '' ORDER BY id DESC LIMIT ?",
        (MOST_SAMPLED,),
    ).fetchall()
    if lost := sum(not _is_found(connection, id_, text) for id_, text in rows):
        yield _("{n} of {all} mentions looked up are not found by their own words").format(n=lost, all=len(rows))


def _is_found(connection: sqlite3.Connection, id_: int, text: str) -> bool:
    words = [word for word in index_text(text).split(" ")[:8] if word and '"' not in word]
    if not words:
        return True
    asked = 'body: "' + " ".join(words) + '"'
    found = connection.execute("SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?", (asked, id_)).fetchone()
    return found is not None


def _future(connection: sqlite3.Connection, now: Millis | None) -> Iterator[str]:
    """What was stored while the clock was ahead is whole, and out of sight until its time. Not of a demonstration."""
    synthetic = connection.execute("SELECT value FROM meta WHERE key = 'synthetic'").fetchone()
    if now is None or synthetic == ("1",):
        return
    count, last = connection.execute(
        "SELECT count(*), max(known_at) FROM mention WHERE known_at > ?", (now + MINUTE,)
    ).fetchone()
    if count:
        yield _("{n} mentions were stored by a clock that was ahead: they show from {time} on").format(
            n=count, time=iso(last)
        )


def _sources(connection: sqlite3.Connection) -> Iterator[str]:
    for row in sources(connection):
        newest = connection.execute("SELECT max(at) FROM poll WHERE source = ? AND ok", (row.id,)).fetchone()[0]
        last = row.last_attempt_at
        if last is not None and row.due_at > last + max(DAY, 2 * row.every):
            yield _("{source} is due more than a day after its last attempt: the clock jumped").format(source=row.name)
        if row.cursor and newest is None:
            yield _("{source} has a cursor but never answered: it may have skipped mentions").format(source=row.name)
        backwards = connection.execute(
            "SELECT count(*) FROM poll WHERE source = ? AND covers_from > covers_to", (row.id,)
        ).fetchone()[0]
        if backwards:
            yield _("{source} has {n} attempts that end before they begin").format(source=row.name, n=backwards)
