"""A cut that is looked for in what another one took is the one that is looked for in all rows."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from columns_fakes import History, Looking, full, looking
from store_fakes import NOON, opened
from test_columns import QUERIES

from hubdesk.core import HOUR, MINUTE, Scope
from hubdesk.store import columns_cut, columns_zones
from hubdesk.store.columns_look import Look
from hubdesk.store.columns_rows import kept
from hubdesk.store.reader_columns import shared


@pytest.mark.parametrize("seed", range(6))
def test_that_narrowing_step_by_step_takes_what_all_rows_hold(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_zones, "BLOCK", 8)
    chance, narrowed = random.Random(seed), []
    within = columns_cut._within
    monkeypatch.setattr(columns_cut, "_within", lambda *told: narrowed.append(1) or within(*told))
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, looking(path) as reader:
            history = History(writer, reader)
            for number, event in enumerate(full(chance)):
                history.play(*event)
                if number % 7 == 0:
                    _goes_in(reader, chance)
            for _ in range(60):
                _goes_in(reader, chance)
    assert narrowed


def _goes_in(reader: Looking, chance: random.Random) -> None:
    """As an analyst does: chips and stretches one after another, and another time beside."""
    topics = chance.choice(((), reader.topics()[:1], reader.topics()))
    known = chance.choice((None, NOON + 12 * HOUR, NOON + 5 * MINUTE))
    scope = Scope(topics, NOON - HOUR, NOON + chance.choice((10 * MINUTE, HOUR, 20 * HOUR)), known)
    for _ in range(chance.randint(2, 5)):
        if chance.random() < 0.6:
            one = chance.choice([*QUERIES])
            others = [*scope.filters, one if chance.random() < 0.7 else one.other_way()]
            chance.shuffle(others)
            scope = replace(scope, filters=tuple(others))
        elif chance.random() < 0.8:
            start = chance.randint(scope.start, scope.end)
            scope = replace(scope, start=start, end=chance.randint(start, scope.end))
        else:
            scope = replace(scope, topics=reader.topics()[:1])
        _is_the_same(reader, scope)


def _is_the_same(reader: Looking, scope: Scope) -> None:
    found = reader.cut(scope)
    now = shared(reader._path).look(scope.start, scope.end)
    alone = reader._cut(Look(now.rows, now.tables, type(now.kept)(0), type(now.found)(0)), scope)
    for name in ("id", "at", "facet", "combo", "reading", "author"):
        assert np.array_equal(found.column(name), alone.column(name)), (scope, name)
    assert (found.count, found.gone) == (alone.count, alone.gone)
    assert found.newest(3) == alone.newest(3)


def test_that_very_many_places_are_gone_through_in_parts() -> None:
    places = np.arange(0, 900_000, 3, dtype=np.int32)
    found = kept(places, lambda some: some % 2 == 0)
    assert found.dtype == np.int32
    assert np.array_equal(found, places[places % 2 == 0])
    assert not len(kept(places[:0], lambda some: some % 2 == 0))
