"""Replay on the desk: it moves the end of the scope and nothing else, and leaves as it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_fakes import surroundings
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, MINUTE, EpisodeState, Scope, SourceRow, Span, Topic
from hubdesk.core.filters import Filter
from hubdesk.desk.replay_track import read_track
from hubdesk.desk.window import Desk
from hubdesk.store.episodes import Seen
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets import theme
from hubdesk.widgets.transport_bar import TransportBar
from tests.fakes import NOON, entry

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)
TOLD = NOON + 2 * HOUR  # when the episode was told
START, END = NOON, NOON + 5 * HOUR + MINUTE


class HandTicker(QObject):
    """Ticks when a test says so."""

    ticked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.runs = False

    def start(self) -> None:
        self.runs = True

    def stop(self) -> None:
        self.runs = False


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """Six hours, a mention at each whole one, known as it is published; and an episode in the middle."""
    path = tmp_path / "Crise.hubdesk"
    create(path, NewSession("Crise", synthetic=True))
    with open_writer(path) as writer:
        heard = writer.add_topic(Topic(0, "Orange", "orange", "own"))
        source = writer.add_source(SourceRow(0, "Bluesky", "bluesky"))
        for hour in range(6):
            at = NOON + hour * HOUR
            one = entry("orange en panne", [heard], published_at=at)
            writer.add_page(source.id, [one], cursor="", due_at=0, seen_at=at, covers=Span(at - HOUR, at))
        state = EpisodeState(TOLD, "rise", TOLD - HOUR, severity=2)
        writer.keep_watch("minutes", END, "{}", [Seen("crisis", heard.id, TOLD, state)], None)
    return path


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, session: Path) -> Iterator[Desk]:
    theme.use(QApplication.instance(), "light")
    made = Desk(surroundings(tmp_path / "profile"), session)
    qtbot.addWidget(made)
    made.replay.use(HandTicker())
    with qtbot.waitSignal(made.drawn):
        made.show()
    qtbot.waitUntil(lambda: made.replay._track is not None)
    return made


def bar(desk: Desk) -> TransportBar:
    assert desk.replay.bar is not None
    return desk.replay.bar


def counted(desk: Desk, number: int) -> Callable[[], bool]:
    return lambda: bool(desk.area.docks["feed"].panel.pictures[-1] == number)


def test_that_a_session_at_rest_offers_a_replay_and_keeps_its_scope(desk: Desk) -> None:
    assert bar(desk).isVisible()
    assert not desk.replay.is_on
    assert desk.looking.state.fixed is not None


def test_that_panels_see_what_was_known_where_the_replay_stands(desk: Desk, qtbot: QtBot) -> None:
    bar(desk).sought.emit(NOON + 2 * HOUR)
    assert desk.looking.scope() == Scope(desk.looking.topics, desk.looking.scope().start, NOON + 2 * HOUR)
    qtbot.waitUntil(counted(desk, 3))  # its own count of the session, which is no scope's
    bar(desk).sought.emit(NOON + 4 * HOUR)
    qtbot.waitUntil(counted(desk, 5))


def test_that_the_span_keeps_its_length_and_the_scope_of_before_comes_back(desk: Desk) -> None:
    before = desk.looking.state
    length = desk.looking.scope().length
    bar(desk).sought.emit(NOON + 3 * HOUR)
    bar(desk).stepped.emit(-HOUR)
    assert desk.looking.scope().length == length
    desk.looking.toggle_topic(desk.looking.topics[0].id)
    bar(desk).left.emit()
    assert desk.looking.state == before
    assert not bar(desk).isVisible()
    assert not desk.replay.is_on


def test_that_ticks_move_the_end_by_speed_and_stop_at_the_end_of_the_session(desk: Desk) -> None:
    bar(desk).sought.emit(NOON + HOUR)
    bar(desk).speed_wished.emit(3600)
    bar(desk).toggled.emit()
    assert desk.replay.ticker.runs
    desk.replay.ticker.ticked.emit(250)
    assert desk.looking.scope().end == NOON + HOUR + 15 * MINUTE
    desk.replay.ticker.ticked.emit(1_000)  # a late tick is one longer step, not four
    assert desk.looking.scope().end == NOON + 2 * HOUR + 15 * MINUTE
    desk.replay.ticker.ticked.emit(60_000)
    assert desk.looking.scope().end == END
    assert not desk.replay.ticker.runs


def test_that_a_replay_that_goes_faster_than_panels_asks_each_once_at_a_time(desk: Desk, qtbot: QtBot) -> None:
    panel = desk.area.docks["feed"].panel
    bar(desk).speed_wished.emit(60)
    bar(desk).sought.emit(NOON + MINUTE)
    qtbot.waitUntil(counted(desk, 1))
    drawn = len(panel.pictures)
    bar(desk).toggled.emit()
    for _tick in range(200):
        desk.replay.ticker.ticked.emit(1_000)
    assert desk.looking.scope().end == NOON + 201 * MINUTE
    qtbot.waitUntil(counted(desk, 4))
    assert len(panel.pictures) - drawn <= 3  # two hundred frames were skipped, none was queued


def test_that_the_next_episode_is_where_it_was_told(desk: Desk) -> None:
    bar(desk).jumped.emit(-2)
    assert desk.looking.scope().end == START + MINUTE
    bar(desk).jumped.emit(1)
    assert desk.looking.scope().end == TOLD
    bar(desk).jumped.emit(1)
    assert desk.looking.scope().end == TOLD  # there is no other
    bar(desk).jumped.emit(2)
    assert desk.looking.scope().end == END
    bar(desk).jumped.emit(-1)
    assert desk.looking.scope().end == TOLD


@pytest.mark.parametrize(
    ("key", "modifier", "end"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, NOON + HOUR + MINUTE),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, NOON + HOUR - MINUTE),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, NOON + 2 * HOUR),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, TOLD),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, END),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, START + MINUTE),
    ],
)
def test_that_keys_on_the_scrubber_move_in_time(
    desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier, end: int
) -> None:
    bar(desk).sought.emit(NOON + HOUR)
    QTest.keyClick(bar(desk).scrubber, key, modifier)
    assert desk.looking.scope().end == end


def test_that_the_space_bar_plays_and_pauses(desk: Desk) -> None:
    bar(desk).sought.emit(NOON + HOUR)
    QTest.keyClick(bar(desk).scrubber, Qt.Key.Key_Space)
    assert desk.replay.ticker.runs
    QTest.keyClick(bar(desk).scrubber, Qt.Key.Key_Space)
    assert not desk.replay.ticker.runs


def test_that_playing_again_from_the_end_begins_anew(desk: Desk) -> None:
    bar(desk).jumped.emit(2)
    bar(desk).toggled.emit()
    assert desk.looking.scope().end == START + MINUTE


def test_that_the_live_button_says_replay_and_leaves_it(desk: Desk) -> None:
    before = desk.looking.state
    bar(desk).sought.emit(NOON + HOUR)
    assert desk.scope_bar._live.text() == "Replay"
    desk.scope_bar._live.click()
    assert desk.looking.state == before


def test_that_no_way_back_leads_out_of_a_replay_nor_into_one_that_was_left(desk: Desk) -> None:
    looking, negative = desk.looking, Filter("tone", ("negative",))
    looking.narrow((negative,))
    desk.replay.stand_at(NOON + 3 * HOUR)
    at = looking.state.replay
    assert at is not None
    looking.narrow((Filter("theme", ("tv",)),))
    looking.back()
    looking.back()
    assert (looking.state.replay, looking.state.filters) == (at, ())
    assert looking.scope().known <= at
    looking.forward()
    assert (looking.state.replay, looking.state.filters) == (at, (negative,))
    desk.replay.leave()
    looking.back()
    looking.forward()
    assert looking.state.replay is None
    assert not desk.replay.is_on


def test_that_a_stretch_chosen_on_a_chart_moves_the_replay_to_its_end(desk: Desk) -> None:
    bar(desk).sought.emit(NOON + 4 * HOUR)
    desk.looking.fix(NOON, NOON + 2 * HOUR)
    assert desk.looking.scope() == Scope(desk.looking.topics, NOON, NOON + 2 * HOUR)
    bar(desk).stepped.emit(MINUTE)
    assert desk.looking.scope() == Scope(desk.looking.topics, NOON + MINUTE, NOON + 2 * HOUR + MINUTE)


def test_that_the_menu_begins_and_ends_it(desk: Desk) -> None:
    desk.menus.actions["replay"].trigger()
    assert desk.replay.is_on
    assert desk.menus.actions["replay"].isChecked()
    desk.menus.actions["replay"].trigger()
    assert not desk.replay.is_on
    assert not desk.menus.actions["replay"].isChecked()


def test_that_a_live_session_is_replayed_when_the_menu_asks(qtbot: QtBot, tmp_path: Path) -> None:
    """The curve is read only then; the replay begins as soon as it is."""
    path = tmp_path / "Veille.hubdesk"
    create(path, NewSession("Veille"))
    with open_writer(path) as writer:
        heard = writer.add_topic(Topic(0, "Orange", "orange", "own"))
        source = writer.add_source(SourceRow(0, "Bluesky", "bluesky"))
        for at in (NOON, NOON + HOUR):
            one = entry("orange en panne", [heard], published_at=at)
            writer.add_page(source.id, [one], cursor="", due_at=0, seen_at=at, covers=Span(at - HOUR, at))
    theme.use(QApplication.instance(), "light")
    made = Desk(surroundings(tmp_path / "profile", now=lambda: NOON + 2 * HOUR), path)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.drawn):
        made.show()
    assert made.replay.bar is None
    made.menus.actions["replay"].trigger()
    qtbot.waitUntil(lambda: made.replay.is_on)
    assert made.looking.scope().end == NOON + HOUR + MINUTE  # no later than what there is
    made.replay.leave()
    assert made.looking.state.is_live


def test_that_a_closed_desk_ticks_no_more(desk: Desk) -> None:
    bar(desk).sought.emit(NOON + HOUR)
    bar(desk).toggled.emit()
    desk.close()
    assert not desk.replay.ticker.runs


def test_that_a_press_near_a_mark_goes_to_the_mark_itself(desk: Desk) -> None:
    scrubber = bar(desk).scrubber
    assert scrubber.at_of(scrubber.x_of(TOLD) + 2) == TOLD
    assert scrubber.at_of(-50) == START + MINUTE
    assert scrubber.at_of(9_999) == END


def test_that_the_end_is_where_all_is_known(session: Path) -> None:
    """An article that a feed tells of two hours after it was published."""
    with open_reader(session) as reader:
        (heard,), (source,) = reader.topics(), reader.sources()
    with open_writer(session) as writer:
        seen = NOON + 7 * HOUR + 1
        late = entry("orange, un retour", [heard], published_at=NOON + 5 * HOUR)
        writer.add_page(source.id, [late], cursor="", due_at=0, seen_at=seen, covers=Span(NOON, seen))
    with open_reader(session) as reader:
        track = read_track(reader, Scope((), 0, END), None)
        assert track.span == Span(NOON, NOON + 7 * HOUR + MINUTE)
        assert reader.count(Scope((), track.span.start, track.span.end)) == reader.facts().mentions == 7
