"""A stranger's sealed file can run nothing, have nothing beside it read, and a damaged one opens as far as it can."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, opened, source, topics

from hubdesk.core import HubdeskError, Withdrawal
from hubdesk.query.syntax import parse
from hubdesk.store import schema
from hubdesk.store.connection import connect
from hubdesk.store.errors import StoreDamagedError
from hubdesk.store.salvage import salvage
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import SessionError, bring_up_to_date, open_reader, open_writer

LATER = NOON + 86_400_000
PAGE = 4096


def sealed(folder: Path, mentions: int = 400) -> Path:
    path, writer = opened(folder)
    with writer:
        (orange,) = topics(writer, "Orange")
        flux = source(writer)
        for start in range(0, mentions, 200):
            some = [
                entry(
                    n,
                    orange,
                    text=f"la fibre orange est en panne {n} " + "mot " * 50,
                    at=NOON - n * 1_000,
                    author="zoe",
                )
                for n in range(start, min(start + 200, mentions))
            ]
            add(writer, flux, some)
        writer.withdraw([Withdrawal("bluesky", "at://7")], NOON)
    out = folder / "scellé.hubdesk"
    seal(path, out, SealWish(), LATER)
    out.chmod(0o644)  # a stranger may write to his copy
    return out


def tampered(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema=ON")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_that_a_log_beside_a_sealed_file_is_not_read(tmp_path: Path) -> None:
    path = sealed(tmp_path)
    other = tmp_path / "autre.hubdesk"
    shutil.copy(path, other)
    connection = sqlite3.connect(other, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("UPDATE mention SET text = 'autre chose'")
    connection.execute("UPDATE meta SET value = '0' WHERE key = 'sealed'")
    shutil.copy(f"{other}-wal", f"{path}-wal")
    connection.close()
    with open_reader(path) as reader:
        assert reader.facts().sealed
        assert "autre chose" not in {one.mention.text for one in reader.latest(ALWAYS, 500)}
        assert reader.is_as_sealed() is True
    assert Path(f"{path}-wal").exists()
    assert not Path(f"{path}-shm").exists()
    with pytest.raises(SessionError, match="sealed"):
        open_writer(path)


def test_that_a_journal_beside_a_sealed_file_is_not_rolled_back(tmp_path: Path) -> None:
    path = sealed(tmp_path)
    before = path.read_bytes()
    other = tmp_path / "autre.hubdesk"
    shutil.copy(path, other)
    connection = sqlite3.connect(other, isolation_level=None)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA cache_size=1")
    connection.execute("BEGIN")
    connection.execute("UPDATE mention SET text = 'autre chose' || text")
    journal = Path(f"{other}-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    assert len(journal) > PAGE
    Path(f"{path}-journal").write_bytes(journal)
    for opening in (open_reader, bring_up_to_date, open_reader):
        made = opening(path)
        if made is not None:
            assert made.count(ALWAYS) == 400
            made.close()
    assert path.read_bytes() == before
    assert Path(f"{path}-journal").read_bytes() == journal


@pytest.mark.parametrize(
    "view",
    [
        "CREATE VIEW meta AS WITH RECURSIVE c(key, value) AS (SELECT 'sealed', '1' UNION ALL SELECT key, value FROM c)"
        " SELECT * FROM c WHERE value = '2'",
        "CREATE TABLE meta (key TEXT, value TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000))))",
    ],
)
def test_that_what_stands_for_meta_is_never_asked(tmp_path: Path, view: str) -> None:
    path = sealed(tmp_path)
    tampered(path, "DROP TABLE meta", view)
    with pytest.raises(SessionError, match="altered"):
        open_reader(path)


@pytest.mark.parametrize(
    "attack",
    [
        "CREATE TRIGGER t BEFORE INSERT ON look BEGIN DELETE FROM mention; END",
        "CREATE VIEW v AS SELECT load_extension('/tmp/x.so')",
        "CREATE INDEX i ON mention(length(text || id))",
        "UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'mention'",
        "INSERT INTO sqlite_schema VALUES ('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING fts5(a)')",
        "PRAGMA application_id=1",
        "PRAGMA user_version=99",
    ],
)
def test_that_an_altered_sealed_file_is_refused_in_one_line(tmp_path: Path, attack: str) -> None:
    path = sealed(tmp_path)
    tampered(path, attack)
    for opening in (open_reader, open_writer, bring_up_to_date):
        with pytest.raises(HubdeskError) as caught:
            opening(path)
        assert "\n" not in str(caught.value)


def test_that_a_connection_reaches_no_other_file(tmp_path: Path) -> None:
    path, secret = sealed(tmp_path), tmp_path / "secret.db"
    tampered(secret, "CREATE TABLE t (a)")
    connection = connect(path, "ro")
    for reaching in (
        f"ATTACH '{secret}' AS other",
        "SELECT load_extension('/tmp/x.so')",
        "SELECT readfile('/etc/passwd')",
    ):
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(reaching)
    assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
    assert connection.execute("PRAGMA cell_size_check").fetchone() == (1,)
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_that_pipes_and_links_to_strange_places_are_no_sessions(tmp_path: Path) -> None:
    pipe, link, loop = tmp_path / "tube", tmp_path / "lien", tmp_path / "boucle"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    loop.symlink_to(loop)
    for path in (pipe, link, loop, Path("/dev/zero")):
        with pytest.raises(SessionError):
            open_reader(path)


def test_that_a_value_too_long_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    path = sealed(tmp_path)
    tampered(path, "UPDATE mention SET text = printf('%.*c', 20000000, 'x') WHERE id = 5")
    with open_reader(path) as reader:
        assert reader.count(ALWAYS) == 400
        assert reader.mention(6, NOON) is not None
        with pytest.raises(StoreDamagedError, match="longer than any"):
            reader.mention(5, NOON)
        assert reader.is_as_sealed() is False


def test_that_search_alone_fails_where_the_index_is_damaged(tmp_path: Path) -> None:
    path = sealed(tmp_path)
    tampered(path, "DELETE FROM words_data WHERE id > 100")
    with open_reader(path) as reader:
        assert reader.count(ALWAYS) == 400
        assert len(reader.latest(ALWAYS, 50)) == 50
        with pytest.raises(StoreDamagedError, match="full-text index"):
            reader.search(parse("fibre"), ALWAYS, 10)
        assert any("full-text index" in line for line in reader.problems())


def broken(path: Path, pages: int, seed: int) -> int:
    """Overwrite so many pages of mentions with noise; returns how many rows were on them."""
    chance = random.Random(seed)
    held = bytearray(path.read_bytes())
    places = range(PAGE, len(held), PAGE)
    leaves = [at for at in places if held[at] == 0x0D and b"la fibre" in held[at : at + PAGE]]
    rows = 0
    for at in chance.sample(leaves, pages):
        rows += int.from_bytes(held[at + 3 : at + 5], "big")
        held[at : at + PAGE] = chance.randbytes(PAGE)
    path.write_bytes(held)
    return rows


@pytest.mark.parametrize("seed", range(6))
def test_that_what_lies_on_whole_pages_is_saved(tmp_path: Path, seed: int) -> None:
    path = sealed(tmp_path, 3_000)
    whole = 3_000 - broken(path, 5, seed)
    with open_reader(path) as reader:
        assert reader.count(ALWAYS) == 3_000
        assert any("damaged" in line for line in reader.problems())
    saved = tmp_path / "sauvé.hubdesk"
    made = salvage(path, saved)
    assert whole >= made.mentions >= 0.99 * whole
    assert made.mentions + made.mentions_lost == 3_000
    with open_reader(saved) as reader:
        assert reader.problems() == ()
        assert reader.count(ALWAYS) == made.mentions
        assert reader.search(parse("fibre"), ALWAYS, 1).total >= made.mentions - 1
        assert reader.shares(replace(ALWAYS, topics=reader.topics()))[0][1] == made.mentions
        assert reader.is_as_sealed() is False


def test_that_a_lost_index_or_root_costs_no_mention(tmp_path: Path) -> None:
    path = sealed(tmp_path, 1_000)
    connection = sqlite3.connect(path)
    roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"))
    connection.close()
    held = bytearray(path.read_bytes())
    for name in ("mention_at", "mention_native", "volume", "words_data"):
        held[(roots[name] - 1) * PAGE : roots[name] * PAGE] = bytes([255]) * PAGE
    path.write_bytes(held)
    made = salvage(path, tmp_path / "sauvé.hubdesk")
    assert made.mentions == 1_000
    with open_reader(tmp_path / "sauvé.hubdesk") as reader:
        assert reader.problems() == ()


def test_that_salvage_takes_no_stranger_and_overwrites_nothing(tmp_path: Path) -> None:
    path, out = sealed(tmp_path), tmp_path / "o"
    out.write_text("à garder")
    with pytest.raises(HubdeskError, match="exists already"):
        salvage(path, out)
    tampered(path, "CREATE TABLE strange (a)")
    with pytest.raises(HubdeskError, match="altered"):
        salvage(path, tmp_path / "p")
    assert out.read_text() == "à garder"
    assert not (tmp_path / "p").exists()


def test_that_a_sealed_file_of_an_older_hubdesk_is_read_and_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sealed(tmp_path)
    before = path.read_bytes()
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("CREATE TABLE extra (a INTEGER) STRICT",)))
    for _again in range(2):
        bring_up_to_date(path)
        with open_reader(path) as reader:
            assert reader.count(ALWAYS) == 400
            assert reader.is_as_sealed() is True
            assert reader.search(parse("fibre"), ALWAYS, 1).total == 399
    assert path.read_bytes() == before
    with pytest.raises(SessionError, match="sealed"):
        open_writer(path)


def test_that_any_damage_is_one_clear_line_or_none(tmp_path: Path) -> None:
    """Bytes altered anywhere, in the first page more often: what is not read is said, and nothing else happens."""
    path, saved = sealed(tmp_path, 200), tmp_path / "sauvé.hubdesk"
    good, chance = path.read_bytes(), random.Random(7)
    whole = left = 0
    lines: list[str] = []
    for _round in range(24):
        held = bytearray(good)
        for _byte in range(chance.choice((1, 2, 40))):
            held[chance.choice((chance.randrange(len(held)), chance.randrange(PAGE)))] = chance.randrange(256)
        path.write_bytes(held)
        saved.unlink(missing_ok=True)
        try:
            with open_reader(path) as reader:
                reader.is_as_sealed()
                reader.problems(NOON)
                reader.latest(ALWAYS, 500)
                reader.search(parse("fibre"), ALWAYS, 10)
                reader.coverage(ALWAYS)
                whole += 1
        except HubdeskError as error:
            lines.append(str(error))
        try:
            salvage(path, saved)
        except HubdeskError as error:
            lines.append(str(error))
            left += saved.exists()
    assert 0 < whole < 24
    assert left == 0
    assert not any("\n" in line for line in lines)
