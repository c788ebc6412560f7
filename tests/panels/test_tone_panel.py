"""The tone panel: what cannot be told is always there, and every figure opens as many rows as it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, session
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reading_fakes import HOURS, counted, found, scope, told

import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, MINUTE, Scope
from hubdesk.panels.panel import Rows
from hubdesk.panels.tone import TonePanel
from hubdesk.panels.tone_picture import ToneOptions, TonePicture, counts_of
from hubdesk.panels.tone_words import brand_rows, notes, sayings
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.store.tone_counts import Split, Told
from hubdesk.widgets.empty import EmptyState
from hubdesk.widgets.figure_line import FigureLine
from hubdesk.widgets.figure_table import FigureTable
from hubdesk.widgets.tone_chart import ToneChart
from hubdesk.widgets.tone_parts import PARTS


def read(reader: Reader, within: Scope, options: ToneOptions | None = None) -> TonePicture:
    return TonePanel.read(reader, within, options)


@pytest.fixture
def panel(qtbot: QtBot) -> TonePanel:
    made = TonePanel()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("seed", range(4))
def test_that_every_figure_opens_as_many_rows_as_it_says(tmp_path: Path, panel: TonePanel, seed: int) -> None:
    with open_reader(told(tmp_path, seed)) as reader:
        for within in (scope(), scope(reader.topics()[:1], 6 * HOUR), scope(reader.topics(), 30 * HOUR)):
            picture = read(reader, within)
            panel.draw(picture)
            spots = [*panel.findChild(FigureLine).spots(), *panel.findChild(FigureTable).spots()]
            assert len(spots) > 15
            for spot in spots:
                assert isinstance(spot.key, Rows)
                assert counted(spot.words) == found(reader, within, spot.key), spot.key


def test_that_every_part_of_a_bar_opens_its_rows(tmp_path: Path, panel: TonePanel) -> None:
    with open_reader(told(tmp_path, 9)) as reader:
        within = scope(reader.topics())
        picture = read(reader, within, ToneOptions(HOUR))
        panel.draw(picture)
        wished: list[Rows] = []
        panel.wish.connect(lambda _word, rows: wished.append(rows))
        bins, chart = dict(picture.bins), panel.findChild(ToneChart)
        sections = [one for one in chart.sections() if one.place.height() >= 3]
        assert {one.part for one in sections} == set(PARTS)
        for section in sections:
            place = QPoint(round(section.place.center().x()), round(section.place.center().y()))
            wished.clear()
            click(chart, place)
            (rows,) = wished
            split = bins[section.at]
            assert rows.start == section.at
            assert split is not None
            shown = counts_of(split)[PARTS.index(section.part)]
            gone = found_gone(reader, within, rows, shown)
            assert shown - gone == found(reader, within, rows)


def found_gone(reader: Reader, within: Scope, rows: Rows, shown: int) -> int:
    """How many of a bin's mentions in that tone were taken back since, as the totals of that bin say."""
    assert rows.start is not None
    assert rows.end is not None
    totals = reader.tone_totals(Scope(within.topics, rows.start, rows.end, within.known_by)).whole
    for part, count, gone in zip(PARTS, counts_of(totals.split), counts_of(totals.gone), strict=True):
        if rows.query == f"tone:{part}" or (part == "unread" and rows.query.startswith("kind:")):
            assert count == shown
            return gone
    raise AssertionError(rows.query)


def click(chart: ToneChart, place: QPoint) -> None:
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_that_the_bars_hold_every_mention_and_gaps_stay_gaps(tmp_path: Path) -> None:
    with open_reader(told(tmp_path, 2)) as reader:
        within = scope(length=(HOURS + 6) * HOUR)
        bins = read(reader, within, ToneOptions(HOUR)).bins
        assert [split for _at, split in bins[:5]] == [None] * 5
        assert sum(split.all for _at, split in bins if split) == reader.count(within) == 120


def test_that_what_has_no_tone_is_in_no_share(tmp_path: Path, panel: TonePanel) -> None:
    with open_reader(told(tmp_path, 3)) as reader:
        panel.draw(read(reader, scope(), ToneOptions(HOUR, is_share=True)))
    chart = panel.findChild(ToneChart)
    parts = {one.part for one in chart.sections()}
    assert "unread" not in parts
    assert "unknown" in parts
    heights: dict[int, float] = {}
    for one in chart.sections():
        heights[one.at] = heights.get(one.at, 0.0) + one.place.height()
    assert max(heights.values()) - min(heights.values()) < 3


def test_that_the_line_says_what_was_read_and_what_was_not(tmp_path: Path) -> None:
    with open_reader(told(tmp_path, 3)) as reader:
        picture = read(reader, scope())
    of_it = Told(Split(negative=41, neutral=20, positive=21, unknown=18, none=5, unread=37), Split(negative=1))
    said = [one.text for one in sayings(replace(picture, whole=of_it))]
    assert said[0] == "41% negative of 100 read (±9)"
    assert said[3] == "18% cannot tell"
    assert said[4] == "42 without a tone (5 nobody’s opinion, 37 not read yet)"
    assert sayings(replace(picture, whole=of_it))[0].more.endswith("; 1 was taken back since: no row shows it")
    assert "own accounts" in notes(replace(picture, whole=of_it))
    nothing = sayings(replace(picture, whole=Told(Split(unread=3))))
    assert [one.figure for one in nothing] == ["—", "—", "—", "—", "3"]
    assert [one.key is None for one in nothing] == [True, True, True, True, False]


