"""Bands from columns: what bands.py counts in SQL, to the last mention."""

from __future__ import annotations

import sqlite3
from zoneinfo import ZoneInfo

import numpy as np

from hubdesk.core import Millis
from hubdesk.store.bands import NAMED, Band, Bands, commonest, order
from hubdesk.store.columns_counts import Counts, pairs
from hubdesk.store.columns_rows import Array
from hubdesk.store.columns_sides import side, summed_by_value
from hubdesk.store.crossed_by import names
from hubdesk.store.crossed_values import OTHERS, Dimension


def bands(connection: sqlite3.Connection, cut: Counts, by: Dimension, step: Millis, zone: ZoneInfo, most: int) -> Bands:
    """As bands.bands, of what a cut takes. Raises HubdeskError as it does."""
    told = cut.bins(step)
    if told is None:
        return Bands((), (), ())
    one = side(cut, by, zone)
    bins, sets, mentions = pairs(cut.places(step, told), len(told), cut.told_gone(one.of(cut)), 2 * len(one.opened))
    sets, is_gone = np.divmod(sets, 2)
    whole = np.bincount(bins, weights=mentions, minlength=len(told)).astype(np.int64)
    by_set = np.bincount(sets, weights=mentions, minlength=len(one.opened)).astype(np.int64)
    kept, left = commonest(summed_by_value(one.opened, by_set), most)
    shown = one.shown(kept)
    which, value = shown.open(sets)
    key = value * len(told) + bins[which]

    def by_bin(weights: Array) -> list[tuple[int, ...]]:
        counts = np.bincount(key, weights=weights[which], minlength=len(shown.values) * len(told)).astype(np.int64)
        return [tuple(row) for row in counts.reshape(-1, len(told)).tolist()]

    counts, gone = by_bin(mentions), by_bin(mentions * is_gone)
    codes = {one: code for code, one in enumerate(shown.values) if any(counts[code])}
    made = [
        Band(one, counts[codes[one]], gone[codes[one]], *((len(left), tuple(left[:NAMED])) if one == OTHERS else ()))
        for one in sorted(codes, key=order)
    ]
    called = names(connection) if by == Dimension.SOURCE else ()
    return Bands(tuple(zip(told.starts, told.listened, strict=True)), tuple(made), tuple(whole.tolist()), called)
