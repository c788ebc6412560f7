"""Ask each source when it is due, for ever. A stream and a poll are treated alike. Knows nothing of screens."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hubdesk.collector.intake import Intake
from hubdesk.collector.own import NO_WORDS
from hubdesk.collector.readers import Arrival, Readers, tell_off
from hubdesk.collector.schedule import covered, is_due, next_due, next_try
from hubdesk.collector.tokens import token
from hubdesk.core import NEVER_ASKED, SECOND, HubdeskError, Millis, Person, SourceRow, Span, Topic
from hubdesk.i18n import _, duration
from hubdesk.plugins import make_source, region_of
from hubdesk.sources.http import Http
from hubdesk.sources.source import Page, SourceError, SourceOffError, Wish
from hubdesk.store.asking import is_readable
from hubdesk.store.reader import Reader
from hubdesk.store.writer import StoreBusyError, StoreFullError, Writer

LOOK_SECONDS: Final = 0.25  # between two looks at the sources' rows
STORE_SECONDS: Final = 5.0  # before a source is asked again of which nothing could be stored
KEEPING_SECONDS: Final = 3600.0  # between two rounds of putting the session in order
MOST_LEAP: Final = 30 * SECOND  # by which the clock and the seconds that passed may differ: more is a leap, or a sleep
ONCE_STREAM_SECONDS: Final = 5.0  # how long a stream is listened to when everything is asked once
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of what the collector did, for whoever watches it. `note`: all went well, but something changed."""

    source: str
    at: Millis
    state: str
    new: int
    error: str = ""
    note: str = ""


@dataclass(slots=True)
class _Done:
    """What one attempt has brought so far."""

    cursor: str
    at: Millis  # of the page before, and the seconds that had passed then
    seconds: float
    poll: int | None = None
    new: int = 0
    reaches_back_to: Millis | None = None
    note: str = ""


