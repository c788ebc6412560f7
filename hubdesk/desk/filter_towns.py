"""What the communes are called that chips name by their INSEE codes: read by a worker, then known for good."""

from __future__ import annotations

import gzip
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Scope
from hubdesk.core.filters import Filters
from hubdesk.core.place_codes import department_of_commune
from hubdesk.resources import resource
from hubdesk.store.reader import Reader
from hubdesk.widgets.text import tame

MOST: Final = 200  # communes that are looked up at a time
_CODE: Final = re.compile(r"(?:insee:)?([0-9][0-9AB][0-9]{3})")
_known: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Towns:
    """INSEE codes, and what they stand for; "" for those that nobody knows."""

    names: tuple[tuple[str, str], ...]


def town(code: str) -> str:
    """`Lille (59)` of `59350`; "" as long as nobody looked it up."""
    return _known.get(code, "")


def unknown_of(filters: Filters) -> tuple[str, ...]:
    """The codes of communes in these filters that are to be looked up."""
    values = (
        value.upper().replace("INSEE:", "insee:") for one in filters if one.field == "place" for value in one.values
    )
    codes = dict.fromkeys(found[1] for value in values if (found := _CODE.fullmatch(value)))
    return tuple(code for code in codes if code not in _known)[:MOST]


def learn(towns: Towns) -> None:
    """What a worker read."""
    _known.update(towns.names)


def read_towns(reader: Reader, scope: Scope, options: Hashable) -> Towns:
    """A worker's work: `options` are codes. A file that cannot be read leaves them without names."""
    codes = options if isinstance(options, tuple) else ()
    return Towns(tuple(_names(codes)))


def _names(codes: Iterable[str]) -> Iterable[tuple[str, str]]:
    try:
        table = gzip.decompress(resource("places/communes.csv.gz").read_bytes()).decode("utf-8")
    except (OSError, EOFError, ValueError):
        table = ""
    for code in codes:
        found = re.search(rf"^{re.escape(code)},([^,\n]+),", table, re.MULTILINE)
        yield code, f"{tame(found[1], 80)} ({department_of_commune(code)})" if found else ""
