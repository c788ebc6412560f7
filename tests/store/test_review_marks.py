"""Marks of people: made, undone, let stand again, and merged from beside a sealed session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, opened, source

from hubdesk.core import HubdeskError
from hubdesk.core.review import ReviewMark, ReviewWord, new_mark
from hubdesk.store.session import open_reader


def test_a_mark_is_read_back_as_it_was_made(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        add(writer, source(writer), [entry(1)])
        note = new_mark(ReviewWord.NOTE, NOON, mention=1, value="  la première\nà le dire ")
        here = new_mark(ReviewWord.BOOKMARK, NOON + 1, instant=NOON - 5)
        assert writer.add_marks([note, here]) == 2
        with open_reader(path) as reader:
            assert [replace(one, id=0) for one in reader.marks()] == [note, here]
            assert [one.uid for one in reader.marks_of(1)] == [note.uid]


def test_an_undone_mark_is_gone_and_stands_again(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        star = new_mark(ReviewWord.BOOKMARK, NOON, instant=NOON)
        writer.add_marks([star])
        assert writer.take_back_mark(star.uid, NOON + 1)
        assert not writer.take_back_mark(star.uid, NOON + 2)
        assert reader.marks() == ()
        assert writer.take_back_mark(star.uid, None)
        assert [one.uid for one in reader.marks()] == [star.uid]


def test_merging_the_same_marks_twice_doubles_nothing(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        kept, undone = (new_mark(ReviewWord.TAG, NOON, instant=NOON, value=word) for word in ("lille", "faux"))
        assert writer.add_marks([kept, undone.taken_back(NOON + 1)]) == 2
        assert writer.add_marks([kept, undone]) == 0
        assert [one.value for one in reader.marks()] == ["lille"]


def test_what_was_undone_elsewhere_is_undone_here(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        mark = new_mark(ReviewWord.BOOKMARK, NOON, instant=NOON)
        writer.add_marks([mark])
        assert writer.add_marks([mark.taken_back(NOON + 9)]) == 1
        assert reader.marks() == ()


@pytest.mark.parametrize(
    "wrong",
    [
        new_mark("praise", NOON, instant=NOON),
        new_mark(ReviewWord.STAR, NOON),
        new_mark(ReviewWord.STAR, NOON, mention=1, instant=NOON),
        new_mark(ReviewWord.STAR, NOON, mention=99),
        new_mark(ReviewWord.NOTE, NOON, episode=99, value="x"),
        new_mark(ReviewWord.NOTE, NOON, instant=NOON, value="   "),
        new_mark(ReviewWord.TAG, NOON, instant=NOON, value="x" * 61),
        new_mark(ReviewWord.NOTE, NOON, instant=NOON, value="x" * 4_001),
        ReviewMark("u" * 65, NOON, ReviewWord.STAR, instant=NOON),
    ],
)
def test_one_mark_that_can_be_none_keeps_all_of_them_out(tmp_path: Path, wrong: ReviewMark) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        with pytest.raises(HubdeskError):
            writer.add_marks([new_mark(ReviewWord.BOOKMARK, NOON, instant=NOON), wrong])
        assert reader.marks() == ()


def test_a_strangers_endless_marks_are_told_in_bounds(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        for number, (at, instant, value) in enumerate(
            [(NOON, NOON, "x" * 9_000), (1 << 60, NOON, "later"), (NOON, -5, "before"), (NOON, 1 << 60, "after")]
        ):
            asked = "INSERT INTO mark (uid, at, word, instant, value) VALUES (?, ?, 'bookmark', ?, ?)"
            writer._connection.execute(asked, (f"{number}" * 100, at, instant, value))
    with open_reader(path) as reader:
        (told,) = reader.marks()
        assert (len(told.uid), len(told.value)) == (64, 4_000)


def test_of_very_many_marks_the_latest_are_told_in_their_order(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        asked = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20005)"
            " INSERT INTO mark (uid, at, word, instant, value) SELECT 'u' || i, i, 'bookmark', 1, '' FROM n"
        )
        writer._connection.execute(asked)
    with open_reader(path) as reader:
        told = reader.marks()
    assert (len(told), told[0].at, told[-1].at) == (20_000, 6, 20_005)
