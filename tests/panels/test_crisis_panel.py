"""The crisis room: one number and what it rests on, figures that open their rows, what is not known, and the note."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from episode_fakes import EVIDENCE, START, crisis, seen, state, watched
from fakes import NOON, mention, session
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, MINUTE, Author, Entry, Scope, Span, Withdrawal
from hubdesk.core.channels import ChannelSilence, ChannelWord, Voice
from hubdesk.panels.crisis import CrisisPanel
from hubdesk.panels.crisis_level import Level
from hubdesk.panels.crisis_note import note
from hubdesk.panels.crisis_picture import CrisisOptions, CrisisPicture, Room
from hubdesk.panels.crisis_words import loudness, sayings, sections, silence_words, timeline
from hubdesk.panels.episode_marking import EPISODE, MARK, Marking
from hubdesk.panels.panel import Rows
from hubdesk.query.syntax import parse
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets.arrivals import ArrivalBars, Arrivals

SCOPE = Scope((), NOON - HOUR, NOON + HOUR)
ZONE = "Europe/Paris"


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> CrisisPanel:
    look.use(qapp, "light")
    made = CrisisPanel()
    qtbot.addWidget(made)
    made.resize(900, 800)
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(path: Path, episode: int | None = None, scope: Scope = SCOPE) -> CrisisPicture:
    with open_reader(path) as reader:
        return CrisisPanel.read(reader, scope, CrisisOptions(episode))


def room(path: Path, episode: int | None = None, scope: Scope = SCOPE) -> tuple[Room, CrisisPicture]:
    made = picture(path, episode, scope)
    assert made.room is not None
    return made.room, made


def declare(path: Path, *tables: dict[str, object]) -> None:
    with open_writer(path) as writer:
        writer.set_note("channels", json.dumps(tables))


def test_that_the_gravest_that_lasts_is_shown_unless_one_is_chosen(tmp_path: Path) -> None:
    path = watched(tmp_path, [*seen("buzz", 2, state(NOON)), *crisis()])
    assert room(path)[0].known.id == 3
    assert room(path, 1)[0].known.id == 1
    assert room(path, 2)[0].known.id == 3, "the buzz that it was before is the same episode"


def test_that_the_multiple_is_of_what_was_usual_at_the_alarm(tmp_path: Path) -> None:
    shown, made = room(watched(tmp_path, crisis()))
    assert (shown.level.usual, shown.level.days, shown.level.now) == (1.0, 0, 50)
    hero, caption = loudness(shown, made.end, ZONE)
    assert hero == "×50"
    assert caption == (
        "50 mentions in the last hour. Usual in an hour: 1.0, as it was at the alarm. "
        "At its highest: ×60, in the hour up to 12:50."
    )


def test_that_what_was_usual_in_a_part_of_an_hour_is_scaled_up_and_said_so(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    with open_reader(path) as reader:
        counted = reader.minutes(NOON - HOUR, NOON + HOUR)
    gap = tuple(NOON + n * MINUTE for n in range(10, 40))
    with open_writer(path) as writer:
        writer.keep_watch("minutes", NOON + HOUR, "{}", (), replace(counted, unheard=gap))
    shown, made = room(path)
    assert (shown.level.usual, shown.level.heard) == (2.0, 30)
    hero, caption = loudness(shown, made.end, ZONE)
    assert hero == "×25"
    assert "Usual in an hour: 2.0, as it was at the alarm. It had listened to 30 minutes of its hour" in caption


def test_that_what_is_usual_is_called_an_estimate_where_the_alarm_says_nothing(tmp_path: Path) -> None:
    bare = {key: value for key, value in EVIDENCE.items() if key != "usual"}
    shown, made = room(watched(tmp_path, seen("crisis", 1, state(NOON, severity=1, evidence=bare))))
    assert (shown.level.usual, shown.level.days) == (0.0, 7)
    assert "about 0.0, an estimate from 7 days." in loudness(shown, made.end, ZONE)[1]


def test_that_mentions_are_never_held_against_the_reports_usual_to_an_outage(tmp_path: Path) -> None:
    shown, _made = room(watched(tmp_path, seen("outage", 1, state(NOON, severity=1, evidence=EVIDENCE))))
    assert (shown.level.usual, shown.level.days) == (0.0, 7)  # an estimate from the days before, not the 1 it froze


def test_that_nothing_is_usual_before_three_days_and_no_multiple_is_made_up(tmp_path: Path) -> None:
    shown, made = room(watched(tmp_path, crisis()))
    unknown = replace(shown, level=replace(shown.level, usual=None))
    assert loudness(unknown, made.end, ZONE) == (
        "—", "50 mentions in the last hour. What is usual is not known: fewer than three days were listened to.",
    )  # fmt: skip
    assert "what is usual: fewer than three days" in note(unknown, made)


def test_that_an_hour_with_a_gap_has_no_multiple(tmp_path: Path) -> None:
    shown, made = room(watched(tmp_path, crisis()), scope=Scope((), NOON - HOUR, NOON + 3 * HOUR))
    assert shown.level.now is None
    hero, caption = loudness(shown, made.end, ZONE)
    assert hero == "—"
    assert caption.startswith("The last hour was not listened to as a whole.")


def test_that_an_episode_that_is_over_is_told_by_its_loudest_hour(tmp_path: Path) -> None:
    over = crisis() + seen("crisis", 1, state(NOON + 70 * MINUTE, "over", severity=3, end=NOON + 70 * MINUTE))
    shown, made = room(watched(tmp_path, over), 2, Scope((), NOON, NOON + 2 * HOUR))
    assert loudness(shown, made.end, ZONE)[0] == "×60"
    assert shown.stretch.end == NOON + 70 * MINUTE


def test_that_a_level_without_a_usual_or_a_count_has_no_multiple() -> None:
    assert Level(None).times(5) is None
    assert Level(2.0).times(None) is None
    assert Level(0.0).times(5) == 5


def test_that_figures_open_as_many_rows_as_they_count(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    shown, made = room(path)
    tone = sayings(shown, ZONE)[0]
    assert tone.text == "75% negative ±11, 0% the day before" or tone.text.startswith("75% negative ±11")
    frames, places, _channels, _area, voices = sections(shown, made)
    opened = {one.words.split()[0]: one.key for one in sayings(shown, ZONE)}
    keys = [(tone.key, shown.tone.negative), (opened["mentions"], shown.all), (opened["name"], shown.placed)]
    keys += [(row.cells[0].key, int(row.cells[0].text)) for section in (frames, places) for row in section.rows]
    with open_reader(path) as reader:
        for rows, count in keys:
            assert isinstance(rows, Rows)
            assert (rows.topic, rows.start) == (1, START)
            within = Scope((shown.topic,), rows.start, rows.end)  # type: ignore[arg-type]
            assert reader.search(parse(rows.query), within, 1).total == count
    assert [row.key for row in voices.rows] == [24, 25, 26, 27, 28, 29]
    assert frames.rows[0].name.startswith("Network outage: “Orange est en panne")


def test_that_answers_are_not_known_unless_an_account_of_the_brand_is_heard(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    shown, made = room(path)
    assert sayings(shown, ZONE)[2].text == "not known what the brand answers"
    assert "no account of its own is declared" in note(shown, made)
    declare(path, {"kind": "account", "account": "bluesky:orange.example", "topic": "Orange"})
    shown, made = room(path)
    assert not shown.answers.is_known
    assert "no post of bluesky:orange.example is among the mentions" in note(shown, made)
    with open_writer(path) as writer:
        by = Author(handle="orange.example", id="did:orange")
        answers = [Entry(mention(f"Bonjour {n}", author=by, kind="reply", published_at=NOON + n)) for n in range(3)]
        writer.add_page(1, answers, cursor="", due_at=0, seen_at=NOON + MINUTE, covers=Span(NOON, NOON + MINUTE))
    shown, made = room(path)
    assert (shown.answers.is_known, shown.answers.total) == (True, 3)
    assert "Answered by the brand: 3 replies, to 60 mentions." in note(shown, made)


def test_that_the_silence_of_channels_is_told_and_what_cannot_be_seen_is_unknown(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    shown, made = room(path)
    assert sections(shown, made)[2].note.startswith("No channel is watched. In setup.toml: [[channel]]")
    declare(path, {"kind": "status-page", "url": "https://statut.example/x?key=1", "topic": "Orange"})
    shown, made = room(path)
    (row,) = sections(shown, made)[2].rows
    assert row.name == "status page, statut.example/x"
    assert row.cells[0].text == "unknown: it could not be looked at"
    buzz, made = room(watched(tmp_path, seen("buzz", 1, state(NOON)), "buzz"))
    assert sections(buzz, made)[2].note == "The clock of official silence runs for crises and outages."


def test_that_a_channels_state_is_said_with_its_length() -> None:
    base = ChannelSilence("x.example", "feed", Voice.SILENT, NOON, NOON)
    assert silence_words(base, NOON + 102 * MINUTE, ZONE) == "silent for 1 h 42".replace(" h ", "\u202fh\u202f")
    assert silence_words(replace(base, state=Voice.UNKNOWN), NOON + HOUR, ZONE) == "unknown, last seen at 12:00"
    assert silence_words(replace(base, denies=True), NOON + HOUR, ZONE).startswith("says all is well, silent for 1")
    hole = replace(base, unseen=20 * MINUTE)
    assert silence_words(hole, NOON + HOUR, ZONE).endswith(", 20\u202fmin of it not seen")
    spoke = replace(base, state=Voice.SPOKE, since=NOON + 5 * MINUTE)
    assert silence_words(spoke, NOON + HOUR, ZONE) == "spoke at 12:05, after 5\u202fmin"


def test_that_an_official_word_stands_in_the_timeline_and_opens(
    tmp_path: Path, panel: CrisisPanel, qtbot: QtBot
) -> None:
    shown, made = room(watched(tmp_path, crisis()))
    word = ChannelWord(1, NOON + MINUTE, NOON + MINUTE, "Incident en cours\u202e<b>", "https://statut.example/1")
    spoke = ChannelSilence("statut.example", "feed", Voice.SPOKE, NOON + MINUTE, NOON, word)
    made = replace(made, room=replace(shown, silence=(spoke,)))
    panel.draw(made)
    assert "Official word, statut.example: Incident en cours<b>" in [fact.words for fact in panel.timeline.facts()]
    with qtbot.waitSignal(panel.wish) as wished:
        panel.tables[2].table.chosen.emit(panel.tables[2].table.spots()[0].key)
    assert wished.args == ["open-link", "https://statut.example/1"]
    hostile = replace(word, url="javascript:alert(1)")
    (row,) = sections(replace(shown, silence=(replace(spoke, statement=hostile),)), made)[2].rows
    assert row.key is None


def test_that_the_note_says_figures_links_and_what_could_not_be_seen(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    with open_writer(path) as writer:
        writer.withdraw([Withdrawal("bluesky", _native(path, 25))], NOON + 30 * MINUTE)
    shown, made = room(path)
    text = note(shown, made)
    assert text.startswith("Crisis, level 3 – Orange\nKnown on 19 Nov 2026 at 13:00 (Europe/Paris). Trial\n")
    assert "How loud: ×50 the usual. 50 mentions in the last hour." in text
    assert "- at the alarm, 9 of 10 minutes had been listened to" in text
    links = [line for line in text.splitlines() if line.startswith("- https://")]
    assert links[0] == "- https://trial.example/0"
    assert "- https://trial.example/1" not in links
    assert "Auteur" not in text, "private people are linked, not named"
    synthetic = replace(made, facts=replace(made.facts, synthetic=True))
    assert "DEMONSTRATION: synthetic data" in note(shown, synthetic)


def _native(path: Path, number: int) -> str:
    with open_reader(path) as reader:
        return reader.mentions([number])[0].mention.native_id


def test_that_one_click_puts_the_note_on_the_clipboard(tmp_path: Path, panel: CrisisPanel, qtbot: QtBot) -> None:
    panel.deeds.button("note").click()
    panel.draw(picture(watched(tmp_path, crisis())))
    QGuiApplication.clipboard().setText("")
    panel.deeds.button("note").click()
    assert QGuiApplication.clipboard().text() == panel.note()
    assert panel.note().startswith("Crisis, level 3")
    assert not panel._stage.notice.isHidden()


def test_that_buttons_and_tables_wish(tmp_path: Path, panel: CrisisPanel, qtbot: QtBot) -> None:
    wishes: list[tuple[str, object]] = []
    panel.wish.connect(lambda word, value: wishes.append((word, value)))
    panel.draw(picture(watched(tmp_path, crisis())))
    for key in ("acknowledge", "wrong", "all"):
        panel.deeds.button(key).click()
    assert wishes == [(MARK, Marking(2, "acknowledged")), (MARK, Marking(2, "wrong")), (EPISODE, 2)]
    with qtbot.waitSignal(panel.mention_chosen) as chosen:
        panel.tables[3].table.chosen.emit(24)
    assert chosen.args == [24]


def test_that_a_note_of_hers_is_wished_for_and_stands_in_the_timeline(tmp_path: Path, panel: CrisisPanel) -> None:
    path = watched(tmp_path, crisis())
    wishes: list[tuple[str, object]] = []
    panel.wish.connect(lambda word, value: wishes.append((word, value)))
    panel.draw(picture(path))
    for text in ("  ", " prévenir   les agences "):
        panel.remark.setText(text)
        panel.remark.returnPressed.emit()
    assert wishes == [(MARK, Marking(2, "note", "prévenir les agences"))]
    assert panel.remark.text() == ""
    with open_writer(path) as writer:
        writer.mark_episode(2, "note", NOON + HOUR, "prévenir les agences")
    made = picture(path)
    panel.draw(replace(made, facts=replace(made.facts, sealed=True)))
    assert panel.timeline.facts()[-1].words == "Your note: prévenir les agences"
    panel.remark.setText("encore")
    panel.remark.returnPressed.emit()
    assert panel.remark.text() == "encore", "what cannot be written is not lost"


def test_that_each_level_is_marked_when_it_was_told(tmp_path: Path) -> None:
    shown, made = room(watched(tmp_path, crisis()))
    assert [(flag.at, flag.level) for flag in shown.trend.flags] == [
        (NOON, 0), (NOON + 20 * MINUTE, 1), (NOON + 50 * MINUTE, 3),
    ]  # fmt: skip
    assert [fact.time for fact in timeline(shown, made)][:2] == ["11:50", "12:00"]


def test_that_an_empty_room_says_why(tmp_path: Path, panel: CrisisPanel) -> None:
    panel.draw(picture(session(tmp_path)))
    assert panel._stage.empty.shown.head == "Nobody watches yet"
    panel.draw(picture(watched(tmp_path, [], "none")))
    assert panel._stage.empty.shown.text == "Watched up to 14:00."
    panel.draw(picture(watched(tmp_path, seen("buzz", 1, state(NOON, end=NOON + MINUTE)), "over")))
    assert panel._stage.empty.shown.head == "No episode lasts"
    panel.draw(picture(watched(tmp_path, crisis(77), "gone")))
    assert panel._stage.empty.shown.head == "This episode cannot be shown"
    panel.complain("locked")
    assert panel._stage.empty.shown.head == "The crisis room could not be read"


@pytest.mark.parametrize("width", [200, 380, 700, 1600])
def test_that_the_room_is_drawn_at_every_width_of_every_topic(tmp_path: Path, panel: CrisisPanel, width: int) -> None:
    path = watched(tmp_path, seen("amplification", None, state(NOON, "odd", severity=-5, evidence={"usual": "x"})))
    panel.resize(width, 700)
    panel.draw(picture(path))
    assert panel._stage.has_picture
    assert panel.grab().width() >= width
    assert panel.head.height() > 60


def test_that_arrivals_and_answers_are_counted_by_bar(qtbot: QtBot, qapp: QApplication) -> None:
    look.use(qapp, "dark")
    bars = ArrivalBars(
        Span(NOON, NOON + 40 * MINUTE), 10 * MINUTE, ZONE, "#EE6F00",
        ((NOON, 5), (NOON + 10 * MINUTE, None), (NOON + 20 * MINUTE, 3), (NOON + 30 * MINUTE, 0)),
        (NOON, NOON + 10 * MINUTE - 1, NOON + 25 * MINUTE),
    )  # fmt: skip
    assert [bars.answered(at) for at, _value in bars.arrivals] == [2, 0, 1, 0]
    assert replace(bars, answers=None).answered(NOON) is None
    chart = Arrivals()
    qtbot.addWidget(chart)
    chart.show_bars(bars)
    assert chart.accessibleDescription().startswith("12:00: 5 arrived, 2 answered; 12:10 nobody listened; ")
    assert chart.grab().height() == chart.height()


def test_that_a_replay_knows_no_more_than_was_known(tmp_path: Path) -> None:
    path = watched(tmp_path, crisis())
    shown, _made = room(path, scope=Scope((), NOON - HOUR, NOON + 25 * MINUTE))
    assert (shown.known.severity, shown.all, shown.stretch.end) == (1, 30, NOON + 25 * MINUTE)
    assert picture(path, scope=Scope((), NOON - DAY, NOON - HOUR)).room is None
