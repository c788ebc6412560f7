"""What the table panel reads: mentions by two dimensions, and when each hour, weekday and day was. No screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import DAY, MINUTE, Coverage, Millis, Scope, Span, Topic
from hubdesk.i18n import local
from hubdesk.store.reader import Crossed, Dimension, Line, Reader, Tally
from hubdesk.widgets.chart_spans import length, without

TIMES: Final = (Dimension.HOUR, Dimension.WEEKDAY, Dimension.DAY)
QUARTER: Final = 15 * MINUTE
MOST_DAYS: Final = 60  # that have a line of their own
LONGEST: Final = 366 * DAY  # of a scope, in which it is worked out when each hour was


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What rows and columns stand for: two different things."""

    rows: Dimension = Dimension.THEME
    columns: Dimension = Dimension.TONE

    def with_rows(self, by: Dimension) -> TableOptions:
        """Other rows; what stood there before changes places with the columns where they are the same."""
        return TableOptions(by, self.rows if by == self.columns else self.columns)

    def with_columns(self, by: Dimension) -> TableOptions:
        return TableOptions(self.columns if by == self.rows else self.rows, by)

    def turned(self) -> TableOptions:
        return TableOptions(self.columns, self.rows)


@dataclass(frozen=True, slots=True)
class When:
    """All stretches of the scope in which it was that hour, weekday or day, and for how long anybody listened."""

    value: str
    spans: tuple[Span, ...]
    listened: Millis

    @property
    def lasts(self) -> Millis:
        return length(self.spans)


@dataclass(frozen=True, slots=True)
class TablePicture:
    """`whens`: of the times that stand in rows or columns; none of a scope that is too long. Of two times that are
    crossed: `outside`, what is never at once within the span, as the hours before it began; `unheard`, when nobody
    listened. `empty`: of a scope without mentions, what was listened to."""

    span: Span
    zone: str
    options: TableOptions
    topics: tuple[Topic, ...]
    told: Crossed
    whens: tuple[tuple[Dimension, tuple[When, ...]], ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    unheard: tuple[tuple[str, str], ...] = ()
    empty: Coverage | None = None
    stored: int = 0

    def when(self, by: Dimension, value: str) -> When | None:
        return next((one for one in dict(self.whens).get(by, ()) if one.value == value), None)

    def spans(self, where: Iterable[tuple[Dimension, str]]) -> tuple[Span, ...] | None:
        """When all of these times are; None where it is not told, or none of them is a time."""
        found: tuple[Span, ...] | None = None
        for by, value in where:
            if by not in TIMES:
                continue
            when = self.when(by, value)
            if when is None:
                return None
            found = when.spans if found is None else common(found, when.spans)
        return found

    def lines(self, by: Dimension) -> tuple[Line, ...]:
        """The rows or columns of that dimension."""
        return self.told.rows if by == self.options.rows else self.told.columns


def read_table(reader: Reader, scope: Scope, options: TableOptions) -> TablePicture:
    """Worker thread: one grouped walk over the scope, and what was listened to."""
    facts, topics = reader.facts(), reader.topics()
    zone = facts.timezone or "UTC"
    told = reader.crossed(scope, options.rows, options.columns)
    times = [by for by in (options.rows, options.columns) if by in TIMES]
    coverage = reader.coverage(scope) if times or not told.whole.mentions else None
    whens: tuple[tuple[Dimension, tuple[When, ...]], ...] = ()
    listened: tuple[Span, ...] = ()
    if coverage is not None and 0 < scope.length <= LONGEST:
        listened = without((Span(scope.start, scope.end),), unheard_of(scope, coverage))
        whens = tuple((by, tuple(_whens(scope, by, zone, listened))) for by in times)
    outside, unheard = _blanks(whens, listened)
    picture = TablePicture(
        span=Span(scope.start, scope.end),
        zone=zone,
        options=options,
        topics=tuple(one for one in topics if not scope.topics or one.id in {topic.id for topic in scope.topics}),
        told=told,
        whens=whens,
        outside=outside,
        unheard=unheard,
        empty=None if told.whole.mentions else coverage,
        stored=facts.mentions,
    )
    return replace(picture, told=_with_all_times(picture))


def _with_all_times(picture: TablePicture) -> Crossed:
    """An hour without a mention has its line too: what is missing would be overlooked."""
    made = picture.told
    for by, whens in picture.whens:
        if len(whens) > MOST_DAYS:
            continue
        there = {line.value for line in picture.lines(by)}
        more = tuple(Line(when.value, Tally()) for when in whens if when.value not in there)
        if by == picture.options.rows:
            made = replace(made, rows=(*made.rows, *more))
        else:
            made = replace(made, columns=(*made.columns, *more))
    return made


def unheard_of(scope: Scope, coverage: Coverage) -> tuple[Span, ...]:
    """When nobody listened: the gaps, and all before the session's first listening."""
    first = scope.end if coverage.first_listened is None else coverage.first_listened
    return (Span(scope.start, max(scope.start, min(first, scope.end))), *coverage.gaps)


Pairs = tuple[tuple[str, str], ...]


def _blanks(whens: Sequence[tuple[Dimension, tuple[When, ...]]], listened: tuple[Span, ...]) -> tuple[Pairs, Pairs]:
    """Of two times that are crossed: what is never at once, and at which nobody listened."""
    outside, unheard = [], []
    if len(whens) == 2:
        for row in whens[0][1]:
            for column in whens[1][1]:
                both = common(row.spans, column.spans)
                if not both:
                    outside.append((row.value, column.value))
                elif not common(both, listened):
                    unheard.append((row.value, column.value))
    return tuple(outside), tuple(unheard)


def _whens(scope: Scope, by: Dimension, zone: str, listened: tuple[Span, ...]) -> Iterator[When]:
    found: dict[str, list[Span]] = {}
    for value, span in _stretches(scope, by, zone):
        found.setdefault(value, []).append(span)
    for value, spans in sorted(found.items()):
        yield When(value, tuple(spans), length(common(spans, listened)))


def _stretches(scope: Scope, by: Dimension, zone: str) -> Iterator[tuple[str, Span]]:
    """The scope cut where the value changes: on the session's clocks, whatever they do in between."""
    value, start = value_at(by, scope.start, zone), scope.start
    for at in range((scope.start // QUARTER + 1) * QUARTER, scope.end, QUARTER):
        now = value_at(by, at, zone)
        if now != value:
            yield value, Span(start, at)
            value, start = now, at
    yield value, Span(start, scope.end)


def value_at(by: Dimension, at: Millis, zone: str) -> str:
    """The hour, weekday or day of an instant, as Line.value has it."""
    there = local(at, zone)
    if by == Dimension.HOUR:
        return f"{there.hour:02d}"
    return str(there.weekday()) if by == Dimension.WEEKDAY else there.date().isoformat()


def common(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    """What both hold: Thursdays at nine of all Thursdays and all nine o'clocks. Both in order of time."""
    made, mine, theirs = [], 0, 0
    while mine < len(one) and theirs < len(other):
        start, end = max(one[mine].start, other[theirs].start), min(one[mine].end, other[theirs].end)
        if start < end:
            made.append(Span(start, end))
        if one[mine].end < other[theirs].end:
            mine += 1
        else:
            theirs += 1
    return tuple(made)
