"""A past crisis over this one: chosen from another session, aligned at its start, and nothing made up between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk_fakes import surroundings
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, EpisodeState, HubdeskError, Scope, SourceRow, Span, Topic
from hubdesk.desk.overlay_reading import offers, read_past
from hubdesk.desk.overlay_sheet import OverlaySheet
from hubdesk.desk.window import Desk
from hubdesk.panels.trend import TrendPanel
from hubdesk.panels.trend_past import Overlay, PastCurve, past_line
from hubdesk.panels.trend_picture import TrendOptions, gaps_in_words, subtitle
from hubdesk.panels.trend_sheet import trend_sheet
from hubdesk.panels.trend_shown import styled_past
from hubdesk.store.episodes import Seen
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.chart_readout import read_out
from hubdesk.widgets.chart_ticks import since_ticks
from hubdesk.widgets.chart_values import Plot
from tests.fakes import NOON, entry

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
THEN = NOON - 3_000 * HOUR  # the past crisis began there


def crisis(folder: Path, name: str, start: int, each: list[int], gap: int | None = None) -> Path:
    """So many mentions in each hour from the start on, and an episode that began then; `gap`: an hour unheard."""
    path = folder / f"{name}.hubdesk"
    create(path, NewSession(name, created_at=start))
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "orange", "own"))
        source = writer.add_source(SourceRow(0, "Bluesky", "bluesky"))
        for hour, many in enumerate(each):
            at = start + hour * HOUR
            if hour == gap:
                continue
            one = [entry("orange", [topic], published_at=at + n * MINUTE) for n in range(many)]
            end = at + HOUR
            writer.add_page(source.id, one, cursor="", due_at=0, seen_at=end, covers=Span(at, end))
        state = EpisodeState(start + HOUR, "rise", start, severity=2)
        writer.keep_watch("minutes", start + 9 * HOUR, "", [Seen("crisis", topic.id, start + HOUR, state)])
    return path


@pytest.fixture
def past(tmp_path: Path) -> Path:
    return crisis(tmp_path, "Panne de 2012", THEN, [2, 5, 9, 4, 1, 3, 2, 2], gap=4)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return crisis(tmp_path, "Maintenant", NOON, [1, 3, 6])


def curve(path: Path, past: Path) -> PastCurve:
    _ours, theirs = offers(path, past, NOON + 3 * HOUR)
    return read_past(theirs, theirs.choices[0])


def picture(path: Path, past: Path, end: int = NOON + 3 * HOUR) -> Any:
    with open_reader(path) as reader:
        scope = Scope(reader.topics(), NOON, end)
        options = TrendOptions(HOUR, False, Overlay(curve(path, past), NOON))
        return TrendPanel.read(reader, scope, options)


def test_that_the_past_is_aligned_at_its_start_and_goes_on_where_this_one_is_not_yet(here: Path, past: Path) -> None:
    drawn = picture(here, past, NOON + 4 * HOUR)
    assert [value for _at, value in drawn.lines[0].points] == [1, 3, 6, None]
    assert drawn.past.points == (
        (NOON, 2),
        (NOON + HOUR, 5),
        (NOON + 2 * HOUR, 9),
        (NOON + 3 * HOUR, 4),
        (NOON + 4 * HOUR, None),  # nobody listened then: a gap is a gap
        (NOON + 5 * HOUR, 3),
    )
    assert drawn.past.end == NOON + 6 * HOUR
    assert [gap.words for gap in gaps_in_words(drawn)][-1] == "still to come"
    assert subtitle(drawn) == "mentions per hour, times since the start of each"
    sheet = trend_sheet(drawn)
    assert sheet is not None
    assert sheet.columns[-1].startswith("Panne de 2012: Crisis, level 2, Orange")
    assert [row[-1] for row in sheet.rows] == [2, 5, 9, 4, None, 3]


def test_that_a_start_between_two_bins_is_aligned_to_the_minute() -> None:
    minutes = tuple(range(240))
    past = PastCurve("s", "w", THEN + 30 * MINUTE, THEN, minutes)
    line = past_line(Overlay(past, NOON), [NOON, NOON + HOUR], NOON + 2 * HOUR, HOUR, "UTC", 0)
    assert line.points[0] == (NOON, float(sum(range(30, 90))))
    before = past_line(Overlay(past, NOON), [NOON - HOUR], NOON, HOUR, "UTC", 0)
    assert before.points[0] == (NOON - HOUR, None)  # half of it lies before all that is known


@pytest.mark.parametrize(("unheard", "value"), [(6, 54.0), (7, None)])
def test_that_a_bin_of_which_more_than_a_tenth_is_unheard_has_no_value(unheard: int, value: float | None) -> None:
    past = PastCurve("s", "w", THEN, THEN, (*(None,) * unheard, *(1,) * (60 - unheard)))
    assert past_line(Overlay(past, NOON), [NOON], NOON + HOUR, HOUR, "UTC", 0).points[0] == (NOON, value)


def test_that_the_read_out_tells_hours_and_both_sessions_and_no_fall_of_what_is_to_come(
    here: Path, past: Path, qapp: QApplication
) -> None:
    look.use(qapp, "light")
    drawn = picture(here, past)
    curves = (styled_past(drawn.past),)
    span = Span(NOON, drawn.past.end)
    plot = Plot(curves, span, step=HOUR, zone="UTC", since=NOON, known_end=drawn.span.end, unit="mentions per hour")
    said = read_out(plot, NOON + 3 * HOUR)
    assert said.title == "+3\u202fh (14:00–15:00), mentions per hour"
    assert [(row[0].name.partition(":")[0], row[1]) for row in said.rows] == [("Panne de 2012", "4")]
    assert said.remarks == ()
    assert plot.last(curves[0]) == (NOON + 3 * HOUR, 4)
    assert not plot.finished(NOON + 3 * HOUR)
    labels = [label for _at, label in since_ticks(Span(NOON - HOUR, NOON + 2 * HOUR), NOON, 600, 100)]
    assert labels[0][0] == "\N{MINUS SIGN}"
    assert "0" in labels
    assert labels[-1].startswith("+")


@pytest.mark.parametrize("wrong", ["missing", "text", "cut", "empty", "none"])
def test_that_what_cannot_be_laid_over_is_told_in_one_line(here: Path, tmp_path: Path, past: Path, wrong: str) -> None:
    other = tmp_path / "other.hubdesk"
    if wrong == "text":
        other.write_text("no session")
    elif wrong == "cut":
        other.write_bytes(past.read_bytes()[:5_000])
    elif wrong == "empty":
        other.write_bytes(b"")
    elif wrong == "none":
        create(other, NewSession("leer"))
    with pytest.raises(HubdeskError) as told:
        offers(here, other, NOON)
    assert "\n" not in str(told.value)


def test_that_a_sealed_past_is_laid_over_as_well(here: Path, past: Path, tmp_path: Path) -> None:
    sealed = seal(past, tmp_path / "sealed.hubdesk", SealWish(), NOON).path
    assert picture(here, sealed).past.points == picture(here, past).past.points


def test_that_of_this_very_session_nothing_later_is_offered(here: Path) -> None:
    ours, theirs = offers(here, here, NOON + 3 * HOUR)
    assert [one.words for one in ours.choices] == [one.words for one in theirs.choices]
    with pytest.raises(HubdeskError):
        offers(here, here, NOON + HOUR - 1)
    curve_ = read_past(theirs, theirs.choices[0])
    assert curve_.last <= NOON + 3 * HOUR


def test_that_it_is_chosen_on_a_sheet_shown_by_the_trend_and_taken_away(
    here: Path, past: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    look.use(qapp, "light")
    desk = Desk(surroundings(tmp_path / "profile", panels={"trend": TrendPanel}, now=_now), here)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    desk.looking.fix(NOON - 9 * HOUR, NOON - 6 * HOUR)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(past), ""))
    desk.menus.actions["overlay"].trigger()
    (sheet,) = desk.findChildren(OverlaySheet)
    assert not sheet.past.isEnabled()
    qtbot.waitUntil(sheet.past.isEnabled)
    assert sheet.past.currentText().startswith("Crisis, level 2, Orange")
    assert [sheet.here.itemText(at).partition(",")[0] for at in range(2)] == [
        "Crisis",
        "the start of what is looked at",
    ]
    sheet.accept()
    trend = desk.area.docks["trend"].panel
    assert isinstance(trend, TrendPanel)
    qtbot.waitUntil(lambda: trend._picture is not None and trend._picture.past is not None)
    assert desk.looking.span().start < NOON < desk.looking.span().end
    assert trend._picture is not None
    qtbot.waitUntil(lambda: trend._picture.lines[0].points[-1][0] > NOON)  # type: ignore[union-attr]
    assert any(one.is_past for one in trend._built_chart().plot.curves)
    assert not trend.grab().isNull()
    trend._no_overlay.trigger()
    qtbot.waitUntil(lambda: trend._picture is not None and trend._picture.past is None)


def test_that_a_file_that_is_none_is_told_on_the_sheet(here: Path, tmp_path: Path, qtbot: QtBot) -> None:
    wrong = tmp_path / "w.hubdesk"
    wrong.write_text("<b>no</b>")
    sheet = OverlaySheet(here, wrong, Span(NOON, NOON + HOUR), "UTC", None, None)  # type: ignore[arg-type]
    qtbot.addWidget(sheet)
    sheet.show()
    qtbot.waitUntil(sheet.fault.isVisible)
    assert "not a session" in sheet.fault.text()
    assert not sheet.past.isEnabled()
    sheet.reject()


def _now() -> int:
    return NOON + 4 * HOUR
