"""A sealed session: whole, read-only, of one moment, and either there or not."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, opened, source, topics

from hubdesk.core import FailedError, HubdeskError, Scope, SourceState, Terms, Withdrawal
from hubdesk.query.syntax import parse
from hubdesk.store import manifest, seal_part, sweeping
from hubdesk.store.manifest import Hole
from hubdesk.store.seal import SealWish, reseal, seal
from hubdesk.store.seal_place import beside
from hubdesk.store.session import SessionError, open_reader, open_writer

LATER = NOON + 86_400_000


def filled(folder: Path, mentions: int = 300) -> Path:
    path, writer = opened(folder)
    with writer:
        orange, sfr = topics(writer, "Orange", "SFR")
        flux, press = source(writer), source(writer, "presse")
        add(writer, flux, [entry(n, orange, author=f"zoe{n % 7}") for n in range(mentions)])
        add(writer, press, [entry(f"p{n}", sfr, at=NOON - n * 60_000) for n in range(20)])
        writer.set_note("layout", '{"a": 1}')
    return path


def refused(session: Path, out: Path, wish: SealWish = SealWish(), kind: type[HubdeskError] = HubdeskError) -> str:  # noqa: B008
    with pytest.raises(kind) as caught:
        seal(session, out, wish, LATER)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_that_a_sealed_session_tells_what_the_session_tells(tmp_path: Path) -> None:
    session, out = filled(tmp_path), tmp_path / "scellé.hubdesk"
    made = seal(session, out, SealWish(), LATER)
    with open_reader(session) as live, open_reader(out) as sealed:
        assert sealed.facts().sealed
        assert sealed.topics() == live.topics()
        assert sealed.latest(ALWAYS, 500) == live.latest(ALWAYS, 500)
        assert sealed.coverage(ALWAYS).gaps == live.coverage(ALWAYS).gaps
        assert sealed.search(parse("fibre"), ALWAYS, 500) == live.search(parse("fibre"), ALWAYS, 500)
        assert sealed.note("layout") == '{"a": 1}'
        assert sealed.problems() == ()
        assert sealed.is_as_sealed() is True
        assert live.is_as_sealed() is None
        told = sealed.manifest()
    assert told == made.manifest
    assert told is not None
    assert (told.mentions, told.title, told.held_back) == (320, "Essai", 0)
    assert [(one.name, one.mentions) for one in told.sources] == [("flux", 300), ("presse", 20)]


def test_that_a_sealed_session_is_one_file_that_nobody_may_write(tmp_path: Path) -> None:
    session, out = filled(tmp_path), tmp_path / "out" / "scellé.hubdesk"
    out.parent.mkdir()
    seal(session, out, SealWish(), LATER)
    with open_reader(out) as reader:
        reader.count(ALWAYS)
        assert [file.name for file in out.parent.iterdir()] == [out.name]
    assert stat.S_IMODE(out.stat().st_mode) == 0o444
    assert out.read_bytes()[18:20] == b"\x01\x01"
    with pytest.raises(SessionError, match="sealed"):
        open_writer(out)


@pytest.mark.parametrize("place", [100, 5_000, -10])
def test_that_one_altered_byte_is_noticed(tmp_path: Path, place: int) -> None:
    out = tmp_path / "scellé.hubdesk"
    digest = seal(filled(tmp_path), out, SealWish(), LATER).sha256
    assert manifest.verify(out, digest)
    held = bytearray(out.read_bytes())
    held[place] ^= 1
    out.chmod(0o644)
    out.write_bytes(held)
    assert not manifest.verify(out, digest)


def test_that_a_digest_put_in_twice_is_none(tmp_path: Path) -> None:
    """Whoever alters a file cannot have another place read as zeros."""
    out = tmp_path / "scellé.hubdesk"
    digest = seal(filled(tmp_path), out, SealWish(), LATER).sha256
    out.chmod(0o644)
    out.write_bytes(out.read_bytes() + b"sha256" + digest.encode())
    assert not manifest.verify(out, digest)


def test_that_what_was_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    session, out = filled(tmp_path), tmp_path / "notes.txt"
    out.write_text("à garder")
    assert "exists already" in refused(session, out)
    assert out.read_text() == "à garder"
    seal(session, out, SealWish(replace=True), LATER)
    with open_reader(out) as reader:
        assert reader.count(ALWAYS) == 320
    seal(session, out, SealWish(replace=True), LATER)


def test_that_a_session_is_never_sealed_over_itself(tmp_path: Path) -> None:
    session = filled(tmp_path)
    link = tmp_path / "lien.hubdesk"
    link.symlink_to(session)
    for out in (session, link):
        assert "the session itself" in refused(session, out, SealWish(replace=True))
    with open_reader(session) as reader:
        assert not reader.facts().sealed


def test_that_a_place_that_cannot_be_is_said_in_one_line(tmp_path: Path) -> None:
    session = filled(tmp_path, 3)
    assert "does not exist" in refused(session, tmp_path / "absent" / "a.hubdesk")
    assert "folder" in refused(session, tmp_path)
    assert "not a file" in refused(session, Path(os.devnull), SealWish(replace=True))
    assert "before" in refused(session, tmp_path / "a", SealWish(start=2, end=2))
    assert "not a session" in refused(Path(__file__), tmp_path / "a")
    assert not [one for one in tmp_path.iterdir() if "sealing" in one.name]


@pytest.mark.parametrize("wish", [SealWish(), SealWish(end=NOON)])
def test_that_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: SealWish) -> None:
    session, out = filled(tmp_path), tmp_path / "scellé.hubdesk"

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(manifest, "durable", full)
    assert "the disk is full" in refused(session, out, wish, FailedError)
    assert [one.name for one in tmp_path.iterdir()] == [session.name]


def test_that_sqlite_out_of_room_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, out = filled(tmp_path), tmp_path / "scellé.hubdesk"
    throwaway = seal_part._throwaway

    def small(copy: sqlite3.Connection) -> None:
        throwaway(copy)
        copy.execute("PRAGMA max_page_count=60")

    monkeypatch.setattr(seal_part, "_throwaway", small)
    assert "the disk is full" in refused(session, out, SealWish(end=LATER), FailedError)
    assert [one.name for one in tmp_path.iterdir()] == [session.name]


def test_that_a_writer_beside_goes_on_and_the_seal_is_of_one_moment(tmp_path: Path) -> None:
    session, out = filled(tmp_path, 2_000), tmp_path / "scellé.hubdesk"
    more = iter(range(10_000, 10_500))

    with open_writer(session) as writer:
        (flux, _press) = writer_sources(session)

        def write(_share: float) -> None:
            add(writer, flux, [entry(next(more))])

        seal(session, out, SealWish(), LATER, write)
        with open_reader(out) as sealed, open_reader(session) as live:
            assert sealed.problems() == ()
            assert 2_020 <= sealed.count(ALWAYS) < live.count(ALWAYS)


def writer_sources(session: Path) -> tuple:  # type: ignore[type-arg]
    with open_reader(session) as reader:
        return reader.sources()


def test_that_who_writes_in_another_thread_is_never_kept_out(tmp_path: Path) -> None:
    session = filled(tmp_path, 500)
    (flux, _press) = writer_sources(session)
    stop, wrote = threading.Event(), []

    def write() -> None:
        with open_writer(session) as writer:
            while not stop.is_set():
                add(writer, flux, [entry(20_000 + len(wrote))])
                wrote.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(4):
            made = seal(session, tmp_path / f"{number}.hubdesk", SealWish(end=LATER if number % 2 else None), LATER)
            with open_reader(made.path) as sealed:
                assert sealed.problems() == ()
                assert sealed.count(Scope((), 0, LATER * 2)) == made.manifest.mentions
    finally:
        stop.set()
        thread.join()
    assert wrote


KILLED = """
import sys, os, signal
from pathlib import Path
from hubdesk.store import manifest, seal
where, session, out = sys.argv[1:]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if where == "copied":
    seal._finish = die
