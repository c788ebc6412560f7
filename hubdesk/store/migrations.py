"""Brings a session's tables up to date, for writers: sqlite-utils runs the steps of schema.py and remembers them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from sqlite_utils import Database, Migrations

from hubdesk.store import fulltext, readings, schema

COUNTED_FROM: Final = 3  # the step from which on mentions are counted by what was read in them


def database(connection: sqlite3.Connection) -> Database:
    """sqlite-utils over a connection of ours; without plugins, which would run a stranger's code on it."""
    return Database(connection, execute_plugins=False, recursive_triggers=False)


def create_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty file. The caller holds the transaction."""
    for statement in schema.STEPS_TABLE:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
    migrate(connection)
    fulltext.rebuild(connection)


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Add what an older Hubdesk's session lacks, and cut its words as this one does: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrate(connection)
        if not fulltext.is_current(connection):  # another writer may have been quicker
            fulltext.rebuild(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def migrate(connection: sqlite3.Connection) -> None:
    """Run the steps that a session lacks. The caller holds the transaction."""
    was = connection.execute("PRAGMA user_version").fetchone()[0]
    migrations = Migrations("hubdesk")
    for number, statements in enumerate(schema.STEPS, 1):
        migrations(name=f"step {number}")(_step(statements))
    migrations.apply(database(connection))
    if was < COUNTED_FROM <= schema.version():
        readings.fill(connection)
    connection.execute(f"PRAGMA user_version={schema.version()}")


def _step(statements: tuple[str, ...]) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for statement in statements:
            db.execute(statement)

    return run
