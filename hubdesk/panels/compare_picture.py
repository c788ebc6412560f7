"""What the comparison shows, read from a session: shares and changes with their doubt, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Coverage, Millis, Scope, Span, Topic
from hubdesk.core.compared import EACH_ONCE, Counted, Sort
from hubdesk.panels.compare_answers import Answering, own_accounts, read_answering
from hubdesk.panels.compare_change import change
from hubdesk.panels.compare_effects import Lone, Missed, Usual, lone_sources, missed
from hubdesk.panels.compare_tally import Shift, by_topic, largest_shift
from hubdesk.store.reader import Reader
from hubdesk.widgets.bar_rows import Bar
from hubdesk.widgets.chart_lines import bin_start, bin_step
from hubdesk.widgets.chart_spans import length
from hubdesk.widgets.chart_values import Point
from hubdesk.widgets.intervals import wilson

UNEVEN: Final = 0.05  # of the listening, from which a comparison says that it rests on unlike halves
SORTS: Final = (Sort.REPOST, Sort.DUPLICATE, Sort.INSIDER, Sort.OWN)  # what may be left out
MOST_CURVES: Final = 12
MOST_BINS: Final = 170  # of a curve: a week in hours, a day in quarters of an hour


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """`without`: what is left out, a sum of `Sort`."""

    without: int = 0


@dataclass(frozen=True, slots=True)
class Apart:
    """Mentions of one sort: how many, each once, `gone` of them taken back since; by topic; and the share that moves
    most without them, from what it is with everything."""

    sort: int
    mentions: int
    gone: int
    by_topic: tuple[tuple[int, int], ...]
    shift: Shift | None


@dataclass(frozen=True, slots=True)
class SmallCurve:
    """One topic's bins of `step`: everything that was heard of it, whatever is left out of the shares."""

    topic: Topic
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ComparePicture:
    """The scope's topics, the loudest first. `listened` is the part of all sources' time that was listened to, in the
    span and in the one before. Shares are of what is not left out; `whole` and `gone` are of each topic's mentions with
    everything, and of those that count and were taken back since."""

    span: Span
    before: Span
    zone: str
    bars: tuple[Bar, ...]
    topics: tuple[Topic, ...]
    listened: tuple[float, float]
    total_before: int
    is_shared: bool  # some mention was heard by two of the topics
    has_topics: bool = True
    empty: Coverage | None = None
    stored: int = 0
    options: CompareOptions = CompareOptions()
    whole: tuple[tuple[int, int], ...] = ()
    gone: tuple[tuple[int, int], ...] = ()
    apart: tuple[Apart, ...] = ()
    own: tuple[str, ...] = ()  # the brands' accounts
    lone: tuple[Lone, ...] = ()
    missed: tuple[Missed | None, Missed | None] = (None, None)  # now and before
    answering: tuple[Answering, ...] = ()
    step: Millis = 0
    curves: tuple[SmallCurve, ...] = ()
    gaps: tuple[Span, ...] = ()
    is_narrowed: bool = False  # by filters: everything counted, also before, is of what these take

    def name_of(self, topic: int) -> str:
        return next((one.name for one in self.topics if one.id == topic), "")


def read_compare(reader: Reader, scope: Scope, options: CompareOptions) -> ComparePicture:
    """Worker thread: counts, shares and changes. A mention heard by two topics counts for each."""
    facts, before, channels = reader.facts(), scope.before(), reader.channels()
    own, without = own_accounts(channels), options.without
    now, then = reader.counted(scope, own), reader.counted(before, own)
    coverage, coverage_before = reader.coverage(scope), reader.coverage(before)
    listened = listened_parts(coverage, coverage_before, scope.length)
    counts, counts_before = by_topic(now, without), by_topic(then, without)
    usual = Usual(reader, scope, own, without)
    span, span_before = Span(scope.start, scope.end), Span(before.start, before.end)
    whole = by_topic(now)
    bars = bars_of(scope.topics, counts, counts_before if listened[1] else {})
    step = bin_step(max(1, scope.length), MOST_BINS)
    return ComparePicture(
        span=span,
        before=span_before,
        zone=facts.timezone or "UTC",
        bars=bars,
        topics=reader.topics(),
        listened=listened,
        total_before=counts_before.total(),
        is_shared=whole.total() > sum(one.mentions for one in now if one.topic == EACH_ONCE),
        has_topics=bool(scope.topics),
        empty=None if whole else coverage,
        stored=facts.mentions,
        options=options,
        whole=tuple(sorted(whole.items())),
        gone=_gone(now, without),
        apart=tuple(_apart(now, whole, sort.value) for sort in SORTS),
        own=own,
        lone=lone_sources(now, coverage, without),
        missed=(missed(counts, coverage, span, usual), missed(counts_before, coverage_before, span_before, usual)),
        answering=read_answering(reader, scope, channels, now) if whole else (),
        step=step,
        curves=_curves(reader, scope, bars, step, facts.timezone or "UTC") if whole else (),
        gaps=coverage.gaps,
        is_narrowed=bool(scope.filters),
    )


def bars_of(topics: Sequence[Topic], counts: dict[int, int], before: dict[int, int]) -> tuple[Bar, ...]:
    """The loudest first. `before`: of the span before, empty when nothing is known of it."""
    total, total_before = sum(counts.values()), sum(before.values())
    bars = []
    for topic in sorted(topics, key=lambda one: (-counts.get(one.id, 0), one.id)):
        count = counts.get(topic.id, 0)
        low, high = wilson(count, total)
        share = count / total if total else 0.0
        told = change(count, total, before.get(topic.id, 0), total_before) if total and total_before else None
        moved = (None, None, None) if told is None else (told.by, told.low, told.high)
        bars.append(Bar(topic, count, share, low, high, *moved))
    return tuple(bars)


def listened_parts(now: Coverage, before: Coverage, span: int) -> tuple[float, float]:
    """The part of the sources' time that was listened to, now and before, of those that listened in either."""
    sources = {one.source.id for half in (now, before) for one in half.sources if one.listened}
    whole = max(1, span * len(sources))
    return _part(now, whole), _part(before, whole)


def _part(half: Coverage, whole: int) -> float:
    return min(1.0, sum(length(one.listened) for one in half.sources) / whole)


def _gone(counted: Sequence[Counted], without: int) -> tuple[tuple[int, int], ...]:
    found: dict[int, int] = {}
    for one in counted:
        if one.gone and not one.sorts & without:
            found[one.topic] = found.get(one.topic, 0) + one.gone
    return tuple(sorted(found.items()))


def _apart(counted: Sequence[Counted], whole: Mapping[int, int], sort: int) -> Apart:
    of_sort = [one for one in counted if one.sorts & sort]
    once = [one for one in of_sort if one.topic == EACH_ONCE]
    return Apart(
        sort,
        sum(one.mentions for one in once),
        sum(one.gone for one in once),
        tuple(sorted(by_topic(of_sort).items())),
        largest_shift(whole, by_topic(counted, sort)) if of_sort else None,
    )


def _curves(reader: Reader, scope: Scope, bars: Sequence[Bar], step: Millis, zone: str) -> tuple[SmallCurve, ...]:
    """Of the loudest, in the order of the bars. The first bin is told whole."""
    topics = [bar.topic for bar in bars[:MOST_CURVES]]
    return tuple(map(SmallCurve, topics, reader.curves(topics, scope, step, bin_start(scope.start, step, zone))))
