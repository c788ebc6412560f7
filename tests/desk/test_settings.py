"""Settings: one table, kept at once, forgiving of a broken file; and the links that use them."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from hubdesk.core import HubdeskError
from hubdesk.desk.links import host_of, open_link
from hubdesk.desk.preferences import Preferences
from hubdesk.settings import SETTINGS, Settings, places


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config" / "settings.toml"


def test_that_a_profile_keeps_everything_in_one_folder(tmp_path):
    here = places(tmp_path)
    assert {here.config.parent, here.cache.parent, here.state.parent, here.data.parent} == {tmp_path}
    assert places(None).config != places(None).state or os.name == "nt"


def test_that_a_change_is_kept(file):
    settings = Settings(file)
    settings.change("theme", "dark")
    settings.remember_session(Path("/a.hubdesk"))
    settings.remember_session(Path("/b.hubdesk"))
    settings.remember_session(Path("/a.hubdesk"))
    again = Settings(file)
    assert again.text("theme") == "dark"
    assert [Path(one).name for one in again.texts("recent_sessions")] == ["a.hubdesk", "b.hubdesk"]
    assert again.problems == []


def test_that_comments_and_unknown_keys_survive_a_change(file):
    file.parent.mkdir()
    file.write_text('# mine\nfuture = 3\ntheme = "light"\n')
    settings = Settings(file)
    settings.change("theme", "dark")
    text = file.read_text()
    assert "# mine" in text
    assert "future = 3" in text
    assert 'theme = "dark"' in text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("colour = 3", "colour"),
        ('theme = "pink"', "theme"),
        ("confirm_links = 1", "confirm_links"),
        ("recent_sessions = [1]", "recent_sessions"),
        ("theme = [[[", "cannot be read"),
    ],
)
def test_that_a_wrong_value_gets_one_line_and_the_default(file, text, word):
    file.parent.mkdir()
    file.write_text(text)
    settings = Settings(file)
    assert len(settings.problems) == 1
    assert word in settings.problems[0]
    assert "\n" not in settings.problems[0]
    assert settings.text("theme") == "system"
    assert settings.flag("confirm_links")


def test_that_an_unreadable_file_is_never_written_over(file):
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe broken")
    settings = Settings(file)
    with pytest.raises(HubdeskError, match="mend or delete"):
        settings.change("theme", "dark")
    assert file.read_bytes() == b"\xff\xfe broken"


def test_that_a_disk_that_says_no_is_one_clear_line(tmp_path):
    (tmp_path / "config").write_text("a file where a folder should be")
    with pytest.raises(HubdeskError, match="not saved"):
        Settings(tmp_path / "config" / "settings.toml").change("theme", "dark")


def test_that_a_value_of_another_kind_is_refused(file):
    with pytest.raises(HubdeskError):
        Settings(file).change("theme", "pink")
    assert not file.exists()


def test_that_the_form_shows_every_setting_and_keeps_a_change(file, qtbot):
    settings = Settings(file)
    form = Preferences(settings)
    qtbot.addWidget(form)
    assert set(form.fields) == {setting.name for setting in SETTINGS if setting.shown}
    with qtbot.waitSignal(form.changed) as changed:
        form.fields["theme"].setCurrentIndex(2)
    assert changed.args == ["theme"]
    with qtbot.waitSignal(form.changed):
        form.fields["confirm_links"].setChecked(False)
    assert Settings(file).text("theme") == "dark"
    assert not Settings(file).flag("confirm_links")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,hi",
        "ftp://example.org/",
        "http://",
        "https://bank.example@evil.example/",
        "",
        "https://exa mple.org",
    ],
)
def test_that_only_web_addresses_are_opened(file, address, monkeypatch):
    monkeypatch.setattr("hubdesk.desk.links.QDesktopServices.openUrl", lambda _url: pytest.fail("it was opened"))
    with pytest.raises(HubdeskError):
        open_link(address, Settings(file))


def test_that_a_host_that_looks_like_another_is_spelled_out():
    _plain, spelled = host_of("https://www.оrange.fr/")  # a Cyrillic o
    assert spelled.startswith("www.xn--")
    assert host_of("https://orange.fr/a?b#c") == ("orange.fr", "orange.fr")


def test_that_a_host_is_asked_about_once(file, qtbot, monkeypatch):
    asked, opened = [], []

    def agree(box):
        asked.append(box.text())
        return QMessageBox.StandardButton.Open

    monkeypatch.setattr(QMessageBox, "exec", agree)
    monkeypatch.setattr(
        "hubdesk.desk.links.QDesktopServices.openUrl", lambda url: opened.append(url.toString()) or True
    )
    settings = Settings(file)
    assert open_link("https://example.org/1", settings)
    assert open_link("https://example.org/2", settings)
    assert len(asked) == 1
    assert "example.org" in asked[0]
    assert opened == ["https://example.org/1", "https://example.org/2"]


def test_that_who_says_no_stays_here(file, qtbot, monkeypatch):
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Cancel)
    monkeypatch.setattr("hubdesk.desk.links.QDesktopServices.openUrl", lambda _url: pytest.fail("it was opened"))
    assert not open_link("https://example.org/1", Settings(file))
    assert Settings(file).texts("known_hosts") == ()
