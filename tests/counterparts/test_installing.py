"""The script that installs the real servers: it says what it does, and one that fails does not stop the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.counterparts.servers import INSTALLER


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUBDESK_COUNTERPARTS", str(tmp_path / "counterparts"))
    return tmp_path / "counterparts"


def use(monkeypatch: pytest.MonkeyPatch, **installs: Any) -> None:
    """Installers of the test's own, by name."""
    made = {name: INSTALLER.Counterpart(name, "1", install) for name, install in installs.items()}
    monkeypatch.setattr(INSTALLER, "COUNTERPARTS", made)


def test_that_nothing_is_there_in_an_empty_folder_and_looking_creates_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert INSTALLER.main(["list"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split("] ")[1] for line in said] == ["is not there"] * len(INSTALLER.COUNTERPARTS)
    assert not folder.exists()


def test_that_one_that_fails_says_why_and_the_others_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(where: Path) -> None:
        INSTALLER.run("python3", "-c", "print('no space left'); raise SystemExit(3)", log=where / "log")

    done: list[str] = []
    use(monkeypatch, broken=fail, good=lambda where: done.append(where.name))
    assert INSTALLER.main(["install", "--only", "broken", "good"]) == 1
    said = capsys.readouterr().out
    assert "[broken] is NOT installed: python3 ended with 3: no space left" in said
    assert "[good] installed" in said
    assert (INSTALLER.ready("broken"), INSTALLER.ready("good")) == (False, True)


def test_that_what_is_there_is_not_installed_again_until_another_version_is_wanted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    use(monkeypatch, good=lambda where: done.append(where.name))
    assert [INSTALLER.install("good"), INSTALLER.install("good")] == [True, True]
    assert done == ["good"]
    newer = replace(INSTALLER.COUNTERPARTS["good"], version="2")
    monkeypatch.setattr(INSTALLER, "COUNTERPARTS", {"good": newer})
    assert not INSTALLER.ready("good")


def test_that_what_lost_its_system_packages_is_no_longer_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, good=lambda where: None)
    INSTALLER.install("good")
    gone = replace(INSTALLER.COUNTERPARTS["good"], is_there=lambda: False)
    monkeypatch.setattr(INSTALLER, "COUNTERPARTS", {"good": gone})
    assert not INSTALLER.ready("good")


def test_that_a_program_that_is_not_on_this_machine_is_named(folder: Path) -> None:
    with pytest.raises(INSTALLER.InstallError, match="no-such-program is not on this machine"):
        INSTALLER.run("no-such-program", log=folder / "log")
