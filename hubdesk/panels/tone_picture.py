"""What the tone panel shows, read from a session: tone over time, of all, and towards each brand. No screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Scope, Span, Topic
from hubdesk.panels.trend_picture import TrendPicture, before_span, missing_sources, pending_span, silent_since
from hubdesk.store.reader import OwnError, Reader, Split, Told
from hubdesk.widgets.chart_lines import BIN_STEPS, bin_start, bin_step
from hubdesk.widgets.tone_parts import Counts

MOST_BARS: Final = 100  # a day in quarters of an hour; those that can be told apart
MOST_ASKED: Final = 600  # of a step that somebody asked for
STEPS: Final = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, DAY)
READERS: Final = ("tone", "encoder")


@dataclass(frozen=True, slots=True)
class ToneOptions:
    """`step` 0: the one that fits the span. `is_share`: bars are shares of the opinions read, not counts."""

    step: Millis = 0
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class TonePicture:
    """`ground` says what of the span is known. `off`: which readers of tone the collector could not use, and why."""

    ground: TrendPicture
    is_share: bool
    bins: tuple[tuple[Millis, Split | None], ...]
    whole: Told
    brands: tuple[tuple[str, Told], ...]
    error: OwnError
    off: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[Topic, ...]:
        return self.ground.topics


def read_tone(reader: Reader, scope: Scope, options: ToneOptions) -> TonePicture:
    """Two walks over the scope's mentions: by time, and by what was read."""
    step = step_for(options, scope.length)
    facts = reader.facts()
    zone = facts.timezone or "UTC"
    coverage, span = reader.coverage(scope), Span(scope.start, scope.end)
    before, pending = before_span(coverage, span), pending_span(coverage, span)
    first = bin_start(scope.start, step, zone)  # a first bin cut in two would look like a rise
    bins, totals = reader.tone_curve(scope, step, first), reader.tone_totals(scope)
    unknown = (*coverage.gaps, *((pending,) if pending else ()))
    ground = TrendPicture(
        span=span,
        step=step,
        zone=zone,
        smoothed_over=0,
        lines=(),
        topics=reader.topics(),
        before=before,
        gaps=coverage.gaps,
        pending=pending,
        missing=missing_sources(coverage, span, unknown),
        silent_since=silent_since(coverage, scope),
        empty=None if totals.whole.split.all else coverage,
        stored=facts.mentions,
        is_narrowed=bool(scope.filters),
    )
    off = tuple(why for name, why in sorted(reader.readers_off().items()) if name in READERS)
    return TonePicture(ground, options.is_share, bins, totals.whole, totals.brands, reader.own_error("tone"), off)


def step_for(options: ToneOptions, length: Millis) -> Millis:
    """The step asked for, unless it would make bars that nobody can tell apart."""
    if options.step in BIN_STEPS:
        return max(options.step, bin_step(length, MOST_ASKED))
    return bin_step(length, MOST_BARS)


def counts_of(split: Split) -> Counts:
    """As bars are given them: what has no tone is one part."""
    return split.negative, split.neutral, split.positive, split.unknown, split.toneless
