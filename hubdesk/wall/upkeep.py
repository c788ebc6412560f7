"""A wall's own part in staying up: its pulse, its display awake, what it does kept, how it goes on after a crash."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hubdesk.core import HubdeskError, Millis
from hubdesk.core.scenes import Cell, Doubt, Scene, Wall
from hubdesk.i18n import _
from hubdesk.wall.awake import Awake
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.given import Given
from hubdesk.wall.kept import Kept, read_kept
from hubdesk.wall.kept_file import KeptFile
from hubdesk.wall.pulse import Pulse
from hubdesk.wall.spread import Seen
from hubdesk.wall.state import moved_to
from hubdesk.wall.thrift import Thrift
from hubdesk.wall.view import LIVE, REPLAY

EVERY_MS: Final = 10_000  # a replay that runs is kept so often; what a presenter does at once
LEAST: Final = Scene(
    "minimal", "", (Cell("clock"), Cell("feed", column=1, columns=2)), columns=3
)  # of a wall that died too often
_REST: Final = re.compile(r"\s*;.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What a keeper says to the wall it starts. `is_kept`: it listens for its pulse; `file`: where to keep what is
    done; `resumes`: to go on from there; `minimal`: why only the least is to be shown, "" for all of it."""

    is_kept: bool = False
    file: Path | None = None
    resumes: bool = False
    minimal: str = ""

    def kept(self) -> tuple[Kept | None, tuple[Doubt, ...]]:
        """What the wall did before it died, or a line why that is not known."""
        if not self.resumes or self.file is None:
            return None, ()
        try:
            return read_kept(self.file), ()
        except HubdeskError as error:
            return None, (Doubt(str(error)),)

    def wall(self, wall: Wall, session: Path) -> Wall:
        """The wall, or the least of it, with why in place of a title: who it masks and where it stands stay. A room
        is not told in which folder its session lies, nor what its presenter may type."""
        if not self.minimal:
            return wall
        short = _REST.sub("", self.minimal.replace(str(session), session.name))
        why = _("The wall stopped too often: {why}").format(why=short)
        return replace(wall, scenes=(replace(LEAST, title=why),), seconds=0, takeover=0, motion=False)


NOBODY: Final = Upkeep()  # keeps it up


def going_on(given: Given, kept: Kept | None, now: Millis) -> Given:
    """What a showing is given, to go on with what was kept."""
    if kept is None:
        return given
    state = moved_to(kept.state, given.wall, now)
    return replace(given, state=state, at=kept.at, plays=kept.is_playing, run=kept.run)


class Staying(QObject):
    """Holds what keeps a wall up, for one showing. `end_wished`: whoever keeps it up wants it to end, or is gone."""

    end_wished = Signal()

    def __init__(
        self, upkeep: Upkeep, conductor: Conductor, stood: Callable[[], Mapping[str, Seen]], kept: Kept | None = None
    ) -> None:
        """`stood`: which screen each output had last. `kept`: what the wall went on with."""
        super().__init__(conductor)
        self._upkeep, self._conductor, self._stood, self._before = upkeep, conductor, stood, kept
        self._file = KeptFile(upkeep.file, self) if upkeep.file is not None else None
        self._pulse = Pulse(sys.stdout.fileno(), sys.stdin.fileno(), self) if upkeep.is_kept else None
        self._awake, self._thrift = Awake(self), Thrift(self)
        self._awake.told.connect(conductor.told)
        self._again = QTimer(self)
        self._again.timeout.connect(self.keep)
        if self._file is not None:
            self._file.failed.connect(conductor.told)
            conductor.changed.connect(self.keep)
            self._again.start(EVERY_MS)
        if self._pulse is not None:
            self._pulse.end_wished.connect(self.end_wished)
        self._awake.start()

    def keep(self) -> None:
        """From now on the wall goes on from here. A wall that shows the least goes on with the scene it had."""
        conductor, state = self._conductor, self._conductor.state
        if self._file is None or not conductor.is_known:
            return
        if self._upkeep.minimal:
            state = replace(state, scene=self._before.state.scene if self._before is not None else "", zoomed=None)
        mood = conductor.playhead.mood
        at = None if mood == LIVE else conductor.playhead.at
        run = conductor.log.run if conductor.log is not None else ""
        self._file.keep(Kept(replace(state, since=0), at, mood == REPLAY, run, dict(self._stood())))

    def leave(self) -> None:
        """Somebody ended the wall: it is not to be started again."""
        if self._pulse is not None:
            self._pulse.leave()

    def close(self) -> None:
        """Let the display sleep, and wait until all is kept."""
        self._again.stop()
        self._thrift.close()
        self._awake.close()
        if self._pulse is not None:
            self._pulse.close()
        if self._file is not None:
            self._file.close()
