"""What the watch tells, told on to those outside: judged by the rules, sent by a thread of its own, never waited for.

What is told within a second or so goes out as one, so that a storm is one line. Alerts wait in a row that is bounded;
what finds no place in it is counted with the next. A webhook that hangs delays the next alert and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.alert_words import said
from hubdesk.collector.alert_send import PAUSES, Sent, place, to_command, to_webhook
from hubdesk.core import Episode, EpisodeKind, EpisodeMark, EpisodeState, HubdeskError, Millis, Scope
from hubdesk.core.alert_ways import AlertWays, Outgoing, Payload
from hubdesk.core.alerts import LATE, SLACK, Alerted, AlertRules, Key, Verdict, Why, key, severity
from hubdesk.i18n import UNKNOWN, _, number
from hubdesk.sources.http import Http
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader

GATHER_SECONDS: Final = 1.0  # for which an alert waits for others of the same stretch
MOST_WAITING: Final = 2_000
MOST_TOLD: Final = 5  # episodes in one message
REST_SECONDS: Final = 5.0  # after the session could not be read
WATCHED: Final = "minutes"  # the name under which the store knows up to when there was watched
ALL_SECONDS: Final = 60.0  # for every attempt, when a single round has nothing else to do
LEAVE_SECONDS: Final = 2.0  # for what is being sent when a collector ends
_HELD: Final = frozenset({Why.QUIET, Why.COOL_DOWN, Why.SNOOZED, Why.ACKNOWLEDGED, Why.WRONG})
logger = logging.getLogger(__name__)

Judged = tuple[Episode, Verdict]
Tell = Callable[[Episode], None]  # as collector/watch.py has it, whose libraries need not load here


@dataclass(frozen=True, slots=True)
class Alerting:
    """What is to alert those outside, how they are reached, and what they are told."""

    rules: AlertRules
    ways: AlertWays
    payload: Payload


class AlertThread:
    """The thread that sends alerts. `tell` is the watch's `Tell`: it neither waits nor fails."""

    def __init__(
        self,
        path: Path,
        alerting: Alerting,
        now: Callable[[], Millis],
        *,
        once: bool = False,
        gather_seconds: float = GATHER_SECONDS,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        """`once`: the watch goes on where a run some minutes ago ended, and so do alerts."""
        self._path, self._alerting, self._now, self._once = path, alerting, now, once
        self._gather_seconds, self._pauses = gather_seconds, pauses
        self._before = Alerted(now())
        self._told: deque[Episode] = deque()
        self._missed = 0
        self._ends = False
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="alerts")

    def start(self) -> None:
        """Before the watch does: what it told up to now, to whomever, alerts nobody. Raises SessionError."""
        with open_reader(self._path) as reader:
            watched, _memory = reader.watched(WATCHED)
        began = self._now() - (LATE if self._once else SLACK)
        self._before = Alerted(SLACK + max(began, 0 if watched is None else watched + 1))
        self._thread.start()

    def tell(self, episode: Episode) -> None:
        """An episode that opens or changes; from any thread."""
        if episode.now.at < self._now() - LATE or episode.now.end is not None:
            return  # a catch-up tells thousands
        with self._lock:
            if len(self._told) < MOST_WAITING:
                self._told.append(episode)
            else:
                self._missed += 1
            self._wake()

    def stop(self, patience: float = LEAVE_SECONDS) -> None:
        """End once what waits is sent, after `patience` seconds at the latest."""
        with self._lock:
            self._ends = True
            self._wake()
        self._thread.join(patience)
        with self._lock:
            if self._loop is not None and self._task is not None:
                self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()

    # inside

    def _wake(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)
            if self._ends:
                self._loop.call_soon_threadsafe(self._ended.set)

    def _run(self) -> None:
        try:
            with contextlib.suppress(asyncio.CancelledError):
                asyncio.run(self._main())
        except HubdeskError as error:
            logger.warning("nobody outside is alerted: %s", error)
        except Exception:  # the edge of this thread: mentions are stored and watched all the same
            logger.exception("alerts ended in a way nobody foresaw")

    async def _main(self) -> None:
        with self._lock:
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
            self._wake()
        try:
            with open_reader(self._path) as reader:
                for topic in self._alerting.rules.unknown_topics(one.name for one in reader.topics()):
                    logger.warning("an alert rule names the topic “%s”, which this session has not", topic)
                async with Http() as http:
                    while await self._step(reader, http):
                        pass
        except asyncio.CancelledError:
            logger.warning("the collector ended before an alert was sent")
            raise
        finally:
            with self._lock:
                self._loop = None

    async def _step(self, reader: Reader, http: Http) -> bool:
        """Send what waits. False: no more will come."""
        await self._woken.wait()
        self._woken.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._gather_seconds):
                await self._ended.wait()
        with self._lock:
            told, missed, ends = tuple(self._told), self._missed, self._ends
            self._told.clear()
            self._missed = 0
        if missed:
            logger.warning("%s alerts found no place in the row: told as a number", missed)
        try:
            judged = self._judge(reader, told) if told else []
            if judged:
                await self._send(reader, http, judged, missed)
        except HubdeskError as error:  # the session does not answer: who was not judged is asked again
            logger.warning("alerts wait: %s", error)
            await self._wait_with(told, missed)
        with self._lock:
            return not ends or bool(self._told)

    async def _wait_with(self, told: Sequence[Episode], missed: int) -> None:
        with self._lock:
            self._told.extendleft(reversed(told))
            self._missed += missed
        self._woken.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REST_SECONDS):
                await self._ended.wait()
                self._told.clear()  # it ends, and nobody can say what they are

    def _judge(self, reader: Reader, told: Sequence[Episode]) -> list[Judged]:
        """Those that alert, the gravest first."""
        at, rules = self._now(), self._alerting.rules
        names = {topic.id: topic.name for topic in reader.topics()}
        people, zone = reader.people(), reader.facts().timezone
        found: list[Judged] = []
        for episode in whole(reader, told, at):
            topic = names.get(episode.topic, "") if episode.topic is not None else ""
            verdict = rules.judge(episode, topic, self._before, at, people)
            if verdict.alerts:
                self._before = self._before.after(episode, at)
                found.append((episode, verdict))
            elif verdict.why in _HELD:
                logger.info("no alert for %s %s: %s", episode.kind, topic or UNKNOWN, said(verdict, zone))
        return sorted(found, key=_gravity)

    async def _send(self, reader: Reader, http: Http, judged: Sequence[Judged], missed: int) -> None:
        facts, ways = reader.facts(), self._alerting.ways
        names = {topic.id: topic.name for topic in reader.topics()}
        count = len(judged) + missed
        outgoing = Outgoing(
            tuple(judged[:MOST_TOLD]), count, facts.title, facts.timezone, facts.synthetic, names, self._now()
        )
        for way, sent in await send(http, ways, self._alerting.payload, outgoing, self._pauses):
            if sent.ok:
                logger.info("%s told of %s", way, number(count))
            else:
                logger.warning("%s was not told of %s: %s", way, number(count), sent.why)


