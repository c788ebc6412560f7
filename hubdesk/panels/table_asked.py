"""The query that finds the mentions behind a cell; none where no query can say it, and then why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from hubdesk.core import Kind, Millis, Span
from hubdesk.i18n import _
from hubdesk.panels import asked
from hubdesk.panels.panel import Rows
from hubdesk.panels.table_picture import TIMES, TablePicture
from hubdesk.query.any_kind import ANY
from hubdesk.store.reader import OTHERS, Dimension
from hubdesk.widgets.tone_parts import UNREAD

LONGEST: Final = 200  # code points of a name: a query has its limit
MOST_STRETCHES: Final = 60  # of time, in one query
LONGEST_QUERY: Final = 7_500  # characters: 8,000 are a query's limit
_NAME: Final = re.compile(r"""[\w .,;:!'’&+()/@#°·–-]+""")  # within quotes
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_DEPARTMENT: Final = re.compile(r"[0-9][0-9ab][0-9]?")
Where = tuple[Dimension, str]
"""A dimension and one of its values; of a cell two of them, of a total one, of all mentions none."""


def rows_of(where: Sequence[Where], picture: TablePicture) -> Rows | None:
    """What opens exactly the mentions that have all of these values; None where no query can say it."""
    topic, parts = None, []
    for by, value in where:
        if by == Dimension.TOPIC:
            if not value or value == OTHERS:
                return None
            topic = int(value)
        elif by not in TIMES:
            part = _query(by, value, picture)
            if not part:
                return None
            parts.append(part)
    times = [one for one in where if one[0] in TIMES]
    if times:
        part = _of_times(times, picture)
        if not part:
            return None
        parts.append(part)
    query = " ".join(parts) or ANY
    return Rows(query, topic=topic) if len(query) <= LONGEST_QUERY else None


def can_ask(where: Sequence[Where], picture: TablePicture) -> bool:
    """Whether `rows_of` will say something, told without putting the query together."""
    counts = []
    for by, value in where:
        if by == Dimension.TOPIC:
            if not value or value == OTHERS:
                return False
        elif by not in TIMES:
            if not _query(by, value, picture):
                return False
        elif value:
            when = picture.when(by, value)
            if when is None:
                return False
            counts.append(len(when.spans))
    return min(counts, default=0) <= MOST_STRETCHES


def why_not(where: Sequence[Where], picture: TablePicture) -> str:
    """Why its rows cannot be opened."""
    if any(value == OTHERS for _by, value in where):
        return _("No query can say all these others at once.")
    if any(by == Dimension.TOPIC and not value for by, value in where):
        return _("No query can say that no topic heard a mention.")
    if any(by not in (*TIMES, Dimension.TOPIC) and not _query(by, value, picture) for by, value in where):
        return _("No query can say this name.")
    return _("So many stretches of time have no room in one query: choose a shorter span.")


def _query(by: Dimension, value: str, picture: TablePicture) -> str:
    if value == OTHERS:
        return ""
    if by == Dimension.TONE:
        return asked.of_tone(value or UNREAD)
    if by == Dimension.THEME:
        return asked.of_theme(value)
    if not value:
        return _without(by, picture)
    if by == Dimension.DEPARTMENT:
        return f"place:dep:{value}" if _DEPARTMENT.fullmatch(value.casefold()) else ""
    if by == Dimension.LANGUAGE:
        return f"language:{value}" if _LANGUAGE.fullmatch(value) else ""
    if by == Dimension.KIND:
        return f"kind:{value}" if value in frozenset(Kind) else ""
    return f'{by.value}:"{value}"' if len(value) <= LONGEST and _NAME.fullmatch(value) else ""


def _without(by: Dimension, picture: TablePicture) -> str:
    """What has no value is what has none of those that there are."""
    if by not in (Dimension.DEPARTMENT, Dimension.LANGUAGE):
        return ""
    values = [line.value for line in picture.lines(by) if line.value and line.tally.mentions]
    named = [_query(by, value, picture) for value in values]
    if not all(named):
        return ""
    name = "place" if by == Dimension.DEPARTMENT else "language"
    listed = " OR ".join(one.removeprefix(f"{name}:") for one in named)
    return f"{ANY} -{name}:({listed})" if listed else ANY


def _of_times(times: Sequence[Where], picture: TablePicture) -> str:
    """Both times at once, as stretches of publication."""
    if any(not value for _by, value in times):
        is_all = all(not value for _by, value in times)  # one without the other holds nothing
        return f"{ANY} -published:[* TO *]" if is_all else ""
    return _published(picture.spans(times) or ())


def _published(spans: Iterable[Span]) -> str:
    ranges = [f"published:[{_iso(span.start)} TO {_iso(span.end, is_end=True)}]" for span in spans]
    return f"({' OR '.join(ranges)})" if len(ranges) > 1 else "".join(ranges)


def _iso(at: Millis, is_end: bool = False) -> str:
    """An instant as a query has it. A range holds its end: so the end is half a millisecond sooner."""
    moment = datetime.fromtimestamp(at // 1000, UTC).replace(microsecond=at % 1000 * 1000, tzinfo=None)
    if is_end:
        moment = datetime.fromtimestamp((at - 1) // 1000, UTC).replace(
            microsecond=(at - 1) % 1000 * 1000 + 500, tzinfo=None
        )
    return moment.isoformat(timespec="seconds" if not moment.microsecond else "microseconds") + "Z"
