"""The tree of reasons: words, notes and the lines between a part and what it holds."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import Topic
from hubdesk.widgets.why_tree import Why, WhyRow, WhyTree, _rails

ROWS = (
    WhyRow(0, True, "OU", "retenue par 1 branche sur 4"),
    WhyRow(1, True, "{Orange} NEAR/6 (…)", "retenue"),
    WhyRow(2, True, "{Orange}", "texte, mot 6"),
    WhyRow(1, False, "@orange", "absent"),
    WhyRow(0, True, "is:duplicate", "texte unique", is_negated=True),
    WhyRow(0, None, "and more"),
)


@pytest.fixture
def tree(qtbot: QtBot, qapp: QApplication) -> WhyTree:
    look.use(qapp, "light")
    made = WhyTree()
    qtbot.addWidget(made)
    made.resize(360, 300)
    return made


def test_that_a_row_says_whether_it_held_and_where(tree: WhyTree) -> None:
    tree.show_reasons((Why(None, ROWS),))
    assert tree.lines() == [
        "✓ OU · retenue par 1 branche sur 4",
        "✓ {Orange} NEAR/6 (…) · retenue",
        "✓ {Orange} · texte, mot 6",
        "✗ @orange · absent",
        "✓ NOT is:duplicate · texte unique",
        "and more",
    ]


def test_that_an_exclusion_that_says_so_itself_is_not_said_twice(tree: WhyTree) -> None:
    tree.show_reasons((Why(None, (WhyRow(0, True, "SAUF fruit", "absent", is_negated=True),)),))
    assert tree.lines() == ["✓ SAUF fruit · absent"]


def test_that_a_topic_names_its_reasons(tree: WhyTree) -> None:
    topic = Topic(1, "Orange", "", "own")
    tree.show_reasons((Why(look.theme().topic_style(topic), (WhyRow(0, True, "livebox"),)),))
    assert tree.lines() == ["Orange", "✓ livebox"]


def test_that_a_line_goes_on_only_to_a_later_part_of_the_same_whole() -> None:
    depths = [row.depth for row in ROWS]
    assert _rails(depths, 0) == ()
    assert _rails(depths, 1) == (True,)
    assert _rails(depths, 2) == (True, False)
    assert _rails(depths, 3) == (False,)


def test_that_long_words_fold_and_hostile_ones_are_tamed(tree: WhyTree) -> None:
    tree.show_reasons((Why(None, (WhyRow(99, False, "x" * 5000 + "\u202e\x00", "<b>no</b>"),)),))
    (line,) = tree.lines()
    assert "\u202e" not in line
    assert "\x00" not in line
    assert line.endswith("<b>no</b>")
    assert tree.heightForWidth(300) > tree.heightForWidth(1200) > 0


def test_that_what_did_not_hold_is_paler(tree: WhyTree) -> None:
    pictures = []
    for held in (True, False):
        tree.show_reasons((Why(None, (WhyRow(0, held, "livebox", "absent"),)),))
        pictures.append(tree.grab().toImage())
    assert pictures[0] != pictures[1]
