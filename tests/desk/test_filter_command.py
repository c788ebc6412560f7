"""A scope as a command: quoted, with the topics that it is about, or with the reason why there is none."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from desk_fakes import OPERATORS, a_session, surroundings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.cli import main
from hubdesk.core import HOUR, HubdeskError, Scope, Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.desk import filter_towns
from hubdesk.desk.filter_chips import FilterChips
from hubdesk.desk.filter_command import command_of
from hubdesk.desk.window import Desk
from hubdesk.store.session import open_reader
from hubdesk.widgets import theme
from hubdesk.widgets.filter_chip import FilterChip

NOW = 1_795_095_120_000  # Thursday 19 November 2026, 14:32 in Paris
TOPICS = tuple(Topic(n, name, name.lower()) for n, name in enumerate((*OPERATORS, "orange"), 1))
PARIS = "Europe/Paris"
NEGATIVE = Filter("tone", ("negative",))
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


def said(filters: Filters = (), topics: tuple[Topic, ...] = (), path: str = "/s.hubdesk") -> list[str]:
    return shlex.split(command_of(Path(path), Scope(topics, NOW - HOUR, NOW, NOW + 1, filters), TOPICS, PARIS))


def test_that_it_says_file_query_stretch_and_what_was_known() -> None:
    assert said((NEGATIVE, Filter("theme", ("tv",), negated=True)), path="/L'été/à moi; rm -rf $HOME.hubdesk") == [
        *("hubdesk", "search", "/L'été/à moi; rm -rf $HOME.hubdesk", "tone:negative -theme:tv"),
        *("--from", "2026-11-19T13:32:00+01:00", "--to", "2026-11-19T14:32:00+01:00"),
        *("--known", "2026-11-19T14:32:00.001+01:00", "--json"),
    ]


@pytest.mark.parametrize(
    ("shown", "filters", "names"),
    [
        ((), (), []),
        (TOPICS[:2], (), ["Orange", "SFR"]),
        (TOPICS[1:3], (Filter("topic", ("2",)),), ["SFR"]),
        (TOPICS[1:2], (Filter("topic", ("2", "3")), NEGATIVE), ["SFR"]),
        ((), (Filter("topic", ("3", "2", "2")),), ["SFR", "Bouygues Telecom"]),
    ],
)
def test_that_topics_are_those_of_scope_and_chips_at_once(
    shown: tuple[Topic, ...], filters: Filters, names: list[str]
) -> None:
    words = said(filters, shown)
    assert [word.removeprefix("--topic=") for word in words if word.startswith("--topic=")] == names


@pytest.mark.parametrize(
    ("filters", "shown", "why"),
    [
        ((Filter("topic", ("2",)),), TOPICS[:1], "two groups"),
        ((Filter("topic", ("2",), negated=True),), TOPICS[:1], "SFR"),
        ((Filter("topic", ("",)),), (), "no topic"),
        ((Filter("topic", ("99",)),), (), "deleted"),
        ((Filter("topic", ("99",)),), TOPICS[:1], "deleted"),
        ((Filter("topic", ("9" * 5_000,)),), (), "deleted"),
        ((Filter("topic", ("5",)),), (), "two topics are called so"),
        ((Filter("author", ("",)),), (), "Author:"),
        ((Filter("author", ("=\x1b[201~rm",)),), (), "obey"),
        ((Filter("text", ("panne \u202e",)),), (), "obey"),
        ((Filter("text", ("\ud800",)),), (), "obey"),
    ],
)
def test_that_it_says_why_there_is_no_command(filters: Filters, shown: tuple[Topic, ...], why: str) -> None:
    with pytest.raises(HubdeskError, match=why):
        said(filters, shown)


def test_that_an_end_beyond_all_calendars_is_told() -> None:
    with pytest.raises(HubdeskError, match="calendar"):
        command_of(Path("/s"), Scope((), 0, 10**18), (), PARIS)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Desk:
    theme.use(qapp, "light")
    made = Desk(surroundings(tmp_path / "profile"), a_session(tmp_path / "Été à 2.hubdesk"))
    qtbot.addWidget(made)
    if made.findChild(FilterChips) is None:
        FilterChips(made)
    with qtbot.waitSignal(made.drawn):
        made.show()
    return made


def test_that_the_desk_copies_what_counts_what_it_counts(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.looking.toggle_live()  # a scope that stands still can be asked twice
    desk.looking.toggle_topic(desk.looking.topics[0].id)
    desk.looking.narrow((Filter("language", ("fr",), negated=True), Filter("kind", ("post",))))
    desk.scope_bar.command_wished.emit()
    assert "clipboard" in desk.status.message()
    words = shlex.split(QGuiApplication.clipboard().text())
    assert [word for word in words if word.startswith("--topic")] == [f"--topic={name}" for name in OPERATORS[1:]]
    assert main(words[1:]) == 0
    assert desk.path is not None
    with open_reader(desk.path) as reader:
        assert json.loads(capsys.readouterr().out)["total"] == reader.count(desk.looking.scope())


def test_that_the_desk_says_why_nothing_was_copied(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("before")
    desk.looking.narrow((Filter("author", ("",)),))
    desk.scope_bar.command_wished.emit()
    assert "Author:" in desk.status.message()
    assert QGuiApplication.clipboard().text() == "before"


def test_that_communes_get_their_names_from_a_worker(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filter_towns, "_known", {})
    desk.looking.narrow((Filter("place", ("59350",)),))
    chip = desk.scope_bar.findChild(FilterChip)
    assert chip.accessibleName() == "Place: commune 59350"
    qtbot.waitUntil(lambda: chip.accessibleName() == "Place: Lille (59)")


def test_that_a_chip_alone_keeps_the_pinned_and_is_one_step(desk: Desk) -> None:
    place, kind = Filter("place", ("59",)), Filter("kind", ("post",))
    desk.looking.narrow((NEGATIVE, place, kind))
    desk.looking.pin(NEGATIVE)
    before = desk.looking.state
    desk.scope_bar.filter_alone.emit(kind)
    assert desk.looking.state.filters == (NEGATIVE, kind)
    desk.looking.back()
    assert desk.looking.state == before
