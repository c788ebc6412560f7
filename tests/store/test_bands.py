"""Mentions over time by a dimension: the same figures as every other way to count them, also for who stands earlier."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import NOON, entry, session, topic

from hubdesk.core import DAY, HOUR, MINUTE, Scope, Span
from hubdesk.store.reader import OTHERS, Dimension, Reader
from hubdesk.store.session import open_reader, open_writer
from tests.panels.life_fakes import END, START, life

DIMENSIONS = ("topic", "tone", "theme", "network", "source", "language", "kind")
KNOWN = ("page", "page", "late", "correct", "edit", "withdraw", "fail", "tell")


def scopes(reader: Reader) -> list[Scope]:
    topics, middle = reader.topics(), (START + END) // 2
    return [
        Scope(topics, START, END),
        Scope((), START + 17, END - 23),
        Scope(topics[:1], middle - 7 * HOUR, middle),
        Scope(topics, START, middle, END),
        Scope(topics, middle, middle),
    ]


@pytest.mark.parametrize("seed", [1, 5])
@pytest.mark.parametrize("by", DIMENSIONS)
def test_that_bands_agree_with_the_table_of_the_same_scope(tmp_path: Path, seed: int, by: str) -> None:
    with open_reader(life(seed, KNOWN).stored(tmp_path / "life.hubdesk", END)) as reader:
        for scope in scopes(reader):
            told = reader.bands(scope, Dimension(by), HOUR, 8)
            table = reader.crossed(scope, Dimension(by), Dimension.KIND, 100)
            assert sum(told.whole) == reader.count(scope)
            alone = {one.value: sum(one.counts) for one in told.bands if one.value != OTHERS}
            lines = {line.value: line.tally.mentions for line in table.rows}
            assert alone == {value: lines[value] for value in alone}
            gone = {one.value: sum(one.gone) for one in told.bands if one.value != OTHERS}
            lines = {line.value: line.tally.gone for line in table.rows}
            assert gone == {value: lines[value] for value in gone}


def test_that_bins_are_those_of_the_curve_and_nobody_is_not_zero(tmp_path: Path) -> None:
    with open_reader(session(tmp_path, ["La fibre est en panne"] * 5, [topic("Orange")])) as reader:
        scope = Scope(reader.topics(), NOON - 2 * HOUR, NOON + HOUR)
        for step in (MINUTE, HOUR, DAY):
            told = reader.bands(scope, Dimension.KIND, step, 8)
            curve = reader.volume(reader.topics()[0], scope, step)
            counted = [
                (at, count if was_heard else None) for (at, was_heard), count in zip(told.bins, told.whole, strict=True)
            ]
            assert counted == list(curve)


def test_that_what_is_beyond_the_commonest_is_put_together_and_named(tmp_path: Path) -> None:
    path = session(tmp_path)
    with open_writer(path) as writer:
        entries = [
            entry("x", language=code, network=f"net{n}")
            for n, code in enumerate(["fr"] * 3 + ["en"] * 2 + ["de", "es"])
        ]
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - HOUR, NOON + HOUR))
    with open_reader(path) as reader:
        told = reader.bands(Scope((), NOON - HOUR, NOON + HOUR), Dimension.NETWORK, HOUR, 4)
    others = told.bands[-1]
    assert [one.value for one in told.bands] == ["net0", "net1", "net2", "net3", OTHERS]
    assert (others.of, others.values, sum(others.counts)) == (3, ("net4", "net5", "net6"), 3)
