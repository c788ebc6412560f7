"""Marks beside a sealed session: kept through a kill, read with the session's own, brought home, and never trusted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, opened, source

from hubdesk.core import EpisodeState, HubdeskError, Scope, Topic
from hubdesk.core.review import ReviewMark, ReviewWord, SideMark, new_mark
from hubdesk.store import marks_beside
from hubdesk.store.episodes import Seen
from hubdesk.store.marks_beside import ENDING, add_to_side, read_side, side_files
from hubdesk.store.marks_together import SideBook, Standing, standing
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader, open_writer

STAR, TAG, NOTE = ReviewWord.STAR, ReviewWord.TAG, ReviewWord.NOTE


@pytest.fixture
def live(tmp_path: Path) -> Path:
    path, writer = opened(tmp_path)
    with writer:
        add(writer, source(writer), [entry(n, at=NOON + n) for n in range(1, 4)], seen_at=NOON + 9)
        state = EpisodeState(NOON, "rise", NOON - 1, evidence={"told": [["{n}", {"n": 1}]]})
        writer.keep_watch("minutes", NOON + 9, "", [Seen("crisis", None, NOON, state)])
        writer.add_marks([replace(new_mark(STAR, NOON, mention=1), uid="own")])
    return path


@pytest.fixture
def sealed(live: Path, tmp_path: Path) -> Path:
    return seal(live, tmp_path / "train" / "crise.hubdesk", SealWish(), NOON + 10).path


@pytest.fixture(autouse=True)
def _train(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()


def files(session: Path) -> tuple[Path, ...]:
    return side_files(session, session.parent.parent / "data", session.parent.parent / "cache")


def stands(session: Path) -> Standing:
    with open_reader(session) as reader:
        return standing(reader, files(session))


def values(session: Path) -> list[tuple[str, str]]:
    return [(one.word, one.value) for one in stands(session).marks]


def test_that_marks_of_a_sealed_session_go_beside_it_and_are_read_with_its_own(sealed: Path) -> None:
    before = sealed.read_bytes()
    book = SideBook(sealed, files(sealed))
    made = [
        new_mark(TAG, NOON + 1, mention=2, value="  à  vérifier "),
        new_mark(NOTE, NOON + 2, episode=1, value="ici"),
    ]
    with book as keeper:
        assert keeper.add_marks(made) == 2
    assert (sealed.with_name("crise" + ENDING)).exists()
    assert values(sealed) == [("star", ""), ("tag", "à vérifier"), ("note", "ici")]
    assert stands(sealed).files == (str(sealed.with_name("crise" + ENDING)),)
    assert sealed.read_bytes() == before
    assert book.take_back_mark(made[0].uid, NOON + 3)
    assert not book.take_back_mark(made[0].uid, NOON + 4)
    assert values(sealed) == [("star", ""), ("note", "ici")]
    assert book.take_back_mark(made[0].uid, None)
    assert values(sealed) == [("star", ""), ("tag", "à vérifier"), ("note", "ici")]


def test_that_a_mark_which_was_sealed_along_is_undone_beside_it_and_at_home_once_merged(
    sealed: Path, live: Path
) -> None:
    assert SideBook(sealed, files(sealed)).take_back_mark("own", NOON + 3)
    assert values(sealed) == []
    with open_writer(live) as writer:
        merged = writer.merge_marks(read_side(files(sealed)[0]).marks)
        assert (merged.added, merged.undone, merged.known, merged.strays) == ((), 1, 0, 0)
        assert writer.merge_marks(read_side(files(sealed)[0]).marks).known == 1
    with open_reader(live) as reader:
        assert reader.marks() == ()


def test_that_merging_is_the_same_however_often_and_strays_stay_in_their_file(sealed: Path, live: Path) -> None:
    tag, gone = new_mark(TAG, NOON, mention=2, value="lille"), new_mark(STAR, NOON, mention=3)
    book = SideBook(sealed, files(sealed))
    book.add_marks([tag, gone])
    book.take_back_mark(gone.uid, NOON + 1)
    side = files(sealed)[0]
    other = new_mark(STAR, NOON, mention=3)
    add_to_side(side, [SideMark(other, NOON + 1), SideMark(new_mark(STAR, NOON, mention=99), NOON)])
    assert stands(sealed).strays == 2  # 3 is at another instant here: it is another mention
    brought = read_side(side).marks
    with open_writer(live) as writer:
        first, second = writer.merge_marks(brought), writer.merge_marks(brought)
    assert (first.added, first.undone, first.known, first.strays) == ((tag.uid,), 0, 1, 2)
    assert (second.added, second.undone, second.known, second.strays) == ((), 0, 2, 2)
    assert len(read_side(side).marks) == 4


def test_that_a_torn_line_is_ignored_and_the_next_mark_stands_on_a_line_of_its_own(sealed: Path) -> None:
    book, side = SideBook(sealed, files(sealed)), files(sealed)[0]
    book.add_marks([new_mark(STAR, NOON, mention=2)])
    whole = side.read_bytes()
    for cut in range(1, len(whole)):
        side.write_bytes(whole + whole[:cut])
        assert (len(read_side(side).marks), read_side(side).refused) == (1, 0)
        book.add_marks([new_mark(TAG, NOON, mention=3, value="x")])
        found = read_side(side)
        assert len(found.marks) == 2
        assert found.refused == (0 if cut == len(whole) - 1 else 1)  # without its end alone, it is whole


def test_that_where_the_folder_cannot_be_written_the_profile_keeps_them(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refusing(path: object, flags: int, mode: int = 0o777, **more: object) -> int:
        if flags & os.O_CREAT and Path(str(path)).parent == sealed.parent:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, flags, mode)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refusing)
    SideBook(sealed, files(sealed)).add_marks([new_mark(STAR, NOON, mention=2)])
    assert stands(sealed).files == (str(files(sealed)[1]),)
    assert not files(sealed)[0].exists()


def test_that_nothing_is_kept_in_the_cache(tmp_path: Path) -> None:
    cache, data = tmp_path / "cache", tmp_path / "data"
    there = side_files(cache / "demo-1" / "demo.hubdesk", data, cache)
    assert [path.parent for path in there] == [data / "marks"]
    assert there != side_files(cache / "demo-2" / "demo.hubdesk", data, cache)


def line(**over: object) -> bytes:
    value = {"hubdesk_mark": 1, "uid": "u", "at": NOON, "word": "star", "mention": 2, "value": "", "of": None}
    return json.dumps(value | over).encode() + b"\n"


@pytest.mark.parametrize(
    "hostile",
    [
        b"\xff\xfe\x00\n",
        b"[" * 60_000 + b"\n",
        b'{"hubdesk_mark": 1, "at": 1' + b"0" * 10_000 + b"}\n",
        b"null\n",
        line(hubdesk_mark=2),
        line(uid="u" * 65),
        line(uid=7),
        line(uid=""),
        line(at=True),
        line(at=-1),
        line(at=1 << 60),
        line(at=1.5),
        line(mention="2"),
        line(mention=1 << 70),
        line(instant=NOON),
        line(mention=None),
        line(word="praise"),
        line(word="note", value="  "),
        line(word="note", value="x" * 4_001),
        line(word="tag", value="\ud800"),
        line(word="tag", value=["x"]),
        line(taken_back_at="now"),
        line(of="now"),
        line(extra="x" * 70_000),
    ],
)
def test_that_a_strangers_line_is_counted_and_left_out(tmp_path: Path, hostile: bytes) -> None:
    side = tmp_path / "s.marks.jsonl"
    side.write_bytes(line(uid="good") + hostile + line(uid="too"))
    found = read_side(side)
    assert [one.mark.uid for one in found.marks] == ["good", "too"]
    assert found.refused == 1


def test_that_a_file_without_end_a_pipe_a_folder_and_a_link_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: Path
) -> None:
    side = files(sealed)[0]
    monkeypatch.setattr(marks_beside, "MOST_BYTES", 1_000)
    side.write_bytes(b"x" * 1_001)
    assert "larger than" in stands(sealed).faults[0]
    side.unlink()
    side.mkdir()
    assert "is not a file" in stands(sealed).faults[0]
    side.rmdir()
    side.symlink_to("/etc/hostname")
    assert "cannot be read" in stands(sealed).faults[0]
    assert values(sealed) == [("star", "")]
    if hasattr(os, "mkfifo"):
        side.unlink()
        os.mkfifo(side)
        assert "is not a file" in stands(sealed).faults[0]


def test_that_a_link_beside_a_strangers_session_is_never_written_through(sealed: Path, tmp_path: Path) -> None:
    target = tmp_path / "precious.txt"
    target.write_text("precious")
    files(sealed)[0].symlink_to(target)
    SideBook(sealed, files(sealed)).add_marks([new_mark(STAR, NOON, mention=2)])
    assert target.read_text() == "precious"
    assert stands(sealed).files == (str(files(sealed)[1]),)


def test_that_a_full_file_takes_no_more(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks_beside, "MOST_BYTES", 400)
    book = SideBook(sealed, files(sealed))
    book.add_marks([new_mark(STAR, NOON, mention=2)])
    with pytest.raises(HubdeskError, match="is full"):
        book.add_marks([new_mark(STAR, NOON, mention=3), new_mark(TAG, NOON, mention=3, value="x" * 50)])
    assert len(read_side(files(sealed)[0]).marks) == 1


@pytest.mark.parametrize("wrong", [new_mark(STAR, NOON, mention=99), ReviewMark("u", NOON, TAG, mention=1)])
def test_that_what_can_be_no_mark_is_refused_before_it_is_written(sealed: Path, wrong: ReviewMark) -> None:
    with pytest.raises(HubdeskError):
        SideBook(sealed, files(sealed)).add_marks([wrong])
    assert not files(sealed)[0].exists()


WRITER = """
import sys
from pathlib import Path
from hubdesk.core.review import new_mark
from hubdesk.store.marks_together import SideBook
session, side = Path(sys.argv[1]), Path(sys.argv[2])
book = SideBook(session, (side,))
while True:
    mark = new_mark("tag", 1, mention=2, value="x" * 50)
    book.add_marks([mark])
    print(mark.uid, flush=True)
