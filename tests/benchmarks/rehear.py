"""How fast a changed topic re-hears a million stored mentions, and how long anyone waits meanwhile.

    python tests/benchmarks/rehear.py [--mentions 1000000] [--path FILE]

A topic of the session of million.py gets another query: one that hears some 5 % of the mentions, one of 25 %, and one
of fields alone. CPU
time is what one core needs. First alone; then while a reader in another process asks for the feed's first page and a
collector in a third stores pages of 20: how long their questions and pages take with it and without, and how long the
session is locked at a time.

As a named reference, in the same run: the same final rows written by SQLite alone, in transactions of as many, with
nothing read, asked or counted.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from million import million_path

from hubdesk.collector.intake import spare_the_collector_of_garbage
from hubdesk.collector.rehear import PAUSE_SECONDS
from hubdesk.core import Entry, Mention, Scope, Topic
from hubdesk.query.match import Matcher
from hubdesk.store.session import open_reader, open_writer
from hubdesk.store.writer import MOST_REHEARD, Writer

PAUSE: Final = 0.01  # seconds between two pages, and two questions, of those beside
# Realistic: a brand with what is about it; and what one in four says of networks and bills.
BESIDE: Final = ("a page of the feed", "a page stored")
# As analysts write them: a brand with what is about it; what people say of networks and bills; and fields alone, which
# no index of words helps with.
_NETWORK: Final = "panne* OR coupure* OR fibre OR box OR débit* OR réseau* OR factur* OR forfait* OR prix"
CHANGES: Final = {
    "5 %": "(livebox OR sosh OR (orange NEAR/6 (fibre OR box OR forfait OR réseau OR débit))) -rugby -festival",
    "25 %": f"({_NETWORK}) NOT (emploi OR recrute OR concert)",
    "fields": "network:mastodon kind:reply",
}


def timed_locks(writer: Writer) -> list[float]:
    """Every time that this writer holds the session, in seconds, from now on."""
    held: list[float] = []
    writing = writer._writing

    @contextlib.contextmanager
    def watched(*, durable: bool) -> Iterator[sqlite3.Connection]:
        with writing(durable=durable) as connection:
            begun = time.perf_counter()
            yield connection
            inside = time.perf_counter() - begun
        held.append(max(inside, time.perf_counter() - begun))

    writer._writing = watched  # type: ignore[method-assign]
    return held


def rehear(path: Path, query: str, pause: float = 0.0) -> tuple[float, float, list[float], int]:
    """CPU and wall seconds, how long each lock was held, and how many mentions the topic hears then."""
    with open_writer(path) as writer, open_reader(path) as reader:
        topic = writer.change_topic(_another(reader.topics()[0], query))
        held = timed_locks(writer)
        cpu, wall = time.process_time(), time.perf_counter()
        while writer.rehear(MOST_REHEARD) is not None:
            time.sleep(pause)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        heard = reader.count(Scope((topic,), 0, 2**50))
    return cpu, wall, held, heard


def _another(topic: Topic, query: str) -> Topic:
    return Topic(topic.id, topic.name, query, topic.role, topic.colour)


def bare(path: Path, again: Path, topic: int) -> float:
    """CPU seconds of SQLite making the topic's rows and combinations in `path` those of `again`, and nothing else."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("ATTACH ? AS again", (str(again),))
    connection.execute("INSERT OR IGNORE INTO combo SELECT * FROM again.combo")
    heard, gone, moved = (
        connection.execute(asked, values).fetchall()
        for asked, values in (
            ("SELECT * FROM again.heard WHERE topic = ? ORDER BY mention DESC", (topic,)),
            (
                "SELECT topic, known_at, mention FROM heard WHERE topic = ? EXCEPT"
                " SELECT topic, known_at, mention FROM again.heard WHERE topic = ?",
                (topic, topic),
            ),
            (
                "SELECT new.combo, new.id FROM again.mention new JOIN mention old USING (id)"
                " WHERE new.combo <> old.combo ORDER BY id DESC",
                (),
            ),
        )
    )
    begun = time.process_time()
    for most, do, rows in (
        (MOST_REHEARD, "INSERT OR REPLACE INTO heard VALUES (?, ?, ?, ?, ?, ?)", heard),
        (MOST_REHEARD, "DELETE FROM heard WHERE topic = ? AND known_at = ? AND mention = ?", gone),
        (MOST_REHEARD, "UPDATE mention SET combo = ? WHERE id = ?", moved),
    ):
        for first in range(0, len(rows), most):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(do, rows[first : first + most])
            connection.execute("COMMIT")
    spent = time.process_time() - begun
    connection.close()
    return spent


