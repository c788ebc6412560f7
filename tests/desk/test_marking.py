"""What the analyst says of episodes on the desk: it is written, said, taken back, and refused where it may not be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from desk_fakes import NOW, CountPanel, a_session, surroundings
from fakes import HOUR, NOON, session, topic
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import EpisodeState, Scope
from hubdesk.desk.marking import until
from hubdesk.desk.window import Desk
from hubdesk.desk.writable import scribe_of
from hubdesk.panels.episode_marking import CRISIS_ROOM, EPISODE
from hubdesk.panels.episodes import EpisodesPanel
from hubdesk.store.episodes import Seen
from hubdesk.store.session import open_reader, open_writer

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
SCOPE = Scope((), 0, NOW)
TOLD = {"told": [["{n} mentions", {"n": 60}]]}


class Room(CountPanel):
    """Stands for the crisis room."""

    name = "crisis"
    title = "Crisis room"

    def choose_episode(self, episode: object) -> None:
        self.chosen = episode


PANELS = {
    "feed": type("Feed", (CountPanel,), {"name": "feed", "title": "Feed"}),
    "episodes": EpisodesPanel,
    "crisis": Room,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = session(tmp_path, ["Orange est en panne"], [topic(role="own")])
    with_episode(made)
    return made


def with_episode(path: Path) -> None:
    with open_writer(path) as writer:
        writer.keep_watch("minutes", NOW, "", [Seen("buzz", 1, NOON, EpisodeState(NOON, "rise", NOON, evidence=TOLD))])


def _now() -> int:
    return NOW


@pytest.fixture
def desk_on(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Callable[[Path], Desk]:
    look.use(qapp, "light")

    def opened(path: Path) -> Desk:
        desk = Desk(surroundings(tmp_path / "profile", panels=PANELS, now=_now), path)
        qtbot.addWidget(desk)
        with qtbot.waitSignal(desk.drawn):
            desk.show()
        desk.looking.fix(NOON - HOUR, NOW)
        desk.area.raise_panel("episodes")
        panel = desk.area.docks["episodes"].panel
        qtbot.waitUntil(lambda: panel._picture is not None and panel._picture.all == 1)
        panel.list.choose(1)
        return desk

    return opened


def marks(path: Path) -> list[tuple[str, int, str]]:
    with open_reader(path) as reader:
        return [(one.word, one.at, one.value) for one in reader.episodes(SCOPE)[0].marks]


def test_that_a_word_is_written_shown_on_the_row_and_taken_back(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    panel = desk.area.docks["episodes"].panel
    panel._do("acknowledge")
    qtbot.waitUntil(lambda: marks(path) == [("acknowledged", NOW, "")])
    qtbot.waitUntil(lambda: desk.status.message() == "Acknowledged.")
    qtbot.waitUntil(lambda: panel.list.rows()[0].said == "acknowledged")
    panel._do("hour")
    qtbot.waitUntil(lambda: panel.list.rows()[0].said == "acknowledged · snoozed until 15:32")
    assert desk.status.message() == "Snoozed until 15:32."
    panel._do("undo")
    qtbot.waitUntil(lambda: panel.list.rows()[0].said == "acknowledged")
    assert desk.status.message() == "Undone."


def test_that_undo_takes_back_the_last_word_however_soon_it_is_asked(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    panel, scribe = desk.area.docks["episodes"].panel, scribe_of(desk, "", "")
    assert scribe is not None
    with qtbot.waitSignal(scribe.busy_changed, check_params_cb=lambda is_busy: not is_busy):  # all five are written
        for deed in ("acknowledge", "hour", "wrong", "undo", "undo"):
            panel._do(deed)
    assert [one[0] for one in marks(path)] == ["acknowledged"]
    qtbot.waitUntil(lambda: panel.list.rows()[0].said == "acknowledged")


def test_that_a_snooze_until_tomorrow_ends_at_eight_there(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    desk.area.docks["episodes"].panel._do("tomorrow")
    qtbot.waitUntil(lambda: [one[0] for one in marks(path)] == ["snoozed"])
    assert marks(path)[0][2] == "2026-11-20T08:00:00+01:00"
    qtbot.waitUntil(lambda: desk.status.message() == "Snoozed until 20 Nov 2026 08:00.")


def test_that_tomorrow_holds_over_a_change_of_clocks() -> None:
    before = 1_792_848_600_000  # Saturday 24 October 2026, 15:30 in Paris
    assert until("tomorrow", before, "Europe/Paris") - before == 17.5 * HOUR


def test_that_nothing_chosen_and_nothing_said_are_told_in_one_line(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    panel = desk.area.docks["episodes"].panel
    panel._do("undo")
    qtbot.waitUntil(lambda: desk.status.message() == "Nothing was said of this episode yet.")
    panel.list.choose(None)
    panel._do("wrong")
    assert desk.status.message() == "Choose an episode first."
    assert marks(path) == []


@pytest.mark.parametrize("where", ["sealed", "synthetic"])
def test_that_a_sealed_session_and_the_demonstration_are_not_written_to(
    desk_on: Callable[[Path], Desk], tmp_path: Path, qtbot: QtBot, where: str
) -> None:
    path = a_session(tmp_path / "s.hubdesk", synthetic=where == "synthetic")
    with_episode(path)
    desk = desk_on(path)
    assert desk.session is not None
    basis = desk.session.basis
    assert basis is not None
    if where == "sealed":
        desk.session.basis = replace(basis, facts=replace(basis.facts, sealed=True))
    panel = desk.area.docks["episodes"].panel
    for deed in ("acknowledge", "wrong", "hour"):
        panel._do(deed)
    start = "A sealed session stays as it is" if where == "sealed" else "The demonstration is not written to"
    assert desk.status.message().startswith(start)
    assert marks(path) == []


def test_that_a_wish_for_an_episode_reaches_everybody_and_brings_its_room_to_the_front(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    room, panel = desk.area.docks["crisis"].panel, desk.area.docks["episodes"].panel
    room.wish.emit(EPISODE, 1)
    assert (room.chosen, panel.options().opened) == (1, 1)
    qtbot.waitUntil(panel.sheet.isVisible)
    panel.wish.emit(CRISIS_ROOM, 1)
    qtbot.waitUntil(desk.area.docks["crisis"].is_seen)
