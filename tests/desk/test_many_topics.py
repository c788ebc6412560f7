"""A desk with five thousand topics: what is drawn of each stays as little as can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import NOON, session, topic
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, Scope, Topic
from hubdesk.desk.scope_bar import MOST_CHIPS, MOST_LISTED, ScopeBar
from hubdesk.panels.trend_picture import MOST_LINES, TrendOptions, notice, read_trend, subtitle
from hubdesk.store.session import open_reader
from hubdesk.widgets import bars
from hubdesk.widgets.bar_rows import Bar
from hubdesk.widgets.chips import Chip

MANY = tuple(Topic(n, f"Topic {n}", "", "subject") for n in range(1, 5_001))


class Walked(tuple[Topic, ...]):
    """Topics that count how often somebody walks through them."""

    walks = 0

    def __iter__(self) -> Iterator[Topic]:
        Walked.walks += 1
        return super().__iter__()


def test_that_topics_are_walked_through_once_for_the_styles_of_all() -> None:
    topics, theme = Walked(MANY), look.Theme("light")
    Walked.walks = 0
    styles = [theme.topic_style(one, topics) for one in MANY]
    assert Walked.walks == 1
    assert styles[4].marker == styles[0].marker != styles[1].marker
    assert theme.topic_style(MANY[1], MANY[1:]).marker == styles[0].marker  # another list is another order


def test_that_the_bar_has_chips_for_the_first_and_a_menu_that_says_how_many_are_left(
    qtbot: QtBot, qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: opened.append(menu))  # a popup warns without a display
    look.use(qapp, "light")
    bar = ScopeBar()
    qtbot.addWidget(bar)
    bar.resize(1200, 40)
    bar.show_topics(MANY)
    bar.show()
    QApplication.processEvents()
    chips = [chip for chip in bar.findChildren(Chip) if chip.property("topic")]
    assert len(chips) == MOST_CHIPS
    shown = [chip for chip in chips if chip.isVisible()]
    assert shown
    more = next(chip for chip in bar.findChildren(Chip) if chip.text().startswith("+"))
    assert more.text() == f"+{5_000 - len(shown):,}"
    more.click()
    entries = opened[0].actions()
    assert len(entries) == MOST_LISTED + 1
    assert entries[0].data() == len(shown) + 1
    assert f"{5_000 - len(shown) - MOST_LISTED:,}" in entries[-1].text()
    assert not entries[-1].isEnabled()
    with qtbot.waitSignal(bar.topic_toggled) as toggled:
        entries[0].trigger()
    assert toggled.args == [len(shown) + 1]


def test_that_a_table_paints_the_rows_that_are_seen(qtbot: QtBot, qapp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    look.use(qapp, "light")
    painted: list[Bar] = []
    whole = bars.RowPainter.paint

    def noted(rows: bars.RowPainter, bar: Bar, *rest: Any) -> None:
        painted.append(bar)
        whole(rows, bar, *rest)

    monkeypatch.setattr(bars.RowPainter, "paint", noted)
    area, table = QScrollArea(), bars.Bars()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(table)
    area.resize(420, 300)
    table.set_bars(tuple(Bar(one, 9, 0.1, 0.0, 0.2, None) for one in MANY), MANY)
    area.show()
    qtbot.waitUntil(lambda: bool(painted))
    assert painted[0].topic == MANY[0]
    assert len({one.topic.id for one in painted}) < 20
    painted.clear()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: bool(painted))
    assert painted[-1].topic == MANY[-1]
    assert len({one.topic.id for one in painted}) < 40


def test_that_the_trend_draws_the_loudest_and_says_of_how_many(tmp_path: Path) -> None:
    path = session(tmp_path, ["La fibre est en panne"], [topic(f"Topic {n}") for n in range(MOST_LINES + 9)])
    with open_reader(path) as reader:
        topics = (Topic(99, "Nobody", ""), *reader.topics())
        picture = read_trend(reader, Scope(topics, NOON - HOUR, NOON + HOUR), TrendOptions())
        few = read_trend(reader, Scope(topics[:3], NOON - HOUR, NOON + HOUR), TrendOptions())
    assert [line.topic for line in picture.lines] == list(
        topics[1 : MOST_LINES + 1]
    )  # in their order, without the quiet
    assert f"the {MOST_LINES} loudest of {MOST_LINES + 10} topics" in subtitle(picture)
    assert [line.topic for line in few.lines] == list(topics[:3])
    assert "loudest" not in subtitle(few)
    assert notice(picture) == f"Drawn: the {MOST_LINES} loudest of {MOST_LINES + 10} topics"
    assert notice(few) == ""
    late = replace(picture, silent_since=picture.span.end - 26 * MINUTE)
    assert notice(late).startswith("Late: the last mention is 26")
    assert notice(late).endswith("topics")