elif where == "durable":
    manifest.durable = die
else:
    seal.take_place = lambda made, out, replace: (made.replace(out), die())
seal.seal(Path(session), Path(out), seal.SealWish(replace=True), 1)
"""


@pytest.mark.parametrize("where", ["copied", "durable", "placed"])
@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_that_a_kill_leaves_the_old_or_the_new(tmp_path: Path, where: str) -> None:
    session, out = filled(tmp_path, 50), tmp_path / "scellé.hubdesk"
    seal(session, out, SealWish(start=NOON), LATER)
    done = subprocess.run([sys.executable, "-c", KILLED, where, str(session), str(out)], check=False)
    assert done.returncode == -signal.SIGKILL
    with open_reader(out) as reader:
        assert reader.is_as_sealed() is True
        assert reader.facts().mentions == (70 if where == "placed" else 51)
    seal(session, out, SealWish(replace=True), LATER)  # which takes away what the killed one left half-made
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([session.name, out.name])


@pytest.mark.skipif(sys.platform == "win32", reason="no such lock")
def test_that_a_half_made_file_stays_as_long_as_its_maker_lives(tmp_path: Path) -> None:
    out = tmp_path / "scellé.hubdesk"
    with beside(out) as first:
        with beside(out) as second:
            assert first.exists()
        assert not second.exists()
        assert first.exists()
    assert list(tmp_path.iterdir()) == []


def test_that_stopping_leaves_nothing(tmp_path: Path) -> None:
    session = filled(tmp_path)

    class Stopped(Exception):
        pass

    def stop(_share: float) -> None:
        raise Stopped

    for wish in (SealWish(), SealWish(pseudonymise=True)):
        with pytest.raises(Stopped):
            seal(session, tmp_path / "a.hubdesk", wish, LATER, stop)
    assert [one.name for one in tmp_path.iterdir()] == [session.name]


@pytest.mark.parametrize(("terms", "why"), [({"export": False}, "export"), ({"keep_days": 30}, "keep")])
def test_that_what_terms_forbid_is_held_back_and_counted(tmp_path: Path, terms: dict[str, object], why: str) -> None:
    session, out = filled(tmp_path), tmp_path / "scellé.hubdesk"
    with open_writer(session) as writer:
        closed = source(writer, "fermée", terms=Terms(**terms))  # type: ignore[arg-type]
        add(writer, closed, [entry(f"secret{n}", text=f"motsecret numéro {n}") for n in range(9)])
    told = seal(session, out, SealWish(), LATER).manifest
    assert told.held_back == 9
    assert [(one.held_back, one.why) for one in told.sources] == [(0, ""), (0, ""), (9, why)]
    with open_reader(out) as reader:
        assert reader.count(ALWAYS) == 320
        assert reader.problems() == ()
        (row,) = [one for one in reader.coverage(ALWAYS).sources if one.source.name == "fermée"]
        assert row.listened == ()
        assert row.held_back == 9
        assert row.state == SourceState.OFF
    assert b"motsecret" not in out.read_bytes()


def test_that_sealing_a_sealed_file_keeps_what_it_says_of_its_origin(tmp_path: Path) -> None:
    session, first, second = filled(tmp_path), tmp_path / "un.hubdesk", tmp_path / "deux.hubdesk"
    with open_writer(session) as writer:
        closed = source(writer, "fermée", terms=Terms(export=False))
        add(writer, closed, [entry("secret")])
    one = seal(session, first, SealWish(end=NOON + 1), LATER).manifest
    two = seal(first, second, SealWish(start=NOON - 120_000), LATER).manifest
    assert two.origin == one.origin
    assert (two.start, two.end) == (NOON - 120_000, NOON + 1)
    assert two.held_back == one.held_back == 1


def test_that_nothing_of_what_was_forgotten_is_told(tmp_path: Path) -> None:
    """Neither tombstones nor the key with which somebody could ask for a post's."""
    session, out = filled(tmp_path), tmp_path / "scellé.hubdesk"
    with open_writer(session) as writer:
        writer.withdraw([Withdrawal("bluesky", "at://3")], LATER)
    seal(session, out, SealWish(), LATER)
    with sqlite3.connect(session) as live, sqlite3.connect(f"file:{out}?immutable=1", uri=True) as sealed:
        key = live.execute("SELECT value FROM meta WHERE key = 'tombstone_key'").fetchone()[0]
        assert sealed.execute("SELECT count(*) FROM tombstone").fetchone() == (0,)
    live.close()
    sealed.close()
    assert key.encode() not in out.read_bytes()


