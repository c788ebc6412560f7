"""What opens as a session and what does not, each refusal in one clear line."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, mention, new_session, opened, source, topics

from hubdesk.core import Scope, Topic
from hubdesk.store import schema
from hubdesk.store.session import NewSession, SessionError, create, open_reader, open_writer


def refusal(path: Path) -> str:
    """The line both ways of opening give."""
    told = []
    for opening in (open_reader, open_writer):
        with pytest.raises(SessionError) as caught:
            opening(path).close()
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert "\n" not in told[0]
    assert str(path) in told[0]
    return told[0]


def filled(folder: Path) -> Path:
    path, writer = opened(folder)
    with writer:
        add(writer, source(writer), [entry(n) for n in range(500)])
    return path


def test_that_a_missing_file_is_named_with_the_way_to_make_it(tmp_path: Path) -> None:
    assert "hubdesk init" in refusal(tmp_path / "absent.hubdesk")
    assert not list(tmp_path.iterdir())


def test_that_a_folder_is_not_a_session(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path)


def test_that_a_device_is_not_a_session() -> None:
    assert "not a file" in refusal(Path(os.devnull))


def test_that_an_empty_file_is_not_a_session(tmp_path: Path) -> None:
    path = tmp_path / "vide.hubdesk"
    path.touch()
    assert "empty" in refusal(path)


@pytest.mark.parametrize("held", [b"col1;col2\n1;2\n", b"SQL", b"SQLite format 2\x00" + bytes(200), os.urandom(5000)])
def test_that_any_other_file_is_not_a_session(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "autre.hubdesk"
    path.write_bytes(held)
    assert "not a session" in refusal(path) or "cut short" in refusal(path)


def test_that_a_name_with_a_null_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "a\x00b")


def test_that_anothers_sqlite_file_is_not_a_session(tmp_path: Path) -> None:
    path = tmp_path / "autre.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert "not a Hubdesk session" in refusal(path)


@pytest.mark.parametrize("share", [0.001, 0.3, 0.5, 0.99])
def test_that_a_file_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    path = filled(tmp_path)
    held = path.read_bytes()
    path.write_bytes(held[: int(len(held) * share)])
    assert "cut short" in refusal(path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_that_a_file_one_may_not_read_is_refused(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    path.chmod(0)
    assert "permissions" in refusal(path)


def test_that_a_newer_session_is_refused(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={schema.version() + 1}")
    connection.close()
    assert "newer Hubdesk" in refusal(path)


def test_that_a_half_made_session_is_refused(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=0")
    connection.close()
    assert "half-made" in refusal(path)


def test_that_an_older_session_is_migrated_by_a_writer_and_refused_by_a_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, writer = opened(tmp_path)
    with writer:
        (orange,) = topics(writer, "Orange")
        add(writer, source(writer), [entry(1, orange)])
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("CREATE TABLE extra (a INTEGER) STRICT",)))
    with pytest.raises(SessionError, match="older Hubdesk"):
        open_reader(path)
    open_writer(path).close()
    with open_reader(path) as reader:
        assert reader.count(Scope((orange,), 0, NOON + 1)) == 1


@pytest.mark.parametrize(
    "attack",
    [
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
        "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM mention; END",
        "CREATE TABLE extra (a)",
        "ALTER TABLE topic ADD COLUMN bomb TEXT GENERATED ALWAYS AS (hex(zeroblob(200000000)))",
        "CREATE INDEX slow ON mention(hex(text))",
        "DROP INDEX mention_at",
        "CREATE VIRTUAL TABLE strange USING fts5(x)",
        "ANALYZE",
    ],
)
def test_that_a_session_with_anything_but_our_tables_is_refused(tmp_path: Path, attack: str) -> None:
    path = filled(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute(attack)
    connection.commit()
    connection.close()
    assert "altered" in refusal(path)


def test_that_a_table_whose_text_was_rewritten_is_refused(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE meta (a, b)' WHERE name = 'meta'")
    connection.commit()
    connection.close()
    assert "altered" in refusal(path) or "damaged" in refusal(path)


def test_that_a_sealed_session_is_read_and_not_written(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = '1' WHERE key = 'sealed'")
    connection.commit()
    connection.close()
    with open_reader(path) as reader:
        assert reader.facts().sealed
    with pytest.raises(SessionError, match="sealed"):
        open_writer(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_that_a_session_may_have_any_name(tmp_path: Path) -> None:
    path = new_session(tmp_path, "été 100%41 #1?mode=memory&x.hubdesk")
    with open_writer(path) as writer, open_reader(path) as reader:
        add(writer, source(writer), [entry(1)])
        assert reader.count(ALWAYS) == 1
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_that_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("à garder")
    with pytest.raises(SessionError, match="exists already"):
        create(path, NewSession("Essai"))
    assert path.read_text() == "à garder"


def test_that_a_session_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    for path, facts in (
        (tmp_path / "a" / "b.hubdesk", NewSession("x")),
        (tmp_path / "c", NewSession("x", "Mars/Nord")),
    ):
        with pytest.raises(SessionError):
            create(path, facts)
    assert not list(tmp_path.iterdir())


def test_that_a_closed_session_is_one_file(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    add(writer, source(writer), [entry(1)])
    assert Path(f"{path}-wal").exists()
    writer.close()
    writer.close()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes()[68:72] == b"HUBD"


def test_that_a_writer_leaves_the_session_alone_while_another_has_it_open(tmp_path: Path) -> None:
    path, first = opened(tmp_path)
    second = open_writer(path)
    flux = source(first)
    add(first, flux, [entry(1)])
    first.close()
    add(second, flux, [entry(2)])
    with open_reader(path) as reader:
        second.close()
        assert reader.count(ALWAYS) == 2
    open_writer(path).close()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_that_a_reader_opens_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A session left in WAL mode whose side files are gone, on a medium where they cannot be made again."""
    path, writer = opened(tmp_path)
    add(writer, source(writer), [entry(1)])
    copy = tmp_path / "copie.hubdesk"
    writer._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy.write_bytes(path.read_bytes())
    writer.close()
    Path(f"{copy}-shm").mkdir()  # stands in for a read-only folder, which would not stop root
    with open_reader(copy) as reader:
        assert reader.count(ALWAYS) == 1


