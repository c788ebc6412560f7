"""What is said over an older picture while another one is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.widgets.reading_cover import ReadingBar, ReadingCover

LONG = "Reading a session of 1,000,000 mentions · Last time it took 2 s. " * 3


class Heard(QObject):
    """The kinds of events that a widget gets."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.kinds: list[QEvent.Type] = []
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.kinds.append(event.type())
        return False


@pytest.fixture
def stand(qtbot: QtBot) -> tuple[QWidget, QPushButton, ReadingBar]:
    """A panel, its picture, and the bar."""
    panel = QWidget()
    picture = QPushButton(panel)
    picture.setSizePolicy(picture.sizePolicy().Policy.Expanding, picture.sizePolicy().Policy.Expanding)
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(picture)
    panel.resize(300, 200)
    qtbot.addWidget(panel)
    bar = ReadingBar(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel, picture, bar


def test_that_a_bar_over_a_picture_moves_nothing_below_it(stand: tuple[QWidget, QPushButton, ReadingBar]) -> None:
    panel, picture, bar = stand
    before, of_panel, of_picture = picture.geometry(), Heard(panel), Heard(picture)
    bar.tell("Reading the session")
    QCoreApplication.processEvents()
    assert bar.isVisible()
    bar.tell("")
    QCoreApplication.processEvents()
    assert not bar.isVisible()
    assert picture.geometry() == before
    moved = {QEvent.Type.Resize, QEvent.Type.Move}
    assert not moved & {*of_panel.kinds, *of_picture.kinds}


def test_that_a_bar_lies_at_the_bottom_whole_also_when_its_panel_changes_its_size(
    stand: tuple[QWidget, QPushButton, ReadingBar],
) -> None:
    panel, _picture, bar = stand
    bar.tell(LONG)
    assert bar.geometry().bottom() == panel.rect().bottom()
    wide = bar.height()
    panel.resize(200, 300)
    assert bar.geometry().bottom() == panel.rect().bottom()
    assert bar.width() == 200
    assert bar.height() > wide


def test_that_a_bar_keeps_clear_of_the_pointer(
    stand: tuple[QWidget, QPushButton, ReadingBar], monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, _picture, bar = stand
    place = panel.mapToGlobal(QPoint(150, 190))
    monkeypatch.setattr(QCursor, "pos", staticmethod(lambda: place))
    bar.tell("Reading the session")
    assert bar.y() == 0


def test_that_what_a_bar_lies_on_is_clicked_through_it(
    stand: tuple[QWidget, QPushButton, ReadingBar], qtbot: QtBot
) -> None:
    panel, picture, bar = stand
    bar.tell("Reading the session")
    with qtbot.waitSignal(picture.clicked):
        QTest.mouseClick(panel.windowHandle(), Qt.MouseButton.LeftButton, pos=bar.geometry().center())


def test_that_a_cover_told_behind_another_tab_covers_all_when_it_comes_to_the_front(qtbot: QtBot) -> None:
    tabs, panel = QTabWidget(), QWidget()
    qtbot.addWidget(tabs)
    tabs.addTab(panel, "Map")
    tabs.addTab(QWidget(), "Trend")
    tabs.resize(400, 300)
    cover = ReadingCover(panel)
    with qtbot.waitExposed(tabs):
        tabs.show()
    cover.say("Reading")
    tabs.setCurrentIndex(1)
    tabs.resize(900, 700)
    tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: panel.width() > 800)
    assert cover.size() == panel.size()
