"""Which of the communes that share a name is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from hubdesk.core.place_codes import department_of_commune
from hubdesk.enrich.places_found import Name
from hubdesk.enrich.places_gazetteer import Commune, Gazetteer, kilometres

NEAR_KM: Final = 30.0
MOST: Final = 20  # places without doubt that others are compared with
PLAIN: Final = 0.45  # share of the inhabitants of all communes so named, below which nobody can tell which is meant
PLAIN_SHORT: Final = 0.7  # the same for what people call towns for short: there are more of them than we know
SHORT: Final = 0.5  # what a short name weighs against the same name in full
METROPOLIS: Final = 100_000  # nobody names a village of that name without saying where
VILLAGE: Final = 3_000


class Chosen(NamedTuple):
    """`share`: how much of the name's confidence is left. `how`: what decided, "" when only one has the name."""

    commune: Commune
    share: float
    how: str


@dataclass
class Around:
    """What else a text names, without doubt."""

    departments: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    communes: list[Commune] = field(default_factory=list)

    def add(self, commune: Commune) -> None:
        if len(self.communes) < MOST and commune not in self.communes:
            self.communes.append(commune)

    def is_near(self, commune: Commune) -> bool:
        return any(0 < kilometres(commune, other) <= NEAR_KM for other in self.communes)


def choose(gazetteer: Gazetteer, name: Name, code: str, around: Around, sure_only: bool = False) -> Chosen | None:
    """The commune meant by a name; None when several are as likely.

    `code`: the department or postal code written beside it, "" for none. `sure_only`: not by the number of inhabitants.
    """
    options = [gazetteer.commune(index) for index in name.communes]
    exact = options[: name.exact]
    if code:
        fitting = [option for option in options if _has(gazetteer, option, code)]
        if fitting:
            return Chosen(_largest(gazetteer, fitting), 1.0, "")
    if len(options) == 1:
        return Chosen(options[0], 1.0, "")
    weights = [_weight(gazetteer, option) * (1 if option in exact else SHORT) for option in options]
    top = options[weights.index(max(weights))]
    share = max(weights) / (sum(weights) or 1)
    if share > 0.95 and top in exact:
        return Chosen(top, 1.0, "")
    inside = [option for option in options if department_of_commune(option.insee) in around.departments]
    if inside and not _is_overlooked(_largest(gazetteer, inside), top):
        return Chosen(_largest(gazetteer, inside), 0.95, "in-department")
    near = [option for option in options if around.is_near(gazetteer.whole(option))]
    if near and not _is_overlooked(_largest(gazetteer, near), top):
        return Chosen(_largest(gazetteer, near), 0.9, "near")
    regional = [o for o in options if gazetteer.departments[department_of_commune(o.insee)][1] in around.regions]
    if regional and not _is_overlooked(_largest(gazetteer, regional), top):
        return Chosen(_largest(gazetteer, regional), 0.85, "in-region")
    if sure_only or share < (PLAIN if top in exact else PLAIN_SHORT):
        return None
    return Chosen(top, round(0.6 + 0.4 * share, 2), "inhabitants")


def _has(gazetteer: Gazetteer, commune: Commune, code: str) -> bool:
    if len(code) == 5:
        return code in gazetteer.whole(commune).postal
    return department_of_commune(commune.insee) == code


def _is_overlooked(chosen: Commune, top: Commune) -> bool:
    """A village whose name a great town has: its being near some place says little."""
    return top.people >= METROPOLIS and chosen.people < VILLAGE


def _largest(gazetteer: Gazetteer, communes: Sequence[Commune]) -> Commune:
    weights = [_weight(gazetteer, commune) for commune in communes]
    return communes[weights.index(max(weights))]


def _weight(gazetteer: Gazetteer, commune: Commune) -> float:
    """Its inhabitants. The part where a commune's town hall is counts as the whole (Vire in Vire Normandie); overseas
    counts for a third, since who writes of Saint-Denis from there mostly says 974."""
    people = gazetteer.whole(commune).people if commune.insee == commune.parent else commune.people
    return people / 3 if commune.insee.startswith(("97", "98")) else people
