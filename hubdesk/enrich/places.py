"""Which places a text names: communes, departments and regions of France, how surely, and the words that say so.

The longest name wins; an everyday word, a brand or a village needs words of place beside it; streets, people, clubs and
places abroad are none; numbers count only in shapes that are clearly departments or postal codes. Where several
communes share a name, the department named with it decides, then 30 km from a place without doubt, then the number of
inhabitants; where that leaves several alike, none is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from hubdesk.enrich.places_gazetteer import Gazetteer, PlacesError
from hubdesk.enrich.places_profile import segments
from hubdesk.enrich.places_reading import Reading
from hubdesk.enrich.places_values import Place, evidence_of, notes_of, once

__all__ = ["VERSION", "Place", "PlaceReader", "PlacesError", "evidence_of", "notes_of"]

VERSION: Final = 2
LOOKED_AT: Final = 1_000  # code points of a profile
PROFILE: Final = 0.5  # what an author's profile says is worth this much of the same words in a text


class PlaceReader:
    """Reads places out of texts. The gazetteer is loaded at the first text: PlacesError when it cannot be."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._loaded: Gazetteer | None = None

    def read(self, text: str) -> tuple[Place, ...]:
        """The places named in a text, each once, in its order."""
        return tuple(once(Reading(text, self._gazetteer()).places()))

    def read_profile(self, text: str) -> tuple[Place, ...]:
        """What an author's profile, or a source's region, says of where it is: weaker, and never "named in the text".

        There a bare name is a place ("Lille | fibre"), and every rule begins with `profile-`.
        """
        reading = Reading(text[:LOOKED_AT], self._gazetteer())
        found = [*reading.places(), *reading.bare(segments(text[:LOOKED_AT], self._gazetteer()))]
        weaker = (replace(p, confidence=round(p.confidence * PROFILE, 2), rule=f"profile-{p.rule}") for p in found)
        return tuple(once(weaker))

    def departments(self, places: Iterable[Place]) -> tuple[str, ...]:
        """The departments that these lie in, by code; of a region, all of its own."""
        found: set[str] = set()
        for place in places:
            if place.department:
                found.add(place.department)
            else:
                found |= {code for code, (_name, of) in self._gazetteer().departments.items() if of == place.region}
        return tuple(sorted(found))

    def _gazetteer(self) -> Gazetteer:
        if self._loaded is None:
            self._loaded = Gazetteer(self._folder)
        return self._loaded
