"""What panels show as columns and rows: the same counts, gaps as gaps, and nothing that terms keep on the desk."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, MINUTE, Scope, Span
from hubdesk.panels.compare import ComparePanel
from hubdesk.panels.coverage import CoveragePanel
from hubdesk.panels.episodes import EpisodesPanel
from hubdesk.panels.feed import FeedPanel
from hubdesk.panels.map import MapPanel
from hubdesk.panels.panel import Panel
from hubdesk.panels.themes import ThemesPanel
from hubdesk.panels.tone import TonePanel
from hubdesk.panels.trend import TrendPanel
from hubdesk.reports.origin import Origin, origin_of
from hubdesk.reports.sheet import Sheet, sheet_csv
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, session, topic

PANELS = (TrendPanel, ComparePanel, ThemesPanel, TonePanel, MapPanel, CoveragePanel, EpisodesPanel, FeedPanel)


def shown(qtbot: QtBot, kind: type[Panel[Any]], path: Path, scope: Scope, size: tuple[int, int] = (900, 600)) -> Any:
    panel = kind()
    qtbot.addWidget(panel)
    panel.resize(*size)
    with open_reader(path) as reader:
        picture = panel.read(reader, scope, panel.options())
    panel.show()
    panel.draw(picture)
    return panel


def scope_of(path: Path, start: int, end: int) -> Scope:
    with open_reader(path) as reader:
        return Scope(reader.topics(), start, end, known_by=max(end, NOON + 3 * HOUR))


def test_that_the_trends_rows_add_up_and_what_nobody_heard_is_empty(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path, ("orange",) * 5, (topic(), topic("Sosh", "sosh")))
    scope = scope_of(path, NOON - 90 * MINUTE, NOON + 20 * MINUTE)
    told = shown(qtbot, TrendPanel, path, scope).numbers()
    assert told.columns[1:3] == ("Orange", "Sosh")
    assert sum(row[1] or 0 for row in told.rows) == 5
    before = [row[1] for row in told.rows if row[0] < "2026-11-19T11:00"]
    assert before
    assert all(value is None for value in before)
    assert any(row[1] == 0 for row in told.rows)


def test_that_the_comparisons_rows_are_its_bars(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path, ("orange",) * 3, (topic(),))
    told = shown(qtbot, ComparePanel, path, scope_of(path, NOON - MINUTE, NOON + HOUR)).numbers()
    ((name, count, share, _low, _high, change, *_more),) = told.rows
    assert (name, count, share, change) == ("Orange", 3, 1.0, None)


def test_that_tone_and_themes_count_what_has_none(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path, ("orange",) * 3, (topic(),))
    scope = scope_of(path, NOON - MINUTE, NOON + HOUR)
    whole = next(row for row in shown(qtbot, TonePanel, path, scope).numbers().rows if row[0] is None)
    assert whole[2:] == (0, 0, 0, 0, 3)
    assert shown(qtbot, ThemesPanel, path, scope).numbers().rows[-1][1] == 3


def test_that_a_sources_gap_is_a_row_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path, ("orange",))
    with open_writer(path) as writer:
        for span in (Span(NOON + 2 * HOUR, NOON + 3 * HOUR),):
            writer.add_page(1, (), cursor="", due_at=0, seen_at=span.end, covers=span)
    told = shown(qtbot, CoveragePanel, path, scope_of(path, NOON, NOON + 3 * HOUR)).numbers()
    gap = next(row for row in told.rows if row[3] is None)
    assert (gap[4], gap[5]) == ("2026-11-19T13:00:00+01:00", "2026-11-19T14:00:00+01:00")


def test_that_a_panel_with_nothing_to_show_has_no_numbers(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path)
    for kind in PANELS:
        told = shown(qtbot, kind, path, Scope((), NOON - HOUR, NOON + HOUR)).numbers()
        assert told is None or kind is CoveragePanel


def test_that_a_sheet_guards_names_and_keeps_its_foot(tmp_path: Path) -> None:
    sheet = Sheet(("Time", "=1+1"), (("2026", 3), ("@x", None)))
    rows = list(csv.reader(io.StringIO(sheet_csv(sheet, [("Session", "-S")]).decode("utf-8-sig"))))
    assert rows == [["Time", "'=1+1"], ["2026", "3"], ["'@x", ""], ["", ""], ["Session", "'-S"]]


def test_that_the_origin_names_sources_that_listened_and_the_longest_gaps(tmp_path: Path) -> None:
    path = session(tmp_path, ("orange",), (topic(),))
    with open_reader(path) as reader:
        scope = Scope(reader.topics(), NOON - 3 * HOUR, NOON + 3 * HOUR)
        told = origin_of(reader.facts(), scope, reader.coverage(scope), reader.count(scope), path.name)
    assert told.sources == ("Trial",)
    assert told.rows == 1
    assert "13:00" in told.unheard()


def test_that_more_than_three_gaps_are_counted() -> None:
    gaps = tuple(Span(NOON + n * HOUR, NOON + n * HOUR + (n + 1) * MINUTE) for n in range(5))
    told = Origin("S", "UTC", True, Span(NOON, NOON + 6 * HOUR), (), (), gaps)
    assert "2" in told.unheard().rpartition(")")[2]
    assert len(told.lines()) == 8
