"""Listens to a source as the collector does, on a real connection, until something has been heard."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

from hubdesk.core import Mention
from hubdesk.sources.http import Http
from hubdesk.sources.limits import Limits
from hubdesk.sources.source import Page, Source, Wish

PATIENCE_SECONDS = 20.0


class Ear:
    """What a source has told so far."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.changed = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def mentions(self) -> list[Mention]:
        return [mention for page in self.pages for mention in page.mentions]

    def edits(self) -> list[Mention]:
        return [mention for page in self.pages for mention in page.edits]

    def withdrawn(self) -> list[str]:
        return [one.native_id or one.author_id for page in self.pages for one in page.withdrawals]

    def cursor(self) -> str:
        return next((page.cursor for page in reversed(self.pages) if page.cursor), "")

    async def hear(self, what: Callable[[], object]) -> None:
        """Wait until `what` is true; what the source raises comes out."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not what():
                assert self.task is not None
                if self.task.done():
                    self.task.result()
                    raise AssertionError("the source ended before it was heard")
                self.changed.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.2):
                        await self.changed.wait()

    async def read(self, source: Source, http: Http, wish: Wish) -> None:
        async for page in source.pages(http, wish):
            self.pages.append(page)
            self.changed.set()


@contextlib.asynccontextmanager
async def listening(source: Source, cursor: str = "", token: str = "") -> AsyncIterator[Ear]:
    """A source being read while the block runs."""
    ear = Ear()
    async with Http() as http:
        ear.task = asyncio.create_task(ear.read(source, http, Wish(cursor, time.time_ns() // 1_000_000, token)))
        try:
            yield ear
        finally:
            ear.task.cancel()
            await asyncio.gather(ear.task, return_exceptions=True)


async def visit(source: Source, cursor: str = "", token: str = "", limits: Limits | None = None) -> list[Page]:
    """All pages of a poll."""
    async with Http(limits=limits) as http:
        wish = Wish(cursor, time.time_ns() // 1_000_000, token)
        return [page async for page in source.pages(http, wish)]
