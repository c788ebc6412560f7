"""packaging/run.py on machines that lack something: one line that says what, and exit code 2."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from hubdesk import doctor

FILE = Path(__file__).parents[1] / "packaging" / "run.py"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, with an environment of the test's, on a machine that lacks nothing and forbids apt-get."""
    spec = importlib.util.spec_from_file_location("hubdesk_run", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "installed")
    monkeypatch.setattr(doctor, "missing_packages", lambda screen: {})
    monkeypatch.setenv("HUBDESK_NO_APT", "1")
    monkeypatch.setattr(sys, "path", list(sys.path))
    return module


def the_one_line(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    return told.err


def test_that_an_unknown_word_shows_how_it_is_used(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["tset"]) == 2
    assert "packaging/run.py test" in capsys.readouterr().out


def test_that_a_missing_library_is_named_with_the_command_that_mends_it(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "missing_packages", lambda screen: {"libegl1": "libEGL.so.1"})
    assert run.main([]) == 2
    assert the_one_line(capsys).endswith("libEGL.so.1. On Debian: sudo apt-get install -y libegl1\n")


def test_that_a_python_without_ensurepip_names_debian_s_package(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    assert run.main([]) == 2
    assert f"sudo apt-get install -y python3.{sys.version_info.minor}-venv" in the_one_line(capsys)


def test_that_a_folder_which_is_no_environment_is_left_alone(
    run: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    run.VENV.mkdir()
    (run.VENV / "thesis.txt").write_text("precious")
    assert run.main([]) == 2
    assert "move it away" in the_one_line(capsys)
    assert (run.VENV / "thesis.txt").exists()


def test_that_a_broken_environment_is_made_again(run: ModuleType) -> None:
    run.PYTHON.parent.mkdir(parents=True)
    (run.VENV / "pyvenv.cfg").write_text("home = /nowhere\n")
    run.PYTHON.symlink_to("/nowhere/python")
    run.see_to_the_environment()
    assert run.environment_runs()


def test_that_an_installation_is_not_done_twice(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def pretend(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0, "Python 3.11", "")

    monkeypatch.setattr(run.subprocess, "run", pretend)
    run.STAMP.parent.mkdir()
    run.install("")
    run.install("")
    assert sum("install" in command for command in asked) == 1
    run.install("dev")
    run.install("")
    assert sum("install" in command for command in asked) == 2


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ("WARNING: Retrying ... Connection broken\nERROR: No matching distribution", "Is there a network?"),
        ("  OSError: Readme file does not exist\n\nhint: See above.", "OSError: Readme file does not exist"),
    ],
)
def test_that_a_failed_installation_says_why_in_its_last_line(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, told: str, line: str
) -> None:
    monkeypatch.setattr(run.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, told, ""))
    with pytest.raises(run.MissingError, match="could not be installed") as refused:
        run.install("")
    assert line in str(refused.value)


def test_that_everything_runs_whatever_fails_and_the_failure_is_told(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(run, "call", lambda *words: asked.append(words[1:]) or int(words[1] == "mypy"))
    assert run.test(["-n", "0"]) == 1
    assert [words[0] for words in asked] == ["ruff", "ruff", "mypy", "pytest"]
    assert asked[-1] == ("pytest", *run.PARALLEL, "-n", "0")
    assert "failed before the tests: mypy" in capsys.readouterr().out
