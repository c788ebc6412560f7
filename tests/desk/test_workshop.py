"""The query workshop on the desk: how one comes in and out, what it saves, and that no draft is lost."""

import json
import threading
from dataclasses import replace

import pytest
from desk_fakes import a_session, surroundings
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hubdesk.core import HubdeskError, Topic
from hubdesk.desk import topics as topics_module
from hubdesk.desk import workshop
from hubdesk.desk.drafts import LONGEST, drafts_file, read_drafts, write_drafts
from hubdesk.desk.topic_import import bring, report
from hubdesk.desk.topics import TopicsDialog
from hubdesk.desk.window import Desk
from hubdesk.desk.writes import ChangeTopics
from hubdesk.panels.query_draft import Draft, draft_words
from hubdesk.store.session import open_reader
from hubdesk.widgets import theme

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


def opened(qtbot, folder, path):
    theme.use(QApplication.instance(), "light")
    desk = Desk(surroundings(folder), path)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    return desk


def in_workshop(qtbot, desk):
    desk.menus.actions["query"].trigger()
    panel = desk.workshop.panel
    qtbot.waitUntil(lambda: panel._picture is not None and panel._picture.effect is not None)
    return panel


def write(qtbot, panel, text):
    panel.edit.page.setPlainText(text)
    qtbot.waitUntil(lambda: panel._checked.text == text)


@pytest.fixture
def session(tmp_path):
    return a_session(tmp_path / "s.hubdesk")


@pytest.fixture
def desk(qtbot, tmp_path, session):
    made = opened(qtbot, tmp_path / "p", session)
    yield made
    made.close()


def test_that_it_takes_the_place_of_the_docks_and_escape_brings_them_back(desk, qtbot):
    panel = in_workshop(qtbot, desk)
    assert desk.pages.currentWidget() is not desk.area
    assert not any(dock.is_seen() for dock in desk.area.docks.values())
    assert desk.scope_bar.isVisible()
    assert desk.status.isVisible()
    qtbot.keyClick(panel.edit.page, Qt.Key.Key_Escape)
    assert desk.pages.currentWidget() is desk.area
    assert desk.area.docks["feed"].is_seen()
    desk.menus.actions["query"].trigger()
    assert desk.workshop.panel is panel


def test_that_what_the_first_opening_needs_is_loaded_off_the_gui_thread(qtbot, tmp_path, session, monkeypatch):
    threads = []
    monkeypatch.setattr(workshop, "load_language", lambda: threads.append(threading.current_thread()))
    made = Desk(surroundings(tmp_path / "profile"), session)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.workshop._loading.done):
        made.show()
    assert threads
    assert threads[0] is not threading.main_thread()


def test_that_a_panel_asked_for_brings_the_docks_back(desk, qtbot):
    in_workshop(qtbot, desk)
    desk.show_coverage()
    assert not desk.workshop.is_open


def test_that_saving_changes_the_topic_and_ends_the_draft(desk, qtbot):
    panel = in_workshop(qtbot, desk)
    write(qtbot, panel, "orange OR livebox")
    qtbot.waitUntil(panel.foot.save.isEnabled)
    panel.foot.save.click()
    qtbot.waitUntil(lambda: panel.drafts() == ())
    with open_reader(desk.path) as reader:
        assert next((topic.name, topic.query, topic.version) for topic in reader.topics()) == (
            "Orange",
            "orange OR livebox",
            2,
        )


def test_that_a_session_that_cannot_be_written_says_why(qtbot, tmp_path):
    desk = opened(qtbot, tmp_path / "p", a_session(tmp_path / "s.hubdesk", synthetic=True))
    panel = in_workshop(qtbot, desk)
    write(qtbot, panel, "orange OR livebox")
    assert panel.foot.save.isHidden()
    assert "demonstration" in panel.foot.reason.text()
    desk.close()


def test_that_a_draft_is_on_the_disk_while_the_desk_runs_and_is_taken_up_by_the_next_one(qtbot, tmp_path, session):
    first = opened(qtbot, tmp_path / "p", session)
    panel = in_workshop(qtbot, first)
    write(qtbot, panel, "orange OR (")
    file = drafts_file(first.places.state, session)
    qtbot.waitUntil(lambda: [one.text for one in read_drafts(file)] == ["orange OR ("])  # a killed desk leaves that
    write(qtbot, panel, "orange OR (livebox")
    first.close()  # at once, before the disk had its turn
    assert [one.text for one in read_drafts(file)] == ["orange OR (livebox"]
    second = opened(qtbot, tmp_path / "p", session)
    second.menus.actions["query"].trigger()
    qtbot.waitUntil(lambda: second.workshop.panel.edit.text() == "orange OR (livebox")
    assert "not saved" in second.workshop.panel.parts.head.bar.subtitle
    second.workshop.panel.discard()
    second.close()
    assert not file.exists()


def test_that_it_opens_on_the_topic_in_scope_and_on_the_one_asked_for(desk, qtbot):
    desk.looking.only(desk.looking.topics[1].id)
    panel = in_workshop(qtbot, desk)
    assert panel.edit.text() == "sfr"
    desk.workshop.open(desk.looking.topics[3].id)
    qtbot.waitUntil(lambda: panel.edit.text() == "free")


