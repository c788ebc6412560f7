"""Panels that wait for long are told of it, once it is long, and until it is over."""

from __future__ import annotations

import pytest
from desk_fakes import fake_panels
from PySide6.QtCore import QObject, Signal

from hubdesk.core import DAY, HOUR, Scope, Topic
from hubdesk.desk.cells import Cells
from hubdesk.desk.refresh import Refresher

ORANGE, SFR = Topic(1, "Orange", "orange"), Topic(2, "SFR", "sfr")
END = 1_795_095_120_000


class Dock(QObject):
    shown, asks = Signal(str), Signal(str)

    def __init__(self, panel):
        super().__init__()
        self.panel = panel

    def is_seen(self):
        return True


class Area:
    def __init__(self, **docks):
        self.docks = docks


class Asked(Refresher):
    """Answers when the test says so."""

    def __init__(self):
        super().__init__(lambda: None)

    def ask(self, key, read, scope, options=None, pace=0.0, is_kept=False):
        pass


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def stand(qtbot):
    panel = fake_panels()["trend"]()
    qtbot.addWidget(panel)
    panel.resize(300, 200)
    panel.show()
    refresher, clock = Asked(), Clock()
    dock = Dock(panel)
    cells = Cells(Area(trend=dock), refresher, now=clock)
    yield panel, cells, refresher, clock
    cells._say_soon.stop()
    refresher.close()
    for one in (cells, refresher, dock):
        one.deleteLater()


def scope(*topics, length=DAY, end=END):
    return Scope(topics or (ORANGE,), end - length, end)


def covered(panel):
    return panel.reading_cover is not None and panel.reading_cover.isVisible()


def barred(panel):
    return panel.reading_bar is not None and panel.reading_bar.isVisible()


def late(cells, clock, seconds=0.4):
    """So much later, as the timer would find it."""
    clock.now += seconds
    cells._say_slow()


def test_that_a_panel_says_what_is_read_once_that_is_long(stand, qtbot):
    panel, cells, refresher, clock = stand
    cells.look_at(scope(), 1_000_000)
    late(cells, clock, 0.2)
    assert not covered(panel), "a blink needs no words"
    late(cells, clock, 0.2)
    assert panel.reading_cover.shown.head == "Reading a session of 1,000,000 mentions"
    refresher.answered.emit("trend", 3)
    assert not covered(panel)
    assert panel.pictures == [3]


def test_that_its_own_timer_finds_it(stand, qtbot):
    panel, cells, _refresher, clock = stand
    cells.look_at(scope(), 5)
    clock.now += 0.4
    qtbot.waitUntil(lambda: covered(panel))


def test_that_time_that_moves_on_is_no_reason_to_say_anything(stand):
    panel, cells, refresher, clock = stand
    cells.look_at(scope())
    refresher.answered.emit("trend", 3)
    for minute in range(1, 10):
        cells.look_at(scope(length=DAY + minute * HOUR // 10, end=END + minute * HOUR // 60))
        late(cells, clock)
    assert not barred(panel)
    assert not covered(panel)


@pytest.mark.parametrize("other", [scope(SFR), scope(length=7 * DAY)])
def test_that_another_question_keeps_the_old_picture_under_a_bar(stand, other):
    panel, cells, refresher, clock = stand
    cells.look_at(scope(), 7)
    clock.now += 2.5
    refresher.answered.emit("trend", 3)
    cells.look_at(other, 7)
    late(cells, clock)
    assert barred(panel)
    assert panel.reading_bar.accessibleName() == "Reading a session of 7 mentions · Last time it took 2\u202fs."
    refresher.answered.emit("trend", 4)
    assert not barred(panel)


def test_that_a_failure_over_a_picture_says_of_when_the_picture_is(stand):
    panel, cells, refresher, _clock = stand
    cells.look_at(scope())
    refresher.failed.emit("trend", "The disk is full {now}.")
    cells.look_at(scope())
    refresher.answered.emit("trend", 3)
    refresher.failed.emit("trend", "The disk is full {now}.")
    first, second = panel.complaints
    assert first == "The disk is full {now}."
    assert second.startswith("The disk is full {now}. Shown is what was known on Thursday 19 November 2026, 14:32:00")
