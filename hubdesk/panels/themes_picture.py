"""What the themes panel shows, read from a session: shares, tone, and the change against the span before. No screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Coverage, Scope, Span, Topic
from hubdesk.panels.compare import UNEVEN, listened_parts
from hubdesk.store.reader import Reader, Themes
from hubdesk.widgets.bars import wilson
from hubdesk.widgets.chart_spans import length, within

HEARD: Final = 0.95  # of the span before, below which nothing is compared with it


@dataclass(frozen=True, slots=True)
class Change:
    """A difference of two shares, between `low` and `high` (95 %)."""

    by: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class ThemesPicture:
    """`then` is of the span before; None where too little of it was listened to, so that no change is told.

    `listened`: the part of all sources' time that was listened to, now and before.
    """

    span: Span
    before: Span
    zone: str
    now: Themes
    then: Themes | None
    topics: tuple[Topic, ...]
    listened: tuple[float, float]
    empty: Coverage | None = None
    stored: int = 0

    @property
    def is_uneven(self) -> bool:
        now, before = self.listened
        return abs(now - before) > UNEVEN * max(now, before)

    def change_of(self, code: str) -> Change | None:
        """How a theme's share changed; None when that cannot be told."""
        if self.then is None or not self.then.read or not self.now.read:
            return None
        before = sum(one.told.split.all for one in self.then.themes if one.code == code)
        now = sum(one.told.split.all for one in self.now.themes if one.code == code)
        return change(now, self.now.read, before, self.then.read)


def read_themes(reader: Reader, scope: Scope) -> ThemesPicture:
    """One walk over the scope's mentions, and one over those of the span before."""
    before, facts = scope.before(), reader.facts()
    coverage, coverage_before = reader.coverage(scope), reader.coverage(before)
    now = reader.theme_totals(scope)
    is_known = heard_part(coverage_before, Span(before.start, before.end)) >= HEARD
    return ThemesPicture(
        span=Span(scope.start, scope.end),
        before=Span(before.start, before.end),
        zone=facts.timezone or "UTC",
        now=now,
        then=reader.theme_totals(before) if is_known else None,
        topics=reader.topics(),
        listened=listened_parts(coverage, coverage_before, scope.length),
        empty=None if now.read + now.none + now.unread else coverage,
        stored=facts.mentions,
    )


def heard_part(coverage: Coverage, span: Span) -> float:
    """The part of a span in which any source listened."""
    heard = within((one for source in coverage.sources for one in source.listened), span)
    return length(heard) / max(1, span.end - span.start)


def change(now: int, of_now: int, before: int, of_before: int) -> Change:
    """A share's change with its interval, sound for small counts. Source: Newcombe 1998, method 10,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I."""
    one, other = now / of_now, before / of_before
    (low, high), (low_before, high_before) = wilson(now, of_now), wilson(before, of_before)
    by = one - other
    return Change(by, by - math.hypot(one - low, high_before - other), by + math.hypot(high - one, other - low_before))
