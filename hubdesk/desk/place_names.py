"""The communes, departments and regions that a correction may name, found by name, number, INSEE or postal code."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError, Scope
from hubdesk.core.place_codes import department_of_commune
from hubdesk.i18n import _, language
from hubdesk.query.letters import bare, fold
from hubdesk.resources import resource
from hubdesk.store.reader import Reader

MOST: Final = 12  # offers
LONGEST: Final = 80  # code points of what is typed
_COUNTRY: Final = 10**9  # departments and regions stand before communes of the same name
_BREAKS: Final = re.compile(r"[\s'’-]+")
_ONLY_COMMUNES: Final = frozenset({"977", "978", "984", "989"})  # collectivities that are one commune, or uninhabited


@dataclass(frozen=True, slots=True)
class Place:
    """A place to choose. `texts`: what `Notes.places` holds of it; `codes`: the numbers it is found by."""

    label: str
    texts: tuple[str, ...]
    key: str
    codes: tuple[str, ...] = ()
    people: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed; `kept`: the places that are chosen already, each as texts of `Notes.places`."""

    text: str
    kept: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """`offers`: the likeliest first. `kept`: those of `typed.kept`, in their order, whole where they are known."""

    typed: Typed
    offers: tuple[Place, ...]
    kept: tuple[Place, ...]


def offers(reader: Reader, scope: Scope, options: Hashable) -> Offered:
    """A worker's work. Raises HubdeskError when the files of places cannot be read."""
    typed = options if isinstance(options, Typed) else Typed("")
    known = places(language())
    by_name = {_name_of(place.texts): place for place in known} if typed.kept else {}
    kept = tuple(by_name.get(_name_of(texts)) or Place(texts[0], texts, "") for texts in typed.kept)
    return Offered(typed, tuple(found(known, typed.text)), kept)


def _name_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """What tells a place from all others: its name and code, and the code of the part that is meant."""
    return (*texts[:2], *(text for text in texts[2:] if text.startswith("insee:")))


def found(known: Sequence[Place], text: str) -> list[Place]:
    """The places whose name begins so, or a later word of it, or one of whose codes begins so."""
    key = name_key(text[:LONGEST])
    if not key:
        return []
    inside = f" {key}"
    told = [(_rank(place, key), place) for place in known if _fits(place, key, inside)]
    told.sort(key=_by_rank)
    return [place for _why, place in told[:MOST]]


def _fits(place: Place, key: str, inside: str) -> bool:
    return place.key.startswith(key) or inside in place.key or any(code.startswith(key) for code in place.codes)


def _rank(place: Place, key: str) -> tuple[int, int, str]:
    is_it = place.key == key or key in place.codes
    return (0 if is_it else 1 if place.key.startswith(key) else 2, -place.people, place.label)


def _by_rank(one: tuple[tuple[int, int, str], Place]) -> tuple[int, int, str]:
    return one[0]


def name_key(text: str) -> str:
    """Small letters without accents, one blank between words: how names are compared."""
    return _BREAKS.sub(" ", bare(fold(text))).strip()


@cache
def places(_language: str) -> tuple[Place, ...]:
    """Every place there is, read once for each language of the labels."""
    folder = resource("places")
    try:
        areas = json.loads((folder / "areas.json").read_text("utf-8"))
        regions: dict[str, str] = areas["regions"]
        departments = {code: (name, regions[region]) for code, (name, region) in areas["departments"].items()}
        return (*_areas(departments, regions), *_communes(folder / "communes.csv.gz", departments))
    except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, StopIteration) as error:
        raise HubdeskError(
            _("the places in {path} are missing or damaged: install Hubdesk again").format(path=folder)
        ) from error


def _areas(departments: dict[str, tuple[str, str]], regions: dict[str, str]) -> Iterator[Place]:
    for code, (name, region) in departments.items():
        if code not in _ONLY_COMMUNES:
            texts = (name, f"dep:{code}", f"reg:{region}")
            yield Place(_("{name} ({code}), department").format(name=name, code=code), texts, name_key(name),
                        (code.lower(),), _COUNTRY)  # fmt: skip
    for code, name in regions.items():
        if code not in _ONLY_COMMUNES:
            yield Place(_("{name}, region").format(name=name), (name, f"reg:{name}"), name_key(name), (), _COUNTRY)


def _communes(path: Path, departments: dict[str, tuple[str, str]]) -> Iterable[Place]:
    with gzip.open(path, "rt", encoding="utf-8") as table:
        next(table)
        rows = [line.rstrip("\n").split(",") for line in table]
    names = {row[0]: row[1] for row in rows if not row[7]}
    for insee, name, _word, people, postal, _lat, _lon, parent in rows:
        whole = parent or insee
        department = department_of_commune(whole)
        region = departments[department][1]
        part = (f"insee:{insee}",) if parent else ()
        texts = (names[whole], f"insee:{whole}", *part, f"dep:{department}", f"reg:{region}")
        label = f"{name} ({department})" if not parent else f"{name} · {names[whole]} ({department})"
        yield Place(label, texts, name_key(name), (insee.lower(), *postal.split()), int(people or 0))
