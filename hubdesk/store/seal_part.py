"""Fills a new session file with what stays of another: a span, without held-back sources, or with pseudonyms.

Nothing is deleted, so nothing of what is left out can be left in free pages. Of the span stays what makes a replay of
it the same: mentions published in it and known by its end, and beside them what was known of sources, channels and
episodes by then. What was listened to before the span is in the file only as far as it tells how a source stood at its
start; readers claim nothing from before it (`begins`). Counts are made anew from the mentions that stay.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hubdesk.core import DAY, MINUTE, Millis, SourceRow
from hubdesk.store import coverage, fulltext, migrations, schema
from hubdesk.store.begins import BEGINS
from hubdesk.store.cursors import ERASED
from hubdesk.store.episodes_forget import keep_evidence, read_evidence, without_names, without_rare_words
from hubdesk.store.pseudonyms import Pseudonyms
from hubdesk.store.pseudonyms_put import pseudonymise
from hubdesk.store.rows import LATEST
from hubdesk.store.sweeping import DUE

_FIRST: Final = -(1 << 62)
_BEFORE: Final = 2 * DAY  # of looks and counted minutes from before the span, for what lasts into it
_AT_ONCE: Final = 2_000
_INDEXED: Final = ("mention", "heard", "poll", "correction", "look", "switch")
COUNT: Final = (
    f"INSERT INTO volume SELECT at / {MINUTE}, combo, source, known_at / {MINUTE} - at / {MINUTE}, count(*)"  # noqa: S608
    " FROM mention GROUP BY 1, 2, 3, 4"
)
_OF_MENTIONS: Final = ("revision", "evidence", "correction", "machine")
_WHOLE: Final = ("topic", "topic_version", "combo", "rehearing")

# What stays, by table, in the order in which it is read. Each is asked with start, end, before and held.
_KEPT: Final = {
    "mention": "at >= :start AND at < :end AND known_at <= :end AND source NOT IN (SELECT value FROM json_each(:held))",
    "source": "1",
    "switch": "at <= :end",
    "poll": (
        "at <= :end AND (at >= :start OR covers_to > :start"
        " OR at >= coalesce((SELECT max(p.at) FROM main.poll p WHERE p.source = t.source AND p.at <= :start AND p.ok"
        " AND p.covers_to IS NOT NULL), :before)"
        " OR id = (SELECT p.id FROM main.poll p WHERE p.source = t.source AND p.covers_from IS NOT NULL"
        " AND p.at <= :end AND p.covers_from < min(p.covers_to, :end) ORDER BY p.covers_from LIMIT 1))"
    ),
    "episode": (
        "EXISTS (SELECT 1 FROM main.episode_state s WHERE s.episode = t.id AND s.start < :end"
        ' AND (s."end" IS NULL OR s."end" >= :start)'
        " AND s.at = (SELECT max(at) FROM main.episode_state WHERE episode = t.id AND at <= :end))"
    ),
    "episode_state": "at <= :end AND episode IN (SELECT id FROM sealed.episode)",
    "episode_mark": "episode IN (SELECT id FROM sealed.episode)",
    "counted": f"minute >= :before / {MINUTE} AND minute * {MINUTE} < :end",
    "reported": (
        f"minute >= :before / {MINUTE} AND minute * {MINUTE} < :end AND mention IN (SELECT id FROM sealed.mention)"  # noqa: S608
    ),
    "look": "at >= :before AND at <= :end",
    "statement": "known_at <= :end",
    "mark": (
        "(mention IS NOT NULL AND mention IN (SELECT id FROM sealed.mention))"
        " OR (episode IS NOT NULL AND episode IN (SELECT id FROM sealed.episode))"
        " OR (instant IS NOT NULL AND instant >= :start AND instant <= :end)"
    ),
}
_LEFT_OUT: Final = ("sealed", "tombstone_key", "sha256", "manifest", "untidy", "words", BEGINS, DUE, ERASED)


@dataclass(frozen=True, slots=True)
class Part:
    """What stays. `held`: sources of which no mention may."""

    start: Millis | None = None
    end: Millis | None = None
    held: frozenset[int] = field(default_factory=frozenset)
    pseudonymise: bool = False

    @property
    def edges(self) -> tuple[Millis, Millis]:
        return (_FIRST if self.start is None else self.start), (LATEST if self.end is None else self.end)


def prepare(made: Path) -> list[str]:
    """Make our tables in the empty file. Returns what makes their indexes, which are quicker made at the end."""
    with contextlib.closing(sqlite3.connect(made, isolation_level=None)) as copy:
        _throwaway(copy)
        copy.execute("BEGIN")
        migrations.create_tables(copy)
        indexes = _drop_indexes(copy)
        copy.execute("COMMIT")
    return indexes


@contextlib.contextmanager
def attached(connection: sqlite3.Connection, made: Path) -> Iterator[None]:
    """One transaction that reads the session and writes to the prepared file, as `sealed`."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)
    connection.execute("ATTACH ? AS sealed", (f"{made.absolute().as_uri()}?mode=rw",))
    try:
        connection.execute("PRAGMA sealed.journal_mode=OFF").fetchall()
        connection.execute("PRAGMA sealed.synchronous=OFF")
        connection.execute("BEGIN")
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("DETACH sealed")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