def test_that_the_dialog_of_topics_leads_there_once_it_has_saved(desk, qtbot, monkeypatch):
    topic = desk.looking.topics[2]
    wanted = ChangeTopics(changed=(replace(topic, query="bytel"),))
    monkeypatch.setattr(topics_module, "ask_topics", lambda topics, parent: (wanted, topic.id))
    desk.menus.actions["topics"].trigger()
    qtbot.waitUntil(lambda: desk.workshop.panel is not None and desk.workshop.panel.edit.text() == "bytel")


# Drafts as a file.


def test_that_drafts_come_back_as_they_were(tmp_path):
    drafts = (Draft(2, "a\n“b” 🔥 \ud800", 5, 3), Draft(1, "c", 4, 1))
    file = drafts_file(tmp_path, tmp_path / "s.hubdesk")
    write_drafts(file, tmp_path / "s.hubdesk", drafts)
    assert read_drafts(file) == drafts


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        "{}",
        '{"drafts": {}}',
        '{"drafts": [1]}',
        '{"drafts": [{"topic": true, "text": "", "at": 1, "version": 1}]}',
        '{"drafts": [{"topic": -1, "text": "", "at": 1, "version": 1}]}',
        '{"drafts": [{"topic": 1, "text": 2, "at": 1, "version": 1}]}',
        "[" * 100_000,
    ],
)
def test_that_a_file_somebody_altered_costs_only_the_drafts(tmp_path, written):
    file = tmp_path / "x.json"
    file.write_text(written, "utf-8")
    assert read_drafts(file) == ()


def test_that_a_draft_read_from_a_file_is_held_within_limits(tmp_path):
    file = tmp_path / "x.json"
    rows = [{"topic": 1, "text": "x" * (LONGEST + 1), "at": 1, "version": 1}]
    file.write_text(json.dumps({"drafts": rows}), "utf-8")
    assert len(read_drafts(file)[0].text) == LONGEST


def test_that_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path):
    (tmp_path / "drafts").write_text("a file is in the way", "utf-8")
    with pytest.raises(HubdeskError, match="not kept"):
        write_drafts(drafts_file(tmp_path, tmp_path / "s"), tmp_path / "s", [Draft(1, "a", 1, 1)])


def test_that_a_draft_of_another_day_says_the_day():
    topic = Topic(1, "Orange", "orange", version=2)
    assert draft_words(Draft(1, "x", 0, 2), topic, "UTC", 86_400_000) == "draft of 01 Jan 1970, not saved"
    assert "version 2 meanwhile" in draft_words(Draft(1, "x", 0, 1), topic, "UTC", 0)
    assert draft_words(None, topic, "UTC", 0) == "saved as version 2"


# Saved queries from a file.

SAVED = "Nom\tRequête\nPanne\tpanne OR mail\nOrange\torange\nNear\ta NEAR b\nPanne\tx\nno tab here\n"


def test_that_saved_queries_are_taken_and_the_others_listed_with_line_and_place(tmp_path):
    file = tmp_path / "saved.txt"
    file.write_text(SAVED, "utf-8")
    brought = bring(file, ("orange",), 100, ("#111111", "#222222"))
    assert [(topic.id, topic.name, topic.query) for topic in brought.topics] == [(0, "Panne", "panne OR mail")]
    assert [one.line for one in brought.refused] == [3, 4, 5, 6]
    told = report(brought)
    assert "line 3, “Orange”: there is a topic of this name" in told
    assert "line 4, “Near”, character 3 of the query" in told


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16"])
def test_that_files_of_spreadsheets_are_read(tmp_path, coding):
    file = tmp_path / "saved.txt"
    file.write_text("Réseau\tréseau\n", coding)
    assert bring(file, (), 100, ("#111111",)).topics[0].query == "réseau"


@pytest.mark.parametrize(
    ("content", "said"), [(b"a\tb\n\xff\xfe\xfd", "line 2: this is not UTF-8"), (None, "cannot be read")]
)
def test_that_a_file_that_is_no_text_is_refused_in_one_line(tmp_path, content, said):
    file = tmp_path / "saved.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(HubdeskError, match=said):
        bring(file, (), 100, ("#111111",))


def test_that_no_more_topics_are_taken_than_a_session_may_have(tmp_path):
    file = tmp_path / "saved.txt"
    file.write_text("A\ta\nB\tb\n", "utf-8")
    brought = bring(file, (), 1, ("#111111",))
    assert len(brought.topics) == 1
    assert "too many" in brought.refused[0].why


def test_that_the_dialog_lists_what_was_taken_and_shows_what_was_not(qtbot, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(topics_module.TextDialog, "open", lambda page: shown.append(page.page.toPlainText()))
    dialog = TopicsDialog((Topic(1, "Orange", "orange"),))
    qtbot.addWidget(dialog)
    file = tmp_path / "saved.txt"
    file.write_text(SAVED, "utf-8")
    dialog.bring(file)
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    assert dialog.list.currentRow() == 1
    assert [topic.name for topic in dialog.wanted().added] == ["Panne"]
    assert "4 lines not taken" in shown[0]
    assert not dialog.workshop.isEnabled(), "a topic that was not saved yet cannot be opened"
    dialog.list.setCurrentRow(0)
    with qtbot.waitSignal(dialog.accepted):
        dialog.workshop.click()
    assert dialog.opened == 1
    dialog.reject()
