"""The collector's process, with stand-in scripts: it lives while its input is open, and comes back when it dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from desk_fakes import a_session, surroundings

from hubdesk.desk.collecting import Collecting, collector_command
from hubdesk.desk.window import Desk

WAITS = "import sys; sys.stdin.buffer.read(); open(sys.argv[1], 'a').write('ended ')"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
DIES = "import sys; open(sys.argv[1], 'a').write('tried '); sys.exit('the network is gone')"
REFUSES = "import sys; sys.stderr.write('hubdesk: no such session\\n'); sys.exit(2)"


def script(code, *args):
    return [sys.executable, "-c", code, *map(str, args)]


class States:
    def __init__(self, collecting):
        self.seen = []
        collecting.state_changed.connect(self.take)

    def take(self, state, line):
        self.seen.append((state, line))

    def names(self):
        return [state for state, _line in self.seen]


@pytest.fixture
def collecting(qtbot):
    made = []

    def make(command, **more):
        made.append(Collecting(command, first_wait=0.01, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()
        one.deleteLater()


def test_that_it_runs_until_its_input_is_closed(collecting, qtbot, tmp_path):
    mark = tmp_path / "mark"
    one = collecting(script(WAITS, mark))
    states = States(one)
    one.start()
    qtbot.waitUntil(lambda: states.names() == ["starting", "collecting"])
    one.stop()
    qtbot.waitUntil(lambda: states.names()[-1] == "stopped")
    assert mark.read_text() == "ended "


def test_that_it_is_started_again_when_it_dies(collecting, qtbot, tmp_path):
    mark = tmp_path / "mark"
    one = collecting(script(DIES, mark))
    states = States(one)
    one.start()
    qtbot.waitUntil(lambda: mark.exists() and mark.read_text().count("tried") >= 3)
    assert "restarting" in states.names()
    assert any("the network is gone" in line for _state, line in states.seen)


def test_that_waits_double_up_to_a_minute(collecting, qtbot):
    one = collecting(script("import sys; sys.exit(1)"))
    for _death in range(30):
        one._is_wanted = True
        one._retry("exit code 1")
    one._is_wanted = False
    assert one._wait == 60
    one._again.stop()


@pytest.mark.parametrize(
    ("code", "said"),
    [("import sys; sys.exit(7)", "exit code 7"), ("import os; os.kill(os.getpid(), 9)", "ended from outside")],
)
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not there")
def test_that_one_that_dies_without_a_word_is_said_to_have_died(collecting, qtbot, code, said):
    one = collecting(script(code))
    states = States(one)
    one.start()
    qtbot.waitUntil(lambda: "restarting" in states.names())
    assert any(said in line for _state, line in states.seen)


def test_that_wrong_input_is_said_and_not_tried_again(collecting, qtbot):
    one = collecting(script(REFUSES))
    states = States(one)
    one.start()
    qtbot.waitUntil(lambda: states.names()[-1] == "failed")
    assert states.seen[-1] == ("failed", "hubdesk: no such session")
    assert not one.is_wanted


def test_that_a_command_that_does_not_exist_is_tried_later(collecting, qtbot):
    one = collecting(["/no/such/program"])
    states = States(one)
    one.start()
    qtbot.waitUntil(lambda: "restarting" in states.names())


def test_that_one_that_does_not_end_is_killed(qtbot, monkeypatch):
    monkeypatch.setattr("hubdesk.desk.beside.PATIENCE_MS", 100)
    one = Collecting(script(STUBBORN))
    states = States(one)
    one.start()
    qtbot.waitUntil(lambda: "collecting" in states.names())
    number = one._process.processId()
    one.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    one.deleteLater()


def test_that_closing_the_desk_stops_collecting(qtbot, tmp_path):
    mark = tmp_path / "mark"
    session = a_session(tmp_path / "s.hubdesk")
    desk = Desk(surroundings(tmp_path / "profile", collector=lambda path: script(WAITS, mark)), session)
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitUntil(lambda: desk._collecting is not None and desk._collecting.state == "collecting")
    assert desk.is_collecting
    desk.close()
    assert mark.read_text() == "ended "


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not there")
def test_that_a_desk_that_is_killed_takes_its_collector_with_it(qtbot, tmp_path):
    mark = tmp_path / "mark"
    parent = f"""
import sys
from PySide6.QtCore import QCoreApplication
from hubdesk.desk.collecting import Collecting
app = QCoreApplication([])
one = Collecting([sys.executable, "-c", {WAITS!r}, {str(mark)!r}])
def told(state, line):
    if state == "collecting":
        print("up", flush=True)
one.state_changed.connect(told)
one.start()
app.exec()
"""
    desk = subprocess.Popen(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True
    )
    assert desk.stdout is not None
    assert desk.stdout.readline() == "up\n"
    desk.send_signal(signal.SIGKILL)
    desk.wait()
    desk.stdout.close()
    qtbot.waitUntil(mark.exists)


def test_that_the_profile_and_the_language_are_passed_on(tmp_path, french):
    command = collector_command(Path("a.hubdesk"), tmp_path)
    options = ["--profile", str(tmp_path), "--lang", "fr"]
    assert command[1:] == ["-m", "hubdesk", *options, "collect", "a.hubdesk", "--while-stdin"]
    assert "--profile" not in collector_command(Path("a.hubdesk"), None)
