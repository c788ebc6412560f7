"""What a day's figures do not rest on: when nobody listened, which sources missed some, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hubdesk.core import HOUR, MINUTE, Coverage, Scope, Span
from hubdesk.i18n import N_
from hubdesk.reports.journal_values import Basis, Part, Sentence
from hubdesk.store.reader import Reader
from hubdesk.told import Told

LEAST: Final = 10 * MINUTE  # of a gap, to be named
LEAST_OF_SOURCE: Final = HOUR
MOST: Final = 2

_GAP: Final = N_("Nobody listened from {start_clock} to {end_clock}.")
_SOURCE: Final = N_("{source} was not heard for {length_ms}.")
_TONELESS: Final = N_("Of {n} mentions the tone cannot be told.")
_SOUND: Final = N_("None of the {n} sources missed an hour of it.")


def unseen(reader: Reader, scope: Scope, coverage: Coverage) -> Iterator[Sentence]:
    """The longest gaps, the sources with the longest ones, and how much of the tone is unknown."""
    gaps = [gap for gap in (_inside(gap, scope) for gap in coverage.gaps) if gap.end - gap.start >= LEAST]
    for place, gap in enumerate(sorted(gaps, key=lambda gap: gap.start - gap.end)[:MOST]):
        told = Told(_GAP, (("start_clock", gap.start), ("end_clock", gap.end)))
        yield Sentence(Part.UNSEEN, told, Basis(gap.start, gap.end, spans=(gap,)), 4 + place)
    missed = []
    for one in coverage.sources:
        apart = tuple(span for gap in one.gaps for span in _without(_inside(gap, scope), coverage.gaps))
        whole = tuple(span for span in apart if span.end < scope.end)  # what a poll has not reached yet is no gap
        length = sum(span.end - span.start for span in whole)
        if length >= LEAST_OF_SOURCE:
            missed.append((length, one.source.name, whole))
    for length, name, spans in sorted(missed, key=lambda one: (-one[0], one[1]))[:MOST]:
        basis = Basis(spans[0].start, spans[-1].end, spans=spans)
        yield Sentence(Part.UNSEEN, Told(_SOURCE, (("source", name), ("length_ms", length))), basis, 18)
    if not gaps and not missed and coverage.sources:
        listened = tuple(span for one in coverage.sources for span in one.listened)[:MOST]
        if listened:
            basis = Basis(scope.start, scope.end, spans=listened)
            yield Sentence(Part.UNSEEN, Told(_SOUND, (("n", len(coverage.sources)),)), basis, 19)
    tone = reader.tone_totals(scope).whole
    rows = tone.split.unknown - tone.gone.unknown
    if rows > 0:
        basis = Basis(scope.start, scope.end, rows, "tone:unknown", tuple(topic.id for topic in scope.topics))
        yield Sentence(Part.UNSEEN, Told(_TONELESS, (("n", rows),)), basis, 16)


def _inside(gap: Span, scope: Scope) -> Span:
    return Span(max(gap.start, scope.start), min(gap.end, scope.end))


def _without(span: Span, holes: tuple[Span, ...]) -> Iterator[Span]:
    """What of a span is in none of these, which are apart and in order."""
    at = span.start
    for hole in holes:
        if hole.end <= at or hole.start >= span.end:
            continue
        if hole.start > at:
            yield Span(at, hole.start)
        at = max(at, hole.end)
    if at < span.end:
        yield Span(at, span.end)
