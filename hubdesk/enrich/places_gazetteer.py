"""The communes, departments and regions there are, looked up by name, number and postal code.

Built by packaging/build_places.py from open data (Licence Ouverte 2.0; resources/places/manifest.json names the
sources). Read when first asked for.
"""

from __future__ import annotations

import gzip
import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from hubdesk.core import HubdeskError
from hubdesk.core.place_codes import department_of_commune
from hubdesk.enrich.places_lists import (
    ALIASES,
    AREAS,
    ARTICLES,
    COMMON_REGIONS,
    CONNECTORS,
    CONTRACTIONS,
    NOT_SHORT,
    NOTHINGS,
)
from hubdesk.enrich.places_words import name_key
from hubdesk.i18n import _
from hubdesk.resources import resource

TOWN: Final = 10_000  # inhabitants: from here on a name is known beyond its own department
SHORT_FROM: Final = 8_000  # towns that people call by the first words of their name
TAGS_FROM: Final = 5_000  # towns recognised in a hashtag that has no capitals inside
KM_A_DEGREE: Final = 111.2
ONLY_COMMUNES: Final = frozenset({"977", "978", "984", "989"})  # collectivities that are one commune, or uninhabited
PARIS: Final = "75"  # read as the town, not as its department


class PlacesError(HubdeskError):
    """The files of places are missing or damaged: this reading is off, everything else works."""


class Commune(NamedTuple):
    """`parent` is the code of the commune it is part of, "" for a commune; parts have no point of their own."""

    insee: str
    name: str
    is_word: bool
    people: int
    postal: tuple[str, ...]
    lat: float | None
    lon: float | None
    parent: str


class Area(NamedTuple):
    """A department (`sort` "department", `code` 59) or a region (`code` is its name), by one of its names."""

    sort: str
    code: str
    name: str
    is_clear: bool  # nobody means a river, a wine or an animal by it


