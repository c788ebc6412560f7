"""What is listed again: the same value for the same row, and another one as soon as anything of it changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from fakes import NOON, session, topic

from hubdesk.core import Heard
from hubdesk.store.mentions import as_known
from hubdesk.store.rows import LATEST
from hubdesk.store.session import open_connection, open_reader

LONG = "mot " * 4_000


def listed(path: Path, ids: tuple[int, ...] = (1, 2), known: int = LATEST) -> tuple[Heard, ...]:
    with open_reader(path) as reader:
        return reader.as_known(ids, known)


def changed(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_that_what_is_listed_again_is_the_same_value(tmp_path: Path) -> None:
    path = session(tmp_path, ["Panne Orange", "Orange encore"], [topic()])
    first, again = listed(path), listed(path, (2, 1))
    assert first[0] is again[1]
    assert first[1] is again[0]


def test_that_whatever_changes_is_told(tmp_path: Path) -> None:
    path = session(tmp_path, ["Panne Orange", "Orange encore"], [topic()])
    assert len(listed(path)) == 2
    changes: tuple[tuple[str, Callable[[Heard], bool]], ...] = (
        ("UPDATE mention SET text = 'Panne' WHERE id = 1", lambda one: one.mention.text == "Panne"),
        ('UPDATE mention SET notes = \'{"tone":"mixed"}\' WHERE id = 1', lambda one: one.notes.tone == "mixed"),
        ("UPDATE heard SET marks = '[[\"body\",0,5]]' WHERE mention = 1", lambda one: one.marks("body") == ((0, 5),)),
        ("UPDATE heard SET version = 7 WHERE mention = 1", lambda one: one.matches[0].version == 7),
        ("UPDATE source SET name = 'Other'", lambda one: one.source == "Other"),
        (f"UPDATE mention SET withdrawn_at = {NOON} WHERE id = 1", lambda one: one.is_gone),
        ("DELETE FROM heard WHERE mention = 1", lambda one: not one.matches),
    )
    for statement, told in changes:
        changed(path, statement)
        assert told(listed(path)[0]), statement


def test_that_matches_stand_in_the_order_of_their_topics(tmp_path: Path) -> None:
    path = session(tmp_path, ["Panne de fibre", "Fibre"], [topic(), topic("Panne", "panne"), topic("Fibre", "fibre")])
    changed(path, "DELETE FROM heard WHERE mention = 2 AND topic = 2")
    assert [[match.topic for match in one.matches] for one in listed(path)] == [[1, 2, 3], [1, 3]]
    assert [[match.topic for match in one.matches] for one in listed(path, (2, 9, 2))] == [[1, 3], [1, 3]]


def test_that_a_very_long_one_is_not_remembered(tmp_path: Path) -> None:
    path = session(tmp_path, [LONG], [])
    assert listed(path, (1,))[0] is not listed(path, (1,))[0]
    assert listed(path, (1,)) == listed(path, (1,))


def test_that_a_thousand_are_asked_for_in_few_statements(tmp_path: Path) -> None:
    path = session(tmp_path, [f"Orange {number}" for number in range(300)], [topic()])
    said: list[str] = []
    connection = open_connection(path)
    connection.set_trace_callback(said.append)
    found = as_known(connection, list(range(1, 301)), LATEST)
    connection.close()
    assert len(found) == 300
    assert len(said) < 10
