"""Cuts an endless answer into lines, with limits on a line's length and on silence."""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import AsyncIterator

from hubdesk.i18n import _, number
from hubdesk.sources.errors import SourceError


async def split_lines(chunks: AsyncIterator[bytes], *, host: str, longest: int, idle: float) -> AsyncIterator[str]:
    """Lines without their ends (`\\n`, `\\r\\n` or `\\r`); a last line without an end is not one.

    `longest` counts characters, `idle` seconds without a byte; both raise SourceError. Our reader's own time is not
    counted: the clock runs only while we wait for the server.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    parts: list[str] = []
    length = 0
    after_return = False
    while True:
        try:
            async with asyncio.timeout(idle):
                chunk = await anext(chunks, None)
        except TimeoutError as error:
            raise SourceError(_("{host} has been silent for {n} s").format(host=host, n=number(idle))) from error
        if chunk is None:
            return
        text = decoder.decode(chunk)
        if after_return and text.startswith("\n"):
            text = text[1:]
        after_return = text.endswith("\r") if text else after_return
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in whole:
            if length + len(line) > longest:
                raise _too_long(host, longest)
            yield "".join((*parts, line))
            parts, length = [], 0
        parts.append(rest)
        length += len(rest)
        if length > longest:
            raise _too_long(host, longest)


def _too_long(host: str, longest: int) -> SourceError:
    return SourceError(_("{host} sends a line of more than {n} characters").format(host=host, n=number(longest)))
