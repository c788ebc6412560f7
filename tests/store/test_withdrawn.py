"""What a presenter took off all screens is told for ever, whatever else was marked and wherever it was kept."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from erasure_fakes import LATER, canaries
from erasure_fakes import session as erasable
from store_fakes import NOON, add, entry, opened, source

from hubdesk.core.cues import WITHDRAWAL, Cue, CueWord, mark_of
from hubdesk.core.review import ReviewMark, SideMark
from hubdesk.store.cues_together import done
from hubdesk.store.erasure import erase
from hubdesk.store.erasure_subject import EraseKind, EraseWish
from hubdesk.store.marks_beside import add_to_side
from hubdesk.store.session import open_reader, open_writer
from hubdesk.store.writer import Writer

MANY = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
    " INSERT INTO mark (uid, at, word, instant, value) SELECT 'u' || i, ? + i, ?, 1, ? FROM n"
)


def off(number: int | str, at: int = NOON, **over: object) -> ReviewMark:
    """The mark of a mention that was taken off."""
    return replace(mark_of(Cue(CueWord.WITHDRAW, str(number), run="r1", at=at), at), **over)  # type: ignore[arg-type]


def with_mentions(folder: Path, count: int) -> tuple[Path, Writer]:
    path, writer = opened(folder)
    add(writer, source(writer), [entry(n) for n in range(1, count + 1)])
    return path, writer


def test_that_a_mark_of_what_was_taken_off_begins_as_it_is_looked_for() -> None:
    assert off(7).value.startswith(WITHDRAWAL)
    assert not mark_of(Cue(CueWord.SCENE, "withdraw"), 1).value.startswith(WITHDRAWAL)


def test_that_what_was_taken_off_is_told_after_thirty_thousand_later_marks_of_each_kind(tmp_path: Path) -> None:
    path, writer = with_mentions(tmp_path, 3)
    with writer:
        writer.add_marks([off(1), off(3, NOON + 1)])
        writer._connection.execute(MANY, (NOON + 5, "bookmark", ""))
        writer._connection.execute(MANY.replace("'u'", "'v'"), (NOON + 5, "cue", '{"do": "pin"}'))
    with open_reader(path) as reader:
        assert not any("withdraw" in mark.value for mark in reader.marks())  # which is why they are asked apart
        assert reader.withdrawn() == {1, 3}
        assert done(reader, (), has_cues=False).withdrawn == {1, 3}


def test_that_what_was_done_with_a_wall_is_not_pushed_out_by_notes(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        writer.add_marks([mark_of(Cue(CueWord.SCENE, "two", run="r1", at=NOON), NOON)])
        writer._connection.execute(MANY, (NOON + 5, "note", "later"))
    with open_reader(path) as reader:
        assert [mark.at for mark in reader.cues()] == [NOON]
        assert [mark.at for mark in done(reader, (), has_cues=True).cues] == [NOON]
        assert done(reader, (), has_cues=False).cues == ()


def test_that_a_strangers_withdrawals_name_no_more_than_the_session_holds(tmp_path: Path) -> None:
    path, writer = with_mentions(tmp_path, 2)
    with writer:
        writer.add_marks([off(2)])
        for number, value in enumerate(
            (
                WITHDRAWAL,
                WITHDRAWAL + ', "value": "99"}',
                WITHDRAWAL + ', "value": "²"}',
                WITHDRAWAL + ', "value": ' + "[" * 3_000,
                WITHDRAWAL + ', "value": "' + "9" * 3_000 + '"}',
                WITHDRAWAL + "x" * 9_000,
            )
        ):
            asked = "INSERT INTO mark (uid, at, word, instant, value) VALUES (?, ?, 'cue', ?, ?)"
            writer._connection.execute(asked, (f"x{number}", NOON, NOON, value))
    with open_reader(path) as reader:
        assert reader.withdrawn() == {2}


def test_that_what_was_undone_is_back_whether_in_the_session_or_beside_it(tmp_path: Path) -> None:
    path, writer = with_mentions(tmp_path, 3)
    beside = tmp_path / "trial.marks.jsonl"
    marks = [off(1), off(2), off(3)]
    with writer:
        writer.add_marks(marks)
        writer.take_back_mark(marks[0].uid, NOON + 1)
    add_to_side(beside, [SideMark(marks[1].taken_back(NOON + 2))])
    with open_reader(path) as reader:
        assert reader.withdrawn() == {2, 3}
        assert done(reader, (beside,), has_cues=False).withdrawn == {3}


def test_that_what_was_taken_off_beside_a_sealed_session_stays_off_after_more_marks_than_are_told(
    tmp_path: Path,
) -> None:
    path, writer = opened(tmp_path)
    writer.close()
    beside = tmp_path / "trial.marks.jsonl"
    later = mark_of(Cue(CueWord.PIN, run="r1", at=NOON), NOON + 1)
    add_to_side(beside, [SideMark(off(5)), *(SideMark(replace(later, uid=f"u{n}")) for n in range(21_000))])
    with open_reader(path) as reader:
        found = done(reader, (beside,), has_cues=False)
        assert found.withdrawn == {5}
        assert found.faults == ()


def test_that_a_file_beside_a_session_that_cannot_be_read_is_said_and_costs_nothing_else(tmp_path: Path) -> None:
    path, writer = with_mentions(tmp_path, 1)
    with writer:
        writer.add_marks([off(1)])
    beside = tmp_path / "trial.marks.jsonl"
    beside.mkdir()
    with open_reader(path) as reader:
        found = done(reader, (beside,), has_cues=True)
    assert found.withdrawn == {1}
    assert len(found.faults) == 1
    assert str(beside) in found.faults[0]


def test_that_the_scenes_a_wall_had_name_nobody_who_was_erased(tmp_path: Path) -> None:
    path = erasable(tmp_path, 2, 4, 2)
    note = '[[scene]]\nname = "duel"\ntitle = "Face à @zqplume_1x"\n'
    with open_writer(path) as writer:
        writer.set_note("scenes:0a1b", note)
    erase(path, EraseWish(EraseKind.AUTHOR, ("bluesky:zqplume_1x",)), LATER)
    with open_reader(path) as reader:
        kept = reader.note("scenes:0a1b")
    assert "zqplume_1x" not in kept
    assert tomllib.loads(kept)["scene"][0]["name"] == "duel"
    assert not [one for one in canaries(path) if b"zqplume_1x" in one]
