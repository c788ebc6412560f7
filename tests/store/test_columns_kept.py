"""Columns kept in the cache are a short cut: whatever is in the file, answers are those of the session."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from columns_fakes import History, events, looking
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import NOON, add, entry, new_session, opened, source
from test_columns import agree

from hubdesk.core import HOUR, MINUTE, Scope, Withdrawal
from hubdesk.core.filters import Filter
from hubdesk.store.columns import Columns
from hubdesk.store.erasure import EraseWish, erase
from hubdesk.store.reader_columns import shared
from hubdesk.store.session import open_connection, open_writer

ALL = Scope((), NOON - HOUR, NOON + HOUR, NOON + 2 * HOUR)
some = st.lists(events, min_size=1, max_size=8)


@given(some, some, st.integers(-MINUTE, 2 * MINUTE))
@settings(max_examples=40, deadline=None)
def test_that_what_changed_while_columns_lay_in_the_cache_is_seen(before: list, after: list, start: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        cache = Path(folder) / "cache"
        with writer:
            with looking(path) as reader:
                history = History(writer, reader)
                shared(path, cache)
                for event in before:
                    history.play(*event)
                agree(reader, ALL)
                for event in after[:1]:  # taken in, and perhaps not looked at
                    history.play(*event)
                shared(path).fill()
                assert shared(path, cache).keep() == (len(list(cache.glob("*"))) == 1)
            with looking(path) as reader:
                history.read_with(reader)
                for event in after[1:]:
                    history.play(*event)
                shared(path, cache)
                agree(reader, Scope((), NOON + start, NOON + 3 * MINUTE))
                agree(reader, Scope(reader.topics(), ALL.start, ALL.end))
                agree(reader, ALL)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Path]:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        flux = source(writer)
        add(writer, flux, [entry(number, author=f"anne{number % 7}") for number in range(200)])
    columns = Columns(path, open_connection, tmp_path / "cache")
    columns.look()
    assert columns.keep()
    columns.close()
    return path, next((tmp_path / "cache").glob("*"))


def held(path: Path, folder: Path) -> int:
    """How many mentions are in the columns before anything is read of the session."""
    columns = Columns(path, open_connection, folder)
    rows = len(columns)
    columns.close()
    return rows


def test_that_kept_columns_are_taken(kept: tuple[Path, Path]) -> None:
    assert held(kept[0], kept[1].parent) == 200


@pytest.mark.parametrize("place", [0, 9, 13, 40, 400, -1, -900])
def test_that_a_damaged_file_is_built_anew(kept: tuple[Path, Path], place: int) -> None:
    path, file = kept
    text = bytearray(file.read_bytes())
    text[place] ^= 0x55
    file.write_bytes(text)
    assert held(path, file.parent) == 0


@pytest.mark.parametrize("length", [0, 7, 15, 17, 500, 3_000])
def test_that_a_file_cut_short_is_built_anew(kept: tuple[Path, Path], length: int) -> None:
    path, file = kept
    file.write_bytes(file.read_bytes()[:length])
    assert held(path, file.parent) == 0


def test_that_another_session_in_the_place_of_this_one_has_columns_of_its_own(kept: tuple[Path, Path]) -> None:
    path, file = kept
    path.unlink()
    other = new_session(path.parent)
    with open_writer(other) as writer:
        add(writer, source(writer), [entry(number) for number in range(200)], NOON + 1)
    assert held(other, file.parent) == 0


def test_that_a_copy_that_went_another_way_has_columns_of_its_own(kept: tuple[Path, Path]) -> None:
    path, file = kept
    copy = path.with_name("copy.hubdesk")
    shutil.copyfile(path, copy)
    with open_writer(path) as writer:
        add(writer, source(writer), [entry(number) for number in range(900, 905)], NOON + MINUTE)
    with open_writer(copy) as writer:
        add(writer, source(writer), [entry(number) for number in range(800, 806)], NOON + 2 * MINUTE)
    columns = Columns(path, open_connection, file.parent)
    columns.look()
    assert columns.keep()
    columns.close()
    copy.replace(path)  # restored from a backup: the same session, and other mentions under the same numbers
    assert held(path, file.parent) == 0


def test_that_a_cache_that_cannot_be_written_is_no_error(kept: tuple[Path, Path]) -> None:
    path, file = kept
    columns = Columns(path, open_connection, file)  # a file where a folder should be
    assert len(columns.look().rows) == 200
    assert not columns.keep()
    columns.close()


def test_that_the_file_names_nobody_and_forgets_who_was_taken_back(kept: tuple[Path, Path]) -> None:
    path, file = kept
    assert b"anne" not in file.read_bytes()
    with open_writer(path) as writer:
        writer.withdraw([Withdrawal("bluesky", author_id="did:anne3")], NOON + MINUTE)
    columns = Columns(path, open_connection, file.parent)
    before = set(columns.look().tables.authors.arrays[0].tolist())
    assert not file.exists()
    assert columns.keep()
    columns.close()
    columns = Columns(path, open_connection, file.parent)
    after = set(columns.look().tables.authors.arrays[0].tolist())
    columns.close()
    assert len(after & before - {0}) == 6
    assert len(before - {0}) == 7


def test_that_an_erasure_leaves_nothing_in_the_cache(kept: tuple[Path, Path]) -> None:
    path, file = kept
    erase(path, EraseWish("author", ("anne3",)), NOON + MINUTE)
    with looking(path) as reader:
        shared(path, file.parent)
        assert reader.cut(replace(ALL, filters=(Filter("author", ("anne3",)),))).count == 0
        assert reader.cut(ALL).count == 200
        assert reader.voices(replace(ALL, filters=(Filter("network", ("bluesky",)),))).accounts == 6
        assert not file.exists()
