"""A table of figures: the topics beside a bar are the first ones, and those without room are counted."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

import hubdesk.widgets.theme as look
from hubdesk import i18n
from hubdesk.widgets.figure_rows import Cell, Column, Later, Marked, Row
from hubdesk.widgets.figure_table import LINE, PAD, SECOND, FigureTable, name_lines

NAMES = ("Orange", "SFR", "Bouygues Telecom", "Free", "Page SFR")
MARKS = tuple(Marked("circle", "#ee6f00", "1,201", name, f"1,201 mentions, {name}") for name in NAMES)


@pytest.fixture
def table(qtbot):
    look.use(QApplication.instance(), "light")
    made = FigureTable()
    qtbot.addWidget(made)
    made.set_rows(
        (Column("mentions", 0),),
        (Row("E-mail", (Cell("1,684"),), counts=(9, 1, 1, 1, 0), parts=((None, ""),) * 5, marks=MARKS),),
    )
    return made


@pytest.mark.parametrize("width", [480, 530, 600, 700, 1600])
def test_that_the_own_brand_is_the_last_to_lose_its_place(table, width):
    table.resize(width, 200)
    keys = [spot.key for spot in table.spots() if spot.key in NAMES]
    assert keys == list(NAMES[: len(keys)])
    assert keys
    places = [place for _mark, place in table._marks(table._rows[0], 0)]
    assert all(one.right() <= following.left() for one, following in pairwise(places))
    assert places[-1].right() <= width - PAD + 1
    told = [mark.text for mark, _place in table._marks(table._rows[0], 0)]
    assert (told[-1] == f"+{len(NAMES) - len(keys)}") == (len(keys) < len(NAMES))


def test_that_the_tip_of_those_without_room_names_them(table):
    table.resize(500, 200)
    (rest, place) = table._marks(table._rows[0], table._tops()[0])[-1]
    assert rest.text.startswith("+")
    assert "Page SFR" in table.explanation(place.center())


def test_that_a_name_without_room_takes_two_lines_and_the_row_grows(table):
    columns = (Column("mentions", 0), Column("of the first hour", 0))
    cells = (Cell("5,751"), Cell("86%"))
    table.set_rows(columns, (Row("The ten loudest accounts of all", cells), Row("Staff", cells)))
    table.show()  # what is hidden is told of its size when it is shown
    table.resize(900, 100)
    wide = table.height()
    table.resize(330, 100)
    assert table.height() == wide + SECOND
    first, second = table._tops()[:2]
    assert second - first == LINE + SECOND
    table.resize(900, 100)
    assert table.height() == wide


@pytest.mark.parametrize("width", [30, 60, 90, 120, 180, 400])
def test_that_a_name_is_broken_between_words_and_only_its_end_is_cut(width, qtbot):
    look.use(QApplication.instance(), "light")
    name = "Les dix comptes les plus bavards"
    lines = name_lines(name, width)
    assert len(lines) <= 2
    said = " ".join(lines)
    assert said == name or said.endswith("…")
    assert name.startswith(said.rstrip("…").strip())
    assert all(QFontMetricsF(look.font("strong")).horizontalAdvance(line) <= width + 1 for line in lines)


def said(name):
    return i18n.number(1201) + name


def told(name):
    """A row whose words are all told later."""
    parts, marks = Later(lambda: (("all", said(name)),) * 5), Later(lambda: MARKS)
    return Row(
        "E-mail", (Cell("1", "cell", later=Later(said, name)),), counts=(9, 1, 1, 1, 0), parts=parts, marks=marks
    )


def test_that_words_are_told_when_they_are_asked_for_in_the_language_of_then(table, monkeypatch):
    columns = (Column("mentions", 0),)
    table.set_rows(columns, (Row("E-mail", (Cell("1", "cell", later=Later(said, "x")),)),))
    assert [spot.words for spot in table.spots()] == ["1,201x"]
    monkeypatch.setattr(i18n, "_language", "fr")
    table.set_rows(columns, (Row("E-mail", (Cell("1", "cell", later=Later(said, "x")),)),))
    assert [spot.words for spot in table.spots()] == ["1\u202f201x"]


def test_that_other_words_are_told_of_other_rows_though_all_that_is_seen_is_the_same(table):
    for name in ("x", "y"):
        table.set_rows((Column("mentions", 0),), (told(name),))
        assert {spot.words for spot in table.spots() if spot.key in ("cell", "all")} == {f"1,201{name}"}


def test_that_what_can_be_chosen_follows_the_width(table):
    table.set_rows((Column("mentions", 0),), (told("x"),))
    table.resize(700, 200)
    wide = [spot.place for spot in table.spots()]
    table.resize(420, 200)
    narrow = [spot.place for spot in table.spots()]
    assert len(narrow) < len(wide)  # no topics beside the bar
    assert max(place.right() for place in narrow) <= 420
