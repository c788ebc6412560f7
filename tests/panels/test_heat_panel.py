"""Hour by weekday: rates of what was listened to, gaps that are no zero, and squares that open their rows."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, mention
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from pytestqt.qtbot import QtBot

from hubdesk import i18n
from hubdesk.core import DAY, HOUR, MINUTE, Entry, Match, Scope, SourceRow, Span, Topic, Withdrawal
from hubdesk.i18n import local
from hubdesk.panels.heat import HeatPanel
from hubdesk.panels.heat_picture import HeatOptions, HeatPicture, read_heat
from hubdesk.panels.heat_words import hours, notes, scale_of
from hubdesk.panels.panel import Rows
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.empty import EmptyState

WEEKS = 14 * DAY
HOLE = Span(NOON - 3 * DAY, NOON - 3 * DAY + 5 * HOUR)  # in which nobody listened
PARIS = "Europe/Paris"


@pytest.fixture
def panel(qtbot: QtBot) -> HeatPanel:
    made = HeatPanel()
    qtbot.addWidget(made)
    made.resize(1200, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def session(folder: Path, zone: str = PARIS, number: int = 400, end: int = NOON) -> Path:
    path, chance = folder / "hours.hubdesk", random.Random(5)
    create(path, NewSession("Trial", zone))
    with open_writer(path) as writer:
        topics = [writer.add_topic(Topic(0, name, name.lower())) for name in ("Orange", "SFR")]
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        entries = [
            Entry(
                mention(f"fibre {n}", published_at=end - chance.randrange(WEEKS), native_id=f"at://{n}"),
                matches=tuple(Match(topic.id, 1) for topic in topics if chance.random() < 0.6),
            )
            for n in range(number)
        ]
        early, late = Span(end - WEEKS, HOLE.start), Span(HOLE.end, end)
        covers = (early, late) if end == NOON else (Span(end - WEEKS, end),)
        for place, span in enumerate(covers):
            some = entries if place == 0 else []
            writer.add_page(flux.id, some, cursor="", due_at=0, seen_at=end + place, covers=span)
        writer.withdraw([Withdrawal("bluesky", f"at://{n}") for n in range(0, number, 40)], end + MINUTE)
    return path


def scope(length: int = WEEKS, end: int = NOON) -> Scope:
    return Scope((), end - length, end, end + HOUR)


def rows(reader: Reader, within: Scope, asked: Rows) -> int:
    assert asked.start is not None
    assert asked.end is not None
    topics = tuple(one for one in reader.topics() if one.id == asked.topic) or within.topics
    return reader.search(parse(asked.query), replace(within, topics=topics, start=asked.start, end=asked.end), 0).total


@pytest.mark.parametrize("zone", [PARIS, "Asia/Kolkata", "Pacific/Auckland"])
def test_that_a_square_holds_the_mentions_of_its_hours_on_the_sessions_clocks(tmp_path: Path, zone: str) -> None:
    with open_reader(session(tmp_path, zone)) as reader:
        picture = read_heat(reader, scope(), HeatOptions())
        slow: dict[tuple[int, int], int] = {}
        for heard in reader.latest(scope(), 1_000):
            there = local(heard.at, zone)
            place = (there.weekday(), there.hour)
            slow[place] = slow.get(place, 0) + 1
        assert (
            sum(cell.mentions for cell in picture.cells) + picture.left == sum(slow.values()) == reader.count(scope())
        )
        whole = [cell for cell in picture.cells if not cell.unheard]
        assert len(whole) > 140
        assert all(cell.mentions == slow.get(cell.place, 0) for cell in whole)


def test_that_an_hour_nobody_listened_to_is_no_zero(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture = read_heat(reader, scope(DAY * 4), HeatOptions())
    at = {cell.place: cell for cell in picture.cells}
    for hour in range(12, 17):  # Monday 16 November: the hole's five hours
        cell = at[0, hour]
        assert (cell.rate, cell.heard, cell.unheard) == (None, 0, 1)
    assert at[0, 17].rate is not None
    assert "no zero" in notes(picture)


def test_that_a_rate_is_of_the_time_that_was_listened_to(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture = read_heat(reader, scope(), HeatOptions())
    at = {cell.place: cell for cell in picture.cells}
    assert (at[0, 13].heard, at[0, 13].unheard, at[0, 13].listened) == (1, 1, HOUR)
    assert (at[1, 13].heard, at[1, 13].listened) == (2, 2 * HOUR)
    assert at[1, 13].rate == at[1, 13].mentions / 2


@pytest.mark.parametrize("topic", [None, 1])
def test_that_every_hour_opens_as_many_rows_as_it_says(tmp_path: Path, topic: int | None) -> None:
    with open_reader(session(tmp_path)) as reader:
        opened = 0
        for place in ((1, 13), (3, 9), (6, 0), (0, 13)):
            picture = read_heat(reader, scope(), HeatOptions(topic, place))
            assert picture.opened
            for row, hour in zip(hours(picture), picture.opened, strict=True):
                key = row.cells[0].key
                if key is None:
                    assert hour.mentions == hour.gone or not hour.is_heard
                else:
                    assert isinstance(key, Rows)
                    assert rows(reader, scope(), key) == hour.mentions - hour.gone
                    opened += 1
        assert opened > 2


def test_that_of_a_day_each_square_opens_its_rows_at_once(tmp_path: Path, panel: HeatPanel, qtbot: QtBot) -> None:
    with open_reader(session(tmp_path, number=3_000)) as reader:
        within = scope(DAY)
        picture = read_heat(reader, within, HeatOptions())
        panel.draw(picture)
        spots = [spot for spot in panel.grid.spots() if isinstance(spot.key, Rows)]
        assert len(spots) > 15
        gone = {(cell.place): cell.gone for cell in picture.cells}
        for spot in spots:
            said = int(spot.words.split()[0]) - gone[spot.mark]  # type: ignore[index]
            assert rows(reader, within, spot.key) == said, spot.words
        panel.grid.setFocus(Qt.FocusReason.TabFocusReason)
        with qtbot.waitSignal(panel.wish) as wished:
            qtbot.keyClick(panel.grid, Qt.Key.Key_Return)
        assert wished.args[0] == "rows"


def test_that_the_hour_the_clocks_repeat_is_two_hours_and_the_one_they_skip_is_none(tmp_path: Path) -> None:
    autumn, spring = 1_792_926_000_000, 1_774_778_400_000  # noon of 25 October and of 29 March 2026
    with open_reader(session(tmp_path, end=autumn + DAY)) as reader:
        picture = read_heat(reader, Scope((), autumn - DAY, autumn, autumn + 2 * DAY), HeatOptions())
        two = next(cell for cell in picture.cells if cell.place == (6, 2))
        assert (two.heard, two.listened) == (2, 2 * HOUR)
        skipped = read_heat(reader, Scope((), spring - DAY // 2, spring), HeatOptions())
        assert (6, 2) not in {cell.place for cell in skipped.cells}


def test_that_hours_are_right_where_clocks_are_off_by_half_of_one_in_winter_alone(tmp_path: Path) -> None:
    zone, end = "Australia/Lord_Howe", NOON - 150 * DAY  # of a scope that begins and ends in its summer
    with open_reader(session(tmp_path, zone, number=60, end=end)) as reader:
        within = Scope((), NOON - 330 * DAY, NOON)
        slow = Counter[tuple[int, int]]()
        for heard in reader.latest(within, 100):
            there = local(heard.at, zone)
            slow[there.weekday(), there.hour] += 1
        assert len(slow) > 20
        for place, mentions in slow.items():
            opened = read_heat(reader, within, HeatOptions(opened=place)).opened
            assert sum(hour.mentions for hour in opened) == mentions


def test_that_the_steps_stay_until_they_are_asked_to_fit(tmp_path: Path, panel: HeatPanel) -> None:
    with open_reader(session(tmp_path, number=3_000)) as reader:
        quiet, loud = (read_heat(reader, scope(length), HeatOptions()) for length in (WEEKS, WEEKS))
    loud = replace(loud, cells=tuple(replace(cell, mentions=cell.mentions * 90) for cell in loud.cells))
    panel.draw(quiet)
    steps = panel.grid.shown().steps
    panel.draw(loud)
    assert panel.grid.shown().steps == steps
    assert panel.fit.isEnabled()
    panel.fit.click()
    fitted = panel.grid.shown().steps
    assert fitted == scale_of(loud).texts() != steps
    assert not panel.fit.isEnabled()
    minute = replace(quiet, span=Span(quiet.span.end - MINUTE, quiet.span.end))
    panel.draw(minute)
    assert panel.grid.shown().steps == steps  # another length has steps of its own
    panel.draw(replace(loud, span=Span(loud.span.start, loud.span.end + MINUTE)))
    assert panel.grid.shown().steps == fitted  # and a live one that grows keeps them


def test_that_a_square_of_several_hours_lists_them_and_closes_again(
    tmp_path: Path, panel: HeatPanel, qtbot: QtBot
) -> None:
    with open_reader(session(tmp_path)) as reader:
        panel.draw(read_heat(reader, scope(), panel.options()))
        spot = next(spot for spot in panel.grid.spots() if spot.key == (1, 13))
        with qtbot.waitSignal(panel.options_changed):
            qtbot.mouseClick(panel.grid, Qt.MouseButton.LeftButton, pos=spot.place.center().toPoint())
        panel.draw(read_heat(reader, scope(), panel.options()))
    assert len(panel.hours.table.rows()) == 2
    assert panel.hours.isVisible()
    with qtbot.waitSignal(panel.options_changed):
        panel.back.click()
    assert not panel.hours.isVisible()


def test_that_a_topic_is_chosen_from_the_menu_and_a_gone_one_is_all_again(
    tmp_path: Path, panel: HeatPanel, qtbot: QtBot
) -> None:
    with open_reader(session(tmp_path)) as reader:
        all_of = read_heat(reader, scope(), HeatOptions())
        one = read_heat(reader, scope(), HeatOptions(1))
        lost = read_heat(reader, scope(), HeatOptions(99))
    assert sum(cell.mentions for cell in one.cells) < sum(cell.mentions for cell in all_of.cells)
    assert lost == all_of
    panel.draw(all_of)
    action = next(one for one in panel.menu().actions() if one.data() == 1)
    with qtbot.waitSignal(panel.options_changed):
        action.trigger()
    assert panel.options().topic == 1


@pytest.mark.parametrize("width", [240, 700, 1600])
def test_that_squares_stay_within_the_grid_at_any_width(tmp_path: Path, panel: HeatPanel, width: int) -> None:
    with open_reader(session(tmp_path)) as reader:
        panel.draw(read_heat(reader, scope(), HeatOptions(opened=(1, 13))))
    panel.resize(width, 500)
    panel.grab()
    for square in panel.grid.shown().squares:
        assert panel.grid.square(square).right() <= panel.grid.width()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_that_no_word_above_the_grid_is_cut_in_a_narrow_panel(tmp_path: Path, qtbot: QtBot, language: str) -> None:
    i18n.use(language)
    try:
        panel = HeatPanel()
        qtbot.addWidget(panel)
        panel.resize(275, 560)
        panel.show()
        with open_reader(session(tmp_path)) as reader:
            panel.draw(read_heat(reader, scope(DAY), panel.options()))
        panel.grab()
        for part in (panel.topic, panel.fit):
            assert part.width() >= part.sizeHint().width()
            assert part.mapTo(panel, part.rect().bottomRight()).x() < panel.width()
    finally:
        i18n.use("en")


def test_that_an_empty_scope_says_why_and_odd_ones_are_read(tmp_path: Path, panel: HeatPanel) -> None:
    with open_reader(session(tmp_path, number=5)) as reader:
        for odd in (Scope((), NOON, NOON), Scope((), NOON, NOON - HOUR), Scope((), 0, HOUR)):
            panel.draw(HeatPanel.read(reader, odd, None))
            assert panel.findChild(EmptyState).isVisible()
            assert panel.numbers() is None
    panel.complain("the file is busy")


def test_that_a_scope_of_many_years_is_read_in_its_newest_part_and_says_so(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture: HeatPicture = read_heat(reader, Scope((), 0, NOON, NOON + HOUR), HeatOptions())
    assert picture.is_cut
    assert "two years" in notes(picture)


def test_that_numbers_have_no_count_where_nobody_listened(tmp_path: Path, panel: HeatPanel) -> None:
    with open_reader(session(tmp_path)) as reader:
        panel.draw(read_heat(reader, scope(DAY * 4), HeatOptions()))
    sheet = panel.numbers()
    assert sheet is not None
    unheard = [row for row in sheet.rows if row[0] == "Monday" and row[1] in range(12, 17)]
    assert [row[2] for row in unheard] == [None] * 5


def test_that_squares_are_told_in_words_when_somebody_asks_and_in_the_language_spoken(
    tmp_path: Path, panel: HeatPanel
) -> None:
    with open_reader(session(tmp_path)) as reader:
        panel.draw(read_heat(reader, scope(), HeatOptions()))
        grid, weekday = panel.grid, "Tuesday, 13h to 14h"
        assert weekday not in grid.accessibleDescription()
        spot = next(spot for spot in grid.spots() if spot.key == (1, 13))
        assert weekday in spot.words
        assert grid.spot_at(spot.place.center()) == spot
        assert grid.explanation(spot.place.center()) == spot.words
        grid.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
        assert grid.accessibleDescription() == grid.spots()[0].words  # where the keys are
        panel.draw(read_heat(reader, scope(DAY), HeatOptions()))
        assert grid.accessibleDescription() == grid.shown().unit  # no figure of what was shown before
    i18n.use("fr")
    try:
        assert "d’écoute. mercredi, de " in grid.spots()[0].words
    finally:
        i18n.use("en")
