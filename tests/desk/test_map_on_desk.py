"""The map on the desk: what it counts is what it opens in the feed, and its keys are its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_fakes import NOW, fake_panels, surroundings
from fakes import NOON, mention, session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, Entry, Notes, SourceRow
from hubdesk.core.filters import Filter
from hubdesk.desk.window import Desk
from hubdesk.panels.feed import FeedPanel
from hubdesk.panels.map import MapPanel
from hubdesk.store.session import open_writer
from hubdesk.widgets.map_view import MapView

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)", extend=True)
LILLE = ("Lille", "insee:59350", "dep:59", "reg:Hauts-de-France")
LANDES = ("Landes", "dep:40", "reg:Nouvelle-Aquitaine")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Desk:
    look.use(qapp, "light")
    path = session(tmp_path)
    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(0, "Places", "feed"))
        entries = [
            Entry(mention(published_at=NOON + i), Notes(places=LILLE if i % 3 else LANDES, versions=(("places", 1),)))
            for i in range(21)
        ]
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=NOON + MINUTE, covers=None)
    panels = fake_panels() | {"feed": FeedPanel, "map": MapPanel}
    made = Desk(surroundings(tmp_path / "profile", panels=panels, now=_now), path)
    qtbot.addWidget(made)
    made.resize(1500, 900)
    with qtbot.waitSignal(made.drawn):
        made.show()
    made.looking.fix(NOON - HOUR, NOON + HOUR)
    made.area.raise_panel("map")
    qtbot.waitUntil(lambda: view_of(made).isVisible() and len(view_of(made).shown.loudest()) == 2)
    return made


def _now() -> int:
    return NOW


def view_of(desk: Desk) -> MapView:
    view = desk.area.docks["map"].panel.findChild(MapView)
    assert view is not None
    return view


def test_that_a_click_shows_in_the_feed_as_many_as_the_map_counts(desk: Desk, qtbot: QtBot) -> None:
    view, feed = view_of(desk), desk.area.docks["feed"].panel
    for code, count in (("59", 14), ("40", 7)):
        qtbot.waitUntil(lambda code=code, count=count: counted(view, code) == count)  # type: ignore[misc]
        spot = view.spot_of(code)
        assert spot is not None
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot.toPoint())
        chip = Filter("place", (code,))
        qtbot.waitUntil(lambda chip=chip: desk.looking.state.filters == (chip,))  # type: ignore[misc]
        qtbot.waitUntil(lambda count=count: len(feed._mentions.rows()) == count)  # type: ignore[misc]
        desk.looking.back()


def counted(view: MapView, code: str) -> int:
    place = view.shown.place(code)
    return 0 if place is None else place.mentions


def test_that_the_keys_zoom_in_and_escape_comes_back(desk: Desk, qtbot: QtBot) -> None:
    view = view_of(desk)
    view.setFocus()
    desk.activateWindow()
    qtbot.waitUntil(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.here == "40"
    QTest.keyClick(view, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: view.shown.zoomed == "40" and view.shown.towns is not None)
    QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.shown.zoomed == "")
    assert view.here == "40"
