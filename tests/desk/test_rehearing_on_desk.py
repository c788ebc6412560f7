"""A changed topic has its past heard again beside the desk; panels say so until it is through."""

import sys

import pytest
from desk_fakes import a_session, fake_panels, surroundings
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from hubdesk.core import Topic
from hubdesk.desk import shot
from hubdesk.desk.rehearing import rehear_command
from hubdesk.desk.window import Desk
from hubdesk.panels.coverage import CoveragePanel
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets import theme

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)", extend=True)
IDLE = [sys.executable, "-c", "import sys; sys.stdin.read()"]  # at work until the desk closes


@pytest.fixture
def session(tmp_path):
    return a_session(tmp_path / "s.hubdesk")


@pytest.fixture
def desk_on(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")

    def opened(path, command=None, **over):
        given = surroundings(tmp_path / "profile", **over, rehearer=lambda _path: command or IDLE)
        made = Desk(given, path)
        qtbot.addWidget(made)
        with qtbot.waitSignal(made.drawn):
            made.show()
        return made

    return opened


def change(path, query="panne", topic=1):
    with open_writer(path) as writer:
        with open_reader(path) as reader:
            before = next(one for one in reader.topics() if one.id == topic)
        writer.change_topic(Topic(topic, before.name, query, before.role, before.colour, before.version))


def bars(desk):
    return {name: dock.panel.past_bar for name, dock in desk.area.docks.items()}


def counts(path):
    with open_reader(path) as reader:
        return reader.rehearing()


def test_that_panels_say_incomplete_as_soon_as_a_topic_changed(desk_on, session, qtbot):
    desk = desk_on(session, panels=fake_panels() | {"coverage": CoveragePanel})
    assert not any(bar.isVisible() for bar in bars(desk).values())
    change(session)
    qtbot.waitUntil(lambda: bars(desk)["feed"].isVisible())
    assert bars(desk)["feed"].lines[0] == "Incomplete: past re-heard to 0%."
    assert not bars(desk)["coverage"].isVisible()
    assert "past re-heard to 0%" in desk.status.accessibleName()
    assert desk.past._work.is_running


def test_that_a_scope_without_the_topic_is_complete(desk_on, session, qtbot):
    desk = desk_on(session)
    change(session)
    qtbot.waitUntil(lambda: bars(desk)["feed"].isVisible())
    desk.looking.toggle_topic(1)
    qtbot.waitUntil(lambda: not bars(desk)["feed"].isVisible())
    desk.looking.toggle_topic(1)
    qtbot.waitUntil(lambda: bars(desk)["feed"].isVisible())


def test_that_the_past_is_heard_again_and_the_bars_go(desk_on, session, qtbot, tmp_path):
    change(session)
    assert counts(session)
    desk = desk_on(session, command=rehear_command(session, tmp_path / "profile"))
    qtbot.waitUntil(lambda: not counts(session), timeout=60_000)
    qtbot.waitUntil(lambda: not bars(desk)["feed"].isVisible() and not desk.past._work.is_running)
    with open_reader(session) as reader:
        (first, *_others) = reader.shares(desk.looking.scope())
    assert first[1] == 3


def test_that_stop_leaves_the_bar_and_go_on_takes_it_up(desk_on, session, qtbot):
    desk = desk_on(session)
    change(session)
    qtbot.waitUntil(lambda: bars(desk)["trend"].isVisible())
    button = bars(desk)["trend"].findChildren(QAbstractButton)[0]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "stopped by you" in bars(desk)["trend"].lines[0])
    assert counts(session)[0].stopped
    assert button.text() == "Go on"
    assert "stopped" in desk.status.accessibleName()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: button.text() == "Stop")
    assert not counts(session)[0].stopped


def test_that_what_a_dead_desk_left_is_taken_up_at_the_next_opening(desk_on, session, qtbot):
    change(session)
    desk = desk_on(session)
    qtbot.waitUntil(lambda: desk.past._work.is_running)


def test_that_what_was_stopped_is_not_taken_up_by_itself(desk_on, session, qtbot):
    change(session)
    with open_writer(session) as writer:
        writer.stop_rehearing(1)
    desk = desk_on(session)
    qtbot.waitUntil(lambda: bars(desk)["feed"].isVisible())
    assert not desk.past._work.is_running


def test_that_a_work_that_ends_without_an_end_is_not_begun_again_for_ever(desk_on, session, qtbot):
    """Such as for a query that cannot be read."""
    change(session)
    desk = desk_on(session, command=[sys.executable, "-c", ""])
    states = []
    qtbot.waitUntil(lambda: desk.past._work is not None)
    desk.past._work.state_changed.connect(lambda state, _line: states.append(state))
    qtbot.waitUntil(lambda: desk.past._tried is not None)  # it has begun, and ended
    states.clear()
    for _again in range(3):
        desk.past.look(desk.past.past)
    assert "starting" not in states
    desk.past.go_on((1,))
    desk.past.look(desk.past.past)
    assert desk.past._work.is_running


def test_that_a_work_that_cannot_be_done_is_told_once(desk_on, session, qtbot):
    change(session)
    wrong = "import sys; print('rehear: no such verb', file=sys.stderr); sys.exit(2)"
    desk = desk_on(session, command=[sys.executable, "-c", wrong])
    qtbot.waitUntil(lambda: "no such verb" in desk.status.message())
    assert not desk.past._work.is_running


def test_that_a_demonstration_is_not_heard_again(desk_on, tmp_path, qtbot):
    path = a_session(tmp_path / "demo.hubdesk", synthetic=True)
    change(path)
    desk = desk_on(path)
    qtbot.waitUntil(lambda: bars(desk)["feed"].isVisible())
    assert desk.past._work is None
    assert bars(desk)["feed"].findChildren(QAbstractButton)[0].isHidden()


def test_that_a_picture_without_a_desk_says_incomplete_too(qapp, session, tmp_path):
    change(session)
    theme.use(qapp, "light")
    with_bar, without = tmp_path / "with.png", tmp_path / "without.png"
    shot.draw(session, "compare", None, (500, 300), with_bar, "light")
    with open_writer(session) as writer:
        while writer.rehear(1_000) is not None:
            pass
    shot.draw(session, "compare", None, (500, 300), without, "light")
    top = [picture_top(file) for file in (with_bar, without)]
    assert top[0] != top[1]


def picture_top(file):
    from PySide6.QtGui import QImage  # a picture's first 30 rows

    return QImage(str(file)).copy(0, 0, 500, 30)
