"""Mentions by the hour, with how many of each hour were taken back since: one walk over an index."""

from __future__ import annotations

import sqlite3

from hubdesk.core import Millis, Scope
from hubdesk.store.reading_counts import IS_GONE
from hubdesk.store.series import tally_rows


def hours(connection: sqlite3.Connection, scope: Scope, step: Millis) -> dict[Millis, tuple[int, int]]:
    """By the start of each bin of `step` that holds any: mentions of the scope's topics, and those that are gone.

    Bins lie on UTC multiples of the step. Whether anybody listened is not told here.
    """
    found: dict[Millis, tuple[int, int]] = {}
    for both, mentions in tally_rows(
        connection, scope, scope.topics or None, f"(at / {step}) * 2 + ({IS_GONE})"
    ).items():
        place, is_gone = divmod(both, 2)
        before, gone = found.get(place * step, (0, 0))
        found[place * step] = (before + mentions, gone + mentions * is_gone)
    return found
