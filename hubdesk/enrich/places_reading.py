"""One text read for places: names, numbers and postal codes weighed together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from hubdesk.core.place_codes import department_of_commune
from hubdesk.enrich.places_areas import weigh_area
from hubdesk.enrich.places_figures import Figure, departments, number_behind, postal_codes
from hubdesk.enrich.places_found import Look, Name
from hubdesk.enrich.places_gazetteer import Commune, Gazetteer
from hubdesk.enrich.places_homonyms import Around, Chosen, choose
from hubdesk.enrich.places_values import COMMUNE, DEPARTMENT, Place
from hubdesk.enrich.places_weighed import ENOUGH, Weight, is_match, weigh

_LIST = re.compile(
    r"\s*(?:[,;/&+–-]|et|ou|puis|and|or|\u2192|>)\s*(?:(?:à|a|sur|de|d['’]|en|la|le|les|l['’])\s*){0,2}", re.IGNORECASE
)
_ITS_OWN = re.compile(r"\s+de\s+(?:la\s+)?|\s?\(", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,2})(?:er|e|eme|nd|nde|th|rd|st)?")


class Reading:
    """One text being read."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text = text
        self.gazetteer = gazetteer
        self.look = Look(text, gazetteer)
        self.postal = postal_codes(text, gazetteer)
        self.numbers = departments(text, gazetteer)
        self.around = Around()
        self.longer_left = 5  # how often the whole gazetteer may be looked through for one text
        self.carried: dict[int, str] = {}  # by a name's start, the department or postal code written with it

    def places(self) -> Iterable[Place]:
        names = self.look.names
        if not names and not self.numbers and not self.postal:
            return []
        names, used = self._carry(names)
        numbers = [figure for figure in self.numbers if figure.start not in used]
        areas, communes = self._areas(names)
        self.around.departments |= {figure.code for figure in numbers}
        found = [self._area(name, weight) for name, weight in areas]
        found += self._communes(communes)
        found += [self._number(figure) for figure in numbers]
        found += self._postal_places([figure for figure in self.postal if figure.start not in used], found)
        return found

    def bare(self, names: list[Name]) -> Iterable[Place]:
        """Names that a profile gives without a word around them."""
        areas = [name for name in names if name.area is not None and (name.area.is_clear or not name.communes)]
        self._surround(areas)
        for name in areas:
            yield self._area(name, Weight(0.9, "alone"))
        for name in names:
            if name not in areas and (pick := choose(self.gazetteer, name, "", self.around)) is not None:
                yield self._commune(name, pick, Weight(0.9, "alone"))

    def _surround(self, areas: Iterable[Name]) -> None:
        for name in areas:
            if name.area is not None:
                (self.around.departments if name.area.sort == DEPARTMENT else self.around.regions).add(name.area.code)

    def _areas(self, names: list[Name]) -> tuple[list[tuple[Name, Weight]], list[Name]]:
        """The names that are departments and regions here, and those left to be communes."""
        areas: list[tuple[Name, Weight]] = []
        communes: list[Name] = []
        for last, name in zip([None, *names], names, strict=False):
            weight = weigh_area(self.look, name) if name.area is not None else Weight(0.0, "")
            if weight.confidence > 0 and last is not None and self._is_its_own(last, name):
                self.around.departments.add(name.area.code if name.area else "")
                self.carried[last.start] = name.area.code if name.area else ""
            elif weight.confidence >= ENOUGH:
                areas.append((name, weight))
            elif last is not None and weight.confidence > 0 and self._is_beside(last, name):
                areas.append((name, Weight(0.7, "area-beside")))
            elif name.communes:
                communes.append(name)
        self._surround(name for name, _weight in areas)
        return areas, communes

    def _is_its_own(self, commune: Name, area: Name) -> bool:
        """ "Saint-Denis de la Réunion": the department belongs to the commune's name."""
        between = self.text[commune.end : area.start]
        return len(between) <= 7 and _ITS_OWN.fullmatch(between) is not None and self._has_one_in(commune, area)

    def _is_beside(self, commune: Name, area: Name) -> bool:
        """ "Laval, Mayenne", where no list goes on."""
        behind = self.text[area.end : area.end + 4]
        return (
            self.text[commune.end : area.start] == ", " and self._has_one_in(commune, area) and not _LIST.match(behind)
        )

    def _has_one_in(self, commune: Name, area: Name) -> bool:
        code = area.area.code if area.area is not None else ""
        return any(department_of_commune(self.gazetteer.commune(index).insee) == code for index in commune.communes)

    def _communes(self, names: list[Name]) -> list[Place]:
        weights = {name: weigh(self.look, name, self.gazetteer, name.start in self.carried) for name in names}
        self._drop_matches(names, weights)
        chosen: dict[Name, Chosen] = {}
        for name in names:  # those without doubt first: the others are read beside them
            if weights[name].confidence >= ENOUGH:
                pick = choose(self.gazetteer, name, self.carried.get(name.start, ""), self.around, sure_only=True)
                if pick is not None:
                    chosen[name] = pick
                    self.around.add(pick.commune)
        listed = self._listed(names, weights)
        places = []
        for name in names:
            weight = weights[name]
            pick = chosen.get(name) or choose(self.gazetteer, name, self.carried.get(name.start, ""), self.around)
            if pick is None:
                continue
            if weight.confidence < ENOUGH and weight.needs:
                weight = self._raised(name, weight, pick, listed)
            if weight.confidence >= ENOUGH:
                places.append(self._commune(name, pick, weight))
        return [place for place in places if place.confidence >= ENOUGH]

    def _raised(self, name: Name, weight: Weight, pick: Chosen, listed: dict[Name, int]) -> Weight:
        """Between places in a list, or beside one that is near, a doubtful name is one too."""
        if listed.get(name, 0) >= (2 if weight.needs == "between" else 1):
            return Weight(0.7, "list")
        is_there = pick.how in ("near", "in-department") or self._is_around(pick.commune)
        return Weight(0.7, "near") if weight.needs == "beside" and is_there else weight

    def _is_around(self, commune: Commune) -> bool:
        whole = self.gazetteer.whole(commune)
        return department_of_commune(whole.insee) in self.around.departments or self.around.is_near(whole)

    def _drop_matches(self, names: list[Name], weights: dict[Name, Weight]) -> None:
        for one, other in pairwise(names):
            if is_match(self.look, one, other):
                weights[one] = weights[other] = Weight(0.0, "club")

    def _listed(self, names: list[Name], weights: dict[Name, Weight]) -> dict[Name, int]:
        """How many places without doubt stand right beside a name in one list."""
        beside: dict[Name, int] = {}
        for one, other in pairwise(names):
            between = self.text[one.end : other.start]
            if not _is_list(between):
                continue
            for name, neighbour in ((one, other), (other, one)):
                if weights[neighbour].confidence >= ENOUGH:
                    beside[name] = beside.get(name, 0) + (2 if "→" in between else 1)
        return beside

    def _carry(self, names: list[Name]) -> tuple[list[Name], set[int]]:
        """Find the number written with each name ("Voiron (38)", "34000 Montpellier"); say where these numbers are."""
        used = set()
        figures = {figure.start: figure for figure in self.postal + self.numbers}
        ends = {figure.end: figure for figure in figures.values()}
        fitting = []
        for name in names:
            behind = [figure for at in range(name.end, name.end + 4) if (figure := figures.get(at)) is not None]
            close = [*behind, ends.get(name.start - 1), ends.get(name.start - 2), number_behind(self.text, name.end)]
            figure = next((figure for figure in close if figure is not None and self._fits(name, figure)), None)
            if figure is None and behind and behind[0].rule == "brackets" and name.communes and name.is_capital:
                figure = behind[0]  # "Montreuil (62)" is Montreuil-sur-Mer; "Bordeaux (12)" counts something
                name = self._longer(name, figure.code)
            if figure is not None:
                used.add(figure.start)
                if self._fits(name, figure):
                    self.carried[name.start] = figure.code
            fitting.append(name)
        return fitting, used

    def _longer(self, name: Name, department: str) -> Name:
        """The same words for the communes of a department whose names begin so, where there are any."""
        self.longer_left -= 1
        found = self.gazetteer.longer(name.key, department) if self.longer_left >= 0 else ()
        return replace(name, communes=found, exact=0) if found else name

    def _fits(self, name: Name, figure: Figure) -> bool:
        communes = [self.gazetteer.commune(index) for index in name.communes]
        if figure.rule == "postal":
            return any(figure.code in self._codes(commune) for commune in communes)
        return figure.rule == "brackets" and any(department_of_commune(c.insee) == figure.code for c in communes)

    def _codes(self, commune: Commune) -> tuple[str, ...]:
        return self.gazetteer.whole(commune).postal

    def _postal_places(self, figures: list[Figure], found: list[Place]) -> list[Place]:
        """Postal codes that stand alone: the one commune they belong to, else their department."""
        named = {place.insee for place in found}
        places = []
        for figure in figures:
            communes = [self.gazetteer.commune(index) for index in self.gazetteer.postal[figure.code]]
            if any(commune.insee in named for commune in communes) or figure.confidence < ENOUGH:
                continue
            weight = Weight(figure.confidence, "postal-code")
            if len(communes) == 1:
                places.append(self._placed(communes[0], figure.start, figure.end, weight))
            else:
                places.append(
                    self._number(figure._replace(code=department_of_commune(communes[0].insee), rule="postal-code"))
                )
        return places

    def _number(self, figure: Figure) -> Place:
        name, region = self.gazetteer.departments[figure.code]
        words = self.text[figure.start : figure.end]
        return Place(
            name, "", figure.code, region, DEPARTMENT, figure.confidence, words, figure.start, figure.end, figure.rule
        )

    def _area(self, name: Name, weight: Weight) -> Place:
        area = name.area
        assert area is not None
        code, region = (
            (area.code, self.gazetteer.departments[area.code][1]) if area.sort == DEPARTMENT else ("", area.code)
        )
        words = self.text[name.start : name.end]
        return Place(
            area.name, "", code, region, area.sort, weight.confidence, words, name.start, name.end, weight.rule
        )

    def _commune(self, name: Name, pick: Chosen, weight: Weight) -> Place:
        rule = f"{weight.rule}+{pick.how}" if pick.how else weight.rule
        sure = Weight(round(weight.confidence * pick.share, 2), rule)
        place = self._placed(pick.commune, name.start, name.end, sure)
        return replace(place, part=place.part or self._arrondissement(name, place.insee))

    def _placed(self, commune: Commune, start: int, end: int, weight: Weight) -> Place:
        whole = self.gazetteer.whole(commune)
        department = department_of_commune(whole.insee)
        region = self.gazetteer.departments[department][1]
        part = commune.insee if commune.parent else ""
        words = self.text[start:end]
        return Place(
            whole.name,
            whole.insee,
            department,
            region,
            COMMUNE,
            weight.confidence,
            words,
            start,
            end,
            weight.rule,
            part,
        )

    def _arrondissement(self, name: Name, insee: str) -> str:
        """ "Paris 15e", "Lyon 3ème"."""
        if name.after >= len(self.look.words):
            return ""
        number = _NUMBER.fullmatch(self.look.words[name.after].key)
        return self.gazetteer.arrondissement(insee, int(number[1])) if number else ""


def _is_list(between: str) -> bool:
    return len(between) <= 16 and _LIST.fullmatch(between) is not None
