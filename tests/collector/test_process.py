"""The collector as people run it: its lines, its exit code, its end, and that one file is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from pytest_httpserver import HTTPServer

import hubdesk
from hubdesk.core import Scope, Topic
from hubdesk.plugins import source_row
from hubdesk.store.session import NewSession, create, open_reader, open_writer

ENV: Final = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1])}
FEED: Final = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [{"id": "1", "content_text": "Orange en panne", "date_published": "2026-11-19T14:00:00Z"}],
}


def collecting(*words: str, profile: str = "profile") -> list[str]:
    return [sys.executable, "-m", "hubdesk", "--lang", "en", "--profile", profile, "collect", "s.hubdesk", *words]


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(collecting(*words), env=ENV, capture_output=True, text=True, timeout=60)


def session(server: HTTPServer, paths: Sequence[str], every: int = 1000) -> None:
    create(Path("s.hubdesk"), NewSession(title="Essai"))
    with open_writer(Path("s.hubdesk")) as writer:
        writer.add_topic(Topic(0, "Orange", "orange", "own"))
        for path in paths:
            config: dict[str, Any] = {"url": server.url_for(path), "allow_private": True}
            writer.add_source(source_row("feed", config, path, every=every))


@pytest.fixture(autouse=True)
def served(httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HTTPServer:
    monkeypatch.chdir(tmp_path)
    httpserver.expect_request("/good").respond_with_json(FEED)
    httpserver.expect_request("/bad").respond_with_data("no", status=500)
    return httpserver


@pytest.mark.parametrize(("paths", "code"), [(["/good", "/bad"], 0), (["/bad"], 1), ([], 0)])
def test_that_a_single_round_fails_when_no_source_answered(served: HTTPServer, paths: list[str], code: int) -> None:
    session(served, paths)
    told = ran("--once", "--json")
    assert told.returncode == code
    lines = {line["source"]: line for line in map(json.loads, told.stdout.splitlines())}
    assert set(lines) == set(paths)
    assert all(set(line) == {"source", "at", "state", "new", "error"} for line in lines.values())
    if "/good" in paths:
        assert (lines["/good"]["state"], lines["/good"]["new"], lines["/good"]["error"]) == ("listening", 1, None)
    if "/bad" in paths:
        assert lines["/bad"]["state"] == "failed"
        assert "500" in lines["/bad"]["error"]
    assert told.stderr.count("\n") == (0 if paths else 1)
    assert [path.name for path in Path().glob("s.hubdesk*")] == ["s.hubdesk"]


def test_that_whoever_stops_to_listen_ends_the_collector_and_no_source_is_to_blame(served: HTTPServer) -> None:
    session(served, ["/good"], every=100)
    with subprocess.Popen(collecting(), env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
    assert running.returncode == 1
    with open_reader(Path("s.hubdesk")) as reader:
        assert reader.sources()[0].failures == 0
        assert reader.count(Scope((), 0, 2**50)) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.skipif(sys.platform == "win32", reason="signals end a process at once there")
def test_that_a_signal_ends_it_in_good_order(served: HTTPServer, number: signal.Signals) -> None:
    session(served, ["/good"])
    with subprocess.Popen(collecting(), env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(number)
        _out, err = running.communicate(timeout=90)
    assert (running.returncode, err) == (0, "")
    assert [path.name for path in Path().glob("s.hubdesk*")] == ["s.hubdesk"]


def test_that_a_second_collector_says_that_there_is_one(served: HTTPServer) -> None:
    session(served, ["/good"])
    with subprocess.Popen(collecting("--while-stdin"), env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        first.stdout.readline()
        second = ran("--once")
        first.communicate(timeout=90)
    assert (second.returncode, second.stdout) == (1, "")
    assert "already" in second.stderr


def test_that_what_nobody_foresaw_goes_to_the_log_and_not_to_the_terminal(served: HTTPServer) -> None:
    session(served, ["/good"])
    script = (
        "import sys\nfrom hubdesk.sources.feeds import Feed\nfrom hubdesk.cli import main\n"
        "def broken(*_): raise KeyError('id')\nFeed.pages = broken\nsys.exit(main(sys.argv[1:]))"
    )
    words = [sys.executable, "-c", script, *collecting("--once")[3:]]
    told = subprocess.run(words, env=ENV, capture_output=True, text=True, timeout=60)
    assert (told.returncode, told.stderr) == (1, "")
    assert "KeyError" in told.stdout
    assert "Traceback" in next(Path("profile").rglob("collector.log")).read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")
def test_that_a_session_moved_away_ends_its_collector_instead_of_being_written_to_unseen(served: HTTPServer) -> None:
    session(served, ["/good"])
    with subprocess.Popen(collecting(), env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        running.stdout.readline()
        Path("s.hubdesk").rename("moved.hubdesk")
        _out, err = running.communicate(timeout=90)
    assert running.returncode == 1
    assert "moved" in err
    assert err.count("\n") == 1
