"""`hubdesk backtest` on a series."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hubdesk.cli import main
from hubdesk.demo import demo_path


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_path(tmp_path_factory.mktemp("cache"))


def series(folder: Path) -> Path:
    file = folder / "ticker.csv"
    counts = [5 + number % 3 for number in range(1_000)]
    counts[800:812] = [300] * 12
    rows = [f"2026-01-{5 + n // 288:02}T{n % 288 // 12:02}:{n % 12 * 5:02}:00Z,{c}" for n, c in enumerate(counts)]
    file.write_text("\n".join(["timestamp,value", *rows]), "utf-8")
    return file


def test_that_a_series_is_answered_with_a_score_a_row_and_its_episodes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "backtest", str(series(tmp_path)), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["scores"]) == 1_000
    assert told["scores"][800][0] == "2026-01-07T18:40:00Z"
    assert told["scores"][800][1] >= told["threshold"]
    [episode] = told["episodes"]
    assert set(episode) == {"kind", "topic", "phase", "start", "peak", "end", "severity", "evidence"}
    assert (episode["kind"], episode["topic"], episode["phase"]) == ("buzz", "ticker", "over")
    assert "300 mentions in 5" in episode["evidence"]["words"]


def test_that_without_json_each_episode_is_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "backtest", str(series(tmp_path))]) == 0
    head, line = capsys.readouterr().out.strip().split("\n")
    assert head == "1 episode"
    assert "usual" in line


def test_that_an_unknown_rule_and_a_wrong_file_are_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "backtest", str(series(tmp_path)), "--rule", "loud"]) == 2
    assert "big, early, both" in capsys.readouterr().err
    (tmp_path / "wrong.csv").write_text("timestamp,value\n2026-01-05,some\n", "utf-8")
    assert main(["--lang", "en", "backtest", str(tmp_path / "wrong.csv"), "--json"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_that_alert_rules_are_tried_on_a_sessions_past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], demonstration: Path
) -> None:
    profile = tmp_path / "profile"
    words = ["--lang", "en", "--profile", str(profile), "backtest", str(demonstration), "--alerts"]
    span = ["--from", "2026-11-19", "--to", "2026-11-20"]
    assert main([*words, *span, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["alerts"]
    outage = next(one for one in told["fired"] if one["kind"] == "outage" and one["topic"] == "Orange")
    assert outage["at"].startswith("2026-11-19T07:03")  # three hours before the official word
    assert told["missed"] == []
    assert main([*words, *span, "--topic", "Free", "--json"]) == 0
    assert {one["topic"] for one in json.loads(capsys.readouterr().out)["alerts"]["fired"]} == {"Free"}
    assert main([*words, "--from", "2026-11-20", "--to", "2026-11-19"]) == 2
    assert "--from comes after --to" in capsys.readouterr().err


def test_that_alert_rules_are_not_tried_on_a_series(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "backtest", str(series(tmp_path)), "--alerts"]) == 2
    assert "are for a session" in capsys.readouterr().err
