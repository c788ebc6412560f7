"""Which rows of a table have a value is told anew as soon as a row is added, and the same for ever of those before."""

from __future__ import annotations

import random

import numpy as np
import pytest
from store_fakes import NOON, add, entry, opened, source

from hubdesk.core import HOUR, MINUTE, Scope, Span, Topic
from hubdesk.store import columns_sorts, moment
from hubdesk.store.columns_sorts import Sorts
from hubdesk.store.columns_time import Bins
from hubdesk.store.session import open_connection, open_reader

VALUES = ("a", "b", "c", "d")


@pytest.mark.parametrize("seed", range(4))
def test_that_what_rows_have_follows_the_table(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_sorts, "_MOST_KEPT", 3)
    chance, sorts, rows = random.Random(seed), Sorts(), []
    for _ in range(200):
        if chance.random() < 0.4:
            rows.append(tuple(chance.sample(VALUES, chance.randint(0, 3))))
            sorts.add(rows[-1])
        wanted = {*chance.sample(("", "nobody", *VALUES), chance.randint(0, 3))}
        expected = [bool(wanted & {*one}) if one else "" in wanted for one in rows]
        assert sorts.having(wanted).tolist() == expected


def test_that_nobody_writes_to_what_is_kept() -> None:
    sorts = Sorts()
    sorts.add(("a",))
    with pytest.raises(ValueError, match="read-only"):
        sorts.having({"a"})[0] = False


def test_that_bins_in_which_nobody_listened_hold_no_figure() -> None:
    made = Bins((0, 10, 20), (True, False, True), (1,), 10, np.arange(3))
    assert made.told([1, 0, 2]) == ((0, 1), (10, None), (20, 2))
    assert Bins((), (), (), 1, np.arange(0)).told([]) == ()


def test_that_topics_are_those_of_now(tmp_path: object) -> None:
    path, writer = opened(tmp_path)  # type: ignore[arg-type]
    moment.begin(path, open_connection)
    try:
        with writer, open_reader(path) as reader:
            add(writer, source(writer), [entry(1)], NOON, covers=Span(NOON - MINUTE, NOON))
            before = reader.topics()
            made = writer.add_topic(Topic(0, "Another", "another"))
            assert reader.topics() == (*before, made)
            writer.remove_topic(made.id)
            assert reader.topics() == before
            assert reader.count(Scope(before, NOON - HOUR, NOON + HOUR)) >= 0
    finally:
        moment.end(path)
