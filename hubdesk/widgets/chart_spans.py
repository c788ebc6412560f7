"""Sums with stretches of time: joined, cut, taken away, counted. All answers are sorted and do not overlap."""

from __future__ import annotations

from collections.abc import Iterable

from hubdesk.core import Millis, Span


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time, without overlaps; stretches that touch become one."""
    made: list[Span] = []
    for span in sorted(spans, key=_start):
        if span.end <= span.start:
            continue
        if made and span.start <= made[-1].end:
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return tuple(made)


def within(spans: Iterable[Span], limits: Span) -> tuple[Span, ...]:
    """What of these stretches lies inside the limits."""
    return joined(Span(max(span.start, limits.start), min(span.end, limits.end)) for span in spans)


def without(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """These stretches, minus the holes."""
    left: list[Span] = []
    cuts = joined(holes)
    for span in joined(spans):
        at = span.start
        for hole in cuts:
            if hole.end <= at or hole.start >= span.end:
                continue
            left.append(Span(at, hole.start))
            at = hole.end
        left.append(Span(at, span.end))
    return joined(left)


def length(spans: Iterable[Span]) -> Millis:
    """How long they last together, overlaps counted once."""
    return sum(span.end - span.start for span in joined(spans))


def _start(span: Span) -> Millis:
    return span.start
