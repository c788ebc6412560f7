"""What every test stands on: a home of its own, English words, and nothing left behind when it ends."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from hubdesk import i18n
from hubdesk.doctor import fonts
from tests.leaks import alive
from tests.real_servers import (  # hooks, which pytest looks for here
    pytest_configure as pytest_configure,
)
from tests.real_servers import (
    pytest_sessionfinish as pytest_sessionfinish,
)
from tests.real_servers import (
    pytest_terminal_summary as pytest_terminal_summary,
)
from tests.real_servers import (
    pytest_testnodedown as pytest_testnodedown,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("win32", "darwin")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if not fonts("inter"):  # widths are those of the product's first font, also where others alone are installed
    os.environ.setdefault("FONTCONFIG_FILE", str(Path(__file__).parent / "data" / "fonts" / "fonts.conf"))
# Tests get homes of their own; the counterparts stay where they were installed.
os.environ.setdefault("HUBDESK_COUNTERPARTS", str(Path.home() / ".cache" / "hubdesk-counterparts"))

# The same cases on every run, so that a change is judged by itself; HYPOTHESIS=search looks for new ones.
SLOW_TOO = [HealthCheck.too_slow]  # a busy machine is no fault of a test's
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=SLOW_TOO)
settings.register_profile("search", max_examples=2_000, deadline=None, suppress_health_check=SLOW_TOO)
settings.load_profile(os.environ.get("HYPOTHESIS", "steady"))

PATIENCE_SECONDS = 20.0
PATIENCE_MS = 30_000
WITH_WINDOWS = ("desk", "panels", "wall", "widgets")  # folders of tests, also of those that ask for no application


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes by their length: those of a compressed file hold when it was made, and every process has to name a test
    alike."""
    return f"{argname}-{len(val)}-bytes" if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """What is alive before the first test stays so: the thousands of tests themselves above all. Whoever looks for
    garbage, or for what a test left behind, need not go through them each time."""
    gc.collect()
    gc.freeze()


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


class PatientBot(QtBot):
    """Waits longer than pytest-qt's, for a slow machine: what comes is not waited for any longer than that. And closes
    every window of a test."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=PATIENCE_MS)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=PATIENCE_MS)
    waitSignals = partialmethod(QtBot.waitSignals, timeout=PATIENCE_MS)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=PATIENCE_MS)
    waitActive = partialmethod(QtBot.waitActive, timeout=PATIENCE_MS)

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self._kept: list[QWidget] = []

    def addWidget(self, widget: QWidget, **how: Any) -> None:
        """Also keeps it until it is closed. One that nobody holds after its test may be collected before: its threads
        then run on, and what is left of it hears of events."""
        self._kept.append(widget)
        super().addWidget(widget, **how)

    def let_go_of_deleted(self) -> None:
        """Nobody can close these."""
        from shiboken6 import isValid  # here, not above: most tests need no Qt

        self._kept = [widget for widget in self._kept if isValid(widget)]

    def let_go(self) -> None:
        self._kept.clear()


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before pytest-qt closes what is left
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    bot = getattr(item, "funcargs", {}).get("qtbot")
    if isinstance(bot, PatientBot):
        bot.let_go_of_deleted()
    return (yield)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _untouched_screen(request: pytest.FixtureRequest) -> None:
    """What is drawn begins with an application, also in the first test of a process; with the look that is put in force
    first; with Qt's own words in English; and with the mouse over nothing. Another test may have left it where a part
    of this one's window comes to lie, and what is under the mouse is not changed for an alarm, or is told of in a tip.
    """
    if request.path.parent.name in WITH_WINDOWS or _has_qt(request):
        from PySide6.QtCore import QLocale  # here, not above: most tests need no Qt
        from PySide6.QtGui import QCursor

        from hubdesk.desk.application import speak
        from hubdesk.widgets import theme

        app = request.getfixturevalue("qapp")
        if QLocale() != QLocale("en"):
            speak(app, "en")
        theme.use(app, "light")
        QCursor.setPos(-500, -500)


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """No thread, child process, running timer, thread of Qt's or window outlives its test."""
    with_qt = _has_qt(request)
    before = alive(with_qt)
    yield
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := alive(with_qt) - before:
        if time.monotonic() > deadline:
            pytest.fail("left behind: " + ", ".join(sorted(f"{kind} {name}" for kind, name, _id in left)))
        _let_qt_delete()  # while they are whole: one that is collected first hears of its end with half of what it knew
        if isinstance(bot := request.node.funcargs.get("qtbot"), PatientBot):
            bot.let_go()
        gc.collect()
        threading.Event().wait(0.01)


def _has_qt(request: pytest.FixtureRequest) -> bool:
    return bool({"qtbot", "qapp", "qtmodeltester"} & set(request.node.fixturenames))


def _let_qt_delete() -> None:
    """Outside a running event loop, processEvents leaves what was given to deleteLater."""
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent  # here, not above: most tests need no Qt

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
