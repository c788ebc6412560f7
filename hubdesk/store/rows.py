"""Between the values of core.py and the rows of the session file."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from hubdesk.core import Author, Heard, Mark, Match, Mention, Millis, Poll, SourceRow, Span, Terms, Topic
from hubdesk.store.errors import unreadable
from hubdesk.store.notes import dump_notes as dump_notes  # one of the values that rows hold
from hubdesk.store.notes import load_notes as load_notes

_T = TypeVar("_T")

MENTION_COLUMNS: Final = (
    "id, at, known_at, seen_at, published_at, claimed_at, withdrawn_at, edited_at, source, combo, network, native_id,"
    " kind, language, followers, reach, handle, name, author_id, url, parent_id, parent_title, title, text, links,"
    " notes, raw, rating, media, teaser"
)
ASKED_COLUMNS: Final = MENTION_COLUMNS.replace(" raw,", " '' AS raw,")  # no query asks about the network's own record
SOURCE_COLUMNS: Final = (
    "id, name, kind, config, terms, every, enabled, off_reason, keep, cursor, due_at, failures, last_success_at,"
    " last_attempt_at, last_error"
)
TOPIC_COLUMNS: Final = "id, name, query, role, colour, version"
POLL_COLUMNS: Final = "source, at, ok, new, known, covers_from, covers_to, error"

LONGEST_TEXT: Final = 200_000  # code points of a text; no network allows as much
LONGEST_FIELD: Final = 4_000  # of anything else: a title, a handle, an address
LONGEST_LIST: Final = 500_000  # of links or notes, as JSON
LONGEST_RAW: Final = 1_000_000  # a longer record is not kept at all: half a record is of no use
LATEST: Final = 253_402_300_799_999  # the end of the year 9999
MOST: Final = 2**62
MOST_STARS: Final = 1e9  # no network counts in more

Told = tuple[tuple[int, int, str], ...]
"""Which topics heard a mention: topic, its version, and the marks as they are written."""

_LONGEST_KEPT: Final = 10_000  # code points of a mention whose value is remembered
_TEXT, _LINKS, _RAW = 23, 24, 26  # places in MENTION_COLUMNS

_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def dump(value: object) -> str:
    return clean(_dump(value))


def clean(text: str) -> str:
    """Text that SQLite can hold: half surrogate pairs become U+FFFD, one for one, so that marks stay true."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF_CHARACTER.sub("\ufffd", text)
    return text


def figure(value: int | None) -> int | None:
    """A network's own figure, unknown when it cannot be one."""
    return value if value is not None and -MOST < value < MOST else None


def stars(value: float | None) -> float | None:
    """A review's rating, unknown when it cannot be one."""
    return float(value) if value is not None and math.isfinite(value) and abs(value) <= MOST_STARS else None


def instant(value: Millis | None) -> Millis | None:
    """An instant that a calendar can show: from 1970 to 9999, else unknown (0 is a clock that was never set)."""
    return value if value is not None and 0 < value <= LATEST else None


def dump_matches(matches: Iterable[Match]) -> str:
    return dump([[match.topic, match.version, _marks(match.marks)] for match in matches])


def _load(text: str, to: Callable[[Any], _T]) -> _T:
    try:
        return to(json.loads(text))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise unreadable(text) from None


def load_matches(text: str) -> tuple[Match, ...]:
    return _load(text, _to_matches)


def _to_matches(told: Any) -> tuple[Match, ...]:
    return tuple(Match(topic, version, _to_marks(marks)) for topic, version, marks in told)


def dump_marks(marks: Iterable[Mark]) -> str:
    return dump(_marks(marks))


def load_marks(text: str) -> tuple[Mark, ...]:
    return () if text == "[]" else _load(text, _to_marks)


def _marks(marks: Iterable[Mark]) -> list[tuple[str, int, int]]:
    return [(mark.part, mark.start, mark.end) for mark in marks]


def _to_marks(marks: Iterable[Iterable[Any]]) -> tuple[Mark, ...]:
    return tuple(Mark(*mark) for mark in marks)


