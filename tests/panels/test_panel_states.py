"""Every panel has something to say when it is empty, is read for long, fails, or fails over an older picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from life_fakes import END, life
from pytestqt.qtbot import QtBot

from hubdesk import i18n, plugins
from hubdesk.core import DAY, Scope, SourceRow, Topic
from hubdesk.core.review import ReviewWord, new_mark
from hubdesk.panels.detail import DetailPanel
from hubdesk.panels.detail_against import DetailOptions
from hubdesk.panels.episodes_picture import EpisodesOptions
from hubdesk.panels.panel import Panel
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.empty import Stage

PANELS = sorted(plugins.PANELS)
FAULT = "disk <b>full</b>"
every_panel = pytest.mark.parametrize("name", PANELS)
every_language = pytest.mark.parametrize("language", i18n.LANGUAGES)


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session that listens and heard nothing."""
    path = tmp_path_factory.mktemp("states") / "nothing.hubdesk"
    create(path, NewSession("Nothing"))
    with open_writer(path) as writer:
        writer.add_topic(Topic(0, "Orange", "orange", "own"))
        writer.add_source(SourceRow(0, "Forum", "feed"))
    return path


@pytest.fixture(scope="module")
def something(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sorts = ("page", "page", "tell", "mark", "look", "correct")
    path = life(5, sorts).stored(tmp_path_factory.mktemp("states") / "something.hubdesk", END)
    with open_writer(path) as writer:
        writer.add_marks((new_mark(ReviewWord.BOOKMARK, END - DAY, instant=END - DAY // 2),))
    return path


@pytest.fixture
def made(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], Panel[Any]]]:
    def make(name: str, language: str) -> Panel[Any]:
        i18n.use(language)
        panel = plugins.panel(name)()
        qtbot.addWidget(panel)
        panel.resize(480, 420)
        panel.show()
        return panel

    yield make
    i18n.use("en")


def read(panel: Panel[Any], path: Path) -> object:
    with open_reader(path) as reader:
        scope = Scope(reader.topics(), END - DAY, END)
        newest = reader.latest(scope, 1)
        if isinstance(panel, DetailPanel) and newest:
            panel.choose(newest[0].id)
        options = {
            "detail": DetailOptions(newest[0].id if newest else None),
            "episodes": EpisodesOptions(1),
        }
        return type(panel).read(reader, scope, options.get(panel.name, panel.options()))


def stage(panel: Panel[Any]) -> Stage:
    return panel.findChildren(Stage)[0]


def words(stage: Stage) -> str:
    """What stands in place of a picture."""
    shown = stage.empty.shown
    assert not stage.has_picture
    assert stage.empty.isVisible()
    assert stage.empty.accessibleName() == shown.head
    return f"{shown.head} {shown.text}".strip()


@every_language
@every_panel
def test_that_a_panel_that_cannot_be_read_says_so_and_offers_to_try_again(
    name: str, language: str, made: Callable[[str, str], Panel[Any]]
) -> None:
    panel = made(name, language)
    panel.complain(FAULT)
    said = words(stage(panel))
    assert FAULT in said, "as plain text"
    assert said.endswith(i18n._("Nothing is lost."))
    assert stage(panel).empty.shown.head not in ("", FAULT)
    (action,) = stage(panel).empty.shown.actions
    assert action[0] in ("again", "retry")


@every_language
@every_panel
def test_that_an_empty_session_is_said_in_words(
    name: str, language: str, made: Callable[[str, str], Panel[Any]], nothing: Path
) -> None:
    panel = made(name, language)
    panel.complain("")
    panel.draw(read(panel, nothing))
    if name == "coverage":
        assert stage(panel).has_picture, "its picture is the sources, of which there is one"
        return
    assert len(words(stage(panel))) > 10


@every_panel
def test_that_an_older_picture_stays_under_a_notice_that_says_what_failed(
    name: str, made: Callable[[str, str], Panel[Any]], something: Path
) -> None:
    panel = made(name, "en")
    panel.draw(read(panel, something))
    had_picture = stage(panel).has_picture
    panel.complain(FAULT)
    if had_picture:
        assert stage(panel).has_picture
        assert stage(panel).notice.isVisible()
        assert FAULT in stage(panel).notice.accessibleName()
        panel.complain("")
        assert not stage(panel).notice.isVisible() or FAULT not in stage(panel).notice.accessibleName()
    else:
        assert FAULT in words(stage(panel))
    assert had_picture or name == "phrases", "this session has something to show in all the others"


@every_panel
def test_that_a_slow_reading_is_said_in_place_of_a_picture_and_over_one(
    name: str, made: Callable[[str, str], Panel[Any]], something: Path
) -> None:
    panel = made(name, "en")
    assert panel.reading_cover is None, "what is read at once makes nothing"
    panel.show_reading("Reading a session of 1,000,000 mentions")
    assert panel.reading_cover is not None
    assert panel.reading_cover.isVisible()
    assert panel.reading_cover.geometry() == panel.rect()
    panel.resize(600, 300)
    assert panel.reading_cover.geometry() == panel.rect()
    panel.draw(read(panel, something))
    panel.show_reading("")
    assert not panel.reading_cover.isVisible()
    panel.show_reading("Reading a session of 1,000,000 mentions", "Last time it took 2 s.", has_picture=True)
    assert not panel.reading_cover.isVisible()
    assert panel.reading_bar is not None
    assert panel.reading_bar.isVisible()
    assert panel.reading_bar.accessibleName().endswith("Last time it took 2 s.")
