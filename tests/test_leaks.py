"""The guard of conftest.py sees what a test leaves behind."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot, _close_widgets
from shiboken6 import delete

from tests.leaks import alive


def kinds(before: set[tuple[str, str, int]]) -> set[str]:
    return {kind for kind, _name, _id in alive() - before}


def test_that_a_thread_is_seen() -> None:
    before, end = alive(), threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    assert kinds(before) == {"thread"}
    end.set()
    thread.join()
    assert kinds(before) == set()


def test_that_a_child_process_is_seen() -> None:
    before = alive()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert kinds(before) == {"process"}
        assert child.stdin is not None
        child.stdin.close()
    assert kinds(before) == set()


def test_that_a_window_and_a_running_timer_are_seen(qtbot: QtBot) -> None:
    before = alive()
    window = QWidget()
    qtbot.addWidget(window)
    timer = QTimer(window)
    timer.start(1_000)
    assert kinds(before) == {"window", "timer"}
    timer.stop()
    assert kinds(before) == {"window"}


def test_that_a_window_that_nobody_holds_is_closed_with_its_test(qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    closed: list[str] = []

    class Window(QWidget):
        def closeEvent(self, event: QCloseEvent) -> None:
            closed.append("closed")

    qtbot.addWidget(Window())
    deleted = QWidget()
    qtbot.addWidget(deleted)
    delete(deleted)
    del deleted
    gc.collect()
    qtbot.let_go_of_deleted()  # type: ignore[attr-defined]
    _close_widgets(request.node)
    assert closed == ["closed"]
