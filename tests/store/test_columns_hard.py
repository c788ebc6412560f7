"""Columns of sessions that are hard on them: nearly empty, all at one instant, written to while several look."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from columns_fakes import HOSTILE, Looking, looking
from store_fakes import NOON, add, entry, new_session, source, topics
from test_columns import agree

from hubdesk.core import HOUR, MINUTE, Author, HubdeskError, Notes, Scope, Span, Withdrawal
from hubdesk.core.filters import Filter
from hubdesk.query.syntax import QueryError
from hubdesk.store.columns import Columns
from hubdesk.store.columns_authors import Authors
from hubdesk.store.columns_dimensions import DIMENSIONS
from hubdesk.store.errors import StoreUnreachableError
from hubdesk.store.reader_columns import shared
from hubdesk.store.rereads import Reread
from hubdesk.store.session import open_connection, open_reader, open_writer

WHOLE = Scope((), NOON - HOUR, NOON + HOUR)


def every_answer(reader: Looking, scope: Scope) -> None:
    cut = reader.cut(scope)
    for one, other in itertools.product(DIMENSIONS, DIMENSIONS):
        assert sum(cut.crossed(one, other).values()) >= cut.count
    for name in DIMENSIONS:
        assert sum(figure.mentions for figure in cut.by(name).values()) >= cut.count
    assert cut.ids() == tuple(sorted(cut.ids()))
    agree(reader, scope)


@pytest.mark.parametrize("many", [0, 1, 2])
def test_that_a_session_with_hardly_a_mention_is_counted(tmp_path: Path, many: int) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        orange = topics(writer, "Orange")[0]
        add(writer, source(writer), [entry(number, orange) for number in range(many)], NOON + 1)
    with looking(path) as reader:
        for scope in (WHOLE, replace(WHOLE, topics=(orange,)), Scope((), NOON, NOON), Scope((), NOON + 9, NOON - 9)):
            every_answer(reader, scope)


def test_that_a_text_too_long_for_one_value_is_read_in_rows(tmp_path: Path) -> None:
    def narrow(path: Path) -> sqlite3.Connection:
        connection = open_connection(path)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2_000)
        return connection

    path = new_session(tmp_path)
    with open_writer(path) as writer, open_reader(path) as reader:
        add(writer, source(writer), [entry(number) for number in range(1_000)])
        columns = Columns(path, narrow)
        before = columns.look().rows
        writer.set_readings([Reread(reader.mentions([7])[0], Notes(tone="positive", versions=(("tone", 9),)))])
        after = columns.look().rows
        columns.close()
    assert (before.reading != after.reading).nonzero()[0].tolist() == [6]


def test_that_a_minute_of_thousands_is_counted_to_the_last_one(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        orange, free = topics(writer, "Orange", "Free")
        flux = source(writer)
        told = [
            entry(number, *((orange,), (orange, free), ())[number % 3], at=NOON + number % 90)
            for number in range(6_000)
        ]
        add(writer, flux, told, NOON + MINUTE)
        with looking(path) as reader:
            agree(reader, WHOLE)
            agree(reader, Scope((free, orange), NOON + 3, NOON + 44, NOON + HOUR))
            writer.withdraw([Withdrawal("bluesky", f"at://{number}") for number in range(0, 300, 7)], NOON + MINUTE)
            agree(reader, WHOLE)


def test_that_an_endless_name_from_right_to_left_is_an_author_like_others(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        one = entry(1)
        many = [
            replace(
                entry(number), mention=replace(entry(number).mention, author=Author(HOSTILE + str(number % 2), "x"))
            )
            for number in range(10)
        ]
        add(writer, source(writer), [one, *many])
    with looking(path) as reader:
        told = reader.voices(Scope((), NOON, NOON + 1, filters=(Filter("network", ("bluesky",)),)))
        assert [voice.mentions for voice in told.listed] == [5, 4]
        name = told.listed[0].account.handle
        assert reader.cut(Scope((), NOON, NOON + 1, filters=(Filter("author", (name,)),))).count == 5


def test_that_several_look_while_one_writes(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    done = threading.Event()
    with open_writer(path) as writer:
        orange = topics(writer, "Orange")[0]
        flux = source(writer)

        def write() -> None:
            for turn in range(60):
                told = [entry(f"{turn}-{number}", orange, author=f"a{number}") for number in range(5)]
                add(writer, flux, told, NOON + turn, covers=Span(NOON - HOUR, NOON + HOUR))
                if turn % 5 == 4:
                    writer.withdraw([Withdrawal("bluesky", f"at://{turn}-1")], NOON + turn)
            done.set()

        def look() -> int:
            looks = 0
            with Looking(open_connection(path), path) as reader:
                while not done.is_set() or not looks:
                    cut = reader.cut(replace(WHOLE, topics=(orange,)))
                    by_tone, curve = cut.by("tone"), cut.volume(orange, MINUTE)
                    assert sum(figure.mentions for figure in by_tone.values()) == cut.count
                    assert sum(n or 0 for _at, n in curve) == cut.count
                    assert len(cut.ids()) == cut.count - cut.gone
                    assert cut.count % 5 == 0
                    looks += 1
            return looks

        with looking(path) as reader, ThreadPoolExecutor(3) as pool:
            looked = [pool.submit(look) for _ in range(2)]
            pool.submit(write).result()
            assert all(one.result() for one in looked)
            agree(reader, WHOLE)
            assert reader.cut(WHOLE).count == 300


def test_that_filling_stops_when_asked_and_goes_on(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        add(writer, source(writer), [entry(number) for number in range(50)])
    columns = Columns(path, open_connection)
    assert not columns.fill(lambda: True)
    assert columns.missing() == 50
    assert columns.fill()
    assert columns.missing() == 0
    columns.close()


def test_that_what_is_no_query_is_said(tmp_path: Path) -> None:
    with looking(new_session(tmp_path)) as reader, pytest.raises(QueryError):
        reader.cut(replace(WHOLE, filters=(Filter("text", ("(orange",)),)))


def test_that_a_step_without_end_is_refused_as_by_sql(tmp_path: Path) -> None:
    with looking(new_session(tmp_path)) as reader:
        with pytest.raises(HubdeskError) as ours:
            reader.cut(WHOLE).volume(None, 1)
        with pytest.raises(HubdeskError) as theirs:
            reader.volume(None, WHOLE, 1)
    assert str(ours.value) == str(theirs.value)


def test_that_a_session_put_in_the_place_of_another_has_columns_of_its_own(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        add(writer, source(writer), [entry(1)])
    with looking(path) as reader:
        assert reader.cut(WHOLE).count == 1
        first = shared(path)
        path.rename(tmp_path / "other")
        new_session(tmp_path)
        with pytest.raises(StoreUnreachableError):
            first.look()
        with looking(path) as again:
            assert again.cut(WHOLE).count == 0


def test_that_a_filter_names_a_field_there_is() -> None:
    with pytest.raises(ValueError, match="brand"):
        Filter("brand", ("Orange",))
    assert Filter("tone", ("negative",)).other_way().other_way() == Filter("tone", ("negative",))


def languages(reader: Looking, scope: Scope = WHOLE) -> dict[str, int]:
    """By language, and as a filter takes it."""
    told = {value: figure.mentions for value, figure in reader.cut(scope).by("language").items()}
    assert told == {value: reader.cut(replace(scope, filters=(Filter("language", (value,)),))).count for value in told}
    return told


def test_that_a_language_corrected_and_taken_back_is_followed_and_looked_back_at(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer, looking(path) as reader:
        add(writer, source(writer), [entry(number) for number in range(3)])
        assert languages(reader) == {"fr": 3}
        first = writer.correct(1, "language", "en", NOON + 1)
        writer.correct(2, "language", "en", NOON + 2)
        assert languages(reader) == {"en": 2, "fr": 1}
        assert languages(reader, replace(WHOLE, known_by=NOON + 1)) == {"fr": 2, "en": 1}
        assert languages(reader, replace(WHOLE, known_by=NOON)) == {"fr": 3}
        writer.undo_correction(first.id)
        assert languages(reader) == {"fr": 2, "en": 1}


def test_that_an_edit_into_another_language_is_followed_and_looked_back_at(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer, looking(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(number) for number in range(3)])
        assert languages(reader) == {"fr": 3}
        other = entry(1, text="out of order")
        add(writer, flux, [], NOON + 5, edits=[replace(other, notes=replace(other.notes, language="en"))])
        assert languages(reader) == {"fr": 2, "en": 1}
        assert languages(reader, replace(WHOLE, known_by=NOON + 4)) == {"fr": 3}


def test_that_what_was_looked_at_twice_is_no_word_of_the_rest(tmp_path: Path) -> None:
    """A commit changes mentions of all times; a look walks what it asks about and takes no other time as seen."""
    path = new_session(tmp_path)
    minutes = [Scope((), NOON + n * MINUTE, NOON + (n + 1) * MINUTE, NOON + HOUR) for n in range(6)]
    with open_writer(path) as writer, looking(path) as reader:
        add(writer, source(writer), [entry(n, at=NOON + n * MINUTE) for n in range(6)], NOON + 10 * MINUTE)
        assert [reader.cut(one).by("tone").keys() for one in minutes] == [{"negative"}] * 6
        heard = reader.mentions(range(1, 7))
        writer.set_readings([Reread(one, Notes(tone="neutral", versions=(("tone", 9),))) for one in heard])
        for n in (0, 1, 5, 3, 2, 4):
            assert list(reader.cut(minutes[n]).by("tone")) == ["neutral"]


def test_that_accounts_keep_their_numbers_as_more_are_met() -> None:
    authors = Authors(b"key")
    numbered: dict[str, int] = {}
    for batch in (["a", "b"], ["", "a", "c"], ["d", "b", "", "e"], ["a"]):
        codes = [authors.of("bluesky", name, "", "") for name in batch]
        authors.settle()
        number, many, nobody = authors.accounts()
        for name, code in zip(batch, codes, strict=True):
            assert numbered.setdefault(name, int(number[code])) == number[code]
        assert many == len(set(numbered.values())) == len(numbered)
        assert nobody == numbered.get("", -1)


def test_that_accounts_have_the_same_numbers_however_many_are_counted_at_once() -> None:
    """Threads count them as far as they see them, and one may put its numbers in the place of another's."""
    batches = (["d", "a"], ["", "c", "a"], ["b", "d", "e", "f"])
    at_once, in_steps = Authors(b"key"), Authors(b"key")
    for batch in batches:
        for authors in (at_once, in_steps):
            for name in batch:
                authors.of("bluesky", name, "", "")
            authors.settle()
        in_steps.accounts()
    numbers, *rest = at_once.accounts()
    others, *other = in_steps.accounts()
    assert (numbers.tolist(), rest) == (others.tolist(), other)
