"""The display stays awake while a wall is up, and a machine that cannot be asked costs a line, never the wall."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hubdesk.wall import awake as room
from hubdesk.wall.awake import Awake, by_desktop, by_x_server
from tests.wall.screens18 import x_server

ROOT = Path(__file__).parents[2]


class Desk:
    """A way to keep a display awake that remembers what it was asked."""

    def __init__(self, hears: bool = True) -> None:
        self.did: list[str] = []
        self.hears = hears

    @contextmanager
    def __call__(self) -> Iterator[bool]:
        self.did.append("asked")
        yield self.hears
        self.did.append("let go")


def test_that_a_display_is_kept_awake_until_the_wall_ends(qtbot: QtBot) -> None:
    first, second = Desk(), Desk()
    awake = Awake(ways=(first, second))
    awake.start()
    awake.start()
    qtbot.waitUntil(lambda: first.did == ["asked"])
    awake.close()
    assert first.did == ["asked", "let go"]
    assert second.did == []


def test_that_the_next_way_is_tried_where_one_is_not_heard(qtbot: QtBot) -> None:
    deaf, other = Desk(hears=False), Desk()
    awake = Awake(ways=(deaf, other))
    awake.start()
    qtbot.waitUntil(lambda: other.did == ["asked"])
    assert deaf.did == ["asked", "let go"]
    awake.close()


def test_that_it_is_asked_again_before_it_is_let_go(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AGAIN_SECONDS", 0.01)
    desk = Desk()
    awake = Awake(ways=(desk,))
    awake.start()
    qtbot.waitUntil(lambda: len(desk.did) >= 4)
    awake.close()
    assert desk.did[:3] == ["asked", "asked", "let go"]
    assert desk.did.count("asked") == desk.did.count("let go")


def test_that_a_machine_that_cannot_be_asked_is_told_of_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AGAIN_SECONDS", 0.01)

    @contextmanager
    def broken() -> Iterator[bool]:
        raise RuntimeError("no bus")
        yield True

    deaf = Desk(hears=False)
    awake = Awake(ways=(broken, deaf))
    told: list[str] = []
    awake.told.connect(told.append)
    awake.start()
    qtbot.waitUntil(lambda: len(deaf.did) >= 6)
    awake.close()
    qtbot.waitUntil(lambda: bool(told))
    assert len(told) == 1
    assert "keeps this display awake" in told[0]


def test_that_a_desktop_that_went_meanwhile_is_asked_anew(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AGAIN_SECONDS", 0.01)
    asked: list[str] = []

    @contextmanager
    def gone() -> Iterator[bool]:
        asked.append("asked")
        yield True
        raise RuntimeError("the bus is gone")

    awake = Awake(ways=(gone,))
    awake.start()
    qtbot.waitUntil(lambda: len(asked) >= 3)
    awake.close()


def test_that_no_bus_is_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.delenv("WAKEPY_FAKE_SUCCESS", raising=False)
    if sys.platform not in ("win32", "darwin"):
        with by_desktop() as is_heard:
            assert not is_heard


def test_that_no_x_server_is_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987654")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with by_x_server() as is_heard:
        assert not is_heard


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="not installed: dbus-run-session (dbus-daemon)")
def test_that_a_desktop_hears_when_to_stay_awake_and_when_no_more() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    ended = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.wall.awake_child"],
        env=environment | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "heard\n"), ended.stderr


SLEEPS = """
import ctypes, sys, time
from hubdesk.wall.awake import by_x_server
x11, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
class Info(ctypes.Structure):
    _fields_ = [("window", ctypes.c_ulong), ("state", ctypes.c_int), ("kind", ctypes.c_int),
                ("til_or_since", ctypes.c_ulong), ("idle", ctypes.c_ulong), ("mask", ctypes.c_ulong)]
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong
display = ctypes.c_void_p(x11.XOpenDisplay(None))
root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
x11.XSetScreenSaver(display, 1, 0, 1, 1)
x11.XSync(display, False)
def sleeps(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        info = Info()
        saver.XScreenSaverQueryInfo(display, root, ctypes.byref(info))
        if info.state == 1: return True
        time.sleep(0.05)
    return False
with by_x_server() as heard:
    assert heard, "it was not heard"
    assert not sleeps(2.5), "it slept"
assert sleeps(20), "it sleeps no more"
print("slept")
"""


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="not installed: Xvfb (xvfb)")
def test_that_an_x_server_nobody_looks_after_does_not_sleep_while_a_wall_is_up() -> None:
    with x_server(with_monitors=False) as environment:
        environment.pop("WAYLAND_DISPLAY", None)
        command = [sys.executable, "-c", SLEEPS]
        ended = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
    if "libXss" in ended.stderr:
        pytest.skip("not installed: libXss.so.1 (libxss1)")
    assert (ended.returncode, ended.stdout) == (0, "slept\n"), ended.stderr
