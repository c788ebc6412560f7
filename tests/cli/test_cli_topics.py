"""`hubdesk topics`: what a session listens for, and the queries an analyst brings along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fakes
import pytest

from hubdesk.cli import main
from hubdesk.store.session import NewSession, create, open_reader


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return fakes.session(tmp_path, ["Orange en panne"], [fakes.topic("Orange", "orange OR sosh", role="own")])


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["--lang", "en", "topics", *map(str, words)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_that_topics_are_listed(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, session, "--json")
    assert code == 0
    (topic,) = json.loads(out)["topics"]
    assert topic["name"] == "Orange"
    assert (topic["role"], topic["version"], topic["query"]) == ("own", 1, "orange OR sosh")
    assert topic["colour"].startswith("#")
    assert json.loads(out)["refused"] == []
    assert "Orange  (own, 1)  orange OR sosh" in run(capsys, session)[1]


SAVED = "name\tquery\nRéseau\tréseau OR panne\nORANGE\torange\nBad\tpanne AND (a OR\nSlip\ta or b\nno tab\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_that_what_can_be_read_is_added_and_the_rest_listed(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    saved = tmp_path / "saved.txt"
    saved.write_text(SAVED, encoding)
    code, out, err = run(capsys, session, "--import", saved, "--json")
    told: dict[str, Any] = json.loads(out)
    assert code == 2
    assert [topic["name"] for topic in told["topics"]] == ["Orange", "Réseau", "Slip"]
    assert [topic["query"] for topic in told["topics"][1:]] == ["réseau OR panne", "a or b"]
    assert len({topic["colour"] for topic in told["topics"]}) == 3
    assert [(one["line"], one["name"], one["position"]) for one in told["refused"]] == [
        (3, "ORANGE", None),
        (4, "Bad", 10),
        (6, "no tab", None),
    ]
    assert "2 topics added" in err
    assert f"go on with: hubdesk rehear {session}" in err
    assert "“Slip”, added as it is" in err
    with open_reader(session) as reader:
        assert len(reader.topics()) == 3


def test_that_a_second_import_adds_nothing_and_says_so(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "saved.txt"
    saved.write_text("Réseau\tréseau\n", "utf-8")
    assert run(capsys, session, "--import", saved)[0] == 0
    code, _out, err = run(capsys, session, "--import", saved)
    assert code == 2
    assert "line 1, “Réseau”, not added: the session has a topic of this name" in err


@pytest.mark.parametrize("content", [b"Or\xe9ange\torange", None])
def test_that_a_file_that_cannot_be_read_is_one_clear_line(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    saved = tmp_path / "saved.txt"
    if content is not None:
        saved.write_bytes(content)
    code, _out, err = run(capsys, session, "--import", saved)
    assert code == 2
    assert err.count("\n") == 1
    assert str(saved) in err


def test_that_nothing_is_added_to_a_demonstration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "demo.hubdesk"
    create(path, NewSession(title="Demo", synthetic=True))
    saved = tmp_path / "saved.txt"
    saved.write_text("Réseau\tréseau\n", "utf-8")
    code, _out, err = run(capsys, path, "--import", saved)
    assert code == 2
    assert "demonstration" in err
    with open_reader(path) as reader:
        assert reader.topics() == ()
