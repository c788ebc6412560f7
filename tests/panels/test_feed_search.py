"""The feed as it shows what a search found: how many, where, in which order, live, and when there is nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, session, topic
from feed_fakes import HOSTILE, SCOPE, TOPICS, FakeReader, heard
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

import hubdesk.panels.feed_search as finding
import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, Heard, HubdeskError, Rehearing, Scope, SessionFacts
from hubdesk.core.filters import Filter
from hubdesk.panels.feed import FeedPanel
from hubdesk.panels.feed_picture import FIRST, FeedOptions, FeedPicture, Search, everywhere, read_feed
from hubdesk.panels.feed_words import why_nothing
from hubdesk.panels.marked import SEARCH
from hubdesk.panels.past import Past
from hubdesk.query.match import test
from hubdesk.query.tree import Query
from hubdesk.store.reader import Order
from hubdesk.store.reader_columns import drop
from hubdesk.store.search import Found
from hubdesk.store.session import open_reader
from hubdesk.widgets.search_bar import HEAD, SearchBar, SearchLine


class SearchedReader(FakeReader):
    """A reader made of a list, that also answers searches."""

    def search(
        self,
        query: Query,
        scope: Scope,
        limit: int,
        *,
        order: Order = Order.TIME,
        before: tuple[int, int] | None = None,
        most: int | None = None,
    ) -> Found:
        """By relevance, the shortest texts first. `most`: of the newest."""
        looked_at = self.latest(scope, most if most is not None else 10**9)
        found = [row for row in looked_at if test(query, row.mention, row.notes) is not None]
        is_whole = most is None or len(self.latest(scope, 10**9)) <= most
        if order == Order.RELEVANCE:
            shown = sorted(found, key=lambda row: len(row.mention.text))
        else:
            shown = [row for row in found if before is None or (row.known_at, row.id) < before]
        return Found(len(found), tuple(shown[:limit]), is_whole)


TEXTS = ("La fibre est en panne", "La box est en panne depuis ce matin à Lille", "Livebox livrée", "Panne finie")


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> FeedPanel:
    look.use(qapp, "light")
    made = FeedPanel()
    qtbot.addWidget(made)
    made.resize(330, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def reader() -> FakeReader:
    return SearchedReader([heard(n, text) for n, text in enumerate(TEXTS, 1)])


def draw(panel: FeedPanel, reader: FakeReader, scope: Scope = SCOPE) -> FeedPicture:
    picture = panel.read(reader.as_reader(), scope, panel.options())
    panel.draw(picture)
    return picture


def listed(panel: FeedPanel) -> list[int]:
    return [row.id for row in panel.view._mentions.rows()]


def place_of(panel: FeedPanel, id_: int) -> int:
    """Where a mention's card is in the panel, px from its top."""
    index = panel.view._mentions.index(listed(panel).index(id_))
    return panel.view.mapTo(panel, panel.view.visualRect(index).topLeft()).y()


def found(reader: FakeReader, text: str = "panne", scope: Scope = SCOPE, **how: bool) -> FeedPicture:
    return read_feed(reader.as_reader(), scope, FeedOptions(search=Search(text, **how)))


# What is read.


def test_that_only_what_answers_is_read_newest_first(reader: FakeReader) -> None:
    picture = found(reader)
    assert [row.id for row in picture.newest] == [4, 2, 1]
    assert (picture.total, picture.is_whole, picture.is_all) == (3, True, True)


def test_that_the_words_of_the_search_are_marked_beside_those_of_topics(reader: FakeReader) -> None:
    reader.rows[0] = heard(1, "La fibre est en panne", ["fibre"])
    row = found(reader).newest[-1]
    assert row.marks("body") == ((3, 8), (16, 21))
    assert {match.topic for match in row.matches} == {1, SEARCH}


def test_that_the_best_are_a_list_of_their_own(reader: FakeReader) -> None:
    picture = found(reader, by_relevance=True)
    assert [row.id for row in picture.newest] == [4, 1, 2]
    reader.rows = [heard(n, "panne " * n) for n in range(1, FIRST + 51)]
    picture = found(reader, by_relevance=True)
    assert (len(picture.newest), picture.total, picture.is_all) == (FIRST, FIRST + 50, True)


