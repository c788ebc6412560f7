"""Alerts in the settings file: rules as tables, a clear line for each that is wrong, and the secret nowhere in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from hubdesk import secret
from hubdesk.alert_settings import alert_rules, alert_ways, keep_webhook_secret, rule, secret_name, table
from hubdesk.core import FailedError, HubdeskError
from hubdesk.core.alert_rule import AlertRule
from hubdesk.core.alert_ways import AlertWays
from hubdesk.core.quiet_hours import QuietHours
from hubdesk.settings import Settings

URL = "https://hooks.example.org/x/abc?key=1"


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self, forgets: bool = False) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.forgets = forgets

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self.forgets:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("none")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    monkeypatch.delenv(secret.FILE_VARIABLE, raising=False)
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    monkeypatch.setattr(keyring.core, "_keyring_backend", made)
    yield made
    keyring.set_keyring(before)


def settings(folder: Path, text: str) -> Settings:
    file = folder / "settings.toml"
    file.write_text(text, "utf-8")
    return Settings(file)


def test_that_without_a_file_everything_alerts_and_nothing_leaves_this_machine(tmp_path: Path) -> None:
    read = Settings(tmp_path / "none.toml")
    rules = alert_rules(read, "Europe/Paris")
    assert (rules.rules, rules.quiet, rules.cool_down_minutes, rules.least) == ((), None, 15, 0)
    assert alert_ways(read) == (AlertWays(), ())


def test_that_rules_are_read_and_kept_as_tables_among_what_a_person_wrote(tmp_path: Path) -> None:
    read = settings(
        tmp_path,
        '# mine\ntheme = "dark"\nalert_quiet = true\nalert_quiet_from = "9:30"\n'
        '\n[[alert]]\ntopic = "Orange"  # ours\nseverity = 2\n\n[[alert]]\nkind = "outage"\nplace = "2A"\n',
    )
    assert read.problems == []
    rules = alert_rules(read, "Indian/Reunion")
    assert rules.rules == (AlertRule("Orange", severity=2), AlertRule(kind="outage", place="2A"))
    assert rules.quiet == QuietHours("09:30", "07:00", "Indian/Reunion", 3)
    read.change("density", "compact")
    assert "# ours" in read.file.read_text("utf-8")
    more = AlertRule(person="Julie “Ju” Martin\n[x]", severity=3)
    read.change("alert", (*map(table, rules.rules), table(more)))
    again = Settings(read.file)
    assert again.problems == []
    assert tuple(map(rule, again.tables("alert"))) == (*rules.rules, more)
    assert (again.text("theme"), again.text("density"), again.text("alert_quiet_from")) == ("dark", "compact", "9:30")
    assert "# mine" in read.file.read_text("utf-8")
    again.change("alert", ())
    again.change("span", "7d")
    last = Settings(read.file)
    assert (last.problems, last.tables("alert"), last.text("span")) == ([], (), "7d")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('topik = "Orange"', "topik"),
        ("severity = 4", "severity"),
        ("severity = true", "severity"),
        ('severity = "2"', "severity"),
        ('kind = "Krise"', "crisis"),
        ('place = "Lille"', "59"),
        ("topic = 3", "topic"),
        ("topic = []", "topic"),
    ],
)
def test_that_a_wrong_rule_gets_one_line_and_the_others_work(tmp_path: Path, text: str, word: str) -> None:
    read = settings(tmp_path, f'[[alert]]\n{text}\n[[alert]]\ntopic = "SFR"\n')
    (problem,) = read.problems
    assert word in problem
    assert "\n" not in problem
    assert alert_rules(read, "UTC").rules == (AlertRule("SFR"),)
    read.change("density", "compact")
    assert text in read.file.read_text("utf-8")  # it is the person's, to be mended


@pytest.mark.parametrize("text", ["alert = 3", "alert = [1, 2]", 'alert = "x"', "[alert]\ntopic = 1"])
def test_that_rules_that_are_no_tables_are_said(tmp_path: Path, text: str) -> None:
    read = settings(tmp_path, text)
    assert read.problems
    assert alert_rules(read, "UTC").rules == ()


@pytest.mark.parametrize(
    "text",
    [
        'alert_quiet_from = "25:00"',
        'alert_quiet_from = "soon"',
        'alert_quiet_zone = "Mars/Olympus"',
        'alert_quiet_zone = "../../etc/passwd"',
        "alert_quiet_breaks = 5",
        "alert_cool_down = -1",
        "alert_cool_down = 1441",
        "alert_cool_down = 99999999999999999999",
        'alert_webhook_url = "file:///etc/passwd"',
        'alert_webhook_url = "https://"',
        'alert_webhook_url = "https://a:b@example.org/"',
        'alert_webhook_url = "https://[::1/"',
        'alert_command_line = "rm -rf"',
        "alert_command_line = [1]",
    ],
)
def test_that_a_wrong_setting_of_alerts_gets_one_line_and_the_default(tmp_path: Path, text: str) -> None:
    read = settings(tmp_path, "alert_quiet = true\n" + text)
    (problem,) = read.problems
    assert text.partition(" ")[0] in problem
    assert alert_rules(read, "UTC").quiet == QuietHours("22:00", "07:00", "UTC", 3)
    assert alert_ways(read) == (AlertWays(), ())


def test_that_a_way_without_an_address_or_a_program_is_said_and_the_other_works(tmp_path: Path, ring: Ring) -> None:
    both = "alert_webhook = true\nalert_command = true\n"
    ways, (fault,) = alert_ways(settings(tmp_path, both + 'alert_command_line = ["true", "-x"]\n'))
    assert (ways.url, ways.command) == ("", ("true", "-x"))
    assert "no address" in fault
    ways, (fault,) = alert_ways(settings(tmp_path, both + f'alert_webhook_url = "{URL}"\n'))
    assert (ways.url, ways.command) == (URL, ())
    assert "no program" in fault
    whole = both + f'alert_webhook_url = "{URL}"\nalert_webhook_private = true\nalert_command_line = ["true"]\n'
    assert alert_ways(settings(tmp_path, whole)) == (AlertWays(URL, True, "", ("true",)), ())


def test_that_the_secret_lives_in_the_keyring_alone_and_belongs_to_one_server(tmp_path: Path, ring: Ring) -> None:
    read = settings(tmp_path, f'alert_webhook = true\nalert_webhook_url = "{URL}"\n')
    keep_webhook_secret(URL, "s3cret")
    ways, _faults = alert_ways(read)
    assert ways.secret == "s3cret"
    assert "s3cret" not in repr(ways)
    read.change("alert_webhook_url", "https://other.example.org/")
    assert alert_ways(read)[0].secret == ""
    assert "s3cret" not in read.file.read_text("utf-8")
    keep_webhook_secret(URL, "")
    keep_webhook_secret(URL, "")
    assert ring.kept == {}


def test_that_a_keyring_that_keeps_nothing_is_said(ring: Ring) -> None:
    ring.forgets = True
    with pytest.raises(FailedError, match="keeps nothing"):
        keep_webhook_secret(URL, "s3cret")


@pytest.mark.parametrize("url", ["", "nonsense", "https://", "https://h:99999/", "https://[::1/"])
def test_that_an_address_without_a_server_has_no_secret(url: str) -> None:
    with pytest.raises(HubdeskError, match="names no server"):
        secret_name(url)


def test_that_an_administrators_file_is_asked_instead_of_the_keyring(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(f'"{secret_name(URL)}" = "from the file"\n', "utf-8")
    file.chmod(0o600)
    monkeypatch.setenv(secret.FILE_VARIABLE, str(file))
    read = settings(tmp_path, f'alert_webhook = true\nalert_webhook_url = "{URL}"\n')
    assert alert_ways(read)[0].secret == "from the file"
