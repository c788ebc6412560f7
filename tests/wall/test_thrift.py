"""Memory that was freed goes back to the system from time to time, where the library can."""

from __future__ import annotations

import ctypes

import pytest
from pytestqt.qtbot import QtBot

from hubdesk.wall.thrift import Thrift


class Library:
    def __init__(self) -> None:
        self.asked: list[int] = []

    def malloc_trim(self, pad: int) -> None:
        self.asked.append(pad)


def test_that_it_is_given_back_from_time_to_time_until_the_wall_ends(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library()
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    thrift = Thrift()
    thrift._timer.setInterval(1)
    qtbot.waitUntil(lambda: len(library.asked) >= 2)
    thrift.close()
    assert set(library.asked) == {0}
    assert not thrift._timer.isActive()


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_that_a_library_that_cannot_is_left_alone(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    thrift = Thrift()
    thrift.give_back()
    thrift.close()
