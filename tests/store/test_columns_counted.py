"""Bands, tables and comparisons from columns are those of SQL, of any scope and any filters, after every event."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from columns_fakes import History, Looking, events, full, looking
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import NOON, opened
from test_columns import QUERIES, chips, spans

from hubdesk.core import HOUR, MINUTE, Person, Scope, Topic
from hubdesk.core.compared import Sort
from hubdesk.store import (
    bands,
    columns_bands,
    columns_compared,
    columns_crossed,
    compared,
    crossed,
    hours,
    place_counts,
    reading_counts,
    tone_counts,
)
from hubdesk.store.reader import Dimension

PAIRS = list(itertools.product(Dimension, Dimension))
OWN = ("Bluesky:@LUCIE", "mastodon:marc.É", "bluesky:")
INSIDERS = (
    Person("Lu", "insider", "https://x.example", "2026-01-01", ("bluesky:DID:2",)),
    Person("Marc", "insider", "https://x.example", "2026-01-01", ("mastodon:@marc.é", "bluesky:nobody")),
)
READERS = ("tone", "themes", "places", "language", "encoder")


@given(
    st.lists(events, min_size=1, max_size=12),
    st.lists(st.tuples(spans, chips), min_size=1, max_size=2),
    st.integers(0, 3),
    st.lists(st.sampled_from(PAIRS), min_size=1, max_size=6),
)
@settings(max_examples=30, deadline=None)
def test_that_columns_count_as_sql_does(told: list, asked: list, most: int, pairs: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, looking(path) as reader:
            history = History(writer, reader)
            writer.change_insiders(INSIDERS, ())
            first = reader.topics()
            for event in told:
                history.play(*event)
            for (start, length, by_now), filters in asked:
                until = NOON + HOUR if by_now else None
                for topics in ((), reader.topics()[1:2], (*first, Topic(99, "Gone", "gone"))):
                    scope = Scope(topics, NOON + start, NOON + start + length, until)
                    for narrowed in (scope, replace(scope, filters=tuple(filters))):
                        counts(reader, narrowed, most, pairs)
                        tells(reader, narrowed)
                        compares(reader, narrowed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_that_plenty_of_everything_is_counted_as_sql_does(tmp_path: Path, seed: int) -> None:
    path, writer = opened(tmp_path)
    with writer, looking(path) as reader:
        writer.change_insiders(INSIDERS, ())
        history = History(writer, reader)
        for event in full(random.Random(seed)):
            history.play(*event)
        found, waited, complained = Counter[int](), 0, 0
        for start, end, until in (
            (-MINUTE, 15 * MINUTE, None),
            (MINUTE, 9 * MINUTE, None),
            (-MINUTE, 6 * MINUTE, HOUR),
        ):
            scope = Scope(reader.topics(), NOON + start, NOON + end, None if until is None else NOON + until)
            for filters in ((), *((one,) for one in QUERIES)):
                narrowed = replace(scope, filters=filters)
                counts(reader, narrowed, 2, PAIRS[seed::29])
                tells(reader, narrowed)
                compares(reader, narrowed)
            found.update({one.sorts: one.mentions for one in reader.counted(scope, OWN)})
            answers = reader.first_answers(scope, tuple((topic.id, OWN) for topic in scope.topics))
            waited += sum(len(one.waits) for one in answers)
            complained += sum(one.complaints for one in answers)
        assert all(any(sorts & sort for sorts in found) for sort in Sort), "each sort is there"
        assert waited > complained > 0


def counts(reader: Looking, scope: Scope, most: int, pairs: list) -> None:
    cut, zone = reader.cut(scope), reader._zone()
    with reader._reading(scope) as connection:
        for by in Dimension:
            for step in (7_000, HOUR):
                slow = bands.bands(connection, scope, by, step, zone, most)
                assert columns_bands.bands(connection, cut, by, step, zone, most) == slow, by
        for rows, columns in pairs:
            for width in (most, 60):
                slow_table = crossed.crossed(connection, scope, rows, columns, zone, width)
                assert columns_crossed.crossed(connection, cut, rows, columns, zone, width) == slow_table, (
                    rows,
                    columns,
                )


def compares(reader: Looking, scope: Scope) -> None:
    cut = reader.cut(scope)
    with reader._reading(scope) as connection:
        for own in ((), OWN):
            assert columns_compared.counted(connection, cut, own) == compared.counted(connection, scope, own)
        asked = tuple((topic.id, OWN) for topic in scope.topics)
        written = columns_compared.written_by(connection, cut, asked)
        slow = compared.first_answers(connection, scope, asked)
        assert compared.first_answers(connection, scope, asked, written) == slow


def tells(reader: Looking, scope: Scope) -> None:
    cut, zone = reader.cut(scope), reader._zone()
    with reader._reading(scope) as connection:
        assert cut.left(READERS) == reading_counts.left(connection, scope, READERS)
        assert cut.tone_curve(MINUTE) == tone_counts.tone_curve(connection, scope, MINUTE, zone)
        assert cut.tone_totals() == tone_counts.tones(connection, scope)
        assert cut.theme_totals() == tone_counts.themes(connection, scope)
        assert cut.placed(("59",), "59") == place_counts.places(connection, scope, ("59",), "59")
        assert cut.hours(MINUTE) == hours.hours(connection, scope, MINUTE)