class Collector:
    """Asks, stores, waits. `now` gives the instant in UTC milliseconds; `tell` hears of each attempt; `clock` gives
    seconds that only grow, and stand still while the machine sleeps.

    Everything here runs on one loop's thread, and so do the reader and the writer.
    """

    def __init__(
        self,
        reader: Reader,
        writer: Writer,
        http: Http,
        now: Callable[[], Millis],
        tell: Callable[[Attempt], None],
        clock: Callable[[], float] = time.monotonic,
        readers: Readers | None = None,
    ) -> None:
        self._reader, self._writer, self._http, self._now, self._tell = reader, writer, http, now, tell
        self._clock = clock
        self._resting: dict[int, float] = {}  # sources of which nothing could be stored: until when, by `clock`
        self._noted: dict[int, str] = {}
        self._keeps_at = 0.0
        self._heard_of: set[int] = set()  # sources of which something was told
        self._asking: dict[int, asyncio.Task[None]] = {}
        self._asked_as: dict[int, SourceRow] = {}
        self._topics: tuple[Topic, ...] = ()
        self._people: tuple[Person, ...] = ()
        self._own = NO_WORDS
        self._all_readers = readers or Readers()
        self._readers: Arrival | None = None
        self._told_off: tuple[dict[str, str], bool] | None = None  # the readers that are off, as the session knows it
        self._intake = Intake(())
        self._chance = random.Random()  # noqa: S311 — spreads requests out, keeps no secret

    async def run(self) -> None:
        """Until cancelled. What is being asked is ended with it."""
        self._all_readers.remember(self._reader)
        try:
            version = -1
            while True:
                found = self._reader.version()
                if found != version:
                    version = found
                    self._hear_topics()
                self._look()
                await self._keep()
                self._tell_off()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await self._end(list(self._asking.values()))

    async def once(self) -> None:
        """Ask every source that is on, once, due or not; a stream is listened to for a few seconds."""
        self._all_readers.remember(self._reader)
        self._hear_topics()
        rows = [row for row in self._reader.sources() if row.enabled and row.kind not in NEVER_ASKED]
        await self._keep()
        tasks = [asyncio.create_task(self._ask(row)) for row in rows]
        streams = [task for task, row in zip(tasks, rows, strict=True) if row.every == 0]
        polls = [task for task in tasks if task not in streams]
        started = asyncio.get_running_loop().time()
        try:
            await asyncio.gather(*polls)
            rest = ONCE_STREAM_SECONDS - (asyncio.get_running_loop().time() - started)
            if streams and rest > 0:
                await asyncio.wait(streams, timeout=rest)
        finally:
            await self._end(tasks)
        self._tell_off()
        for row in rows:
            if row.id not in self._heard_of:
                self._failed(row, _("no answer within {time}").format(time=duration(round(1000 * ONCE_STREAM_SECONDS))))

    async def _keep(self) -> None:
        """Now and every hour: text that a network lets us keep no longer goes, and removed words leave the index."""
        if self._clock() < self._keeps_at:
            return
        is_first, self._keeps_at = self._keeps_at == 0.0, self._clock() + KEEPING_SECONDS
        try:
            while self._writer.expire(self._now()):  # noqa: ASYNC110 — some at a time; answers are read in between
                await asyncio.sleep(0)
            if not is_first:  # leaving does it as well
                self._writer.tidy()
        except HubdeskError as error:
            logger.warning("%s", error)

    def _tell_off(self) -> None:
        """Keep in the session which readers are off and why, as soon as that is known."""
        if self._readers is None:
            return
        off, were_tried = dict(self._readers.off), self._readers.has_read()
        if (off, were_tried) != self._told_off:
            for name, why in off.items():
                logger.warning("%s is not read: %s", name, why)
            try:
                tell_off(self._reader, self._writer, off, were_tried=were_tried, at=self._now())
                self._told_off = off, were_tried
            except HubdeskError as error:
                logger.warning("%s", error)

    def _hear_topics(self) -> None:
        topics, people, own = self._reader.topics(), self._reader.people(), self._reader.own_words()
        if self._readers is None or (topics, people, own) != (self._topics, self._people, self._own):
            self._topics, self._people, self._own = topics, people, own
            self._all_readers.know(people, own)
            readable = [topic for topic in topics if is_readable(topic)]
            for topic in topics:
                if topic not in readable:
                    logger.warning("the query of %s cannot be read; it hears nothing", topic.name)
            self._readers = self._all_readers.arrival(readable)
            self._intake = Intake(readable, people, self._readers.read, self._readers.where)

    def _look(self) -> None:
        """Start what is due, end what was switched off or changed."""
        rows = {row.id: row for row in self._reader.sources() if row.kind not in NEVER_ASKED}
        for source, task in list(self._asking.items()):
            row = rows.get(source)
            if task.done():
                del self._asking[source]
            elif not task.cancelling() and (
                row is None or not row.enabled or row.config != self._asked_as[source].config
            ):
                task.cancel()
        for row in rows.values():
            rests = self._resting.get(row.id, 0.0) > self._clock()
            if row.id not in self._asking and not rests and is_due(row, self._now()):
                self._asked_as[row.id] = row
                self._asking[row.id] = asyncio.create_task(self._ask(row), name=row.name)

    async def _ask(self, row: SourceRow) -> None:
        """One attempt at one source; every outcome ends in the source's row."""
        try:
            await self._listen(row)
        except SourceOffError as error:
            self._failed(row, str(error), off=True)
        except SourceError as error:
            self._failed(row, str(error), asked=error.wait)
        except (StoreFullError, StoreBusyError) as error:  # no fault of the source, and its row cannot be written
            logger.error("%s", error)
            self._rest(row)
            self._say(row, "failed", error=str(error))
        except HubdeskError as error:
            self._failed(row, str(error))
        except Exception as error:  # the edge of one source's work: it must not end the others
            logger.exception("%s failed in a way nobody foresaw", row.name)
            self._failed(
                row, _("unexpected answer ({kind}); the details are in the log").format(kind=type(error).__name__)
            )

    async def _listen(self, row: SourceRow) -> None:
        """Store the pages of one attempt. A poll covers its span once it is complete, not before."""
        source = make_source(row.kind, row.config)
        stream, asked_at = row.every == 0, self._now()
        pages = source.pages(self._http, Wish(row.cursor, asked_at, token(row)))
        done = _Done(row.cursor, asked_at, self._clock())
        try:
            async for page in pages:
                done.reaches_back_to = _earlier(done.reaches_back_to, page.reaches_back_to)
                leap = self._leap(done)
                new = self._store(row, page, done, self._cover(row, asked_at, done) if stream and not leap else None)
                if stream and leap:  # how long nobody listened is not known here: the next connection asks for it
                    raise SourceError(
                        _("the clock leapt by {time}, or this machine slept: asked anew").format(time=duration(leap)),
                        wait=SECOND,
                    )
                if stream and (new or done.note or row.id not in self._heard_of):
                    self._say(row, "listening", new, note=done.note)
                    done.note = ""
        finally:
            await pages.aclose()  # type: ignore[attr-defined]  # every source is an async generator
        if stream and done.poll is None:
            raise SourceError(_("{name} closed the connection without a word").format(name=row.name))
        if not stream:
            self._store(row, Page(cursor=done.cursor), done, covered(row, asked_at, done.reaches_back_to, stream=False))
            self._say(row, "listening", done.new, note=done.note)

    def _leap(self, done: _Done) -> Millis:
        """By how much the clock ran away from the seconds that passed since the page before; 0 when it did not."""
        now, seconds = self._now(), self._clock()
        apart = abs(now - done.at - round(1000 * (seconds - done.seconds)))
        done.at, done.seconds = now, seconds
        return apart if apart > MOST_LEAP else 0

    def _cover(self, row: SourceRow, asked_at: Millis, done: _Done) -> Span:
        """What a stream has listened to so far."""
        span = covered(row, asked_at, done.reaches_back_to, stream=True)
        return Span(span.start, max(span.start, self._now()))

    def _store(self, row: SourceRow, page: Page, done: _Done, cover: Span | None) -> int:
        """Mentions, cursor, due time and cover, in one transaction. Returns how many mentions were new.

        All mentions are handed over, also for a source that keeps only what is heard: a topic may be new by then.
        """
        now = self._now()
        added = self._writer.add_page(
            row.id,
            self._intake.entries(page.mentions, source=row.name, region=region_of(row.config)),
            cursor=page.cursor or done.cursor,
            due_at=next_due(row, now, self._chance),
            seen_at=now,
            edits=self._intake.entries(page.edits, source=row.name, region=region_of(row.config)),
            withdrawals=page.withdrawals,
            covers=cover,
            poll=done.poll,
            asked={topic.id: topic.version for topic in self._topics},
        )
        done.cursor, done.poll, done.new = page.cursor or done.cursor, added.poll, done.new + added.new
        if page.note and page.note != self._noted.get(row.id):  # each is told once
            self._noted[row.id] = done.note = page.note
            self._writer.note_source(row.id, page.note)
        return added.new

    def _failed(self, row: SourceRow, why: str, asked: Millis | None = None, off: bool = False) -> None:
        now = self._now()
        try:
            fresh = next((other for other in self._reader.sources() if other.id == row.id), row)
            due_at = next_try(fresh, now, asked, self._chance)
            self._writer.add_failure(row.id, at=now, error=why, due_at=due_at, off=off)
        except HubdeskError as error:  # a locked file, a full disk: it is told, and tried again after a rest
            logger.error("%s", error)
            self._rest(row)
            why = f"{why}; {error}"
        self._say(row, "off" if off else "failed", error=why)

    def _rest(self, row: SourceRow) -> None:
        """Leave a source alone for a while: its row could not say when it is due."""
        self._resting[row.id] = self._clock() + STORE_SECONDS

    def _say(self, row: SourceRow, state: str, new: int = 0, error: str = "", note: str = "") -> None:
        self._heard_of.add(row.id)
        self._tell(Attempt(row.name, self._now(), state, new, error, note))

    async def _end(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _earlier(one: Millis | None, other: Millis | None) -> Millis | None:
    known = [instant for instant in (one, other) if instant is not None]
    return min(known, default=None)