def dump_links(links: tuple[str, ...]) -> str:
    """As many of the links as fit."""
    if not links:
        return "[]"
    kept, length = [], 0
    for link in links:
        length += len(link) + 3
        if length > LONGEST_LIST:
            break
        kept.append(link)
    return dump(kept)


def to_heard(row: tuple[Any, ...], source: str, matches: tuple[Match, ...] = ()) -> Heard:
    """A mention from a row of MENTION_COLUMNS."""
    (
        id_, at, known_at, seen_at, published_at, claimed_at, withdrawn_at, edited_at, _source, _combo, network,
        native_id, kind, language, followers, reach, handle, name, author_id, url, parent_id, parent_title, title, text,
        links, notes, raw, rating, media, teaser,
    ) = row  # fmt: skip
    mention = Mention(
        network=network,
        native_id=native_id,
        text=text,
        published_at=published_at,
        kind=kind,
        author=Author(handle, name, author_id, followers),
        title=title,
        url=url,
        language=language,
        parent_id=parent_id,
        parent_title=parent_title,
        reach=reach,
        links=() if links == "[]" else _load(links, tuple),
        raw=raw,
        rating=rating,
        media=None if media is None else bool(media),
        teaser=teaser,
    )
    return Heard(
        id_, mention, source, seen_at, known_at, at, load_notes(notes), matches, withdrawn_at, edited_at, claimed_at
    )


def heard_of(row: tuple[Any, ...], source: str, told: Told) -> Heard:
    """A mention from a row of MENTION_COLUMNS and why topics heard it. The same row again is the same value again, so
    that what is listed once more, or beside others, is neither composed nor laid out anew."""
    is_short = len(row[_TEXT]) + len(row[_LINKS]) + len(row[_RAW]) <= _LONGEST_KEPT
    return (_heard_of if is_short else _heard_of.__wrapped__)(row, source, told)


@functools.lru_cache(maxsize=1_024)
def _heard_of(row: tuple[Any, ...], source: str, told: Told) -> Heard:
    return to_heard(row, source, tuple(Match(topic, version, load_marks(marks)) for topic, version, marks in told))


def to_topic(row: tuple[Any, ...]) -> Topic:
    return Topic(*row)


def topic_values(topic: Topic) -> dict[str, str | int]:
    """The columns of a topic, without its id."""
    return {
        "name": clean(topic.name),
        "query": clean(topic.query),
        "role": str(topic.role),
        "colour": clean(topic.colour),
        "version": topic.version,
    }


def source_values(row: SourceRow) -> dict[str, str | int | None]:
    """The columns of a source, without its id."""
    terms = row.terms
    return {
        "name": clean(row.name),
        "kind": clean(row.kind),
        "config": dump(row.config),
        "terms": dump(
            {
                "keep_days": terms.keep_days,
                "export": terms.export,
                "wall": terms.wall,
                "deletes": terms.deletes,
                "note": terms.note,
            }
        ),
        "every": row.every,
        "enabled": int(row.enabled),
        "off_reason": clean(row.off_reason),
        "keep": row.keep,
        "cursor": clean(row.cursor),
        "due_at": row.due_at,
        "failures": row.failures,
        "last_success_at": row.last_success_at,
        "last_attempt_at": row.last_attempt_at,
        "last_error": clean(row.last_error),
    }


def to_source(row: tuple[Any, ...]) -> SourceRow:
    """A source from a row of SOURCE_COLUMNS."""
    id_, name, kind, config, terms, every, enabled, *rest = row
    return SourceRow(id_, name, kind, _load(config, dict), load_terms(terms), every, bool(enabled), *rest)


def load_terms(text: str) -> Terms:
    return _load(text, _to_terms)


def _to_terms(told: Any) -> Terms:
    terms = Terms(**told)
    if not isinstance(terms.keep_days, int | None):
        raise TypeError
    return terms


def to_poll(row: tuple[Any, ...]) -> Poll:
    """An attempt from a row of POLL_COLUMNS."""
    source, at, ok, new, known, start, end, error = row
    covers = Span(start, end) if start is not None and end is not None else None
    return Poll(source, at, bool(ok), new, known, covers, error)
