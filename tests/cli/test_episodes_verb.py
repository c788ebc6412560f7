"""`hubdesk episodes`, `hubdesk backtest` on a session, and what an import finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hubdesk.cli import main
from hubdesk.core import HOUR, MINUTE
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from tests.fakes import topic
from tests.watch_fakes import END, LATER, SURGE, TOWNS, heard_session, surging, surging_twice, watch_until


def answered(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["--lang", "en", *words, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_that_episodes_tell_what_was_detected_in_words_and_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = heard_session(tmp_path, surging)
    watch_until(path)
    (one,) = answered(capsys, "episodes", str(path), "--from", "2026-11-20T09:00")["episodes"]
    assert {"kind", "topic", "phase", "start", "peak", "end", "severity", "evidence"} <= one.keys()
    assert one["topic"] == "Orange"
    assert one["start"] == "2026-11-20T10:00:00+01:00"
    assert one["evidence"]["told"][0].startswith(tuple("123456789"))
    assert one["evidence"]["first"]["at"].startswith("2026-11-20T10:0")
    assert one["states"][-1]["phase"] in ("pschitt", "over")
    assert main(["--lang", "fr", "episodes", str(path)]) == 0
    assert "Orange" in capsys.readouterr().out


def test_that_a_buzz_that_became_a_crisis_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = heard_session(tmp_path, surging_twice, end=LATER + 24 * HOUR)
    watch_until(path, LATER + 24 * HOUR)
    told = answered(capsys, "episodes", str(path))["episodes"]
    assert len({(one["topic"], one["told"]) for one in told}) == len(told)


def test_that_a_session_nobody_watched_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = heard_session(tmp_path, surging)
    assert main(["--lang", "en", "episodes", str(path), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == {"episodes": []}
    assert "nobody has watched" in told.err


def test_that_a_back_test_of_a_session_answers_as_the_watch_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = heard_session(tmp_path, surging, ("Orange", "SFR"))
    before = answered(capsys, "backtest", str(path))
    watch_until(path)
    watched = answered(capsys, "episodes", str(path))["episodes"]
    after = answered(capsys, "backtest", str(path))
    assert before["episodes"] == after["episodes"] == watched
    assert watched
    at, score = max(after["scores"], key=lambda one: one[1])
    assert score >= after["threshold"] == 1.0
    assert at.startswith("2026-11-20T1")
    of_one = answered(capsys, "backtest", str(path), "--topic", "sfr")
    assert max(score for _at, score in of_one["scores"]) < 1.0
    assert [one for one in of_one["episodes"] if one["topic"] != "SFR"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rule", "loud"), "big, early, both"),
        (("--topic", "Nobody"), "There is no topic"),
    ],
)
def test_that_a_wrong_word_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    path = heard_session(tmp_path, surging)
    assert main(["--lang", "en", "backtest", str(path), *words]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1


def test_that_an_import_is_watched_and_the_next_one_goes_on_from_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, profile = tmp_path / "archive.hubdesk", str(tmp_path / "profile")
    create(path, NewSession("Archive"))
    with open_writer(path) as writer:
        writer.add_topic(topic("Orange", "orange"))
    for number, (first, last) in enumerate([(SURGE - 30 * HOUR, SURGE + HOUR), (SURGE + HOUR, END)]):
        posts = tmp_path / f"posts{number}.csv"
        posts.write_text("date,text,author\n" + "".join(rows(first, last)), "utf-8")
        assert main(["--lang", "en", "--profile", profile, "import", str(path), str(posts), "--json"]) == 0
        told = capsys.readouterr()
        assert ("episode" in told.err) is (number == 0 or "change no episode" in told.err)
        with open_reader(path) as reader:
            upto, _memory = reader.watched("minutes")
            assert upto is not None
            assert last - 30 * MINUTE <= upto <= last + MINUTE
    (one,) = answered(capsys, "episodes", str(path))["episodes"]
    assert one["topic"] == "Orange"
    assert one["end"] is not None


def rows(first: int, last: int) -> list[str]:
    """A post every 20 minutes, and from SURGE on 30 in ten minutes."""
    from datetime import UTC, datetime

    instants = [*range(first, last, 20 * MINUTE), *(SURGE + n * 20_000 for n in range(30) if first <= SURGE < last)]
    return [
        f"{datetime.fromtimestamp(at / 1000, UTC).isoformat()},panne orange à {TOWNS[n % 10]} {at},voix{at}\n"
        for n, at in enumerate(sorted(instants))
    ]
