"""Frame time of the feed while it is scrolled: with mentions arriving against a still session, and a million against a
thousand.

    python tests/benchmarks/feed_frames.py [--rows 1000000] [--runs 5] [--seconds 8] [--folder DIR]

Mentions really arrive: another process writes 200 a second into the session file, four commits a second, and the
desk's own heartbeat and refresher read them. A frame is due every 16 ms; its time runs from then until it is painted,
so whatever the GUI thread did in between counts. The list goes down and up again, over the top, where what was held
back comes in. Runs alternate; the ratio is the median of the ratios of neighbouring runs. Sessions are kept in the
folder and used again.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from hubdesk.core import HOUR, SECOND, Author, Entry, Mark, Match, Mention, Notes, Scope, SourceRow, Span, Topic
from hubdesk.desk.heartbeat import Heartbeat
from hubdesk.desk.refresh import Refresher
from hubdesk.panels.feed import FeedPanel
from hubdesk.store.session import NewSession, SessionError, create, open_reader, open_writer
from hubdesk.widgets import theme

BEGIN_AT = 1_790_000_040_000
EVERY_MS = 100
FRAME_MS = 16
STEP_PX = 24
DEPTH_PX = 6_000
WORDS = """bonjour depuis ce matin plus rien chez moi à Lille et personne ne répond au téléphone la fibre le réseau une
panne encore une facture merci Orange SFR Free Bouygues box mobile forfait débit coupure service client""".split()  # noqa: SIM905


def entry(number: int, at: int, topic: Topic, chance: random.Random) -> Entry:
    text = " ".join(chance.choices(WORDS, k=chance.randint(6, 50)))
    author = Author(f"compte{number % 5_000}.example", f"Compte {number % 5_000}", f"did:plc:{number % 5_000}")
    mention = Mention("bluesky", f"at://{at}/{number}", text, at, author=author, language="fr")
    return Entry(mention, Notes("fr", "negative"), (Match(topic.id, topic.version, (Mark("body", 0, 7),)),))


def built(folder: Path, rows: int) -> Path:
    """A session with that many mentions, ten a second."""
    path = folder / f"feed-{rows}.hubdesk"
    with suppress(SessionError), open_reader(path):
        return path
    path.unlink(missing_ok=True)  # of another version of the product
    unfinished = folder / f"making-{rows}.hubdesk"
    unfinished.unlink(missing_ok=True)
    create(unfinished, NewSession("Trial", created_at=BEGIN_AT))
    chance = random.Random(rows)
    with open_writer(unfinished) as writer:
        source = writer.add_source(SourceRow(0, "Bluesky", "bluesky", every=0))
        topic = writer.add_topic(Topic(0, "Orange", "orange", "own"))
        for first in range(0, rows, 10_000):
            some = range(first, min(rows, first + 10_000))
            page = [entry(number, BEGIN_AT + number * EVERY_MS, topic, chance) for number in some]
            seen_at = BEGIN_AT + some[-1] * EVERY_MS + SECOND
            covers = Span(BEGIN_AT, seen_at)
            writer.add_page(source.id, page, cursor="", due_at=0, seen_at=seen_at, covers=covers, archive=True)
    unfinished.rename(path)
    return path


def keep_writing(path: Path) -> None:
    """The other process: 200 mentions a second until its input is closed."""
    chance, number, closed = random.Random(1), 0, threading.Event()
    threading.Thread(target=_wait_for_end, args=(closed,), daemon=True).start()
    with open_reader(path) as reader:
        topic = reader.topics()[0]
    with open_writer(path) as writer:
        due = time.monotonic()
        while True:
            now = time.time_ns() // 1_000_000
            page = [entry(number + n, now, topic, chance) for n in range(50)]
            number += len(page)
            writer.add_page(1, page, cursor=str(number), due_at=0, seen_at=now, covers=Span(now - 250, now))
            due += 0.25
            if closed.wait(max(0.0, due - time.monotonic())):
                return


def _wait_for_end(closed: threading.Event) -> None:
    sys.stdin.read()
    closed.set()


class Reading(QObject):
    """Somebody scrolls through the feed of a session."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.frames: list[float] = []
        self.drawn = 0
        self._start = BEGIN_AT - HOUR
        self._panel = FeedPanel()
        self._panel.resize(420, 900)
        self._panel.show()
        self._refresher = Refresher(partial(open_reader, path), self)
        self._heartbeat = Heartbeat(partial(open_reader, path), self)
        self._heartbeat.changed.connect(self._ask)
        self._panel.options_changed.connect(self._ask)
        self._refresher.answered.connect(self._draw)
        self._refresher.failed.connect(self._fail)
        with open_reader(path) as reader:
            self._topics = reader.topics()
        self._down = True
        self._clock = QElapsedTimer()
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._frame)

    def _ask(self) -> None:
        scope = Scope(self._topics, self._start, time.time_ns() // 1_000_000 + 1)
        self._refresher.ask("feed", FeedPanel.read, scope, self._panel.options())

    def _draw(self, _key: str, picture: object) -> None:
        self.drawn += 1
        self._panel.draw(picture)  # type: ignore[arg-type]

    def _fail(self, _key: str, line: str) -> None:
        raise SystemExit(line)

    def _frame(self) -> None:
        bar = self._panel.view.verticalScrollBar()
        if self._down and bar.value() >= min(DEPTH_PX, bar.maximum()):
            self._down = False
        elif not self._down and bar.value() == 0:
            self._down = True
        bar.setValue(bar.value() + (STEP_PX if self._down else -STEP_PX))
        self._panel.view.viewport().repaint()
        now = self._clock.nsecsElapsed() / 1e6
        self.frames.append(now - self._due)
        self._due = max(self._due + FRAME_MS, now)
        self._timer.start(max(0, round(self._due - now)))

    def read_for(self, seconds: float) -> list[float]:
        self._ask()
        loop = QEventLoop()
        self._refresher.answered.connect(loop.quit)
        loop.exec()
        self._refresher.answered.disconnect(loop.quit)
        self._clock.start()
        self._due = 0.0
        self._timer.start(0)
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        self._timer.stop()
        self._heartbeat.close()
        self._refresher.close()
        self._panel.close()
        self._panel.deleteLater()
        return self.frames[20:]  # the first ones warm the fonts


def p95(frames: list[float]) -> float:
    return statistics.quantiles(frames, n=20)[-1]


def still(path: Path, seconds: float) -> float:
    return p95(Reading(path).read_for(seconds))


def arriving(path: Path, seconds: float) -> float:
    """The same while another process writes into the file."""
    words = [sys.executable, __file__, "--write", str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as writer:
        reading = Reading(path)
        frames = reading.read_for(seconds)
        if writer.stdin is not None:
            writer.stdin.close()
    if reading.drawn < seconds:
        raise SystemExit(f"only {reading.drawn} pictures were drawn: nothing arrived")
    return p95(frames)


def compare(name: str, base: partial[float], other: partial[float], runs: int, limit: float) -> bool:
    pairs = [(base(), other()) for _run in range(runs)]
    ratio = statistics.median(two / one for one, two in pairs)
    one, two = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name}: p95 {one:.2f} ms against {two:.2f} ms, ratio {ratio:.2f} (at most {limit})", flush=True)
    return ratio <= limit


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--seconds", type=float, default=8)
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "hubdesk-benchmarks")
    asked.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.write:
        keep_writing(told.write)
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    told.folder.mkdir(parents=True, exist_ok=True)
    small, large = built(told.folder, 1_000), built(told.folder, told.rows)
    app = QApplication([])
    theme.use(app, "light")
    written = Path(shutil.copy(small, told.folder / "written.hubdesk"))
    seconds = told.seconds
    good = compare(
        "200 mentions/s arriving", partial(still, small, seconds), partial(arriving, written, seconds), told.runs, 1.5
    )
    good &= compare(
        f"{told.rows:,} mentions against 1,000",
        partial(still, small, seconds),
        partial(still, large, seconds),
        told.runs,
        1.2,
    )
    written.unlink()
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
