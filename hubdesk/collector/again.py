"""Reads what is stored again, with readers that have got better since: a job with progress, newest mentions first.

It may be stopped at any time: what it has read is kept, and the next one reads what is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from hubdesk.collector.background import PAUSE_SECONDS
from hubdesk.collector.intake import spare_the_collector_of_garbage
from hubdesk.collector.process import alone, ending
from hubdesk.collector.readers import AGAIN, BETTER, Arrival, Judge, Readers, only, tell_off
from hubdesk.collector.tone_judge import OF_TONE
from hubdesk.core import Heard, HubdeskError, Notes
from hubdesk.i18n import _
from hubdesk.store.reader import Reader
from hubdesk.store.rereads import Reread
from hubdesk.store.session import open_reader, open_writer
from hubdesk.store.writer import Writer

AT_ONCE: Final = 64  # mentions read between two short transactions
TELL_SECONDS: Final = 0.25  # between two lines
Tell = Callable[[int, int], None]
"""Hears how many of how many mentions are read."""
Read = Callable[[Sequence[Heard]], Sequence[Notes]]


def read_again(
    path: Path,
    reading: str,
    state: Path,
    tell: Tell,
    *,
    readers: Readers,
    judge: Judge | None = None,
    in_background: bool = False,
) -> str:
    """Read every mention again whose `reading` (a key of AGAIN) is older than today's readers. Returns "" or, when
    tone was read by the quick reader because the better one is off, why.

    Raises SessionError for a session that cannot be written to, FailedError when another is at it, HubdeskError when
    nobody can read that here.
    """
    busy = _("{path} is being read again already; wait for it").format(path=path)
    with alone(path, state, "again", busy), ending(stdin_closes=in_background) as ended:
        spare_the_collector_of_garbage()
        with open_writer(path) as writer, open_reader(path) as reader:
            job = _Job(reader, writer, tell)
            own = reader.own_words()
            readers.know(reader.people(), own)
            why = ""
            if reading == "tone" and judge is not None:
                try:
                    judge.know(reader.topics())
                    heeded = {name: version for name, version in own.versions if name in OF_TONE}
                    job.run({BETTER: judge.version} | heeded, judge.notes, ended.is_set)
                except HubdeskError as error:
                    why = str(error)
                tell_off(reader, writer, {BETTER: why} if why else {}, of_judge=True)
            if reading != "tone" or judge is None or why:
                quick = readers.again(reader.topics())
                job.run(_wanted(quick, reading), _Quick(quick, reading).notes, ended.is_set)
                if reading in quick.off:
                    raise HubdeskError(quick.off[reading])
            return why


def _wanted(readers: Arrival, reading: str) -> dict[str, int]:
    wanted = {name: version for name, version in readers.versions.items() if name in AGAIN[reading]}
    if not wanted:
        raise HubdeskError(_("this Hubdesk has no reader of {reading}").format(reading=reading))
    return wanted


class _Quick:
    """The readers of arrival, of whom only some are heard."""

    def __init__(self, readers: Arrival, reading: str) -> None:
        self._readers, self._names = readers, AGAIN[reading]

    def notes(self, heard: Sequence[Heard]) -> list[Notes]:
        return [only(self._readers.read(one.mention), self._names) for one in heard]


class _Job:
    def __init__(self, reader: Reader, writer: Writer, tell: Tell) -> None:
        self._reader, self._writer, self._tell = reader, writer, tell

    def run(self, wanted: dict[str, int], read: Read, is_ended: Callable[[], bool]) -> None:
        ids = self._reader.outdated(wanted)
        told_at = time.monotonic()
        for start in range(0, len(ids), AT_ONCE):
            if is_ended():
                return
            heard = [one for one in self._reader.mentions(ids[start : start + AT_ONCE]) if not one.is_gone]
            notes = read(heard)
            self._writer.set_readings([Reread(one, found) for one, found in zip(heard, notes, strict=True)])
            if time.monotonic() - told_at >= TELL_SECONDS:
                told_at = time.monotonic()
                self._tell(min(start + AT_ONCE, len(ids)), len(ids))
            time.sleep(PAUSE_SECONDS)  # a lock goes to whoever happens to look
        self._tell(len(ids), len(ids))
