"""The preferences of alerts: each change is kept, each try is one line, and no secret is shown or written."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from desk_fakes import NOW, CountPanel, surroundings
from fakes import session, topic
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hubdesk.core import DAY, HOUR, MINUTE, EpisodeState, Topic
from hubdesk.core.alert_budget import Spent
from hubdesk.core.alert_rule import AlertRule
from hubdesk.desk.alert_budget import AlertBudget, Around, departments
from hubdesk.desk.alert_page import Surrounding
from hubdesk.desk.alert_rule_form import AlertRuleForm, Offered
from hubdesk.desk.alert_try import AlertTry, try_command
from hubdesk.desk.help import HelpWindow
from hubdesk.desk.preferences import Preferences, preferences_of
from hubdesk.desk.window import Desk
from hubdesk.settings import Settings
from hubdesk.settings_table import SETTINGS
from hubdesk.store.episodes import Seen
from hubdesk.store.session import open_writer

ORANGE, SFR = Topic(1, "Orange", "orange", "own"), Topic(2, "SFR", "sfr", "rival")
Opened = Callable[..., Preferences]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


@pytest.fixture
def opened(file: Path, qtbot: QtBot) -> Iterator[Opened]:
    made: list[Preferences] = []

    def one(answer: str = '{"ok": true, "why": ""}', shows: bool = True) -> Preferences:
        def told(_title: str, _body: str) -> bool:
            return shows

        def try_out(way: str) -> list[str]:
            return [sys.executable, "-c", f"import sys; print({answer!r}.replace('WAY', {way!r}))"]

        form = Preferences(Settings(file), None, Surrounding(try_out, told), "alerts")
        qtbot.addWidget(form)
        form.show()
        made.append(form)
        return form

    yield one
    for form in made:
        form.reject()


def test_that_every_setting_of_alerts_has_a_field_and_is_kept(opened: Opened, file: Path) -> None:
    form = opened()
    wanted = {one.name for one in SETTINGS if one.name.startswith("alert_")}
    assert wanted <= set(form.fields)
    form.fields["alert_sound"].setChecked(True)
    form.fields["alert_severity"].setValue(2)
    form.fields["alert_quiet_from"].setText("21:30")
    form.fields["alert_quiet_from"].editingFinished.emit()
    form.fields["alert_command_line"].setPlainText("/usr/bin/notify\n--to\nthe board")
    form.fields["alert_command_line"].left.emit()
    kept = Settings(file)
    assert kept.flag("alert_sound")
    assert kept.number("alert_severity") == 2
    assert kept.text("alert_quiet_from") == "21:30"
    assert kept.texts("alert_command_line") == ("/usr/bin/notify", "--to", "the board")


def test_that_a_time_that_is_none_is_refused_in_one_line(opened: Opened, file: Path) -> None:
    form = opened()
    form.fields["alert_quiet_from"].setText("soon")
    form.fields["alert_quiet_from"].editingFinished.emit()
    assert form._fault.text() == "Quiet from: write a time of day such as 22:00; it stays as it was."
    assert Settings(file).text("alert_quiet_from") == "22:00"
    form.fields["alert_quiet_from"].setText("23:00")
    form.fields["alert_quiet_from"].editingFinished.emit()
    assert form._fault.text() == ""


def test_that_what_was_typed_and_not_left_is_kept_when_it_closes(opened: Opened, file: Path) -> None:
    form = opened()
    form.fields["alert_webhook_url"].setText("https://hooks.example.org/x")
    form.reject()
    assert Settings(file).text("alert_webhook_url") == "https://hooks.example.org/x"


def test_that_a_wheel_over_a_field_scrolls_the_page_alone(opened: Opened, qtbot: QtBot) -> None:
    form = opened()
    spin = form.fields["alert_cool_down"]
    spin.clearFocus()
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(spin, wheel)
    assert spin.value() == 15


def test_that_rules_are_added_changed_and_removed(opened: Opened, file: Path) -> None:
    form = opened().alerts.rules
    form.offer(Offered((ORANGE, SFR), ("Camille Martin",), (("59", "Nord"),)))
    form.add.click()
    assert Settings(file).tables("alert") == ({},)
    for box, value in ((form.topic, "SFR"), (form.kind, "crisis"), (form.severity, "2"), (form.place, "59")):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    form.person.setEditText("@camille.example")
    kept = {"topic": "SFR", "kind": "crisis", "severity": 2, "person": "@camille.example", "place": "59"}
    assert Settings(file).tables("alert") == (kept,)
    assert form.list.item(0).text() == "Crisis · SFR · severity 2 or more · @camille.example · Nord (59)"
    form.remove.click()
    assert Settings(file).tables("alert") == ()
    assert form.list.count() == 0


def test_that_a_rule_of_an_unknown_topic_is_named_and_kept(qtbot: QtBot) -> None:
    form = AlertRuleForm((AlertRule(topic="<b>Gone</b>", place="2a"),))
    qtbot.addWidget(form)
    assert form.note.isHidden()
    form.offer(Offered((ORANGE,), (), departments()))
    assert form.note.text().startswith("This session has no topic “<b>Gone</b>”")
    assert form.note.textFormat() == Qt.TextFormat.PlainText
    assert form.topic.currentData() == "<b>Gone</b>"
    assert form.list.item(0).text() == "<b>Gone</b> · Corse-du-Sud (2A)"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ('{"ok": true, "why": ""}', "It arrived."),
        ('{"ok": false, "why": "https://hooks.example.org did not answer in 10 s"}', "https://hooks.example.org did"),
        ("no JSON at all", "The try failed (exit code 0)."),
        ('{"ok": "yes"}', "The try failed (exit code 0)."),
    ],
)
def test_that_a_try_is_answered_in_one_line(opened: Opened, qtbot: QtBot, answer: str, said: str) -> None:
    page = opened(answer).alerts
    page.tries["webhook"].click()
    qtbot.waitUntil(lambda: page.answers["webhook"].text().startswith(said))


def test_that_the_verb_that_is_tried_answers_as_expected(tmp_path: Path, qtbot: QtBot) -> None:
    trying = AlertTry()
    with qtbot.waitSignal(trying.said, timeout=60_000) as said:
        trying.run(try_command("webhook", tmp_path))
    assert said.args == [False, "The webhook has no address: enter one, or switch it off."]
    trying.close()


def test_that_a_long_answer_takes_its_lines_and_no_more(opened: Opened, qtbot: QtBot) -> None:
    page = opened().alerts
    assert page is not None
    one = page.answers["webhook"]
    below = page.fields.fields["alert_command"]
    start = below.y() - page.tries["webhook"].y()
    one.show_text("given up after 3 attempts: hooks.example.org " + "did not answer in time and " * 4)
    qtbot.waitUntil(lambda: one.height() > 40)
    assert one.height() <= 6 * one.fontMetrics().lineSpacing()
    assert below.y() - page.tries["webhook"].y() <= start + one.height()


def test_that_what_a_try_says_on_stderr_is_told(qtbot: QtBot) -> None:
    trying = AlertTry()
    code = "import sys; print('first', file=sys.stderr); print('hubdesk: no address', file=sys.stderr); sys.exit(2)"
    with qtbot.waitSignal(trying.said) as said:
        trying.run([sys.executable, "-c", code])
    assert said.args == [False, "hubdesk: no address"]
    with qtbot.waitSignal(trying.said) as said:
        trying.run(["/nowhere/hubdesk"])
    assert said.args == [False, "The try failed (it cannot be started)."]
    trying.close()


def test_that_a_try_that_hangs_ends_with_the_preferences(qtbot: QtBot) -> None:
    trying = AlertTry()
    trying.run([sys.executable, "-c", "import time; time.sleep(600)"])
    qtbot.waitUntil(lambda: trying.is_busy)
    trying.close()
    assert not trying.is_busy


def test_that_a_notification_is_tried_or_said_not_to_be_possible(opened: Opened) -> None:
    page = opened().alerts
    page.notice_try.click()
    assert page.answers["notice"].text() == "It was sent to the desktop."
    page = opened(shows=False).alerts
    page.notice_try.click()
    assert page.answers["notice"].text() == "This desktop shows none: the bar alone tells alarms."


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_that_the_page_on_alerts_opens_and_goes_with_the_preferences(opened: Opened, qtbot: QtBot) -> None:
    form = opened()
    assert form.alerts is not None
    form.alerts.help.click()
    (page,) = form.findChildren(HelpWindow)
    qtbot.waitUntil(lambda: "X-Hubdesk-Signature" in page.view.toPlainText())
    with qtbot.waitSignal(page.destroyed):
        form.reject()


def test_that_a_secret_goes_to_the_keyring_and_nowhere_else(
    opened: Opened, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}

    def keep(_service: str, name: str, text: str) -> None:
        kept[name] = text

    def kept_of(_service: str, name: str) -> str | None:
        return kept.get(name)

    monkeypatch.setattr(keyring, "set_password", keep)
    monkeypatch.setattr(keyring, "get_password", kept_of)
    page = opened().alerts
    page.secret.field.setText("s3cret-word")
    page.secret.keep.click()
    assert page.secret.said.text() == "Enter the webhook's address first: the secret belongs to its server."
    page.fields.fields["alert_webhook_url"].setText("https://hooks.example.org/x?y")
    page.fields.fields["alert_webhook_url"].editingFinished.emit()
    page.secret.keep.click()
    qtbot.waitUntil(lambda: page.secret.said.text() == "The keyring keeps it.")
    assert list(kept.values()) == ["s3cret-word"]
    assert page.secret.field.text() == ""
    assert page.secret.field.echoMode() == QLineEdit.EchoMode.Password
    assert "s3cret-word" not in file.read_text("utf-8")


def test_that_closing_waits_for_no_keyring_that_asks_its_person(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked, answered = threading.Event(), threading.Event()

    def ask(_service: str, _name: str, _text: str) -> None:
        asked.set()
        answered.wait(60)

    monkeypatch.setattr(keyring, "set_password", ask)
    monkeypatch.setattr(keyring, "get_password", lambda _service, _name: "s3cret-word")
    form = opened()
    assert form.alerts is not None
    form.alerts.fields.fields["alert_webhook_url"].setText("https://hooks.example.org/x")
    form.alerts.fields.keep_all()
    form.alerts.secret.field.setText("s3cret-word")
    form.alerts.secret.keep.click()
    assert asked.wait(60)
    form.reject()
    assert not form.isVisible()
    with qtbot.waitSignal(form.alerts.secret._keeping.destroyed):
        answered.set()


def test_that_the_budget_names_who_spent_most_of_it(qtbot: QtBot) -> None:
    budget = AlertBudget()
    qtbot.addWidget(budget)
    budget.show_weeks(Around(Offered((ORANGE, SFR)), (Spent(1, 0, 0), Spent(2, 3, 2))))
    rows = [(row.name, *(cell.text for cell in row.cells)) for row in budget.table.rows()]
    assert rows == [("SFR", "3", "2", "1"), ("Orange", "0", "0", "1")]
    assert budget.note.text().startswith("1 topic is over its budget.")
    many = tuple(Topic(n, f"Topic {n}", "x") for n in range(1, 31))
    budget.show_weeks(Around(Offered(many), tuple(Spent(topic.id, 0, 0) for topic in many)))
    assert len(budget.table.rows()) == 12
    assert "18 more topics are not listed." in budget.note.text()


def test_that_the_page_over_a_desk_knows_its_session(tmp_path: Path, qtbot: QtBot) -> None:
    path = session(tmp_path, ["Orange est en panne"], [topic(role="own")])
    with open_writer(path) as writer:
        seen = Seen("outage", 1, NOW - DAY, EpisodeState(NOW - DAY, "rise", NOW - DAY, end=NOW - DAY + MINUTE))
        lasts = Seen("buzz", 2, NOW - HOUR, EpisodeState(NOW - HOUR, "rise", NOW - HOUR))
        writer.keep_watch("minutes", NOW, "", [seen, lasts])
        writer.mark_episode(1, "wrong", NOW)

    def now() -> int:
        return NOW

    panels = {"feed": type("Feed", (CountPanel,), {"name": "feed", "title": "Feed"})}
    desk = Desk(surroundings(tmp_path / "profile", panels=panels, now=now), path)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.opened):
        desk.show()
    form = preferences_of(desk, desk.settings, tmp_path / "profile", "alerts")
    form.open()
    qtbot.waitUntil(lambda: bool(form.alerts.budget.table.rows()))
    row = form.alerts.budget.table.rows()[0]
    assert (row.name, [cell.text for cell in row.cells]) == ("Orange", ["1", "1", "1"])
    assert form.alerts.rules.topic.findData("Orange") == 1
    assert form.pages.currentIndex() == 1
    form.alerts.trial.button.click()
    qtbot.waitUntil(lambda: "1 alert would have come" in form.alerts.trial.words.text())
    desk.settings.change("alert", ({"topic": "Orange"},))
    form.alerts.trial.button.click()
    qtbot.waitUntil(lambda: "0 alerts would have come" in form.alerts.trial.words.text())
    assert "no rule asks for it" in form.alerts.trial.words.text()
    form.reject()
