"""As much of HTTP as the remote page needs and nothing else: a small request, read whole and in time, and an answer.

One request a connection. What is not plainly right is refused before anyone looks at what it asks for.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

MOST_HEAD: Final = 8 * 1024  # bytes; a phone's browser sends one
MOST_BODY: Final = 64  # bytes: a code
_LINE: Final = re.compile(rb"([A-Z]{1,16}) (/[\x21-\x7e]{0,200}) HTTP/1\.[01]")
_FIELD: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):([\t\x20-\x7e\x80-\xff]*)")
_ONCE: Final = ("host", "origin", "content-length", "cookie", "content-type", "sec-fetch-site")
_ALWAYS: Final = (
    ("Connection", "close"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),  # not "no-referrer": with that a form says its origin is "null"
)


class RefusedError(Exception):
    """A request that is not plainly right."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """`fields`: by name in small letters."""

    method: str
    path: str
    fields: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def says(self, name: str) -> str:
        """What it says of that, "" for nothing."""
        return self.fields.get(name, "")

    def cookie(self, name: str) -> str:
        """A cookie's value; "" when it has none of that name."""
        for part in self.says("cookie").split(";"):
            found, _is, value = part.strip().partition("=")
            if found == name:
                return value
        return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`fields`: beside those that every answer has."""

    status: HTTPStatus
    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    fields: tuple[tuple[str, str], ...] = ()

    def written(self) -> bytes:
        """As it goes over the wire."""
        lines = [f"HTTP/1.1 {self.status.value} {self.status.phrase}"]
        lines += [f"{name}: {value}" for name, value in (*_ALWAYS, *self.fields)]
        if self.status != HTTPStatus.NO_CONTENT:
            lines += [f"Content-Type: {self.kind}", f"Content-Length: {len(self.body)}"]
        return "\r\n".join((*lines, "", "")).encode("latin-1") + self.body


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """What was asked; None when whoever asked went away before. Raises RefusedError. Its caller keeps the time."""
    try:
        first = await reader.readexactly(1)
        if not first.isupper():  # a browser that tries an encrypted line first must not wait to be told
            raise RefusedError(HTTPStatus.BAD_REQUEST)
        head = first + await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError:
        raise RefusedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
    request = read_head(head)
    length = _length(request)
    try:
        body = await reader.readexactly(length)
    except asyncio.IncompleteReadError:
        return None
    return Request(request.method, request.path, request.fields, body)


def read_head(head: bytes) -> Request:
    """The head of a request, without its body. Raises RefusedError."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    line = _LINE.fullmatch(first)
    if line is None:
        raise RefusedError(HTTPStatus.BAD_REQUEST)
    fields: dict[str, str] = {}
    for text in lines:
        found = _FIELD.fullmatch(text)
        if found is None:
            raise RefusedError(HTTPStatus.BAD_REQUEST)
        name = found[1].decode("ascii").lower()
        if name in fields and name in _ONCE:  # two readers of such a request need not agree on what it says
            raise RefusedError(HTTPStatus.BAD_REQUEST)
        fields[name] = found[2].decode("latin-1").strip(" \t")
    return Request(line[1].decode("ascii"), line[2].decode("ascii"), fields)


def _length(request: Request) -> int:
    if "transfer-encoding" in request.fields:
        raise RefusedError(HTTPStatus.NOT_IMPLEMENTED)
    said = request.says("content-length") or "0"
    if not (said.isascii() and said.isdigit()):
        raise RefusedError(HTTPStatus.BAD_REQUEST)
    if len(said) > 9 or int(said) > MOST_BODY:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return int(said)
