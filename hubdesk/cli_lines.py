"""Mentions as JSON lines on stdin, for the verbs that take them: each with its number, read or refused in one line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any, Final

from hubdesk.core import Author, HubdeskError, Kind, Mention, Millis
from hubdesk.i18n import _
from hubdesk.query.fields import PARTS

MOST_BYTES: Final = 4_000_000  # of a line; a longer one is passed over in pieces, so that memory stays as it is


@dataclass(frozen=True, slots=True)
class Told:
    """A line that was read: what stood as its `id`, and the mention, with `parts` where they were given."""

    id: Any
    mention: Mention
    parts: Mapping[str, str] | None
    is_zoneless: bool


def lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each line with its number, cut off past MOST_BYTES."""
    number = 0
    while line := stream.readline(MOST_BYTES + 1):
        number += 1
        ending = line
        while not ending.endswith(b"\n") and (ending := stream.readline(MOST_BYTES)):
            pass
        yield number, line


def read(line: bytes) -> Told | None:
    """A line's mention; None for a blank one. HubdeskError says what is wrong with it."""
    if len(line) > MOST_BYTES and not line.endswith(b"\n"):
        raise HubdeskError(_("it is longer than {n} bytes").format(n=MOST_BYTES))
    try:
        text = line.decode("utf-8-sig").strip()
        given = json.loads(text) if text else None
    except UnicodeDecodeError:
        raise HubdeskError(_("it is not UTF-8")) from None
    except (ValueError, RecursionError):
        raise HubdeskError(_("it is not JSON; write an object such as {example}").format(example=_EXAMPLE)) from None
    if not text:
        return None
    if not isinstance(given, dict):
        raise HubdeskError(_("it is no JSON object; write one such as {example}").format(example=_EXAMPLE))
    return _told(given)


_EXAMPLE: Final = '{"id": "1", "text": "…"}'


def _told(given: dict[str, Any]) -> Told:
    parts = _parts(given)
    if given.get("text") is None and parts is None:
        raise HubdeskError(_("“text” is missing; write an object such as {example}").format(example=_EXAMPLE))
    said = parts or {}
    author = given.get("author") or {}
    if not isinstance(author, dict):
        raise HubdeskError(_("“author” must be an object with “handle” and “name”"))
    published, is_zoneless = _instant(_text(given, "published_at"))
    kind = _text(given, "kind").casefold() or Kind.POST
    if kind not in set(Kind):
        raise HubdeskError(_("“kind” must be one of {values}").format(values=" ".join(Kind)))
    mention = Mention(
        network=_text(given, "network"),
        native_id="",
        text=_text(given, "text") or said.get("body") or said.get("comment") or "",
        published_at=published,
        kind=kind,
        author=Author(_text(author, "handle"), _text(author, "name"), followers=_whole(author, "followers")),
        title=_text(given, "title") or said.get("title", ""),
        url=_text(given, "url"),
        language=_text(given, "language"),
        reach=_whole(given, "reach"),
        rating=_number(given, "rating"),
        links=_links(given),
        media=_flag(given, "media"),
    )
    return Told(_id(given), mention, parts, is_zoneless)


def _id(given: Mapping[str, Any]) -> Any:
    """What comes out again as it came in: Python reads NaN and 1e999, which no JSON can say."""
    try:
        json.dumps(given.get("id"), allow_nan=False)
    except (ValueError, RecursionError):
        raise HubdeskError(_("“{key}” must be a text or a number").format(key="id")) from None
    return given.get("id")


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise HubdeskError(_("“{key}” must be a text").format(key=key))
    return value


def _number(given: Mapping[str, Any], key: str) -> float | None:
    value = given.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < math.inf:
        raise HubdeskError(_("“{key}” must be a number").format(key=key))
    return value


def _whole(given: Mapping[str, Any], key: str) -> int | None:
    value = _number(given, key)
    return None if value is None else round(value)


def _flag(given: Mapping[str, Any], key: str) -> bool | None:
    value = given.get(key)
    if value is not None and not isinstance(value, bool):
        raise HubdeskError(_("“{key}” must be true or false").format(key=key))
    return value


def _links(given: Mapping[str, Any]) -> tuple[str, ...]:
    links = given.get("links")
    if links is None:
        return ()
    if not isinstance(links, list) or not all(isinstance(link, str) for link in links):
        raise HubdeskError(_("“{key}” must be a list of texts").format(key="links"))
    return tuple(links)


def _parts(given: Mapping[str, Any]) -> dict[str, str] | None:
    parts = given.get("parts")
    if parts is None:
        return None
    if not isinstance(parts, dict) or not parts.keys() <= set(PARTS):
        raise HubdeskError(_("“parts” must be an object of {parts}").format(parts=" ".join(PARTS)))
    return {part: _text(parts, part) for part in PARTS if parts.get(part)}


def _instant(text: str) -> tuple[Millis | None, bool]:
    """An instant in UTC milliseconds, and whether its offset was left out."""
    if not text:
        return None, False
    try:
        read = datetime.fromisoformat(text.strip())
        at = round((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        message = _("“published_at” must be ISO 8601 such as 2026-11-19T14:32:00+01:00")
        raise HubdeskError(message) from None
    return at, read.tzinfo is None
