"""The buzz board: which topics rise and which fizzled, phrases by their life, who is quiet, and what nobody saw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from episode_fakes import EVIDENCE, START, crisis, seen, state, watched
from fakes import NOON, mention, session
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, MINUTE, Entry, Match, Phase, Scope, SourceRow, Span, Topic
from hubdesk.panels.board import BoardPanel
from hubdesk.panels.board_picture import MOST_QUIET, BoardPicture
from hubdesk.panels.board_terms import apart, life
from hubdesk.panels.board_words import Wished, board, lane_of, news
from hubdesk.panels.episode_marking import CRISIS_ROOM, EPISODE
from hubdesk.panels.episodes_known import chance_of
from hubdesk.panels.panel import Rows
from hubdesk.query.syntax import parse
from hubdesk.store.found import Emerged
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.board_values import Board, Card

SCOPE = Scope((), NOON - HOUR, NOON + HOUR)
LIKELY = [["Likely a pschitt: {shares} came in {length_ms}, {chance_share} chance that as many follow",
           {"shares": 10, "length_ms": 240_000, "chance_share": 0.12}]]  # fmt: skip
PSCHITT = [["Back to the usual: {now} against {usual} usually, {most} at most", {"now": 1, "usual": 1, "most": 9}],
           ["Pschitt: back to the usual {length_ms} after it began, {n} in all; it had grown to {most} in 15 min",
            {"length_ms": HOUR, "n": 60, "most": 9}]]  # fmt: skip


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> BoardPanel:
    look.use(qapp, "light")
    made = BoardPanel()
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(path: Path, scope: Scope = SCOPE) -> BoardPicture:
    with open_reader(path) as reader:
        return BoardPanel.read(reader, scope, None)


def lanes(path: Path, scope: Scope = SCOPE) -> list[list[str]]:
    return [[card.name for card in lane.cards if card.level is not None] for lane in board(picture(path, scope)).lanes]


def card_of(made: Board, name: str) -> Card:
    return next(card for lane in made.lanes for card in lane.cards if card.name == name)


def words_of(made: Board) -> dict[str, list[str]]:
    return {line.head: [chip.spoken() for chip in line.chips] for line in made.lines}


@pytest.mark.parametrize(
    ("phase", "verdict", "lane"),
    [(Phase.SEED, "", 0), (Phase.RISE, "expected", 0), (Phase.RELAPSE, "grew", 0), (Phase.PEAK, "", 1),
     (Phase.PLATEAU, "", 1), ("odd", "", 1), (Phase.FADE, "", 2), (Phase.OVER, "", 2), (Phase.RISE, "pschitt", 2)],
)  # fmt: skip
def test_that_what_rises_stands_on_one_side_and_what_fizzled_on_the_other(phase: str, verdict: str, lane: int) -> None:
    assert lane_of(phase, verdict) == lane


def test_that_each_topic_has_its_current_episode_or_else_its_last(tmp_path: Path) -> None:
    over = [
        *seen("buzz", 2, state(NOON - 30 * MINUTE, "pschitt", start=NOON - 40 * MINUTE, end=NOON, verdict="pschitt"),
              opened_at=NOON - 30 * MINUTE),
        *seen("buzz", 2, state(NOON + MINUTE, "over", end=NOON + 20 * MINUTE), opened_at=NOON + MINUTE),
    ]  # fmt: skip
    path = watched(tmp_path, crisis() + over)
    made = board(picture(path, replace(SCOPE, end=NOON + 52 * MINUTE)))
    assert [[card.name for card in lane.cards if card.level is not None] for lane in made.lanes] == [
        [], ["Orange"], ["Free"],
    ]  # fmt: skip
    orange, free = card_of(made, "Orange"), card_of(made, "Free")
    assert (orange.level, orange.fate) == (3, ("at its peak", "", "Crisis, level 3"))
    assert free.when[1] == "1 more before, 1 fizzled"


def test_that_an_episode_before_the_scope_is_not_on_the_board_and_its_topic_is_quiet(tmp_path: Path) -> None:
    path = watched(tmp_path, seen("buzz", 2, state(NOON, "over", end=NOON + MINUTE)))
    later = Scope((), NOON + 30 * MINUTE, NOON + HOUR)
    assert lanes(path, later) == [[], [], []]
    assert words_of(board(picture(path, later)))["Quiet"] == ["Orange 20", "Free 0"]


def test_that_a_wrong_alarm_is_no_episode_and_the_quiet_topic_says_so(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    with open_writer(path) as writer:
        writer.mark_episode(2, "wrong", NOON + 55 * MINUTE, "")
    assert lanes(path) == [[], [], []]
    assert "Orange 60, 1 wrong alarm" in words_of(board(picture(path)))["Quiet"]


def test_that_a_count_opens_as_many_rows_and_a_card_its_crisis_room(tmp_path: Path) -> None:
    path = watched(tmp_path, [*crisis(), *seen("buzz", 2, state(NOON, "rise"))])
    made = board(picture(path))
    orange, free = card_of(made, "Orange"), card_of(made, "Free")
    assert (orange.key, free.key) == (Wished(CRISIS_ROOM, 2), Wished(EPISODE, 3))
    assert (orange.count, free.count, free.count_key) == ("60 mentions", "0 mentions", None)
    rows = orange.count_key
    assert isinstance(rows, Rows)
    with open_reader(path) as reader:
        topics = tuple(topic for topic in reader.topics() if topic.id == rows.topic)
        assert rows.start is not None
        assert rows.end is not None
        assert reader.search(parse(rows.query), Scope(topics, rows.start, rows.end), 1).total == 60


def test_that_the_multiple_is_that_of_the_crisis_room(tmp_path: Path) -> None:
    orange = card_of(board(picture(watched(tmp_path, crisis()))), "Orange")
    assert (orange.figure, orange.caption) == ("×50", "in the last hour")


def test_that_an_hour_with_a_gap_has_no_multiple_and_the_bar_says_since_when_nobody_listens(
    tmp_path: Path, panel: BoardPanel
) -> None:
    path = watched(tmp_path, crisis())
    made = picture(path, Scope((), NOON - HOUR, NOON + 4 * HOUR))
    assert card_of(board(made), "Orange").figure == "—"
    panel.draw(made)
    assert panel._stage.notice.accessibleName().startswith("Nobody listens since 14:00")


def test_that_the_chance_to_double_is_shown_where_it_was_told_and_nowhere_else(tmp_path: Path) -> None:
    told = state(NOON + 5 * MINUTE, "rise", verdict="expected", evidence={"told": LIKELY})
    path = watched(tmp_path, seen("buzz", 1, state(NOON, "rise"), told))
    orange = card_of(board(picture(path)), "Orange")
    assert orange.fate[:2] == ("rises, likely to fizzle", "12% chance to double")
    assert orange.news.startswith("Likely a pschitt: 10 came in")
    silent = picture(watched(tmp_path, seen("buzz", 1, state(NOON, "rise")), "silent"))
    assert chance_of(silent.shown[0].known) is None
    assert card_of(board(silent), "Orange").fate[1] == ""


def test_that_a_chance_is_told_until_it_is_settled(tmp_path: Path) -> None:
    early = state(NOON, "rise", evidence={"chance": 0.22})
    rises = watched(tmp_path, seen("buzz", 1, early, state(NOON + 5 * MINUTE, "peak", evidence={})))
    assert card_of(board(picture(rises)), "Orange").fate[1] == "22% chance to double"
    grew = state(NOON + 5 * MINUTE, "peak", evidence={"chance": None})
    doubled = picture(watched(tmp_path, seen("buzz", 1, early, grew), "doubled"))
    assert chance_of(doubled.shown[0].known) is None


@pytest.mark.parametrize(
    "kept", [{"chance": 7}, {"chance": "high"}, {"told": 5}, {"told": [["x", {"chance_share": []}]]}]
)
def test_that_a_strangers_chance_is_none(tmp_path: Path, kept: dict[str, object]) -> None:
    path = watched(tmp_path, seen("buzz", 1, state(NOON, "rise", evidence=kept)))
    assert chance_of(picture(path).shown[0].known) is None


def test_that_a_pschitt_says_its_own_words_and_is_quiet(tmp_path: Path) -> None:
    fizzled = state(NOON + 30 * MINUTE, "pschitt", verdict="pschitt", evidence={"told": PSCHITT})
    closing = state(NOON + 40 * MINUTE, "pschitt", verdict="pschitt", evidence={"told": [["It fades", {}]]})
    path = watched(tmp_path, seen("buzz", 1, state(NOON, "rise"), fizzled, closing))
    made = picture(path)
    assert news(made.shown[0].known, "UTC").startswith("Pschitt: back to the usual")
    assert card_of(board(made), "Orange").is_quiet
    assert lanes(path) == [[], [], ["Orange"]]
    assert words_of(board(made))["Fizzles"][1] == "said at the end: 1, of which 0 came back"


def test_that_nothing_past_the_end_is_known(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    then = picture(path, replace(SCOPE, end=NOON + 25 * MINUTE))
    assert (then.shown[0].known.severity, then.shown[0].mentions) == (1, 30)
    assert lanes(path, replace(SCOPE, end=NOON - MINUTE)) == [[], [], []]


def test_that_a_past_that_is_looked_at_from_later_stands_as_it_stood_then(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    with open_writer(path) as writer:
        writer.mark_episode(2, "acknowledged", NOON + 55 * MINUTE, "")
    then = picture(path, Scope((), NOON - HOUR, NOON + 25 * MINUTE, known_by=NOON + 2 * HOUR))
    assert (then.shown[0].known.severity, then.shown[0].known.phase) == (1, "rise")
    assert then.shown[0].known.is_acknowledged


def test_that_nobody_is_called_quiet_where_nobody_watched_or_listened(tmp_path: Path, panel: BoardPanel) -> None:
    path = tmp_path / "unwatched.hubdesk"
    create(path, NewSession("Trial"))
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "orange", "own"))
        source = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        entry = Entry(mention("orange", published_at=NOON), matches=(Match(topic.id, topic.version),))
        writer.add_page(source.id, [entry], cursor="", due_at=0, seen_at=NOON + 1, covers=Span(NOON - HOUR, NOON + 1))
    made = picture(path)
    assert words_of(board(made)) == {"Not watched yet": ["Orange 1"]}
    unheard = replace(made, is_heard=False)
    assert words_of(board(unheard)) == {"Not seen": ["Orange"]}
    panel.draw(picture(path, Scope((), NOON - 3 * DAY, NOON - 2 * DAY)))
    assert panel._stage.empty.shown.head == "Nobody listened in this span"


def test_that_a_topic_whose_past_is_heard_again_is_not_quiet(tmp_path: Path) -> None:
    path = watched(tmp_path, [])
    with open_writer(path) as writer:
        writer.add_topic(Topic(0, "Sosh", "sosh"))
    made = words_of(board(picture(path)))
    assert made["Not seen"] == ["Sosh 100% of its past not heard yet"]
    assert "Orange 60" in made["Quiet"]


def test_that_the_loudest_of_very_many_topics_are_named_and_the_others_counted(tmp_path: Path) -> None:
    path = watched(tmp_path, [])
    with open_writer(path) as writer:
        for number in range(MOST_QUIET + 10):
            writer.add_topic(Topic(0, f"Sujet {number}", f"mot{number}"))
    made = picture(path)
    assert (len(made.quiet), made.more_quiet) == (MOST_QUIET, 12)
    assert made.quiet[0].topic.name == "Orange"


def test_that_phrases_of_one_word_are_told_once() -> None:
    def phrase(text: str, query: str = "x", count: int = 3) -> Emerged:
        return Emerged(text, query, count, 0.0, 0.0)

    found = (phrase("mail"), phrase("mails Orange"), phrase("panne", "("), phrase("Lille"), phrase("rien", count=0))
    assert [one.text for one in apart(found)] == ["mail", "Lille"]


@pytest.mark.parametrize(
    ("counts", "phase"),
    [((0, 1, 3), Phase.RISE), ((0, 10, 9), Phase.PEAK), ((0, 10, 5), Phase.FADE), ((0, 10, 1), Phase.OVER),
     ((0, 10, None), ""), ((0, 0, 0), ""), ((), "")],
)  # fmt: skip
def test_that_a_phrase_lives_by_its_last_part(counts: tuple[int | None, ...], phase: str) -> None:
    assert life(tuple(enumerate(counts))) == phase


def test_that_an_empty_board_says_why(tmp_path: Path, panel: BoardPanel) -> None:
    panel.draw(picture(session(tmp_path)))
    assert panel._stage.empty.shown.head in ("No topic yet", "No source yet", "No mention in this scope")
    panel.complain("locked")
    assert panel._stage.empty.shown.head == "The buzz board could not be read"
    panel.draw(picture(watched(tmp_path, crisis())))
    panel.complain("locked")
    assert panel._stage.has_picture
    assert not panel._stage.notice.isHidden()


def test_that_choosing_wishes(tmp_path: Path, panel: BoardPanel) -> None:
    wishes: list[tuple[str, object]] = []
    panel.wish.connect(lambda word, value: wishes.append((word, value)))
    panel.draw(picture(watched(tmp_path, crisis())))
    for spot in panel.view.lanes.spots():
        panel.view.lanes.chosen.emit(spot.key)
    assert wishes[0] == (CRISIS_ROOM, 2)
    assert ("topic", 2) in wishes
    assert any(word == "rows" for word, _value in wishes)


def test_that_hostile_names_are_plain_and_a_topic_that_is_gone_has_no_count(tmp_path: Path, panel: BoardPanel) -> None:
    evidence = {**EVIDENCE, "told": [["<b>\u202e{n}</b>\x00", {"n": 1e300}]], "usual": float("nan")}
    path = watched(tmp_path, seen("odd", 77, state(NOON, "\u202eodd", severity=99, start=START, evidence=evidence)))
    made = picture(path)
    card = card_of(board(made), "a topic removed since")
    assert (card.figure, card.count_key) == ("—", None)
    assert "\u202e" not in card.spoken()
    panel.draw(made)
    assert panel.grab().width() == 900