# Those beside, each a process of its own.


def read(path: Path, seconds: float) -> list[float]:
    """How long the feed's first page and a count take, again and again."""
    took = []
    with open_reader(path) as reader:
        topics = reader.topics()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            begun = time.perf_counter()
            scope = Scope(topics, 0, 2**50)
            reader.latest(scope, 100)
            took.append(time.perf_counter() - begun)
            time.sleep(PAUSE)
    return took


def collect(path: Path, seconds: float) -> list[float]:
    """How long it takes to store a page of 20, again and again."""
    took = []
    with open_writer(path) as writer, open_reader(path) as reader:
        source, topics, facts = reader.sources()[0].id, reader.topics(), reader.facts()
        matcher, asked = Matcher(topics), {topic.id: topic.version for topic in topics}
        end = time.perf_counter() + seconds
        for page in count():
            if time.perf_counter() > end:
                return took
            seen_at = (facts.last_at or 0) + page
            said = [
                Mention("beside", f"{time.time_ns()}-{n}", f"orange en panne de fibre {page} {n}", seen_at)
                for n in range(20)
            ]
            entries = [Entry(one, matches=matcher.match(one)) for one in said]
            begun = time.perf_counter()
            writer.add_page(source, entries, cursor="", due_at=0, seen_at=seen_at, asked=asked)
            took.append(time.perf_counter() - begun)
            time.sleep(PAUSE)
    return took


def beside(path: Path, seconds: float) -> list[subprocess.Popen[str]]:
    words = [sys.executable, __file__, "--path", str(path), "--seconds", str(seconds), "--beside"]
    return [subprocess.Popen([*words, what], stdout=subprocess.PIPE, text=True) for what in ("read", "collect")]


def waits(running: Sequence[subprocess.Popen[str]]) -> list[list[float]]:
    return [json.loads(process.communicate()[0]) for process in running]


def told(name: str, seconds: Sequence[float]) -> str:
    in_order = sorted(seconds)
    p95 = in_order[int(0.95 * (len(in_order) - 1))]
    return (
        f"{name:28}{len(in_order):7} times, ms: median {1000 * statistics.median(in_order):6.1f}"
        f"   p95 {1000 * p95:6.1f}   most {1000 * in_order[-1]:6.1f}"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    asked.add_argument("--path", type=Path)
    asked.add_argument("--beside", choices=("read", "collect"), help=argparse.SUPPRESS)
    asked.add_argument("--seconds", type=float, default=10.0, help="how long those beside work")
    options = asked.parse_args()
    if options.beside:
        print(json.dumps((read if options.beside == "read" else collect)(options.path, options.seconds)))
        return
    spare_the_collector_of_garbage()  # as the process that re-hears does
    made = million_path(options.mentions, options.path)
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "copy.hubdesk", Path(folder) / "bare.hubdesk"
        for name, query in CHANGES.items():
            shutil.copy(made, path)
            shutil.copy(made, other)
            cpu, wall, held, heard = rehear(path, query)
            print(f"{name}: hears {heard} of {options.mentions}; {cpu:.1f} s of CPU (at most 15), {wall:.1f} s")
            print(told("  session locked", held))
            reference = bare(other, path, 1)
            print(f"  the same rows by SQLite alone: {reference:.1f} s of CPU; ratio {cpu / reference:.1f}")
        other.unlink()
        shutil.copy(made, path)
        for name, took in zip(BESIDE, waits(beside(path, options.seconds)), strict=True):
            print(told(f"{name}, alone", took))
        running = beside(path, options.seconds)
        _cpu, wall, held, _heard = rehear(path, CHANGES["25 %"], PAUSE_SECONDS)
        for name, took in zip(BESIDE, waits(running), strict=True):
            print(told(f"{name}, beside", took))
        print(told(f"session locked (of {wall:.0f} s)", held))


if __name__ == "__main__":
    main()
