"""What a session says at one moment is worked out once for all who ask, and anew after every commit."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, new_session, opened, source

from hubdesk.core import HOUR, MINUTE, Scope, Span
from hubdesk.core.filters import Filter
from hubdesk.store import knowing, moment, reader_columns
from hubdesk.store.answers import Answers
from hubdesk.store.reader_columns import drop, shared
from hubdesk.store.session import open_connection, open_reader

SCOPE = Scope((), NOON - HOUR, NOON + HOUR)


def test_that_who_asks_what_is_being_worked_out_waits_for_it() -> None:
    answers: Answers[int] = Answers(4)
    is_begun, may_end, asked = threading.Event(), threading.Event(), []

    def slowly() -> int:
        asked.append(1)
        is_begun.set()
        may_end.wait(60)
        return 7

    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(answers.get, "a", slowly)
        is_begun.wait(60)
        other = threads.submit(answers.get, "a", slowly)
        assert answers.get("b", lambda: 8) == 8, "nobody waits for another question"
        may_end.set()
        assert (one.result(60), other.result(60)) == (7, 7)
    assert len(asked) == 1


def test_that_a_failure_is_no_answer() -> None:
    answers: Answers[int | None] = Answers(4)
    with pytest.raises(ZeroDivisionError):
        answers.get("a", lambda: 1 // 0)
    assert answers.get("a", lambda: None) is None
    assert answers.get("a", lambda: 5) is None, "nothing is an answer too"


def test_that_the_answers_asked_for_last_are_kept() -> None:
    answers: Answers[int] = Answers(2)
    for question in ("a", "b", "a", "c"):
        answers.get(question, lambda: 1)
    assert answers.get("a", lambda: 2) == 1
    assert answers.get("b", lambda: 2) == 2


def test_that_facts_and_coverage_are_asked_once_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    facts = knowing.facts
    monkeypatch.setattr(knowing, "facts", lambda *told: asked.append(1) or facts(*told))
    path, writer = opened(tmp_path)
    moment.begin(path, open_connection)
    try:
        with writer, open_reader(path) as one, open_reader(path) as other:
            flux = source(writer)
            for number in range(1, 4):
                add(writer, flux, [entry(number)], NOON + number, covers=Span(NOON - MINUTE, NOON + number))
                told = [reader.facts().mentions for reader in (one, other, one)]
                assert told == [number] * 3
                assert [reader.coverage(SCOPE).sources[0].new for reader in (one, other)] == [number] * 2
                narrowed = Scope((), SCOPE.start, SCOPE.end, filters=(Filter("kind", ("post",)),))
                assert one.coverage(narrowed).is_narrowed
                assert not other.coverage(SCOPE).is_narrowed
                assert len(asked) == number
            assert one.upto(NOON + 1).facts().mentions == 1
            assert other.facts().mentions == 3, "who knows less is told less, and nobody else"
    finally:
        moment.end(path)
    drop(path)


def test_that_another_file_in_its_place_is_another_session(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        add(writer, source(writer), [entry(1)], NOON)
    moment.begin(path, open_connection)
    try:
        with open_reader(path) as reader:
            assert reader.facts().title == "Essai"
        os.replace(new_session(tmp_path, "other.hubdesk", "Another"), path)  # noqa: PTH105 — as a program would
        with open_reader(path) as reader:
            assert (reader.facts().title, reader.facts().mentions) == ("Another", 0)
        path.unlink()
        assert moment.of(path).get("a", lambda: 1) == 1  # type: ignore[union-attr]
    finally:
        moment.end(path)


def test_that_the_last_to_end_it_lets_go_of_the_file(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        add(writer, source(writer), [entry(1)], NOON)
    for _ in range(2):
        moment.begin(path, open_connection)
    with open_reader(path) as reader:
        assert reader.facts().mentions == 1
    moment.end(path)
    held = moment.of(path)
    assert held is not None
    moment.end(path)
    moment.end(path)  # once too often
    assert moment.of(path) is None
    assert held.get("a", lambda: 1) == 1
    assert held._connection is None
    assert not path.with_name(f"{path.name}-wal").exists()


def test_that_columns_tell_what_each_source_brought_as_sql_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_columns, "LARGE", 0)
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        for number, name in enumerate(("one", "two", "three")):
            flux = source(writer, name)
            if number < 2:
                covers = Span(NOON - HOUR, NOON)
                add(writer, flux, [entry(f"{name} {n}") for n in range(number + 2)], NOON + number, covers=covers)
        for scope in (SCOPE, Scope((), NOON - HOUR, NOON + HOUR, NOON), Scope((), NOON + 1, NOON + HOUR)):
            by_sql = reader.coverage(scope)
            shared(path).fill()
            assert reader.coverage(scope) == by_sql
            drop(path)
    assert [one.new for one in by_sql.sources] == [0, 0, 0]


def test_that_who_asks_in_one_breath_sees_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_columns, "LARGE", 0)
    path, writer = opened(tmp_path)
    moment.begin(path, open_connection)
    try:
        with writer, open_reader(path) as one, open_reader(path) as other, open_reader(path) as third:
            flux = source(writer)
            add(writer, flux, [entry(1)], NOON)
            shared(path).fill()
            asked = time.monotonic()
            one.since(asked), other.since(asked)
            assert [one.count(SCOPE), one.facts().mentions, one.coverage(SCOPE).sources[0].new] == [1, 1, 1]
            add(writer, flux, [entry(2)], NOON + 1)
            assert [other.count(SCOPE), other.facts().mentions, other.coverage(SCOPE).sources[0].new] == [1, 1, 1]
            assert other.count(Scope((), NOON - 2 * HOUR, NOON + HOUR)) == 1, "also of another time"
            assert [third.count(SCOPE), third.facts().mentions] == [2, 2], "who does not say when sees all"
            other.since(time.monotonic())
            assert [other.count(SCOPE), other.facts().mentions] == [2, 2]
            one.since(asked)
            assert one.count(SCOPE) == 2, "what is newer is new enough"
    finally:
        moment.end(path)
    drop(path)
