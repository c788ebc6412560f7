"""What the window asks its panels about: live, held, and a stretch of the past."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, MINUTE, SessionFacts
from hubdesk.desk.looking import Looking
from hubdesk.desk.scope_bar import ScopeBar

NOW = 1_795_000_000_000 // MINUTE * MINUTE


@pytest.fixture
def home(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def looking(home: QWidget, listens: bool) -> Looking:
    made = Looking(ScopeBar(home), lambda: NOW, "24h", home)
    facts = SessionFacts("Essai", "Europe/Paris", not listens, not listens, 9, NOW - 30 * HOUR, NOW - 2 * HOUR)
    made.begin(facts, (), listens)
    return made


def test_that_live_knows_what_is_known_now(home: QWidget) -> None:
    scope = looking(home, listens=True).scope()
    assert (scope.end, scope.known_by, scope.known) == (NOW, None, NOW)


def test_that_a_stretch_of_a_live_chart_holds_what_the_chart_shows_there(home: QWidget) -> None:
    desk = looking(home, listens=True)
    desk.fix(NOW - 3 * HOUR, NOW - 2 * HOUR)
    scope = desk.scope()
    assert (scope.start, scope.end, scope.known) == (NOW - 3 * HOUR, NOW - 2 * HOUR, NOW)


def test_that_a_stretch_of_a_session_at_rest_knows_what_it_knew_where_it_was_opened(home: QWidget) -> None:
    desk = looking(home, listens=False)
    whole = desk.scope()
    desk.fix(whole.start, whole.start + HOUR)
    assert desk.scope().known == whole.end