@dataclass(frozen=True, slots=True)
class Known:
    """What only the session can tell of a part: how its sources stood at the end, whom nobody in the part names any
    more, and the pseudonyms."""

    sources: tuple[SourceRow, ...]
    gone: frozenset[str]
    names: Pseudonyms | None


def fill(connection: sqlite3.Connection, part: Part) -> Known:
    """Copy the rows that stay. In `attached`."""
    start, end = part.edges
    held = json.dumps(sorted(part.held))
    asked: dict[str, int | str] = {"start": start, "end": end, "before": max(start, _BEFORE) - _BEFORE, "held": held}
    _insert(connection, asked)
    sources = coverage.sources(connection)
    if part.end is not None:
        sources = tuple(coverage.as_of(connection, row, part.end) for row in sources)
    gone = set[str]()
    if part.held:
        who = "SELECT handle FROM {table} WHERE {which} UNION SELECT name FROM {table} WHERE {which}"
        of_held = who.format(table="main.mention", which="source IN (SELECT value FROM json_each(:held))")
        gone = {name for (name,) in connection.execute(of_held, asked)}
        gone -= {name for (name,) in connection.execute(who.format(table="sealed.mention", which="1"))}
    return Known(sources, frozenset(gone), Pseudonyms.of(connection) if part.pseudonymise else None)


def settle(made: Path, part: Part, known: Known, indexes: list[str], tell: Callable[[float], None]) -> None:
    """Make a whole session of the rows that were copied."""
    tell(0.3)
    with contextlib.closing(sqlite3.connect(made, isolation_level=None)) as copy:
        _throwaway(copy)
        copy.execute("BEGIN")
        if part.end is not None:
            _undo_edits(copy, part.end)
        _forget(copy, known.gone)
        _settle_sources(copy, known.sources, part)
        _settle_rest(copy, part)
        if known.names is not None:
            pseudonymise(copy, known.names)
        tell(0.5)
        copy.execute(COUNT)
        for statement in indexes:
            copy.execute(statement)
        tell(0.6)
        _index_words(copy, tell)
        copy.execute("COMMIT")
        # Rows that were rewritten moved between pages, and what they were is left where no row stands, secure_delete
        # or not: names, and words from after the end.
        copy.execute("VACUUM")


def _throwaway(copy: sqlite3.Connection) -> None:
    """Our own unfinished file: when this ends too early, nobody wants it."""
    copy.execute("PRAGMA journal_mode=OFF").fetchall()
    copy.execute("PRAGMA synchronous=OFF")
    copy.execute("PRAGMA secure_delete=ON")


def _drop_indexes(copy: sqlite3.Connection) -> list[str]:
    """They are made again at once when the rows are there. Returns how."""
    known = [row for row in schema.known_rows(schema.version()) if row[0] == "index" and row[2] in _INDEXED]
    written = sorted((name, sql) for _kind, name, _table, sql in known if sql is not None)
    for name, _sql in written:
        copy.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in written]


