"""Re-hears the stored past as a process of its own: what new and changed topics would have heard, a stretch at a time.

It ends when nothing is left, at a signal, or when the desk that started it closes its standard input; the next one goes
on where it was.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hubdesk.collector.intake import spare_the_collector_of_garbage
from hubdesk.collector.process import alone, ending
from hubdesk.core import Rehearing
from hubdesk.i18n import _
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader, open_writer

PAUSE_SECONDS: Final = 0.002  # between two stretches: SQLite gives a lock to whoever happens to look, not to who waited
TELL_SECONDS: Final = 0.25  # between two lines about one topic
NICENESS: Final = 5  # more would keep the session locked for longer when the machine is busy

Tell = Callable[[str, Rehearing], None]
"""Hears of a topic, by its name, and how far it is. `stopped` there means that its query cannot be read."""


def rehear(path: Path, state: Path, tell: Tell, *, in_background: bool = False) -> None:
    """Ask the past until nothing is left. `state` is the folder for locks; `in_background`: with less of the processor,
    and no longer than standard input is open.

    Raises SessionError when the session cannot be opened, FailedError when another is at it.
    """
    busy = _("{path} is being heard again already; wait for it, or close the other desk").format(path=path)
    with alone(path, state, "rehear", busy), ending(stdin_closes=in_background) as ended:
        if in_background and hasattr(os, "nice"):
            os.nice(NICENESS)
        spare_the_collector_of_garbage()
        with open_writer(path) as writer, open_reader(path) as reader:
            telling = _Telling(reader, tell)
            while not ended.is_set() and (done := writer.rehear()) is not None:
                telling.tell(done)
                ended.wait(PAUSE_SECONDS)


class _Telling:
    """Tells of each topic now and then, and always of its end."""

    def __init__(self, reader: Reader, tell: Tell) -> None:
        self._reader, self._tell = reader, tell
        self._names: dict[int, str] = {}
        self._topic = 0
        self._next = 0.0

    def tell(self, done: Rehearing) -> None:
        is_news = done.topic != self._topic or done.done == done.all or done.stopped
        if not is_news and time.monotonic() < self._next:
            return
        self._topic, self._next = done.topic, time.monotonic() + TELL_SECONDS
        if done.topic not in self._names:
            self._names = {topic.id: topic.name for topic in self._reader.topics()}
        name = self._names.get(done.topic)
        if name is not None:  # it may have been removed a moment ago
            self._tell(name, done)
