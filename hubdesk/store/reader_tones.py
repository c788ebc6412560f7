"""Tone, themes and new phrases of a scope, for the panels that show them; a part of Reader."""

from __future__ import annotations

from hubdesk.core import Millis, Scope
from hubdesk.store import tone_counts
from hubdesk.store.found import Phrases
from hubdesk.store.reader_bands import ReadsBands
from hubdesk.store.tone_counts import Split, Themes, Tones


class ReadsTones(ReadsBands):
    """Needs what Reader has."""

    def tone_curve(self, scope: Scope, step: Millis) -> tuple[tuple[Millis, Split | None], ...]:
        """(start of the bin, its mentions by tone), of the scope's topics if it has any; None: nobody listened."""
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.tone_curve(step)
        with self._reading(scope) as connection:
            return tone_counts.tone_curve(connection, scope, step, self._zone())

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
