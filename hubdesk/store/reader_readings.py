"""What was read in mentions, and what the analyst said of it; a part of Reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from hubdesk.core import Heard, Millis, Scope
from hubdesk.core.readings import OwnWords, ReaderOff
from hubdesk.store import corrections, mentions, own_words, place_counts, readers_off, reading_counts
from hubdesk.store.corrections import Correction, OwnError
from hubdesk.store.place_counts import Placed
from hubdesk.store.reader_tones import ReadsTones
from hubdesk.store.rows import LATEST


class ReadsReadings(ReadsTones):
    """Needs what Reader has."""

    _known: Millis | None

    def places(self, scope: Scope, area: Collection[str] = (), department: str = "") -> Placed:
        """The scope's mentions by French department, how many of how many are placed at all, how many of those name
        none of that area, and of one department the communes."""
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.placed(area, department)
        with self._reading(scope) as connection:
            return place_counts.places(connection, scope, area, department)

    def outdated(self, wanted: Mapping[str, int]) -> Sequence[int]:
        """Mentions, newest first, that one of these readers has not read in this version or a later one."""
        with self._reading() as connection:
            return reading_counts.outdated(connection, wanted)

    def last_id(self) -> int:
        """The number of the mention that was stored last; 0 before the first. Numbers have no holes."""
        with self._reading() as connection:
            return int(connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0])

    def readers_off(self) -> dict[str, str]:
        """Which readers the collector could not use when it last tried, and why, in a person's words."""
        return {one.name: one.why for one in self.off()}

    def off(self) -> tuple[ReaderOff, ...]:
        """The same, with since when."""
        with self._reading() as connection:
            return readers_off.read(connection, self._known)

    def left(self, scope: Scope, readers: Sequence[str]) -> tuple[int, ...]:
        """How many of the scope's mentions each of these readers has not read, in their order: of tone by whatever
        tier, of another reader by its name (`encoder`: the better tone that is read in the background)."""
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.left(readers)
        with self._reading(scope) as connection:
            return reading_counts.left(connection, scope, readers)

    def own_words(self) -> OwnWords:
        """The analyst's own words, as they were said."""
        with self._reading() as connection:
            return own_words.read(connection)

    def number_of(self, native_id: str, network: str) -> int | None:
        """The mention of that name, on its network or else on any other; None where the session has none."""
        with self._reading() as connection:
            return mentions.number_of(connection, native_id, network)

    def mentions(self, ids: Iterable[int]) -> tuple[Heard, ...]:
        """These mentions as they are now, in this order, without topics; those that are not there are left out."""
        with self._reading() as connection:
            return mentions.as_known(connection, list(ids), self._known or LATEST, with_matches=False)

    def arrived(self, after: Millis, known: Millis) -> object:
        """All that became known in (after, known], as it was known then, in a form that can be compared and no more."""
        with self._reading() as connection:
            return mentions.arrived(connection, after, known)

    def corrections(self) -> tuple[Correction, ...]:
        """All that the analyst said of what was read, newest first."""
        with self._reading() as connection:
            return corrections.corrections(connection, self._known)

    def own_error(self, reading: str) -> OwnError:
        """How often the readers were wrong on what the analyst labelled, before she did, with a 95 % interval."""
        with self._reading() as connection:
            return corrections.own_error(connection, reading, self._known)
