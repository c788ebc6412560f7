"""The query language is loaded behind a session's first pictures, off the GUI thread, and never before them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desk_fakes import a_session, surroundings
from fakes import run_python
from pytestqt.qtbot import QtBot

from hubdesk.desk import query_ahead
from hubdesk.desk.window import Desk


def test_that_it_is_loaded_on_a_thread_once_the_pictures_are_there(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[threading.Thread] = []
    monkeypatch.setattr(query_ahead, "SETTLED_MS", 1)
    monkeypatch.setattr(query_ahead, "load", lambda: loaded.append(threading.current_thread()))
    a_session(tmp_path / "s.hubdesk")
    desk = Desk(surroundings(tmp_path), tmp_path / "s.hubdesk")
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    qtbot.waitUntil(lambda: bool(loaded))
    assert loaded[0] is not threading.main_thread()
    desk.close()


def test_that_a_search_of_words_loads_nothing_more() -> None:
    code = (
        "import sys; from hubdesk.store import session; from hubdesk.panels import feed_picture;"
        " from hubdesk.desk.query_ahead import load; print('lark' in sys.modules); load(); before = set(sys.modules);"
        " from hubdesk.panels.feed_search import Finder; from hubdesk.store.search import search;"
        " from hubdesk.query.syntax import parse; parse('panne NEAR/5 box OR \"ma box\"');"
        " print('lark' in sys.modules, set(sys.modules) - before)"
    )
    assert run_python("-c", code).stdout.split() == ["False", "True", "set()"]
