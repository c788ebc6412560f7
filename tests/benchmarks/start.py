"""Start to a painted window with a session, against a bare PySide6 and pyqtgraph window: at most 1.5 times.

Both start from compiled bytecode, as an installed program does. The figure that counts is the desk with every panel
drawn; the first paint of its frame stands beside it. Alternating runs on the same machine, medians of wall and CPU
time. `python tests/benchmarks/start.py [runs] [session]`; without a session the demonstration is taken.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST = 1.5

BARE = """
import sys
from PySide6.QtWidgets import QApplication
import pyqtgraph

class Window(pyqtgraph.PlotWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        app.quit()

app = QApplication([])
window = Window()
window.plot(range(100))
window.resize(1440, 900)
window.show()
app.exec()
"""

OURS = """
import sys
from pathlib import Path
from hubdesk.cli_desk import without_looking_for_garbage
without_looking_for_garbage()
from hubdesk.desk import app
from hubdesk.desk.window import Desk

{painted}
code = app.run(Path(sys.argv[1]), profile=Path(sys.argv[2]), theme="light", language="fr", size=(1440, 900))
sys.stdout.flush()
raise SystemExit(code)
"""

FIRST_PAINT = """
from PySide6.QtCore import QTimer
shown = Desk.showEvent
def show_event(self, event):
    shown(self, event)
    self.area.installEventFilter(self)
def event_filter(self, watched, event):
    if event.type() == event.Type.Paint:
        self.area.removeEventFilter(self)
        QTimer.singleShot(0, self.close)
    return False
Desk.showEvent, Desk.eventFilter = show_event, event_filter
"""

ALL_DRAWN = """
made = Desk.__init__
def init(self, *args, **more):
    made(self, *args, **more)
    self.drawn.connect(self.close)
Desk.__init__ = init
"""


def environment(bytecode: str) -> dict[str, str]:
    """Offscreen where nothing else is said, and with a place for bytecode."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen", **kept, "PYTHONPYCACHEPREFIX": bytecode}


def once(code: str, *words: str, env: dict[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        check=True,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int, session: str) -> int:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as bytecode:
        env = environment(bytecode)
        if not session:
            words = [sys.executable, "-m", "hubdesk", "--profile", folder, "demo", "--path"]
            session = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
        kinds = {
            "bare window": (BARE,),
            "desk, painted": (OURS.format(painted=FIRST_PAINT), session, folder),
            "desk, every panel drawn": (OURS.format(painted=ALL_DRAWN), session, folder),
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
        for run in range(runs + 1):
            for name, words_ in kinds.items():
                figures = once(*words_, env=env)
                if run:  # the first round fills the caches of the disk and of Python
                    taken[name].append(figures)
    medians = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in taken.items()}
    wall, cpu = medians["bare window"]
    for name, (own_wall, own_cpu) in medians.items():
        print(
            f"{name:<24} wall {own_wall:5.2f} s ({own_wall / wall:4.2f})   CPU {own_cpu:5.2f} s ({own_cpu / cpu:4.2f})"
        )
    ratio = medians["desk, every panel drawn"][1] / cpu
    print(f"start ratio {ratio:.2f} (CPU, every panel drawn), at most {MOST}")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, sys.argv[2] if len(sys.argv) > 2 else ""))
