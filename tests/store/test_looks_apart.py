"""Two looks at one session's columns, of which one is older: neither spoils what the other knows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, opened, source, topics

from hubdesk.core import DAY, HOUR, MINUTE, Entry, Kind, Scope, Topic
from hubdesk.core.filters import Filter
from hubdesk.store import reader_columns, voices_columns
from hubdesk.store.session import open_reader
from hubdesk.store.writer import Writer

Stand = tuple[Path, Writer, Topic, int]


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    path, writer = opened(tmp_path)
    reader_columns.hold(path)
    with writer:
        (topic,) = topics(writer, "orange")
        yield path, writer, topic, source(writer)
    reader_columns.drop(path)


def reply(number: int, to: int, topic: Topic, at: int) -> Entry:
    made = entry(number, topic, author=f"u{number}", at=at)
    return replace(made, mention=replace(made.mention, kind=Kind.REPLY, parent_id=f"at://{to}"))


def test_that_an_older_look_does_not_forget_whom_a_newer_one_finds_answered(stand: Stand) -> None:
    path, writer, topic, flux = stand
    later = 1000  # stored after its answers
    answers = [reply(n, later, topic, NOON + MINUTE + n) for n in range(5)]
    long_ago = [reply(51, 50, topic, NOON - DAY + 5), entry(50, topic, author="x", at=NOON - DAY)]
    add(writer, flux, answers + long_ago, NOON + HOUR)
    with open_reader(path) as old, open_reader(path) as new:
        begun = old.cut(Scope((topic,), NOON, NOON + 2 * HOUR))
        add(writer, flux, [entry(later, topic, author="star", at=NOON)], NOON + HOUR + 1)
        elsewhere = new.cut(Scope((topic,), NOON - 2 * DAY, NOON, NOON + 2 * HOUR))
        with new._reading() as connection:
            voices_columns.voices(connection, elsewhere, "count", 50)
        with old._reading() as connection:
            voices_columns.voices(connection, begun, "count", 50)
        whole = new.cut(Scope((topic,), NOON - 2 * DAY, NOON + 2 * HOUR))
        with new._reading() as connection:
            told = voices_columns.voices(connection, whole, "count", 50)
    assert {one.account.handle: one.answered for one in told.listed}["@star"] == len(answers)


def test_that_two_filters_on_authors_agree_also_when_somebody_new_wrote_between_them(stand: Stand) -> None:
    path, writer, topic, flux = stand
    add(writer, flux, [entry(n, topic, author=f"u{n}") for n in range(5)], NOON + HOUR)
    one, not_two = Filter("author", ("u1",)), Filter("author", ("u2",), negated=True)
    breath = time.monotonic()
    with open_reader(path).since(breath) as first, open_reader(path).since(breath) as second:
        assert first.cut(Scope((topic,), 0, 2 * NOON, filters=(one,))).count == 1
        add(writer, flux, [entry(100, topic, author="new")], NOON + HOUR + 1)
        reader_columns.shared(path).fill()
        assert second.cut(Scope((), 0, 2 * NOON, filters=(one, not_two))).count == 1


def test_that_what_went_wrong_in_a_narrowed_question_is_told_as_it_is(stand: Stand) -> None:
    path, writer, topic, flux = stand
    add(writer, flux, [entry(n, topic) for n in range(500)])
    scope = Scope((topic,), 0, 2 * NOON, filters=(Filter("tone", ("negative",), negated=True),))

    def fails() -> None:
        with open_reader(path) as reader, reader._reading(scope) as asked:
            rows = asked.execute("SELECT id FROM mention WHERE id > 0 AND taken(id) IS NOT NULL")
            next(rows)
            raise KeyError("the true error")

    with pytest.raises(KeyError, match="the true error"):
        fails()
