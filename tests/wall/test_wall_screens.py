"""Eighteen windows stand on eighteen screens, and come back to them: offscreen, and under X with monitors that go."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hubdesk.wall.screens import Screens
from tests.wall.screens18 import MISSING, config, x_server

ROOT = Path(__file__).parents[2]


def child(word: str, environment: Mapping[str, str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.wall.screens_child", word],
        env=dict(environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "all stood right\n"), ended.stderr


def test_that_eighteen_windows_stand_on_eighteen_screens_and_stay_there(tmp_path: Path) -> None:
    child("stand", os.environ | {"QT_QPA_PLATFORM": config(tmp_path / "screens.json")})


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (xvfb, x11-xserver-utils)")
def test_that_windows_come_back_to_screens_that_were_unplugged() -> None:
    with x_server() as environment:
        child("plug", environment)


def test_that_the_screens_there_are_are_seen(qtbot: QtBot) -> None:
    screens = Screens()
    (seen,) = screens.seen()
    screen = QGuiApplication.primaryScreen()
    assert (seen.name, seen.place) == (screen.name(), screen.geometry().getRect())
    assert seen.is_primary


def test_that_a_window_somebody_hides_stays_hidden(qtbot: QtBot) -> None:
    screens = Screens()
    window = QWidget()
    qtbot.addWidget(window)
    screens.place(window, screens.seen()[0])
    assert window.isFullScreen()
    window.hide()
    window.setGeometry(5, 5, 50, 50)
    with qtbot.assertNotEmitted(screens.told):
        screens._put_back()
    assert not window.isVisible()


def test_that_a_window_that_will_not_stand_where_it_should_is_said_once(qtbot: QtBot) -> None:
    class Stubborn(QWidget):
        def showFullScreen(self) -> None:
            self.show()
            self.move(self.x() + 3, 0)

    screens = Screens()
    told: list[str] = []
    screens.told.connect(told.append)
    window = Stubborn()
    qtbot.addWidget(window)
    screens.place(window, screens.seen()[0])
    for _one in range(20):
        screens._put_back()
    assert len(told) == 1
    assert screens.seen()[0].name in told[0]
