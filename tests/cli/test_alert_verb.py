"""`hubdesk alert --test`, and a collector that alerts as the profile's settings say."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from hubdesk import i18n, secret
from hubdesk.alert_settings import secret_name
from hubdesk.cli import main
from hubdesk.cli_alert import SettingsAlerts
from hubdesk.collector.alert_send import SIGNATURE, signature
from hubdesk.core.alert_rule import AlertRule

Answer = tuple[int, dict[str, object]]


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The administrator's file, so that no test asks this machine's keyring."""
    file = tmp_path / "secrets.toml"
    file.write_text("", "utf-8")
    file.chmod(0o600)
    monkeypatch.setenv(secret.FILE_VARIABLE, str(file))
    return file


def settings(tmp_path: Path, **values: object) -> None:
    folder = tmp_path / "config"
    folder.mkdir(exist_ok=True)
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    (folder / "settings.toml").write_text("\n".join(lines), "utf-8")


def tried(tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]) -> Answer:
    code = main(["--lang", "en", "--profile", str(tmp_path), "alert", "--test", way, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_that_a_try_reaches_a_webhook_that_is_not_switched_on_yet_and_says_what_it_is(
    tmp_path: Path, httpserver: HTTPServer, secrets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/hook").respond_with_data("")
    url = httpserver.url_for("/hook?token=1")
    secrets.write_text(f'"{secret_name(url)}" = "s3cret"\n', "utf-8")
    settings(tmp_path, alert_webhook_url=url, alert_webhook_private=True)
    assert tried(tmp_path, "webhook", capsys) == (0, {"ok": True, "why": None})
    ((request, _answer),) = httpserver.log
    body = request.get_data()
    told = json.loads(body)
    assert (told["product"], told["synthetic"], told["test"], told["count"]) == ("Hubdesk", True, True, 1)
    assert told["summary"] == "A test from Hubdesk: nothing happened"
    assert told["episodes"][0]["evidence"]["told"] == ["A test from Hubdesk: nothing happened"]
    assert request.headers[SIGNATURE] == signature("s3cret", body)


def test_that_a_try_that_fails_says_why_once_and_quickly(
    tmp_path: Path, httpserver: HTTPServer, secrets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/hook").respond_with_data("", status=500)
    settings(tmp_path, alert_webhook_url=httpserver.url_for("/hook"), alert_webhook_private=True)
    assert tried(tmp_path, "webhook", capsys) == (1, {"ok": False, "why": "it answers 500"})
    assert len(httpserver.log) == 1


def test_that_a_try_starts_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "heard"
    code = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    settings(tmp_path, alert_command_line=[sys.executable, "-c", code, str(out)])
    assert tried(tmp_path, "command", capsys) == (0, {"ok": True, "why": None})
    assert json.loads(out.read_bytes())["test"] is True


@pytest.mark.parametrize(
    ("way", "values", "why"),
    [
        ("webhook", {}, "no address"),
        ("command", {}, "no program"),
        ("command", {"alert_command_line": [" "]}, "no program"),
        ("command", {"alert_command_line": ["/no/such"]}, "cannot be started"),
        ("webhook", {"alert_webhook_url": "https://127.0.0.1/"}, "unless the settings allow it"),
        ("webhook", {"alert_webhook_url": "http://example.org/"}, "only https"),
        ("webhook", {"alert_webhook_url": "file:///etc/passwd"}, "no address"),
    ],
)
def test_that_what_cannot_be_tried_is_said_in_one_line(
    tmp_path: Path, secrets: Path, capsys: pytest.CaptureFixture[str], way: str, values: dict[str, object], why: str
) -> None:
    settings(tmp_path, **values)
    code, told = tried(tmp_path, way, capsys)
    assert (code, told["ok"]) == (1, False)
    assert why in str(told["why"])
    assert "\n" not in str(told["why"])


def test_that_a_collector_takes_rules_and_ways_from_the_settings_of_then(tmp_path: Path, secrets: Path) -> None:
    alerting = SettingsAlerts(tmp_path, "Europe/Paris")
    assert alerting() is None
    settings(tmp_path, alert_command=True, alert_command_line=["true"], alert_severity=2, alert_names=True)
    with (tmp_path / "config" / "settings.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[alert]]\ntopic = "Orange"\n')
    made = alerting()
    assert made is not None
    assert (made.rules.rules, made.rules.least, made.ways.command) == ((AlertRule("Orange"),), 2, ("true",))
    assert made.ways.with_names


def test_that_a_slip_in_the_file_switches_no_alerts_off_and_is_said_and_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    settings(tmp_path, alert_command=True, alert_command_line=["true"])
    alerting = SettingsAlerts(tmp_path, "UTC")
    before = alerting()
    (tmp_path / "config" / "settings.toml").write_text("alert_command = yes\n", "utf-8")
    assert before is not None
    assert alerting() is before
    (line,) = capsys.readouterr().err.splitlines()
    assert [record.message for record in caplog.records] == [line]
    settings(tmp_path)
    assert alerting() is None


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, ""),
        ({"alert_webhook": True}, "The webhook has no address"),
        ({"alert_severity": 9}, "alert_severity must be a number from 0 to 3"),
    ],
)
def test_that_settings_that_cannot_be_used_are_said_once_and_hinder_no_collecting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], values: dict[str, object], line: str
) -> None:
    i18n.use("en")
    settings(tmp_path, **values)
    alerting = SettingsAlerts(tmp_path, "UTC")
    assert alerting() is None
    said = capsys.readouterr().err
    assert line in said
    assert bool(said) is bool(line)
    assert alerting() is None
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("words", "language"), [([], "fr"), (["--lang", "en"], "en")])
def test_that_a_try_speaks_the_language_of_the_settings_unless_it_is_told_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str], language: str
) -> None:
    monkeypatch.delenv("HUBDESK_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    settings(tmp_path, language="fr", alert_command_line=["true"])
    assert main([*words, "--profile", str(tmp_path), "alert", "--test", "command"]) == 0
    assert i18n.language() == language
    i18n.use("en")


def test_that_the_try_is_not_offered_among_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "en", "--help"])
    assert "alert" not in capsys.readouterr().out.split()
