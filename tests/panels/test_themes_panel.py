"""The themes panel: shares, changes told only where both spans were heard, and figures that open their rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, mention, session
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from reading_fakes import HOURS, counted, found, scope, told

from hubdesk.core import DAY, HOUR, Entry, Notes, Scope, SourceRow, Span, Topic
from hubdesk.panels.compare_change import Change, change
from hubdesk.panels.panel import Rows
from hubdesk.panels.themes import ThemesPanel
from hubdesk.panels.themes_picture import ThemesPicture
from hubdesk.panels.themes_words import change_text, notes, rows
from hubdesk.store.reader import ThemeTold, Told
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.store.tone_counts import Split
from hubdesk.widgets.empty import EmptyState
from hubdesk.widgets.figure_table import FigureTable


@pytest.fixture
def panel(qtbot: QtBot) -> ThemesPanel:
    made = ThemesPanel()
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def read(path: Path, within: Scope | None = None) -> ThemesPicture:
    with open_reader(path) as reader:
        return ThemesPanel.read(reader, within or scope(reader.topics()), None)


@pytest.mark.parametrize("seed", range(4))
def test_that_every_figure_opens_as_many_rows_as_it_says(tmp_path: Path, panel: ThemesPanel, seed: int) -> None:
    with open_reader(told(tmp_path, seed)) as reader:
        for within in (scope(), scope(reader.topics()[:1], 6 * HOUR), scope(reader.topics(), HOURS * HOUR)):
            panel.draw(ThemesPanel.read(reader, within, None))
            spots = panel.findChild(FigureTable).spots()
            assert len(spots) > 15
            for spot in spots:
                assert isinstance(spot.key, Rows)
                assert counted(spot.words) == found(reader, within, spot.key), spot.key


def heard(folder: Path, *pages: tuple[int, int, dict[str, int]], covers: tuple[Span, ...]) -> Path:
    """A session that heard so many mentions of each theme in each stretch of hours before NOON."""
    path = folder / "heard.hubdesk"
    create(path, NewSession("Trial"))
    with open_writer(path) as writer:
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        entries = [
            Entry(
                mention("fibre", published_at=NOON - start * HOUR + 1), Notes(themes=(code,), versions=(("themes", 1),))
            )
            for start, _end, counts in pages
            for code, count in counts.items()
            for _ in range(count)
        ]
        for number, span in enumerate(covers):
            some = entries if number == 0 else []
            writer.add_page(flux.id, some, cursor="", due_at=0, seen_at=NOON + number, covers=span)
    return path


HALVES = (24, 12, {"tv": 10, "store": 90}), (12, 0, {"tv": 50, "store": 50})
LAST = Scope((), NOON - 12 * HOUR, NOON, NOON + HOUR)


def test_that_a_change_is_of_the_share_and_comes_with_its_interval(tmp_path: Path) -> None:
    picture = read(heard(tmp_path, *HALVES, covers=(Span(NOON - 24 * HOUR, NOON),)), LAST)
    found = picture.change_of("tv")
    assert found is not None
    assert found.by == pytest.approx(0.4)
    assert 0.25 < found.low < 0.4 < found.high < 0.55
    shown = {row.name: row.cells[2].text for row in rows(picture)}
    assert shown == {"TV": "+40.0\u202fpt", "Store": "−40.0\u202fpt"}


@pytest.mark.parametrize("heard_from", [12, 18])
def test_that_no_change_is_told_where_the_span_before_was_not_heard(tmp_path: Path, heard_from: int) -> None:
    picture = read(heard(tmp_path, *HALVES, covers=(Span(NOON - heard_from * HOUR, NOON),)), LAST)
    assert picture.then is None
    assert {row.cells[2].text for row in rows(picture)} == {"—"}
    assert "No change is told" in notes(picture)


def test_that_a_gap_in_the_span_before_is_no_fall(tmp_path: Path) -> None:
    covers = (Span(NOON - 24 * HOUR, NOON - 20 * HOUR), Span(NOON - 14 * HOUR, NOON))
    picture = read(heard(tmp_path, *HALVES, covers=covers), LAST)
    assert picture.change_of("tv") is None


def test_that_a_change_that_may_be_chance_is_said_to_be_so() -> None:
    small = change(11, 100, 10, 100)
    assert not small.is_sure
    assert "chance" in change_text(small)
    assert change(60, 100, 10, 100).is_sure
    assert "chance" not in change_text(Change(0.1, 0.05, 0.15))
    assert change(0, 5, 0, 5) == Change(0.0, pytest.approx(-0.434, abs=0.01), pytest.approx(0.434, abs=0.01))


def test_that_what_has_no_theme_is_a_row_of_its_own_at_the_end(tmp_path: Path) -> None:
    picture = read(told(tmp_path, 1))
    shown = rows(picture)
    assert [row.name for row in shown][-2:] == ["Other", "No theme read"]
    assert shown[-1].cells[1].text == "—"
    assert sum(one.told.split.all for one in picture.now.themes) >= picture.now.read


def test_that_a_theme_of_somebodys_own_is_plain_text_and_promises_no_rows(tmp_path: Path) -> None:
    picture = read(told(tmp_path, 1))
    odd = ThemeTold("<b>own</b>\n", Told(Split(negative=3)), ((Topic(1, "x", "x"), 1, 0), (Topic(2, "y", "y"), 2, 0)))
    (row, *_others) = rows(replace(picture, now=replace(picture.now, themes=(odd,))))
    assert row.name == "<b>own</b>"
    assert row.cells[0].key is None
    assert row.marks == ()


def test_that_the_keys_open_a_theme(tmp_path: Path, panel: ThemesPanel, qtbot: QtBot) -> None:
    panel.draw(read(told(tmp_path, 1)))
    table = panel.findChild(FigureTable)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert wished.args[0] == "rows"
    assert wished.args[1].query.startswith("theme:")


def test_that_an_empty_scope_says_why_and_odd_ones_are_read(tmp_path: Path, panel: ThemesPanel) -> None:
    path = session(tmp_path, [])
    for odd in (Scope((), NOON, NOON), Scope((), NOON, NOON - HOUR), Scope((), NOON - DAY, NOON)):
        panel.draw(read(path, odd))
        assert panel.findChild(EmptyState).isVisible()
    panel.complain("the file is busy")
