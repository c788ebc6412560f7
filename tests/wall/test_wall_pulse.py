"""A wall says each second that it lives, and ends when whoever keeps it up is gone or wishes so."""

from __future__ import annotations

import os

import pytest
from pytestqt.qtbot import QtBot

from hubdesk.wall.pulse import Pulse


def test_that_a_wall_beats_and_ends_when_it_is_wished(qtbot: QtBot) -> None:
    heard, out = os.pipe()
    wished, wish = os.pipe()
    pulse = Pulse(out, wished)
    assert os.read(heard, 10) == b"."
    pulse._timer.setInterval(5)
    with qtbot.waitSignal(pulse._timer.timeout):
        pass
    qtbot.waitUntil(lambda: os.read(heard, 1) == b".")
    with qtbot.waitSignal(pulse.end_wished):
        os.close(wish)
    pulse.close()
    for one in (heard, out, wished):
        os.close(one)


def test_that_a_wall_that_somebody_ends_says_so_and_beats_no_more(qtbot: QtBot) -> None:
    heard, out = os.pipe()
    wished, wish = os.pipe()
    pulse = Pulse(out, wished)
    pulse.leave()
    assert os.read(heard, 10) == b".!"
    assert not pulse._timer.isActive()
    with qtbot.waitSignal(pulse.end_wished):
        os.close(wish)
    for one in (heard, out, wished):
        os.close(one)


def test_that_a_wall_ends_when_nobody_is_there_to_hear_it(qtbot: QtBot) -> None:
    heard, out = os.pipe()
    wished, wish = os.pipe()
    pulse = Pulse(out, wished)
    os.close(heard)
    with qtbot.waitSignal(pulse.end_wished):
        pulse._beat()
    assert not pulse._timer.isActive()
    with qtbot.waitSignal(pulse.end_wished):
        os.close(wish)
    for one in (out, wished):
        os.close(one)


@pytest.mark.skipif(os.name != "posix", reason="pipes wait there")
def test_that_a_keeper_that_sleeps_does_not_stop_the_wall(qtbot: QtBot) -> None:
    heard, out = os.pipe()
    wished, wish = os.pipe()
    pulse = Pulse(out, wished)
    for _one in range(200_000):  # more than a pipe holds
        pulse._beat()
    assert pulse._timer.isActive()
    with qtbot.waitSignal(pulse.end_wished):
        os.close(wish)
    pulse.close()
    for one in (heard, out, wished):
        os.close(one)
