"""Everything that changes a session. One method, one IMMEDIATE transaction: all of it or nothing."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubdesk.core import Entry, HubdeskError, Millis, Rehearing, SourceRow, Span, Topic, Withdrawal
from hubdesk.store import arriving, attempts, changes, cursors, fulltext, pages, sweeping, topics
from hubdesk.store.errors import StoreBusyError, StoreDamagedError, StoreFullError, clear_errors
from hubdesk.store.migrations import database
from hubdesk.store.rows import clean, source_values
from hubdesk.store.writer_channels import WritesChannels
from hubdesk.store.writer_episodes import WritesEpisodes
from hubdesk.store.writer_erasure import WritesErasures
from hubdesk.store.writer_readings import WritesReadings
from hubdesk.store.writer_review import WritesReview

if TYPE_CHECKING:
    from hubdesk.store.rehearing import Past

__all__ = ["Added", "StoreBusyError", "StoreDamagedError", "StoreFullError", "Writer"]


MOST_REHEARD: Final = 200  # mentions asked again at once: some milliseconds of writing


@dataclass(frozen=True, slots=True)
class Added:
    """What a page brought. `known` was stored already (or taken back); `changed` of those came with another text
    and were no edits: the stored text stayed. `poll` is the attempt's id, for a stream's next page."""

    new: int
    known: int
    changed: int
    poll: int


class Writer(WritesReadings, WritesEpisodes, WritesChannels, WritesReview, WritesErasures):
    """One connection that writes. Several may be open, in any processes: each transaction waits for its turn.

    Topics, sources and notes are on the disk when a method returns. Pages survive a crash of the program always, and
    a power cut as far as their cursor does, which is in the same transaction: what is lost is fetched again.
    Raises StoreFullError, StoreBusyError or StoreDamagedError; then nothing of the method's change was stored.
    Not for two threads at once.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._db = database(connection)
        self._combos = pages.Combos(connection)
        self._past: Past | None = None
        self._is_open = True

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave. The last one out folds the session to its one file; while others have it open, it stays as it is."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            with contextlib.suppress(HubdeskError, sqlite3.Error):
                self.tidy()
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("PRAGMA busy_timeout=0")
                sweeping.sweep(self._connection)
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                if self._connection.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",):
                    sweeping.sweep(self._connection, is_last=True)
        finally:
            self._connection.close()

    # What arrives

    def add_page(
        self,
        source_id: int,
        entries: Iterable[Entry],
        *,
        cursor: str | None,
        due_at: Millis | None,
        seen_at: Millis,
        edits: Iterable[Entry] = (),
        withdrawals: Iterable[Withdrawal] = (),
        covers: Span | None = None,
        poll: int | None = None,
        archive: bool = False,
        asked: Mapping[int, int] | None = None,
    ) -> Added:
        """Store a page: mentions, their topics, counts, index, the cursor and the attempt.

        An edit of what is not stored is stored as new if a topic heard it. Withdrawals come last and win, also over
        mentions that arrive later. `covers` is the stretch of the world's time listened to; with the `poll` of an
        earlier page it extends that attempt. `archive`: known from its own day on. None leaves cursor or due time.
        `asked`: the topics (id to version) that were asked about the entries; where the session has others by now,
        those are asked here. A source that keeps only what topics hear loses the rest here, and not before.
        """
        with self._writing(durable=False) as connection:
            attempts.succeeded(connection, source_id, seen_at, cursor, due_at, covers)
            if asked is not None:
                entries, edits = arriving.heard_now(connection, source_id, asked, entries, edits)
            entries = arriving.kept(connection, source_id, entries)
            stored = pages.store(connection, self._combos, source_id, entries, seen_at, archive=archive)
            unknown = [
                entry
                for entry in edits
                if changes.edit(connection, self._combos, entry, seen_at) is None and entry.matches
            ]
            late = pages.store(connection, self._combos, source_id, unknown, seen_at, archive=archive)
            changes.withdraw(connection, withdrawals, seen_at)
            new, known = stored.new + late.new, stored.known + late.known
            at = covers.start if archive and covers is not None else seen_at
            attempt = attempts.attempt(connection, source_id, poll, at, new, known, covers)
            return Added(new, known, stored.changed, attempt)

    def add_failure(self, source_id: int, *, at: Millis, error: str, due_at: Millis | None, off: bool = False) -> None:
        """An attempt that brought nothing. `off`: for good; the source is switched off and says why."""
        error = clean(error)
        with self._writing(durable=False) as connection:
            attempts.failed(connection, source_id, at, error, due_at)
            if off:
                attempts.switch(connection, source_id, False, error, at)

    def withdraw(self, withdrawals: Iterable[Withdrawal], at: Millis, *, for_ever: bool = False) -> int:
        """Empty what these name and keep it from coming back. Returns how many mentions were emptied.

        `for_ever`: on someone's demand; an account so named is not stored again, whatever it publishes.
        """
        with self._writing(durable=True) as connection:
            return changes.withdraw(connection, withdrawals, at, for_ever=for_ever)

    def tidy(self) -> None:
        """Take withdrawn and edited words out of the full-text index's older parts, if there are any."""
        if not fulltext.is_tidy(self._connection):
            with self._writing(durable=True) as connection:
                fulltext.tidy(connection)

    # Topics

    def add_topic(self, topic: Topic, at: Millis | None = None) -> Topic:
        """A new topic; its id is given by the session. It hears what arrives from now on; what is stored is to be
        heard by it too, see `rehear`. `at` None: now."""
        with self._writing(durable=True) as connection:
            return topics.add(connection, topic, _now() if at is None else at)

    def change_topic(self, topic: Topic, at: Millis | None = None) -> Topic:
        """A topic's new name, query, role or colour. Another query makes another version of it, and what is stored
        is to be heard again. `at` None: now."""
        with self._writing(durable=True) as connection:
            return topics.change(connection, topic, _now() if at is None else at)

    def remove_topic(self, topic_id: int) -> None:
        """Stop listening for a topic and forget what it heard. The mentions stay."""
        with self._writing(durable=True) as connection:
            topics.remove(connection, topic_id)

    def stop_rehearing(self, topic_id: int) -> None:
        """Ask no more of the past for a topic, until `go_on_rehearing`. What was asked stays as it is."""
        with self._writing(durable=True) as connection:
            topics.stop(connection, topic_id, True)

    def go_on_rehearing(self, topic_id: int) -> None:
        with self._writing(durable=True) as connection:
            topics.stop(connection, topic_id, False)

    def rehear(self, most: int = MOST_REHEARD) -> Rehearing | None:
        """Ask the stored past about the topic that has waited longest, up to `most` mentions; they are locked for
        milliseconds. Returns how far that topic is, None when nothing is left to be asked.

        A topic whose query cannot be read is stopped, and comes back so.
        """
        from hubdesk.store.rehearing import Past  # loads the query language, which other writing does not need

        if self._past is None:
            self._past = Past(self._connection, self._combos)
        while True:
            with clear_errors(str(self._path)):
                answers = self._past.ask(most)
            if answers is None:
                return None
            if isinstance(answers, Topic):
                self.stop_rehearing(answers.id)
                return next((one for one in topics.rehearing(self._connection) if one.topic == answers.id), None)
            with self._writing(durable=False):
                done = self._past.store(answers)
            if done is not None:
                return done

    # Sources

    def add_source(self, row: SourceRow) -> SourceRow:
        """A new source; its id is given by the session."""
        with self._writing(durable=True) as connection:
            id_ = self._db.table("source").insert(source_values(row)).last_pk
            made = replace(row, id=int(str(id_)))
            attempts.switch(connection, made.id, row.enabled, row.off_reason, 0)
        return made

    def change_source(self, row: SourceRow) -> SourceRow:
        """A source's new name, pace or configuration; it is due at once. How it went so far stays as it is."""
        told = source_values(replace(row, due_at=0))
        kept = {key: told[key] for key in ("name", "config", "terms", "every", "keep", "due_at")}
        with self._writing(durable=True) as connection:
            attempts.change(connection, row.id, "failures = 0")
            self._db.table("source").update(row.id, kept)
        return replace(row, due_at=0, failures=0)

    def remove_source(self, source_id: int) -> None:
        """Ask a source no more. What it brought and when it listened stay."""
        with self._writing(durable=True) as connection:
            attempts.change(connection, source_id, "removed = 1, enabled = 0, cursor = ''")

    def set_enabled(self, source_id: int, enabled: bool, reason: str = "", at: Millis | None = None) -> None:
        """Switch a source on (it is due at once) or off, saying why. `at` None: now."""
        with self._writing(durable=True) as connection:
            at = _now() if at is None else at
            attempts.switch(connection, source_id, enabled, "" if enabled else clean(reason), at)
            if enabled:
                attempts.change(connection, source_id, "failures = 0, last_error = '', due_at = 0")

    def set_cursor(self, source_id: int, cursor: str) -> None:
        with self._writing(durable=False) as connection:
            attempts.change(connection, source_id, "cursor = ?", (cursors.as_kept(connection, cursor),))

    def note_source(self, source_id: int, note: str) -> None:
        """What a person should know of a source that is well: it has moved, say. "" takes it back."""
        key, note = f"source:{source_id}", clean(note)
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if (row[0] if row is not None else "") != note:
            with self._writing(durable=False):
                self._set_meta(key, note)

    def ask_now(self, source_id: int | None = None) -> None:
        """Make one source, or every one, due at once."""
        with self._writing(durable=False) as connection:
            if source_id is None:
                connection.execute("UPDATE source SET due_at = 0")
            else:
                attempts.change(connection, source_id, "due_at = 0")

    # The session itself

    def rename(self, title: str) -> None:
        with self._writing(durable=True):
            self._set_meta("title", title)

    def set_note(self, key: str, text: str) -> None:
        """A text that the desk keeps in the session, such as its layout. Reader.note gives it back."""
        with self._writing(durable=True):
            self._set_meta(f"note:{key}", text)

    # Inside a transaction

    def _set_meta(self, key: str, value: str) -> None:
        self._connection.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (key, clean(value))
        )

    @contextlib.contextmanager
    def _writing(self, *, durable: bool) -> Iterator[sqlite3.Connection]:
        with clear_errors(str(self._path)):
            self._connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._combos.forget()
                if self._connection.in_transaction:  # a full disk may have ended it already
                    self._connection.execute("ROLLBACK")
                raise


def _now() -> Millis:
    return time.time_ns() // 1_000_000
