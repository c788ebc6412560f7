"""The doctor tells what a machine lacks, and the package that mends it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hubdesk import doctor, doctor_files

BY_NAME = ["python", "display", "libraries", "qt", "font", "mono-font", "emoji", "keyring", "sqlite"]
BY_NAME += ["profile", "disk", "zones", "places", "encoder", "tone", "themes"]


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
    monkeypatch.setattr(doctor_files, "resource", lambda name: tmp_path / name)
    if content is not None:
        (tmp_path / "places").mkdir()
        (tmp_path / "places" / "manifest.json").write_bytes(content)
        (tmp_path / "places" / "areas.json").write_bytes(b"{}")
    check = found(tmp_path)["places"]
    assert not check.ok
    assert not check.needed
    assert "areas.json" in check.detail or "manifest.json" in check.detail
    assert "Install Hubdesk again" in check.mend


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut", b"\xff", b"= no TOML"])
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("encoder", "encoder/encoder.onnx"),
        ("encoder", "encoder/manifest.json"),
        ("tone", "heads/tone_linear.npz"),
        ("tone", "heads/tone_kernel.npz"),
        ("tone", "tone/cues.toml"),
        ("themes", "themes/themes.toml"),
    ],
)
def test_that_a_missing_or_damaged_file_of_a_reader_is_told_with_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, file: str, content: bytes | None
) -> None:
    check = {"encoder": doctor_files.encoder, "tone": doctor_files.tone, "themes": doctor_files.themes}[name]
    assert check().ok
    for folder in ("encoder", "heads", "tone", "themes"):
        shutil.copytree(doctor_files.resource(folder), tmp_path / folder)
    monkeypatch.setattr(doctor_files, "resource", lambda name: tmp_path / name)
    assert check().ok
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_bytes(content)
    found = check()
    assert (found.ok, found.needed) == (False, False)
    assert Path(file).name in found.detail
    assert "Install Hubdesk again" in found.mend


def test_that_a_machine_without_onnxruntime_reads_tone_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_files.importlib.util, "find_spec", lambda _name: None)
    assert (doctor_files.encoder().ok, doctor_files.encoder().needed) == (False, False)
    assert "onnxruntime" in doctor_files.encoder().detail
