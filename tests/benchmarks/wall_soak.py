"""Whether a wall may be left alone: memory, objects, threads and open files of one that runs through the demonstration.

    python tests/benchmarks/wall_soak.py [--minutes 30] [--speed 60] [--screens 1] [--idle | --live] [--session FILE]

Scenes take turns every 20 s. Half an hour at 60 times real time stands for a day; `--idle` stands still on its first.
Named reference: the same wall five minutes after it went up (with fewer minutes: at a third of them). Wanted: memory
within 5 % of it at the end, not one warning in the log, no object, window, thread or file more than there were in the
minutes around the reference. `--live`: the wall of a session into which another process writes 200 mentions a second;
what may grow there is 0.5 MB for 10,000 mentions, which desk and wall hold in columns.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

EVERY_SECONDS = 20
RATE = 200  # mentions a second
MB_ALLOWED = 0.5  # for 10,000 mentions
FIRST_MINUTES = 5
BESIDE = 2  # looks of which the highest counts: what was freed is given back every other minute
MEMORY_ALLOWED = 1.05
FILES_ALLOWED = 2
PAGE = os.sysconf("SC_PAGE_SIZE")
START = "2026-11-19T08:00:00+01:00"  # an outage: what is kept of mentions, which is bounded, is soon full
DATED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ")
QUIET = ("This plugin does not support raise()",)  # of the offscreen platform


@dataclass(frozen=True)
class Figures:
    """At one minute. `cpu`: share of one core since the last."""

    minute: float
    memory_mb: float
    python: int
    objects: int
    widgets: int
    threads: int
    files: int
    cpu: float

    def line(self) -> str:
        return (
            f"{self.minute:6.1f} {self.memory_mb:9.1f} {self.python:9,} {self.objects:9,} {self.widgets:8} "
            f"{self.threads:8} {self.files:6} {100 * self.cpu:5.0f} %"
        )


HEAD = f"{'min':>6} {'MB':>9} {'Python':>9} {'QObjects':>9} {'widgets':>8} {'threads':>8} {'files':>6} {'CPU':>7}"


def main() -> int:
    asked = words()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["QT_QPA_PLATFORM"] = platform(folder, asked.screens)
        from PySide6.QtCore import QTimer  # after the platform is chosen

        from hubdesk.demo import demo_path
        from hubdesk.desk.application import application
        from hubdesk.scene_file import dumps, ready
        from hubdesk.wall.app import Wanted, run

        scenes = folder / "scenes.toml"
        seconds = 0 if asked.idle else EVERY_SECONDS
        turns = tuple(replace(one, seconds=seconds) for one in ready().scenes)
        scenes.write_text(dumps(replace(ready(), scenes=turns, seconds=seconds)), "utf-8")
        made = last_day(folder) if asked.live else None
        wanted = Wanted(
            made or asked.session or demo_path(folder / "profile" / "cache"),
            scenes,
            profile=folder / "profile",
            at=round(datetime.fromisoformat(START).timestamp() * 1000),
            speed=asked.speed,
            plays=not asked.idle,
            language="fr",
            has_console=False,
            collects=False,
        )
        qt = application()
        found: list[Figures] = []
        watch = Watch(found, asked.minutes)
        timer = QTimer(qt)
        timer.timeout.connect(watch.look)
        timer.start(round(1000 * min(60.0, 6 * asked.minutes)))
        print(HEAD, flush=True)
        gc.disable()  # as the command line does until the wall is up
        with writing(made):
            run(wanted)
        timer.stop()
        warnings = warned(folder / "profile" / "state" / "logs" / "desk.log")
    return judged(found, warnings, asked.live)


def words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--speed", type=int, default=60)
    parser.add_argument("--screens", type=int, default=1)
    parser.add_argument("--idle", action="store_true")
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--session", type=Path)
    return parser.parse_args()


def platform(folder: Path, count: int) -> str:
    """Televisions of 1920 by 1080, six a row."""
    screens = [
        {
            "name": f"S{number + 1}",
            "x": number % 6 * 1920,
            "y": number // 6 * 1080,
            "width": 1920,
            "height": 1080,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
        for number in range(count)
    ]
    file = folder / "screens.json"
    file.write_text(json.dumps({"screens": screens, "windowFrameMargins": False}), "utf-8")
    return f"offscreen:configfile={file}"


def last_day(folder: Path) -> Path:
    """A session of four operators with a mention a second in the last hour."""
    from hubdesk.core import HOUR, SECOND, SourceRow, Span, Topic  # after the platform is chosen
    from hubdesk.store.session import NewSession, create, open_writer
    from tests.benchmarks.feed_frames import entry

    path, end, chance = folder / "live.hubdesk", time.time_ns() // 1_000_000, random.Random(3)
    create(path, NewSession("Live", created_at=end - HOUR))
    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(0, "Bluesky", "bluesky", every=0))
        names = (("Orange", "own"), ("SFR", "rival"), ("Bouygues Telecom", "rival"), ("Free", "rival"))
        topics = [writer.add_topic(Topic(0, name, name.split()[0].lower(), role)) for name, role in names]
        page = [entry(n, end - HOUR + n * SECOND, chance.choice(topics), chance) for n in range(3_600)]
        writer.add_page(source.id, page, cursor="", due_at=0, seen_at=end, covers=Span(end - HOUR, end))
    return path


@contextmanager
def writing(session: Path | None) -> Iterator[None]:
    """Another process writes 200 mentions a second into it, if there is one."""
    if session is None:
        yield
        return
    command = [sys.executable, str(Path(__file__).with_name("feed_frames.py")), "--write", str(session)]
    given = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, env=given) as writer:
        yield
        if writer.stdin is not None:
            writer.stdin.close()


class Watch:
    """Takes figures each minute, and ends the wall after so many."""

    def __init__(self, found: list[Figures], minutes: float) -> None:
        self.found, self.minutes = found, minutes
        self.began = self.looked = time.monotonic()
        self.spent = time.process_time()

    def look(self) -> None:
        from PySide6.QtWidgets import QApplication  # after the platform is chosen

        now, spent = time.monotonic(), time.process_time()
        share = (spent - self.spent) / max(1e-9, now - self.looked)
        gc.collect()
        figures = Figures(
            (now - self.began) / 60,
            int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6,
            len(gc.get_objects()),
            q_objects(),
            len(QApplication.allWidgets()),
            threading.active_count(),
            len(list(Path("/proc/self/fd").iterdir())),
            share,
        )
        self.found.append(figures)
        print(figures.line(), flush=True)
        self.looked, self.spent = now, time.process_time()
        if figures.minute >= self.minutes - 0.01:
            QApplication.quit()


def q_objects() -> int:
    """Those that Python knows, and all below them."""
    from PySide6.QtCore import QObject  # after the platform is chosen
    from shiboken6 import getAllValidWrappers

    tops = [one for one in getAllValidWrappers() if isinstance(one, QObject) and one.parent() is None]
    return len(tops) + sum(len(one.findChildren(QObject)) for one in tops)


def warned(log: Path) -> Counter[str]:
    """What the log complains of, with the last line of its traceback, and how often."""
    found: list[str] = []
    is_ours = False
    for line in log.read_text("utf-8").splitlines() if log.exists() else ():
        if DATED.match(line):
            is_ours = line[24:].startswith(("WARNING", "ERROR", "CRITICAL")) and not any(one in line for one in QUIET)
            found += [line[24:]] if is_ours else []
        elif is_ours and line.strip():
            found[-1] = f"{found[-1].partition(' | ')[0]} | {line.strip()}"
    return Counter(found)


def judged(found: list[Figures], warnings: Counter[str], is_live: bool) -> int:
    """Say how the end compares with the reference. 1 when something grew."""
    first = min(FIRST_MINUTES, found[-1].minute / 3)
    since = [one for one in found if one.minute >= first - 0.01]
    reference, last = since[0], since[-1]
    calm = since[: max(2, len(since) // 2)]
    before_mb, after_mb = (max(one.memory_mb for one in some) for some in (since[:BESIDE], since[-BESIDE:]))
    share = after_mb / before_mb
    faults = [f"{count} x {line}" for line, count in warnings.most_common(20)]
    events = RATE * 60 * (last.minute - reference.minute) if is_live else 0
    allowed = MEMORY_ALLOWED + events / 10_000 * MB_ALLOWED / before_mb
    if share > allowed:
        faults.append(f"memory grew to {share:.1%}")
    for name, more in (("objects", 0), ("widgets", 0), ("threads", 0), ("files", FILES_ALLOWED)):
        before, after = max(getattr(one, name) for one in calm), getattr(last, name)
        if after > before + more:
            faults.append(f"{name}: {after}, at most {before} before")
    hours = (last.minute - reference.minute) / 60
    slope = (after_mb - before_mb) / hours if hours > 0 else 0.0
    print(
        f"memory {after_mb:.1f} MB, {share:.1%} of minute {reference.minute:.0f}; {slope:+.1f} MB an hour; "
        f"{sum(warnings.values())} warnings"
    )
    print("\n".join(faults) or "it may be left alone")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
