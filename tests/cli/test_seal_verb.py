"""The verbs that seal a session and look for what is wrong with one."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hubdesk.cli import main
from hubdesk.core import Terms
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, entry, session, topic


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return session(tmp_path, [f"La fibre est en panne {n}" for n in range(30)], [topic()])


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    code = main(["--lang", "en", *words, "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else None, said.err


def test_that_sealing_answers_as_its_contract_says(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "o.hubdesk"
    code, told, _err = run(capsys, "seal", str(path), str(out))
    assert code == 0
    assert (told["session"], told["mentions"], len(told["sha256"])) == (str(out), 30, 64)
    code, told, _err = run(capsys, "check", str(out))
    assert (code, told["ok"], told["problems"]) == (0, True, [])
    assert told["sealed"]["mentions"] == 30


def test_that_a_span_is_read_in_the_sessions_zone(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "o.hubdesk")
    words = ("--from", "2026-11-19T12:00:00", "--to", "2026-11-19T13:00:00")
    assert run(capsys, "seal", str(path), out, *words)[1]["mentions"] == 30
    words = ("--from", "2026-11-19T12:10:00+01:00", "--to", "2026-11-19T13:00:00", "--force")
    assert run(capsys, "seal", str(path), out, *words)[1]["mentions"] == 20


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("{path}", "{path}"), 2, "the session itself"),
        (("{path}", "{folder}/absent/o"), 2, "does not exist"),
        (("{path}", "{folder}/taken"), 2, "--force"),
        (("{path}", "{folder}/o", "--from", "hier"), 2, "ISO 8601"),
        (("{path}", "{folder}/o", "--from", "2026-11-20", "--to", "2026-11-19"), 2, "--from comes after --to"),
        (("{folder}/taken", "{folder}/o"), 2, "not a session"),
        (("{folder}/none", "{folder}/o"), 2, "does not exist"),
        (("{path}", "/proc/o"), 1, "cannot be written"),
    ],
)
def test_that_what_cannot_be_sealed_is_one_line(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "taken").write_text("à garder")
    given = [word.format(path=path, folder=tmp_path) for word in words]
    assert main(["--lang", "en", "seal", *given]) == code
    said = capsys.readouterr()
    assert says in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert sorted(one.name for one in tmp_path.iterdir()) == ["taken", path.name]


def test_that_what_was_held_back_is_said_by_both(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_writer(path) as writer, open_reader(path) as reader:
        (row,) = reader.sources()
        closed = writer.add_source(type(row)(0, "Fermée", "feed", terms=Terms(export=False)))
        writer.add_page(closed.id, [entry("secret")], cursor="", due_at=0, seen_at=NOON)
    out = str(tmp_path / "o.hubdesk")
    told = run(capsys, "seal", str(path), out)[1]
    assert told["held_back"] == [{"source": 2, "mentions": 1, "why": "export"}]
    assert main(["--lang", "en", "check", out]) == 0
    assert "Fermée: 1 mention held back" in capsys.readouterr().out


def test_that_a_changed_file_is_a_problem(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "o.hubdesk"
    run(capsys, "seal", str(path), str(out))
    out.chmod(0o644)
    held = out.read_bytes()
    out.write_bytes(held.replace(b"La fibre est en panne 7", b"La fibre est en danse 7"))
    code, told, _err = run(capsys, "check", str(out))
    assert code == 1
    assert "changed since it was sealed" in told["problems"][0]


def test_that_a_damaged_file_is_checked_and_saved(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = bytearray(path.read_bytes())
    at = held.index(b"La fibre est en panne 7") // 4096 * 4096
    held[at : at + 4096] = random.Random(1).randbytes(4096)
    path.write_bytes(held)
    code, told, _err = run(capsys, "check", str(path))
    assert code == 1
    assert "--salvage" in told["problems"][-1]
    saved = tmp_path / "sauvé.hubdesk"
    code, told, _err = run(capsys, "check", str(path), "--salvage", str(saved))
    assert (code, told["session"]) == (0, str(saved))
    assert told["mentions"] + told["lost"] == 30
    assert run(capsys, "check", str(saved))[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_that_a_kill_at_any_moment_leaves_the_old_or_the_new(path: Path, tmp_path: Path) -> None:
    out, chance = tmp_path / "o.hubdesk", random.Random(3)
    with open_writer(path) as writer, open_reader(path) as reader:
        more = [entry(f"encore {n} " + "mot " * 200) for n in range(3_000)]
        writer.add_page(reader.sources()[0].id, more, cursor="", due_at=0, seen_at=NOON)
    assert main(["--lang", "en", "seal", str(path), str(out), "--from", "2030-01-01"]) == 0
    words = [sys.executable, "-m", "hubdesk", "seal", str(path), str(out), "--force"]
    for number in range(8):
        started = subprocess.Popen(words if number % 2 else [*words, "--pseudonymise"], stdout=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):  # a quick machine may be done by then
            started.wait(0.2 + 0.4 * chance.random())
        started.kill()
        started.wait()
        with open_reader(out) as reader:
            assert reader.is_as_sealed() is True
            assert reader.facts().mentions in (0, 3_030)
