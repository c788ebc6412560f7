"""A server on loopback that says exactly what a test tells it to, byte by byte, on the test's own loop."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class RawServer:
    """`asked` holds the head of each request; scripts are played in turn, the last one for ever."""

    scripts: list[Script]
    port: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            self.asked.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
            await script(writer)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def serving(*scripts: Script, certificate: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    """Serve until left; what is still being answered then is ended."""
    raw = RawServer(list(scripts))
    busy: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        busy.add(task)
        with suppress(asyncio.CancelledError):
            await raw.answer(reader, writer)
        busy.discard(task)
        writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=certificate)
    raw.port = server.sockets[0].getsockname()[1]
    try:
        yield raw
    finally:
        server.close()
        for task in list(busy):
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        await server.wait_closed()


def says(status: str, body: bytes = b"", *headers: str) -> Script:
    """A whole, well-formed answer."""

    async def script(writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
        writer.write("\r\n".join(lines).encode("latin-1") + body)

    return script


def begins(*headers: str, then: Script) -> Script:
    """The head of a 200 without a length, and then whatever `then` writes."""

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write("\r\n".join(["HTTP/1.1 200 OK", "Connection: close", *headers, "", ""]).encode("latin-1"))
        await then(writer)

    return script


def endlessly(piece: bytes, every: float = 0.0) -> Script:
    """The same bytes for ever, `every` seconds apart."""

    async def script(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(every)

    return script


def once(piece: bytes) -> Script:
    """These bytes, and the end."""

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(piece)

    return script


async def breaks_off(writer: asyncio.StreamWriter) -> None:
    """No answer at all: the connection is reset."""
    writer.transport.abort()


async def says_nothing(writer: asyncio.StreamWriter) -> None:
    """Keep the connection open, in silence."""
    await asyncio.Event().wait()
