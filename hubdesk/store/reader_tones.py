"""Tone, themes and new phrases of a scope, for the panels that show them; a part of Reader."""

from __future__ import annotations

from dataclasses import replace

from hubdesk.core import Millis, Scope
from hubdesk.store import tone_counts
from hubdesk.store.found import Phrases
from hubdesk.store.reader_bands import ReadsBands
from hubdesk.store.reader_compared import is_half_heard
from hubdesk.store.tone_counts import Split, Themes, Tones

Curve = tuple[tuple[Millis, Split | None], ...]


class ReadsTones(ReadsBands):
    """Needs what Reader has."""

    def tone_curve(self, scope: Scope, step: Millis, since: Millis | None = None) -> Curve:
        """(start of the bin, its mentions by tone), of the scope's topics if it has any; None: nobody listened.

        `since`: from then on, not after the scope's start; where its first bin begins, mostly. What is before the start
        is counted apart, as in `curves`.
        """
        whole = scope if since is None else replace(scope, start=since)
        cut = self.filled_cut(scope) if whole.start < scope.start < scope.end else None
        if cut is not None:
            edge = self.cut(replace(whole, end=scope.start, known_by=scope.known))
            before, told = edge.tone_curve(step), cut.tone_curve(step)
            return self.cut(whole).tone_curve(step) if is_half_heard(before, told) else _joined(before, told)
        cut = self.filled_cut(whole)
        if cut is not None:
            return cut.tone_curve(step)
        with self._reading(whole) as connection:
            return tone_counts.tone_curve(connection, whole, step, self._zone())

    def tone_totals(self, scope: Scope) -> Tones:
        """The tone of the scope's mentions, and towards each brand they name, with what of it was taken back."""
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.tone_totals()
        with self._reading(scope) as connection:
            return tone_counts.tones(connection, scope)

    def theme_totals(self, scope: Scope) -> Themes:
        """The scope's themes by tone and by topic, and how many mentions have none, with what of it was taken back."""
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.theme_totals()
        with self._reading(scope) as connection:
            return tone_counts.themes(connection, scope)

    def phrases(self, scope: Scope) -> Phrases:
        """The phrases that people use in the scope and did not use before it, of what its filters take. Reads some
        thousands of texts."""
        from hubdesk.store.phrases import background, phrases  # the query language, which other readers do not need

        before = background(scope)
        cut, cut_before = self.filled_cut(scope), self.filled_cut(before)
        with self._reading(scope, before) as connection:
            return phrases(connection, scope, cut, cut_before)


def _joined(one: Curve, other: Curve) -> Curve:
    """Two curves of which the second begins where the first ends, mostly within a bin."""
    if not one or not other or one[-1][0] != other[0][0]:
        return one + other
    (start, before), (_start, split) = one[-1], other[0]
    both = split if before is None else before if split is None else before + split
    return (*one[:-1], (start, both), *other[1:])
