"""A sealed file is erased too: written anew, sealed again with a hole, and old or new whatever happens."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from erasure_fakes import LATER, author, bystander, canaries, heard, session
from store_fakes import ALWAYS, NOON, add

from hubdesk.core import DAY, HOUR, MINUTE, HubdeskError
from hubdesk.core.review import ReviewMark, SideMark
from hubdesk.query.syntax import parse
from hubdesk.store.erasure import erase
from hubdesk.store.erasure_subject import EraseKind, EraseWish
from hubdesk.store.marks_beside import add_to_side, read_side
from hubdesk.store.receipts import subject_of
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader, open_writer

AUTHORS, POSTS, OTHERS = 40, 400, 200
ALL = EraseWish(EraseKind.AUTHOR, tuple(f"bluesky:{author(n).id}" for n in range(AUTHORS)))
ONE = EraseWish(EraseKind.AUTHOR, ("bluesky:zqplume_1x",))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return session(tmp_path_factory.mktemp("session"), AUTHORS, POSTS, OTHERS)


@pytest.fixture
def live(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / made.name
    path.write_bytes(made.read_bytes())
    return path


@pytest.fixture
def sealed(live: Path) -> Path:
    out = live.with_name("sealed.hubdesk")
    seal(live, out, SealWish(), LATER)
    return out


def test_that_no_byte_of_erased_authors_is_left_in_a_sealed_file(sealed: Path) -> None:
    with open_reader(sealed) as reader:
        before, tables = reader.count(ALWAYS), dict(reader.manifest().tables)  # type: ignore[union-attr]
    assert canaries(sealed)
    done = erase(sealed, ALL, LATER)
    assert canaries(sealed) == set()
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o444
    with open_reader(sealed) as reader:
        manifest = reader.manifest()
        assert manifest is not None
        assert [(hole.kind, hole.at, hole.mentions, hole.receipt) for hole in manifest.holes] == [
            ("author", LATER, POSTS + 1, 1)
        ]
        assert dict(manifest.tables)["mention"] == tables["mention"]
        assert reader.is_as_sealed()
        assert reader.count(ALWAYS) == before
        assert reader.search(parse("témoin4"), ALWAYS, 5).total == 1
        assert reader.receipts() == (done.receipt,)
        assert reader.problems() == ()


def test_that_sealed_files_go_with_their_session_and_its_receipt_names_them(live: Path, sealed: Path) -> None:
    part = live.with_name("part.hubdesk")
    seal(live, part, SealWish(start=NOON + 100, end=NOON + 300_000_000), LATER)
    done = erase(live, ONE, LATER, also=[sealed, part]).receipt
    assert [(one.name, one.sealed) for one in done.files] == [
        (live.name, False), (sealed.name, True), (part.name, True)
    ]  # fmt: skip
    for path, told in zip((sealed, part), done.files[1:], strict=True):
        with open_reader(path) as reader:
            assert reader.is_as_sealed()
        assert told.sha256.encode() in path.read_bytes()
    for path in (live, sealed, part):
        assert not {one for one in canaries(path) if one in (b"zqcompte1x", b"zqplume_1x", b"zqnom1x")}


def test_that_a_file_in_which_they_are_only_named_loses_the_name(live: Path) -> None:
    """Nothing that they wrote is in the span: what they are called is known from the session."""
    part = live.with_name("part.hubdesk")
    day = NOON + 2 * DAY
    with open_writer(live) as writer, open_reader(live) as reader:
        later = bystander(1_000, 26, published_at=day + MINUTE, native_id="at://did:plc:autre/later")
        add(writer, reader.sources()[0], [heard(later, reader.topics()[0])], day + HOUR)
    seal(live, part, SealWish(start=day, end=day + DAY), LATER)
    assert b"zqplume_26x" in canaries(part)
    erase(live, EraseWish(EraseKind.AUTHOR, ("bluesky:zqplume_26x",)), LATER, also=[part])
    assert not {one for one in canaries(part) if b"26x" in one}


def test_that_who_has_the_file_cannot_ask_whom_it_had(sealed: Path) -> None:
    erase(sealed, ONE, LATER)
    with open_reader(sealed) as reader:
        subject = reader.receipts()[0].subject
    with sqlite3.connect(sealed) as connection:  # with the key that is left in the file
        assert connection.execute("SELECT count(*) FROM tombstone").fetchone() == (0,)
        assert subject_of(connection, "author", f"bluesky\0{author(1).id}") != subject
    connection.close()


def test_that_a_file_that_was_changed_since_is_not_sealed_again(sealed: Path) -> None:
    sealed.chmod(0o644)
    content = bytearray(sealed.read_bytes())
    place = content.index(b"orange")
    content[place : place + 6] = b"ORANGE"
    sealed.write_bytes(bytes(content))
    with pytest.raises(HubdeskError, match="changed since"):
        erase(sealed, ONE, LATER)
    assert sealed.read_bytes() == bytes(content)


def test_that_marks_beside_a_sealed_file_lose_the_name(sealed: Path) -> None:
    side = sealed.with_name("sealed.marks.jsonl")
    with open_reader(sealed) as reader:
        theirs = reader.search(parse("canari author:zqplume_1x"), ALWAYS, 1).mentions[0].id
    marks = [
        ReviewMark("a" * 32, NOON, "note", mention=theirs, value="zyg1motique"),
        ReviewMark("b" * 32, NOON, "note", instant=NOON, value="voir @zqplume_1x demain"),
        ReviewMark("c" * 32, NOON, "star", mention=theirs),
    ]
    add_to_side(side, [SideMark(mark, NOON) for mark in marks])
    erase(sealed, ONE, LATER)
    kept = {one.mark.uid: one.mark.value for one in read_side(side).marks}
    assert kept == {"b" * 32: "voir […] demain", "c" * 32: ""}
    assert b"zq" not in side.read_bytes()


KILLED = """
import json, os, signal, sys
from pathlib import Path
from hubdesk.store import {modules}
def die(*_given, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
{patch} = die
from hubdesk.store.erasure import erase
from hubdesk.store.erasure_subject import EraseKind, EraseWish
erase(Path(sys.argv[1]), EraseWish(EraseKind.AUTHOR, tuple(json.loads(sys.argv[2]))), 1)
"""
PLACES = {
    "before anything": ("erasing", "erasing.take_out"),
    "with texts emptied": ("erasure_left", "erasure_left.clean"),
    "before the receipt": ("receipts", "receipts.add"),
    "before the file is written anew": ("sweeping", "sweeping._write_anew"),
    "before the log is emptied": ("sweeping", "sweeping._emptied"),
    "before the new digest": ("seal, manifest", "manifest.stamp"),
    "before the new file takes its place": ("seal", "seal.take_place"),
}


def killed(path: Path, where: str) -> None:
    modules, patch = PLACES[where]
    code = KILLED.format(modules=modules, patch=patch)
    done = subprocess.run([sys.executable, "-c", code, str(path), json.dumps(ALL.subjects)], check=False, timeout=100)
    assert done.returncode == -9


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    "where", [where for where, (_m, patch) in PLACES.items() if not patch.startswith(("seal.", "man"))]
)
def test_that_a_killed_erasure_leaves_a_session_old_or_new(live: Path, where: str) -> None:
    killed(live, where)
    with open_reader(live) as reader:
        assert reader.problems() == ()
        words = reader.search(parse("canari"), ALWAYS, 1).total
        assert (words, len(reader.receipts())) in ((POSTS + 1 - 20, 0), (0, 1))
        is_new = not words
    if is_new:
        open_writer(live).close()
    else:
        erase(live, ALL, LATER)
    assert canaries(live) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("where", [where for where, (_m, patch) in PLACES.items() if not patch.startswith("sweep")])
def test_that_a_killed_erasure_leaves_a_sealed_file_as_it_was_and_the_next_one_cleans_up(
    sealed: Path, where: str
) -> None:
    before = sealed.read_bytes()
    killed(sealed, where)
    assert sealed.read_bytes() == before
    erase(sealed, ALL, LATER)
    assert canaries(sealed) == set()
    assert [one.name for one in sealed.parent.iterdir() if "sealing" in one.name] == []
