"""Columns answer in place of SQL where a scope is large and they are there; nobody waits until they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, opened, source

from hubdesk.core import HOUR, Scope
from hubdesk.core.filters import Filter
from hubdesk.store import reader_columns
from hubdesk.store.reader_columns import drop, ready, shared
from hubdesk.store.session import open_reader

SCOPE = Scope((), NOON - HOUR, NOON + HOUR)


def test_that_a_large_scope_is_counted_from_columns_once_they_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_columns, "LARGE", 3)
    monkeypatch.setattr(reader_columns, "FEW", 2)
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(n) for n in range(3)], NOON)
        assert reader.filled_cut(SCOPE) is None, "nobody has columns yet"
        assert ready(path) is None, "and asking made none"
        shared(path).fill()
        assert shared(path).last == 3
        assert reader.filled_cut(SCOPE) is None, "so few are counted by SQL"
        add(writer, flux, [entry("one more")], NOON + 1)
        made = reader.filled_cut(SCOPE)
        assert made is not None
        assert made.count == reader.count(SCOPE) == 4
        add(writer, flux, [entry(f"more {n}") for n in range(3)], NOON + 2)
        assert reader.filled_cut(SCOPE) is None, "they are being filled"
        assert reader.filled_cut(Scope((), NOON, NOON)) is None
    drop(path)


def test_that_a_narrowed_scope_is_always_cut(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [entry(1)], NOON)
        made = reader.filled_cut(Scope((), NOON - HOUR, NOON + HOUR, filters=(Filter("kind", ("post",), True),)))
        assert made is not None
        assert made.count == 0
    drop(path)


def test_that_the_newest_of_a_past_stretch_are_found_in_columns_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_columns, "LONG_AGO", 10)
    path, writer = opened(tmp_path)
    past = Scope((), NOON, NOON + 3, NOON + 20)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(n, at=NOON + n % 5) for n in range(12)], NOON + 5)
        by_sql = [reader.latest(past, limit) for limit in (3, 99)]
        assert reader.listed_cut(past) is None, "nobody has columns yet"
        shared(path).fill()
        made = reader.listed_cut(past)
        assert made is not None
        assert made.count == 8
        assert [reader.latest(past, limit) for limit in (3, 99)] == by_sql
        assert reader.latest(past, 99, (by_sql[0][-1].known_at, by_sql[0][-1].id)) == by_sql[1][3:]
        assert reader.listed_cut(Scope((), NOON, NOON + 3, NOON + 13)) is None, "the index by arrival is as quick"
    drop(path)
