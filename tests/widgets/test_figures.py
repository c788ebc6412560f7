"""The strip of figures: on one row where there is room, never a number cut."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.widgets.figures import GAP, Figure, Figures

FIGURES = (
    Figure("11\u202f699", "sur cette session, sans la ligne 6"),
    Figure("+214", "nouvelles"),
    Figure("−1\u202f038", "écartées"),
    Figure("—", "par recherche"),
)


@pytest.fixture
def strip(qtbot: QtBot, qapp: QApplication) -> Figures:
    look.use(qapp, "light")
    made = Figures()
    qtbot.addWidget(made)
    made.set_figures(FIGURES)
    return made


def test_that_captions_fold_and_then_rows_follow_but_no_figure_is_cut(strip: Figures) -> None:
    metrics = QFontMetricsF(look.font("figure"))
    heights = []
    for width in (900, 400, 220, 120):
        plan = strip._plan(width)
        heights.append(plan.height)
        for figure, place in zip(FIGURES, plan.places, strict=True):
            assert place.width() >= metrics.horizontalAdvance(figure.value)
            assert place.right() <= width
        assert all(not one.intersects(other) for one in plan.places for other in plan.places if one is not other)
    assert heights == sorted(heights)
    assert heights[0] < heights[-1]


def test_that_figures_stand_apart_where_there_is_room(strip: Figures) -> None:
    first, second, *_others = strip._plan(900).places
    assert second.left() - first.right() == GAP
    assert first.top() == second.top()


def test_that_a_screen_reader_hears_each_figure_with_what_it_counts(strip: Figures) -> None:
    assert strip.accessibleName().startswith("11\u202f699 sur cette session, sans la ligne 6; +214 nouvelles")
    strip.set_figures(())
    assert strip.accessibleName() == ""


def test_that_older_figures_are_dimmed(strip: Figures) -> None:
    strip.resize(700, 60)
    fresh = strip.grab().toImage()
    strip.set_figures(FIGURES, is_dimmed=True)
    assert strip.grab().toImage() != fresh
