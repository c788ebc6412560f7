"""Looks at each official channel when it is due, and keeps what it says, or that nobody could look.

Runs on the collector's loop beside the sources. An account is looked at among the mentions: it can be seen while a
source of its network listens, and only once a post of it was heard, since a source may well leave it out.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from hubdesk.collector.channel_looks import LONGEST, Seen, look, placed
from hubdesk.core import MINUTE, HubdeskError, Millis, Scope, SourceState
from hubdesk.core.channels import Channel, ChannelKind, Said
from hubdesk.enrich.places import PlaceReader, PlacesError
from hubdesk.i18n import _
from hubdesk.query.silence_words import says
from hubdesk.sources.http import Http
from hubdesk.sources.source import SourceError, SourceOffError
from hubdesk.store.reader import Reader
from hubdesk.store.writer import Writer

LOOK_SECONDS: Final = 1.0  # between two looks at which channels are due
AT_ONCE: Final = 8  # channels that are looked at
MOST_BACK: Final = 20_000  # mentions before the first look among which an account is looked for
MOST_POSTS: Final = 20  # statements of an account at one look
logger = logging.getLogger(__name__)


class Channels:
    """Looks, and keeps. `now`: the instant in UTC milliseconds; `clock`: seconds that only grow."""

    def __init__(
        self,
        reader: Reader,
        writer: Writer,
        http: Http,
        now: Callable[[], Millis],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reader, self._writer, self._http, self._now, self._clock = reader, writer, http, now, clock
        self._due: dict[str, float] = {}  # by key, in the clock's seconds
        self._looking: dict[str, asyncio.Task[None]] = {}
        self._places: PlaceReader | None = PlaceReader()
        self._places_turn = asyncio.Lock()
        self._told: dict[str, str] = {}  # by key, the error that the log has

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._begin()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            for task in self._looking.values():
                task.cancel()
            await asyncio.gather(*self._looking.values(), return_exceptions=True)

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Runs while something else does."""
        task = asyncio.create_task(self.run(), name="channels")
        try:
            yield
        finally:
            task.cancel()
            (ended,) = await asyncio.gather(task, return_exceptions=True)
            if isinstance(ended, Exception):
                logger.error("channels were looked at no longer", exc_info=ended)

    async def once(self) -> None:
        """Every channel, once."""
        await asyncio.gather(*(self._look(one) for one in _different(self._reader.channels())))

    def _begin(self) -> None:
        """Start the looks that are due."""
        for key, task in list(self._looking.items()):
            if task.done():
                del self._looking[key]
        try:
            channels = _different(self._reader.channels())
        except HubdeskError as error:
            logger.warning("%s", error)
            return
        for channel in channels:
            is_due = self._due.get(channel.key, 0.0) <= self._clock()
            if is_due and channel.key not in self._looking and len(self._looking) < AT_ONCE:
                self._due[channel.key] = self._clock() + channel.every / 1000
                self._looking[channel.key] = asyncio.create_task(self._look(channel), name=channel.name)

    async def _look(self, channel: Channel) -> None:
        """One look; every outcome is kept, as far as the session can be written."""
        try:
            try:
                seen = await self._see(channel)
            except (SourceError, SourceOffError, HubdeskError) as error:
                self._could_not(channel, str(error))
                return
            said = await self._placed(seen.said)
            self._writer.keep_look(channel, self._now(), said, seen.memory)
            self._told.pop(channel.key, None)
        except HubdeskError as error:  # a locked file, a full disk: the next look brings it again
            logger.error("%s", error)
        except Exception as error:  # the edge of one channel's work: it must not end the others
            logger.exception("%s failed in a way nobody foresaw", channel.name)
            line = _("unexpected answer ({kind}); the details are in the log").format(kind=type(error).__name__)
            self._could_not(channel, line)

    async def _see(self, channel: Channel) -> Seen:
        memory = self._reader.stood_on(channel)
        if channel.kind == ChannelKind.ACCOUNT:
            return self._account(channel, memory)
        return await look(self._http, channel, memory, self._now())

    def _account(self, channel: Channel, memory: str) -> Seen:
        """An account's own posts that were stored since the last look. Raises SourceError when it cannot be seen."""
        last = self._reader.last_id()
        after, was_heard = _place(memory, max(0, last - MOST_BACK))
        found = self._reader.posts_by(channel.where, after, last)
        said = tuple(Said(at, text[:LONGEST], url, None, id_, says(text)) for id_, at, text, url in found[-MOST_POSTS:])
        seen = Seen(said, json.dumps([last, was_heard or bool(found)]))
        network = channel.where.partition(":")[0].casefold()
        if not said and not self._listens(network):
            raise SourceError(_("no source of {network} listens now").format(network=network))
        if not was_heard and not found:
            raise SourceError(_("no post of {account} was heard so far").format(account=channel.where))
        return seen

    def _listens(self, network: str) -> bool:
        now = self._now()
        coverage = self._reader.coverage(Scope((), now - MINUTE, now))
        return any(one.source.kind == network and one.state == SourceState.LISTENING for one in coverage.sources)

    async def _placed(self, said: tuple[Said, ...]) -> tuple[Said, ...]:
        """With places. The gazetteer takes its time to load: in a thread, when something is said first."""
        if not said or self._places is None:
            return said
        async with self._places_turn:
            try:
                return tuple(await asyncio.to_thread(placed, said, self._where))
            except PlacesError as error:
                logger.warning("%s", error)
                self._places = None
                return said

    def _where(self, text: str) -> tuple[str, ...] | None:
        return None if self._places is None else self._places.departments(self._places.read(text))

    def _could_not(self, channel: Channel, why: str) -> None:
        """Nobody could look: what the channel says is unknown."""
        if self._told.get(channel.key) != why:
            self._told[channel.key] = why
            logger.warning("%s cannot be looked at: %s", channel.name, why)
        try:
            self._writer.keep_look(channel, self._now(), error=why)
        except HubdeskError as error:
            logger.error("%s", error)


def _different(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Each once: two topics may share one."""
    return tuple({one.key: one for one in channels}.values())


def _place(memory: str, first: int) -> tuple[int, bool]:
    """Up to which mention an account was looked for, and whether a post of it was ever heard."""
    try:
        told = json.loads(memory)
    except (ValueError, RecursionError):
        return first, False
    match told:
        case [int(last), bool(was_heard)]:
            return last, was_heard
    return first, False
