"""Stacks of bars over time: where their parts are, what is said of them, and how they are walked through."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import MINUTE, Span
from hubdesk.widgets.chart_stack import StackChart
from hubdesk.widgets.chart_stack_paint import CANNOT_TELL, NOT_KNOWN, Layer, shade
from hubdesk.widgets.chart_values import Curve, Flag, Gap, Note

START = 1_795_075_200_000  # 19 November 2026, 09:00 in Paris
SPAN = Span(START, START + 60 * MINUTE)
BINS = tuple((START + i * MINUTE, not 30 <= i < 40) for i in range(60))
GAP = Gap(Span(START + 30 * MINUTE, START + 40 * MINUTE), "gap 09:30–09:40: nobody listened")


def layer(key: str, count: int, fill: str = "solid") -> Layer:
    counts = tuple(count if was else 0 for _at, was in BINS)
    return Layer(key, f"The {key}", key, "#3646BE", "square", counts, tuple(min(1, one) for one in counts), fill)


LAYERS = (layer("low", 6), layer("middle", 3), layer("ring", 2, CANNOT_TELL), layer("none", 1, NOT_KNOWN))


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    look.use(qapp, "light")
    yield
    look.use(qapp, "light")


@pytest.fixture
def chart(qtbot: QtBot) -> StackChart:
    made = StackChart()
    qtbot.addWidget(made)
    made.let_zoom()
    made.resize(900, 320)
    show(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(chart: StackChart, is_share: bool = False, layers: tuple[Layer, ...] = LAYERS, **over: object) -> None:
    facts: dict[str, object] = {"gaps": (GAP,), "step": MINUTE, "zone": "Europe/Paris", "unit": "mentions"}
    chart.set_stack(layers, BINS, SPAN, is_share=is_share, **(facts | over))  # type: ignore[arg-type]


def test_that_parts_stand_one_upon_another_in_proportion(chart: StackChart) -> None:
    bar = [one for one in chart.sections() if one.at == START]
    assert [one.layer.key for one in bar] == ["low", "middle", "ring", "none"]
    assert all(abs(a.place.top() - b.place.bottom()) < 1 for a, b in itertools.pairwise(bar))
    assert bar[0].place.height() == pytest.approx(2 * bar[1].place.height(), abs=1)
    assert bar[0].place.bottom() == pytest.approx(chart.frame().bottom, abs=1)


def test_that_shares_fill_the_height_and_a_gap_stays_a_hole(chart: StackChart) -> None:
    show(chart, is_share=True)
    tops = {one.at: one.place.top() for one in chart.sections()}
    assert all(top == pytest.approx(chart.frame().top, abs=1) for top in tops.values())
    assert not any(GAP.span.start <= at < GAP.span.end for at in tops)
    chart.grab()


def test_that_the_read_out_has_every_part_its_share_and_what_is_gone(chart: StackChart, qtbot: QtBot) -> None:
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    said = chart.read_out()
    assert said is not None
    assert [(one.name, text.replace("\u2007", "")) for one, text, _v in said.rows] == [
        ("The none", "18%"),
        ("The ring", "217%"),
        ("The middle", "325%"),
        ("The low", "650%"),
    ]
    assert said.remarks == ("4 of them were taken back since: counted, in no row",)
    qtbot.mouseMove(chart, QPoint(round(chart.frame().x(START + 35 * MINUTE)), 100))
    silent = chart.read_out()
    assert silent is not None
    assert silent.rows == ()
    assert silent.remarks == (GAP.words,)


def test_that_up_and_down_walk_through_a_bar_and_return_opens_a_part(chart: StackChart, qtbot: QtBot) -> None:
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert "– The none" in chart.accessibleDescription()
    for _i in range(9):
        qtbot.keyClick(chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.layer_chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == ["low", START, START + MINUTE]


def test_that_an_episode_over_a_part_is_chosen_first(chart: StackChart, qtbot: QtBot) -> None:
    show(chart, flags=(Flag(START + 10 * MINUTE, 2, "Crisis", 7),), notes=(Note(START + 20 * MINUTE, "seen", "u"),))
    frame = chart.frame()
    with qtbot.waitSignal(chart.flag_chosen) as chosen:
        at = QPointF(frame.x(START + 10 * MINUTE), frame.bottom - 3).toPoint()
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [7]
    with qtbot.waitSignal(chart.note_chosen) as noted:
        at = QPointF(frame.x(START + 20 * MINUTE), frame.bottom - 3).toPoint()
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert noted.args == ["u", START + 20 * MINUTE]


def test_that_a_view_shows_the_bars_of_its_span_alone(chart: StackChart, qtbot: QtBot) -> None:
    chart.setFocus()
    for _i in range(4):
        qtbot.keyClick(chart, Qt.Key.Key_Plus)
    shown = chart.plot.span
    assert shown.end - shown.start < 13 * MINUTE
    frame = chart.frame()
    assert all(frame.left - 1 <= one.place.left() and one.place.right() <= frame.right + 1 for one in chart.sections())
    assert all(shown.start - MINUTE < one.at < shown.end for one in chart.sections())
    chart.grab()


@pytest.mark.parametrize("width", [160, 300, 700, 1600])
def test_that_names_and_bars_share_the_width_however_long_and_many_they_are(chart: StackChart, width: int) -> None:
    many = tuple(replace(layer(str(i), i), short="m" * 200) for i in range(40))
    chart.resize(width, 120)
    show(chart, layers=many, before=Curve("b", "b", "#000000", "", (1, 3), False, ((START, 5.0),), is_past=True))
    assert chart.frame().width >= 20
    assert chart.frame().right <= max(width, 60)
    chart.grab()


def test_that_shades_of_neighbours_differ(qapp: QApplication) -> None:
    for name in ("light", "dark"):
        shades = [shade(look.Theme(name), place, 8) for place in range(8)]
        assert len({one.name() for one in shades}) == 8
        for one, other in itertools.pairwise(shades):
            assert look.contrast(one, other) > 1.25
        assert all(look.contrast(one, look.Theme(name).colour("panel")) > 1.3 for one in shades)


def test_that_no_layers_and_no_bins_are_drawn_empty(chart: StackChart) -> None:
    chart.set_stack((), (), SPAN, is_share=False, step=MINUTE, zone="UTC")
    assert chart.sections() == []
    chart.grab()
