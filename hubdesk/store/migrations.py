"""Brings a session's tables up to date, for writers: sqlite-utils runs the steps of schema.py and remembers them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from sqlite_utils import Database, Migrations

from hubdesk.store import fulltext, schema


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
    migrations = Migrations("hubdesk")
    for number, statements in enumerate(schema.STEPS, 1):
        migrations(name=f"step {number}")(_step(statements))
    migrations.apply(database(connection))
    connection.execute(f"PRAGMA user_version={schema.version()}")


def _step(statements: tuple[str, ...]) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for statement in statements:
            db.execute(statement)

    return run