def _insert(connection: sqlite3.Connection, asked: dict[str, int | str]) -> None:
    for table in _WHOLE:
        connection.execute(f"INSERT INTO sealed.{table} SELECT * FROM main.{table}")  # noqa: S608 — our own tables
    there = {name for (name,) in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")}
    for table, kept in _KEPT.items():
        if table not in there:
            continue
        connection.execute(f"INSERT INTO sealed.{table} SELECT * FROM main.{table} AS t WHERE {kept}", asked)  # noqa: S608
    connection.execute(
        "INSERT INTO sealed.heard SELECT h.* FROM main.heard AS h JOIN sealed.mention AS m ON m.id = h.mention"
    )
    for table in _OF_MENTIONS:
        connection.execute(
            f"INSERT INTO sealed.{table} SELECT t.* FROM main.{table} AS t"  # noqa: S608 — our own tables
            " JOIN sealed.mention AS m ON m.id = t.mention"
        )
    connection.execute(
        "INSERT INTO sealed.reading SELECT * FROM main.reading WHERE id <> 0"
        " AND id IN (SELECT reading FROM sealed.mention)"
    )
    connection.execute("INSERT INTO sealed.watch SELECT name, min(upto, :end), '' FROM main.watch", asked)
    connection.execute(
        "INSERT INTO sealed.meta SELECT key, value FROM main.meta"
        " WHERE key NOT IN (SELECT value FROM json_each(?)) AND key NOT IN (SELECT key FROM sealed.meta)",
        (json.dumps(_LEFT_OUT),),
    )


def _undo_edits(copy: sqlite3.Connection, end: Millis) -> None:
    """Give mentions that were edited after the end the words they had, and keep that they were: then a replay finds
    those words where it looks for them, and counts stay as they are in every replay."""
    later = end + 1
    for (mention,) in copy.execute("SELECT id FROM mention WHERE edited_at > ?", (end,)).fetchall():
        until = copy.execute(
            "SELECT min(until) FROM revision WHERE mention = ? AND until > ?", (mention, end)
        ).fetchone()[0]
        if until is None:
            continue
        copy.execute("DELETE FROM revision WHERE mention = ? AND until > ?", (mention, until))
        copy.execute("UPDATE revision SET until = ? WHERE mention = ? AND until = ?", (later, mention, until))
        copy.execute(
            "UPDATE mention SET (title, text, rating, media, teaser) = (SELECT title, text, rating, media, teaser"
            " FROM revision WHERE mention = :id AND until = :at), links = '[]', raw = '', edited_at = :at"
            " WHERE id = :id",
            {"id": mention, "at": later},
        )
        copy.execute("DELETE FROM evidence WHERE mention = ?", (mention,))
        copy.execute("UPDATE heard SET marks = '[]' WHERE mention = ?", (mention,))


def _forget(copy: sqlite3.Connection, gone: frozenset[str]) -> None:
    """Take whom no mention in the file names any more, and what one mention alone said, out of episodes' evidence."""
    for episode, at, text in copy.execute("SELECT episode, at, evidence FROM episode_state").fetchall() if gone else ():
        told = read_evidence(text)
        keep_evidence(copy, episode, at, without_rare_words(without_names(told, gone)))


def _settle_sources(copy: sqlite3.Connection, stood: Iterable[SourceRow], part: Part) -> None:
    """Each source as it stood at the end; one that is held back listens to nothing here."""
    for row in stood:
        copy.execute(
            "UPDATE source SET enabled = ?, off_reason = ?, failures = ?, last_success_at = ?, last_attempt_at = ?,"
            " last_error = ?, due_at = ? WHERE id = ?",
            (
                int(row.enabled), row.off_reason, row.failures, row.last_success_at, row.last_attempt_at,
                row.last_error, row.due_at, row.id,
            ),
        )  # fmt: skip
    copy.execute("UPDATE source SET cursor = ''")
    held = json.dumps(sorted(part.held))
    for statement in (
        "DELETE FROM poll WHERE source IN (SELECT value FROM json_each(?))",
        "DELETE FROM switch WHERE source IN (SELECT value FROM json_each(?))",
        "UPDATE source SET enabled = 0, off_reason = '', last_error = '' WHERE id IN (SELECT value FROM json_each(?))",
    ):
        copy.execute(statement, (held,))
    if part.end is not None:
        copy.execute("UPDATE poll SET covers_to = ?1 WHERE covers_to > ?1", (part.end,))
        copy.execute("UPDATE poll SET covers_from = NULL, covers_to = NULL WHERE covers_from > covers_to")
        copy.execute(
            "DELETE FROM meta WHERE key GLOB 'source:*' AND EXISTS (SELECT 1 FROM source WHERE 'source:' || id = key"
            " AND last_attempt_at > ?)",
            (part.end,),
        )


def _settle_rest(copy: sqlite3.Connection, part: Part) -> None:
    newest = copy.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0]
    copy.execute("UPDATE rehearing SET next = min(next, ?1), newest = min(newest, ?1)", (newest,))
    if part.start is not None:
        copy.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (BEGINS, str(part.start)))


def _index_words(copy: sqlite3.Connection, tell: Callable[[float], None]) -> None:
    total = copy.execute("SELECT count(*) FROM mention").fetchone()[0]
    rows = copy.execute("SELECT id, title, text FROM mention WHERE withdrawn_at IS NULL ORDER BY id")
    done = 0
    while chunk := rows.fetchmany(_AT_ONCE):
        fulltext.add(copy, [fulltext.words_of(*row) for row in chunk])
        done += len(chunk)
        tell(0.6 + 0.3 * done / max(1, total))
