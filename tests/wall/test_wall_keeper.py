"""A wall that dies or falls silent comes back by itself; one that ends, or is asked to, does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hubdesk.wall.keeper import Patience, run_kept

QUICK = Patience(start=20, silence=5, end=5, waits=(0.01,), steady=60, deaths=3, within=600, minimal=60)
PRELUDE = """
import os, signal, sys, time
from pathlib import Path
lives = Path({lives!r})
life = len(lives.read_text().splitlines()) if lives.exists() else 0
with lives.open("a") as file:
    file.write(" ".join(sys.argv[1:]) + chr(10))
def beat(): os.write(1, b".")
"""


class Lives:
    """A small child, and what each of its lives was started with."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "lives"
        self.told: list[str] = []

    def command(self, script: str) -> list[str]:
        written = PRELUDE.format(lives=str(self.file)) + textwrap.dedent(script)
        return [sys.executable, "-I", "-S", "-c", written, "wall"]

    def run(self, script: str, patience: Patience = QUICK) -> int:
        return run_kept(self.command(script), self.told.append, patience)

    @property
    def were(self) -> list[str]:
        return self.file.read_text("utf-8").splitlines()


@pytest.fixture
def lives(tmp_path: Path) -> Lives:
    return Lives(tmp_path)


def test_that_a_wall_that_ends_by_itself_is_not_started_again(lives: Lives) -> None:
    assert lives.run("beat()") == 0
    assert lives.were == ["wall"]
    assert lives.told == []


def test_that_a_wall_that_somebody_ends_may_take_its_time(lives: Lives) -> None:
    patience = replace(QUICK, silence=0.4, end=20)
    script = """
        os.write(1, b".!")
        time.sleep(1.5)
        with lives.open("a") as file: file.write("ended cleanly" + chr(10))
        """
    assert lives.run(script, patience) == 0
    assert lives.were == ["wall", "ended cleanly"]
    assert lives.told == []


def test_that_what_was_right_once_is_tried_again_and_the_reason_is_told(lives: Lives) -> None:
    script = """
        if life in (1, 2, 3):
            sys.stderr.write("hubdesk: week.hubdesk: no such file" + chr(10))
            sys.exit(2)
        beat()
        if life == 0: sys.exit(1)
        """
    assert lives.run(script) == 0
    assert lives.were[1:3] == ["wall --resume"] * 2
    assert lives.were[3:] == ["wall --resume --minimal=week.hubdesk: no such file"] * 2


def test_that_wrong_input_is_not_tried_again(lives: Lives) -> None:
    assert lives.run("sys.exit(2)") == 2
    assert lives.were == ["wall"]
    assert lives.told == []


@pytest.mark.parametrize(
    ("death", "why"),
    [
        ("sys.exit(1)", "it ended with code 1"),
        pytest.param(
            "os.kill(os.getpid(), signal.SIGKILL)",
            "SIGKILL",
            marks=pytest.mark.skipif(os.name != "posix", reason="signals"),
        ),
    ],
)
def test_that_a_wall_that_dies_is_started_again_to_go_on(lives: Lives, death: str, why: str) -> None:
    assert lives.run(f"beat()\nif life == 0: {death}") == 0
    assert lives.were == ["wall", "wall --resume"]
    assert why in lives.told[0]


def test_that_a_wall_that_falls_silent_is_ended_and_started_again(lives: Lives) -> None:
    patience = replace(QUICK, silence=1.0)
    assert lives.run("beat()\nif life == 0: time.sleep(60)\nos._exit(0)", patience) == 0
    assert lives.were == ["wall", "wall --resume"]
    assert "it did not answer" in lives.told[0]


def test_that_a_wall_that_beats_is_left_alone_however_long_it_runs(lives: Lives) -> None:
    assert lives.run("for _ in range(40): beat(); time.sleep(0.1)", replace(QUICK, silence=3.0)) == 0
    assert lives.were == ["wall"]


def test_that_a_wall_that_dies_three_times_comes_back_minimal_with_the_reason(lives: Lives) -> None:
    assert lives.run("beat()\nif life < 3: sys.exit(7)") == 0
    assert lives.were == ["wall", "wall --resume", "wall --resume", "wall --resume --minimal=it ended with code 7"]


def test_that_a_minimal_wall_makes_room_for_the_whole_one_after_a_while(lives: Lives) -> None:
    patience = replace(QUICK, minimal=0.3)
    script = """
        beat()
        if life < 3: sys.exit(7)
        if life == 3:
            while os.read(0, 1): pass
        """
    assert lives.run(script, patience) == 0
    assert lives.were[3:] == ["wall --resume --minimal=it ended with code 7", "wall --resume"]


