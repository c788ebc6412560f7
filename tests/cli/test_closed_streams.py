"""The command line with streams that are closed: a line or silence, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import fakes
import pytest


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return fakes.session(tmp_path, ["Orange en panne"], [])


def run(closed: str, *words: object) -> subprocess.CompletedProcess[str]:
    hubdesk = [sys.executable, "-m", "hubdesk", "--lang", "en", *map(str, words)]
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *hubdesk],
        capture_output=True,
        text=True,
        check=False,
        input='{"text": "orange"}',
    )


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_that_an_answer_nobody_can_hear_fails_in_one_line(session: Path, more: tuple[str, ...]) -> None:
    ended = run(">&-", "search", session, "orange", *more)
    assert ended.returncode == 1
    assert ended.stderr.startswith("hubdesk: the answer: ")
    assert ended.stderr.count("\n") == 1


def test_that_nothing_is_matched_where_nothing_can_be_read() -> None:
    ended = run("<&-", "match", "orange")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_that_an_error_nobody_can_hear_is_still_an_error(session: Path) -> None:
    ended = run("2>&-", "search", session, "(")
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "")
