"""What every test stands on: a home of its own, English words, and nothing left behind when it ends."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from hubdesk import i18n

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("win32", "darwin")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Tests get homes of their own; the counterparts stay where they were installed.
os.environ.setdefault("HUBDESK_COUNTERPARTS", str(Path.home() / ".cache" / "hubdesk-counterparts"))

PATIENCE_SECONDS = 5.0
# Started by Python itself for multiprocessing and kept until the end of the run.
KEPT_BY_PYTHON = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HUBDESK_LANG", "en")
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch, _english: None) -> None:
    """The test, and the processes it starts, speak French."""
    monkeypatch.setenv("HUBDESK_LANG", "fr")
    i18n.use("fr")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A folder for --profile, not yet made."""
    return tmp_path / "profile"


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """No thread, child process, running timer, thread of Qt's or window outlives its test."""
    with_qt = bool({"qtbot", "qapp", "qtmodeltester"} & set(request.fixturenames))  # else there is nothing of Qt's
    before = _alive(with_qt)
    yield
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := _alive(with_qt) - before:
        if time.monotonic() > deadline:
            pytest.fail("left behind: " + ", ".join(sorted(f"{kind} {name}" for kind, name, _id in left)))
        gc.collect()
        _let_qt_delete()
        threading.Event().wait(0.01)


def _alive(with_qt: bool = True) -> set[tuple[str, str, int]]:
    found = {("thread", thread.name, id(thread)) for thread in threading.enumerate()}
    found |= {("process", child.name, child.pid or 0) for child in active_children()}
    return found | set(_child_processes()) | (set(_of_qt()) if with_qt else set())


def _child_processes() -> Iterator[tuple[str, str, int]]:
    """Running children of this process, from /proc; where there is none, only multiprocessing's are seen."""
    for folder in Path("/proc").glob("[0-9]*") if Path("/proc/self/stat").exists() else ():
        try:
            state, parent = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue  # it ended while we looked
        if int(parent) == os.getpid() and state != "Z" and not any(kept in words for kept in KEPT_BY_PYTHON):
            yield "process", words[:60], int(folder.name)


def _of_qt() -> Iterator[tuple[str, str, int]]:
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QThread, QTimer  # here, not above: most tests need no Qt
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    if not isinstance(QApplication.instance(), QApplication):
        return
    for window in QApplication.topLevelWidgets():
        if window.metaObject().className() != "QTipLabel":  # Qt keeps its tooltip for a while
            yield "window", type(window).__name__, id(window)
    for thing in gc.get_objects():
        if isinstance(thing, QTimer) and isValid(thing) and thing.isActive():
            yield "timer", repr(thing), id(thing)
        elif isinstance(thing, QThread) and isValid(thing) and thing.isRunning() and not thing.isCurrentThread():
            yield "thread of Qt's", repr(thing), id(thing)


def _let_qt_delete() -> None:
    """Outside a running event loop, processEvents leaves what was given to deleteLater."""
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent  # here, not above: most tests need no Qt

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
