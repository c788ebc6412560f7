"""Reads what a server sent without believing it: objects, texts, numbers and instants out of JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from hubdesk.core import Millis
from hubdesk.sources.text import plain_text, web_link

Json = dict[str, Any]

TEXT_LIMIT: Final = 20_000  # characters: no network we know lets anybody write more in one post
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def loads(message: str | bytes) -> Any:
    """JSON to values; None when it is not JSON, or nested to exhaust us."""
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None


def obj(value: object) -> Json:
    """An object, {} when it is anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """A list, [] when it is anything else."""
    return value if isinstance(value, list) else []


def text(value: object, limit: int = TEXT_LIMIT) -> str:
    """A text that UTF-8 and a database can hold: no half surrogates, no NUL, cut at `limit` characters."""
    if not isinstance(value, str):
        return ""
    short = value[:limit].replace("\x00", "")
    return short if short.isascii() else short.encode("utf-8", "replace").decode("utf-8")


def number(value: object) -> int | None:
    """A whole number of at least 0 that a database can hold, else None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63 else None


def micros(value: object) -> int | None:
    """An ISO 8601 instant in UTC microseconds since 1970; None when it is none, or does not say in which zone."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return (found - _EPOCH) // _MICROSECOND if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def instant(value: object) -> Millis | None:
    """An ISO 8601 instant in UTC milliseconds since 1970; None when it is none, or before 1970."""
    found = micros(value)
    return found // 1000 if found is not None and found >= 0 else None


def name(value: object, limit: int = 200) -> str:
    """A name on one line, without controls."""
    return " ".join(plain_text(text(value, limit)).split())


def link(value: object) -> str:
    """A web address, "" when it is none or not for the web."""
    return web_link(text(value))
