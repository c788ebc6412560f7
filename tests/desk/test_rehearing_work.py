"""What re-hears the past beside the desk: it may be done, and comes back when it dies before that."""

import sys
from pathlib import Path

import pytest

from hubdesk.desk.rehearing import RehearingWork, rehear_command

DONE = "print('{}')"
WAITS = "import sys; sys.stdin.buffer.read()"
DIES = "import sys; sys.exit('the disk is full')"
REFUSES = "import sys; sys.stderr.write('hubdesk: sealed\\n'); sys.exit(2)"


@pytest.fixture
def work(qtbot):
    made = []

    def make(code):
        one = RehearingWork([sys.executable, "-c", code], first_wait=0.01)
        one.seen = []
        one.state_changed.connect(lambda state, line: one.seen.append((state, line)))
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()
        one.deleteLater()


def test_that_it_is_done_when_nothing_is_left_and_may_start_again(work, qtbot):
    one = work(DONE)
    for _time in range(2):
        one.seen.clear()
        one.start()
        assert one.is_running
        qtbot.waitUntil(lambda: one.seen[-1][0] == "done")
        assert [state for state, _line in one.seen] == ["starting", "rehearing", "done"]
        assert not one.is_running


def test_that_it_ends_when_it_is_stopped(work, qtbot):
    one = work(WAITS)
    one.start()
    qtbot.waitUntil(lambda: one.state == "rehearing")
    one.stop()
    qtbot.waitUntil(lambda: one.state == "stopped")
    assert not one.is_running


def test_that_one_that_dies_is_tried_again_and_says_why(work, qtbot):
    one = work(DIES)
    one.start()
    qtbot.waitUntil(lambda: [state for state, _line in one.seen].count("restarting") >= 2)
    assert one.is_running
    assert any("the disk is full" in line for _state, line in one.seen)


def test_that_a_session_that_cannot_be_written_is_not_tried_again(work, qtbot):
    one = work(REFUSES)
    one.start()
    qtbot.waitUntil(lambda: one.seen[-1] == ("failed", "hubdesk: sealed"))
    assert not one.is_running


def test_that_its_command_names_the_profile_and_the_language(tmp_path, french):
    options = ["--profile", str(tmp_path), "--lang", "fr", "rehear", "a.hubdesk", "--while-stdin"]
    assert rehear_command(Path("a.hubdesk"), tmp_path)[1:] == ["-m", "hubdesk", *options]
