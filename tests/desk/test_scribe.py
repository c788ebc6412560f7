"""The scribe writes in order, off the GUI thread, and says what could not be written."""

import threading

import pytest
from desk_fakes import a_session

from hubdesk.core import HubdeskError, SourceRow
from hubdesk.desk.scribe import Scribe
from hubdesk.desk.writes import AddSources, KeepLayout, ask_everyone
from hubdesk.store.session import open_reader, open_writer


@pytest.fixture
def session(tmp_path):
    return a_session(tmp_path / "s.hubdesk")


@pytest.fixture
def scribe(qtbot, session):
    scribe = Scribe(lambda: open_writer(session))
    yield scribe
    scribe.close()
    scribe.deleteLater()


def test_that_jobs_are_written_in_order_and_reported(scribe, session, qtbot):
    done, busy = [], []
    scribe.done.connect(lambda what, result: done.append((what, result)))
    scribe.busy_changed.connect(busy.append)
    scribe.write("sources", AddSources((SourceRow(0, "A", "feed"), SourceRow(0, "B", "feed"))))
    scribe.write("ask", ask_everyone)
    scribe.write("layout", KeepLayout("{}"))
    qtbot.waitUntil(lambda: busy == [True, False])
    assert done == [("sources", 2), ("ask", None), ("layout", None)]
    with open_reader(session) as reader:
        assert [row.name for row in reader.sources()][-2:] == ["A", "B"]
        assert reader.note("layout") == "{}"


def test_that_what_cannot_be_written_is_said_in_one_line(scribe, qtbot):
    def full(_writer):
        raise HubdeskError("The disk is full.")

    def ours(_writer):
        raise ValueError("two\nlines")

    faults = []
    scribe.failed.connect(lambda what, line: faults.append((what, line)))
    scribe.write("mark", full)
    scribe.write("star", ours)
    qtbot.waitUntil(lambda: len(faults) == 2)
    assert faults == [("mark", "The disk is full."), ("star", "Not saved: two lines.")]


def test_that_closing_writes_what_is_queued(session, qtbot):
    where = []
    scribe = Scribe(lambda: open_writer(session))
    scribe.write("thread", lambda _writer: where.append(threading.current_thread()))
    scribe.write("layout", KeepLayout("kept"))
    scribe.close()
    with open_reader(session) as reader:
        assert reader.note("layout") == "kept"
    assert where[0] is not threading.main_thread()
    scribe.write("late", KeepLayout("lost"))
    scribe.deleteLater()
