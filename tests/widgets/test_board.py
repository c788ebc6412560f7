"""The board's cards: each in its place at every size, whole facts or none, and all that can be chosen by keys."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import MINUTE, Span
from hubdesk.widgets.board import BoardView
from hubdesk.widgets.board_cards import Facts, folded, paint_card, whole
from hubdesk.widgets.board_plan import name_width, plan
from hubdesk.widgets.board_values import Board, Card, Chip, Lane, Line
from hubdesk.widgets.sparkline import Spark

SPARK = Spark(Span(0, 4 * MINUTE), MINUTE, ((0, 1), (MINUTE, None), (2 * MINUTE, 3)), Span(MINUTE, 2 * MINUTE))


def card(number: int, level: int | None = 2, name: str = "Orange") -> Card:
    return Card(
        f"{name} {number}", "circle", "#EE6F00", level, "×54", "in the last hour", "rise", ("rises", "", "Crisis"),
        ("since 06:59", "2 more before"), "1,208 mentions" if level is not None else "",
        "484 mentions in an hour, 50 times the usual 9.7", "It grows", ("open", number),
        ("rows", number) if level is not None else None, SPARK,
    )  # fmt: skip


def board(rising: int = 2, falling: int = 3, phrases: int = 3) -> Board:
    lanes = (
        Lane("Rises", "rise", "Nothing rises.", tuple(card(n) for n in range(rising))),
        Lane("Holds", "peak", "Nothing is at its peak."),
        Lane("Fades and fizzles", "pschitt", "Nothing fades.",
             tuple(card(10 + n, None if n >= falling else 0) for n in range(falling + phrases))),
    )  # fmt: skip
    return Board(lanes, (Line("Quiet", (Chip("12", "SFR", "square", "#B8142B", "sfr"), Chip("3 more topics"))),))


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> BoardView:
    look.use(qapp, "light")
    made = BoardView()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("width", [150, 330, 480, 700, 900, 1600, 3840])
@pytest.mark.parametrize("height", [120, 360, 900])
def test_that_every_card_has_a_place_of_its_own_within_the_board(width: int, height: int, qapp: QApplication) -> None:
    made = plan(board(), width, height)
    assert len(made.cards) == 8
    for one, other in combinations(made.cards, 2):
        assert not one.place.adjusted(1, 1, -1, -1).intersects(other.place)
    for one in made.cards:
        assert one.place.left() >= 0
        assert one.place.right() <= width
        assert one.place.bottom() <= made.foot
    assert made.foot <= max(made.height, height)


def test_that_facts_leave_before_anything_is_made_small(qapp: QApplication) -> None:
    assert {one.facts for one in plan(board(), 900, 1_300).cards} == {Facts.ALL}
    phrases = {one.facts for one in plan(board(), 900, 520).cards if one.card.level is None}
    episodes = {one.facts for one in plan(board(), 900, 520).cards if one.card.level is not None}
    assert max(phrases) < min(episodes), "phrases give way first"
    tight = plan(board(), 480, 330)
    assert tight.height <= 330
    assert {one.facts for one in tight.cards if one.card.level is None} == {Facts.NAME}


def test_that_the_first_cards_say_more_where_not_all_can(qapp: QApplication) -> None:
    seen = set()
    for height in range(300, 900, 10):
        facts = [one.facts for one in plan(board(4, 0, 0), 900, height).cards]
        assert facts == sorted(facts, reverse=True)
        seen.add(len(set(facts)))
    assert seen == {1, 2}


def test_that_a_count_that_opens_nothing_stands_beside_its_time_and_not_under_it(qapp: QApplication) -> None:
    bare = replace(card(1), count="0 mentions", count_key=None)
    image = QImage(300, 200, QImage.Format.Format_ARGB32)

    def written(shown: Card) -> int:
        """Where the last ink of the count's line is, px."""
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        paint_card(painter, shown, QRectF(0, 0, 300, 100), Facts.COUNT, 1.0, look.Theme("light"))
        painter.end()
        return max(x for x in range(300) for y in range(60, 74) if image.pixelColor(x, y).lightness() < 128)

    assert written(bare) > written(replace(bare, when=())) + 30


def test_that_a_very_long_name_is_cut_and_its_figure_is_not(qapp: QApplication) -> None:
    chip = Chip("1,208", "Sujet " * 50, "circle", "#EE6F00", "x")
    made = plan(Board((Lane("Rises", "rise", "None."),), (Line("Quiet", (chip,)),)), 280, 400)
    ((_chip, place),) = made.chips
    assert place.width() < 250
    assert name_width(chip, 1.0) < 160


def test_that_type_grows_where_all_has_room_and_never_at_the_cost_of_facts(qapp: QApplication) -> None:
    assert plan(board(1, 1, 0), 1600, 900).scale == 1.6
    assert plan(board(1, 1, 0), 900, 900).scale == 1.0
    crowded = plan(board(6, 6, 6), 1600, 900)
    assert crowded.scale == 1.0 or {one.facts for one in crowded.cards} == {Facts.ALL}


def test_that_the_side_that_fizzles_stays_apart_in_a_narrow_board(qapp: QApplication) -> None:
    made = plan(board(), 480, 900)
    assert [lane.head for lane, _place in made.heads] == ["Rises", "Fades and fizzles"]
    (_rises, left), (_fades, right) = made.heads
    assert left.right() <= right.left()


def test_that_a_fact_that_has_no_room_drops_whole(qapp: QApplication) -> None:
    facts = ("since 06:59", "", "2 more before")
    assert whole(facts, 1_000, 1.0) == "since 06:59 · 2 more before"
    assert whole(facts, 70, 1.0) == "since 06:59"
    assert whole(facts, 10, 1.0) == ""


def test_that_a_sentence_takes_two_lines_at_most_whatever_its_words_are(qapp: QApplication) -> None:
    assert len(folded("un " * 200, 120, 1.0)) == 2
    assert len(folded("x" * 5_000, 120, 1.0)) == 1
    assert folded("court", 120, 1.0) == ("court",)


def test_that_keys_reach_every_card_count_and_chip(view: BoardView, qtbot: QtBot) -> None:
    view.resize(900, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.show_board(board())
    lanes = view.lanes
    keys = [spot.key for spot in lanes.spots()]
    assert ("open", 0) in keys
    assert ("rows", 0) in keys
    assert "sfr" in keys
    lanes.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(lanes, key)
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.keyClick(lanes, Qt.Key.Key_Return)
    assert chosen.args == ["sfr"]
    assert lanes.accessibleName().startswith("Rises: Orange 0, rises, Crisis, ×54")


@pytest.mark.parametrize("theme", ["light", "dark", "wall"])
def test_that_a_long_board_scrolls_and_is_painted_in_each_theme(
    view: BoardView, qapp: QApplication, theme: str
) -> None:
    look.use(qapp, theme)
    view.resize(320, 200)
    view.show_board(board(20, 20, 20))
    assert view.lanes.minimumHeight() > 200
    assert view.grab().width() == 320
    view.show_board(Board())
    assert view.lanes.spots() == []