def test_that_everywhere_is_all_that_is_stored_and_known_by_then() -> None:
    facts = SessionFacts("Trial", "UTC", False, False, 9, NOON - 30 * DAY, NOON)
    assert everywhere(SCOPE, facts) == Scope((), NOON - 30 * DAY, NOON + HOUR, NOON + HOUR)
    past = replace(SCOPE, end=NOON, known_by=NOON + 9 * HOUR)
    assert everywhere(past, facts) == Scope((), NOON - 30 * DAY, NOON + 9 * HOUR, NOON + 9 * HOUR)
    replay = Scope(TOPICS, NOON - 40 * DAY, NOON)
    assert everywhere(replay, facts) == Scope((), NOON - 40 * DAY, NOON, NOON)  # nothing past where a replay stands
    assert everywhere(replay, replace(facts, first_at=None)).start == 0


def test_that_too_many_candidates_make_the_total_a_lower_bound(
    reader: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    picture = found(reader)
    assert (picture.total, picture.is_whole) == (1, False)


def test_that_what_is_no_query_is_an_error_for_people(reader: FakeReader) -> None:
    with pytest.raises(HubdeskError, match="NEAR"):
        found(reader, "a NEAR b")


def test_that_a_session_is_searched(tmp_path: Path) -> None:
    path = session(tmp_path, TEXTS, [topic()])
    with open_reader(path) as opened:
        scope = Scope(opened.topics(), NOON - HOUR, NOON + 2 * HOUR)
        by_time = FeedPanel.read(opened, scope, FeedOptions(search=Search("panne")))
        best = FeedPanel.read(opened, scope, FeedOptions(search=Search("panne", by_relevance=True)))
        nowhere = FeedPanel.read(opened, replace(scope, end=NOON - 1), FeedOptions(search=Search("panne")))
        all_of_it = replace(scope, end=NOON - 1, known_by=NOON + 2 * HOUR)
        anywhere = FeedPanel.read(opened, all_of_it, FeedOptions(search=Search("panne", is_everywhere=True)))
        first = by_time.newest[0]
        place = (first.known_at, first.id)
        below = FeedPanel.read(opened, scope, FeedOptions(place, place, 1, Search("panne")))
    assert [row.mention.text for row in by_time.newest] == [TEXTS[3], TEXTS[1], TEXTS[0]]
    assert {row.id for row in best.newest} == {row.id for row in by_time.newest}
    assert (by_time.total, best.total, nowhere.total, anywhere.total) == (3, 3, 0, 3)
    assert [row.mention.text for row in below.block] == [TEXTS[1]]


def test_that_what_a_chip_took_is_not_searched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = session(tmp_path, TEXTS, [topic()])
    chip = Filter("text", ("panne",))
    with open_reader(path) as opened:
        scope = Scope(opened.topics(), NOON - HOUR, NOON + 2 * HOUR)
        searched = FeedPanel.read(opened, scope, FeedOptions(search=Search("panne")))
        monkeypatch.setattr(opened, "search", None)
        narrowed = FeedPanel.read(opened, replace(scope, filters=(chip,)), FeedOptions(search=Search("panne")))
        assert narrowed == replace(searched, scope=narrowed.scope)
        first = searched.newest[0]
        place = (first.known_at, first.id)
        below = FeedPanel.read(opened, narrowed.scope, FeedOptions(place, place, 1, Search("panne")))
        assert below.block == searched.newest[1:2]
        monkeypatch.undo()
        other = replace(scope, filters=(chip.other_way(),))
        assert FeedPanel.read(opened, other, FeedOptions(search=Search("panne"))).total == 0
    drop(path)


# What is shown.


def test_that_a_search_replaces_the_list_and_says_so(panel: FeedPanel, reader: FakeReader, qtbot: QtBot) -> None:
    draw(panel, reader)
    with qtbot.waitSignal(panel.options_changed):
        panel.search("panne")
    assert listed(panel) == []  # what was listed answered another question
    assert panel.search_bar.shown.count == "Searching…"
    with qtbot.waitSignal(panel.subtitle_changed) as said:
        draw(panel, reader)
    assert said.args == ["3"]
    assert listed(panel) == [4, 2, 1]
    assert panel.search_bar.isVisible()
    assert panel.search_bar.accessibleName() == "Search: “panne” · 3 mentions"


def test_that_an_answer_to_a_search_that_is_over_is_not_drawn(panel: FeedPanel, reader: FakeReader) -> None:
    panel.search("panne")
    late = panel.read(reader.as_reader(), SCOPE, panel.options())
    panel.search("livebox")
    panel.draw(late)
    assert listed(panel) == []
    draw(panel, reader)
    assert listed(panel) == [3]


def test_that_new_mentions_that_answer_come_in_and_others_do_not(panel: FeedPanel, reader: FakeReader) -> None:
    panel.search("panne")
    draw(panel, reader)
    reader.rows += [heard(5, "Encore une panne"), heard(6, "Tout va bien")]
    draw(panel, reader)
    assert listed(panel) == [5, 4, 2, 1]
    panel.toggle_pause()
    reader.rows.append(heard(7, "panne encore"))
    draw(panel, reader)
    assert (listed(panel)[0], panel.held) == (5, 1)


def test_that_the_best_first_are_asked_for_seldom_and_keep_what_is_chosen(panel: FeedPanel, reader: FakeReader) -> None:
    panel.search("panne")
    draw(panel, reader)
    assert panel.pace_seconds == 0
    panel.search_bar.order_wished.emit(True)
    assert panel.pace_seconds == 2.0
    draw(panel, reader)
    assert listed(panel) == [4, 1, 2]
    panel.view.setCurrentIndex(panel.view._mentions.index(1))
    reader.rows.append(heard(5, "panne"))
    draw(panel, reader)
    assert listed(panel) == [5, 4, 1, 2]
    assert panel.view.chosen_row() == 2
    assert panel.options() == FeedOptions(search=Search("panne", by_relevance=True))
    assert panel.view.accessibleName() == "Mentions, best first"


def test_that_older_ones_are_found_while_scrolling(panel: FeedPanel) -> None:
    reader = SearchedReader([heard(n, "panne" if n % 2 else "calme") for n in range(1, 1_001)])
    panel.search("panne")
    draw(panel, reader)
    for _page in range(4):
        panel.view.verticalScrollBar().setValue(panel.view.verticalScrollBar().maximum())
        draw(panel, reader)
    assert listed(panel) == list(range(999, 0, -2))


def test_that_escape_in_the_list_closes_the_search(panel: FeedPanel, reader: FakeReader, qtbot: QtBot) -> None:
    panel.search("panne")
    draw(panel, reader)
    panel.view.setFocus()
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.keyClick(panel.view, Qt.Key.Key_Escape)
    assert wished.args == ["search-left", None]
    assert panel.search_bar.isHidden()
    draw(panel, reader)
    assert listed(panel) == [4, 3, 2, 1]


def test_that_ending_it_from_outside_is_not_told_back(panel: FeedPanel, reader: FakeReader, qtbot: QtBot) -> None:
    panel.search("panne")
    draw(panel, reader)
    with qtbot.assertNotEmitted(panel.wish):
        panel.search("")


def test_that_the_star_wishes_to_save_and_is_filled_by_the_window(panel: FeedPanel, qtbot: QtBot) -> None:
    panel.search("panne")
    star = next(b for b in panel.search_bar.findChildren(QAbstractButton) if b.accessibleName() == "Save the search")
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(star, Qt.MouseButton.LeftButton)
    assert wished.args == ["search-saved", ("panne", True)]
    panel.show_saved(frozenset({"panne"}))
    assert star.accessibleName() == "Saved: forget it"
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(star, Qt.MouseButton.LeftButton)
    assert wished.args == ["search-saved", ("panne", False)]


def test_that_nothing_found_says_what_was_asked_where_and_what_to_try(
    panel: FeedPanel, reader: FakeReader, qtbot: QtBot
) -> None:
    panel.search("zut NEAR/5 alors")
    draw(panel, reader)
    shown = panel.stage.empty.shown
    assert shown.head == "Nothing found"
    assert "“zut NEAR/5 alors”" in shown.text
    assert "From 19 Nov 2026 11:00 to 19 Nov 2026 13:00" in shown.text
    assert [key for key, _label in shown.actions] == ["search-everywhere", "widen"]
    with qtbot.waitSignal(panel.options_changed):
        qtbot.mouseClick(panel.stage.empty.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
    draw(panel, reader)
    assert panel.stage.empty.shown.text == "None of the 4 stored mentions answers “zut NEAR/5 alors”."
    assert panel.stage.empty.shown.actions == ()


def test_that_nothing_found_says_that_other_filters_narrow_it(reader: FakeReader) -> None:
    picture, words = found(reader, "zut alors"), Filter("text", ("zut alors",))
    alone = why_nothing(replace(picture, scope=replace(SCOPE, filters=(words,))))
    assert "of the chosen topics answers" in alone.text
    for other in (Filter("tone", ("negative",)), words.other_way(), Filter("text", ('target:"Orange"',))):
        beside = why_nothing(replace(picture, scope=replace(SCOPE, filters=(words, other))))
        assert "that the other filters leave answers “zut alors”" in beside.text


def test_that_nothing_among_too_many_is_not_called_nothing(
    panel: FeedPanel, reader: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 1)
    panel.search("livebox")
    draw(panel, reader)
    assert "too many to look at all" in panel.stage.empty.shown.text
    assert panel.search_bar.shown.count == "at least 0 mentions"


def test_that_a_search_everywhere_does_not_rest_on_what_topics_heard(panel: FeedPanel, reader: FakeReader) -> None:
    past = Past((Rehearing(1, 2, 61, 100),))
    panel.search("panne")
    draw(panel, reader)
    panel.show_past(past, SCOPE)
    assert panel.past_bar.isVisible()
    panel.search_bar.place_wished.emit(True)
    draw(panel, reader)
    panel.show_past(past, SCOPE)
    assert panel.past_bar.isHidden()


@pytest.mark.parametrize("query", ["<b>x</b>", "&amp;&File", "x" * 7_000, "مرحبا", "😀"])
def test_that_a_hostile_query_is_plain_text_within_the_width(panel: FeedPanel, query: str) -> None:
    panel.search(query)
    draw(panel, SearchedReader([heard(1, HOSTILE[0])]))
    QApplication.processEvents()
    assert panel.width() == 330
    assert panel.minimumSizeHint().width() <= 330
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))


