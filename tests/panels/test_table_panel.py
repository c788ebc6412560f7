"""The crossed table: each cell opens exactly its rows, gaps are no zeros, rows are sorted, keys reach everything."""

from __future__ import annotations

import html
import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, mention
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from hubdesk import i18n
from hubdesk.core import DAY, HOUR, MINUTE, Entry, Match, Notes, Scope, SourceRow, Span, Topic, Withdrawal
from hubdesk.panels.panel import Rows
from hubdesk.panels.table import TablePanel
from hubdesk.panels.table_asked import rows_of
from hubdesk.panels.table_picture import TableOptions, TablePicture, common, read_table
from hubdesk.panels.table_shown import Share, scale_of, shown
from hubdesk.panels.table_words import notes, table_sheet
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Dimension, Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.empty import EmptyState
from hubdesk.widgets.table_values import TOTAL, Sorting

DAYS = 9 * DAY
HOLE = Span(NOON - 3 * DAY, NOON - 3 * DAY + 5 * HOUR)  # in which nobody listened
PAIRS = list(itertools.combinations(Dimension, 2))


@pytest.fixture
def panel(qtbot: QtBot) -> TablePanel:
    made = TablePanel()
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def session(folder: Path, number: int = 300, zone: str = "Europe/Paris", hostile: bool = False) -> Path:
    path, chance = folder / "table.hubdesk", random.Random(3)
    create(path, NewSession("Trial", zone))
    with open_writer(path) as writer:
        heard = [writer.add_topic(Topic(0, name, name.lower())) for name in ("Orange", "SFR")]
        names = ("Flux A", 'Forum "b" \u202eevil' if hostile else "Forum « b », page 2", "#orange")
        sources = [writer.add_source(SourceRow(0, name, "feed", config={"url": "https://t.example"})) for name in names]
        for place, one in enumerate(sources):
            entries = [_entry(chance, f"at://{place}-{n}", heard) for n in range(number // 3)]
            covers = Span(NOON - DAYS, HOLE.start) if place else Span(HOLE.end, NOON)
            writer.add_page(one.id, entries, cursor="", due_at=0, seen_at=NOON + place, covers=covers)
        writer.withdraw([Withdrawal("bluesky", f"at://0-{n}") for n in range(0, number // 3, 9)], NOON + MINUTE)
    return path


def _entry(chance: random.Random, native_id: str, heard: list[Topic]) -> Entry:
    at = NOON - chance.randrange(DAYS)
    is_dated = chance.random() > 0.05 and not HOLE.start <= at < HOLE.end
    made = mention(
        "fibre",
        native_id=native_id,
        published_at=at if is_dated else None,
        kind=chance.choice(("post", "reply", "review")),
        language=chance.choice(("", "pt-BR")),
        network=chance.choice(("bluesky", "mastodon")) if not native_id.startswith("at://0") else "bluesky",
    )
    told = Notes(
        language=chance.choice(("", "fr", "en")),
        tone=chance.choice(("", "negative", "positive", "unknown")),
        themes=tuple(chance.sample(("store", "tv", "other"), chance.randint(0, 2))),
        places=tuple(chance.sample(("insee:59350", "dep:2A", "reg:Bretagne"), chance.randint(0, 2))),
    )
    return Entry(made, told, tuple(Match(one.id, 1) for one in heard if chance.random() < 0.6))


def scope(length: int = DAYS + HOUR) -> Scope:
    return Scope((), NOON + HOUR - length, NOON + HOUR, NOON + 2 * HOUR)


def found(reader: Reader, within: Scope, asked: Rows) -> int:
    topics = tuple(one for one in reader.topics() if one.id == asked.topic) or within.topics
    return reader.search(parse(asked.query), replace(within, topics=topics), 0).total


@pytest.mark.parametrize("topics", [False, True])
def test_that_every_cell_and_total_opens_as_many_rows_as_it_says(tmp_path: Path, topics: bool) -> None:
    opened, shut, chance = 0, set(), random.Random(8)
    with open_reader(session(tmp_path)) as reader:
        within = replace(scope(), topics=reader.topics() if topics else ())
        for by, other in PAIRS:
            picture = read_table(reader, within, TableOptions(by, other))
            table = shown(picture, Share.COUNT, scale_of(picture, Share.COUNT), "")
            left = {(row, column): tally.left for row, column, tally in picture.told.cells}
            rows, columns = (
                {line.value: line.tally.left for line in side} for side in (picture.told.rows, picture.told.columns)
            )
            cells = [
                (cell, left.get((row.value, column.value), 0))
                for row, line in zip(table.rows, table.cells, strict=True)
                for column, cell in zip(table.columns, line, strict=True)
            ]
            cells = chance.sample(cells, min(len(cells), 8))
            cells += [(head.total, rows[head.value]) for head in table.rows[:3]]
            cells += [(head.total, columns[head.value]) for head in table.columns[:3]]
            for cell, number in [*cells, (table.whole, picture.told.whole.left)]:
                if cell.is_open:
                    asked = rows_of(cell.where, picture)
                    assert asked is not None, table.told(cell)
                    assert found(reader, within, asked) == number, (by, other, table.told(cell), asked.query)
                    opened += 1
                elif number:
                    shut.add(table.told(cell).rpartition(". ")[2])
    assert opened > 400
    assert shut <= {"No query can say that no topic heard a mention.", "No query can say this name."}


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Pacific/Auckland"])
def test_that_hours_are_those_of_the_sessions_clocks(tmp_path: Path, zone: str) -> None:
    with open_reader(session(tmp_path, zone=zone)) as reader:
        picture = read_table(reader, scope(), TableOptions(Dimension.HOUR, Dimension.WEEKDAY))
        table = shown(picture, Share.COUNT, scale_of(picture, Share.COUNT), "")
        assert [head.value for head in table.rows][:24] == [f"{hour:02}" for hour in range(24)]
        left = {(row, column): tally.left for row, column, tally in picture.told.cells}
        some = [
            (rows_of(cell.where, picture), left[row.value, column.value])
            for row, line in zip(table.rows, table.cells, strict=True)
            for column, cell in zip(table.columns, line, strict=True)
            if cell.is_open
        ][::9]
        assert len(some) > 8
        assert all(asked is not None and found(reader, scope(), asked) == rows for asked, rows in some)


def test_that_a_name_no_query_can_say_opens_nothing_and_says_why(tmp_path: Path) -> None:
    with open_reader(session(tmp_path, hostile=True)) as reader:
        picture = read_table(reader, scope(), TableOptions(Dimension.SOURCE, Dimension.TONE))
    table = shown(picture, Share.COUNT, scale_of(picture, Share.COUNT), "")
    hostile = next(head for head in table.rows if "evil" in head.text)
    assert not hostile.total.is_open
    assert table.told(hostile.total).endswith("No query can say this name.")
    assert "\u202e" not in hostile.text


def test_that_an_hour_nobody_listened_to_is_no_zero(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        within = Scope((), HOLE.start, HOLE.end + 2 * HOUR, NOON + 2 * HOUR)
        picture = read_table(reader, within, TableOptions(Dimension.HOUR, Dimension.TONE))
    table = shown(picture, Share.COUNT, scale_of(picture, Share.COUNT), "")
    rows = {head.value: (head, cells) for head, cells in zip(table.rows, table.cells, strict=True)}
    head, cells = rows["14"]
    assert all(cell.is_unheard for cell in (head.total, *cells))
    assert "Nobody listened" in head.more
    assert not rows["17"][0].total.is_unheard
    assert "a dash is no zero" in notes(picture)
    sheet = table_sheet(picture)
    assert sheet is not None
    assert next(row for row in sheet.rows if row[0] == head.text)[1:] == (None,) * (len(sheet.columns) - 1)


def test_that_an_hour_outside_the_span_has_no_figure(tmp_path: Path) -> None:
    """The first day of a span that begins at noon has no morning: a zero there would be made up."""
    with open_reader(session(tmp_path)) as reader:
        within = Scope((), NOON - 2 * DAY, NOON, NOON + 2 * HOUR)
        picture = read_table(reader, within, TableOptions(Dimension.DAY, Dimension.HOUR))
    table = shown(picture, Share.COUNT, scale_of(picture, Share.COUNT), "")
    first = {head.value: cell for head, cell in zip(table.columns, table.cells[0], strict=True)}
    assert {first[f"{hour:02}"].text for hour in range(12)} == {""}
    assert all(first[f"{hour:02}"].text.isdecimal() for hour in range(12, 24))
    sheet = table_sheet(picture)
    assert sheet is not None
    morning = [head.value for head in table.columns].index("05")
    assert sheet.rows[1][2 + morning] is None


def test_that_shares_are_of_what_they_say(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture = read_table(reader, scope(), TableOptions(Dimension.KIND, Dimension.SOURCE))
    counts = {(row, column): tally.mentions for row, column, tally in picture.told.cells}
    rows = {line.value: line.tally.mentions for line in picture.told.rows}
    for share, of in ((Share.ROW, rows["post"]), (Share.ALL, picture.told.whole.mentions)):
        table = shown(picture, share, scale_of(picture, share), "")
        row = [head.value for head in table.rows].index("post")
        column = [head.value for head in table.columns].index("flux a")
        assert table.cells[row][column].text == i18n.percent(counts["post", "flux a"] / of, 0)
    whole = shown(picture, Share.ROW, scale_of(picture, Share.ROW), "")
    assert {head.total.text for head in whole.rows} == {i18n.percent(1, 0)}


def test_that_several_values_of_a_mention_are_said_to_count_each(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        several = read_table(reader, scope(), TableOptions(Dimension.THEME, Dimension.DEPARTMENT))
        single = read_table(reader, scope(), TableOptions(Dimension.KIND, Dimension.TONE))
    assert notes(several).count("counts for each of them") == 2
    assert "counts for each" not in notes(single)


def drawn(panel: TablePanel, path: Path, options: TableOptions) -> TablePicture:
    panel.cross(options)
    with open_reader(path) as reader:
        picture = panel.read(reader, scope(), panel.options())
    panel.draw(picture)
    return picture


def test_that_a_columns_name_sorts_rows_and_a_second_click_gives_their_order_back(
    tmp_path: Path, panel: TablePanel, qtbot: QtBot
) -> None:
    drawn(panel, session(tmp_path), TableOptions(Dimension.DAY, Dimension.TONE))
    grid = panel.view.grid
    before = [head.value for head in grid.shown().rows]
    spot = next(spot for spot in grid.spots() if spot.key == Sorting("negative"))
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=spot.place.center().toPoint())
    place = [head.value for head in grid.shown().columns].index("negative")
    figures = [
        int(cells[place].text) for head, cells in zip(grid.shown().rows, grid.shown().cells, strict=True) if head.value
    ]
    assert figures == sorted(figures, reverse=True)
    assert [head.value for head in grid.shown().rows] != before
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=spot.place.center().toPoint())
    assert [head.value for head in grid.shown().rows] == before


def test_that_arrows_walk_to_cells_and_return_opens_their_rows(tmp_path: Path, panel: TablePanel, qtbot: QtBot) -> None:
    drawn(panel, session(tmp_path), TableOptions(Dimension.KIND, Dimension.TONE))
    grid = panel.view.grid
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(grid, Qt.Key.Key_End)
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert wished.args[0] == "rows"
    assert isinstance(wished.args[1], Rows)
    assert "mention" in grid.accessibleDescription()


def test_that_keys_bring_a_far_cell_out_from_under_names_and_totals(
    tmp_path: Path, panel: TablePanel, qtbot: QtBot
) -> None:
    panel.resize(420, 320)
    drawn(panel, session(tmp_path), TableOptions(Dimension.DAY, Dimension.HOUR))
    grid, port = panel.view.grid, panel.view._scroll.viewport()
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_End, *[Qt.Key.Key_Left] * 40):
        qtbot.keyClick(grid, key)
        spot = next(spot for spot in grid.spots() if spot.mark == grid._at)
        at = spot.place.translated(QPointF(grid.pos()))
        assert at.right() <= port.width() + 1
        assert at.bottom() <= port.height() + 1
        if spot.mark[0] == "cell":  # type: ignore[index]
            assert at.left() >= grid.pinned().width() - 1
            assert at.top() >= grid.pinned().height() - 1


def test_that_what_lies_under_names_cannot_be_chosen(tmp_path: Path, panel: TablePanel) -> None:
    panel.resize(420, 320)
    drawn(panel, session(tmp_path), TableOptions(Dimension.DAY, Dimension.HOUR))
    grid = panel.view.grid
    panel.view._scroll.horizontalScrollBar().setValue(500)
    left = -grid.x()
    assert left > 0
    for spot in grid.spots():
        if spot.mark[0] == "cell" and spot.place.right() < left + grid.pinned().width():  # type: ignore[index]
            under = grid.spot_at(spot.place.center())
            assert under is None or under.mark[0] != "cell"  # type: ignore[index]


def test_that_choosing_the_other_sides_dimension_turns_the_table(panel: TablePanel, qtbot: QtBot) -> None:
    assert panel.options() == TableOptions(Dimension.THEME, Dimension.TONE)
    action = next(one for one in panel.menu(0).actions() if one.data() == "tone")
    with qtbot.waitSignal(panel.options_changed):
        action.trigger()
    assert panel.options() == TableOptions(Dimension.TONE, Dimension.THEME)
    with qtbot.waitSignal(panel.options_changed):
        panel.turn.click()
    assert panel.options() == TableOptions(Dimension.THEME, Dimension.TONE)
    next(one for one in panel.menu(2).actions() if one.data() == "row").trigger()
    assert panel.figures.text() == "share of the row"


def test_that_the_steps_stay_until_they_are_asked_to_fit(tmp_path: Path, panel: TablePanel) -> None:
    picture = drawn(panel, session(tmp_path), TableOptions(Dimension.KIND, Dimension.TONE))
    steps = panel.view.grid.shown().steps
    cells = tuple(
        (row, column, replace(tally, mentions=tally.mentions * 90)) for row, column, tally in picture.told.cells
    )
    panel.draw(replace(picture, told=replace(picture.told, cells=cells)))
    assert panel.view.grid.shown().steps == steps
    assert panel.fit.isEnabled()
    panel.fit.click()
    assert panel.view.grid.shown().steps != steps
    assert not panel.fit.isEnabled()


@pytest.mark.parametrize("width", [240, 700, 1600])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_that_no_number_is_cut_at_any_width(tmp_path: Path, qtbot: QtBot, width: int, language: str) -> None:
    i18n.use(language)
    try:
        panel = TablePanel()
        qtbot.addWidget(panel)
        panel.resize(width, 500)
        panel.show()
        for options in (TableOptions(), TableOptions(Dimension.SOURCE, Dimension.HOUR)):
            folder = tmp_path / options.rows
            folder.mkdir()
            drawn(panel, session(folder, hostile=True), options)
            panel.tell_in(Share.ROW)
            panel.grab()
            grid = panel.view.grid
            metrics = grid.fontMetrics()
            for row, cells in enumerate(grid.shown().cells):
                for column, cell in enumerate(cells):
                    assert metrics.horizontalAdvance(cell.text) <= grid.cell_place(row, column).width() + 4
    finally:
        i18n.use("en")


def test_that_in_a_low_panel_rows_come_before_notes_which_are_told_all_the_same(
    tmp_path: Path, panel: TablePanel
) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture = TablePanel.read(reader, Scope(reader.topics(), NOON - DAYS, NOON + DAY), panel.options())
    panel.draw(picture)
    assert panel._notes.isVisible()
    panel.resize(385, 260)  # half of a laptop's screen
    assert not panel._notes.isVisible()
    assert panel._notes.text().splitlines()[0] in html.unescape(panel._bar.toolTip())
    grid = panel.view.grid
    assert panel.view._scroll.viewport().height() >= grid.pinned().height() + 2 * grid.cell_place(0, 0).height()
    panel.resize(385, 245)  # and under a row of chips
    assert panel.view._scroll.viewport().height() >= grid.pinned().height() + 2 * grid.cell_place(0, 0).height()
    panel.resize(900, 500)
    assert panel._notes.isVisible()
    assert panel.view.steps.isVisible()
    assert not panel._bar.toolTip()


def test_that_an_empty_scope_says_why_and_has_no_numbers(tmp_path: Path, panel: TablePanel) -> None:
    with open_reader(session(tmp_path, 6)) as reader:
        for odd in (Scope((), NOON, NOON), Scope((), NOON, NOON - HOUR), Scope((), 0, HOUR)):
            for options in (TableOptions(), TableOptions(Dimension.DAY, Dimension.HOUR)):
                panel.draw(TablePanel.read(reader, odd, options))
                assert panel.findChild(EmptyState).isVisible()
                assert panel.numbers() is None
    panel.complain("the file is busy")


def test_that_a_scope_of_years_is_counted_and_its_hours_open_nothing_and_say_why(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture = read_table(reader, Scope((), 0, NOON, NOON + HOUR), TableOptions(Dimension.HOUR, Dimension.TONE))
    table = shown(picture, Share.COUNT, scale_of(picture, Share.COUNT), TOTAL)
    row = next(head for head in table.rows if head.value)
    assert not row.total.is_open
    assert "shorter span" in table.told(row.total)


def test_that_a_pointer_over_a_figure_is_told_whose_it_is(tmp_path: Path, panel: TablePanel, qtbot: QtBot) -> None:
    drawn(panel, session(tmp_path), TableOptions(Dimension.KIND, Dimension.TONE))
    grid = panel.view.grid
    place = grid.cell_place(0, 0).center()
    spot = grid.spot_at(place)
    assert spot is not None
    assert "mention" in spot.words
    qtbot.mouseMove(grid, place.toPoint())
    qtbot.waitUntil(lambda: "mention" in grid.toolTip())


def test_that_stretches_that_two_have_in_common_are_found() -> None:
    chance = random.Random(2)
    for _round in range(50):
        one, other = (_spans(chance) for _side in range(2))
        both = {at for span in common(one, other) for at in range(span.start, span.end)}
        mine, theirs = ({at for span in side for at in range(span.start, span.end)} for side in (one, other))
        assert both == mine & theirs


def _spans(chance: random.Random) -> list[Span]:
    edges = sorted(chance.sample(range(100), 2 * chance.randint(0, 6)))
    return [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
