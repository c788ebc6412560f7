"""What the trend panel shows, read from a session: curves, gaps, and which source was missing when. No screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, Coverage, Millis, Scope, SourceState, Span, Topic
from hubdesk.i18n import N_, _, duration, ngettext, number
from hubdesk.panels.habit import Habit, read_habit
from hubdesk.panels.trend_bins import smooth_whole, whole_bins
from hubdesk.panels.trend_episodes import read_flags
from hubdesk.panels.trend_past import Overlay, PastLine, past_line
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_lines import WEEK, bin_step
from hubdesk.widgets.chart_spans import within, without
from hubdesk.widgets.chart_ticks import time_label
from hubdesk.widgets.chart_values import Flag, Gap, Point
from hubdesk.widgets.text import tame

SMOOTHED_OVER: Final = 7  # bins
SMOOTHED_FROM: Final = 2 * HOUR  # of minutes, which are jagged; a shorter span shows every minute as it is
MINUTES_UP_TO: Final = 6 * HOUR
CALM_BINS: Final = 200  # a day in quarters of an hour, a week in hours, a year in weeks
MOST_BINS: Final = 6_000
MOST_LINES: Final = 20  # of more, nobody can tell one from another
FINEST: Final = 800  # parts of the span: what is shorter is drawn as long as one of them
UNITS: Final = {
    MINUTE: N_("mentions per minute"),
    5 * MINUTE: N_("mentions per 5 min"),
    15 * MINUTE: N_("mentions per 15 min"),
    HOUR: N_("mentions per hour"),
    DAY: N_("mentions per day"),
    WEEK: N_("mentions per week"),
}


@dataclass(frozen=True, slots=True)
class TrendOptions:
    """`step` 0: the one that fits the span. `smooth` None: minutes over more than two hours are. `overlay`: a past
    crisis over this one. `by`: the dimension that bars are stacked by, "" for one line a topic. `scale`: one of the
    chart's SCALES. `before`: an earlier time beside this one, one of `trend_before.MODES`."""

    step: Millis = 0
    smooth: bool | None = None
    overlay: Overlay | None = None
    by: str = ""
    scale: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One topic's bins; topic None: every stored mention."""

    topic: Topic | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Sources that did not listen while others did."""

    span: Span
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrendPicture:
    """Curves, and what is not known of them. `smoothed_over` is in bins, 0 for none."""

    span: Span
    step: Millis
    zone: str
    smoothed_over: int
    lines: tuple[Line, ...]
    topics: tuple[Topic, ...]  # all of the session's: a topic keeps its shape whatever the scope
    before: Span | None  # what of the span lies before anybody ever listened
    gaps: tuple[Span, ...]
    pending: Span | None  # at the end: the next page will tell
    missing: tuple[Missing, ...]
    silent_since: Millis | None = None  # the newest mention, when every source is late or failing
    empty: Coverage | None = None  # when there is no mention at all: what was listened to
    stored: int = 0  # mentions in the whole session
    flags: tuple[Flag, ...] = ()  # episodes that were told in the span
    habit: Habit | None = None  # of the one topic there is a line of
    past: PastLine | None = None  # a past crisis, laid over
    asked: int = 0  # topics that were asked about, of which there are so many lines at most
    is_narrowed: bool = False  # by filters: lines and their habit are of what these take


def read_trend(reader: Reader, scope: Scope, options: TrendOptions) -> TrendPicture:
    """One curve for each topic of the scope, the loudest of very many; one for everything when it has none."""
    step = step_for(options, scope.length)
    over = SMOOTHED_OVER if is_smoothed(options, step, scope.length) else 0
    ground = read_ground(reader, scope, step)
    zone = ground.zone
    holes = (*ground.gaps, *((ground.before,) if ground.before else ()))
    lines = []
    for topic in _loudest(reader, scope) or (None,):
        points = whole_bins(reader, topic, scope, step, zone)
        lines.append(Line(topic, smooth_whole(points, over, step, scope.end, holes) if over else points))
    past = options.overlay
    starts = [at for at, _value in lines[0].points]
    heard = any(value for line in lines for _at, value in line.points)
    return replace(
        ground,
        smoothed_over=over,
        lines=tuple(lines),
        empty=None if heard else ground.empty,
        habit=_habit(reader, scope, step, zone) if len(lines) == 1 and heard and not over else None,
        past=past_line(past, starts, scope.end, step, zone, over) if past is not None else None,
    )


def read_ground(reader: Reader, scope: Scope, step: Millis) -> TrendPicture:
    """What stands around curves and bars alike, as if nothing had been heard: gaps, missing sources, episodes."""
    facts, topics = reader.facts(), reader.topics()
    zone = facts.timezone or "UTC"
    coverage, span = reader.coverage(scope), Span(scope.start, scope.end)
    before, pending = before_span(coverage, span), pending_span(coverage, span)
    unknown = (*coverage.gaps, *((pending,) if pending else ()))
    return TrendPicture(
        span=span,
        step=step,
        zone=zone,
        smoothed_over=0,
        lines=(),
        topics=topics,
        before=before,
        gaps=coverage.gaps,
        pending=pending,
        missing=missing_sources(coverage, span, unknown),
        silent_since=silent_since(coverage, scope),
        empty=coverage,
        stored=facts.mentions,
        flags=read_flags(reader, scope, topics, zone),
        asked=len(scope.topics),
        is_narrowed=bool(scope.filters),
    )


def _loudest(reader: Reader, scope: Scope) -> tuple[Topic, ...]:
    """The scope's topics in their order; of very many those with the most mentions."""
    if len(scope.topics) <= MOST_LINES:
        return scope.topics
    counts = [count for _topic, count in reader.shares(scope)]
    places = sorted(range(len(counts)), key=counts.__getitem__, reverse=True)[:MOST_LINES]
    return tuple(scope.topics[place] for place in sorted(places))


