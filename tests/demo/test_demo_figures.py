"""On the demonstration, every figure of the panels of what was read opens as many rows as it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hubdesk import demo
from hubdesk.core import DAY, HOUR, Scope
from hubdesk.panels.panel import Panel, Rows
from hubdesk.panels.phrases import PhrasesPanel
from hubdesk.panels.themes import ThemesPanel
from hubdesk.panels.tone import TonePanel
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.widgets.spots import Spots
from tests.panels.reading_fakes import counted

TRUTH: dict[str, Any] = json.loads((Path(__file__).parent / "truth.json").read_text("utf-8"))
WEEK: tuple[int, int] = tuple(TRUTH["week"])
OUTAGE: int = TRUTH["stories"]["outage"]["peak_at"] - HOUR  # when Orange's mail was down
SCOPES = {"an hour": (OUTAGE, OUTAGE + HOUR), "a day": (OUTAGE - 6 * HOUR, OUTAGE + 18 * HOUR), "the week": WEEK}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with open_reader(demo.demo_path(tmp_path_factory.mktemp("cache"))) as opened:
        yield opened


def agree(reader: Reader, panel: Panel[Any], within: Scope) -> int:
    """How many figures there are, after each was looked up."""
    panel.draw(panel.read(reader, within, panel.options()))
    figures = [spot for part in panel.findChildren(QWidget) if isinstance(part, Spots) for spot in part.spots()]
    known: dict[Rows, int] = {}
    for spot in figures:
        rows = spot.key
        assert isinstance(rows, Rows)
        if rows not in known:
            topics = tuple(one for one in within.topics if one.id == rows.topic) or within.topics
            known[rows] = reader.search(parse(rows.query), replace(within, topics=topics), 0).total
        assert counted(spot.words) == known[rows], rows
    return len(figures)


@pytest.mark.parametrize("name", SCOPES)
@pytest.mark.parametrize("made", [TonePanel, ThemesPanel, PhrasesPanel])
def test_that_every_figure_opens_its_rows(reader: Reader, qtbot: QtBot, made: type[Panel[Any]], name: str) -> None:
    panel = made()
    qtbot.addWidget(panel)
    panel.resize(1000, 800)
    start, end = SCOPES[name]
    for topics in ((), reader.topics()):
        assert agree(reader, panel, Scope(topics, start, end, WEEK[1] + DAY)) >= (1 if made is PhrasesPanel else 20)


def test_that_the_day_of_the_outage_is_told_by_its_phrases_and_its_theme(reader: Reader) -> None:
    within = Scope((), WEEK[0] + 3 * DAY, WEEK[0] + 4 * DAY, WEEK[1])
    said = {one.query.strip('"') for one in reader.phrases(within).phrases}
    assert {"panne", "messagerie", "panne orange"} <= said
    change = ThemesPanel.read(reader, within, None).change_of("email_webmail")
    assert change is not None
    assert change.low > 0.05
