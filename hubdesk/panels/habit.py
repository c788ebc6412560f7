"""What is usual of a topic at each time of day: an estimate from the days before, which an episode of one day cannot
bend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Scope, Span, Topic
from hubdesk.core.filters import Filters
from hubdesk.i18n import local, ngettext
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_lines import bin_start
from hubdesk.widgets.chart_values import BandBin

DAYS: Final = 14  # before, that are looked at
LEAST_DAYS: Final = 3  # of them listened to, for anything to be usual
BESIDE: Final = 30 * MINUTE  # what is counted so much earlier or later in a day is of the same hour
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9  # of the counts


@dataclass(frozen=True, slots=True)
class Habit:
    """A bin each; `days` is how many days it rests on."""

    bins: tuple[BandBin, ...]
    days: int

    def words(self) -> str:
        return days_words(self.days)

    def at(self, instant: Millis, step: Millis) -> BandBin | None:
        """What is usual in the bin that holds the instant."""
        return next((one for one in self.bins if one.at <= instant < one.at + step), None)


def days_words(days: int) -> str:
    """What a habit rests on."""
    return ngettext("usual at this hour, from {n} day", "usual at this hour, from {n} days", days).format(n=days)


def read_habit(
    reader: Reader,
    topic: Topic | None,
    span: Span,
    step: Millis,
    before: Millis,
    known: Millis,
    zone: str,
    filters: Filters = (),
) -> Habit | None:
    """For the bins of a span, from the days before `before`; None where too few of them were listened to. `filters`:
    of what these take alone.

    Hours are the session's: a change of clocks moves them. A bin of a day, or more, has no usual of this kind.
    """
    if step >= DAY:
        return None
    found: dict[Millis, int | None] = {}
    days = 0
    for stretch in _stretches(span, before):
        start = bin_start(stretch.start, step, zone)
        end = stretch.end // step * step
        if end <= start:
            continue
        bins = reader.volume(topic, Scope((topic,) if topic is not None else (), start, end, known, filters), step)
        days += any(value is not None for _at, value in bins)
        found.update(bins)
    return Habit(_bins(found, span, step, zone), days) if days >= LEAST_DAYS else None


def _stretches(span: Span, before: Millis) -> Iterator[Span]:
    """Of each day before, what lies around the span's time of day; whole days where the span is long."""
    beside = BESIDE + HOUR  # the clocks may have changed
    is_long = span.end - span.start + 2 * beside >= DAY
    for number in range(1, DAYS + 1):
        if is_long:
            yield Span(before - number * DAY, before - (number - 1) * DAY)
        else:
            yield Span(span.start - number * DAY - beside, min(before, span.end - number * DAY + beside))


def _bins(found: Mapping[Millis, int | None], span: Span, step: Millis, zone: str) -> tuple[BandBin, ...]:
    by_time: defaultdict[int, list[int]] = defaultdict(list)
    clocks = _Clocks(zone)
    for at, value in found.items():
        if value is not None:
            by_time[clocks.time(at) // step].append(value)
    around, whole = BESIDE // step, DAY // step
    made = []
    at = bin_start(span.start, step, zone)
    while at < span.end:
        place = clocks.time(at) // step
        near = sorted(value for beside in range(-around, around + 1) for value in by_time[(place + beside) % whole])
        if len(near) >= LEAST_DAYS:
            made.append(BandBin(at, _part(near, LOW), _part(near, MIDDLE), _part(near, HIGH)))
        at += step
    return tuple(made)


def _part(values: list[int], share: float) -> float:
    """The value below which that share of them lies, between two neighbours in proportion."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(len(values) - 1, low + 1)
    return values[low] + (values[high] - values[low]) * (place - low)


class _Clocks:
    """The time of day on a zone's clocks, which move by the hour at most."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._shifts: dict[int, Millis] = {}

    def time(self, at: Millis) -> Millis:
        hour = at // HOUR
        if hour not in self._shifts:
            shown = local(hour * HOUR, self._zone)
            self._shifts[hour] = shown.hour * HOUR + shown.minute * MINUTE
        return (self._shifts[hour] + at % HOUR) % DAY
