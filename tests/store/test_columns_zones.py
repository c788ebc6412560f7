"""Rows of a time are found block by block, in whatever order they came."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.store import columns_zones
from hubdesk.store.columns_rows import EMPTY, Rows
from hubdesk.store.columns_zones import Zones

instants = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=40)


def rows_of(told: list[tuple[int, int]]) -> Rows:
    at = np.array([one[0] for one in told], np.int64)
    late = np.array([one[1] for one in told], np.int16)
    return replace(EMPTY, id=np.arange(len(told)), at=at, late=late)


@given(instants, st.integers(-3, 45), st.integers(-3, 45), st.integers(-3, 55), st.booleans())
def test_that_zones_find_what_every_row_would_say(
    told: list[tuple[int, int]], start: int, end: int, known: int, is_sorted: bool
) -> None:
    rows = rows_of(sorted(told) if is_sorted else told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns_zones, "BLOCK", 3)
        zones = Zones(rows)
        near = zones.near(start, end)
        mask = np.ones(near.stop - near.start, bool)
        zones.keep_within(mask, near, start, end)
        zones.keep_known(mask, near, known)
    held = (rows.at >= start) & (rows.at < end) & (rows.known() <= known)
    assert (np.flatnonzero(mask) + near.start).tolist() == np.flatnonzero(held).tolist()
    assert zones.latest >= int(rows.known().max(initial=0))


def test_that_a_short_stretch_of_sorted_rows_is_a_few_blocks() -> None:
    zones = Zones(rows_of([(at, 0) for at in range(100_000)]))
    near = zones.near(50_000, 50_010)
    assert near.stop - near.start == columns_zones.BLOCK


@given(instants, st.sets(st.integers(0, 39)), st.integers(0, 9), st.booleans())
def test_that_the_latest_are_among_what_zones_say(
    told: list[tuple[int, int]], places: set[int], wanted: int, is_sorted: bool
) -> None:
    rows = rows_of(sorted(told) if is_sorted else told)
    taken = np.array(sorted(place for place in places if place < len(told)), np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns_zones, "BLOCK", 3)
        patch.setattr(columns_zones, "FEW", 1)
        patch.setattr(columns_zones, "MORE", 2)
        near = Zones(rows).with_latest(taken, wanted)
    known = rows.known()
    last = sorted(known[taken].tolist(), reverse=True)[:wanted]
    assert set(near.tolist()) <= set(taken.tolist())
    assert sorted(known[near].tolist(), reverse=True)[: len(last)] == last
    assert not last or set(taken[known[taken] >= last[-1]].tolist()) <= set(near.tolist())
