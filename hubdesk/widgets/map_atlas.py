"""The départements of France as a map needs them: names, people, regions, outlines and towns, in km on a plane.

From resources/places (IGN, INSEE; Licence Ouverte). Reading it takes a moment: ask on a worker thread first.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import Any, Final

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.resources import resource

Spot = tuple[float, float]  # km, x eastwards, y southwards
Ring = tuple[Spot, ...]  # closed: it ends where it begins

OVERSEAS: Final = {"971": 16.2, "972": 14.7, "973": 4.0, "974": -21.1, "976": -12.8}  # degrees north of each
PARIS: Final = ("75", "92", "93", "94")
_EARTH: Final = 6_371.0
_MIDDLE: Final = (3.0, 46.5)  # degrees: Lambert 93's origin, and its two parallels
_PARALLELS: Final = (44.0, 49.0)
_LINES: Final = 11  # on which the roomiest place for a number is looked for


class AtlasError(HubdeskError):
    """Our own files of places are missing or damaged."""


@dataclass(frozen=True, slots=True)
class Department:
    """`label`: where a number has most room. `rings`: the largest first; those inside another are holes or isles."""

    code: str
    name: str
    region: str
    people: int
    rings: tuple[Ring, ...]
    label: Spot


@dataclass(frozen=True, slots=True)
class Town:
    """A commune; `spot` is its town hall, None when nobody told where that is."""

    insee: str
    name: str
    people: int
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Atlas:
    """`departments` have outlines; `names` are of those and of the overseas collectivities, which have none."""

    departments: dict[str, Department]
    regions: dict[str, str]
    names: dict[str, str]

    def of_region(self, region: str) -> tuple[str, ...]:
        return tuple(sorted(code for code, one in self.departments.items() if one.region == region))

    def area_name(self, codes: Iterable[str]) -> str:
        """The region that is just these départements, the one département it is, or ""."""
        wanted = tuple(sorted(codes))
        whole = next((name for code, name in self.regions.items() if wanted and self.of_region(code) == wanted), "")
        return self.names.get(wanted[0], "") if len(wanted) == 1 and not whole else whole


@cache
def atlas() -> Atlas:
    """Raises AtlasError. Some 60 ms the first time."""
    areas, outlines = _read("areas.json", json.loads), _read("departements.geojson", json.loads)
    try:
        made = [_department(feature) for feature in outlines["features"]]
        names = {code: str(name) for code, (name, _region) in areas["departments"].items()}
        regions = {code: str(areas["regions"][code]) for code in sorted({one.region for one in made})}
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _damaged("departements.geojson", error) from None
    return Atlas({one.code: one for one in made}, regions, names)


@cache
def towns(department: str) -> dict[str, Town]:
    """The communes of a département, by INSEE code. Raises AtlasError."""
    return {row[0]: _town(row, department) for row in _all_towns() if _is_in(row[0], department)}


@cache
def _all_towns() -> tuple[tuple[str, ...], ...]:
    rows: tuple[tuple[str, ...], ...] = _read("communes.csv.gz", _rows)
    return rows


def _rows(packed: bytes) -> tuple[tuple[str, ...], ...]:
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    if not lines:
        raise ValueError("empty")  # becomes an AtlasError at once
    return tuple(
        (row["insee"], row["name"], row["population"], row["lat"], row["lon"])
        for row in csv.DictReader(lines)
        if not row["parent"]  # arrondissements and former communes are counted with theirs
    )


def _is_in(insee: str, department: str) -> bool:
    return insee.startswith(department) and (len(department) == 3 or not insee.startswith(("97", "98")))


def _town(row: tuple[str, ...], department: str) -> Town:
    insee, name, people, lat, lon = row
    try:
        spot = plane(department)(float(lon), float(lat)) if lat and lon else None
        return Town(insee, name, int(people or 0), spot)
    except ValueError as error:
        raise _damaged("communes.csv.gz", error) from None


def _read(name: str, parse: Callable[[bytes], Any]) -> Any:
    path = resource("places") / name
    try:
        return parse(path.read_bytes())
    except (OSError, EOFError, ValueError, KeyError, RecursionError) as error:
        raise _damaged(name, error) from None


def _damaged(name: str, why: Exception) -> AtlasError:
    text = _("{path} cannot be read ({why}); install Hubdesk again to have the map")
    return AtlasError(text.format(path=resource("places") / name, why=getattr(why, "strerror", None) or why))


def plane(department: str) -> Callable[[float, float], Spot]:
    """From degrees to km: Lambert's cone for mainland France, a plane of its own for each island and for Guyane."""
    return partial(_flat, math.cos(math.radians(OVERSEAS[department]))) if department in OVERSEAS else _lambert


