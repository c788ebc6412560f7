"""A session's topics with every query they ever had, what of the past is still to be asked, and the people it knows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from hubdesk.core import HubdeskError, Millis, Person, Rehearing, Topic
from hubdesk.i18n import _
from hubdesk.store.rows import TOPIC_COLUMNS, to_topic, topic_values

PEOPLE: Final = "people"  # the note in which `hubdesk init` keeps the people of a setup file


@dataclass(frozen=True, slots=True)
class TopicVersion:
    """A query that a topic had from `at` on; None when that was before versions were kept."""

    version: int
    query: str
    at: Millis | None


def topics(connection: sqlite3.Connection) -> tuple[Topic, ...]:
    rows = connection.execute(f"SELECT {TOPIC_COLUMNS} FROM topic ORDER BY id").fetchall()  # noqa: S608
    return tuple(map(to_topic, rows))


def versions(connection: sqlite3.Connection, topic_id: int) -> tuple[TopicVersion, ...]:
    """Newest first."""
    rows = connection.execute(
        "SELECT version, query, at FROM topic_version WHERE topic = ? ORDER BY version DESC", (topic_id,)
    )
    return tuple(TopicVersion(*row) for row in rows)


def rehearing(connection: sqlite3.Connection, known: Millis | None = None) -> tuple[Rehearing, ...]:
    """Ids of mentions have no holes, so how many are done is a difference of ids. `known`: those begun by then."""
    rows = connection.execute(
        "SELECT topic, version, newest - next, newest, stopped FROM rehearing WHERE at <= ? ORDER BY at, topic",
        (1 << 62 if known is None else known,),
    ).fetchall()
    return tuple(Rehearing(topic, version, done, all_, bool(stopped)) for topic, version, done, all_, stopped in rows)


def kept_only(connection: sqlite3.Connection, topic_id: int) -> tuple[str, ...]:
    """Sources that keep only what a topic heard, and were asked before this topic had its query."""
    rows = connection.execute(
        "SELECT name FROM source WHERE keep = 'matched' AND (SELECT min(at) FROM poll WHERE source = source.id) <"
        " (SELECT coalesce(v.at, 0) FROM topic_version v JOIN topic t ON t.id = v.topic AND t.version = v.version"
        " WHERE t.id = ?) ORDER BY id",
        (topic_id,),
    )
    return tuple(name for (name,) in rows)


def people(connection: sqlite3.Connection) -> tuple[Person, ...]:
    """The watched people. What in the note is no person (it may be a stranger's) is passed over."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"note:{PEOPLE}",)).fetchone()
    try:
        told = [] if row is None else json.loads(row[0])
    except (ValueError, RecursionError):
        return ()
    return tuple(_people(told if isinstance(told, list) else []))


def _people(told: list[Any]) -> Iterator[Person]:
    for one in told:
        if isinstance(one, dict) and isinstance(one.get("name"), str):
            name, role, source, since = (_text(one.get(key)) for key in ("name", "role", "role_source", "role_since"))
            accounts = one.get("accounts")
            kept = [_text(account) for account in accounts] if isinstance(accounts, list) else []
            yield Person(name, role, source, since, tuple(filter(None, kept)))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


# What follows changes the session; it begins no transaction.


def add(connection: sqlite3.Connection, topic: Topic, at: Millis) -> Topic:
    """A new topic, with an id of the session's own. What is stored already is to be heard by it."""
    values = topic_values(topic)
    row = connection.execute(
        f"INSERT INTO topic ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) RETURNING id",  # noqa: S608
        tuple(values.values()),
    ).fetchone()
    made = replace(topic, id=int(row[0]))
    _ask_the_past(connection, made, at)
    return made


def change(connection: sqlite3.Connection, topic: Topic, at: Millis) -> Topic:
    """A topic's new name, query, role or colour. Another query makes another version, which the past is to hear."""
    row = connection.execute("SELECT query, version FROM topic WHERE id = ?", (topic.id,)).fetchone()
    if row is None:
        raise no_topic(topic.id)
    values = topic_values(topic)
    is_other = row[0] != values["query"]
    values["version"] = row[1] + is_other
    changed = replace(topic, version=row[1] + is_other)
    names = ", ".join(f"{name} = ?" for name in values)
    connection.execute(f"UPDATE topic SET {names} WHERE id = ?", (*values.values(), topic.id))  # noqa: S608
    if is_other:
        _ask_the_past(connection, changed, at)
    return changed


def remove(connection: sqlite3.Connection, topic_id: int) -> None:
    """Forget a topic and what it heard. The mentions stay."""
    for table in ("heard", "rehearing", "topic_version"):
        connection.execute(f"DELETE FROM {table} WHERE topic = ?", (topic_id,))  # noqa: S608
    connection.execute("DELETE FROM topic WHERE id = ?", (topic_id,))


def stop(connection: sqlite3.Connection, topic_id: int, stopped: bool) -> None:
    connection.execute("UPDATE rehearing SET stopped = ? WHERE topic = ?", (int(stopped), topic_id))


def no_topic(topic_id: int) -> HubdeskError:
    return HubdeskError(_("the session has no topic number {id}").format(id=topic_id))


def _ask_the_past(connection: sqlite3.Connection, topic: Topic, at: Millis) -> None:
    query = topic_values(topic)["query"]
    connection.execute("INSERT OR REPLACE INTO topic_version VALUES (?, ?, ?, ?)", (topic.id, topic.version, query, at))
    connection.execute("DELETE FROM rehearing WHERE topic = ?", (topic.id,))
    connection.execute(
        "INSERT INTO rehearing SELECT ?, ?, ?, newest, newest, 0 FROM (SELECT max(id) AS newest FROM mention)"
        " WHERE newest IS NOT NULL",
        (topic.id, topic.version, at),
    )
