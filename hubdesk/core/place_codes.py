"""Codes of places, as notes hold them beside a place's name and as `place:` asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

INSEE: Final = "insee:"  # of a commune
DEP: Final = "dep:"
REG: Final = "reg:"
PLACE_CODES: Final = (INSEE, DEP, REG)


def parted(place: str) -> tuple[str, str]:
    """How a code begins, "" for a name; and what stands behind that."""
    begin = next((one for one in PLACE_CODES if place.startswith(one)), "")
    return begin, place.removeprefix(begin)


def department_of_commune(insee: str) -> str:
    """`59` of `59350`, `974` of `97411`."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def departments(places: Iterable[str]) -> tuple[str, ...]:
    """The codes of departments that stand among these."""
    return tuple(place.removeprefix(DEP) for place in places if place.startswith(DEP))
