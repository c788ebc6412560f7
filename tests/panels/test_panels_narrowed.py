"""Panels that follow filters: what a picture counts is the narrowed scope's, and each figure opens exactly its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hubdesk.core import DAY, HOUR, Scope
from hubdesk.core.channels import ChannelWord, OfficialArea, Reported
from hubdesk.core.filters import Filter
from hubdesk.panels.compare import ComparePanel
from hubdesk.panels.compare_picture import CompareOptions, read_compare
from hubdesk.panels.official import Official
from hubdesk.panels.official_words import line
from hubdesk.panels.panel import Panel, Rows
from hubdesk.panels.themes_picture import read_themes
from hubdesk.panels.trend_grown import read_grown
from hubdesk.panels.trend_picture import TrendOptions
from hubdesk.query.asked_filters import filters_of
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.reader_columns import drop
from hubdesk.store.session import open_reader
from hubdesk.widgets.empty import Stage
from hubdesk.widgets.empty_reasons import UNFILTER
from tests.fakes import NOON, topic
from tests.panels.narrowed_fakes import CHIPS, END, START, scopes, varied
from tests.panels.panel_figures import PANELS, Figure


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = varied(tmp_path_factory.mktemp("narrowed") / "varied.hubdesk")
    yield made
    drop(made)


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("number", range(4))
def test_that_every_figure_is_narrowed_and_opens_its_rows(path: Path, kind: type[Panel], number: int) -> None:
    assert kind.follows_filters
    with open_reader(path) as reader:
        scope, opened = list(scopes(reader.topics()))[number], 0
        for chips in ((), *CHIPS[number::3]):
            within = replace(scope, filters=chips)
            for figure in PANELS[kind](reader, within):
                if figure.rows is not None:
                    opened += 1
                    opens(reader, within, figure)
        assert opened > 20 or (kind is ComparePanel and not scope.topics)


def test_that_earlier_times_and_what_is_usual_are_narrowed_alike(path: Path) -> None:
    with open_reader(path) as reader:
        for chips in CHIPS[::4]:
            scope = Scope(reader.topics(), START, END, END + DAY, chips)
            assert read_themes(reader, scope).then == reader.theme_totals(scope.before())
            compared = read_compare(reader, scope, CompareOptions())
            assert compared.total_before == sum(count for _topic, count in reader.shares(scope.before()))
            for by in ("", "tone", "kind"):
                picture = read_grown(reader, scope, TrendOptions(step=HOUR, smooth=False, by=by, before="week"))
                assert picture.before.lines
                for of, points in picture.before.lines:
                    topics = scope.topics if of is None else (of,)
                    for at, value in points:
                        week = Scope(topics, at - 7 * DAY, at - 7 * DAY + HOUR, END + DAY, chips)
                        assert value in (None, reader.count(week)), (by, of)
            alone = replace(scope, topics=scope.topics[:1])
            habit = read_grown(reader, alone, TrendOptions(step=HOUR, smooth=False)).habit
            whole = read_grown(reader, replace(alone, filters=()), TrendOptions(step=HOUR, smooth=False)).habit
            assert sum(one.high for one in habit.bins) < sum(one.high for one in whole.bins)


BARE = {
    "nobody": (0, (Filter("author", ("nobody.example",)),)),
    "a topic that was deleted": (0, (Filter("topic", ("99",)),)),
    "two contraries": (0, (Filter("tone", ("negative",)), Filter("tone", ("negative",), negated=True))),
    "no mention of that time": (-40 * DAY, ()),
    "no mention of that time, filtered": (-40 * DAY, CHIPS[0]),
}


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("what", BARE)
def test_that_nothing_is_said_to_be_nothing(qtbot: QtBot, path: Path, kind: type[Panel], what: str) -> None:
    shift, chips = BARE[what]
    panel = kind()
    qtbot.addWidget(panel)
    with open_reader(path) as reader:
        scope = Scope(reader.topics(), START + shift, END + shift, END + DAY, chips)
        assert reader.count(scope) == 0
        panel.draw(kind.read(reader, scope, panel.options()))
    stage = panel.findChildren(Stage)[0]
    assert not stage.has_picture
    assert stage.empty.shown.head == ("The filters leave nothing" if chips else "Nobody listened in this span")
    assert (UNFILTER in dict(stage.empty.shown.actions)) == bool(chips)
    assert panel.numbers() is None or not panel.numbers().rows


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.name)
def test_that_odd_scopes_are_drawn(qtbot: QtBot, path: Path, kind: type[Panel]) -> None:
    panel = kind()
    qtbot.addWidget(panel)
    gone = topic("Gone", id=99)
    with open_reader(path) as reader:
        topics = reader.topics()
        newest = reader.latest(Scope(topics, START, END, END + DAY), 1)[0]
        odd = [
            Scope(topics, END, START),
            Scope(topics, END, START, END, CHIPS[0]),
            Scope(topics, END, END, END, CHIPS[0]),
            Scope((*topics, gone), START, END, END + DAY, CHIPS[0]),
            Scope((gone,), START, END, END + DAY, CHIPS[0]),
            Scope((), START, END, END + DAY, CHIPS[0]),
            Scope(topics, newest.at, newest.at + 1, END + DAY),
            Scope(topics, newest.at, newest.at + 1, END + DAY, (Filter("kind", (newest.mention.kind,)),)),
        ]
        for scope in odd:
            panel.draw(kind.read(reader, scope, panel.options()))
            panel.numbers()


def test_that_without_filters_only_reports_beside_an_official_area_are_told() -> None:
    area = OfficialArea(
        channel="status",
        kind="status-page",
        statement=ChannelWord(1, NOON, NOON, "Panne dans le Grand Est", places=("67", "68")),
        official=("67", "68"),
        first_report=NOON,
        end=END,
        placed=9,
        within=Reported("", 1, 1, 0),
        inside=(),
        outside=(Reported("59", 8, 4, 0),),
        thin=0,
        contradicted_at=NOON,
    )
    said = Official(topic(id=1), area, (), "Grand Est", (("59", "Nord"),))
    whole = line(said, END, "Europe/Paris")
    assert any(isinstance(one.key, Rows) for one in whole)
    narrowed = line(said, END, "Europe/Paris", is_narrowed=True)
    assert not any(isinstance(one.key, Rows) for one in narrowed)
    assert "without filters" in narrowed[-1].words


def opens(reader: Reader, scope: Scope, figure: Figure) -> None:
    """Its rows, asked as a person would and as chips: all it counts but for what is gone."""
    rows = figure.rows
    within = scope
    if rows.start is not None and rows.end is not None:
        within = replace(within, start=rows.start, end=rows.end, known_by=scope.known)
    if rows.topic is not None:
        within = replace(within, topics=tuple(one for one in reader.topics() if one.id == rows.topic))
    query = parse(rows.query)
    found = reader.search(query, within, 0).total
    cut = reader.cut(replace(within, filters=within.filters + filters_of(query)))
    assert cut.count - cut.gone == found, (figure, "as chips")
    if figure.gone < 0:  # the panel does not say how many are gone
        assert cut.count == figure.mentions, figure
    else:
        assert found == figure.mentions - figure.gone, figure
