"""Gathers what a stream brings into batches: soon enough for a person, seldom enough for a disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Final, TypeVar

T = TypeVar("T")

MOST: Final = 200  # items in a batch
WITHIN_SECONDS: Final = 0.25  # that the first item of a batch waits for others
ALIVE_SECONDS: Final = 20.0  # of silence before an empty batch says that the stream is alive


async def batches(
    stream: AsyncGenerator[T, None],
    most: int = MOST,
    within_seconds: float = WITHIN_SECONDS,
    alive_seconds: float = ALIVE_SECONDS,
) -> AsyncGenerator[list[T], None]:
    """Yield lists of items, empty after a silence; ends with the stream. An error comes after what preceded it.

    Closing it closes the stream: use it within contextlib.aclosing.
    """
    loop = asyncio.get_running_loop()
    batch: list[T] = []
    deadline = loop.time() + alive_seconds
    coming: asyncio.Future[T] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(stream))
            await asyncio.wait((coming,), timeout=max(0.0, deadline - loop.time()))
            ended = coming.done() and coming.exception() is not None
            if coming.done() and not ended:
                deadline = deadline if batch else loop.time() + within_seconds
                batch.append(coming.result())
                coming = None
            if len(batch) >= most or loop.time() >= deadline or (ended and batch):
                yield batch
                batch, deadline = [], loop.time() + alive_seconds
            if ended and coming is not None:
                coming.result()
    except StopAsyncIteration:
        return
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
        await stream.aclose()
