"""kill -9 of the collector in the middle of its work: what it acknowledged is there, once."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

import hubdesk
from hubdesk.core import Topic
from hubdesk.plugins import source_row
from hubdesk.store.session import NewSession, create, open_reader, open_writer

KILLS = 20
PER_POLL = 300  # new entries each time the feed is asked
WINDOW = 900  # entries in the feed: three polls' worth, so that a lost poll can be caught up


class GrowingFeed:
    """A JSON Feed that has more to tell each time it is asked."""

    def __init__(self) -> None:
        self.told = 0
        self._lock = threading.Lock()

    def answer(self, _request: Request) -> Response:
        with self._lock:
            self.told += PER_POLL
            newest = self.told
        items = [
            {"id": f"https://forum.example/{n}", "content_text": f"Orange en panne, message {n}"}
            for n in range(max(0, newest - WINDOW), newest)
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Forum", "items": items}
        return Response(json.dumps(feed), content_type="application/feed+json")


@pytest.mark.timeout(300)
def test_that_twenty_kills_lose_and_double_nothing_acknowledged(tmp_path: Path, httpserver: HTTPServer) -> None:
    feed, path = GrowingFeed(), tmp_path / "kill.hubdesk"
    httpserver.expect_request("/feed.json").respond_with_handler(feed.answer)
    create(path, NewSession(title="Kill"))
    with open_writer(path) as writer:
        writer.add_topic(Topic(0, "Orange", "orange", "own"))
        config: dict[str, Any] = {"url": httpserver.url_for("/feed.json"), "allow_private": True}
        writer.add_source(source_row("feed", config, "Forum", every=1000))
    acknowledged, chance = 0, random.Random(20261126)
    for _round in range(KILLS):
        acknowledged += _collect_and_kill(path, tmp_path, chance)
        assert _stored(path) >= acknowledged
    stored, natives = _stored(path), _natives(path)
    assert acknowledged > 0
    assert len(natives) == len(set(natives)) == stored
    with open_reader(path) as reader:
        assert reader.problems() == ()


def _collect_and_kill(path: Path, folder: Path, chance: random.Random) -> int:
    """Run a collector until it has acknowledged something, then kill it somewhere in its next work."""
    with open_writer(path) as writer:
        writer.ask_now(None)
    words = [sys.executable, "-m", "hubdesk", "--profile", str(folder / "profile"), "collect", str(path), "--json"]
    env = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1])}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env) as running:
        assert running.stdout is not None
        new = int(json.loads(running.stdout.readline())["new"])
        killer = threading.Timer(chance.uniform(0.0, 1.4), running.kill)
        killer.start()
        new += sum(int(json.loads(line)["new"]) for line in running.stdout if line.endswith("}\n"))
        killer.join()
    assert running.returncode == -9
    return new


def _stored(path: Path) -> int:
    with open_reader(path) as reader:
        return reader.facts().mentions


def _natives(path: Path) -> list[str]:
    """Looked at with SQLite alone: no code of ours stands between the file and the test."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [row[0] for row in connection.execute("SELECT native_id FROM mention")]
    finally:
        connection.close()
