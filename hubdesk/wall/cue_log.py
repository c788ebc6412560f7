"""The log of a wall: every cue into the session, or beside one that is not written to; and what was done before."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from hubdesk.core import Millis
from hubdesk.core.cues import Cue, CueWord, mark_of
from hubdesk.core.scenes import Wall
from hubdesk.desk.review_step import ChangeMarks
from hubdesk.desk.scribe import Scribe
from hubdesk.desk.session import NOWHERE, OpenSession
from hubdesk.settings import Places
from hubdesk.store.marks_beside import side_files
from hubdesk.store.marks_together import SideBook
from hubdesk.wall.kept_scenes import KeepScenes, TellScenes
from hubdesk.wall.past import Past, PastAsked, read_past

KEY: Final = "wall-cues"
PACE_SECONDS: Final = 2.0  # between two looks at what another wall on the session took off


class CueLog(QObject):
    """`known`: what earlier showings did was read, once; `unread`: it cannot be yet, one line. `taken_off`: what
    another showing took off since. `failed`: one line, a cue could not be kept."""

    known = Signal(object)  # Past
    unread = Signal(str)
    taken_off = Signal(object)  # frozenset of mentions' numbers, all there are
    failed = Signal(str)

    def __init__(self, session: OpenSession, places: Places, now: Callable[[], Millis], run: str = "") -> None:
        """`run`: of a showing that goes on; "" for a new one."""
        super().__init__(session)
        self.run = run or uuid.uuid4().hex[:8]
        self._now = now
        self._is_known = False
        self._off: frozenset[int] = frozenset()
        self._faults: tuple[str, ...] = ()
        self._last: Millis = 0
        self._told: frozenset[str] = frozenset()
        self._keeper = session.scribe
        self._refresher = session.refresher
        self._asked = PastAsked(())
        basis = session.basis
        if basis is not None and not basis.listens:
            files = side_files(session.path, places.data, places.cache)
            self._asked = PastAsked(files)
            # A SideBook keeps marks as a Writer does, and is asked for nothing else.
            self._keeper = Scribe(partial(SideBook, session.path, files), self)  # type: ignore[arg-type]
            session.beside = self._keeper  # which is closed with it
        self._keeper.failed.connect(self._fail)
        session.refresher.answered.connect(self._take)
        session.refresher.failed.connect(self._fail_reading)
        self.look()

    def look(self) -> None:
        """Whether another wall on this session took something off."""
        self._refresher.ask(KEY, read_past, NOWHERE, self._asked, PACE_SECONDS)

    def keep(self, cue: Cue) -> None:
        """Into the session, behind what the presenter does; with the run it belongs to."""
        self._keeper.write(KEY, ChangeMarks((mark_of(replace(cue, run=self.run), self._made_at()),)))

    def keep_scenes(self, wall: Wall, at: Millis) -> None:
        """Into a session that listens: from this instant on the wall has these scenes."""
        self._keeper.write(KEY, KeepScenes(wall, Cue(CueWord.SCENES, run=self.run, at=at), self._made_at()))

    def tell_scenes(self, wall: Wall, at: Millis) -> None:
        """Beside a saved session: from this instant on the wall has these scenes."""
        cue = Cue(CueWord.SHOWN, run=self.run, at=at)
        self._keeper.write(KEY, TellScenes(wall, cue, self._made_at(), self._told))

    def _made_at(self) -> Millis:
        self._last = max(self._now(), self._last + 1)  # marks have no order but their instants
        return self._last

    def _take(self, key: str, past: object) -> None:
        if key != KEY or not isinstance(past, Past):
            return
        for line in past.faults:
            if line not in self._faults:  # said once, not every two seconds
                self.failed.emit(line)
        self._faults = past.faults
        is_new = past.withdrawn != self._off
        self._off = past.withdrawn
        if not self._is_known:
            self._know(past)
        elif is_new:
            self.taken_off.emit(self._off)

    def _know(self, past: Past) -> None:
        """What was done is read once; what is taken off, as long as the wall is up."""
        self._is_known = True
        self._told = past.told
        self._asked = replace(self._asked, has_cues=False)
        self.known.emit(past)

    def _fail_reading(self, key: str, line: str) -> None:
        if key == KEY and not self._is_known:  # nothing is shown before: it might be what was taken off
            self.unread.emit(line)

    def _fail(self, what: str, line: str) -> None:
        if what == KEY:
            self.failed.emit(line)
