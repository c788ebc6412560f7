"""A panel is made when it is first needed, and lacks nothing of what the others were told before."""

import os
from typing import Any

import pytest
from desk_fakes import CountPanel, a_session, add_mentions, fake_panels, surroundings
from fakes import run_python
from PySide6.QtWidgets import QApplication

from hubdesk.core import Rehearing
from hubdesk.desk.layout import Layout, Split, Tabs, alone, to_json
from hubdesk.desk.window import Desk
from hubdesk.panels.panel import Panel
from hubdesk.panels.past import Past
from hubdesk.plugins import PAGES, PANELS, panel
from hubdesk.widgets import theme

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)
PILE = Layout(Split(True, (alone("feed"), Tabs(("trend", "tone"), "trend")), (1, 2)))


class ToldPanel(CountPanel):
    """One that is told everything a desk may tell."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, Any] = {}
        self.asked = 0

    def show_search(self, text: str) -> None:
        self.told["search"] = text

    def show_saved(self, texts: frozenset[str]) -> None:
        self.told["saved"] = texts

    def choose_episode(self, episode: object) -> None:
        self.told["episode"] = episode

    def set_density(self, density: str) -> None:
        self.told["density"] = density

    def options(self) -> int:
        self.asked += 1
        return self.asked


class SearchPanel(CountPanel):
    """A feed that can be searched."""

    def search(self, text: str) -> None:
        self.searched = text


def told(name: str) -> type[Panel[Any]]:
    return type(name, (ToldPanel,), {"name": name, "title": name.title()})


@pytest.fixture
def desk(qtbot, tmp_path):
    """The feed on the left; the trend in front of the tone on the right."""
    theme.use(QApplication.instance(), "light")
    feed = type("feed", (SearchPanel,), {"name": "feed", "title": "Feed"})
    panels = fake_panels() | {"feed": feed, "trend": told("trend"), "tone": told("tone")}
    given = surroundings(tmp_path / "p", panels=panels)
    given.places.layout_file.parent.mkdir(parents=True, exist_ok=True)
    given.places.layout_file.write_text(to_json(PILE), "utf-8")
    made = Desk(given, a_session(tmp_path / "s.hubdesk"))
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.drawn):
        made.show()
    return made


def there(desk: Desk) -> list[str]:
    return [name for name, dock in desk.area.docks.items() if dock.is_made]


def test_that_only_what_is_in_sight_is_made(desk):
    assert there(desk) == ["feed", "trend"]
    assert [name for name, dock in desk.area.docks.items() if dock.is_seen()] == ["feed", "trend"]


def test_that_a_panel_is_made_and_drawn_when_its_tab_is_chosen(desk, qtbot):
    dock = desk.area.docks["tone"]
    desk.area.docks["trend"].bar.tab_chosen.emit("tone")
    assert dock.is_made
    qtbot.waitUntil(lambda: dock.panel.pictures[-1:] == [3])
    assert dock.is_seen()
    assert not desk.area.docks["trend"].is_seen()


def test_that_a_panel_is_made_when_the_one_before_it_is_hidden(desk, qtbot):
    desk.area.docks["trend"].hide()
    qtbot.waitUntil(lambda: "tone" in there(desk))
    qtbot.waitUntil(lambda: desk.area.docks["tone"].panel.pictures[-1:] == [3])


def test_that_a_hidden_panel_is_never_read(desk, qtbot):
    desk.area.raise_panel("tone")
    trend, tone, feed = (desk.area.docks[name].panel for name in ("trend", "tone", "feed"))
    qtbot.waitUntil(lambda: tone.pictures[-1:] == [3] and desk.session.refresher.is_idle)
    drawn, asked = list(trend.pictures), trend.asked
    trend.options_changed.emit()
    add_mentions(desk.path, 2)
    qtbot.waitUntil(lambda: feed.pictures[-1] == 5 and tone.pictures[-1] == 5 and desk.session.refresher.is_idle)
    assert (trend.pictures, trend.asked) == (drawn, asked)
    desk.area.raise_panel("trend")
    qtbot.waitUntil(lambda: trend.pictures[-1] == 5)


def test_that_the_default_layout_reads_nothing_behind_a_tab(desk, qtbot):
    desk.area.raise_panel("tone")
    qtbot.waitUntil(lambda: desk.area.docks["tone"].panel.pictures[-1:] == [3] and desk.session.refresher.is_idle)
    asked = desk.area.docks["tone"].panel.asked
    desk.menus.actions["default-layout"].trigger()
    qtbot.waitUntil(lambda: all(desk.area.docks[name].is_made for name in ("compare", "coverage", "detail")))
    qtbot.waitUntil(lambda: desk.area.docks["detail"].panel.pictures != [] and desk.session.refresher.is_idle)
    assert not desk.area.docks["tone"].is_seen()
    assert desk.area.docks["tone"].panel.asked == asked


def test_that_a_late_panel_is_told_what_the_others_know(desk, qtbot):
    desk.searching.want("fibre")
    qtbot.waitUntil(lambda: desk.area.docks["trend"].panel.told["search"] == "fibre")
    desk.searching.save("panne", True)
    desk.wishes.grant("episode", 7)
    desk.past.past = Past((Rehearing(desk.looking.topics[0].id, 2, 1, 4, stopped=False),))
    desk.area.raise_panel("tone")
    late = desk.area.docks["tone"].panel
    assert late.told == {"search": "fibre", "saved": {"panne"}, "episode": 7, "density": "comfortable"}
    assert late.told == desk.area.docks["trend"].panel.told
    assert late.zone == desk.looking.zone
    assert late.past_bar.shown() != ""


def test_that_a_late_panel_is_heard(desk):
    late = desk.area.docks["tone"].panel
    late.span_chosen.emit(1_000_000, 9_000_000)
    assert desk.looking.span().start == 1_000_000
    assert not desk.looking.state.is_live
    late.wish.emit("live", None)
    assert desk.looking.state.is_live
    late.subtitle_changed.emit("of 4 topics")
    assert desk.area.docks["tone"].bar.subtitle == "of 4 topics"


def test_that_a_desk_without_a_session_makes_no_panel(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")
    desk = Desk(surroundings(tmp_path / "p"), None)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    assert there(desk) == []


@pytest.mark.parametrize("name", [*PANELS, *PAGES])
def test_that_the_registry_says_what_a_panels_class_says(name):
    listed, made = (PANELS | PAGES)[name], panel(name)
    assert (listed.title, name) == (made.title, made.name)


def test_that_a_start_imports_nothing_for_what_nobody_sees(tmp_path):
    """The desk as it first stands: neither what is behind a tab, nor the query language, nor masked arrays."""
    session = a_session(tmp_path / "s.hubdesk")
    code = f"""
import sys
from pathlib import Path
from hubdesk.desk.application import application
from hubdesk.desk.surroundings import Surroundings
from hubdesk.desk.window import Desk
from hubdesk.plugins import panels
from hubdesk.settings import Settings, places
from hubdesk.widgets import theme

qt = application()
theme.use(qt, "light")
here = places(Path({str(tmp_path / "p")!r}))
desk = Desk(Surroundings(Settings(here.settings_file), here, panels()), Path({str(session)!r}))
desk.drawn.connect(desk.close)
qt.lastWindowClosed.connect(qt.quit)
desk.show()
qt.exec()
print(*(name for name, listed in panels().items() if listed.where.partition(":")[0] in sys.modules))
print(*(name for name in ("numpy.ma", "hubdesk.query.syntax", "hubdesk.query.tree") if name in sys.modules))
"""
    done = run_python("-c", code, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})
    assert done.returncode == 0, done.stderr
    made, heavy = done.stdout.splitlines()
    assert sorted(made.split()) == ["compare", "coverage", "detail", "feed", "trend"]
    assert heavy == ""
