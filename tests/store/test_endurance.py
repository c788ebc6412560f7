"""Killed, crowded, locked out, out of room: nothing acknowledged is lost, nothing is stored in part."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, new_session, opened, source, topics

from hubdesk.store import session
from hubdesk.store.errors import StoreBusyError, StoreDamagedError, StoreFullError
from hubdesk.store.session import open_reader, open_writer

INGESTING = Path(__file__).parent / "ingesting.py"
ROOT = Path(__file__).parents[2]


def start(path: Path, source_id: int, first: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(INGESTING), str(path), str(source_id), str(first)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def killed(process: subprocess.Popen[str], after: int) -> set[int]:
    """Kill -9 once it has acknowledged so many pages; the mentions it acknowledged up to then."""
    told: set[int] = set()
    assert process.stdout is not None
    with process.stdout as lines:
        for _ in range(after):
            one, other = map(int, lines.readline().split())
            told.update(range(one, other + 1))
        process.kill()
        process.wait()
        for line in lines:  # what it said before it died counts too
            one, other = map(int, line.split())
            told.update(range(one, other + 1))
    return told


def stored(path: Path) -> list[int]:
    connection = sqlite3.connect(path)
    rows = [int(native) for (native,) in connection.execute("SELECT native_id FROM mention")]
    connection.close()
    return rows


def test_that_twenty_kills_in_mid_ingest_lose_and_double_nothing(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        topics(writer, "Orange")
        flux = source(writer)
    chance = random.Random(20)
    acknowledged: set[int] = set()
    page = 0
    for _ in range(20):
        process = start(path, flux.id, page)
        told = killed(process, chance.randint(1, 12))
        acknowledged |= told
        page = max(acknowledged) // 20 - 1  # the last pages are asked again, as after a crash
        with open_reader(path) as reader:
            cursor = int(reader.sources()[0].cursor)
        assert cursor >= max(told)
    rows = stored(path)
    assert len(rows) == len(set(rows))
    assert acknowledged <= set(rows)
    with open_reader(path) as reader:
        assert reader.count(ALWAYS) == len(rows) == reader.facts().mentions
        assert reader.problems() == ()
    open_writer(path).close()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_that_two_processes_write_at_once(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        topics(writer, "Orange")
        first, second = source(writer, "un"), source(writer, "deux")
    one, other = start(path, first.id, 0), start(path, second.id, 100_000)
    acknowledged = killed(one, 30) | killed(other, 30)
    rows = stored(path)
    assert len(rows) == len(set(rows))
    assert acknowledged <= set(rows)
    with open_reader(path) as reader:
        assert reader.problems() == ()


def test_that_writers_who_open_at_the_same_instant_all_get_in(tmp_path: Path) -> None:
    """Each time the last one out folds the file, so that the next two turn it to WAL again. Processes: threads take
    turns at it."""
    path, begin = new_session(tmp_path), str(time.time() + 1)
    words = [sys.executable, str(Path(__file__).with_name("opening_together.py")), str(path), begin, "60"]
    env = os.environ | {"PYTHONPATH": str(Path(session.__file__).parents[2])}
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env) for _ in range(2)]
    assert [process.communicate(timeout=60)[0].strip() for process in both] == ["0", "0"]


def test_that_a_reader_reads_while_a_writer_is_in_mid_change(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [entry(1)])
        with writer._writing(durable=False) as connection:
            connection.execute("DELETE FROM volume")
            assert reader.count(ALWAYS) == 1
            connection.execute("ROLLBACK")
            connection.execute("BEGIN")


def test_that_a_locked_session_is_a_clear_error_and_nothing_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "BUSY_SECONDS", 0.01)
    path, first = opened(tmp_path)
    with first, open_writer(path) as second, open_reader(path) as reader:
        flux = source(first)
        first._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match="busy"):
            add(second, flux, [entry(1)])
        first._connection.execute("ROLLBACK")
        assert reader.count(ALWAYS) == 0
        assert add(second, flux, [entry(1)]).new == 1


def test_that_a_full_disk_stores_nothing_of_the_page_and_recovers(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        (orange,) = topics(writer, "Orange")
        add(writer, flux, [entry("before", orange)])
        pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
        writer._connection.execute(f"PRAGMA max_page_count={pages + 2}")
        page = [entry(n, orange, text="panne " * 500) for n in range(100)]
        with pytest.raises(StoreFullError, match="disk is full"):
            add(writer, flux, page, NOON + 1)
        assert reader.count(ALWAYS) == 1
        assert reader.sources()[0].cursor == str(NOON)
        assert reader.problems() == ()
        writer._connection.execute("PRAGMA max_page_count=1000000")
        assert add(writer, flux, page, NOON + 2).new == 100
        assert reader.problems() == ()


def test_that_a_session_on_a_full_disk_is_not_left_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = session._connect

    def small(path: Path, how: str) -> sqlite3.Connection:
        connection = connect(path, how)
        connection.execute("PRAGMA max_page_count=5")
        return connection

    monkeypatch.setattr(session, "_connect", small)
    with pytest.raises(StoreFullError):
        new_session(tmp_path)
    assert not list(tmp_path.iterdir())


def test_that_a_damaged_page_is_reported_and_never_a_traceback(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        (orange,) = topics(writer, "Orange")
        add(writer, source(writer), [entry(n, orange, text="panne de fibre " * 20) for n in range(800)])
    size = path.stat().st_size
    chance = random.Random(5)
    for _ in range(30):
        held = bytearray(path.read_bytes())
        damaged = tmp_path / "damaged.hubdesk"
        begin = chance.randrange(4096 * 4, size - 4096)
        held[begin : begin + 2000] = chance.randbytes(2000)
        damaged.write_bytes(held)
        try:
            with open_reader(damaged) as reader:
                assert not any("\n" in line for line in reader.problems())
                reader.latest(ALWAYS, 1000)
                reader.coverage(ALWAYS)
        except (StoreDamagedError, session.SessionError):
            continue
