"""How much we take of one answer, and how often we ask one host."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Millis
from hubdesk.i18n import _, duration
from hubdesk.sources.errors import SourceError

MIB: Final = 1 << 20
_REMEMBERED_HOSTS: Final = 4_096


@dataclass(frozen=True, slots=True)
class Pace:
    """How hard one host is asked: requests a second in the long run, in one burst, and at the same time."""

    per_second: float
    burst: int
    at_once: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost us, and how politely we ask."""

    body: int = 15 * MIB  # decoded bytes
    deadline: float = 20.0  # seconds for a whole answer, redirects and retry included
    line: int = MIB  # characters of one line of a stream, bytes of one message
    redirects: int = 5
    connect: float = 10.0
    public: Pace = Pace(per_second=1.0, burst=5, at_once=2)
    private: Pace = Pace(per_second=100.0, burst=200, at_once=64)  # servers of one's own network


class _Host:
    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.slots = asyncio.Semaphore(pace.at_once)
        self.queue = asyncio.Lock()
        self.tokens = float(pace.burst)
        self.counted_at = 0.0
        self.held_until = 0.0
        self.users = 0


class Gate:
    """One bucket for each host, shared by all its sources; a host that asked us to wait is left alone until then."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, pace: Pace) -> AsyncIterator[None]:
        """Wait for our turn at `host` (name and port). Raises SourceError while the host wants no visit."""
        entry = self._entry(host, pace)
        entry.users += 1
        try:
            async with entry.slots:
                async with entry.queue:
                    await self._take(entry)
                self._refuse_if_held(host, entry)
                yield
        finally:
            entry.users -= 1

    def hold(self, host: str, wait: Millis) -> None:
        """The host asked for a pause of `wait` milliseconds."""
        if host in self._hosts:
            entry = self._hosts[host]
            entry.held_until = max(entry.held_until, asyncio.get_running_loop().time() + wait / 1000)

    def _entry(self, host: str, pace: Pace) -> _Host:
        if host not in self._hosts and len(self._hosts) >= _REMEMBERED_HOSTS:
            now = asyncio.get_running_loop().time()
            self._hosts = {name: one for name, one in self._hosts.items() if one.users or one.held_until > now}
        if host not in self._hosts:
            self._hosts[host] = _Host(pace)
        return self._hosts[host]

    async def _take(self, entry: _Host) -> None:
        now = asyncio.get_running_loop().time()
        if entry.counted_at:
            entry.tokens = min(entry.pace.burst, entry.tokens + (now - entry.counted_at) * entry.pace.per_second)
        entry.counted_at = now
        entry.tokens -= 1
        if entry.tokens < 0:
            await asyncio.sleep(-entry.tokens / entry.pace.per_second)

    def _refuse_if_held(self, host: str, entry: _Host) -> None:
        left = round(1000 * (entry.held_until - asyncio.get_running_loop().time()))
        if left > 0:
            raise SourceError(
                _("{host} asked us to wait: {time} left").format(host=host, time=duration(left)), wait=left
            )
