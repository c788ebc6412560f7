"""Two dimensions crossed from columns: what crossed.py counts in SQL, to the last mention."""

from __future__ import annotations

import sqlite3
from zoneinfo import ZoneInfo

import numpy as np

from hubdesk.store.columns_counts import Counts, pairs
from hubdesk.store.columns_rows import Array
from hubdesk.store.columns_sides import Side, side, summed_by_value
from hubdesk.store.columns_sorts import Opened
from hubdesk.store.crossed import commonest, order
from hubdesk.store.crossed_by import names
from hubdesk.store.crossed_values import OTHERS, Crossed, Dimension, Line, Tally

Groups = tuple[Array, Array, Array, Array]
"""Of each pair of sets that occurs: one, the other, mentions, and how many of these are gone."""


def crossed(
    connection: sqlite3.Connection, cut: Counts, rows: Dimension, columns: Dimension, zone: ZoneInfo, most: int
) -> Crossed:
    """As crossed.crossed, of what a cut takes."""
    one, other = side(cut, rows, zone), side(cut, columns, zone)
    left, right, mentions, gone = _groups(cut, one, other)
    across, across_lines = _lines(one, left, mentions, gone, most)
    down, down_lines = _lines(other, right, mentions, gone, most)
    return Crossed(
        rows=across_lines,
        columns=down_lines,
        cells=_cells((left, right, mentions, gone), across, down),
        whole=Tally(cut.count, cut.gone),
        names=names(connection) if Dimension.SOURCE in (rows, columns) else (),
    )


def _groups(cut: Counts, one: Side, other: Side) -> Groups:
    if one.column and one.column == other.column:  # a few numbers stand for all mentions
        all_, gone = cut.tally(one.column)
        met = np.flatnonzero(all_)
        of_them = np.zeros(len(all_), np.int64)
        of_them[: len(gone)] = gone
        return one.sets[met], other.sets[met], all_[met], of_them[met]
    left, right, mentions = pairs(one.of(cut), len(one.opened), cut.told_gone(other.of(cut)), 2 * len(other.opened))
    right, is_gone = np.divmod(right, 2)
    return left, right, mentions, mentions * is_gone


def _lines(one: Side, sets: Array, mentions: Array, gone: Array, most: int) -> tuple[Opened, tuple[Line, ...]]:
    """The lines of one side, and its sets with the values that have no line of their own put together."""
    by_set, of_them = (
        np.bincount(sets, weights=weights, minlength=len(one.opened)).astype(np.int64) for weights in (mentions, gone)
    )
    counts = summed_by_value(one.opened, by_set)
    kept = commonest(counts, most)
    shown = one.shown(kept)
    all_, gone_of = summed_by_value(shown, by_set), summed_by_value(shown, of_them)
    left = len(counts.keys() - kept)
    lines = (Line(value, Tally(n, gone_of.get(value, 0)), left if value == OTHERS else 1) for value, n in all_.items())
    return shown, tuple(sorted(lines, key=order))


def _cells(groups: Groups, across: Opened, down: Opened) -> tuple[tuple[str, str, Tally], ...]:
    left, right, mentions, gone = groups
    place, row = across.open(left)
    further, column = down.open(right[place])
    which = place[further]
    met, cell = np.unique(row[further] * len(down.values) + column, return_inverse=True)
    sums = (np.bincount(cell, weights=one[which], minlength=len(met)).astype(np.int64) for one in (mentions, gone))
    told = zip(*(one.tolist() for one in (*np.divmod(met, len(down.values) or 1), *sums)), strict=True)
    cells = ((across.values[a], down.values[b], Tally(n, g)) for a, b, n, g in told)
    return tuple(sorted(cells, key=_where))


def _where(cell: tuple[str, str, Tally]) -> tuple[str, str]:
    return cell[0], cell[1]
