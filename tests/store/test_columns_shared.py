"""Columns are one for all who ask in a process, last until the last who holds them drops them, and may be filled by
another process, which is ended with whoever waits for it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, new_session, source

from hubdesk.core import HOUR, HubdeskError, Scope
from hubdesk.core.filters import Filter
from hubdesk.store import columns as columns_room
from hubdesk.store import columns_child, reader_columns
from hubdesk.store.columns import Columns
from hubdesk.store.columns_beside import FillingBeside
from hubdesk.store.reader_columns import drop, folders, free, hold, kept_files, leave, ready, shared
from hubdesk.store.session import open_connection, open_reader, open_writer

NARROWED = Scope((), NOON - HOUR, NOON + HOUR, filters=(Filter("kind", ("post",)),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = new_session(tmp_path)
    with open_writer(made) as writer:
        add(writer, source(writer), [entry(number) for number in range(60)])
    return made


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def nothing_held_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_columns, "_SHARED", {})  # by the tests of other files


def test_that_holding_makes_nothing_and_says_where_they_are_kept(path: Path, cache: Path) -> None:
    hold(path, cache)
    assert ready(path) is None
    assert folders() == (cache,)
    assert kept_files() == ()
    file = shared(path).kept_in
    assert file is not None
    assert file.parent == cache
    assert kept_files() == (file,)
    drop(path)
    assert (ready(path), folders(), kept_files()) == (None, (), ())


def test_that_columns_that_were_made_before_learn_where_they_are_kept(path: Path, cache: Path) -> None:
    first = shared(path)
    assert first.kept_in is None
    hold(path, cache)
    assert shared(path) is first
    assert first.kept_in is not None
    drop(path)


def test_that_the_last_who_holds_them_lets_go(path: Path, cache: Path) -> None:
    hold(path, cache)
    hold(path, cache)
    columns = shared(path)
    leave(path)
    drop(path)
    assert len(columns.look().rows) == 60
    leave(path)
    with pytest.raises(HubdeskError):
        columns.look()
    drop(path)
    drop(path)  # nobody holds it
    assert shared(path) is not columns
    drop(path)


def test_that_leaving_ends_the_wait_of_whoever_reads(path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_room, "STRETCH", 1)
    hold(path, cache)
    columns = shared(path)
    waits = threading.Event()
    take_in = columns._take_in

    def slowly(connection: object) -> bool:
        waits.set()
        take_in(connection)  # type: ignore[arg-type]
        return True  # there is ever more

    monkeypatch.setattr(columns, "_take_in", slowly)
    with open_reader(path) as reader, ThreadPoolExecutor(1) as pool:
        cut = pool.submit(reader.cut, NARROWED)
        assert waits.wait(60)
        leave(path)
        with pytest.raises(HubdeskError):
            cut.result(timeout=60)
        with pytest.raises(HubdeskError):
            reader.cut(NARROWED)  # nor does the next one begin anew
    drop(path)


def test_that_who_looks_calls_for_who_fills_them_and_waits(path: Path, cache: Path) -> None:
    called = threading.Event()
    hold(path, cache, called.set)
    columns = shared(path)
    with open_reader(path) as reader, ThreadPoolExecutor(1) as pool:
        cut = pool.submit(reader.cut, NARROWED)
        assert called.wait(60)
        assert FillingBeside().run(path, cache, [].append)
        assert not cut.done()
        assert len(columns) == 0
        columns.take_kept()
        assert len(columns) == 60
        free(path)
        assert cut.result(timeout=60).count == 60
    drop(path)


def test_that_who_waits_for_who_fills_them_is_told_when_all_leave(path: Path, cache: Path) -> None:
    called = threading.Event()
    hold(path, cache, called.set)
    with open_reader(path) as reader, ThreadPoolExecutor(1) as pool:
        cut = pool.submit(reader.cut, NARROWED)
        assert called.wait(60)
        leave(path)
        with pytest.raises(HubdeskError):
            cut.result(timeout=60)
    drop(path)


def test_that_the_process_beside_tells_how_far_it_is(path: Path, cache: Path) -> None:
    shares: list[float] = []
    assert FillingBeside().run(path, cache, shares.append)
    assert shares == [0]  # so few are taken in at once
    columns = Columns(path, open_connection, cache)
    assert len(columns) == 60
    columns.close()


def test_that_the_process_beside_is_ended_at_once_and_not_begun_again(path: Path, cache: Path) -> None:
    beside = FillingBeside()
    told = threading.Event()

    def tell(_share: float) -> None:
        beside.kill()
        told.set()

    beside.run(path, cache, tell)
    assert told.is_set()
    told.clear()
    assert not beside.run(path, cache, tell)
    assert not told.is_set()


def test_that_a_session_that_cannot_be_read_ends_the_process_beside(tmp_path: Path, cache: Path) -> None:
    assert not FillingBeside().run(tmp_path / "none.hubdesk", cache, [].append)


def test_that_nothing_is_filled_beside_where_there_is_no_room_to_keep_it(
    path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(columns_child, "A_MENTION", 1 << 60)
    assert columns_child.main(path, cache) == 1
    assert capsys.readouterr().out == ""
    cache.rmdir()
    cache.touch()  # a file where the folder should be
    monkeypatch.undo()
    assert columns_child.main(path, cache) == 1


def test_that_what_is_done_so_far_is_kept_for_the_next_time(
    path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(columns_room, "STRETCH", 10)
    monkeypatch.setattr(columns_child, "FIRST_KEPT", 20)
    kept: list[int] = []
    keep = Columns.keep
    monkeypatch.setattr(Columns, "keep", lambda self: kept.append(len(self)) or keep(self))
    assert columns_child.main(path, cache) == 0
    assert kept == [20, 40, 60]
    assert capsys.readouterr().out.split()[-1] == "1.0000"