def _habit(reader: Reader, scope: Scope, step: Millis, zone: str) -> Habit | None:
    """Of one line alone: bands over one another could not be told apart. A smoothed line has none: it lies within
    whatever band single bins have."""
    topic = scope.topics[0] if scope.topics else None
    return read_habit(reader, topic, Span(scope.start, scope.end), step, scope.start, scope.known, zone, scope.filters)


def step_for(options: TrendOptions, length: Millis) -> Millis:
    """The step asked for, unless it would make more bins than a chart can be drawn with.

    Nobody asked: minutes while they can be told apart, then as few bins as show the shape and not the noise.
    """
    if options.step in UNITS:
        return max(options.step, bin_step(length, MOST_BINS))
    if length > CALM_BINS * DAY:
        return WEEK
    return bin_step(length) if length <= MINUTES_UP_TO else bin_step(length, CALM_BINS)


def is_smoothed(options: TrendOptions, step: Millis, length: Millis) -> bool:
    return step == MINUTE and length > SMOOTHED_FROM if options.smooth is None else options.smooth


def before_span(coverage: Coverage, span: Span) -> Span | None:
    """What of the span lies before the first listening; None when that is nothing, or nobody ever listened."""
    first = coverage.first_listened
    if first is None or first - span.start < MINUTE:
        return None
    return Span(span.start, min(first, span.end))


