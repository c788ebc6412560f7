"""The GUI thread while filters change, 200 mentions a second arrive and a topic's past is heard again: how long it is
away from its event loop, and how late a frame of 16 ms is. Part of filters_painted.py (`--live`)."""

from __future__ import annotations

import gc
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from filters_changes import Analyst
from filters_desk import Stage
from filters_made import BEGIN, OF_NETWORK
from million import END
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from hubdesk.core import Author, Entry, Mark, Match, Mention, Millis, Notes, Span, Topic
from hubdesk.desk.rehearing import rehear_command
from hubdesk.store.reader_columns import drop, hold, shared
from hubdesk.store.session import open_reader, open_writer

A_SECOND = 200
COMMITS = 4  # a second
CHANGE_MS = 1_000
FRAME_MS = 16
TICK_MS = 4
WORDS = """bonjour depuis ce matin plus rien chez moi à Lille et personne ne répond au téléphone la fibre le réseau une
panne encore une facture merci Orange SFR Free Bouygues box mobile forfait débit coupure service client""".split()  # noqa: SIM905


def shifted(begun: float) -> Millis:
    """The session's own now: it ends when this began."""
    return END + round((time.time() - begun) * 1000)


def keep_writing(path: Path, begun: float) -> None:
    """The other process: until its input is closed."""
    chance, number, closed = random.Random(1), 0, threading.Event()
    threading.Thread(target=_wait_for_end, args=(closed,), daemon=True).start()
    with open_reader(path) as reader:
        topics = reader.topics()
    with open_writer(path) as writer:
        due = time.monotonic()
        while not closed.wait(max(0.0, due - time.monotonic())):
            now = shifted(begun)
            page = [_entry(number + n, now, topics, chance) for n in range(A_SECOND // COMMITS)]
            number += len(page)
            covers = Span(now - 1000 // COMMITS, now)
            writer.add_page(1, page, cursor=str(number), due_at=0, seen_at=now, covers=covers)
            due += 1 / COMMITS


def _entry(number: int, at: Millis, topics: tuple[Topic, ...], chance: random.Random) -> Entry:
    author = Author(f"voix{number % 5_000}.example", f"Voix {number % 5_000}", f"did:plc:{number % 5_000}")
    mention = Mention(
        chance.choice(list(OF_NETWORK)),
        f"at://live/{number}",
        " ".join(chance.choices(WORDS, k=chance.randint(6, 50))),
        at,
        author=author,
        language="fr",
    )
    notes = Notes("fr", chance.choice(("negative", "neutral", "positive")), themes=("outage_network",))
    topic = chance.choice(topics)
    return Entry(mention, notes, (Match(topic.id, topic.version, (Mark("body", 0, 7),)),))


def _wait_for_end(closed: threading.Event) -> None:
    sys.stdin.read()
    closed.set()


class Turns(QObject):
    """A timer that wants to be called every 4 ms: how long the event loop was away when it comes late, and how much of
    that the GUI thread reckoned itself; the rest it waited for the interpreter or the machine. And how late a frame of
    16 ms is, of which one is due every 16 ms also while the loop is away."""

    def __init__(self) -> None:
        super().__init__()
        self.away: list[float] = []
        self.own: list[float] = []
        self.late: list[float] = []
        self._last, self._cpu = time.perf_counter(), time.thread_time()
        self._due = self._last
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def forget(self) -> None:
        """Begin again."""
        for one in (self.away, self.own, self.late):
            one.clear()

    def _tick(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        self.away.append((now - self._last) * 1000)
        self.own.append((cpu - self._cpu) * 1000)
        self._last, self._cpu = now, cpu
        while self._due <= now:
            self.late.append((now - self._due) * 1000)
            self._due += FRAME_MS / 1000


class Rubbish:
    """How long the interpreter looks for garbage."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._begun = 0.0
        gc.callbacks.append(self._see)

    def _see(self, phase: str, _about: dict[str, int]) -> None:
        if phase == "start":
            self._begun = time.perf_counter()
        else:
            self.times.append((time.perf_counter() - self._begun) * 1000)

    def close(self) -> None:
        gc.callbacks.remove(self._see)


def live(source: Path, seconds: float) -> None:
    path = source.with_name("filters-live.hubdesk")
    shutil.copyfile(source, path)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'synthetic'")  # so that the desk listens
    connection.close()
    with open_writer(path) as writer, open_reader(path) as reader:
        topic = reader.topics()[0]
        writer.change_topic(replace(topic, query="(orange OR sosh OR livebox) -rugby"))
    begun = time.time()
    hold(path)
    shared(path).fill()
    stage = Stage(path, lambda: shifted(begun))
    words = [sys.executable, __file__, str(path), str(begun)]
    quiet = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    works = [subprocess.Popen(one, **quiet) for one in (words, rehear_command(path, None))]
    try:
        _change(stage, seconds)
    finally:
        for work in works:
            if work.stdin is not None:
                work.stdin.close()
            work.wait()
    stage.close()
    drop(path)
    for name in ("", "-wal", "-shm"):
        Path(f"{path}{name}").unlink(missing_ok=True)


def _change(stage: Stage, seconds: float) -> None:
    desk = stage.desk
    desk.looking.fix(BEGIN, END)
    analyst = Analyst(desk.looking).changes(10**6)
    drawn: list[str] = []
    session = desk.session
    assert session is not None
    session.refresher.answered.connect(lambda name, _picture: drawn.append(name))
    loop, hand, turns = QEventLoop(), QTimer(), Turns()
    hand.timeout.connect(lambda: next(analyst).work())
    QTimer.singleShot(3_000, loop.quit)  # the first look after what the writer committed
    loop.exec()
    turns.forget()
    drawn.clear()
    rubbish = Rubbish()
    with open_reader(stage.desk.path) as reader:
        before, left = reader.facts().mentions, _left(reader.rehearing())
        hand.start(CHANGE_MS)
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        hand.stop()
        came, heard = reader.facts().mentions - before, left - _left(reader.rehearing())
    rubbish.close()
    print(f"{seconds:.0f} s: {came} mentions came, {heard} were heard again, {len(drawn)} pictures were drawn")
    told = (
        ("away from the event loop", turns.away),
        ("of it reckoning", turns.own),
        ("lateness of a frame", turns.late),
    )
    for what, found in told:
        ordered = sorted(found)
        p50, p99 = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
        over = sum(one > FRAME_MS for one in ordered)
        print(
            f"    {what:32} p50 {p50:6.1f} ms   p99 {p99:6.1f} ms (at most 16)   longest {ordered[-1]:6.1f} ms"
            f"   {over} of {len(ordered)} over 16 ms",
            flush=True,
        )
    if rubbish.times:
        took = f"{sum(rubbish.times):.0f} ms, longest {max(rubbish.times):.1f} ms"
        print(f"    looking for garbage, whichever thread: {len(rubbish.times)} times, {took}")


def _left(works: tuple[object, ...]) -> int:
    return sum(work.all - work.done for work in works)  # type: ignore[attr-defined]


if __name__ == "__main__":
    keep_writing(Path(sys.argv[1]), float(sys.argv[2]))
