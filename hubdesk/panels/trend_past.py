"""A past crisis over this one: its minutes, read from another session, laid into this chart's bins from its start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, Millis
from hubdesk.widgets.chart_lines import bin_start, smoothed
from hubdesk.widgets.chart_values import CUT, Point

OVERLAY: Final = "overlay"  # the wish for a past crisis; None: choose one
NO_OVERLAY: Final = "overlay-end"  # the wish that it goes


@dataclass(frozen=True, eq=False)  # alike only where it is the same one: it holds thousands of minutes
class PastCurve:
    """What was counted in each minute from `first` on; None: nobody listened. `start`: the episode's, in its own time.

    `session` and `words` name it: the other session's title, and the episode.
    """

    session: str
    words: str
    start: Millis
    first: Millis
    minutes: tuple[int | None, ...]

    @property
    def last(self) -> Millis:
        return self.first + len(self.minutes) * MINUTE


@dataclass(frozen=True, slots=True)
class Overlay:
    """A past crisis, aligned so that it starts at `since`, in this session's time."""

    past: PastCurve
    since: Millis

    @property
    def shift(self) -> Millis:
        """From this session's time to the past's, in whole minutes."""
        return (self.past.start - self.since) // MINUTE * MINUTE


@dataclass(frozen=True, slots=True)
class PastLine:
    """The bins of a past crisis in this session's time, and up to where they go."""

    session: str
    words: str
    since: Millis
    points: tuple[Point, ...]
    end: Millis


def past_line(overlay: Overlay, starts: Sequence[Millis], end: Millis, step: Millis, zone: str, over: int) -> PastLine:
    """`starts`: of this chart's bins; `end`: where what is known here ends. The past goes on, by half of what is looked
    at: that is what one compares for. `over`: bins it is smoothed over, as the others are."""
    if not starts:
        return PastLine(overlay.past.session, overlay.past.words, overlay.since, (), end)
    furthest = min(overlay.past.last - overlay.shift, end + max(step, (end - starts[0]) // 2))
    edges = [*starts, *_further(starts[-1], max(end, furthest), step, zone)]
    points = [(at, _count(overlay, at, after)) for at, after in pairwise(edges)]
    points = list(smoothed(points, over)) if over else points
    return PastLine(overlay.past.session, overlay.past.words, overlay.since, tuple(points), max(end, furthest))


def _further(last: Millis, end: Millis, step: Millis, zone: str) -> Iterator[Millis]:
    """The edges after the last bin's start, up to the first at or behind the end."""
    at = last
    while at < end or at == last:
        at = bin_start(at + step + (2 * HOUR if step >= DAY else 0), step, zone)  # a day may have 25 hours
        yield at


def _count(overlay: Overlay, start: Millis, end: Millis) -> float | None:
    """What was counted in a bin; None where more than a tenth of it was not listened to, or lies before or after all
    that is known: it would look like a fall."""
    past, shift = overlay.past, overlay.shift
    first, last = (start + shift - past.first) // MINUTE, (end + shift - past.first) // MINUTE
    if last <= first:
        return None
    there = past.minutes[max(0, first) : max(0, last)]
    heard = [one for one in there if one is not None]
    return float(sum(heard)) if len(heard) >= (1 - CUT) * (last - first) else None
