"""Connections of readers that are done are used again, and see, check and forget all that a new one would."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, new_session, opened, source

from hubdesk.core import HOUR, Scope
from hubdesk.core.filters import Filter
from hubdesk.store import moment, resting
from hubdesk.store.errors import SessionError
from hubdesk.store.moment import Moment
from hubdesk.store.reader_columns import drop
from hubdesk.store.resting import Resting
from hubdesk.store.session import open_connection, open_reader
from hubdesk.store.writer import Writer

SCOPE = Scope((), NOON - HOUR, NOON + HOUR)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[tuple[Path, Writer]]:
    """One that somebody looks at for long, with one mention."""
    path, writer = opened(tmp_path)
    moment.begin(path, open_connection)
    try:
        with writer:
            add(writer, source(writer), [entry(1)], NOON)
            yield path, writer
    finally:
        moment.end(path)
        drop(path)


def test_that_the_next_reader_has_the_connection_of_the_last(session: tuple[Path, Writer]) -> None:
    path, writer = session
    with open_reader(path) as reader:
        connection = reader._connection
    for number in range(2, 5):
        add(writer, source(writer, f"{number}"), [entry(number)], NOON + number)
        with open_reader(path) as reader, open_reader(path) as other:
            assert reader._connection is connection
            assert other._connection is not connection
            assert (reader.count(SCOPE), other.count(SCOPE)) == (number, number)


def test_that_a_reader_that_was_closed_asks_nobody_elses_connection(session: tuple[Path, Writer]) -> None:
    path, _writer = session
    with open_reader(path) as reader:
        pass
    with open_reader(path) as other:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            reader.topics()
        reader.close()
        assert other.count(SCOPE) == 1


def test_that_what_filters_took_is_forgotten(session: tuple[Path, Writer]) -> None:
    path, _writer = session
    with open_reader(path) as reader:
        connection = reader._connection
        with reader._reading(Scope((), NOON - HOUR, NOON + HOUR, filters=(Filter("kind", ("post",)),))):
            assert connection.execute("SELECT taken(1)").fetchone() == (1,)
    with open_reader(path) as reader:
        assert reader._connection is connection
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("SELECT taken(1)")


def test_that_after_an_error_it_does_not_rest(session: tuple[Path, Writer]) -> None:
    path, _writer = session
    reader = open_reader(path)
    connection = reader._connection
    with pytest.raises(ZeroDivisionError), reader:
        _ = 1 // 0
    with open_reader(path) as reader:
        assert reader._connection is not connection


def test_that_one_that_never_ended_its_question_is_not_used_again(session: tuple[Path, Writer]) -> None:
    path, writer = session
    add(writer, source(writer, "two"), [entry(2), entry(3)], NOON)
    with open_reader(path) as reader:
        connection = reader._connection
        asked = connection.execute("SELECT id FROM mention")
        assert asked.fetchone() is not None
    add(writer, source(writer, "more"), [entry(4)], NOON)
    with open_reader(path) as reader:
        assert reader._connection is not connection
        assert reader.count(SCOPE) == 4
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        asked.fetchone()


def test_that_one_within_a_transaction_does_not_rest(session: tuple[Path, Writer]) -> None:
    path, _writer = session
    with open_reader(path) as reader:
        connection = reader._connection
        connection.execute("BEGIN")
    with open_reader(path) as reader:
        assert reader._connection is not connection


def test_that_tables_that_were_altered_are_checked_again(session: tuple[Path, Writer]) -> None:
    path, _writer = session
    with open_reader(path) as reader:
        assert reader.count(SCOPE) == 1
    with closing(sqlite3.connect(path)) as stranger:
        stranger.execute("CREATE VIEW strange AS SELECT 1")
        stranger.commit()
    with pytest.raises(SessionError, match="strange"):
        open_reader(path)


def test_that_another_file_in_its_place_is_opened(session: tuple[Path, Writer], tmp_path: Path) -> None:
    path, _writer = session
    with open_reader(path) as reader:
        connection = reader._connection
        os.replace(new_session(tmp_path, "other.hubdesk", "Another"), path)  # noqa: PTH105 — as a program would
    with open_reader(path) as other:
        assert other._connection is not connection
        assert other.facts().title == "Another"
    path.unlink()
    with pytest.raises(SessionError):
        open_reader(path)


def test_that_no_more_rest_than_are_wanted_and_none_once_nobody_looks(session: tuple[Path, Writer]) -> None:
    path, _writer = session
    readers = [open_reader(path) for _ in range(resting.MOST + 2)]
    connections = [reader._connection for reader in readers]
    for reader in readers:
        reader.close()
    held = moment.of(path)
    assert isinstance(held, Moment)
    assert len(held._resting._kept) == resting.MOST
    late = open_reader(path)
    moment.end(path)
    late.close()
    for connection in connections:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
    moment.begin(path, open_connection)


def test_that_a_breath_stays_one_moment_while_connections_rest(session: tuple[Path, Writer]) -> None:
    path, writer = session
    with open_reader(path) as reader:
        reader.since(0)
        assert reader.facts().mentions == 1
    add(writer, source(writer, "two"), [entry(2)], NOON)
    with open_reader(path) as reader:
        reader.since(0)
        assert reader.facts().mentions == 1
    with open_reader(path) as reader:
        assert reader.facts().mentions == 2


def test_that_a_commit_between_two_looks_costs_a_connection_and_no_truth(session: tuple[Path, Writer]) -> None:
    path, writer = session
    kept, connection = Resting(), open_connection(path)
    with closing(open_connection(path)) as watching:

        def watched() -> int:
            return int(watching.execute("PRAGMA data_version").fetchone()[0])

        def schema() -> int:
            return int(watching.execute("PRAGMA schema_version").fetchone()[0])

        before = watched()
        add(writer, source(writer, "two"), [entry(2)], NOON)
        assert kept.rest(connection, before)
        assert kept.take(watched(), schema()) is None
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
    kept.close()