def _flat(across: float, lon: float, lat: float) -> Spot:
    """Degrees as they are, narrowed by the cosine of one latitude."""
    return lon * across * math.radians(1) * _EARTH, -lat * math.radians(1) * _EARTH


def _cone() -> tuple[float, float, float]:
    """Lambert's conformal cone on a sphere: exponent, radius, and the origin's distance from the tip.

    Source: Snyder, Map Projections: A Working Manual (USGS 1395), equations 15-1 to 15-3.
    """
    south, north, middle = (math.radians(degrees) for degrees in (*_PARALLELS, _MIDDLE[1]))
    steep = math.log(math.cos(south) / math.cos(north)) / math.log(_half(north) / _half(south))
    radius = _EARTH * math.cos(south) * _half(south) ** steep / steep
    return steep, radius, radius / _half(middle) ** steep


def _half(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


_STEEP, _RADIUS, _TIP = _cone()


def _lambert(lon: float, lat: float) -> Spot:
    distance = _RADIUS / _half(math.radians(lat)) ** _STEEP
    angle = _STEEP * math.radians(lon - _MIDDLE[0])
    return distance * math.sin(angle), distance * math.cos(angle) - _TIP


def _department(feature: Any) -> Department:
    about, shape = feature["properties"], feature["geometry"]
    code = str(about["code"])
    to_plane = plane(code)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    rings = [tuple(to_plane(lon, lat) for lon, lat in ring) for polygon in polygons for ring in polygon]
    rings.sort(key=_size, reverse=True)
    return Department(
        code, str(about["name"]), str(about["region"]), int(about["population"]), tuple(rings), roomiest(rings[0])
    )


def _size(ring: Ring) -> float:
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)))


def roomiest(ring: Ring) -> Spot:
    """The middle of the widest stretch inside, among some lines across; those near the ends count for less."""
    low, high = min(y for _x, y in ring), max(y for _x, y in ring)
    best, spot = -1.0, ring[0]
    for i in range(1, _LINES + 1):
        part = i / (_LINES + 1)
        y = low + (high - low) * part
        for left, right in _inside(ring, y):
            worth = (right - left) * (1 - 1.6 * (part - 0.5) ** 2)
            if worth > best:
                best, spot = worth, ((left + right) / 2, y)
    return spot


def _inside(ring: Ring, y: float) -> Iterator[tuple[float, float]]:
    """The stretches of a line across that lie inside."""
    cuts = sorted(
        x0 + (y - y0) / (y1 - y0) * (x1 - x0) for (x0, y0), (x1, y1) in pairwise(ring) if (y0 <= y) != (y1 <= y)
    )
    return zip(cuts[::2], cuts[1::2], strict=False)


def border(rings: Iterable[Ring]) -> tuple[Ring, ...]:
    """The lines around an area of several départements, without those between two of them; cut where these meet."""
    made: dict[frozenset[Spot], tuple[Spot, Spot] | None] = {}
    for ring in rings:
        for here, there in pairwise(ring):
            key = frozenset((here, there))
            made[key] = None if key in made else (here, there)
    lines: list[list[Spot]] = []
    for piece in made.values():
        if piece is None:
            continue
        if lines and lines[-1][-1] == piece[0]:
            lines[-1].append(piece[1])
        else:
            lines.append(list(piece))
    return tuple(tuple(line) for line in lines)
