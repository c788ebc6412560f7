"""Opens the desk on a session of a million mentions and on the demonstration, and fills the columns behind it.

    python tests/benchmarks/opening.py [--mentions 1000000] [--runs 5] [--session FILE]

Alternating runs, each a process of its own, medians of wall and CPU time. References, in the same run: the
demonstration for the time to the first picture of every panel in sight (wanted: at most 2 times its CPU time), a bare
PySide6 and pyqtgraph window for memory (wanted: at most 1.6 times it and 64 bytes a mention), and the same desk left
alone for how long its GUI thread keeps a tick waiting (wanted while columns fill: 16 ms at p99).
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from million import million_path
from start import BARE, ROOT, environment

from hubdesk.store.columns_place import ENDING

LONGER, HEAVIER, A_MENTION, FRAME_MS = 2.0, 1.6, 64, 16.0
SIZE = (1600, 900)
PHASES = {
    "settling": "reference: before that, while it settles",
    "filling": "while they are filled",
    "quiet": "reference: the same desk after",
}
QUIET_SECONDS = 4.0
PATIENCE = 1_800.0  # seconds
SHOWING_BARE = BARE + "\nimport resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"


def shown(session: Path, profile: Path, begun: float, is_filled: bool) -> None:
    """In a process of its own: the desk until its pictures are there, or until its columns are too. Tells in JSON."""
    from hubdesk.cli_desk import without_looking_for_garbage

    without_looking_for_garbage()
    from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

    from hubdesk.desk import app, window
    from hubdesk.desk.columns_watch import SETTLED_MS

    told: dict[str, Any] = {}

    class Looking(QObject):
        """Ticks a thousand times a second and repaints ten times, and tells how long each kept it waiting."""

        def __init__(self, desk: window.Desk) -> None:
            super().__init__(desk)
            self._desk, self._phase = desk, "settling"
            self._tick, self._paint, self._gap = QTimer(self), QTimer(self), QElapsedTimer()
            self._tick.setTimerType(Qt.TimerType.PreciseTimer)
            self._tick.timeout.connect(self._look)
            self._paint.timeout.connect(self._repaint)
            self.gaps: dict[str, list[float]] = {phase: [] for phase in PHASES}
            self.paints: dict[str, list[float]] = {phase: [] for phase in PHASES}
            desk.drawn.connect(self._drawn)

        def _drawn(self) -> None:
            told.update(wall=time.monotonic() - begun, cpu=time.process_time(), drawn_kb=peak())
            told["panels"] = sum(dock.is_seen() for dock in self._desk.area.docks.values())
            columns = self._desk.session.columns
            if not is_filled or columns is None:
                self._desk.close()
                return
            columns.filled.connect(self._filled)
            QTimer.singleShot(SETTLED_MS, self._fill)
            self._gap.start()
            self._tick.start(1)
            self._paint.start(100)

        def _look(self) -> None:
            self.gaps[self._phase].append(self._gap.nsecsElapsed() / 1e6)
            self._gap.restart()

        def _repaint(self) -> None:
            begun = time.perf_counter()
            self._desk.repaint()
            self.paints[self._phase].append((time.perf_counter() - begun) * 1000)
            self._gap.restart()  # what it took is told apart

        def _fill(self) -> None:
            self._phase = "filling"
            told.update(filled=time.monotonic(), filled_cpu=time.process_time())

        def _filled(self) -> None:
            told.update({"filled": time.monotonic() - told["filled"]})
            told.update({"filled_cpu": time.process_time() - told["filled_cpu"]})
            told.update(filled_kb=peak(), stands_kb=resident())
            self._phase = "quiet"
            QTimer.singleShot(round(1000 * QUIET_SECONDS), self._desk.close)

    made = window.Desk.__init__

    def init(self: window.Desk, *given: Any, **more: Any) -> None:
        made(self, *given, **more)
        told["looking"] = Looking(self)

    window.Desk.__init__ = init
    app.run(session, profile=profile, theme="light", language="fr", size=SIZE)
    looking = told.pop("looking")
    told |= {"gaps": looking.gaps, "paints": looking.paints}
    sys.stdout.write(json.dumps(told))


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def resident() -> int:
    """kB that the process holds now; 0 where nobody says."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def opened(session: Path, profile: Path, env: dict[str, str], *, is_filled: bool = False) -> dict[str, Any]:
    words = [sys.executable, __file__, "--shown", str(session), str(profile), str(time.monotonic())]
    if is_filled:
        words.append("--filled")
    env = {**env, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=ROOT, check=True, env=env, capture_output=True, text=True, timeout=PATIENCE)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def bare(env: dict[str, str]) -> int:
    done = subprocess.run([sys.executable, "-c", SHOWING_BARE], check=True, env=env, capture_output=True, text=True)
    return int(done.stdout)


