"""Queries as filters: what search finds, as a mask over columns, kept for as long as a look is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from hubdesk.core import Millis, Scope
from hubdesk.query.syntax import parse
from hubdesk.query.tree import Query
from hubdesk.store.columns_look import Look
from hubdesk.store.columns_rows import Mask, Rows, as_ids
from hubdesk.store.rows import MOST
from hubdesk.store.search import find
from hubdesk.store.verifying import Verifier

NARROW: Final = 4  # a scope since whose start less than such a part of all mentions came is searched alone
FEW: Final = 2_000  # mentions that are read one by one for what holds beyond the scope
_NOTHING: Final[Mask] = np.zeros(0, bool)  # was searched for: it would have taken too long


def texts(connection: sqlite3.Connection, look: Look, rows: Rows, scope: Scope, queries: Iterable[str]) -> Mask:
    """What a search finds for one of these, at least of the scope. Raises QueryError for what is no query.

    `rows`: of the look, as the scope knows them.
    """
    held = np.zeros(len(rows), bool)
    for text in queries:
        held |= _found(connection, look, rows, scope, parse(text))
    return held


def _found(connection: sqlite3.Connection, look: Look, rows: Rows, scope: Scope, query: Query) -> Mask:
    """All is searched: the index of words then answers alone, and what it says holds for other scopes too; but where
    little came since the scope's start, that is searched sooner: the index knows mentions by when they came. Where many
    would have to be read one by one, only the scope's are."""
    everything = replace(scope, topics=(), start=0, end=MOST, known_by=_known(look, rows, scope))
    since = int(np.count_nonzero(rows.at >= scope.start))
    asked = [(everything, FEW)] if since * NARROW > len(rows) else []
    held = _NOTHING
    for within, most in (*asked, (scope, int(MOST))):
        held = look.found.get((within, query.text), _searching(connection, rows, within, query, most))
        if held is not _NOTHING:
            break
    return held


def _known(look: Look, rows: Rows, scope: Scope) -> Millis:
    """By when mentions must be known, and with the words of when: one and the same for all who know all there is."""
    last = int(rows.at.max(initial=0)) + int(rows.late.max(initial=0))
    return MOST if scope.known >= last and rows is look.rows else scope.known


def _searching(connection: sqlite3.Connection, rows: Rows, scope: Scope, query: Query, most: int) -> Callable[[], Mask]:
    def searched() -> Mask:
        hits = find(connection, query, scope)
        doubtful = [*hits.doubtful.ids, *hits.edited]
        if len(doubtful) > most:  # to be read one by one
            return _NOTHING
        verified = Verifier(connection, scope.known, query).holding(doubtful) if doubtful else ()
        places = rows.places(as_ids([*hits.sure.ids, *verified]))
        held = np.zeros(len(rows), bool)
        held[places[places >= 0]] = True
        return held

    return searched
