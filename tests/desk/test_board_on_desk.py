"""The buzz board on the desk: a card brings its crisis room to the front, a count looks for its rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_fakes import NOW, CountPanel, surroundings
from fakes import NOON, session, topic
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, EpisodeState
from hubdesk.desk.layout import default_layout, names
from hubdesk.desk.window import Desk
from hubdesk.panels.board import BoardPanel
from hubdesk.panels.board_words import Wished
from hubdesk.panels.episode_marking import CRISIS_ROOM
from hubdesk.panels.panel import Rows
from hubdesk.plugins import panels
from hubdesk.store.episodes import Seen
from hubdesk.store.session import open_writer

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


class Room(CountPanel):
    """Stands for the crisis room."""

    name = "crisis"
    title = "Crisis room"

    def choose_episode(self, episode: object) -> None:
        self.chosen = episode


def test_that_the_board_has_a_place_on_the_desk() -> None:
    made = default_layout(tuple(panels()))
    assert made.docked is not None
    assert "board" in names(made.docked)


def test_that_a_card_opens_its_crisis_room_and_a_count_its_rows(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    look.use(qapp, "light")
    path = session(tmp_path, ["Orange est en panne"], [topic(role="own")])
    with open_writer(path) as writer:
        told = EpisodeState(NOON, "rise", NOON, severity=2, evidence={"told": [["{n} mentions", {"n": 60}]]})
        writer.keep_watch("minutes", NOW, "", [Seen("crisis", 1, NOON, told)])
    kinds = {
        "feed": type("Feed", (CountPanel,), {"name": "feed", "title": "Feed"}),
        "board": BoardPanel,
        "crisis": Room,
    }
    desk = Desk(surroundings(tmp_path / "profile", panels=kinds, now=_now), path)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    desk.looking.fix(NOON - HOUR, NOON + HOUR)
    desk.area.raise_panel("board")
    board = desk.area.docks["board"].panel
    assert isinstance(board, BoardPanel)
    qtbot.waitUntil(lambda: Wished(CRISIS_ROOM, 1) in {spot.key for spot in board.view.lanes.spots()})
    board.view.chosen.emit(next(spot.key for spot in board.view.lanes.spots() if isinstance(spot.key, Rows)))
    assert desk.searching._wanted.text.startswith("kind:(post OR ")
    board.view.chosen.emit(Wished(CRISIS_ROOM, 1))
    assert desk.area.docks["crisis"].is_seen()
    room = desk.area.docks["crisis"].panel
    assert isinstance(room, Room)
    assert room.chosen == 1


def _now() -> int:
    return NOW
