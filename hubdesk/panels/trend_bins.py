"""A topic's bins in a scope: the first one whole, and smoothed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hubdesk.core import Millis, Scope, Span, Topic
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_lines import bin_start, smoothed
from hubdesk.widgets.chart_values import Point, is_cut


def whole_bins(reader: Reader, topic: Topic | None, scope: Scope, step: Millis, zone: str) -> tuple[Point, ...]:
    """As Reader.volume; the first bin cut in two would look like a rise.

    What of it lies before the scope is counted apart: so the scope is asked about with the edges that all other panels
    ask with, and what it takes is looked for once for all of them.
    """
    first = bin_start(scope.start, step, zone)
    if first == scope.start or scope.length <= 0:
        return reader.volume(topic, replace(scope, start=first), step)
    edge = reader.volume(topic, replace(scope, start=first, end=scope.start, known_by=scope.known), step)
    told = reader.volume(topic, scope, step)
    if edge and told and (edge[-1][1] is None) != (told[0][1] is None):  # half of it was listened to
        return reader.volume(topic, replace(scope, start=first), step)
    made = dict(edge)
    for at, value in told:
        before = made.get(at)
        made[at] = value if before is None else before + (value or 0)
    return tuple(made.items())


def smooth_whole(
    points: Sequence[Point], over: int, step: Millis, end: Millis, holes: Sequence[Span]
) -> tuple[Point, ...]:
    """The mean over `over` bins. A bin that is still being counted or that a gap cuts keeps its own count, and counts
    for no other."""
    parts = {at for at, _value in points if at + step > end or is_cut(at, step, holes)}
    means = smoothed([(at, None if at in parts else value) for at, value in points], over)
    return tuple((at, value if at in parts else mean) for (at, value), (_at, mean) in zip(points, means, strict=True))
