"""A place named in a text, and what a mention's notes keep of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Evidence, Mark
from hubdesk.core.place_codes import DEP, INSEE, REG

COMMUNE: Final = "commune"
DEPARTMENT: Final = "department"
REGION: Final = "region"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a text names.

    `insee` is a commune's code, "" for the others; `part` that of the arrondissement or former commune named within
    it. `department` is a code (59, 2A, 974), "" for a region; `region` a region's name today. `name` is the place's own
    name, `words` how the text has it, at [start, end) in code points. `confidence` from 0.5 to 1 ranks; it is no
    probability. `rule` says what decided.
    """

    name: str
    insee: str
    department: str
    region: str
    sort: str
    confidence: float
    words: str
    start: int
    end: int
    rule: str
    part: str = ""

    @property
    def code(self) -> str:
        """As `place:` asks for it: `insee:59350`, `dep:59` or `reg:Bretagne`."""
        if self.sort == COMMUNE:
            return INSEE + self.insee
        return DEP + self.department if self.sort == DEPARTMENT else REG + self.region


def notes_of(places: Iterable[Place]) -> tuple[str, ...]:
    """What `Notes.places` holds of them: every name, code, department and region that `place:` may ask for."""
    notes: dict[str, None] = {}
    for place in places:
        notes[place.name] = None
        notes[place.code] = None
        if place.part:
            notes[INSEE + place.part] = None
        if place.department:
            notes[DEP + place.department] = None
        if place.region:
            notes[REG + place.region] = None
    return tuple(notes)


def evidence_of(places: Iterable[Place], part: str = "body") -> tuple[Evidence, ...]:
    """Why, place by place. `part` of the mention is where the text that was read stands."""
    return tuple(
        Evidence("place", place.code, place.confidence, place.rule, (Mark(part, place.start, place.end),))
        for place in places
    )


def once(places: Iterable[Place]) -> list[Place]:
    """Each place once, where it is surest, in the order of the text."""
    best: dict[str, Place] = {}
    for place in places:
        known = best.get(place.code)
        if known is None or place.confidence > known.confidence or (place.part and not known.part):
            best[place.code] = place
    return sorted(best.values(), key=_where)


def _where(place: Place) -> tuple[int, int]:
    return place.start, place.end
