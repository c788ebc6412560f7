"""The real desk with eight panels in sight, offscreen, and a watch that knows when each has painted what it was told.

Nothing waits in the path that is measured: the watch hears when an answer came back, which is drawn before the watch
is told, and carries out the window's repaint itself, so that it knows when it ended.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer, Slot

from hubdesk import plugins
from hubdesk.core import Millis, Scope
from hubdesk.desk.garbage import looked_for_seldom
from hubdesk.desk.surroundings import Surroundings
from hubdesk.desk.window import Desk
from hubdesk.settings import Settings, places

SIZE = (1600, 900)
EIGHT = ("feed", "trend", "compare", "tone", "themes", "map", "voices", "heat")
PATIENCE_MS = 120_000
QUIET_TURNS = 3  # of the event loop, without a repaint, after which nothing more comes


def layout_of(eight: tuple[str, ...]) -> str:
    """The feed on the left, the others in three columns: the second of three is the widest."""
    first, *others = eight
    columns = [others[:2], others[2:4], others[4:]]

    def alone(name: str) -> dict[str, object]:
        return {"tabs": [name], "current": name}

    def column(names: list[str]) -> dict[str, object]:
        parts = [alone(name) for name in names]
        return {"split": "down", "parts": parts, "sizes": [300] * len(parts)}

    docked = {"split": "across", "parts": [alone(first), *map(column, columns)], "sizes": [340, 480, 380, 400]}
    return json.dumps({"hubdesk_layout": 1, "docked": docked, "floating": []})


@dataclass
class Painted:
    """One change: seconds from it until panels had painted their answers, by name; and of the processor by then."""

    wall: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    gui: float = 0.0  # of the processor, on the GUI thread, until all had
    reads: dict[str, float] = field(default_factory=dict)  # from the question until its answer was there
    late: int = 0  # repaints after all had painted

    @property
    def first(self) -> tuple[float, float]:
        return min(self.wall.values()), min(self.cpu.values())

    @property
    def all(self) -> tuple[float, float]:
        return max(self.wall.values()), max(self.cpu.values())


class Watch(QObject):
    """Changes what the desk looks at and waits until everybody in sight has painted it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._loop = QEventLoop()
        self._wanted: Scope | None = None
        self._left: set[str] = set()
        self._drawn: set[str] = set()
        self._now = Painted()
        self._begun, self._cpu, self._gui = 0.0, 0.0, 0.0
        self._quiet = 0
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._count)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._give_up)
        session = desk.session
        assert session is not None
        self._refresher = session.refresher
        self._refresher.failed.connect(self._complain)
        self._refresher.answered.connect(self._see)  # behind those who draw
        desk.installEventFilter(self)

    @property
    def seen(self) -> list[str]:
        """The panels that a person can see."""
        return [name for name, dock in self._desk.area.docks.items() if dock.is_seen()]

    def time(self, change: Callable[[], object]) -> Painted:
        """Carry out a change; returns when nothing more is painted."""
        self._now = Painted()
        self._begun, self._cpu, self._gui = time.perf_counter(), time.process_time(), time.thread_time()
        change()
        self._wanted = self._desk.looking.scope()
        self._left, self._drawn = {name for name in self.seen if self._follows(name)}, set()
        self._quiet = 0
        self._late.start(PATIENCE_MS)
        self._loop.exec()
        self._late.stop()
        return self._now

    def _follows(self, name: str) -> bool:
        return self._desk.area.docks[name].panel.follows_filters

    def settle(self) -> None:
        """Until nothing more is read and painted."""
        self._left.clear()
        self._quiet = 0
        self._turn.start(0)
        self._loop.exec()

    @Slot(str, str)
    def _complain(self, name: str, line: str) -> None:
        print(f"{name}: {line}", flush=True)

    @Slot(str)
    def _see(self, name: str) -> None:
        """Its answer was drawn. Where nothing of it is another one, no repaint follows."""
        if name not in self._left or self._wanted is None:
            return
        asked, _due = self._refresher._last[name]
        if _is_of(asked.scope, self._wanted):
            self._left.discard(name)
            self._drawn.add(name)
            self._note(name)
            self._now.reads[name] = self._now.wall[name]
            if not self._left:
                self._quiet = 0
                self._turn.start(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._desk or event.type() != QEvent.Type.UpdateRequest:
            return False
        self._desk.event(event)
        self._quiet = 0
        if not self._left and not self._drawn:
            self._now.late += 1
        for name in self._drawn:
            self._note(name)
        self._drawn.clear()
        return True

    def _note(self, name: str) -> None:
        self._now.wall[name] = time.perf_counter() - self._begun
        self._now.cpu[name] = time.process_time() - self._cpu
        self._now.gui = time.thread_time() - self._gui

    def _count(self) -> None:
        """One more turn without a repaint."""
        self._quiet = self._quiet + 1 if self._refresher.is_idle else 0
        if self._quiet >= QUIET_TURNS:
            self._turn.stop()
            self._loop.quit()

    def _give_up(self) -> None:
        print(f"not painted: {sorted(self._left)}, drawn: {sorted(self._drawn)}", flush=True)
        self._loop.quit()


def _is_of(asked: Scope, wanted: Scope) -> bool:
    """Whether that was the question; a live desk's `known_by` moves on."""
    return replace(asked, known_by=None) == replace(wanted, known_by=None)


class Stage:
    """A desk on that session, shown and settled; `clock`: what it takes for now."""

    def __init__(self, path: Path, clock: Callable[[], Millis], eight: tuple[str, ...] = EIGHT) -> None:
        self._folder = tempfile.TemporaryDirectory()
        here = places(Path(self._folder.name))
        here.layout_file.parent.mkdir(parents=True, exist_ok=True)
        here.layout_file.write_text(layout_of(eight))
        settings = Settings(here.settings_file)
        self.desk = Desk(Surroundings(settings, here, plugins.panels(), None, clock), path)
        self.desk.resize(*SIZE)
        loop = QEventLoop()
        self.desk.drawn.connect(loop.quit)
        QTimer.singleShot(PATIENCE_MS, loop.quit)
        self.desk.show()
        loop.exec()
        self._seldom = looked_for_seldom()  # as in the application
        self._seldom.__enter__()
        self.watch = Watch(self.desk)
        self.watch.settle()

    def close(self) -> None:
        self._seldom.__exit__(None, None, None)
        self.desk.removeEventFilter(self.watch)
        self.desk.close()
        self.desk.deleteLater()
        self._folder.cleanup()
