"""Server-sent events: lines to events. A comment is a heartbeat."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Final

from hubdesk.i18n import _
from hubdesk.sources.errors import SourceError

SIZE_LIMIT: Final = 2_000_000  # characters of one event


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """`name` is "" for a heartbeat, "message" for an event that the server did not name."""

    name: str = ""
    data: str = ""


HEARTBEAT: Final = ServerEvent()


async def events(lines: AsyncIterator[str]) -> AsyncGenerator[ServerEvent, None]:
    """Events in their order; one that the end of the stream cut off is left out. SourceError when one never ends."""
    name, data, size = "", list[str](), 0
    try:
        async for line in lines:
            if not line:
                if data:
                    yield ServerEvent(name or "message", "\n".join(data))
                name, data, size = "", [], 0
                continue
            if line.startswith(":"):
                yield HEARTBEAT
                continue
            field, _colon, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
                size += len(value) + 1
            if size > SIZE_LIMIT:
                raise SourceError(_("the server sends an event that does not end"))
    finally:
        await lines.aclose()  # type: ignore[attr-defined]  # Http.lines is an async generator
