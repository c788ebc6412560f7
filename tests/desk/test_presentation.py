"""A presentation of panels, from the desk and headless."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.cli import main
from hubdesk.core import HOUR, MINUTE, Scope, SourceRow, Span, Terms
from hubdesk.desk.slides_sheet import SlidesSheet
from hubdesk.reports.origin import Origin
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets import theme
from tests.fakes import NOON, entry, session, topic

SPAN = Span(NOON - 90 * MINUTE, NOON + HOUR)


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    return session(tmp_path, ("la fibre orange",) * 5, (topic(), topic("=1+1", "sosh")))


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_that_panels_become_slides_with_charts_pictures_and_notes(
    stored: Path, tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.pptx"
    panels = [word for name in ("trend", "compare", "feed") for word in ("--panel", name)]
    span = ["--from", "2026-11-19T10:30", "--to", "2026-11-19T13:00"]
    assert main(["--lang", "en", "export", str(stored), "-o", str(out), *panels, *span, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["slides"], told["rows"], told["withheld"]) == (3, 5, 0)
    trend, compare, feed = Presentation(str(out)).slides
    chart = next(shape.chart for shape in trend.shapes if shape.has_chart)
    assert chart.plots[0].series[0].values.count(None) > 0  # nobody listened before 11:00
    assert sum(value or 0 for value in chart.plots[0].series[0].values) == pytest.approx(5)
    assert any(shape.has_chart for shape in compare.shapes)
    assert any(shape.shape_type == 13 for shape in feed.shapes)
    for slide in (trend, compare, feed):
        assert "Trial" in notes(slide)
        assert "Query of Orange: orange OR sosh" in notes(slide)
        assert "Mentions: 5" in notes(slide)
        assert any("10:30" in one for one in texts(slide))


def test_that_a_deck_speaks_french(stored: Path, tmp_path: Path, qtbot: QtBot) -> None:
    out = tmp_path / "fr.pptx"
    assert main(["--lang", "fr", "export", str(stored), "-o", str(out), "--panel", "compare"]) == 0
    assert "Comparaison" in texts(Presentation(str(out)).slides[0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--panel", "nothing"), "nothing"),
        (("--panel", "query"), "query"),
        (("--query", "fibre"), "--query"),
        (("--topic", "Nobody"), "Nobody"),
        (("--from", "2026-12-01", "--to", "2026-11-01"), "--from"),
    ],
)
def test_that_wrong_words_make_no_slides(
    stored: Path, tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(["--lang", "en", "export", str(stored), "-o", str(tmp_path / "out.pptx"), *words]) in (1, 2)
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not list(tmp_path.glob("*.pptx*"))


@pytest.fixture
def sheet(qtbot: QtBot, stored: Path, tmp_path: Path) -> SlidesSheet:
    theme.use(QApplication.instance(), "light")
    with open_reader(stored) as reader:
        scope = Scope(reader.topics(), SPAN.start, SPAN.end, known_by=NOON + 3 * HOUR)
    made = SlidesSheet(stored, scope, Origin("S", "Europe/Paris", False, SPAN, (), (), ()))
    made.place.setText(str(tmp_path / "desk.pptx"))
    qtbot.addWidget(made)
    made.show()
    return made


def told(qtbot: QtBot, sheet: SlidesSheet) -> str:
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(sheet.told.text()))
    return sheet.told.text()


def test_that_the_desk_writes_the_panels_that_are_ticked(qtbot: QtBot, sheet: SlidesSheet, tmp_path: Path) -> None:
    assert [name for name, box in sheet.choices.items() if box.isChecked()] == ["trend", "compare"]
    sheet.choices["compare"].setChecked(False)
    sheet.choices["coverage"].setChecked(True)
    assert "2 slides" in told(qtbot, sheet)
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(tmp_path / "desk.pptx")).slides]
    assert titles == ["Trend", "Coverage"]


def test_that_nothing_ticked_and_a_gone_folder_are_one_line(qtbot: QtBot, sheet: SlidesSheet, tmp_path: Path) -> None:
    for box in sheet.choices.values():
        box.setChecked(False)
    assert "at least one" in told(qtbot, sheet)
    sheet.choices["compare"].setChecked(True)
    sheet.place.setText(str(tmp_path / "gone" / "x.pptx"))
    sheet.told.setText("")
    assert "gone" in told(qtbot, sheet)


def test_that_held_back_words_are_covered_and_counted(
    tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = session(tmp_path)
    with open_writer(stored) as writer:
        source = writer.add_source(SourceRow(id=0, name="Fermé", kind="feed", terms=Terms(export=False)))
        writer.add_page(
            source.id, [entry("orange, reste ici", published_at=NOON + 30 * MINUTE)], cursor="", due_at=0,
            seen_at=NOON + HOUR, covers=Span(NOON, NOON + HOUR),
        )  # fmt: skip
    out = tmp_path / "held.pptx"
    span = ["--from", "2026-11-19T12:20", "--to", "2026-11-19T13:00", "--panel", "feed", "--json"]
    assert main(["--lang", "en", "export", str(stored), "-o", str(out), *span]) == 0
    assert json.loads(capsys.readouterr().out)["withheld"] == 1
    assert "1 mention is held back" in notes(Presentation(str(out)).slides[0])
