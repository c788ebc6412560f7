"""The episodes panel: in what order and words, on what evidence, what a click opens, and what it says when empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from episode_fakes import START, crisis, seen, state, watched
from fakes import NOON, session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, MINUTE, Scope
from hubdesk.core.episode_answers import instant
from hubdesk.panels.episode_marking import CRISIS_ROOM, EPISODE, MARK, UNMARK, Marking
from hubdesk.panels.episodes import EpisodesPanel
from hubdesk.panels.episodes_known import excess, first_at, ids, listened, sentences, share
from hubdesk.panels.episodes_picture import EpisodesOptions, EpisodesPicture
from hubdesk.panels.episodes_score import Verdicts, score_lines
from hubdesk.panels.episodes_sheet import query_of, sheet_words
from hubdesk.panels.episodes_words import fate, kind_words, said_of, sentence, when
from hubdesk.panels.panel import Rows
from hubdesk.query.syntax import parse
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets.severity import held

SCOPE = Scope((), NOON - HOUR, NOON + HOUR)
ZONE = "Europe/Paris"


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> EpisodesPanel:
    look.use(qapp, "light")
    made = EpisodesPanel()
    qtbot.addWidget(made)
    made.resize(700, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(path: Path, opened: int | None = None, scope: Scope = SCOPE) -> EpisodesPicture:
    with open_reader(path) as reader:
        return EpisodesPanel.read(reader, scope, EpisodesOptions(opened))


def test_that_a_buzz_that_became_a_crisis_is_one_episode(tmp_path: Path) -> None:
    (one,) = picture(watched(tmp_path, crisis())).listed
    assert (kind_words(one.known), one.known.severity, len(one.known.states)) == ("Crisis, level 3", 3, 4)
    assert sentence(one.known, ZONE) == "60 mentions in an hour, 57 times the usual 1"
    assert fate(one.known) == ("fade", "fades")
    assert when(one.known, NOON + HOUR, ZONE) == "since 11:50"


def test_that_a_replay_shows_what_was_known_then(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    (one,) = picture(path, scope=Scope((), NOON - HOUR, NOON + 10 * MINUTE)).listed
    assert (kind_words(one.known), one.known.severity) == ("Rising buzz", 0)
    assert picture(path, scope=Scope((), NOON - HOUR, NOON - 1)).all == 0


def test_that_what_lasts_stands_first_then_the_gravest_and_wrong_alarms_last(tmp_path: Path) -> None:
    found = [
        *seen("buzz", 1, state(NOON - DAY, end=NOON - DAY + HOUR, severity=2), opened_at=NOON - DAY),
        *seen("buzz", 2, state(NOON), opened_at=NOON),
        *crisis(),
        *seen("outage", 2, state(NOON + MINUTE), opened_at=NOON + MINUTE),
    ]
    path = watched(tmp_path, found)
    with open_writer(path) as writer:
        writer.mark_episode(2, "wrong", NOON + 2 * MINUTE)
    kinds = [(kind_words(one.known), one.topic.name if one.topic else "") for one in picture(path).listed]
    assert kinds == [
        ("Crisis, level 3", "Orange"),
        ("Outage", "Free"),
        ("Rising buzz", "Orange"),
        ("Rising buzz", "Free"),
    ]


def test_that_a_pschitt_is_said_early_and_taken_back_openly(tmp_path: Path) -> None:
    found = [
        *seen("buzz", 1, state(NOON), state(NOON + MINUTE, "fade", verdict="expected")),
        *seen("buzz", 2, state(NOON, verdict="expected"), state(NOON + HOUR, "rise", verdict="grew")),
        *seen("buzz", 1, state(NOON - 5 * HOUR), state(NOON - HOUR, "pschitt", verdict="pschitt", end=NOON - HOUR),
              opened_at=NOON - 5 * HOUR),
    ]  # fmt: skip
    shown = {one.known.id: fate(one.known) for one in picture(watched(tmp_path, found)).listed}
    assert shown == {
        1: ("expected", "fades, likely to fizzle"),
        2: ("rise", "rises; called a fizzle, wrongly"),
        3: ("pschitt", "fizzled"),
    }


def test_that_verdicts_and_wrong_alarms_are_counted_against_the_budget(tmp_path: Path) -> None:
    over = {"end": NOON + HOUR}
    found = [
        *seen("buzz", 1, state(NOON, verdict="expected"), state(NOON + 1, "pschitt", verdict="pschitt", **over)),
        *seen("buzz", 2, state(NOON, verdict="expected"), state(NOON + 1, verdict="grew", **over)),
        *seen("buzz", 2, state(NOON, verdict="pschitt"), state(NOON + 1, verdict="grew"), opened_at=NOON - 1),
        *seen("buzz", 2, state(NOON, verdict="expected"), opened_at=NOON - 2),
        *seen("buzz", 2, state(NOON, "pschitt", verdict="pschitt"), opened_at=NOON - 3),
        *seen("buzz", 2, state(NOON - 9 * DAY), opened_at=NOON - 9 * DAY),
    ]
    path = watched(tmp_path, found)
    with open_writer(path) as writer:
        writer.mark_episode(3, "wrong", NOON)
    card = picture(path).card
    assert card.verdicts == Verdicts(right=1, withdrawn=1, wrong=1, open=1, unannounced=1)
    assert score_lines(card) == (
        "Fizzles said early: 1 right, 1 taken back, 1 still open. Said at the end: 2, of which 1 came back.",
        "Alarms of the week called wrong: Free 1 of 4, Orange 0 of 1; the budget is 1 a topic.",
    )


def test_that_a_volume_is_drawn_of_the_scope_and_never_past_it(tmp_path: Path) -> None:
    (one,) = picture(watched(tmp_path, crisis())).listed
    spark = one.spark
    assert spark is not None
    assert spark.span.end == SCOPE.end
    assert (spark.marked.start, spark.marked.end) == (START, SCOPE.end)
    assert sum(value or 0 for at, value in spark.points if at >= START) >= 59


def test_that_the_sheet_tells_why_and_every_figure_opens_its_rows(tmp_path: Path) -> None:
    opened = picture(watched(tmp_path, crisis()), opened=2).opened
    assert opened is not None
    words = sheet_words(opened, SCOPE.end, ZONE)
    assert words.lines == ("60 mentions in an hour, 57 times the usual 1", "81% of those read are negative")
    assert [one.text for one in words.sayings] == [
        "25% near-duplicates", "0% reposts", "15% name a place", "9 of 10 minutes listened to",
    ]  # fmt: skip
    sections = {section.head: section.rows for section in words.sections if section.rows}
    assert list(sections) == ["First mentions", "Words", "Accounts", "Sites linked to", "Places"]
    assert [row.key for row in sections["First mentions"]] == [24, 25, 26, 27, 28, 29]
    stretch = (START, NOON + 50 * MINUTE, 1)
    assert sections["Words"][0].key == Rows('"panne"', *stretch)
    assert sections["Accounts"][0].key == Rows("author:lea.example", *stretch)
    assert sections["Places"][0].key == Rows("place:59", *stretch)
    assert (sections["Places"][0].name, sections["Places"][0].cells[1].text) == ("Nord (59)", "0.5")
    assert [fact.words for fact in words.facts][-1] == "It fades: 4"


def test_that_the_sheet_of_what_lasts_says_whether_it_is_likely_to_double(tmp_path: Path) -> None:
    rises = state(NOON + 5 * MINUTE, evidence={"chance": 0.22})
    over = state(NOON + 40 * MINUTE, "over", end=NOON + 40 * MINUTE, evidence={"chance": 0.22})
    said = []
    for name, states in (("lasts", (state(NOON), rises)), ("over", (state(NOON), rises, over))):
        opened = picture(watched(tmp_path, seen("buzz", 1, *states), name), opened=1).opened
        assert opened is not None
        said.append([one.text for one in sheet_words(opened, SCOPE.end, ZONE).sayings])
    assert said[0][0] == "22% chance that as many follow"
    assert not any("follow" in one for one in said[1])


@pytest.mark.parametrize("name", ["panne", 'dit "non"', "l'orage", "a.b@c.example", "2A", "statut.example"])
@pytest.mark.parametrize("key", ["terms", "authors", "domains", "places"])
def test_that_what_a_figure_asks_for_is_a_query(key: str, name: str) -> None:
    query = query_of(key, name)
    assert not query or parse(query).tree


@pytest.mark.parametrize("name", ["", " ", '"', "a) OR (b", "x" * 300, "…"])
def test_that_no_query_is_made_of_what_none_can_say(name: str) -> None:
    assert [key for key in ("authors", "domains", "places") if query_of(key, name)] == []
    assert not query_of("terms", name) or name == "a) OR (b"


HOSTILE = (
    {"told": 3, "terms": "x", "first": [], "mentions": {"a": 1}, "shares": [], "minutes": [3]},
    {"told": [["", {}], ["{n_ms}", {"n_ms": 1e300}], [5], None], "terms": [[1, 2, 3], ["a", "b", "c"], []]},
    {
        "told": [["{x} {y}", {"x": float("inf"), "y": float("nan")}]],
        "terms": [["a", float("inf"), 1]],
        "mentions": [-1],
    },
    {"first": {"mention": "1", "at": 1e99}, "mentions": [1 << 80, True, None], "shares": {"reposts": 7}},
    {"terms": [["\u202eabc<b>", 1, 0]] * 500, "area": {"places": [1, {}]}, "rings": [3, {"accounts": "x"}, {}]},
    {"area": [], "rings": {"a": 1}, "minutes": [10, 2], "places": [["9" * 999, 1, 1]]},
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_that_a_strangers_evidence_is_absent_and_no_fault(
    tmp_path: Path, panel: EpisodesPanel, qtbot: QtBot, number: int
) -> None:
    evidence = HOSTILE[number]
    path = watched(tmp_path, seen("buzz", 1, state(NOON, "odd", severity=99, verdict="x" * 500, evidence=evidence)))
    panel.choose_episode(1)
    panel.draw(picture(path, 1))
    assert panel.sheet.isVisible()
    assert panel.grab().height() == 700


def test_that_evidence_is_read_only_where_it_is_as_promised() -> None:
    assert sentences({"told": [["", {}], ["{n}", {"n": 3}]]}, ZONE) == ("3",)
    assert excess({"terms": [["a", True, 1], ["b", 2, 1]]}, "terms")[0].name == "b"
    assert share({"shares": {"reposts": 7}}, "reposts") is None
    assert listened({"minutes": [10, 2]}) is None
    assert ids({"first": {"mention": 4}, "mentions": [5, 4, "6", True]})[:2] == (4, 5)
    assert first_at({"first": {"at": 1 << 60}}) is None
    assert (held(-4), held(99)) == (0, 3)


def test_that_what_the_analyst_said_stands_on_the_row(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    with open_writer(path) as writer:
        writer.mark_episode(1, "acknowledged", NOON)
        writer.mark_episode(2, "snoozed", NOON, "2026-11-19T15:32:00+01:00")
        writer.mark_episode(2, "snoozed", NOON, "never")
    (one,) = picture(path).listed
    assert said_of(one.known, SCOPE.end, ZONE) == "acknowledged · snoozed until 15:32"
    assert said_of(one.known, NOON + DAY, ZONE) == "acknowledged"
    assert instant("2026-11-19T15:32:00") is None


def test_that_a_row_opens_by_click_and_by_return_and_closes_by_escape(
    tmp_path: Path, panel: EpisodesPanel, qtbot: QtBot
) -> None:
    path = watched(tmp_path, crisis())
    panel.draw(picture(path))
    place = panel.list.visualRect(panel.list.model().index(0, 0)).center()
    with qtbot.waitSignals([panel.wish, panel.options_changed]):
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.options() == EpisodesOptions(2)
    panel.draw(picture(path, 2))
    assert panel.sheet.isVisible()
    QTest.keyClick(panel.list, Qt.Key.Key_Escape)
    assert panel.sheet.isHidden()
    panel.list.choose(2)
    with qtbot.waitSignal(panel.wish) as wished:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert wished.args == [EPISODE, 2]


def test_that_buttons_wish_for_marks_and_undo_takes_the_last_back(
    tmp_path: Path, panel: EpisodesPanel, qtbot: QtBot
) -> None:
    path = watched(tmp_path, crisis())
    wishes: list[tuple[str, object]] = []
    panel.wish.connect(lambda word, value: wishes.append((word, value)))
    panel.draw(picture(path))
    panel._do("wrong")
    panel.choose_episode(2)
    panel.draw(picture(path, 2))
    for key in ("acknowledge", "hour", "tomorrow", "wrong", "undo", "room"):
        panel.sheet.buttons.button(key).click()
    assert wishes == [
        (MARK, None),
        (MARK, Marking(2, "acknowledged")),
        (MARK, Marking(2, "snoozed", "hour")),
        (MARK, Marking(2, "snoozed", "tomorrow")),
        (MARK, Marking(2, "wrong")),
        (UNMARK, (2, 1)),
        (CRISIS_ROOM, 2),
    ]


def test_that_in_a_small_dock_the_sheet_stands_in_place_of_the_list(tmp_path: Path, panel: EpisodesPanel) -> None:
    path = watched(tmp_path, crisis())
    panel.choose_episode(2)
    panel.draw(picture(path, 2))
    assert panel.list.isVisible()
    panel.resize(400, 300)
    assert (panel.list.isVisible(), panel.sheet.isVisible()) == (False, True)
    assert panel.sheet.buttons.height() < 40  # one row
    assert panel.sheet.buttons.button("tomorrow").isHidden()
    assert {"Snooze until tomorrow", "Wrong alarm", "Undo"} <= {action.text() for action in panel.actions()}
    panel.sheet.buttons.button("close").click()
    assert (panel.list.isVisible(), panel.sheet.isVisible()) == (True, False)


def test_that_a_first_mention_is_chosen_and_a_word_opens_its_rows(
    tmp_path: Path, panel: EpisodesPanel, qtbot: QtBot
) -> None:
    panel.choose_episode(2)
    panel.draw(picture(watched(tmp_path, crisis()), 2))
    keys = panel.sheet.keys()
    with qtbot.waitSignal(panel.mention_chosen) as chosen:
        panel.sheet.chosen.emit(keys[0])
    assert chosen.args == [24]
    rows = next(key for key in keys if isinstance(key, Rows))
    with qtbot.waitSignal(panel.wish) as wished:
        panel.sheet.chosen.emit(rows)
    assert wished.args == ["rows", rows]


def test_that_in_a_low_dock_the_score_is_one_line(tmp_path: Path, panel: EpisodesPanel) -> None:
    panel.draw(picture(watched(tmp_path, crisis())))
    assert "the budget is 1 a topic" in panel.card.text()
    panel.resize(340, 240)
    assert panel.card.text() == "Called wrong this week: 0 of 1 alarms."
    assert panel.list.height() > 3 * panel.card.height()
    panel.resize(700, 700)
    assert "the budget is 1 a topic" in panel.card.text()


def test_that_an_empty_panel_says_since_when_it_is_watched_or_that_nobody_does(
    tmp_path: Path, panel: EpisodesPanel
) -> None:
    panel.draw(picture(session(tmp_path)))
    assert panel._stage.empty.shown.head == "Nobody watches yet"
    panel.draw(picture(watched(tmp_path, [])))
    shown = panel._stage.empty.shown
    assert shown.head == "Nothing detected"
    assert shown.text.startswith("Watched from 12 Nov 2026 12:00 to 19 Nov 2026 14:00. Alarms are set for")
    panel.draw(picture(watched(tmp_path, [], "late", upto=NOON)))
    assert panel._stage.empty.shown.text == (
        "Up to 19 Nov 2026 12:00 nothing was detected. Since then the collector is not running."
    )


def test_that_a_list_says_that_nobody_watches_any_more(tmp_path: Path, panel: EpisodesPanel) -> None:
    panel.draw(picture(watched(tmp_path, crisis(), upto=NOON + 55 * MINUTE)))
    assert panel._stage.notice.isHidden()
    panel.draw(picture(watched(tmp_path, crisis(), "late", upto=NOON + 30 * MINUTE)))
    assert not panel._stage.notice.isHidden()


def test_that_what_cannot_be_read_is_said_and_the_list_stays(tmp_path: Path, panel: EpisodesPanel) -> None:
    panel.complain("locked")
    assert panel._stage.empty.shown.head == "The episodes could not be read"
    panel.draw(picture(watched(tmp_path, crisis())))
    panel.complain("locked")
    assert panel._stage.has_picture
    assert not panel._stage.notice.isHidden()


def test_that_an_episode_of_a_topic_removed_since_is_still_told(tmp_path: Path, panel: EpisodesPanel) -> None:
    path = watched(tmp_path, crisis(77))
    panel.choose_episode(2)
    panel.draw(picture(path, 2))
    assert panel.list.rows()[0].topic == "a topic removed since"
    assert [row.key for row in panel.sheet.shown().sections[0].rows] == [24, 25, 26]  # type: ignore[union-attr]


def test_that_no_row_is_lost_at_any_width(tmp_path: Path, panel: EpisodesPanel) -> None:
    panel.choose_episode(2)
    for width in (200, 380, 900, 1600):
        panel.resize(width, 700)
        panel.draw(picture(watched(tmp_path, crisis(), f"w{width}"), 2))
        buttons = panel.sheet.buttons
        assert all(buttons.rect().contains(one.geometry()) for one in buttons._buttons if one.width() < width - 24)
        assert panel.grab().width() >= width