def told_of(name: str, times: Sequence[float]) -> str:
    ranked = sorted(times)
    at = [ranked[min(len(ranked) - 1, int(share * len(ranked)))] for share in (0.5, 0.99)] if ranked else [0.0, 0.0]
    return f"    {name:<52} median {at[0]:6.1f}  p99 {at[1]:6.1f}  longest {max(ranked, default=0):6.1f} ms"


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--session", type=Path)
    asked.add_argument("--shown", nargs=3, help=argparse.SUPPRESS)
    asked.add_argument("--filled", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.shown:
        session, profile, begun = options.shown
        shown(Path(session), Path(profile), float(begun), options.filled)
        return 0
    large = options.session or million_path(options.mentions)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as bytecode:
        return measured(large, options.mentions, Path(folder), environment(bytecode), options.runs)


def measured(large: Path, mentions: int, profile: Path, env: dict[str, str], runs: int) -> int:
    words = [sys.executable, "-m", "hubdesk", "--profile", str(profile), "demo", "--path"]
    demo = Path(subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip())
    taken: dict[str, list[dict[str, Any]]] = {"the demonstration": [], f"{mentions} mentions": []}
    for run in range(runs + 1):
        for name, session in zip(taken, (demo, large), strict=True):
            figures = opened(session, profile, env)
            if run:  # the first round fills the caches of the disk and of Python
                taken[name].append(figures)
    print("To the first picture of every panel in sight")
    medians = []
    for name, figures in taken.items():
        wall, cpu = (statistics.median(one[key] for one in figures) for key in ("wall", "cpu"))
        medians.append(cpu)
        print(f"    {name:<34} wall {wall:5.2f} s  CPU {cpu:5.2f} s  ({figures[0]['panels']} panels)")
    ratio = medians[1] / medians[0]
    print(f"    {ratio:.2f} times the demonstration's CPU time, wanted at most {LONGER}")
    is_good = ratio <= LONGER
    for what in ("filled from the session", "taken from the cache"):
        if what.startswith("filled"):
            shutil.rmtree(profile / "cache" / "columns", ignore_errors=True)
        is_good &= filled(what, opened(large, profile, env, is_filled=True), bare(env), mentions)
    sizes = [file.stat().st_size for file in (profile / "cache" / "columns").glob(f"*{ENDING}")]
    print(f"Kept in the cache: {sum(sizes) / 1e6:.1f} MB")
    return 0 if is_good else 1


def filled(what: str, told: dict[str, Any], window: int, mentions: int) -> bool:
    print(f"Columns, {what}: {told['filled']:.2f} s, CPU {told['filled_cpu']:.2f} s (with what else the desk does)")
    for phase, words in PHASES.items():
        print(told_of(f"a tick, {words}", told["gaps"][phase]))
        print(told_of(f"a repaint, {words}", told["paints"][phase]))
    most = HEAVIER * window + A_MENTION * mentions / 1024
    print(
        f"    memory: bare window {window / 1024:.0f} MB; the desk at most {told['drawn_kb'] / 1024:.0f} MB once drawn,"
        f" {told['filled_kb'] / 1024:.0f} MB once filled (it holds {told['stands_kb'] / 1024:.0f} MB then);"
        f" wanted at most {most / 1024:.0f} MB"
    )
    gaps = sorted(told["gaps"]["filling"])
    late = gaps[int(0.99 * len(gaps))] if gaps else 0.0
    return late <= FRAME_MS and told["filled_kb"] <= most


if __name__ == "__main__":
    raise SystemExit(main())