@contextlib.contextmanager
def alerts_of(path: Path, alerting: Alerting | None, now: Callable[[], Millis], *, once: bool) -> Iterator[Tell | None]:
    """Alerts while a collector runs: what the watch is to tell, None where nobody outside is alerted.

    Raises SessionError when the session cannot be read.
    """
    if alerting is None or not alerting.ways:
        yield None
        return
    thread = AlertThread(path, alerting, now, once=once)
    thread.start()
    try:
        yield thread.tell
    finally:
        thread.stop(ALL_SECONDS if once else LEAVE_SECONDS)


async def send(
    http: Http, ways: AlertWays, payload: Payload, outgoing: Outgoing, pauses: Sequence[float] = PAUSES
) -> list[tuple[str, Sent]]:
    """Tell every way that is switched on, at the same time; each with its name for people."""
    body = _body(payload, outgoing)
    names, sending = [], []
    if ways.url:
        names.append(_("Webhook {place}").format(place=place(ways.url)))
        sending.append(to_webhook(http, ways, body, pauses=pauses))
    if ways.command:
        names.append(_("Command {program}").format(program=ways.command[0]))
        sending.append(to_command(ways.command, body))
    return list(zip(names, await asyncio.gather(*sending), strict=True))


def whole(reader: Reader, told: Iterable[Episode], at: Millis) -> tuple[Episode, ...]:
    """Each episode that was told, once, with all its states and all that people said; a buzz and its crisis as one."""
    told = tuple(told)
    wanted: defaultdict[Key, list[Episode]] = defaultdict(list)
    for one in told:
        wanted[key(one)].append(one)
    end = 1 + max(at, *(one.now.at for one in told))
    stored: defaultdict[Key, list[Episode]] = defaultdict(list)
    for one in reader.episodes(Scope((), min(one.now.start for one in told), end)):
        stored[key(one)].append(one)
    return tuple(_as_one(stored.get(which) or parts) for which, parts in wanted.items())


def _as_one(parts: Sequence[Episode]) -> Episode:
    main = max(parts, key=_is_graver)
    states = sorted((state for one in parts for state in one.states), key=_at)
    marks = sorted((mark for one in parts for mark in one.marks), key=_number)
    return Episode(main.id, main.kind, main.topic, main.opened_at, tuple(states), tuple(marks))


def _gravity(one: Judged) -> tuple[int, Millis]:
    return -severity(one[0]), one[0].opened_at


def _is_graver(one: Episode) -> tuple[bool, Millis]:
    return one.kind == EpisodeKind.CRISIS, one.now.at


def _at(state: EpisodeState) -> Millis:
    return state.at


def _number(mark: EpisodeMark) -> int:
    return mark.id


def _body(payload: Payload, outgoing: Outgoing) -> bytes:
    """ASCII, which every reader knows; a figure that is none, as of a stranger's file, costs the episodes."""
    made = dict(payload(outgoing))
    try:
        return json.dumps(made, allow_nan=False).encode("ascii")
    except ValueError:
        return json.dumps(made | {"episodes": []}).encode("ascii")
