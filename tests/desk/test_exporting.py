"""Taking panels and rows along from the desk: crisp, whole or not at all, and nothing that terms keep there."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Hashable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from desk_fakes import TITLES, CountPanel, a_session, fake_panels, surroundings
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from hubdesk.core import Entry, Mention, Scope, SourceRow, Span, Terms
from hubdesk.desk.panel_dock import PanelDock
from hubdesk.desk.rows_sheet import RowsSheet
from hubdesk.desk.window import Desk
from hubdesk.reports.origin import Origin
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_writer
from hubdesk.widgets import theme
from tests.fakes import NOON, session

SVG = "{http://www.w3.org/2000/svg}"
HELD = "Fermé"


class WordsPanel(CountPanel):
    """Shows words of a source that holds back, and has numbers."""

    name = "trend"
    title = "Trend"

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> int:
        return reader.facts().mentions

    def draw(self, picture: int) -> None:
        super().draw(picture)
        self.label.setText("secret words <b>& more</b>")

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return Sheet(("Time", "=1+1"), (("2026", 3),), withheld=len(held))

    def held_boxes(self, held: Collection[str]) -> tuple[QRect, ...]:
        return (self.label.geometry(),) if HELD in held else ()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_session(tmp_path / "s.hubdesk", 3, synthetic=True)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, path: Path) -> Iterator[Desk]:
    theme.use(QApplication.instance(), "light")
    desk = Desk(surroundings(tmp_path / "p", panels={**fake_panels(), "trend": WordsPanel}), path)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    qtbot.waitUntil(lambda: desk.coverage.bars is not None)
    yield desk
    QGuiApplication.clipboard().clear()


def hold_back(path: Path) -> None:
    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(0, HELD, "feed", terms=Terms(export=False)))
        entry = Entry(Mention("feed", "held", "reste ici", NOON))
        writer.add_page(source.id, [entry], cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - 1, NOON))


def trend(desk: Desk) -> PanelDock:
    return desk.area.docks["trend"]


def written(qtbot: QtBot, desk: Desk, out: Path) -> str:
    """Write it, and what the status bar says of it."""
    said: list[str] = []
    desk.status.complain = said.append  # type: ignore[method-assign]
    desk.deeds.exporting.write(trend(desk), out)
    qtbot.waitUntil(lambda: bool(said))
    return said[0]


def test_that_a_picture_is_twice_as_fine_and_says_what_it_rests_on(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    assert "out.png" in written(qtbot, desk, tmp_path / "out.png")
    made = QImage(str(tmp_path / "out.png"))
    assert made.width() == 2 * trend(desk).panel.width()
    assert made.height() > 2 * trend(desk).panel.height() + 80  # two lines: the session, its sources


def test_that_a_drawing_has_text_as_text_and_no_markup_of_others(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    written(qtbot, desk, tmp_path / "out.svg")
    tree = ElementTree.parse(tmp_path / "out.svg")
    words = ["".join(node.itertext()).strip() for node in tree.iter(f"{SVG}text")]
    assert "secret words <b>& more</b>" in words
    assert any("Opérateurs" in one for one in words)
    assert any("synthetic" in one for one in words)
    assert not [node for node in tree.iter() if node.tag.endswith(("script", "}b"))]


def test_that_numbers_are_guarded_and_stand_over_their_origin(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    written(qtbot, desk, tmp_path / "out.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    assert rows[:2] == [["Time", "'=1+1"], ["2026", "3"]]
    told = dict(row for row in rows[3:])
    assert told["Session"] == "Opérateurs"
    assert "Mentions" in told
    assert "Source" in told["Sources"]
    assert "Demonstration" in told


@pytest.mark.parametrize("kind", [".png", ".svg", ".csv"])
def test_that_a_folder_that_is_gone_is_one_line(qtbot: QtBot, desk: Desk, tmp_path: Path, kind: str) -> None:
    line = written(qtbot, desk, tmp_path / "gone" / f"out{kind}")
    assert "gone" in line
    assert "\n" not in line
    assert not (tmp_path / "gone").exists()


def test_that_what_terms_keep_on_the_desk_is_in_no_file(
    qtbot: QtBot, tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_back(path)
    desk = Desk(surroundings(tmp_path / "p2", panels={**fake_panels(), "trend": WordsPanel}), path)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    qtbot.waitUntil(lambda: desk.coverage.bars is not None)
    assert "1 mention is held back" in written(qtbot, desk, tmp_path / "out.svg")
    assert "secret" not in (tmp_path / "out.svg").read_text("utf-8")
    assert "1 mention is held back" in written(qtbot, desk, tmp_path / "out.csv")
    written(qtbot, desk, tmp_path / "covered.png")
    monkeypatch.setattr(WordsPanel, "held_boxes", lambda self, held: ())
    written(qtbot, desk, tmp_path / "open.png")
    assert QImage(str(tmp_path / "covered.png")) != QImage(str(tmp_path / "open.png"))


def test_that_a_panel_without_numbers_says_so(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WordsPanel, "numbers", lambda self, held=(): None)
    assert "no numbers" in written(qtbot, desk, Path("never.csv"))
    assert not Path("never.csv").exists()


def test_that_the_name_gets_the_ending_of_the_kind_that_was_chosen(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.append(kinds)
        return str(tmp_path / "sheet"), "Picture (*.png)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    desk.menus.actions["save-panel"].trigger()
    qtbot.waitUntil((tmp_path / "sheet.png").exists)
    assert "(*.csv)" in asked[0]


def test_that_each_docks_menu_takes_it_along(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dock, wished = trend(desk), list[tuple[str, str]]()
    monkeypatch.setattr(QMenu, "popup", lambda menu, where: None)  # a screen without windows has no menus
    dock.keep_wished.disconnect(desk.deeds.exporting.keep)
    dock.keep_wished.connect(lambda which, kind: wished.append((which.name, kind)))
    place = dock.bar.rect().center()
    QApplication.sendEvent(
        dock.bar, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, dock.bar.mapToGlobal(place))
    )
    menu = next(one for one in dock.findChildren(QMenu) if one.actions())
    for action in menu.actions():
        if action.data() in (".png", ".svg", ".csv"):
            action.trigger()
    assert wished == [("trend", ".png"), ("trend", ".svg"), ("trend", ".csv")]
    menu.deleteLater()


ORIGIN = Origin("S", "Europe/Paris", False, Span(NOON, NOON + 1), (), (), (), 3)


@pytest.fixture
def sheet(qtbot: QtBot, tmp_path: Path) -> RowsSheet:
    stored = session(tmp_path, ("la fibre tombe", "la box tombe", "autre"))
    made = RowsSheet(stored, Scope((), 0, NOON * 2), ORIGIN, "tombe")
    made.place.setText(str(tmp_path / "rows.csv"))
    qtbot.addWidget(made)
    made.show()
    return made


def told(qtbot: QtBot, sheet: RowsSheet) -> str:
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(sheet.told.text()) and not sheet.aside.is_busy)
    return sheet.told.text()


def test_that_what_the_search_finds_is_exported(qtbot: QtBot, sheet: RowsSheet, tmp_path: Path) -> None:
    assert sheet.query.text() == "tombe"
    assert "2" in told(qtbot, sheet)
    assert len((tmp_path / "rows.csv").read_text("utf-8-sig").splitlines()) == 3


def test_that_a_file_that_is_there_is_replaced_only_when_asked_twice(
    qtbot: QtBot, sheet: RowsSheet, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text("mine")
    assert "exists" in told(qtbot, sheet)
    assert (tmp_path / "rows.csv").read_text() == "mine"
    assert "2" in told(qtbot, sheet)


def test_that_a_wrong_query_and_a_gone_folder_are_one_line(qtbot: QtBot, sheet: RowsSheet, tmp_path: Path) -> None:
    sheet.query.setText("(tombe")
    assert "bracket" in told(qtbot, sheet)
    sheet.query.clear()
    sheet.place.setText(str(tmp_path / "gone" / "rows.xlsx"))
    assert "gone" in told(qtbot, sheet)
    assert [one.name for one in tmp_path.iterdir() if "rows" in one.name] == []


def test_that_closing_while_it_writes_leaves_nothing(qtbot: QtBot, sheet: RowsSheet, tmp_path: Path) -> None:
    sheet.stop.set()
    sheet.stop.clear = lambda: None  # type: ignore[method-assign]
    assert "Nothing was exported" in told(qtbot, sheet)
    assert not list(tmp_path.glob("*rows.csv*"))


def test_that_titles_of_the_fakes_are_the_desks(desk: Desk) -> None:
    assert set(TITLES) <= set(desk.area.docks)
