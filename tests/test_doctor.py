"""The doctor tells what a machine lacks, and the package that mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubdesk import doctor

BY_NAME = ["python", "display", "libraries", "qt", "font", "mono-font", "emoji", "keyring", "sqlite"]
BY_NAME += ["profile", "disk", "zones", "places"]


def found(folder: Path) -> dict[str, doctor.Check]:
    return {check.name: check for check in doctor.checks(folder)}


def test_that_everything_is_looked_at_and_what_is_well_needs_no_mending(tmp_path: Path) -> None:
    made = doctor.checks(tmp_path / "profile")
    assert [check.name for check in made] == BY_NAME
    assert all(check.detail for check in made)
    assert all(bool(check.mend) != check.ok for check in made)


def test_that_a_missing_library_names_its_debian_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor.QT_LIBRARIES, "libnowhere.so.9", "libnowhere9")
    check = found(tmp_path)["libraries"]
    assert not check.ok
    assert check.needed
    assert "libnowhere.so.9" in check.detail
    assert check.mend == "apt-get install libnowhere9"


def test_that_x11_s_libraries_are_wanted_only_with_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor.SCREEN_LIBRARIES, "libnowhere.so.9", "libnowhere9")
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    assert "libnowhere.so.9" in doctor.missing_libraries(screen=True)
    assert "libnowhere.so.9" not in doctor.missing_libraries(screen=False)


def test_that_no_font_at_all_is_needed_and_no_inter_is_only_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_font_files", lambda: iter(["dejavusans.ttf"]))
    assert not found(tmp_path)["font"].ok
    assert not found(tmp_path)["font"].needed
    monkeypatch.setattr(doctor, "_font_files", lambda: iter([]))
    assert found(tmp_path)["font"].needed
    assert {"fonts-inter", "fonts-noto-color-emoji"} <= doctor.missing_packages(screen=False).keys()


def test_that_a_missing_emoji_font_is_told_and_not_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_font_files", lambda: iter(["inter-regular.otf"]))
    check = found(tmp_path)["emoji"]
    assert not check.ok
    assert not check.needed
    assert "fonts-noto-color-emoji" in check.mend
    assert "fonts-noto-color-emoji" not in doctor.missing_packages(screen=False)
    monkeypatch.setattr(doctor, "_font_files", lambda: iter(["notocoloremoji.ttf"]))
    assert found(tmp_path)["emoji"].ok


def test_that_a_profile_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file where the folder should be")
    check = found(tmp_path / "profile")["profile"]
    assert not check.ok
    assert "--profile" in check.mend


def test_that_a_disk_with_no_room_left_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 12_345_678})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _folder: usage)
    check = found(tmp_path)["disk"]
    assert not check.ok
    assert check.detail == "12 MB free"


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"files": [{"name": "areas.json", "sha256": "0"}]}'])
def test_that_missing_or_damaged_places_are_told_and_not_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    assert found(tmp_path)["places"].ok
    monkeypatch.setattr(doctor, "resource", lambda name: tmp_path / name)
    if content is not None:
        (tmp_path / "places").mkdir()
        (tmp_path / "places" / "manifest.json").write_bytes(content)
        (tmp_path / "places" / "areas.json").write_bytes(b"{}")
    check = found(tmp_path)["places"]
    assert not check.ok
    assert not check.needed
    assert "areas.json" in check.detail or "manifest.json" in check.detail
    assert "Install Hubdesk again" in check.mend
