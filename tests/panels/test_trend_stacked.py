"""The trend stacked by a dimension: what is counted, what it opens, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import NOON, entry, session, topic
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk import demo
from hubdesk.core import DAY, HOUR, MINUTE, Scope, Span
from hubdesk.panels.panel import Rows
from hubdesk.panels.trend import TrendPanel
from hubdesk.panels.trend_grown import GrownTrend, read_grown
from hubdesk.panels.trend_layer_rows import layer_rows, why_not
from hubdesk.panels.trend_picture import TrendOptions, TrendPicture
from hubdesk.panels.trend_stack_words import layer_name
from hubdesk.panels.trend_words import notice_of, subtitle_of
from hubdesk.query.syntax import parse
from hubdesk.store.reader import OTHERS, Reader
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets.chart_stack import StackChart

OUTAGE = 1_795_095_120_000  # 19 November 2026, 14:32 in Paris
EVENING = OUTAGE + 32 * HOUR  # the day after, behind a gap of eleven minutes
DIMENSIONS = ("topic", "tone", "theme", "network", "source", "language", "kind")


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with open_reader(demo.demo_path(tmp_path_factory.mktemp("cache"))) as reader:
        yield reader


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> TrendPanel:
    look.use(qapp, "light")
    made = TrendPanel()
    qtbot.addWidget(made)
    made.resize(900, 380)
    made.show()
    return made


def stacked(reader: Reader, by: str, length: int = DAY, end: int = OUTAGE, **over: str) -> GrownTrend:
    made = read_grown(reader, Scope(reader.topics(), end - length, end), TrendOptions(by=by, **over))
    assert isinstance(made, GrownTrend)
    return made


@pytest.mark.parametrize("by", DIMENSIONS)
def test_that_every_layer_of_a_bin_opens_exactly_its_rows(week: Reader, by: str) -> None:
    picture = stacked(week, by, 12 * HOUR)
    assert picture.stack is not None
    opened = 0
    for place, (at, _was) in list(enumerate(picture.stack.bins))[2:-1:11]:
        for layer in picture.stack.layers:
            rows = layer_rows(layer.value, picture, at, at + picture.trend.step)
            if rows is None:
                assert layer.value in ("", OTHERS)
                continue
            topics = tuple(one for one in week.topics() if rows.topic in (None, one.id))
            scope = Scope(topics, at, at + picture.trend.step, OUTAGE)
            found = week.search(parse(rows.query), scope, 1).total
            assert found == layer.counts[place] - layer.gone[place], (layer.value, rows.query)
            opened += found
    assert opened


@pytest.mark.parametrize("by", DIMENSIONS)
def test_that_each_mention_is_counted_once_in_all(week: Reader, by: str) -> None:
    picture = stacked(week, by)
    assert picture.stack is not None
    first, last = picture.stack.bins[0][0], picture.trend.span.end
    assert sum(picture.stack.whole) == week.count(Scope(week.topics(), first, last))
    assert len(picture.stack.layers) <= 8 + 2


def test_that_the_order_of_layers_is_their_own_and_not_that_of_the_counts(week: Reader) -> None:
    orders = []
    for hours in (3, 30, 90):
        picture = stacked(week, "topic", 6 * HOUR, OUTAGE - hours * HOUR)
        assert picture.stack is not None
        orders.append([layer.value for layer in picture.stack.layers])
    known = [str(one.id) for one in week.topics()]
    assert all(order == [one for one in known if one in order] for order in orders)
    tones = stacked(week, "tone").stack
    assert tones is not None
    assert [one.value for one in tones.layers] == ["negative", "neutral", "positive", "unknown", ""]


def test_that_a_bin_nobody_listened_to_is_a_hole_and_no_zero(week: Reader) -> None:
    picture = stacked(week, "kind", 12 * HOUR, 1_795_210_200_000, scale="share")
    assert picture.stack is not None
    narrow = read_grown(
        week, Scope(week.topics(), 1_795_210_200_000 - 10 * HOUR, 1_795_210_200_000), TrendOptions(MINUTE, by="kind")
    )
    assert isinstance(narrow, GrownTrend)
    assert narrow.stack is not None
    [gap] = narrow.trend.gaps
    deaf = [at for at, was_heard in narrow.stack.bins if not was_heard]
    assert deaf
    assert all(gap.start - MINUTE < at < gap.end for at in deaf)


def test_that_the_default_trend_is_the_picture_it_always_was(week: Reader) -> None:
    scope = Scope(week.topics(), OUTAGE - DAY, OUTAGE)
    assert type(TrendPanel.read(week, scope, None)) is TrendPicture
    assert type(read_grown(week, scope, TrendOptions(by="nonsense", scale="share"))) is TrendPicture


def test_that_the_subtitle_says_the_mode(week: Reader) -> None:
    assert subtitle_of(stacked(week, "tone")) == "mentions per 15 min by tone"
    assert subtitle_of(stacked(week, "tone", scale="share")) == "share of the mentions by tone"
    several = stacked(week, "theme", before="week")
    assert subtitle_of(several) == "mentions per 15 min by theme, one with several counts for each"
    assert notice_of(several) == "What is shown cannot be compared with an earlier time"


def test_that_no_topic_and_too_many_others_open_nothing_and_say_why(tmp_path: Path) -> None:
    path = session(tmp_path, [], [topic(f"T{n}", query=f"t{n}") for n in range(40)])
    with open_writer(path) as writer:
        with open_reader(path) as reader:
            topics = reader.topics()
        entries = [entry("x", [one], language="") for one in topics for _n in range(one.id % 3 + 1)]
        entries += [entry("y") for _n in range(3)]
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - HOUR, NOON + HOUR))
    with open_reader(path) as reader:
        picture = read_grown(reader, Scope((), NOON - HOUR, NOON + HOUR), TrendOptions(by="topic"))
    assert isinstance(picture, GrownTrend)
    assert picture.stack is not None
    others = picture.stack.layers[-2]
    assert layer_name(others, picture) == "32 others"
    assert layer_rows(OTHERS, picture, NOON, NOON + HOUR) is None
    assert layer_rows("", picture, NOON, NOON + HOUR) is None
    assert why_not(OTHERS, picture.stack) != why_not("", picture.stack)


def test_that_hostile_names_stay_plain_and_short(tmp_path: Path, panel: TrendPanel, qtbot: QtBot) -> None:
    hostile = "<b>\u202eevil</b>" + "x" * 10_000
    path = session(tmp_path)
    with open_writer(path) as writer:
        entries = [entry("x", network=name) for name in (hostile, 'a" OR kind:post', "bluesky")]
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - HOUR, NOON + HOUR))
    with open_reader(path) as reader:
        picture = TrendPanel.read(reader, Scope((), NOON - HOUR, NOON + HOUR), TrendOptions(by="network"))
    assert isinstance(picture, GrownTrend)
    panel.draw(picture)
    chart = panel.findChild(StackChart)
    assert chart is not None
    chart.grab()
    assert all(len(one.name) <= 81 and "\u202e" not in one.name for one in chart.layers())
    with qtbot.waitSignal(panel.wish) as wished:
        chart.layer_chosen.emit('a" or kind:post', NOON, NOON + HOUR)
    assert wished.args == ["said", "No query can say this name."]


def test_that_a_click_and_the_keys_open_the_rows_of_a_layer(week: Reader, panel: TrendPanel, qtbot: QtBot) -> None:
    picture = stacked(week, "tone")
    panel.draw(picture)
    chart = panel.findChild(StackChart)
    assert chart is not None
    with qtbot.waitExposed(panel):
        panel.show()
    flagged = {flag.at for flag in picture.trend.flags}
    section = next(
        one
        for one in chart.sections()
        if one.layer.key == "negative"
        and one.place.height() > 30
        and all(abs(chart.frame().x(at) - one.place.center().x()) > 20 for at in flagged)
    )
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=section.place.center().toPoint())
    assert wished.args == ["rows", Rows("tone:negative", section.at, section.at + 15 * MINUTE)]
    chart.setFocus()
    qtbot.mouseMove(chart, QPoint(round(section.place.center().x()), 100))
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    assert "– neutral" in chart.accessibleDescription()
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert wished.args == ["rows", Rows("tone:neutral", section.at, section.at + 15 * MINUTE)]


def test_that_the_numbers_of_a_stack_are_its_counts(week: Reader, panel: TrendPanel) -> None:
    picture = stacked(week, "tone", before="span")
    panel.draw(picture)
    sheet = panel.numbers()
    assert sheet is not None
    assert picture.stack is not None
    heads = ("Time", "negative", "neutral", "positive", "cannot tell", "without a tone", "All mentions")
    assert sheet.columns[:7] == heads
    assert sheet.columns[7] == "All mentions, 24\u202fh before"
    row = sheet.rows[40]
    assert row[1:6] == tuple(layer.counts[40] for layer in picture.stack.layers)
    assert row[6] == picture.stack.whole[40]


def test_that_the_height_before_is_the_same_sum_a_day_earlier(week: Reader) -> None:
    picture = stacked(week, "kind", before="span")
    scope = Scope(week.topics(), OUTAGE - 2 * DAY, OUTAGE - DAY, OUTAGE)
    earlier = read_grown(week, scope, TrendOptions(by="kind"))
    assert isinstance(earlier, GrownTrend)
    assert picture.before is not None
    assert earlier.stack is not None
    then = {at: whole for (at, _was), whole in zip(earlier.stack.bins, earlier.stack.whole, strict=True)}
    [(_topic, points)] = picture.before.lines
    told = [(at, value) for at, value in points if value is not None]
    assert len(told) > 80
    assert all(then[at - DAY] == value for at, value in told if at - DAY in then and at > picture.trend.span.start)


def test_that_an_empty_scope_says_why(tmp_path: Path, panel: TrendPanel) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture = TrendPanel.read(reader, Scope((), NOON - HOUR, NOON + HOUR), TrendOptions(by="theme", before="week"))
        turned = Scope((), NOON, NOON - HOUR)
        assert isinstance(TrendPanel.read(reader, turned, TrendOptions(by="theme", before="week")), GrownTrend)
    panel.draw(picture)
    assert panel.numbers() is None
