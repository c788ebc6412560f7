"""Where figures that leave the desk are from, in words: session, span, zone, topics, sources, gaps, made up or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hubdesk.core import Coverage, Millis, Scope, SessionFacts, Span
from hubdesk.i18n import _, clock, day, duration, iso, ngettext, number

NAMED: Final = 3  # gaps that are told one by one
MOST_NAMED: Final = 4  # sources, on one line


@dataclass(frozen=True, slots=True)
class Origin:
    """`sources`: the names of those that listened within the span. `topics`: (name, query); none: all that is stored.
    `rows`: mentions of the scope; None where nobody counted them. `filters`: what narrows it besides, in words."""

    session: str
    zone: str
    synthetic: bool
    span: Span
    topics: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    gaps: tuple[Span, ...]
    rows: int | None = None
    filters: str = ""

    def when(self) -> str:
        """`19/11/2026 06:00 – 18:00`, with both days where they differ."""
        first, last = day(self.span.start, self.zone), day(self.span.end, self.zone)
        start, end = clock(self.span.start, self.zone), clock(self.span.end, self.zone)
        return f"{first} {start} – {end}" if first == last else f"{first} {start} – {last} {end}"

    def heard(self) -> str:
        """`Sources: Bluesky, Next and 12 more`."""
        if not self.sources:
            return _("No source listened")
        names, more = ", ".join(self.sources[:MOST_NAMED]), len(self.sources) - MOST_NAMED
        if more > 0:
            words = ngettext("Sources: {names} and {n} more", "Sources: {names} and {n} more", more)
            return words.format(names=names, n=number(more))
        return _("Sources: {names}").format(names=names)

    def unheard(self) -> str:
        """When nobody listened, the longest gaps one by one; "" for never."""
        if not self.gaps:
            return ""
        longest = sorted(sorted(self.gaps, key=_length, reverse=True)[:NAMED], key=_start)
        told = ", ".join(map(self._gap, longest))
        more = len(self.gaps) - len(longest)
        if more:
            words = ngettext("nobody listened: {gaps} and {n} more", "nobody listened: {gaps} and {n} more", more)
            return words.format(gaps=told, n=number(more))
        return _("nobody listened: {gaps}").format(gaps=told)

    def about_topics(self) -> str:
        return ", ".join(name for name, _query in self.topics) or _("everything that is stored")

    def lines(self) -> tuple[tuple[str, str], ...]:
        """All of it: what and its value."""
        told = [
            (_("Session"), self.session),
            (_("From"), iso(self.span.start, self.zone) or ""),
            (_("To"), iso(self.span.end, self.zone) or ""),
            (_("Time zone"), self.zone),
            (_("Topics"), self.about_topics()),
            *([(_("Filters"), self.filters)] if self.filters else []),
            (_("Sources"), ", ".join(self.sources) or _("No source listened")),
            (_("Gaps"), self.unheard() or _("none: somebody listened throughout")),
        ]
        if self.rows is not None:
            told.append((_("Mentions"), number(self.rows)))
        if self.synthetic:
            told.append((_("Demonstration"), _("synthetic data, nothing of this happened")))
        return tuple(told)

    def _gap(self, gap: Span) -> str:
        start, end = clock(gap.start, self.zone), clock(gap.end, self.zone)
        if day(self.span.start, self.zone) != day(self.span.end - 1, self.zone):
            start = f"{day(gap.start, self.zone)} {start}"
        return f"{start}–{end} ({duration(gap.end - gap.start)})"


def origin_of(facts: SessionFacts, scope: Scope, coverage: Coverage, rows: int | None, name: str) -> Origin:
    """`name`: what the session is called when it has no title."""
    return Origin(
        facts.title or name,
        facts.timezone or "UTC",
        facts.synthetic,
        Span(scope.start, scope.end),
        tuple((topic.name, topic.query) for topic in scope.topics),
        tuple(one.source.name for one in coverage.sources if one.listened),
        coverage.gaps,
        rows,
    )


def _length(gap: Span) -> Millis:
    return gap.end - gap.start


def _start(gap: Span) -> Millis:
    return gap.start
