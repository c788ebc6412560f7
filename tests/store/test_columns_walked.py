"""Which time is still to be walked: of stretches asked in any order, each instant once for a commit."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from columns_fakes import looking
from hypothesis import given
from hypothesis import strategies as st
from store_fakes import NOON, add, entry, opened, source, topics

from hubdesk.core import DAY, HOUR
from hubdesk.store import columns_read
from hubdesk.store.columns_walked import joined, left_of
from hubdesk.store.reader_columns import shared

stretches = st.tuples(st.integers(0, 20), st.integers(0, 20))


@given(st.lists(stretches, max_size=6), stretches)
def test_that_each_instant_is_left_until_it_was_walked(walked: list, asked: tuple[int, int]) -> None:
    known: tuple = ()
    for one in walked:
        known = joined(one, known)
    done = {at for start, end in walked for at in range(start, end)}
    assert {at for start, end in known for at in range(start, end)} == done
    assert all(one[1] < other[0] for one, other in itertools.pairwise(known)), "apart, and in order"
    left = left_of(asked, known)
    told = [at for start, end in left for at in range(start, end)]
    assert told == sorted(set(range(*asked)) - done)


def test_that_two_spans_apart_are_walked_once_for_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[tuple[int, int]] = []

    def moved(connection: object, tables: object, rows: object, start: int, end: int) -> object:
        walked.append((start, end))
        return was(connection, tables, rows, start, end)

    was = columns_read.moved
    monkeypatch.setattr(columns_read, "moved", moved)
    path, writer = opened(tmp_path)
    now, before = (NOON - HOUR, NOON + HOUR), (NOON - DAY, NOON - DAY + HOUR)
    with writer, looking(path):
        orange = topics(writer, "Orange")[0]
        add(writer, source(writer), [entry(1, orange)], NOON + 1)
        looks = [shared(path).look(*span) for span in (now, before, now, before)]
        assert walked == [now, before]
        assert looks[1] is looks[0], "what was counted of it is kept"
        add(writer, source(writer, "Other"), [entry(2, orange)], NOON + 2)
        assert len(shared(path).look(*now).rows) == 2
        assert walked == [now, before, now]
        assert len(looks[0].rows) == 1
