"""What a Jetstream says, in one shape whichever of its two generations sends it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from hubdesk.i18n import _
from hubdesk.sources.errors import SourceError
from hubdesk.sources.values import Json, loads, micros, name, number, obj, text

POSTS: Final = "app.bsky.feed.post"
KINDS: Final = ("commit", "account", "identity")
_DID = re.compile(r"did:[a-z0-9]{1,32}:[\w.:%-]{1,256}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Event:
    """One message, in one shape whichever generation sent it. `at` is the server's instant in µs, 0 for notices."""

    what: str  # commit | account | identity | notice
    at: int = 0
    did: str = ""
    body: Json = field(default_factory=dict)


class UnreadableError(ValueError):
    """A message that is none we know how to read."""


def read(message: str) -> Event | None:
    """A message of either generation; None when it is no business of ours. Raises UnreadableError, and SourceError when
    the server says that it ends the stream."""
    if POSTS not in message and "commit" in message:
        return None  # somebody's like or follow, from a server that does not filter
    found = loads(message)
    if not isinstance(found, dict):
        raise UnreadableError(message[:80])
    if found.get("$type") == "error" or ("error" in found and "payload" not in found and "kind" not in found):
        raise SourceError(
            _("Bluesky ended the stream: {why}").format(
                why=f"{name(found.get('error'), 60)} {name(found.get('message'))}".strip()
            )
        )
    return _now(obj(found["payload"])) if "payload" in found else _old(found)


def _old(found: Json) -> Event | None:
    what = found.get("kind")
    if what not in KINDS:
        return None
    at, did = number(found.get("time_us")), found.get("did")
    if at is None or not isinstance(did, str) or not _DID.fullmatch(did):
        raise UnreadableError(str(what))
    return Event(what, at, did, obj(found.get(what)))


def _now(payload: Json) -> Event | None:
    what = text(payload.get("$type"), 200).rpartition("#")[2]
    if what == "info":
        return Event("notice", body=payload)
    if what not in KINDS:
        return None
    at, did = micros(payload.get("witnessedAt") or payload.get("time")), payload.get("did")
    if at is None or not isinstance(did, str) or not _DID.fullmatch(did):
        raise UnreadableError(what)
    return Event(what, at, did, payload if what == "commit" else obj(payload.get(what)))
