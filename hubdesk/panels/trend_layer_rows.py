"""The query that finds a layer's rows: loaded when a layer is chosen, since the query language is slow to load."""

from __future__ import annotations

import re
from typing import Final

from hubdesk.core import Kind, Millis
from hubdesk.i18n import _
from hubdesk.panels import asked
from hubdesk.panels.panel import Rows
from hubdesk.panels.trend_grown import GrownTrend, Stack
from hubdesk.query.any_kind import ANY
from hubdesk.store.reader import OTHERS, Band, Dimension

LONGEST: Final = 200  # code points of a name in a query
LONGEST_QUERY: Final = 7_500  # characters: 8,000 are a query's limit
_NAME: Final = re.compile(r"""[\w .,;:!'’&+()/@#°·–-]+""")  # within quotes
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


def layer_rows(value: str, picture: GrownTrend, start: Millis, end: Millis) -> Rows | None:
    """What opens exactly a layer's mentions of a bin; None where no query can say it."""
    stack = picture.stack
    band = next((one for one in stack.layers if one.value == value), None) if stack is not None else None
    if stack is None or band is None:
        return None
    if stack.by == Dimension.TOPIC:
        return Rows(ANY, start, end, int(value)) if value.isdecimal() else None
    query = _of_others(band, stack) if value == OTHERS else _of(value, stack)
    return Rows(query, start, end) if query and len(query) <= LONGEST_QUERY else None


def why_not(value: str, stack: Stack) -> str:
    """Why a layer's rows cannot be opened."""
    if value == OTHERS:
        return _("No query can say all these others at once.")
    if stack.by == Dimension.TOPIC:
        return _("No query can say that no topic heard a mention.")
    return _("No query can say this name.")


def _of(value: str, stack: Stack) -> str:
    by = stack.by
    if by == Dimension.TONE:
        return asked.of_tone(value or asked.UNREAD)
    if by == Dimension.THEME:
        return asked.of_theme(value)
    if not value:
        return _without_language(stack) if by == Dimension.LANGUAGE else ""
    if by == Dimension.LANGUAGE:
        return f"language:{value}" if _LANGUAGE.fullmatch(value) else ""
    if by == Dimension.KIND:
        return f"kind:{value}" if value in frozenset(Kind) else ""
    return f'{by.value}:"{value}"' if len(value) <= LONGEST and _NAME.fullmatch(value) else ""


def _of_others(band: Band, stack: Stack) -> str:
    """Any of the values that have no layer, where all of them are told."""
    parts = [_of(one, stack) for one in band.values]
    if len(band.values) < band.of or not all(parts):
        return ""
    return f"({' OR '.join(parts)})" if len(parts) > 1 else "".join(parts)


def _without_language(stack: Stack) -> str:
    """What has none is what has none of those that there are."""
    told = [one for band in stack.layers for one in (band.values if band.value == OTHERS else (band.value,)) if one]
    is_all = all(len(band.values) == band.of for band in stack.layers if band.value == OTHERS)
    parts = [_of(one, stack) for one in told]
    if not is_all or not all(parts):
        return ""
    listed = " OR ".join(part.removeprefix("language:") for part in parts)
    return f"{ANY} -language:({listed})" if listed else ANY
