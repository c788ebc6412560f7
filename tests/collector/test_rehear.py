"""`hubdesk rehear`: one at a time, killed or told to end in the middle, it goes on where it was."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import NOON, entry, session, topic

import hubdesk
from hubdesk.cli import main
from hubdesk.collector.process import alone
from hubdesk.core import Entry, Scope, Topic
from hubdesk.query.match import Matcher
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.store.writer import Writer

KILLS = 8
MENTIONS = 12_000


def past(folder: Path, count: int, query: str = "sosh") -> tuple[Path, Topic]:
    """A session in which one mention in two says sosh, and a topic that used to ask for orange."""
    path = session(folder, topics=[topic("Orange", "orange")])
    with open_writer(path) as writer, open_reader(path) as reader:
        (orange,), (source,) = reader.topics(), reader.sources()
        matcher = Matcher([orange])
        for first in range(0, count, 1_000):
            said = [
                entry(f"{'sosh' if n % 2 else 'orange'} numéro {n}", published_at=NOON + n).mention
                for n in range(first, min(first + 1_000, count))
            ]
            page = [Entry(one, matches=matcher.match(one)) for one in said]
            writer.add_page(source.id, page, cursor="", due_at=0, seen_at=NOON + count)
        return path, writer.change_topic(replace(orange, query=query))


def words(path: Path, folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "hubdesk", "--profile", str(folder / "profile"), "rehear", str(path), *more]


@contextmanager
def running(path: Path, folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    env = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1])}
    with subprocess.Popen(
        words(path, folder, "--json", *more), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def lines(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    assert process.stdout is not None
    return [json.loads(line) for line in process.stdout if line.endswith("}\n")]


def heard(path: Path, topic: Topic) -> int:
    with open_reader(path) as reader:
        assert reader.problems() == ()
        return reader.count(Scope((topic,), 0, NOON * 2))


def test_that_it_tells_how_far_it_is_until_all_is_heard(
    tmp_path: Path, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, orange = past(tmp_path, 900)
    assert main(["--profile", str(profile), "rehear", str(path), "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[0]["topic"] == "Orange"
    assert told[-1] == {"topic": "Orange", "done": 900, "all": 900}
    assert heard(path, orange) == 450
    assert main(["--profile", str(profile), "rehear", str(path), "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_that_kills_in_the_middle_lose_nothing_and_it_goes_on_where_it_was(tmp_path: Path) -> None:
    path, orange = past(tmp_path, MENTIONS)
    chance = random.Random(4)
    places = [0]
    for _ in range(KILLS):
        with running(path, tmp_path) as process:
            assert process.stdout is not None
            for _line in range(chance.randint(1, 3)):
                if not process.stdout.readline():
                    break
            process.send_signal(signal.SIGKILL)
        with open_reader(path) as reader:
            assert reader.problems() == ()
            left = reader.rehearing()
        places.append(left[0].done if left else MENTIONS)
    assert places == sorted(places)
    with running(path, tmp_path) as process:
        told = lines(process)
    assert process.returncode == 0
    assert not told or told[-1]["done"] == told[-1]["all"] == MENTIONS
    assert heard(path, orange) == MENTIONS // 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM")
def test_that_it_ends_between_two_stretches_when_told_to(tmp_path: Path) -> None:
    path, orange = past(tmp_path, MENTIONS)
    with running(path, tmp_path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        lines(process)
    assert process.wait() == 0
    with open_reader(path) as reader:
        assert reader.problems() == ()
    assert main(["--profile", str(tmp_path / "profile"), "rehear", str(path)]) == 0
    assert heard(path, orange) == MENTIONS // 2


def test_that_it_ends_when_the_desk_that_started_it_is_gone(tmp_path: Path) -> None:
    path, _orange = past(tmp_path, MENTIONS)
    with running(path, tmp_path, "--while-stdin") as process:
        assert process.stdin is not None
        process.stdin.close()
        lines(process)
    assert process.wait() == 0
    with open_reader(path) as reader:
        (left,) = reader.rehearing()
    assert left.done < left.all


def test_that_two_do_not_work_on_one_session(tmp_path: Path, profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _orange = past(tmp_path, 10)
    with alone(path, profile / "state", "rehear", "busy"):
        code = main(["--profile", str(profile), "rehear", str(path)])
    told = capsys.readouterr()
    assert (code, told.out) == (1, "")
    assert "heard again already" in told.err


def test_that_a_stopped_topic_and_a_broken_query_are_said(
    tmp_path: Path, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, orange = past(tmp_path, 10)
    with open_writer(path) as writer:
        writer.add_topic(topic("Faute", '"sosh'))
        writer.stop_rehearing(orange.id)
    assert main(["--profile", str(profile), "rehear", str(path)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "Faute: its query cannot be read" in told.err
    assert "Orange is incomplete: stopped after 0 of 10 stored mentions" in told.err


def test_that_the_demonstration_is_not_written_to(
    tmp_path: Path, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "demo.hubdesk"
    create(path, NewSession("Demo", synthetic=True))
    assert main(["--profile", str(profile), "rehear", str(path)]) == 2
    assert "is the demonstration" in capsys.readouterr().err


def test_that_an_older_session_is_brought_up_to_date_first(
    tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from hubdesk.store import schema

    with monkeypatch.context() as then:
        then.setattr(schema, "STEPS", schema.STEPS[:1])
        path = tmp_path / "old.hubdesk"
        create(path, NewSession("Old"))
    assert main(["volume", str(path), "--topic", "Orange"]) == 2
    assert f"hubdesk rehear {path}" in capsys.readouterr().err
    assert main(["--profile", str(profile), "rehear", str(path)]) == 0
    with open_reader(path) as reader:
        assert reader.problems() == ()


def test_that_a_curve_of_an_incomplete_topic_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _orange = past(tmp_path, 10)
    with open_writer(path) as writer:
        writer.rehear(2)
    assert main(["volume", str(path), "--topic", "Orange", "--by", "day", "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["topic"] == "Orange"
    assert "Orange is incomplete: 2 of 10 stored mentions were asked" in told.err


def test_that_a_full_disk_ends_it_with_one_line(
    tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, orange = past(tmp_path, 3_000)
    open_as_ever = open_writer

    def full(path: Path) -> Writer:
        writer = open_as_ever(path)
        pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
        writer._connection.execute(f"PRAGMA max_page_count={pages}")
        return writer

    with monkeypatch.context() as then:
        then.setattr("hubdesk.collector.rehear.open_writer", full)
        assert main(["--profile", str(profile), "rehear", str(path)]) == 1
    assert "the disk is full" in capsys.readouterr().err
    assert main(["--profile", str(profile), "rehear", str(path)]) == 0
    assert heard(path, orange) == 1_500