"""


def test_that_no_mark_that_was_told_as_kept_is_lost_when_the_program_is_killed(sealed: Path) -> None:
    side = files(sealed)[0]
    for _run in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(sealed), str(side)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        with child, child.stdout:
            told = {child.stdout.readline().strip() for _mark in range(20)}
            child.kill()
        assert told <= {one.mark.uid for one in read_side(side).marks}


def test_that_two_who_mark_at_once_lose_nothing(sealed: Path) -> None:
    book = SideBook(sealed, files(sealed))

    def mark(_number: int) -> None:
        book.add_marks([new_mark(TAG, NOON, mention=2, value="x")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(mark, range(40)))
    found = read_side(files(sealed)[0])
    assert (len(found.marks), found.refused) == (40, 0)


def test_that_of_marked_mentions_the_scope_holds_its_own_newest_first(live: Path) -> None:
    with open_reader(live) as reader:
        wanted = [3, 1, 2, 3, 99]
        assert [one.id for one in reader.among(wanted, Scope((), NOON, NOON + 10))] == [3, 2, 1]
        assert [one.id for one in reader.among(wanted, Scope((), NOON + 2, NOON + 10))] == [3, 2]
        assert reader.among(wanted, Scope((), NOON, NOON + 5)) == ()  # they became known later
        assert reader.among(wanted, Scope((Topic(7, "SFR", "sfr"),), NOON, NOON + 10)) == ()
