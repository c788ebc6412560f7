"""New phrases by their life: how often each was said in every eighth of the scope, and so whether it still rises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Coverage, Millis, Phase, Scope, Span
from hubdesk.panels.trend_picture import before_span
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError
from hubdesk.store.reader import Emerged, Phrases, Reader
from hubdesk.widgets.chart_values import Point, is_cut
from hubdesk.widgets.sparkline import Spark

MOST: Final = 6
PARTS: Final = 8
NEAR: Final = 0.85  # of its loudest part, from which it is still there: as for episodes
GONE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase that few said before. `phase` "": of the last part nothing is known. `before`: what it is held
    against."""

    found: Emerged
    phase: str
    spark: Spark
    before: Span


def read_terms(reader: Reader, scope: Scope, coverage: Coverage) -> tuple[Term, ...]:
    """The surest, of which no two share a word."""
    found = reader.phrases(scope)
    return tuple(_term(reader, one, found, scope, coverage) for one in apart(found.phrases))


def apart(phrases: tuple[Emerged, ...]) -> tuple[Emerged, ...]:
    """ "mail orange" beside "mail" would tell the same thing twice."""
    kept: list[Emerged] = []
    said: set[str] = set()
    for one in phrases:
        words = {word.removesuffix("s") for word in one.text.casefold().split()}
        if len(kept) < MOST and one.mentions and not words & said and _is_query(one.query):
            kept.append(one)
            said |= words
    return tuple(kept)


def life(points: tuple[Point, ...]) -> str:
    """Where a phrase is in its life, by its parts; "" where nobody listened in the last."""
    known = [value for _at, value in points if value is not None]
    last = points[-1][1] if points else None
    if last is None or not known or max(known) <= 0:
        return ""
    most = max(known)
    if last == most:
        return Phase.RISE
    if last >= NEAR * most:
        return Phase.PEAK
    return Phase.OVER if last <= GONE * most else Phase.FADE


def _term(reader: Reader, one: Emerged, found: Phrases, scope: Scope, coverage: Coverage) -> Term:
    """Its parts are equally long, so that they can be compared."""
    query, step = parse(one.query), max(1, scope.length // PARTS)
    unheard = before_span(coverage, Span(scope.start, scope.end))
    holes = (*coverage.gaps, *((unheard,) if unheard is not None else ()))
    begin = scope.end - PARTS * step
    counts = reader.through(query, replace(scope, start=begin, known_by=scope.known), step)
    points: list[Point] = []
    for at, heard in zip(range(begin, scope.end, step), counts, strict=True):
        points.append((at, None if is_cut(at, step, holes) else heard))
    span = Span(points[0][0], scope.end)
    loudest = max(points, key=_count)[0]
    spark = Spark(span, step, tuple(points), Span(loudest, loudest + step))
    return Term(one, life(tuple(points)), spark, Span(found.before.start, found.before.end))


def _count(point: Point) -> tuple[float, Millis]:
    return point[1] if point[1] is not None else -1.0, -point[0]


def _is_query(text: str) -> bool:
    try:
        parse(text)
    except QueryError:  # what people write need not be a query
        return False
    return True
