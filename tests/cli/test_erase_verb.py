"""`hubdesk erase`: what it answers, what it refuses, and that a receipt names nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hubdesk.cli import main
from hubdesk.core import Author, Scope
from hubdesk.settings import places
from hubdesk.store.columns import Columns
from hubdesk.store.session import NewSession, create, open_connection, open_reader, open_writer
from tests.fakes import NOON, entry, session


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two people of one name on two networks, who name each other."""
    made = session(tmp_path, ["orange en panne", "orange répare"])
    with open_writer(made) as writer:
        source = 1
        zoe, other = Author("@zoe", "Zoé Martin", "did:zoe"), Author("zoe", "", "")
        entries = [
            entry("le mien zygomatique", author=zoe, native_id="at://did:zoe/1", url="https://b.example/zoe/1"),
            entry("un autre", author=other, network="mastodon", native_id="https://m.example/2"),
            entry("merci @zoe et Zoé MARTIN", native_id="at://did:autre/3", author=Author("@max", "", "did:max")),
        ]
        writer.add_page(source, entries, cursor="", due_at=0, seen_at=NOON)
    return made


def answered(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    assert main(["--lang", "en", "erase", *map(str, words), "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def refused(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    assert main(["--lang", "en", "erase", *map(str, words)]) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    return line


def test_that_an_author_goes_by_network_and_handle_or_id(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answered(capsys, path, "--author", "bluesky:zoe")
    assert (told["receipt"], told["erased"], told["named"], told["held"]) == (1, 1, 1, 0)
    assert told["swept"] is True
    assert told["files"][0] == {
        "file": path.name, "mentions": 1, "named": 1, "held": 0, "sealed": False, "sha256": None
    }  # fmt: skip
    held = path.read_bytes().lower()
    for word in (b"did:zoe", b"@zoe", b"zygomatique", "zoé martin".encode(), b"at://did:zoe"):
        assert word not in held
    assert b"https://m.example/2" in held


def test_that_a_bare_handle_that_two_people_have_is_asked_about(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, path, "--author", "zoe")
    assert "bluesky:did:zoe" in line
    assert "mastodon:zoe" in line
    assert answered(capsys, path, "--author", "@max")["erased"] == 1


def test_that_a_mention_goes_by_number_id_or_address(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(capsys, path, "--mention", "1")["erased"] == 1
    assert answered(capsys, path, "--mention", "https://m.example/2")["erased"] == 1
    assert answered(capsys, path, "--mention", "https://b.example/zoe/1")["erased"] == 1
    assert "no mention" in refused(capsys, path, "--mention", "1")  # it is gone


def test_that_a_source_goes_with_all_it_brought(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Trial" in refused(capsys, path, "--source", "Nobody")
    assert answered(capsys, path, "--source", "trial")["erased"] == 5
    with open_reader(path) as reader:
        assert reader.problems() == ()
        assert reader.count(Scope((), 0, 2 * NOON)) == 5


def test_that_a_rule_of_age_is_kept_and_heeded(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answered(capsys, path, "--older-than", "30000d")
    assert (told["receipt"], told["erased"]) == (None, 0)
    for wrong in ("90", "12h", "0d", "-1d", "999999d"):
        assert "90d" in refused(capsys, path, f"--older-than={wrong}")
    answered(capsys, path, "--older-than", "30000d", "--always")
    with open_reader(path) as reader:
        assert reader.retention().days == 30_000
    answered(capsys, path, "--source", "Trial", "--older-than", "20000d", "--always")
    with open_reader(path) as reader:
        assert reader.retention().by_source == ((1, 20_000),)
    answered(capsys, path, "--older-than", "0d", "--always")
    with open_reader(path) as reader:
        assert reader.retention().days is None


def test_that_receipts_are_listed_and_name_nobody(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = answered(capsys, path, "--author", "bluesky:zoe")
    told = answered(capsys, "--receipts", path)["receipts"]
    assert [(one["receipt"], one["kind"], one["mentions"], one["whole"]) for one in told] == [(1, "author", 1, True)]
    assert told[0]["sha256"] == done["sha256"]
    assert "zoe" not in json.dumps(told).replace(path.name, "").lower()
    assert main(["--lang", "en", "check", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["receipts"] == told


def test_that_what_is_left_replays_live_and_sealed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed = path.with_name("sealed.hubdesk")
    assert main(["seal", str(path), str(sealed)]) == 0
    capsys.readouterr()
    answered(capsys, path, "--author", "bluesky:zoe", "--also", sealed)
    for file in (path, sealed):
        told = []
        for _once_more in range(2):
            assert main(["replay", str(file), "--headless", "--digest", "--json"]) == 0
            told.append(json.loads(capsys.readouterr().out))
        assert told[0] == told[1]
        assert told[0]["frames"] > 0


def test_that_words_that_say_nothing_or_too_much_are_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--author", " "], ["--author", "a", "--mention", "1"], ["--author", "a", "--older-than", "3d"]):
        assert "say what to erase" in refused(capsys, path, *words)
    assert "nobody called" in refused(capsys, path, "--author", "bluesky:quidam")
    assert "--older-than" in refused(capsys, path, "--always", "--author", "zoe")
    assert "does not exist" in refused(capsys, path.with_name("none.hubdesk"), "--author", "zoe")
    assert "twice" in refused(capsys, path, "--author", "bluesky:zoe", "--also", path)


def test_that_a_demonstration_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "demo.hubdesk"
    create(made, NewSession("Demo", synthetic=True))
    assert "demonstration" in refused(capsys, made, "--author", "zoe")
    assert "demonstration" in refused(capsys, made, "--older-than", "3d", "--always")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_that_a_file_that_cannot_be_written_is_said(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        assert main(["--lang", "en", "erase", str(path), "--author", "bluesky:zoe"]) in (1, 2)
        assert "read-only" in capsys.readouterr().err
    finally:
        path.parent.chmod(0o755)


def test_that_help_loads_nothing_of_the_store() -> None:
    told = "import sys, hubdesk.cli_verbs; sys.exit(any(name.startswith('hubdesk.store') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0


def test_that_no_columns_kept_of_the_session_stay_in_the_profile(
    path: Path, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a desk leaves them: no hash of who is erased is left, nor of others in its copies."""
    kept = places(profile).columns
    columns = Columns(path, open_connection, kept)
    columns.look()
    assert columns.keep()
    columns.close()
    strangers = kept / "another session's.columns"
    strangers.write_bytes(b"")
    assert main(["--lang", "en", "--profile", str(profile), "erase", str(path), "--author", "nobody at all"]) == 2
    assert len(list(kept.iterdir())) == 2
    assert main(["--lang", "en", "--profile", str(profile), "erase", str(path), "--author", "@max"]) == 0
    assert list(kept.iterdir()) == [strangers]
    capsys.readouterr()
