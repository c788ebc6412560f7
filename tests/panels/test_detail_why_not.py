"""Why not: what failed in the query of a topic that did not keep a mention, or of the search."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, entry, mention, session, topic
from feed_fakes import SCOPE, FakeReader, heard
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, About, Author, Entry, Heard, Rehearing, Scope, SourceRow, Topic
from hubdesk.panels.detail import DetailPanel
from hubdesk.panels.detail_against import SEARCH, DetailOptions, WhyNot
from hubdesk.panels.detail_why import reasons
from hubdesk.panels.detail_why_not import explained, why_not
from hubdesk.store.session import NewSession, create, open_reader, open_writer

ORANGE = Topic(1, "Orange", "fibre", "own")
SFR = Topic(2, "SFR", "(sfr NEAR/5 panne) OR @sfr NOT fruit", "rival")
TOPICS = (ORANGE, SFR)
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> DetailPanel:
    look.use(qapp, "light")
    made = DetailPanel()
    qtbot.addWidget(made)
    made.resize(300, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(panel: DetailPanel, one: Heard, topics: tuple[Topic, ...] = TOPICS, works: tuple[Rehearing, ...] = ()) -> None:
    reader = FakeReader([one], topics)
    reader.works = works
    panel.choose(one.id)
    panel.draw(panel.read(reader.as_reader(), SCOPE, panel.options()))
    QApplication.processEvents()


def part(panel: DetailPanel) -> WhyNot:
    return panel.findChildren(WhyNot)[0]


def said(one: Heard, asked: Topic, known: About = About(), works: tuple[Rehearing, ...] = ()) -> list[str]:  # noqa: B008
    signs = {True: "✓", False: "✗", None: " "}
    return [f"{signs[row.held]} {row.text} {row.note}".strip() for row in why_not(one, asked, known, works)]


def test_that_what_failed_is_named() -> None:
    rows = said(heard(1, "La fibre SFR"), SFR)
    assert any(row.startswith("✗") and "sfr NEAR/5 panne" in row for row in rows)
    assert any(row.startswith("✗") and "panne" in row and "absent" in row for row in rows)
    assert any(row.startswith("✓") and row.split()[1] == "sfr" for row in rows)


def test_that_what_shut_it_out_is_named_with_its_place() -> None:
    rows = said(heard(1, "Un fruit SFR en panne"), Topic(2, "SFR", "sfr NOT fruit"))
    assert any(row.startswith("✗") and "fruit" in row and "text, word 2" in row for row in rows)


def test_that_a_query_which_holds_now_says_that_it_did_not_then() -> None:
    rows = said(heard(1, "SFR en panne"), Topic(2, "SFR", "sfr"))
    assert rows[0] == "The topic's query of now holds, but it did not when the mention came."
    works = (Rehearing(2, 2, 10, 100),)
    rows = said(heard(1, "SFR en panne"), Topic(2, "SFR", "sfr"), works=works)
    assert "has not come to this mention yet" in rows[0]


def test_that_what_only_the_session_knows_counts() -> None:
    asked = Topic(2, "Staff", "is:insider source:Forum")
    assert said(heard(1), asked)[0].startswith("✗")
    assert said(heard(1), asked, About("Forum", ("Anne",), True))[0].startswith("The topic's query of now holds")


def test_that_a_watched_person_is_found_by_account(tmp_path: Path) -> None:
    """Both ways: why a topic kept a mention, and why not."""
    path = tmp_path / "people.hubdesk"
    create(path, NewSession("Trial"))
    query = 'person:"Anne Martin"'
    with open_writer(path) as writer:
        writer.set_note(
            "people", '[{"name": "Anne Martin", "role": "journalist", "accounts": ["bluesky:anne.example"]}]'
        )
        added = writer.add_topic(topic("Press", query))
        source = writer.add_source(SourceRow(0, "Trial", "feed"))
        hers, other = mention(author=Author("anne.example")), mention(author=Author("paul.example"))
        rows = [replace(entry(topics=[added]), mention=hers), Entry(other)]
        writer.add_page(source.id, rows, cursor="", due_at=0, seen_at=NOON)
    with open_reader(path) as reader:
        scope = Scope((), NOON - HOUR, NOON + HOUR)
        ids = {row.mention.author.handle: row.id for row in reader.latest(scope, 2)}
        kept = DetailPanel.read(reader, scope, DetailOptions(ids["anne.example"]))
        left_out = DetailPanel.read(reader, scope, DetailOptions(ids["paul.example"], against=added.id))
    assert [row.held for row in kept.reasons[0].rows] == [True]
    assert [row.held for row in left_out.why_not] == [False]


@pytest.mark.parametrize("query", ["(", "", "NEAR", "\x00"])
def test_that_a_query_that_cannot_be_read_says_so(query: str) -> None:
    (row,) = explained(heard(1), query, About())[0]
    assert row.held is None
    assert row.text.startswith("This query cannot be read: ")


def test_that_a_text_that_is_gone_is_not_tried() -> None:
    assert said(heard(1, "", withdrawn_at=NOON), SFR) == ["The text is gone, so there is nothing to try."]


def test_that_a_search_explains_itself_and_marks_its_words(panel: DetailPanel) -> None:
    panel.show_search("panne NEAR/3 lille")
    show(panel, heard(1, "La fibre est en panne à Lille", topics=(1,)))
    assert part(panel).has_choices
    assert part(panel).lines() == []
    part(panel).against_wished.emit(SEARCH)
    show(panel, heard(1, "La fibre est en panne à Lille", topics=(1,)))
    lines = part(panel).lines()
    assert lines[0].startswith("✓ panne NEAR/3 lille")
    picture = panel._picture
    assert picture is not None
    assert picture.heard is not None
    assert picture.heard.marks("body") == ((16, 21), (24, 29))
    assert [one.topic for one in picture.reasons] == [ORANGE]


def test_that_a_search_that_is_over_is_no_choice_any_more(panel: DetailPanel) -> None:
    panel.show_search("panne")
    part(panel).against_wished.emit(SEARCH)
    panel.show_search("")
    assert panel.options().against is None


def test_that_the_menu_offers_those_that_did_not_keep_it(panel: DetailPanel, qtbot: QtBot) -> None:
    panel.show_search("<b>x</b> & y")
    show(panel, heard(1, "La fibre", topics=(1,)))
    chip = part(panel)._chip
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    (menu,) = part(panel).findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Search: “<b>x</b> && y”", "SFR"]
    with qtbot.waitSignal(panel.options_changed):
        menu.actions()[1].trigger()
    menu.hide()
    show(panel, heard(1, "La fibre", topics=(1,)))
    assert chip.text() == "SFR"
    assert any(line.startswith("✗") for line in part(panel).lines())


def test_that_the_choice_stays_while_mentions_are_walked_through(panel: DetailPanel) -> None:
    part(panel).against_wished.emit(2)
    show(panel, heard(1, "La fibre", topics=(1,)))
    assert part(panel).lines()
    show(panel, heard(2, "SFR en panne", topics=(2,)))
    assert part(panel)._said.text() == "This topic kept it: see above."
    assert part(panel).lines() == []


def test_that_without_anything_to_ask_there_is_nothing_to_choose(panel: DetailPanel) -> None:
    show(panel, heard(1, "La fibre", topics=(1, 2)))
    assert not part(panel).isVisible()


def test_that_reasons_stay_what_they_were_without_a_session() -> None:
    one = heard(1, "La fibre", ["fibre"])
    assert reasons(one, TOPICS) == reasons(one, TOPICS, About())


def test_that_a_session_is_read_whole(tmp_path: Path) -> None:
    path = session(tmp_path, ["Orange est en panne"], [topic()])
    with open_reader(path) as reader:
        scope = Scope(reader.topics(), NOON - HOUR, NOON + 2 * HOUR)
        found = reader.latest(scope, 1)[0]
        picture = DetailPanel.read(reader, scope, DetailOptions(found.id, "livebox", SEARCH))
    assert [row.held for row in picture.why_not] == [False]
