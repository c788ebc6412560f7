"""Where columns are kept: who may read them, what is pruned, and that who is erased is in none of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, new_session, source

from hubdesk.core import DAY, MINUTE, SourceRow, Terms
from hubdesk.store import columns_file, columns_place
from hubdesk.store.columns import Columns
from hubdesk.store.columns_place import file_name, key_of, prune
from hubdesk.store.erasure import erase
from hubdesk.store.erasure_subject import EraseWish
from hubdesk.store.reader_columns import drop, hold
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_connection, open_writer

MONTH = 30 * 86_400
LONG_AGO = 1_000_000_000.0
posix = pytest.mark.skipif(os.name != "posix", reason="rights and links as POSIX has them")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = new_session(tmp_path)
    with open_writer(made) as writer:
        add(writer, source(writer), [entry(number, author=f"anne{number % 7}") for number in range(60)])
    return made


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "columns"


def keep(path: Path, cache: Path) -> Path:
    """The session's columns, kept."""
    columns = Columns(path, open_connection, cache)
    columns.look()
    assert columns.keep()
    columns.close()
    assert columns.kept_in is not None
    return columns.kept_in


def held(path: Path, cache: Path) -> int:
    """How many mentions are there before any is taken in."""
    columns = Columns(path, open_connection, cache)
    columns.close()
    return len(columns)


@posix
def test_that_kept_columns_are_for_nobody_else_to_read(path: Path, cache: Path) -> None:
    file = keep(path, cache)
    assert file.stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700


