"""A wall under test: a session, a clock that a test moves, screens that are not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, MINUTE, Millis
from hubdesk.core.scenes import Cell, Scene, Wall
from hubdesk.desk.session import OpenSession
from hubdesk.settings import places
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.given import Given
from hubdesk.wall.hall import Hall
from hubdesk.wall.placement import placed
from hubdesk.wall.screen_window import ScreenWindow
from hubdesk.wall.spread import Seen
from tests.fakes import NOON

WALL = Wall(
    (
        Scene("one", "One", (Cell("trend"), Cell("coverage", column=1)), columns=2, notes="Say one."),
        Scene("two", "Two", (Cell("compare"),)),
        Scene("three", "Three", (Cell("tone", topics=("Nobody",)), Cell("no-such-face", column=1)), columns=2),
    ),
    length=6 * HOUR,
    motion=False,
)


class Clock:
    """Milliseconds that go on when a test says so."""

    def __init__(self, at: Millis) -> None:
        self.at = at

    def __call__(self) -> Millis:
        return self.at


class HandTicker(QObject):
    """Ticks by hand."""

    ticked = Signal(int)

    def start(self) -> None: ...

    def stop(self) -> None: ...


def screens(count: int, across: int = 6) -> tuple[Seen, ...]:
    """So many televisions, in rows."""
    return tuple(
        Seen(
            f"S{n + 1}",
            x=n % across * 640,
            y=n // across * 360,
            width=640,
            height=360,
            mm_height=620.0,
            is_primary=not n,
        )
        for n in range(count)
    )


class Trial:
    """What a test holds of a wall."""

    def __init__(
        self, path: Path, folder: Path, wall: Wall, *, world: Millis = NOON + 30 * MINUTE, **over: object
    ) -> None:
        """`world`: the instant at which it goes up. `over`: what else it is given."""
        self.now, self.clock, self.ticker = Clock(world), Clock(1_000_000), HandTicker()
        self.session = OpenSession(path)
        given = Given(wall, places(folder / "profile"), self.now, self.clock, wall)
        self.conductor = Conductor(self.session, replace(given, **over), self.ticker)  # type: ignore[arg-type]
        self.hall = Hall(self.conductor, put)
        self.told: list[str] = []
        self.conductor.told.connect(self.told.append)

    def stand(self, seen: tuple[Seen, ...]) -> None:
        """These screens are there now."""
        self.hall.stand(placed(self.conductor.wall, seen, self.hall.placement.stood, False))

    def is_read(self) -> bool:
        """Whether everything that is shown was read."""
        return self.conductor.is_known and bool(self.hall.cells) and self.conductor.pictures.is_whole

    def picture(self, name: str) -> object:
        """What the first cell of that face shows."""
        one = next(one for one in self.hall.cells if one.cell.face == name)
        return one.shown.picture if one.shown is not None else None

    def close(self) -> None:
        """Take it down."""
        self.conductor.end()
        self.hall.close()
        self.session.close()
        self.conductor.deleteLater()
        self.session.deleteLater()


def put(window: ScreenWindow, seen: Seen) -> None:
    window.setGeometry(seen.x, seen.y, seen.width, seen.height)
    window.show()


@contextmanager
def showing(qtbot: QtBot, path: Path, folder: Path, wall: Wall = WALL, count: int = 1, **over: Any) -> Iterator[Trial]:
    """A wall on so many screens, read; taken down at the end."""
    trial = Trial(path, folder, wall, **over)
    try:
        qtbot.waitUntil(lambda: trial.conductor.is_known)
        trial.stand(screens(count))
        qtbot.waitUntil(trial.is_read, timeout=20_000)
        yield trial
    finally:
        trial.close()


def until(qtbot: QtBot, claim: Callable[[], bool]) -> None:
    qtbot.waitUntil(claim, timeout=20_000)