def pending_span(coverage: Coverage, span: Span) -> Span | None:
    """The end of the span that no page has told of yet, and that is no gap: the next page is not overdue."""
    last = max((heard.end for one in coverage.sources for heard in one.listened), default=None)
    if last is None:
        return None
    left = without((Span(last, span.end),), coverage.gaps)
    seen = max(MINUTE, (span.end - span.start) // 100)  # less would not be seen
    return left[-1] if left and left[-1].end == span.end and left[-1].end - left[-1].start >= seen else None


def missing_sources(coverage: Coverage, span: Span, unknown: Iterable[Span]) -> tuple[Missing, ...]:
    """When which sources did not listen, apart from the stretches nobody knows. A source switched off throughout is
    no part of the picture."""
    unknown = tuple(unknown)
    grain = max(MINUTE, (span.end - span.start) // FINEST)
    edges: list[tuple[Millis, int, str]] = []
    for one in coverage.sources:
        if one.state == SourceState.OFF and not one.listened:
            continue
        snapped = [Span(gap.start // grain * grain, -(-gap.end // grain) * grain) for gap in one.gaps]
        for gap in within(without(snapped, unknown), span):
            if gap.end - gap.start >= MINUTE:
                edges += ((gap.start, 1, one.source.name), (gap.end, -1, one.source.name))
    made: list[Missing] = []
    absent: Counter[str] = Counter()
    start = span.start
    for at, change, name in sorted(edges):
        names = tuple(sorted(absent))
        if names and at > start:
            if made and made[-1].span.end == start and made[-1].sources == names:
                made[-1] = Missing(Span(made[-1].span.start, at), names)
            else:
                made.append(Missing(Span(start, at), names))
        absent[name] += change
        absent += Counter()  # drops those that are back
        start = at
    return tuple(made)


def silent_since(coverage: Coverage, scope: Scope) -> Millis | None:
    """When the newest mention was published, if no source that is on is listening as it should. A stretch of the past
    is not late, however late its sources are by now."""
    if scope.known > scope.end:
        return None
    states = [one.state for one in coverage.sources if one.source.enabled]
    stuck = states and all(state in (SourceState.LATE, SourceState.FAILED) for state in states)
    return coverage.newest_at if stuck else None


def subtitle(picture: TrendPicture) -> str:
    """The unit, and the word that a smoothed line never goes without; and how many topics are not drawn."""
    unit = _(UNITS[picture.step])
    if picture.past is not None:
        unit = _("{unit}, times since the start of each").format(unit=unit)
    if picture.asked > len(picture.lines):
        words = _("{unit}, the {n} loudest of {all} topics")
        unit = words.format(unit=unit, n=number(len(picture.lines)), all=number(picture.asked))
    if not picture.smoothed_over:
        return unit
    over = duration(picture.smoothed_over * picture.step)
    return _("{unit}, smoothed over {time}").format(unit=unit, time=over)


def notice(picture: TrendPicture) -> str:
    """What nobody may overlook of the curves, in the panel itself: tabs hide its subtitle."""
    said, late = [], picture.silent_since
    if late is not None:
        said.append(_("Late: the last mention is {time} old").format(time=duration(picture.span.end - late)))
    if picture.asked > len(picture.lines):
        words = _("Drawn: the {n} loudest of {all} topics")
        said.append(words.format(n=number(len(picture.lines)), all=number(picture.asked)))
    return " · ".join(said)


def gaps_in_words(picture: TrendPicture) -> tuple[Gap, ...]:
    """Every stretch without a line, and what is said above it."""
    made = []
    if picture.before is not None:
        time = _when(picture.before.end, picture)
        made.append(Gap(picture.before, _("nobody listened before {time}").format(time=time)))
    for gap in picture.gaps:
        start, end = _when(gap.start, picture), _when(gap.end, picture)
        if gap.end >= picture.span.end:
            words, short = _("nobody listens since {start}").format(start=start), ""
        else:
            words, short = _("gap {start}–{end}: nobody listened").format(start=start, end=end), f"{start}–{end}"
        made.append(Gap(gap, words, short))
    if picture.pending is not None:
        made.append(Gap(picture.pending, _("not known yet"), pending=True))
    if picture.past is not None and picture.past.end > picture.span.end:
        made.append(Gap(Span(picture.span.end, picture.past.end), _("still to come"), pending=True))
    return tuple(made)


def source_words(names: tuple[str, ...]) -> str:
    """The missing source's name, or how many there are."""
    if len(names) == 1:
        return tame(names[0], 80)
    return ngettext("{n} source", "{n} sources", len(names)).format(n=len(names))


def _when(instant: Millis, picture: TrendPicture) -> str:
    return time_label(instant, picture.zone, with_day=picture.span.end - picture.span.start > DAY)
