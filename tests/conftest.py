"""What every test stands on: a home of its own, English words, and nothing left behind when it ends."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from hubdesk import i18n
from tests.leaks import alive

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("win32", "darwin")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Tests get homes of their own; the counterparts stay where they were installed.
os.environ.setdefault("HUBDESK_COUNTERPARTS", str(Path.home() / ".cache" / "hubdesk-counterparts"))

# The same cases on every run, so that a change is judged by itself; HYPOTHESIS=search looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS", "steady"))

PATIENCE_SECONDS = 5.0


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
    before = alive(with_qt)
    yield
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := alive(with_qt) - before:
        if time.monotonic() > deadline:
            pytest.fail("left behind: " + ", ".join(sorted(f"{kind} {name}" for kind, name, _id in left)))
        gc.collect()
        _let_qt_delete()
        threading.Event().wait(0.01)


def _let_qt_delete() -> None:
    """Outside a running event loop, processEvents leaves what was given to deleteLater."""
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent  # here, not above: most tests need no Qt

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