class Gazetteer:
    """Everything by its key (`places_words.name_key`)."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or resource("places")
        self._rows: list[str] = []
        self.communes: dict[str, tuple[int, ...]] = {}
        self.short: dict[str, tuple[int, ...]] = {}
        self.tags: dict[str, str] = {}
        self.postal: dict[str, tuple[int, ...]] = {}
        self.departments: dict[str, tuple[str, str]] = {}  # code to name and region's name
        self.areas: dict[str, Area] = {}
        self.words: set[str] = set()  # names that are everyday words too
        self._bare: dict[str, tuple[int, ...]] = {}  # "Kremlin-Bicêtre" without its article
        self._by_insee: dict[str, int] = {}
        try:
            areas = json.loads((folder / "areas.json").read_text("utf-8"))
            self._add_areas(areas["departments"], areas["regions"])
            with gzip.open(folder / "communes.csv.gz", "rt", encoding="utf-8") as table:
                next(table)
                self._add_communes([line.rstrip("\n") for line in table])
        except FileNotFoundError as error:
            raise PlacesError(_("{path} is missing: install Hubdesk again").format(path=error.filename)) from error
        except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, StopIteration) as error:
            raise PlacesError(
                _("the places in {path} are damaged: install Hubdesk again").format(path=folder)
            ) from error
        self.longest: dict[str, int] = {}  # by first word, how many words the longest name has that begins so
        self.pairs: set[str] = set()  # the first two words of every longer name
        self._add_beginnings()
        self.commune = lru_cache(maxsize=8192)(self._commune)

    def _add_areas(self, departments: dict[str, list[str]], regions: dict[str, str]) -> None:
        for code, (name, region) in departments.items():
            self.departments[code] = (name, regions[region])
            if code in ONLY_COMMUNES or code == PARIS:
                continue
            key = name_key(name).removeprefix("la ")
            self.areas[key] = Area("department", code, name, " " in key or key in AREAS)
        for code, name in regions.items():
            key = name_key(name)
            if code not in ONLY_COMMUNES and key.removeprefix("la ") not in self.areas:
                self.areas[key] = Area("region", name, name, True)
        for alias, (sort, code, name) in COMMON_REGIONS.items():
            self.areas[alias] = Area(sort, code, name, " " in alias or alias in AREAS)

    def _add_communes(self, rows: list[str]) -> None:
        self._rows = rows
        for index, row in enumerate(rows):
            self._add_commune(index, *row.split(","))
        for key, found in self._bare.items():
            self.communes.setdefault(key, found)
        for alias, insee in ALIASES.items():
            _append(self.communes, alias, self._by_insee[insee])
            self.short.pop(alias, None)
        self.tags |= {key.replace(" ", ""): key for key, area in self.areas.items() if area.is_clear and len(key) > 4}

    def _add_commune(
        self, index: int, insee: str, name: str, is_word: str, people: str, codes: str, lat: str, lon: str, parent: str
    ) -> None:
        if department_of_commune(insee) not in self.departments or (lat and math.isnan(float(lat) + float(lon))):
            raise ValueError(f"{insee} is nowhere")
        key = name_key(name)
        self._by_insee[insee + parent] = index
        if "arrondissement" in key or (key.startswith("la ") and key[3:] in self.areas):
            return  # "La Marne" is the department to all but 1,600 people
        _append(self.communes, key, index)
        for code in codes.split():
            _append(self.postal, code, index)
        if is_word and " " not in key and key not in self.areas:
            self.words.add(key)
        count = int(people or 0)
        if count >= TAGS_FROM and not is_word:
            self.tags.setdefault(key.replace(" ", ""), key)
        if count >= SHORT_FROM:
            if base := _short_of(key):
                _append(self.short, base, index)
            article, _space, rest = key.partition(" ")
            if article in ("le", "la", "les") and " " in rest:
                _append(self._bare, rest, index)

    def _add_beginnings(self) -> None:
        for names in (self.communes, self.short, self.areas, NOTHINGS):
            for key in names:
                first, *rest = key.split(" ")
                self.longest[first] = max(self.longest.get(first, 0), 1 + len(rest))
                if rest:
                    self.pairs.add(f"{first} {rest[0]}")
        for joined, article in CONTRACTIONS.items():
            self.longest[joined] = max(self.longest.get(joined, 0), self.longest[article])
            self.pairs |= {joined + key.removeprefix(article) for key in self.pairs if key.startswith(article + " ")}

    def _commune(self, index: int) -> Commune:
        insee, name, is_word, people, codes, lat, lon, parent = self._rows[index].split(",")
        north, east = (float(lat), float(lon)) if lat else (None, None)
        return Commune(insee, name, bool(is_word), int(people or 0), tuple(codes.split()), north, east, parent)

    def longer(self, key: str, department: str) -> tuple[int, ...]:
        """The communes of a department whose names go on where this one ends. Looks through all of them."""
        return tuple(
            index
            for name, found in self.communes.items()
            if name.startswith(key + " ")
            for index in found
            if self._rows[index].startswith(department)
        )

    def whole(self, commune: Commune) -> Commune:
        """The commune that a part belongs to; a commune itself."""
        return self.commune(self._by_insee[commune.parent]) if commune.parent else commune

    def arrondissement(self, town: str, number: int) -> str:
        """The INSEE code of an arrondissement of Paris, Lyon or Marseille, "" when there is none."""
        start = {"75056": 75100, "69123": 69380, "13055": 13200}.get(town)
        code = str(start + number) if start else ""
        return code if code + town in self._by_insee else ""


def _append(names: dict[str, tuple[int, ...]], key: str, index: int) -> None:
    names[key] = (*names.get(key, ()), index)


def kilometres(one: Commune, other: Commune) -> float:
    """Between two town halls, near enough for near and far; infinite where one's place is unknown."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return KM_A_DEGREE * math.hypot(one.lat - other.lat, east)


def _short_of(key: str) -> str:
    """`aulnay` for Aulnay-sous-Bois, `la baule` for La Baule-Escoublac, "" where nobody would say so."""
    words = key.split()
    at = next((at for at, word in enumerate(words) if at and word in CONNECTORS), 0)
    if not at and 1 < len(words) < 4:
        at = 2 if words[0] in ARTICLES else 1
    short = " ".join(words[:at])
    return "" if len(short) < 3 or short == key or short in NOT_SHORT or words[at - 1] in NOT_SHORT else short
