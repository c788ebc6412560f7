"""What somebody asks of `hubdesk wall` reaches the process that shows it, word for word."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hubdesk.cli import _parser
from hubdesk.cli_wall import LONGEST_LOG, _command, _told

ASKED = [
    ["wall", "week.hubdesk"],
    ["--profile", "a profile", "--lang", "fr", "wall", "week.hubdesk", "--no-console"],
    [
        "wall",
        "/x/week.hubdesk",
        "--scenes",
        "my scenes.toml",
        "--scene",
        "my scene",
        "--at",
        "2026-11-19",
        "--speed",
        "60",
    ],
    ["wall", "é è.hubdesk", "--play", "--follow", "--distance", "6.5", "--theme", "light", "--no-collect"],
]


@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[-1])
@pytest.mark.parametrize("added", [[], ["--kept", "/s/wall.json", "--resume", "--minimal=it ended - badly"]])
def test_that_the_walls_own_process_is_asked_the_same(words: list[str], added: list[str]) -> None:
    asked = _parser().parse_args(words)
    command = _command(asked)
    assert command[:3] == [sys.executable, "-m", "hubdesk"]
    given = vars(_parser().parse_args([*command[3:], *added]))
    wanted = vars(asked) | {"shown": True, "session": asked.session.absolute()}
    if added:
        wanted |= {"kept": Path("/s/wall.json"), "resume": True, "minimal": "it ended - badly"}
    assert given == wanted


def test_that_a_walls_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    for number in range(3_000):
        _told(tmp_path / "logs", f"The wall stopped {number} times, for a reason that takes a line to tell.")
    files = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in files] == ["wall.log", "wall.old.log"]
    assert all(file.stat().st_size < LONGEST_LOG + 1_000 for file in files)
    assert "2999" in files[0].read_text("utf-8").splitlines()[-1]


def test_that_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs").write_text("no folder", "utf-8")
    _told(tmp_path / "logs", "The wall stopped.")
    assert capsys.readouterr().err == "The wall stopped.\n"
