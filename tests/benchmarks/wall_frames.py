"""A wall of 18 cells while mentions arrive, against one of a single cell, and against the desk.

    python tests/benchmarks/wall_frames.py [--rows 100000] [--seconds 20] [--runs 3] [--folder DIR]

Another process writes 200 mentions a second into the session, as `feed_frames.py` does. Each wall is a process of its
own: `room`, the 18 cells that ship, over one screen of 3840 x 2160 and over 18 of 1280 x 720; `one`, a trend alone on a
screen of as many pixels as a cell of the eighteen has; the desk with its default panels. Told are:

- frame, p95: how long the painting of a screen takes while cells change, of 18 cells against one (at most 2 times), by
  the clock, which other work on the machine makes longer, and in CPU time;
- CPU of the process, in parts of one core (at most 0.60 beyond the collector);
- memory against the desk's (at most 1.5 times);
- from key to black, the worst of fifty (at most 100 ms);
- how many questions were read for 18 cells.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
KINDS: Final = ("one", "room", "screens", "desk")


def resident_mb() -> float:
    """Of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(kind: str, session: Path, seconds: float) -> dict[str, Any]:
    """In this process: show it, let it run, tell what it took."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QTimer

    from hubdesk import i18n
    from hubdesk.desk.application import application
    from hubdesk.widgets import theme

    i18n.use("fr")
    qt = application()
    theme.use(qt, "light" if kind == "desk" else "wall")
    with tempfile.TemporaryDirectory() as folder:
        shown = Desk(session, Path(folder)) if kind == "desk" else OnWall(kind, session, Path(folder))
        warm = QTimer()
        warm.setSingleShot(True)
        warm.timeout.connect(shown.begin)
        warm.start(6_000)
        end = QTimer()
        end.setSingleShot(True)
        end.timeout.connect(qt.quit)
        end.start(6_000 + round(seconds * 1000))
        qt.exec()
        told = shown.told()
        shown.close()
    return told


class Desk:
    """The desk, for its memory and CPU."""

    def __init__(self, session: Path, folder: Path) -> None:
        from hubdesk.desk.surroundings import Surroundings
        from hubdesk.desk.window import Desk as Window
        from hubdesk.plugins import panels
        from hubdesk.settings import Settings, places

        here = places(folder)
        self._window = Window(Surroundings(Settings(here.settings_file), here, panels()), session)
        self._window.resize(1920, 1080)
        self._window.show()
        self._cpu = 0.0
        self._began = 0.0

    def begin(self) -> None:
        self._cpu, self._began = time.process_time(), time.monotonic()

    def told(self) -> dict[str, Any]:
        spent = (time.process_time() - self._cpu) / (time.monotonic() - self._began)
        return {"cpu": spent, "mb": resident_mb()}

    def close(self) -> None:
        self._window.close()
        self._window.deleteLater()


class OnWall:
    """A wall with a clock at every painting."""

    def __init__(self, kind: str, session: Path, folder: Path) -> None:
        from hubdesk.core.scenes import Cell, Scene, Wall
        from hubdesk.desk.session import OpenSession
        from hubdesk.desk.surroundings import wall_clock
        from hubdesk.scene_file import ready
        from hubdesk.settings import places
        from hubdesk.wall.app import clock
        from hubdesk.wall.conductor import Conductor
        from hubdesk.wall.given import Given
        from hubdesk.wall.hall import Hall
        from hubdesk.wall.placement import placed
        from hubdesk.wall.screen_window import ScreenWindow

        shipped = ready()
        room = shipped.scene("room")
        assert room is not None
        one = Scene("one", "One", (Cell("trend"),))
        wall = Wall((one if kind == "one" else room,), distance_m=2.0, diagonal_in=75, takeover=0)
        self.frames: list[float] = []
        self.spent: list[float] = []
        paint = ScreenWindow.paintEvent

        def timed(window: ScreenWindow, event: Any) -> None:
            began, spent = time.perf_counter(), time.thread_time()
            paint(window, event)
            self.frames.append((time.perf_counter() - began) * 1000)
            self.spent.append((time.thread_time() - spent) * 1000)

        ScreenWindow.paintEvent = timed  # type: ignore[method-assign]
        self.session = OpenSession(session)
        given = Given(wall, places(folder), wall_clock, clock, shipped, logs=False)
        self.conductor = Conductor(self.session, given)
        self.hall = Hall(self.conductor, put)
        self.hall.stand(placed(wall, screens(kind), {}, False))
        self.reads = 0
        self.session.refresher.answered.connect(self._count)
        self._cpu = self._began = 0.0

    def _count(self, key: str, _picture: object) -> None:
        self.reads += key.startswith("wall-") and key[5:].isdecimal()

    def begin(self) -> None:
        self.frames.clear()
        self.spent.clear()
        self.reads = 0
        self._cpu, self._began = time.process_time(), time.monotonic()

    def told(self) -> dict[str, Any]:
        passed = time.monotonic() - self._began
        cpu, memory, frames = (time.process_time() - self._cpu) / passed, resident_mb(), sorted(self.frames)
        asked = len({one.subject.read_key() for one in self.hall.cells if one.subject is not None})
        p95 = frames[int(len(frames) * 0.95)] if frames else 0.0
        spent = sorted(self.spent)
        return {
            "cpu": cpu,
            "mb": memory,
            "frames": len(frames),
            "median": statistics.median(frames) if frames else 0.0,
            "p95": p95,
            "p95_cpu": spent[int(len(spent) * 0.95)] if spent else 0.0,
            "black": self._black(),
            "cells": len(self.hall.cells),
            "questions": asked,
            "reads": self.reads / passed,
        }

    def _black(self) -> float:
        """Milliseconds from a key to black on every screen, the worst of fifty."""
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        window, worst = next(iter(self.hall.windows.values())), 0.0
        for _turn in range(100):
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier)
            began = time.perf_counter()
            QApplication.sendEvent(window, key)
            if window.is_blank:
                worst = max(worst, (time.perf_counter() - began) * 1000)
        return worst

    def close(self) -> None:
        self.conductor.end()
        self.hall.close()
        self.session.close()


def put(window: Any, seen: Any) -> None:
    window.setGeometry(seen.x, seen.y, seen.width, seen.height)
    window.show()


def screens(kind: str) -> tuple[Any, ...]:
    from hubdesk.wall.spread import Seen

    if kind == "one":
        return (Seen("one", width=640, height=720, mm_height=311.0, is_primary=True),)
    if kind == "room":
        return (Seen("room", width=3840, height=2160, mm_height=934.0, is_primary=True),)
    return tuple(
        Seen(f"S{n}", x=n % 6 * 1280, y=n // 6 * 720, width=1280, height=720, mm_height=934.0) for n in range(18)
    )


def last_day(folder: Path, rows: int) -> Path:
    """A session of four operators with that many mentions in the twenty-four hours before now."""
    from hubdesk.core import DAY, HOUR, SourceRow, Span, Topic
    from hubdesk.store.session import NewSession, create, open_writer
    from tests.benchmarks.feed_frames import entry

    path = folder / "wall.hubdesk"
    for old in folder.glob("wall.hubdesk*"):
        old.unlink()
    now, chance = time.time_ns() // 1_000_000, random.Random(rows)
    create(path, NewSession("Wall", created_at=now - DAY - HOUR))
    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(0, "Bluesky", "bluesky", every=0))
        names = (("Orange", "own"), ("SFR", "rival"), ("Bouygues Telecom", "rival"), ("Free", "rival"))
        topics = [writer.add_topic(Topic(0, name, name.split()[0].lower(), role)) for name, role in names]
        for first in range(0, rows, 10_000):
            some = range(first, min(rows, first + 10_000))
            places = [(number, now - DAY + DAY * number // rows) for number in some]
            page = [entry(number, at, chance.choice(topics), chance) for number, at in places]
            covers = Span(now - DAY - HOUR, places[-1][1])
            writer.add_page(source.id, page, cursor="", due_at=0, seen_at=places[-1][1] + 1, covers=covers)
    return path


@contextmanager
def writing(session: Path) -> Iterator[None]:
    """Another process writes 200 mentions a second into it."""
    command = [sys.executable, str(Path(__file__).with_name("feed_frames.py")), "--write", str(session)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as one:
        yield
        if one.stdin is not None:
            one.stdin.close()


def in_a_process(kind: str, session: Path, seconds: float) -> dict[str, Any]:
    command = [sys.executable, __file__, "--measure", kind, "--session", str(session), "--seconds", str(seconds)]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(answer.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "hubdesk-benchmarks")
    parser.add_argument("--measure", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--session", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.measure:
        print(json.dumps(measure(told.measure, told.session, told.seconds)))
        return
    told.folder.mkdir(parents=True, exist_ok=True)
    session = last_day(told.folder, told.rows)
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for _run in range(told.runs):
        for kind in KINDS:
            with writing(session):
                found[kind].append(in_a_process(kind, session, told.seconds))
    middle = {
        kind: {name: statistics.median(run[name] for run in runs) for name in runs[0]} for kind, runs in found.items()
    }
    for kind, row in middle.items():
        print(f"{kind:8} " + "  ".join(f"{name} {value:.3g}" for name, value in row.items()))
    one, desk = middle["one"], middle["desk"]
    for kind in ("room", "screens"):
        row = middle[kind]
        wall, spent = row["p95"] / one["p95"], row["p95_cpu"] / one["p95_cpu"]
        print(
            f"{kind}: frame p95 {wall:.2f} times one cell's, {spent:.2f} in CPU time (at most 2);"
            f" CPU {row['cpu']:.2f} of a core (at most 0.60);"
            f" memory {row['mb'] / desk['mb']:.2f} times the desk's (at most 1.5);"
            f" black after {row['black']:.0f} ms (at most 100);"
            f" {row['questions']:.0f} questions for {row['cells']:.0f} cells"
        )


if __name__ == "__main__":
    main()
