"""Reads the body of an answer, plain or gzipped, and never holds more of it than was asked for.

httpx would decode a whole network chunk before anyone can count: 658 bytes, gzipped twice, took 640 MB.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from typing import Final

from hubdesk.i18n import _, number
from hubdesk.sources.errors import SourceError

_STEP: Final = 1 << 16
_LARGE: Final = 1 << 20
_GZIP: Final = 16 + zlib.MAX_WBITS


async def read_body(
    chunks: AsyncIterator[bytes], *, host: str, encoding: str, limit: int, large: asyncio.Semaphore
) -> bytes:
    """The decoded body. Raises SourceError when it passes `limit` bytes, or comes encoded as we did not ask for.

    `large` is a place for one of the few bodies over a mebibyte that may be in memory at the same time.
    """
    body = bytearray()
    seat = False
    try:
        async for piece in _decoded(chunks, host, encoding, limit):
            body += piece
            if len(body) > limit:
                raise _too_large(host, limit)
            if len(body) > _LARGE and not seat:
                await large.acquire()
                seat = True
    finally:
        if seat:
            large.release()
    return bytes(body)


def check_encoding(encoding: str, host: str) -> str:
    """ "" for a plain body, "gzip" for a gzipped one. Raises SourceError for any other, stacked ones included."""
    named = encoding.strip().lower()
    if named in ("", "identity"):
        return ""
    if named in ("gzip", "x-gzip"):
        return "gzip"
    raise SourceError(_("{host} packs its answer in a way we did not ask for").format(host=host))


async def _decoded(chunks: AsyncIterator[bytes], host: str, encoding: str, limit: int) -> AsyncIterator[bytes]:
    if not check_encoding(encoding, host):
        async for chunk in chunks:
            yield chunk
        return
    unpacker = zlib.decompressobj(_GZIP)
    taken = 0
    async for chunk in chunks:
        taken += len(chunk)
        if taken > limit:  # members that unpack to nothing, for ever
            raise _too_large(host, limit)
        while chunk:
            try:
                yield unpacker.decompress(chunk, _STEP)
            except zlib.error as error:
                raise SourceError(_("{host} says its answer is gzipped, but it is not").format(host=host)) from error
            chunk = unpacker.unconsumed_tail
            if unpacker.eof:  # gzip files may be strung together; what is no gzip after the first is padding
                chunk = unpacker.unused_data
                if not chunk.startswith(b"\x1f\x8b"):
                    break
                unpacker = zlib.decompressobj(_GZIP)
    while not unpacker.eof:
        rest = unpacker.decompress(b"", _STEP)
        if not rest:
            break
        yield rest
    if taken and not unpacker.eof:
        raise SourceError(_("{host} stopped in the middle of its answer").format(host=host))


def _too_large(host: str, limit: int) -> SourceError:
    return SourceError(_("{host} sends more than {n} MiB: cut off").format(host=host, n=number(limit / (1 << 20), 0)))
