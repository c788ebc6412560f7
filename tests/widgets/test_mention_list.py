"""The model of mentions: only what differs moves."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from feed_fakes import heard
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from hubdesk.core import Heard
from hubdesk.widgets.mention_card import Row
from hubdesk.widgets.mention_list import ROW_ROLE, MentionList, key

TOP = (2**62, 2**62)


@pytest.fixture
def mentions(qtbot: QtBot) -> Iterator[MentionList]:
    model = MentionList()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    tester.deleteLater()
    model.deleteLater()


def newest(*ids: int) -> list[Heard]:
    return [heard(one) for one in sorted(ids, reverse=True)]


def ids(model: MentionList) -> list[int]:
    return [one.id for one in model.rows()]


def test_that_new_ones_come_on_top_unread(mentions: MentionList) -> None:
    mentions.reset(newest(1, 2))
    mentions.add_newest(newest(2, 3, 4))
    assert ids(mentions) == [4, 3, 2, 1]
    assert [mentions.row(n).is_unread for n in range(4)] == [True, True, False, False]


def test_that_reading_takes_the_dot_away_once(mentions: MentionList, qtbot: QtBot) -> None:
    mentions.add_newest(newest(1))
    with qtbot.waitSignal(mentions.dataChanged):
        mentions.mark_read([0])
    assert not mentions.row(0).is_unread
    with qtbot.assertNotEmitted(mentions.dataChanged):
        mentions.mark_read([0])


def test_that_one_call_hands_over_the_whole_mention(mentions: MentionList) -> None:
    mentions.reset(newest(1))
    assert mentions.data(mentions.index(0), ROW_ROLE) == Row(heard(1), False)
    assert mentions.data(mentions.index(0), Qt.ItemDataRole.DisplayRole) is None
    assert "La fibre est en panne" in str(mentions.data(mentions.index(0), Qt.ItemDataRole.AccessibleTextRole))


def test_that_a_stretch_read_again_removes_adds_and_changes_only_there(mentions: MentionList) -> None:
    mentions.reset(newest(1, 2, 3, 4, 5, 6))
    changed = heard(4, "changed")
    mentions.lay([heard(5), changed, heard(2)], key(heard(6)), is_end=False)  # 3 was erased
    assert ids(mentions) == [6, 5, 4, 2, 1]
    assert mentions.rows()[2].mention.text == "changed"


def test_that_an_end_is_an_end(mentions: MentionList) -> None:
    mentions.reset(newest(1, 2, 3))
    mentions.lay([heard(3)], TOP, is_end=True)
    assert ids(mentions) == [3]
    mentions.lay([], TOP, is_end=True)
    assert ids(mentions) == []


def test_that_nothing_is_taken_from_an_empty_stretch(mentions: MentionList) -> None:
    mentions.reset(newest(1, 2))
    mentions.lay([], TOP, is_end=False)
    assert ids(mentions) == [2, 1]


def test_that_a_mention_stored_late_finds_its_place(mentions: MentionList) -> None:
    mentions.reset(newest(1, 2, 4, 5))
    mentions.lay(newest(1, 2, 3, 4, 5), TOP, is_end=True)
    assert ids(mentions) == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("seed", range(20))
def test_that_the_list_follows_any_truth_in_lawful_steps(mentions: MentionList, seed: int) -> None:
    chance = random.Random(seed)
    truth: dict[int, Heard] = {}
    for step in range(60):
        for _time in range(chance.randrange(4)):
            number = chance.randrange(200)
            truth[number] = heard(number, f"text {step}")
        for number in [one for one in truth if chance.random() < 0.05]:
            del truth[number]
        ordered = sorted(truth.values(), key=key, reverse=True)
        act = chance.randrange(4)
        if act == 0:
            mentions.add_newest(ordered[: chance.randrange(5)])
        elif act == 1:
            mentions.trim(chance.randrange(60))
        elif act == 2 and ordered:
            start = chance.randrange(len(ordered))
            block = ordered[start : start + 20]
            mentions.lay(block, TOP if start == 0 else key(ordered[start - 1]), start + 20 >= len(ordered))
        else:
            mentions.lay(ordered, TOP, is_end=True)
            assert list(mentions.rows()) == ordered
        places = [key(row) for row in mentions.rows()]
        assert places == sorted(set(places), reverse=True)
        assert mentions.rowCount(QModelIndex()) == len(places)
