"""The coverage says how far each reading is behind, and which is off, since when, why, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.collector.intake import Intake
from hubdesk.collector.readers import Readers
from hubdesk.core import DAY, HOUR, MINUTE, Coverage, Scope, SourceState
from hubdesk.core.readings import ReaderOff
from hubdesk.desk.coverage_line import Fault, fault_words, worst_fault
from hubdesk.panels.coverage import CoveragePanel
from hubdesk.panels.coverage_readings import ReadingLine, read_lines, words
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets.reading_rows import INDENT, PAD, ReadingRows, ReadingWords
from tests.fakes import NOON, mention, session

PARIS = "Europe/Paris"
SCOPE = Scope((), NOON - HOUR, NOON + HOUR)


def a_session(folder: Path) -> Path:
    """Three mentions that the readers of arrival read, and two that nobody did."""
    path = session(folder, ("une", "deux"))
    entries = Intake((), (), Readers().arrival(()).read).entries(mention(f"La fibre {n}") for n in range(3))
    with open_writer(path) as writer:
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=NOON + HOUR)
    return path


def test_that_each_reading_says_how_far_it_is(tmp_path: Path) -> None:
    with open_reader(a_session(tmp_path)) as reader:
        lines = {line.name: words(line, PARIS, NOON) for line in read_lines(reader, SCOPE)}
        assert (lines["tone"].state, lines["tone"].says) == (SourceState.LATE, "2 of 5 not read yet")
        assert (lines["encoder"].says, lines["places"].says) == ("5 of 5 not read yet", "2 of 5 not read yet")
        assert "quick reading" in lines["encoder"].reason
        empty = read_lines(reader, Scope((), NOON - DAY, NOON - HOUR))
        assert {words(line, PARIS, NOON).says for line in empty} == {"nothing to read"}


def test_that_all_that_is_read_says_so() -> None:
    row = words(ReadingLine("themes", 0, 1_204), PARIS, NOON)
    assert (row.state, row.says, row.reason) == (SourceState.LISTENING, "all read", "")


def test_that_a_reading_that_is_off_says_since_when_why_and_how_to_mend_it() -> None:
    line = ReadingLine("places", 1_204, 4_906, ReaderOff("places", "communes.csv.gz is missing", NOON))
    row = words(line, PARIS, NOON + HOUR)
    assert (row.name, row.state, row.says) == ("Places", SourceState.FAILED, "off since 12:00")
    assert row.reason.startswith("1,204 of 4,906 not read yet. communes.csv.gz is missing. Everything else goes on.")
    assert words(line, PARIS, NOON + DAY).says == "off since 19 Nov 2026 12:00"
    unknown = ReadingLine("places", 0, 0, ReaderOff("places", "damaged!"))
    assert words(unknown, PARIS, NOON).says == "off"


def test_that_a_replay_from_before_does_not_say_it(tmp_path: Path) -> None:
    path = session(tmp_path)
    with open_writer(path) as writer:
        writer.set_off([ReaderOff("places", "damaged", NOON)])
    with open_reader(path) as reader:
        before, after = (read_lines(reader, Scope((), 0, end)) for end in (NOON - MINUTE, NOON + MINUTE))
        assert [line.name for line in before if line.off] == []
        assert [line.name for line in after if line.off] == ["places"]


def test_that_the_line_names_a_reading_that_is_off_after_sources_and_before_gaps() -> None:
    off = (ReaderOff("themes", "themes.toml: <b>bad</b>\nline", NOON), ReaderOff("places", "gone", NOON - DAY))
    fault = worst_fault(Coverage((), ()), off)
    assert fault == Fault("reading", "places", NOON - DAY, why="gone")
    assert fault_words(fault, PARIS, NOON) == (
        "Places: off since 18 Nov 2026 12:00",
        "Places: off since 18 Nov 2026 12:00, gone",
    )
    other = worst_fault(Coverage((), ()), off[:1])
    assert other is not None
    assert "\n" not in fault_words(other, PARIS, NOON)[1]


def test_that_the_panel_shows_them_below_the_sources(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    look.use(qapp, "light")
    path = a_session(tmp_path)
    with open_writer(path) as writer:
        writer.set_off([ReaderOff("places", "<i>gone</i>", NOON - MINUTE)])
    panel = CoveragePanel()
    qtbot.addWidget(panel)
    with open_reader(path) as reader:
        panel.draw(CoveragePanel.read(reader, SCOPE, None))
    rows = panel.findChild(ReadingRows)
    assert rows is not None
    assert [row.state for row in rows.rows] == ["late", "late", "late", "failed"]
    assert "<i>gone</i>" in rows.accessibleDescription()


@pytest.mark.parametrize("width", [220, 420, 1200])
def test_that_rows_cut_nothing_whatever_the_width(qtbot: QtBot, qapp: QApplication, width: int) -> None:
    look.use(qapp, "dark")
    rows = ReadingRows()
    qtbot.addWidget(rows)
    rows.resize(width, 10)
    why = "/a/very/long/path/without/any/blank/in/it/communes.csv.gz is missing: install Hubdesk again. " * 3
    rows.set_rows([ReadingWords("Tone, read slowly", SourceState.FAILED, "off since 12:00", why)])
    room = width - INDENT - PAD
    metrics = QFontMetricsF(look.font("small"))
    assert rows.height() > metrics.horizontalAdvance(why) / room * metrics.height()
    assert not rows.grab().isNull()
