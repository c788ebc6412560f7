"""The refresher and the heartbeat: newest question wins, off the GUI thread, quiet at the end."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from hubdesk.core import HubdeskError, Scope, Topic
from hubdesk.desk import refresh as refreshing
from hubdesk.desk.heartbeat import Heartbeat
from hubdesk.desk.refresh import Refresher

ORANGE, SFR = Topic(1, "Orange", "orange"), Topic(2, "SFR", "sfr")


class NoReader:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def since(self, _at):
        return self


def scope(end, *topics):
    return Scope(topics, 0, end)


class Recorder:
    def __init__(self, refresher):
        self.pictures, self.faults = [], []
        refresher.answered.connect(self.take)
        refresher.failed.connect(self.fail)

    def take(self, key, picture):
        self.pictures.append((key, picture))

    def fail(self, key, line):
        self.faults.append((key, line))


@pytest.fixture
def refresher(qtbot):
    refresher = Refresher(NoReader, pace=0)
    yield refresher
    refresher.close()
    refresher.deleteLater()


def test_that_a_hundred_questions_make_two_reads(refresher, qtbot):
    ends, gate, started = [], threading.Event(), threading.Event()
    seen = Recorder(refresher)

    def read(_reader, scope, _options):
        ends.append(scope.end)
        started.set()
        gate.wait(30)
        return scope.end

    refresher.ask("trend", read, scope(0))
    qtbot.waitUntil(started.is_set)
    for end in range(1, 100):
        refresher.ask("trend", read, scope(end))
    gate.set()
    qtbot.waitUntil(lambda: seen.pictures == [("trend", 0), ("trend", 99)])
    assert ends == [0, 99]


def test_that_the_same_question_of_two_cells_is_read_once(refresher, qtbot):
    reads, seen = [], Recorder(refresher)

    def read(_reader, scope, options):
        reads.append(options)
        return options

    refresher.ask("left", read, scope(1), "minute")
    refresher.ask("right", read, scope(1), "minute")
    refresher.ask("other", read, scope(1), "hour")
    qtbot.waitUntil(lambda: len(seen.pictures) == 3)
    assert sorted(reads) == ["hour", "minute"]
    assert sorted(seen.pictures) == [("left", "minute"), ("other", "hour"), ("right", "minute")]


def test_that_a_question_asked_again_while_it_is_read_is_read_again(refresher, qtbot):
    reads, gate, started = [], threading.Event(), threading.Event()
    seen = Recorder(refresher)

    def read(_reader, _scope, _options):
        reads.append(1)
        started.set()
        gate.wait(30)
        return len(reads)

    refresher.ask("feed", read, scope(1))
    qtbot.waitUntil(started.is_set)
    refresher.ask("feed", read, scope(1))  # someone committed meanwhile
    refresher.ask("late", read, scope(1))
    gate.set()
    qtbot.waitUntil(lambda: seen.pictures[-2:] == [("feed", 2), ("late", 2)])
    assert len(reads) == 2


def test_that_an_answer_about_old_topics_is_dropped(refresher, qtbot):
    gate, started, seen = threading.Event(), threading.Event(), Recorder(refresher)

    def read(_reader, scope, _options):
        started.set()
        gate.wait(30)
        return [topic.name for topic in scope.topics]

    refresher.ask("trend", read, scope(1, ORANGE))
    qtbot.waitUntil(started.is_set)
    refresher.ask("trend", read, scope(1, SFR))
    gate.set()
    qtbot.waitUntil(lambda: bool(seen.pictures))
    assert seen.pictures == [("trend", ["SFR"])]


def test_that_refreshes_keep_a_pace_and_a_changed_topic_does_not_wait(qtbot):
    now, reads = [0.0], []
    refresher = Refresher(NoReader, clock=lambda: now[0], pace=10)
    seen = Recorder(refresher)

    def read(_reader, scope, _options):
        reads.append((scope.end, len(scope.topics)))
        return scope.end

    refresher.ask("trend", read, scope(1))
    qtbot.waitUntil(lambda: len(seen.pictures) == 1)
    refresher.ask("trend", read, scope(2))
    refresher.ask("other", read, scope(2))
    qtbot.waitUntil(lambda: len(seen.pictures) == 2)
    assert not refresher.is_idle, "the second look of the same key waits"
    refresher.ask("trend", read, scope(3, ORANGE))
    qtbot.waitUntil(lambda: len(seen.pictures) == 3)
    now[0] = 11
    refresher.ask("trend", read, scope(4, ORANGE))
    qtbot.waitUntil(lambda: len(seen.pictures) == 4)
    assert reads == [(1, 0), (2, 0), (3, 1), (4, 1)]
    refresher.close()


def test_that_who_asks_may_want_to_be_answered_seldom(qtbot):
    now, reads = [0.0], []
    refresher = Refresher(NoReader, clock=lambda: now[0], pace=0)
    seen = Recorder(refresher)

    def read(_reader, scope, _options):
        reads.append(scope.end)

    refresher.ask("feed", read, scope(1), pace=2.0)
    qtbot.waitUntil(lambda: len(seen.pictures) == 1)
    refresher.ask("feed", read, scope(2), pace=2.0)
    refresher.ask("trend", read, scope(2))
    qtbot.waitUntil(lambda: len(seen.pictures) == 2)
    assert reads == [1, 2]
    assert not refresher.is_idle
    now[0] = 2.5
    refresher.ask("feed", read, scope(3), pace=2.0)
    qtbot.waitUntil(lambda: reads == [1, 2, 3])
    refresher.close()


def test_that_what_is_slow_to_answer_is_left_alone_for_a_while(qtbot):
    now, reads = [0.0], []
    refresher = Refresher(NoReader, clock=lambda: now[0], pace=0.1)
    seen = Recorder(refresher)

    def slow(_reader, scope, options):
        reads.append((scope.end, options))
        now[0] += 1.0

    refresher.ask("feed", slow, scope(1), "panne")
    qtbot.waitUntil(lambda: len(seen.pictures) == 1)
    refresher.ask("feed", slow, scope(2), "panne")  # rests until 5
    refresher.ask("other", slow, scope(2), "fibre")
    qtbot.waitUntil(lambda: len(seen.pictures) == 2)
    assert not refresher.is_idle
    refresher.ask("feed", slow, scope(3), "livebox")  # another question does not wait
    qtbot.waitUntil(lambda: len(seen.pictures) == 3)
    assert reads == [(1, "panne"), (2, "fibre"), (3, "livebox")]
    refresher.close()


def test_that_who_moves_to_another_instant_is_answered_at_once(qtbot):
    """Also by what was slow, was being read just then, or wants to be asked seldom."""
    now, gate, started = [0.0], threading.Event(), threading.Event()

    def clock():
        now[0] += 0.001  # a look at it takes a moment
        return now[0]

    refresher = Refresher(NoReader, clock=clock, pace=0.001)
    seen = Recorder(refresher)

    def read(_reader, scope, _options):
        now[0] += 1.0
        started.set()
        gate.wait(30)
        return scope.end

    refresher.ask("board", read, scope(1), pace=30.0)
    qtbot.waitUntil(started.is_set)
    for end in (2, 3):
        refresher.hurry()
        refresher.ask("board", read, scope(end), pace=30.0)
        gate.set()
        qtbot.waitUntil(lambda end=end: seen.pictures[-1:] == [("board", end)])
    assert now[0] < 5.0
    refresher.close()


def test_that_who_stops_is_answered_without_asking_again(qtbot):
    refresher = Refresher(NoReader)
    seen = Recorder(refresher)
    read = _end_of_scope
    refresher.ask("board", read, scope(1), pace=30.0)
    qtbot.waitUntil(lambda: seen.pictures == [("board", 1)])
    refresher.ask("board", read, scope(2), pace=30.0)
    QCoreApplication.processEvents()  # it waits for its time now
    refresher.hurry()
    qtbot.waitUntil(lambda: seen.pictures == [("board", 1), ("board", 2)])
    refresher.close()


def test_that_a_stretch_moved_by_hand_does_not_wait_for_what_was_slow_before(qtbot):
    now, gate, started = [0.0], threading.Event(), threading.Event()
    refresher = Refresher(NoReader, clock=lambda: now[0], pace=10)
    seen = Recorder(refresher)

    def read(_reader, asked, _options):
        now[0] += 1.0
        started.set()
        gate.wait(30)
        return asked.start, asked.end

    def chosen(start, end, known=99):
        return Scope((), start, end, known)

    refresher.ask("trend", read, chosen(0, 90))
    qtbot.waitUntil(started.is_set)
    refresher.ask("trend", read, chosen(10, 20))
    gate.set()
    qtbot.waitUntil(lambda: seen.pictures == [("trend", (10, 20))])  # what was read of the other is not shown
    refresher.ask("trend", read, chosen(10, 20, known=100))
    refresher.ask("other", read, chosen(10, 20, known=100))
    qtbot.waitUntil(lambda: len(seen.pictures) == 2)
    assert not refresher.is_idle, "time that moves on is no hand"
    refresher.close()


def test_that_an_answer_may_be_kept_and_a_question_of_another_kind_is_not(qtbot):
    class Remembering(NoReader):
        kept = {}

        def picture(self, question, answer):
            return self.kept.setdefault(question, answer())

    reads, refresher = [], Refresher(Remembering, pace=0)
    seen = Recorder(refresher)

    def read(_reader, asked, _options):
        reads.append(asked.end)
        return asked.end

    for is_kept in (True, False):
        for end in (1, 2):
            refresher.ask("trend", read, scope(end), is_kept=is_kept)
            qtbot.waitUntil(lambda end=end: seen.pictures[-1:] == [("trend", end)])
    assert reads == [1, 2, 1, 2]
    assert [question.scope.end for question in Remembering.kept] == [1, 2]
    refresher.close()


def test_that_the_quickest_is_read_first_and_last_what_takes_longest(qtbot):
    now, order = [0.0], []
    refresher = Refresher(NoReader, clock=lambda: now[0], pace=0)
    refresher._pool.shutdown()
    refresher._pool = ThreadPoolExecutor(1)  # so that they come one after another
    seen = Recorder(refresher)

    def reading(name, seconds):
        def read(_reader, _scope, _options):
            order.append(name)
            now[0] += seconds

        return read

    reads = {"feed": reading("feed", 2), "map": reading("map", 1), "voices": reading("voices", 9)}
    for end in (1, 2):
        order.clear()
        for name, read in reads.items():
            refresher.ask(name, read, scope(end))
        qtbot.waitUntil(lambda end=end: len(seen.pictures) == 3 * end)
    assert order == ["map", "feed", "voices"]
    refresher.close()


def test_that_a_key_is_heard_between_two_answers(refresher, qtbot):
    happened, both = [], threading.Barrier(2)

    def read(_reader, _scope, options):
        both.wait(30)
        return options

    class Keys(QObject):
        def event(self, event):
            happened.append("a key")
            return True

    def take(key, _picture):
        happened.append(key)
        QCoreApplication.postEvent(keys, QEvent(QEvent.Type.User))

    keys = Keys()
    refresher.answered.connect(take)
    for key in ("feed", "map"):
        refresher.ask(key, read, scope(1), key)
    qtbot.waitUntil(lambda: len(happened) == 4)
    assert happened[1::2] == ["a key", "a key"]
    refresher.answered.disconnect(take)


def _end_of_scope(_reader, asked, _options):
    return asked.end


def test_that_an_answer_is_painted_and_others_are_heard_before_the_next_is_drawn(refresher, qtbot):
    happened = []
    after = QTimer()
    after.setSingleShot(True)
    after.timeout.connect(lambda: happened.append("heard"))

    class Drawing(QWidget):
        def paintEvent(self, event):
            if happened and happened[-1] == "drawn":
                happened.append("painted")
                after.start(0)

    drawing = Drawing()
    qtbot.addWidget(drawing)
    with qtbot.waitExposed(drawing):
        drawing.show()

    def draw(_key, _picture):
        happened.append("drawn")
        drawing.update()

    refresher.answered.connect(draw)
    for key in ("trend", "tone", "map"):
        refresher._returned.emit(refreshing.Question(str, scope(1), key), key, None, 0.0)
        refresher._reading[refreshing.Question(str, scope(1), key)] = {key}
    qtbot.waitUntil(lambda: len(happened) == 9)
    assert happened == ["drawn", "painted", "heard"] * 3


def test_that_quick_reads_come_one_after_another_and_a_slow_one_keeps_nobody_waiting(refresher, qtbot, monkeypatch):
    monkeypatch.setattr(refreshing, "MOMENT_SECONDS", 30.0)
    running, most, gate, seen = [], [], threading.Event(), Recorder(refresher)

    def quick(_reader, _scope, options):
        running.append(options)
        most.append(len(running))
        gate.wait(0.01)
        running.remove(options)

    def slow(_reader, _scope, _options):
        gate.wait(30)

    for key in "abcdef":
        refresher.ask(key, quick, scope(1), key)
    qtbot.waitUntil(lambda: len(seen.pictures) == 6)
    assert max(most) == 1
    monkeypatch.setattr(refreshing, "MOMENT_SECONDS", 0.01)
    refresher.ask("spread", slow, scope(1))
    refresher.ask("map", quick, scope(1))
    qtbot.waitUntil(lambda: len(seen.pictures) == 7)
    assert seen.pictures[-1][0] == "map"
    gate.set()
    qtbot.waitUntil(lambda: len(seen.pictures) == 8)


class Growing:
    """Options that differ in what was answered already."""

    def __init__(self, known):
        self.known, self.subject = known, "feed"


def test_that_knowing_more_makes_no_other_question(qtbot):
    now, reads = [0.0], []
    refresher = Refresher(NoReader, clock=lambda: now[0], pace=10)
    seen = Recorder(refresher)

    def read(_reader, _scope, options):
        reads.append(options.known)

    refresher.ask("feed", read, scope(1), Growing(1))
    qtbot.waitUntil(lambda: len(seen.pictures) == 1)
    refresher.ask("feed", read, scope(1), Growing(2))
    refresher.ask("other", read, scope(1), Growing(3))
    qtbot.waitUntil(lambda: len(seen.pictures) == 2)
    assert reads == [1, 3]
    refresher.close()


def test_that_a_broken_read_reaches_the_panel_in_one_line_and_not_the_desk(refresher, qtbot):
    seen = Recorder(refresher)

    def ours(_reader, _scope, _options):
        raise ValueError("no such\ntopic")

    def theirs(_reader, _scope, _options):
        raise HubdeskError("The file is locked.")

    refresher.ask("trend", ours, scope(1))
    refresher.ask("feed", theirs, scope(1))
    qtbot.waitUntil(lambda: len(seen.faults) == 2)
    faults = dict(seen.faults)
    assert "no such topic" in faults["trend"]
    assert "\n" not in faults["trend"]
    assert faults["feed"] == "The file is locked."


def test_that_reads_happen_off_the_gui_thread_and_answers_on_it(refresher, qtbot):
    where = []

    def note(*_):
        where.append(threading.current_thread())

    refresher.answered.connect(note)
    refresher.ask("trend", lambda *_: where.append(threading.current_thread()), scope(1))
    qtbot.waitUntil(lambda: len(where) == 2)
    assert where[0] is not threading.main_thread()
    assert where[1] is threading.main_thread()


def test_that_closing_while_reading_waits_and_is_quiet(qtbot):
    refresher = Refresher(NoReader)
    seen, started, ended = Recorder(refresher), threading.Event(), []

    def read(*_):
        started.set()
        threading.Event().wait(0.1)
        ended.append(1)

    refresher.ask("trend", read, scope(1))
    qtbot.waitUntil(started.is_set)
    refresher.close()
    assert ended == [1]
    refresher.ask("trend", read, scope(2))
    assert refresher.is_idle or not seen.pictures


def test_that_a_forgotten_question_is_not_answered(refresher, qtbot):
    seen, gate, started = Recorder(refresher), threading.Event(), threading.Event()

    def read(*_):
        started.set()
        gate.wait(30)

    refresher.ask("trend", read, scope(1))
    qtbot.waitUntil(started.is_set)
    refresher.forget("trend")
    refresher.ask("feed", lambda *_: "last", scope(2))
    gate.set()
    qtbot.waitUntil(lambda: refresher.is_idle)
    assert seen.pictures == [("feed", "last")]


class Versioned(NoReader):
    """A session whose version moves when told, and that may be away."""

    def __init__(self, world):
        self._world = world

    def version(self):
        if self._world["away"]:
            raise OSError("the disk is gone")
        version = self._world["version"]
        self._world["looks"] += 1
        return version


def test_that_the_heartbeat_says_when_the_version_moves_and_only_then(qtbot):
    world, changes = {"version": 1, "away": False, "looks": 0}, []
    heart = Heartbeat(lambda: Versioned(world), beat=0.001)
    heart.changed.connect(lambda: changes.append(threading.current_thread()))
    qtbot.waitUntil(lambda: world["looks"] > 0)
    with qtbot.waitSignal(heart.changed):
        world["version"] = 7
    with qtbot.waitSignal(heart.changed):
        world["version"] = 8
    heart.close()
    world["version"] = 9
    assert len(changes) == 2
    assert set(changes) == {threading.main_thread()}


def test_that_a_session_that_goes_away_is_said_once_and_its_return_too(qtbot):
    world = {"version": 1, "away": False, "looks": 0}
    heart = Heartbeat(lambda: Versioned(world), beat=0.001)
    with qtbot.waitSignal(heart.lost) as lost:
        world["away"] = True
    assert "the disk is gone" in lost.args[0]
    with qtbot.waitSignal(heart.lost) as found:
        world["away"] = False
    assert found.args == [""]
    heart.close()
