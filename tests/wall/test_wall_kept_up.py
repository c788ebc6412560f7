"""`hubdesk wall` as people start it: killed, stopped, without its session; it comes back, or ends when it should."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fakes import session, topic
from tests.wall.screens18 import config

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are found in /proc")
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0


class Room:
    """A wall that was started, seen from outside: its process, its wall's, and what is kept."""

    def __init__(self, keeper: subprocess.Popen[str], state: Path) -> None:
        self.keeper, self.state = keeper, state

    @property
    def wall(self) -> int | None:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.keeper.pid and fields[0] != "Z":
                return int(folder.name)
        return None

    def all_kept(self) -> list[dict[str, object]]:
        """Of each wall on this profile."""
        return [json.loads(file.read_text("utf-8")) for file in self.state.glob("wall-*.json")]

    @property
    def kept(self) -> dict[str, object]:
        return next(iter(self.all_kept()), {})

    def keep(self, **changed: object) -> None:
        (file,) = self.state.glob("wall-*.json")
        file.write_text(json.dumps(self.kept | changed), "utf-8")

    def until(self, claim: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not claim():
            assert self.keeper.poll() is None, f"the keeper ended with {self.keeper.returncode}"
            assert time.monotonic() < deadline, (self.wall, self.kept)
            threading.Event().wait(0.02)


def command(folder: Path, path: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "hubdesk", f"--profile={folder / 'profile'}", "--lang=en", "wall", str(path), *words]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {"QT_QPA_PLATFORM": config(tmp_path / "screens.json")}


@contextmanager
def room(folder: Path, path: Path, environment: dict[str, str], *words: str) -> Iterator[Room]:
    started = command(folder, path, "--no-collect", *words)
    with subprocess.Popen(started, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True) as keeper:
        try:
            yield Room(keeper, folder / "profile" / "state")
        finally:
            keeper.send_signal(signal.SIGTERM)
            try:
                keeper.communicate(timeout=90)
            except subprocess.TimeoutExpired:
                keeper.kill()


def live(folder: Path) -> Path:
    return session(folder, [f"La fibre est en panne, {n}" for n in range(12)], [topic(role="own")])


def test_that_a_wall_that_is_killed_comes_back_to_its_scene_and_ends_when_it_is_asked_to(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with room(tmp_path, live(tmp_path), environment) as it:
        it.until(lambda: len(dict(it.kept.get("stood") or {})) == 18)  # type: ignore[call-overload]
        first, run = it.wall, it.kept["run"]
        assert first is not None
        os.kill(first, signal.SIGKILL)
        it.keep(scene="duel", blank=True, withdrawn=[7])  # as if it had been there
        it.until(lambda: it.wall not in (None, first) and it.kept.get("run") == run)
        second = it.wall
        it.until(lambda: it.kept.get("withdrawn") == [7] and it.kept.get("scene") == "duel" and it.wall == second)
        assert it.kept["blank"] is True
        it.keeper.send_signal(signal.SIGTERM)
        assert it.keeper.wait(60) == 0
        assert it.wall is None
        assert "ended by SIGKILL" in (it.state / "logs" / "wall.log").read_text("utf-8")


def test_that_two_walls_on_one_session_do_not_disturb_each_other(tmp_path: Path, environment: dict[str, str]) -> None:
    path = live(tmp_path)
    with room(tmp_path, path, environment) as one, room(tmp_path, path, environment, "--scene=duel") as two:
        one.until(lambda: {kept["scene"] for kept in one.all_kept()} == {"overview", "duel"})
        second = two.wall
        os.kill(second or 0, signal.SIGKILL)
        two.until(lambda: two.wall not in (None, second))
        two.keeper.send_signal(signal.SIGTERM)
        assert two.keeper.wait(60) == 0
        assert one.keeper.poll() is None
        assert {kept["scene"] for kept in one.all_kept()} == {"overview", "duel"}


def test_that_wrong_input_is_one_line_and_no_second_try(tmp_path: Path, environment: dict[str, str]) -> None:
    wrong = tmp_path / "wrong.hubdesk"
    wrong.write_text("no session", "utf-8")
    for words in (
        command(tmp_path, wrong),
        command(tmp_path, tmp_path / "none.hubdesk"),
        command(tmp_path, live(tmp_path), "--scene=none"),
    ):
        ended = subprocess.run(
            words, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
        assert ended.returncode == 2
        assert ended.stderr.count("\n") == 1
        assert ended.stderr.startswith("hubdesk: ")


def test_that_a_wall_whose_session_went_shows_the_least_until_it_is_there_again(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    path = live(tmp_path)
    with room(tmp_path, path, environment) as it:
        it.until(lambda: bool(it.kept.get("run")))
        first = it.wall
        assert first is not None
        path.rename(tmp_path / "elsewhere")
        os.kill(first, signal.SIGKILL)
        it.until(lambda: it.wall is not None and is_minimal(it.wall))
        minimal = it.wall
        it.until(lambda: it.wall == minimal and threads(minimal) > 1)
        (tmp_path / "elsewhere").rename(path)
        os.kill(minimal or 0, signal.SIGKILL)
        it.until(lambda: it.wall not in (None, minimal))


def is_minimal(process: int) -> bool:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return any(word.startswith(b"--minimal=") and b"does not exist" in word for word in words)


def threads(process: int | None) -> int:
    try:
        return len(list(Path(f"/proc/{process}/task").iterdir()))
    except OSError:
        return 0
