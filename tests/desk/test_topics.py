"""The dialog of topics: what it writes, and what it refuses, at its place."""

import pytest
from desk_fakes import OPERATORS, a_session, surroundings
from PySide6.QtWidgets import QApplication

from hubdesk.core import Role, Topic
from hubdesk.desk import topics as topics_module
from hubdesk.desk.topic_form import Checked, check
from hubdesk.desk.topics import TopicsDialog, changes
from hubdesk.desk.window import Desk
from hubdesk.desk.writes import ChangeTopics
from hubdesk.store.session import open_reader
from hubdesk.widgets import theme

TOPICS = tuple(Topic(n, name, name.lower()) for n, name in enumerate(OPERATORS, 1))
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture
def dialog(qtbot):
    theme.use(QApplication.instance(), "light")
    made = TopicsDialog(TOPICS)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.reject()


def typed(qtbot, dialog, name, query):
    dialog.form.name.clear()
    qtbot.keyClicks(dialog.form.name, name)
    dialog.form.query.setPlainText(query)


def test_that_a_topic_is_added_changed_and_removed_at_once(dialog, qtbot):
    dialog.list.setCurrentRow(1)
    dialog.form.query.setPlainText("sfr OR red")
    dialog.list.setCurrentRow(2)
    dialog.remove.click()
    dialog.add.click()
    typed(qtbot, dialog, "Coriolis", "coriolis")
    dialog.form.role.setCurrentIndex(dialog.form.role.findData(Role.RIVAL))
    dialog.form.role.activated.emit(1)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
    wanted = dialog.wanted()
    assert [(topic.name, topic.role, topic.query) for topic in wanted.added] == [("Coriolis", "rival", "coriolis")]
    assert [(topic.id, topic.query) for topic in wanted.changed] == [(2, "sfr OR red")]
    assert wanted.removed == (3,)


def test_that_opening_and_saving_writes_nothing(dialog, qtbot):
    for row in range(len(TOPICS)):
        dialog.list.setCurrentRow(row)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
    assert not dialog.wanted()
    assert not changes(TOPICS, TOPICS)


def test_that_a_broken_query_is_marked_at_its_place_while_it_is_typed(dialog, qtbot):
    query = "\U0001f525 OR (orange NEAR/x fibre"
    dialog.form.query.setPlainText(query)
    qtbot.waitUntil(lambda: bool(dialog.form.fault.text()))
    position = check(query).position
    (mark,) = dialog.form.query.extraSelections()
    assert mark.cursor.selectionStart() == position + 1, "Qt counts the fire twice"
    dialog.form.query.setPlainText("orange")
    qtbot.waitUntil(lambda: not dialog.form.fault.text())
    assert not dialog.form.query.extraSelections()


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [("", "x", "name"), ("orange", "x", "called"), ("New", "", "uery"), ("New", "NOT x", "exclude"), ("New", "(a", "")],
)
def test_that_what_cannot_be_kept_holds_the_dialog_and_is_shown(dialog, qtbot, name, query, said):
    dialog.add.click()
    typed(qtbot, dialog, name, query)
    dialog.list.setCurrentRow(0)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.list.currentRow() == len(TOPICS))
    assert dialog.isVisible()
    assert dialog.form.fault.text()
    assert said in dialog.form.fault.text()


def test_that_an_answer_about_an_older_text_is_not_shown(dialog):
    dialog.form.query.setPlainText("orange")
    dialog.form.show_checked(Checked("orang", "wrong", 3))
    assert not dialog.form.query.extraSelections()


def test_that_the_last_topic_can_go_and_the_form_is_empty(dialog):
    for _topic in TOPICS:
        dialog.remove.click()
    assert not dialog.form.isEnabled()
    assert not dialog.remove.isEnabled()
    assert dialog.wanted().removed == (1, 2, 3, 4)


def test_that_the_session_hears_of_it_and_the_scope_bar_shows_it(qtbot, tmp_path, monkeypatch):
    desk = Desk(surroundings(tmp_path / "p"), a_session(tmp_path / "s.hubdesk"))
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    wanted = ChangeTopics((Topic(0, "Coriolis", "coriolis"),), (), (4,))
    monkeypatch.setattr(topics_module, "ask_topics", lambda topics, parent: (wanted, 0))
    desk.menus.actions["topics"].trigger()
    qtbot.waitUntil(lambda: [topic.name for topic in desk.looking.topics] == [*OPERATORS[:3], "Coriolis"])
    with open_reader(desk.path) as reader:
        assert [topic.name for topic in reader.topics()] == [*OPERATORS[:3], "Coriolis"]


@pytest.mark.parametrize("synthetic", [True, None])
def test_that_what_needs_a_listening_session_is_out_of_reach_without_one(qtbot, tmp_path, synthetic):
    path = a_session(tmp_path / "s.hubdesk", synthetic=True) if synthetic else None
    desk = Desk(surroundings(tmp_path / "p"), path)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    for word in ("topics", "add-source", "ask-all", "collecting"):
        assert not desk.menus.actions[word].isEnabled()
    assert desk.menus.actions["span"].isEnabled() == bool(synthetic)


def test_that_two_topics_whose_colours_are_taken_for_each_other_are_named(dialog):
    assert dialog.form.alike.text() == "", "the look chose its own four"
    dialog.add.click()
    dialog.form.name.setText("Coriolis")
    dialog.form.name.textEdited.emit("Coriolis")
    sfr = theme.theme().topic_style(TOPICS[1]).colour.name()
    dialog.form.show_topic(Topic(9, "Coriolis", "coriolis", colour=sfr), TOPICS)
    assert dialog.form.alike.text().startswith("Coriolis and SFR look alike on a chart: ")
    assert not dialog.form.alike.isHidden()
    dialog.list.setCurrentRow(0)
    assert dialog.form.alike.isHidden()


def test_that_a_new_topics_colour_is_taken_for_no_others(dialog):
    for _n in range(3):
        dialog.add.click()
        assert dialog.form.alike.text() == ""
    assert len({topic.colour for topic in dialog.topics[len(TOPICS) :]}) == 3
