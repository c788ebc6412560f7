"""A correction made by a key on the desk changes what the collector beside it answers on a similar post."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from desk_fakes import surroundings
from fakes import HOUR, NOON, session, topic
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import Notes
from hubdesk.desk.collecting import collector_command
from hubdesk.desk.window import Desk
from hubdesk.panels.detail import DetailPanel
from hubdesk.panels.feed import FeedPanel
from hubdesk.store.session import open_reader

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
PATIENCE_MS = 120_000  # a minute is promised; a busy machine loads its models in more
POSTS = (
    "Sosh m’a rappelé pour mon dossier, affaire à suivre",
    "Sosh m’a rappelée au sujet de mon dossier, à suivre",
    "Toujours pas de réseau chez Orange, c’est une honte",
)


def notes(path: Path, mention: int) -> Notes:
    with open_reader(path) as reader:
        return reader.mentions([mention])[0].notes


def is_read(path: Path) -> bool:
    return all("encoder" in dict(notes(path, number).versions) for number in range(1, len(POSTS) + 1))


@pytest.mark.timeout(300)
def test_that_one_key_on_the_desk_changes_the_answer_on_a_similar_post(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    look.use(qapp, "light")
    path = session(tmp_path, POSTS, [topic("Orange", "orange OR sosh", role="own")])
    profile = tmp_path / "profile"
    collector = functools.partial(collector_command, profile=profile)
    desk = Desk(surroundings(profile, collector, panels={"feed": FeedPanel, "detail": DetailPanel}), path)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    if not desk.is_collecting:
        desk.toggle_collecting()
    qtbot.waitUntil(lambda: is_read(path), timeout=PATIENCE_MS)
    before = notes(path, 2).tone
    assert before != "neutral"
    assert notes(path, 3).tone == "negative"
    desk.looking.fix(NOON - HOUR, NOON + HOUR)
    detail = desk.area.docks["detail"].panel
    desk.show_mention(1)
    qtbot.waitUntil(lambda: detail.correctable() is not None)
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    detail._sheet.readings.parts()[0].head.setFocus()
    QTest.keyClick(detail._sheet.readings.parts()[0].head, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: notes(path, 2).tone == "neutral", timeout=PATIENCE_MS)
    assert notes(path, 3).tone == "negative"
    with open_reader(path) as reader:
        assert [(one.mention, one.value) for one in reader.corrections()] == [(1, ("neutral",))]
    desk.close()