def test_that_the_keys_reach_every_figure_and_open_it(tmp_path: Path, panel: TonePanel, qtbot: QtBot) -> None:
    with open_reader(told(tmp_path, 5)) as reader:
        panel.draw(read(reader, scope(reader.topics())))
    table = panel.findChild(FigureTable)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    reached = []
    for _step in table.spots():
        with qtbot.waitSignal(panel.wish) as wished:
            qtbot.keyClick(table, Qt.Key.Key_Return)
        reached.append(wished.args[1])
        qtbot.keyClick(table, Qt.Key.Key_Right)
    assert reached == [spot.key for spot in table.spots()]
    chart = panel.findChild(ToneChart)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    with qtbot.waitSignal(panel.wish) as wished:
        for _bin in range(20):
            qtbot.keyClick(chart, Qt.Key.Key_Left)
            qtbot.keyClick(chart, Qt.Key.Key_Up)
            qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert wished.args[0] == "rows"


def test_that_a_drag_chooses_a_stretch_and_opens_no_rows(tmp_path: Path, panel: TonePanel, qtbot: QtBot) -> None:
    with open_reader(told(tmp_path, 5)) as reader:
        panel.draw(read(reader, scope(), ToneOptions(HOUR)))
    chart = panel.findChild(ToneChart)
    frame = chart.frame()
    middle = round(frame.top + frame.height / 2)
    with qtbot.assertNotEmitted(panel.wish), qtbot.waitSignal(panel.span_chosen) as chosen:
        qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(frame.x(NOON - 8 * HOUR)) + 2, middle))
        qtbot.mouseMove(chart, QPoint(round(frame.x(NOON - 6 * HOUR)), middle))
        qtbot.mouseMove(chart, QPoint(round(frame.x(NOON - 5 * HOUR)) - 3, middle))
        qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(frame.x(NOON - 5 * HOUR)) - 3, middle))
    assert chosen.args == [NOON - 8 * HOUR, NOON - 5 * HOUR]


def test_that_a_hostile_name_of_a_brand_is_plain_text_and_opens_what_can_be_asked(tmp_path: Path) -> None:
    with open_reader(session(tmp_path, ["orange"])) as reader:
        picture = read(reader, Scope((), NOON - HOUR, NOON + HOUR))
    odd = ('<img src=x>"=negative', "\u202egnul", "\n" * 9, "é" * 10_000)
    rows = brand_rows(replace(picture, brands=tuple((name, Told(Split(negative=2))) for name in odd)))
    assert all("\n" not in row.name and "\u202e" not in row.name and len(row.name) <= 90 for row in rows)
    for row in rows:
        for cell in row.cells:
            if isinstance(cell.key, Rows):
                parse(cell.key.query)
    assert rows[2].cells[0].key is None


def test_that_an_empty_scope_says_why(tmp_path: Path, panel: TonePanel) -> None:
    with open_reader(session(tmp_path, [])) as reader:
        panel.draw(read(reader, Scope((), NOON - DAY, NOON)))
        for odd in (Scope((), NOON, NOON), Scope((), NOON, NOON - HOUR), Scope((), NOON, NOON + MINUTE // 2)):
            panel.draw(read(reader, odd))
    assert panel.findChild(EmptyState).isVisible()


def test_that_heads_without_a_brand_below_them_leave_their_room_to_the_bars(tmp_path: Path, panel: TonePanel) -> None:
    with open_reader(told(tmp_path, 9)) as reader:
        picture = read(reader, scope(reader.topics()))
    panel.draw(picture)
    assert picture.brands
    assert not panel._brands.isHidden()
    split, gone = picture.whole.split, replace(picture.whole.gone, negative=0, neutral=0, positive=0, unknown=0)
    alone = replace(picture.whole, split=replace(split, none=0), gone=replace(gone, none=0, unread=0))
    panel.draw(replace(picture, brands=(), whole=alone, error=replace(picture.error, all=0)))
    assert panel._brands.isHidden()
    panel.draw(picture)
    assert not panel._brands.isHidden()


def test_that_a_failed_read_keeps_the_picture(tmp_path: Path, panel: TonePanel) -> None:
    panel.complain("the file is busy")
    assert panel.findChild(EmptyState).isVisible()
    with open_reader(told(tmp_path, 1)) as reader:
        panel.draw(read(reader, scope()))
    panel.complain("the file is busy")
    assert panel.findChild(ToneChart).isVisible()


@pytest.mark.parametrize("size", [(320, 260), (700, 500), (1600, 900)])
def test_that_every_theme_and_size_is_painted(
    tmp_path: Path, panel: TonePanel, qapp: QApplication, size: tuple[int, int]
) -> None:
    with open_reader(told(tmp_path, 1)) as reader:
        picture = read(reader, scope())
    panel.draw(picture)
    panel.resize(*size)
    seen = set()
    try:
        for name in ("light", "dark"):
            look.use(qapp, name)
            qapp.processEvents()
            seen.add(panel.grab().toImage().pixelColor(2, 2).name())
    finally:
        look.use(qapp, "light")
    assert len(seen) == 2
