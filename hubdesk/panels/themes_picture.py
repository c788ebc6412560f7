"""What the themes panel shows, read from a session: shares, tone, and the change against the span before. No screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hubdesk.core import Coverage, Scope, Span, Topic
from hubdesk.panels.compare_change import Change, change
from hubdesk.panels.compare_picture import UNEVEN, listened_parts
from hubdesk.store.reader import Reader, Themes
from hubdesk.widgets.chart_spans import length, within

HEARD: Final = 0.95  # of the span before, below which nothing is compared with it


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
    is_narrowed: bool = False  # by filters: both spans are

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
        is_narrowed=bool(scope.filters),
    )


def heard_part(coverage: Coverage, span: Span) -> float:
    """The part of a span in which any source listened."""
    heard = within((one for source in coverage.sources for one in source.listened), span)
    return length(heard) / max(1, span.end - span.start)