@pytest.mark.parametrize("width", [180, 220, 280, 330, 700])
@pytest.mark.parametrize("count", ["3 mentions", "au moins 1 234 567 mentions"])
def test_that_the_bars_parts_never_overlap(qtbot: QtBot, qapp: QApplication, width: int, count: str) -> None:
    look.use(qapp, "light")
    bar = SearchBar()
    qtbot.addWidget(bar)
    bar.resize(width, HEAD)
    bar.say(SearchLine("panne NEAR/5 lille", count))
    bar.show()
    boxes = [button.geometry() for button in bar.findChildren(QAbstractButton)]
    assert all(bar.rect().contains(box) for box in boxes), [boxes, bar.rect()]
    assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)


def test_that_the_best_stay_where_they_are_when_nothing_changed(panel: FeedPanel) -> None:
    rows: list[Heard] = [heard(n, "panne " * (n % 7 + 1)) for n in range(1, 150)]
    reader = SearchedReader(rows)
    panel.search("panne")
    panel.search_bar.order_wished.emit(True)
    draw(panel, reader)
    panel.view.verticalScrollBar().setValue(900)
    reader.rows[10] = replace(reader.rows[10], edited_at=NOON)
    draw(panel, reader)
    assert panel.view.verticalScrollBar().value() == 900


def test_that_a_new_ranking_waits_while_somebody_reads_further_down(panel: FeedPanel, qtbot: QtBot) -> None:
    reader = SearchedReader([heard(n, "panne " * (n + 1)) for n in range(1, 100)])
    panel.search("panne")
    panel.search_bar.order_wished.emit(True)
    draw(panel, reader)
    panel.view.verticalScrollBar().setValue(900)
    before = listed(panel)
    QApplication.processEvents()
    row = before[panel.view.visible_rows().start + 1]
    place = place_of(panel, row)
    gone = reader.rows.pop(50)  # withdrawn: it must not wait
    reader.rows += [heard(200, "panne"), heard(201, "panne")]
    draw(panel, reader)
    assert listed(panel) == [id_ for id_ in before if id_ != gone.id]
    QApplication.processEvents()
    assert place_of(panel, row) == place  # the bar came, the cards stayed
    assert panel.bar.text == "2 new, held back"
    panel.view.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: listed(panel)[:3] == [201, 200, 1])
    assert panel.held == 0
