"""What uneven listening does to shares: sources that hear one brand alone, and sources that missed a part.

A source is told as of one brand when nearly all it brought is that brand's, surely more than elsewhere (95 %). What a
source missed is an estimate: it is taken to bring of each brand the part that it brought in the week before, evenly
over time; of a source that brought too little then, or was heard for too little of it, nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import DAY, Coverage, Scope, Span
from hubdesk.core.compared import Counted
from hubdesk.panels.compare_change import change
from hubdesk.panels.compare_tally import Shift, by_source, by_topic, largest_shift
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_spans import length, within, without

NEARLY: Final = 0.95  # of what a source brought, from which it is told as of one brand
LEAST: Final = 10  # mentions by which a source is judged
TELLING: Final = 0.01  # of a share, below which nothing is said of a source of one brand
MISSED: Final = 0.05  # of a span, from which a source is missed
LATELY: Final = 7 * DAY
KNOWN: Final = 0.5  # of that time, that a source was listened to at least
MOST_MISSED: Final = 0.9  # of a topic's mentions; beyond, an estimate would be made up


@dataclass(frozen=True, slots=True)
class Lone:
    """A source of which `part` is of one topic: `mentions` in all, `gone` of them taken back since. `shift`: that
    topic's share, and what it is without the source. `name` is "" of a source that was removed."""

    source: int
    name: str
    part: float
    mentions: int
    gone: int
    shift: Shift


@dataclass(frozen=True, slots=True)
class Missed:
    """What sources missed of a span: their names, the one that usually brings most first, and the part of the span
    that it missed. `usual`: of all mentions, what these sources bring in other times, None where nobody knows.
    `shift`: the share that it moves most, an estimate."""

    names: tuple[str, ...]
    part: float
    usual: float | None = None
    shift: Shift | None = None


def lone_sources(counted: Sequence[Counted], coverage: Coverage, leaving_out: int) -> tuple[Lone, ...]:
    """Those without which a share is another one, the largest shift first."""
    names = {one.source.id: one.source.name for one in coverage.sources}
    all_ = by_topic(counted, leaving_out)
    found = []
    for source, heard in sorted(by_source(counted, leaving_out).items()):
        topic, mentions = max(sorted(heard.items()), key=_second)
        total, rest = heard.total(), all_.total() - heard.total()
        if total < LEAST or mentions < NEARLY * total or not rest:
            continue
        elsewhere = all_[topic] - mentions
        shift = Shift(topic, all_[topic] / all_.total(), elsewhere / rest)
        if abs(shift.by) >= TELLING and change(mentions, total, elsewhere, rest).low > 0:
            gone = sum(
                one.gone
                for one in counted
                if (one.source, one.topic) == (source, topic) and not one.sorts & leaving_out
            )
            found.append(Lone(source, names.get(source, ""), mentions / total, mentions, gone, shift))
    return tuple(sorted(found, key=_largest))


def _second(item: tuple[int, int]) -> int:
    return item[1]


def _largest(lone: Lone) -> float:
    return -abs(lone.shift.by)


class Usual:
    """What each source brings of each topic in other times: looked up when some source is missed."""

    def __init__(self, reader: Reader, scope: Scope, own: tuple[str, ...], leaving_out: int) -> None:
        self._reader, self._own, self._leaving_out = reader, own, leaving_out
        self._lately = replace(scope, start=scope.start - LATELY, end=scope.start, known_by=scope.known)
        self._parts: dict[int, dict[int, float]] | None = None
        self._of_all: dict[int, float] = {}

    def parts(self) -> Mapping[int, Mapping[int, float]]:
        """By source and topic, the part of the topic's mentions; without sources of which nobody can say."""
        if self._parts is None:
            self._parts = dict(self._read())
        return self._parts

    def of_all(self, source: int) -> float:
        return self._of_all.get(source, 0.0)

    def _read(self) -> Iterator[tuple[int, dict[int, float]]]:
        counted = self._reader.counted(self._lately, self._own)
        all_, brought = by_topic(counted, self._leaving_out), by_source(counted, self._leaving_out)
        span = Span(self._lately.start, self._lately.end)
        for one in self._reader.coverage(self._lately).sources:
            heard = length(within(one.listened, span)) / max(1, span.end - span.start)
            found = brought.get(one.source.id, Counter())
            if heard < KNOWN or found.total() < LEAST:
                continue
            whole = {topic: count / heard for topic, count in found.items()}  # had it been heard all the time
            self._of_all[one.source.id] = sum(whole.values()) / (all_.total() - found.total() + sum(whole.values()))
            yield one.source.id, {topic: part / (all_[topic] - found[topic] + part) for topic, part in whole.items()}


def missed(counts: Mapping[int, int], coverage: Coverage, span: Span, usual: Usual) -> Missed | None:
    """What sources missed of a span whose mentions by topic these are; None when none missed a part worth telling."""
    absent = {one.source.id: part for one in coverage.sources if (part := _missed_part(one.listened, one.gaps, span))}
    if not absent:
        return None
    known = {source: parts for source, parts in usual.parts().items() if source in absent}
    weighed = sorted((-usual.of_all(source) * part, source) for source, part in absent.items())
    weights = [source for _weight, source in weighed]
    names = {one.source.id: one.source.name for one in coverage.sources}
    told = tuple(names[source] for source in weights if source in known) or tuple(names[one] for one in weights)
    if not known:
        return Missed(told, absent[weights[0]])
    estimate = {
        topic: count / (1 - min(MOST_MISSED, sum(parts.get(topic, 0.0) * absent[one] for one, parts in known.items())))
        for topic, count in counts.items()
    }
    shift = largest_shift(dict(counts), estimate)
    first = next(source for source in weights if source in known)
    return Missed(told, absent[first], sum(map(usual.of_all, known)), shift)


def _missed_part(listened: Sequence[Span], gaps: Sequence[Span], span: Span) -> float:
    """The part of a span that a source missed, and that is no page still to come; 0 for less than is told."""
    holes = list(without((span,), listened))
    if holes and holes[-1].end == span.end and not within(gaps, holes[-1]):
        holes.pop()  # not known yet, and not overdue
    part = length(holes) / max(1, span.end - span.start)
    return part if part >= MISSED else 0.0