@posix
def test_that_what_another_person_could_write_is_not_taken(
    path: Path, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = keep(path, cache)
    assert held(path, cache) == 60
    file.chmod(0o666)
    with caplog.at_level("INFO", "hubdesk.store"):
        assert held(path, cache) == 0
    assert len(caplog.records) == 1
    assert "another person" in caplog.text


@posix
def test_that_a_link_and_a_pipe_are_not_taken(path: Path, cache: Path) -> None:
    file = keep(path, cache)
    elsewhere = file.with_name("elsewhere")
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert held(path, cache) == 0
    file.unlink()
    os.mkfifo(file)  # reading one would wait for ever
    assert held(path, cache) == 0


def test_that_one_line_in_the_log_says_why_columns_are_built_anew(
    path: Path, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = keep(path, cache)
    file.write_bytes(b"HUBCOL00" + file.read_bytes()[8:])
    with caplog.at_level("INFO", "hubdesk.store"):
        assert held(path, cache) == 0
    assert [record.message.count("another version") for record in caplog.records] == [1]
    caplog.clear()
    file.unlink()
    with caplog.at_level("INFO", "hubdesk.store"):
        assert held(path, cache) == 0
    assert not caplog.records


@posix
def test_that_a_full_disk_leaves_what_was_kept_before(
    path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = keep(path, cache)

    class Full:
        """A file on a disk without room."""

        name = str(file.with_suffix(".part"))

        def __enter__(self) -> Full:
            file.with_suffix(".part").touch()
            return self

        def __exit__(self, *_error: object) -> None:
            return

        def write(self, _text: bytes) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(columns_file.tempfile, "NamedTemporaryFile", lambda **_words: Full())
    columns = Columns(path, open_connection, cache)
    assert not columns.keep()
    columns.close()
    assert list(cache.iterdir()) == [file]
    assert "No space left" in caplog.text
    assert held(path, cache) == 60


KEEPS_ON = """
import sys
from pathlib import Path
from hubdesk.store.columns import Columns
from hubdesk.store.session import open_connection

columns = Columns(Path(sys.argv[1]), open_connection, Path(sys.argv[2]))
columns.look()
while columns.keep():
    print("kept", flush=True)
"""


def test_that_a_kill_leaves_the_old_file_or_the_new_one(path: Path, cache: Path) -> None:
    for turn in range(3):
        words = [sys.executable, "-c", KEEPS_ON, str(path), str(cache)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
            assert process.stdout is not None
            for _line in range(2 + turn):
                process.stdout.readline()
            process.kill()
        assert held(path, cache) == 60


def test_that_columns_of_a_session_that_was_replaced_are_not_kept(path: Path, cache: Path) -> None:
    before = path.with_name("before")
    shutil.copyfile(path, before)
    with open_writer(path) as writer:
        add(writer, source(writer), [entry(number) for number in range(900, 905)], NOON + MINUTE)
    columns = Columns(path, open_connection, cache)
    columns.look()
    before.replace(path)  # the same session, from a backup
    assert not columns.keep()
    columns.close()
    assert held(path, cache) == 0


def test_that_who_is_erased_while_columns_are_kept_is_in_no_file(
    path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = Columns(path, open_connection, cache)
    columns.look()
    write = columns_file.write

    def erased_meanwhile(*given: object) -> bool:
        erase(path, EraseWish("author", ("anne3",)), NOON + MINUTE, kept=(cache,))
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(columns_file, "write", erased_meanwhile)
    assert not columns.keep()
    columns.close()
    assert not list(cache.iterdir())


def test_that_erasing_finds_what_is_kept_of_a_session_by_other_names(path: Path, cache: Path) -> None:
    other = path.with_name("linked.hubdesk")
    other.hardlink_to(path)
    copy = path.with_name("copy.hubdesk")
    shutil.copyfile(path, copy)
    connection = open_connection(path)
    key = key_of(connection)
    connection.close()
    files = [keep(one, cache) for one in (path, other, copy)]
    foreign = cache / file_name(path, b"another session's")
    foreign.write_bytes(b"not to be touched")
    assert len({*files}) == 3
    assert all(file.name.startswith(columns_place.print_of(key)) for file in files)
    half = files[0].with_name(files[0].stem + "x.part")
    half.write_bytes(b"half")
    erase(path, EraseWish("author", ("anne3",)), NOON + MINUTE, kept=(cache,))
    assert list(cache.iterdir()) == [foreign]


def test_that_erasing_in_a_sealed_file_removes_what_is_kept_of_it(path: Path, cache: Path, tmp_path: Path) -> None:
    sealed = tmp_path / "sealed.hubdesk"
    seal(path, sealed, SealWish(), NOON + DAY)
    keep(sealed, cache)
    erase(path, EraseWish("author", ("anne3",)), NOON + MINUTE, also=(sealed,), kept=(cache,))
    assert not list(cache.iterdir())
    assert held(sealed, cache) == 0


def test_that_erasing_removes_what_this_process_holds_open(path: Path, cache: Path) -> None:
    keep(path, cache)
    hold(path, cache)
    erase(path, EraseWish("author", ("anne3",)), NOON + MINUTE)
    assert not list(cache.iterdir())
    drop(path)


def test_that_what_expires_goes_from_kept_columns_too(tmp_path: Path, cache: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        flux = writer.add_source(SourceRow(0, "Fil", "feed", terms=Terms(keep_days=1)))
        add(writer, flux, [entry(number) for number in range(5)])
        keep(path, cache)
        hold(path, cache)
        assert writer.expire(NOON + MINUTE) == 0
        assert list(cache.iterdir())
        assert writer.expire(NOON + 3 * DAY) == 5
        assert not list(cache.iterdir())
    drop(path)


def made(folder: Path, name: str, age: float, size: int = 10) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(bytes(size))
    os.utime(file, (LONG_AGO - age, LONG_AGO - age))
    return file


def test_that_what_nobody_used_for_a_month_is_pruned(cache: Path) -> None:
    old, young = made(cache, "a.columns", MONTH + 1), made(cache, "b.columns", MONTH - 1)
    strange = made(cache, "b.txt", 10 * MONTH)
    prune(cache, LONG_AGO)
    assert [file.exists() for file in (old, young, strange)] == [False, True, True]


def test_that_the_longest_unused_go_while_all_is_too_much(cache: Path) -> None:
    files = [made(cache, f"{number}.columns", 86_400 * (9 - number), 100) for number in range(5)]
    prune(cache, LONG_AGO, most=300)
    assert [file.exists() for file in files] == [False, False, True, True, True]


def test_that_what_is_in_use_stays_whatever_its_size_and_age(cache: Path) -> None:
    ours = made(cache, "ours.columns", 2 * MONTH, 1_000)
    theirs = made(cache, "theirs.columns", 60, 1_000)
    idle = made(cache, "idle.columns", 86_400, 1_000)
    prune(cache, LONG_AGO, held=(ours,), most=100)
    assert [file.exists() for file in (ours, theirs, idle)] == [True, True, False]


def test_that_half_made_files_of_the_killed_go_and_those_being_written_stay(cache: Path) -> None:
    left, being = made(cache, "left.part", 7_200), made(cache, "being.part", 60)
    prune(cache, LONG_AGO)
    assert [file.exists() for file in (left, being)] == [False, True]


def test_that_a_cache_that_is_not_there_is_pruned_without_a_word(tmp_path: Path) -> None:
    prune(tmp_path / "none", LONG_AGO)