def test_that_readers_load_neither_sqlite_utils_nor_the_query_language() -> None:
    code = "import sys, hubdesk.store.session; print({'sqlite_utils', 'lark'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_that_what_was_stored_is_given_back(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        orange = writer.add_topic(Topic(0, "Orange", "orange", "own", "#ff7900"))
        flux = source(writer, config={"url": "https://a.example", "deep": True, "n": 3})
        said = mention(1, "panne 👩‍🚒 à Lille", author="zoe", title="Un titre")
        stored = entry(1, orange)
        add(writer, flux, [type(stored)(said, stored.notes, stored.matches)])
        heard = reader.mention(1, NOON)
        assert heard is not None
        assert (heard.mention, heard.notes, heard.matches) == (said, stored.notes, stored.matches)
        assert heard.source == "flux"
        assert reader.topics() == (orange,)
        assert reader.sources()[0].config == {"url": "https://a.example", "deep": True, "n": 3}
        facts = reader.facts()
        assert (facts.title, facts.timezone, facts.synthetic, facts.mentions) == ("Essai", "Europe/Paris", False, 1)
        assert (facts.first_at, facts.last_at) == (NOON, NOON)


def test_that_notes_and_title_are_kept_in_the_session(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        assert reader.note("layout") == ""
        writer.set_note("layout", '{"a": 1}')
        writer.rename("Opérateurs")
        assert reader.note("layout") == '{"a": 1}'
        assert reader.facts().title == "Opérateurs"


def test_that_a_changed_query_makes_a_new_version_and_a_changed_colour_does_not(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        recoloured = writer.change_topic(Topic(orange.id, "Orange", orange.query, colour="#123456"))
        assert recoloured.version == 1
        assert writer.change_topic(Topic(orange.id, "Orange", "sosh")).version == 2
        add(writer, source(writer), [entry(1, orange)])
        writer.remove_topic(orange.id)
        assert reader.topics() == ()
        assert reader.latest(ALWAYS, 1)[0].matches == ()
        assert topics(writer, "SFR")[0].id != orange.id
        assert reader.problems() == ()


def test_that_the_version_moves_when_anyone_commits(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        before = reader.version()
        assert reader.version() == before
        add(writer, source(writer), [entry(1)])
        assert reader.version() != before