def test_that_a_wall_that_ended_before_anybody_looked_was_up_all_the_same(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = subprocess.Popen

    def late(*words: Any, **how: Any) -> subprocess.Popen[bytes]:
        child = started(*words, **how)
        child.wait(60)
        return child

    monkeypatch.setattr(subprocess, "Popen", late)
    assert lives.run("beat()\nif life == 0: sys.exit(1)\nif life < 3: sys.exit(2)") == 0
    assert len(lives.were) == 4


def test_that_a_wall_that_never_came_up_is_given_up_with_a_reason(lives: Lives) -> None:
    assert lives.run("sys.exit(1)") == 1
    assert len(lives.were) == 3
    assert lives.told[-1] == "The wall does not come up: it ended with code 1."


def test_that_a_command_that_is_not_there_is_said(tmp_path: Path) -> None:
    told: list[str] = []
    assert run_kept([str(tmp_path / "none"), "wall"], told.append, QUICK) == 1
    assert "it cannot be started" in told[-1]


def test_that_deaths_far_apart_do_not_add_up(lives: Lives) -> None:
    assert lives.run("beat()\nif life < 5: sys.exit(7)", replace(QUICK, within=0)) == 0
    assert lives.were == ["wall", *["wall --resume"] * 5]


def test_that_what_a_dead_wall_said_keeps_no_stuck_one_alive(lives: Lives) -> None:
    patience = replace(QUICK, silence=3.0, start=3.0)
    script = """
        if life == 0:
            for _ in range(1000): beat()
            sys.exit(1)
        if life == 1: time.sleep(60)
        """
    assert lives.run(script, patience) == 0
    assert len(lives.were) == 3


KEEPER = """
import signal, sys
from hubdesk.wall.keeper import Patience, run_kept
for name in ("SIGINT", "SIGHUP"):  # the tests may run where these are ignored, and then a keeper does so too
    if hasattr(signal, name): signal.signal(getattr(signal, name), signal.SIG_DFL)
def tell(line): sys.stderr.write(line + chr(10)); sys.stderr.flush()
sys.exit(run_kept(sys.argv[1:], tell, Patience(end=5, waits=(30,))))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are asked for otherwise there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_that_a_signal_ends_both_cleanly(lives: Lives, number: signal.Signals) -> None:
    script = """
        beat()
        sys.stderr.write("up" + chr(10)); sys.stderr.flush()
        while os.read(0, 1): pass
        with lives.open("a") as file: file.write("ended cleanly" + chr(10))
        """
    started = [sys.executable, "-c", KEEPER, *lives.command(script)]
    with subprocess.Popen(started, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as keeper:
        assert keeper.stderr is not None
        assert keeper.stderr.readline() == "up\n"
        keeper.send_signal(number)
        assert keeper.wait(60) == 0
    assert lives.were == ["wall", "ended cleanly"]


@pytest.mark.skipif(os.name != "posix", reason="signals are asked for otherwise there")
def test_that_a_signal_while_a_wall_is_waited_for_ends_the_waiting(lives: Lives) -> None:
    started = [sys.executable, "-c", KEEPER, *lives.command("beat(); sys.exit(1)")]
    with subprocess.Popen(started, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as keeper:
        assert keeper.stderr is not None
        assert "started again in 30" in keeper.stderr.readline()
        keeper.send_signal(signal.SIGTERM)
        assert keeper.wait(60) == 0
    assert lives.were == ["wall"]


@pytest.mark.skipif(os.name != "posix", reason="signals are asked for otherwise there")
def test_that_a_wall_ends_when_its_keeper_is_killed(lives: Lives) -> None:
    script = """
        beat()
        sys.stderr.write("up" + chr(10)); sys.stderr.flush()
        while os.read(0, 1): pass
        with lives.open("a") as file: file.write("ended" + chr(10))
        """
    started = [sys.executable, "-c", KEEPER, *lives.command(script)]
    with subprocess.Popen(started, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as keeper:
        assert keeper.stderr is not None
        assert keeper.stderr.readline() == "up\n"
        keeper.kill()
    deadline = time.monotonic() + 60
    while len(lives.were) < 2 and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert lives.were == ["wall", "ended"]


@pytest.mark.skipif(os.name != "posix", reason="signals are asked for otherwise there")
def test_that_a_wall_that_does_not_want_to_end_is_ended_by_force(lives: Lives) -> None:
    script = """
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        beat()
        os.kill(os.getppid(), signal.SIGTERM)
        time.sleep(60)
        """
    code = "from hubdesk.wall.keeper import Patience, run_kept\nimport sys\n"
    code += "sys.exit(run_kept(sys.argv[1:], print, Patience(end=0.2)))"
    ended = subprocess.run(
        [sys.executable, "-c", code, *lives.command(script)], timeout=30, cwd=Path(__file__).parents[2], check=False
    )
    assert ended.returncode == 0
    assert lives.were == ["wall"]