def test_that_a_sealed_file_can_be_changed_and_sealed_again_with_a_hole(tmp_path: Path) -> None:
    session, out = filled(tmp_path), tmp_path / "scellé.hubdesk"
    before = seal(session, out, SealWish(), LATER)

    def erase(connection: sqlite3.Connection) -> Hole:
        from hubdesk.store import changes

        emptied = changes.withdraw(connection, [Withdrawal("bluesky", "at://3")], LATER, for_ever=True)
        return Hole(LATER, "mention", emptied)

    digest = reseal(out, erase)
    assert digest != before.sha256
    with open_reader(out) as reader:
        told = reader.manifest()
        assert told is not None
        assert told.holes == (Hole(LATER, "mention", 1),)
        assert told.sealed_at == before.manifest.sealed_at
        assert reader.is_as_sealed() is True
        assert reader.problems() == ()
        assert reader.count(ALWAYS) == 320
    assert b"at://3\x00" not in out.read_bytes()
    assert stat.S_IMODE(out.stat().st_mode) == 0o444
    with pytest.raises(HubdeskError, match="not a sealed"):
        reseal(session, erase)


def test_that_a_session_of_another_name_can_be_sealed_anywhere(tmp_path: Path) -> None:
    session = filled(tmp_path)
    odd = tmp_path / "été 100%41 #1?mode=memory&x [a]*.hubdesk"
    shutil.copy(session, odd)
    for wish in (SealWish(replace=True), SealWish(end=LATER, replace=True)):
        seal(odd, tmp_path / "b #2?x [b]*.hubdesk", wish, LATER)
    with open_reader(tmp_path / "b #2?x [b]*.hubdesk") as reader:
        assert reader.count(ALWAYS) == 320


@pytest.mark.parametrize("wish", [SealWish(), SealWish(end=LATER)])
def test_that_nothing_of_what_was_erased_and_not_swept_yet_is_sealed(tmp_path: Path, wish: SealWish) -> None:
    """Pieces of erased texts may still stand between the rows of a session that somebody reads on and on."""
    session, out = filled(tmp_path), tmp_path / "scellé.hubdesk"
    connection = sqlite3.connect(session, isolation_level=None)
    connection.execute("PRAGMA secure_delete=OFF")
    connection.execute("UPDATE mention SET title = 'motefface' WHERE id < 200")
    connection.execute("UPDATE mention SET title = ''")
    sweeping.ask(connection)
    connection.close()
    assert b"motefface" in session.read_bytes()
    seal(session, out, wish, LATER)
    assert b"motefface" not in out.read_bytes()
    with open_reader(out) as reader:
        assert reader.is_as_sealed() is True
        assert reader.problems() == ()
