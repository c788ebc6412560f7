"""Small dialogs and what menus do to the window."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from desk_fakes import CountPanel, a_session, fake_panels, surroundings
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QStyle

from hubdesk.core import HOUR, MINUTE, SourceRow, Span
from hubdesk.desk import wizard_sources
from hubdesk.desk.aside import Aside
from hubdesk.desk.dialogs import DoctorDialog, SpanDialog, TextDialog, show_about, show_shortcuts
from hubdesk.desk.scope_state import instant
from hubdesk.desk.sheet import Sheet
from hubdesk.desk.window import Desk
from hubdesk.resources import resource
from hubdesk.store.session import open_reader
from hubdesk.widgets import theme
from hubdesk.widgets.chips import IconButton

PARIS = "Europe/Paris"
NOW = instant(datetime(2026, 11, 19, 14, 32), PARIS)
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


class MovingPanel(CountPanel):
    """Moves by itself, and can be held."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.is_paused = False
        action = QAction("Pause", self)
        action.setCheckable(True)
        self.addAction(action)

    def toggle_pause(self):
        self.is_paused = not self.is_paused
        self.actions()[0].setChecked(self.is_paused)


@pytest.fixture
def desk(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")
    panels = fake_panels()
    panels["feed"] = type("feed", (MovingPanel,), {"name": "feed", "title": "Feed"})
    desk = Desk(surroundings(tmp_path / "p", panels=panels), a_session(tmp_path / "s.hubdesk"))
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    return desk


def test_that_dates_are_the_sessions_clocks(qtbot):
    dialog = SpanDialog(Span(NOW - HOUR, NOW), PARIS)
    qtbot.addWidget(dialog)
    assert dialog.span() == Span(NOW - HOUR, NOW)
    dialog.start.setDateTime(QDateTime.fromString("2026-11-18 08:00", "yyyy-MM-dd HH:mm"))
    assert dialog.span().start == instant(datetime(2026, 11, 18, 8), PARIS)


def test_that_an_end_before_its_start_is_not_taken(qtbot):
    dialog = SpanDialog(Span(NOW, NOW + MINUTE), PARIS)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.end.setDateTime(QDateTime.fromString("2020-01-01 08:00", "yyyy-MM-dd HH:mm"))
    dialog.accept()
    assert dialog.isVisible()
    assert "after" in dialog._fault.text()


def test_that_the_doctor_is_asked_off_the_gui_thread(qtbot, monkeypatch):
    monkeypatch.setattr("hubdesk.desk.dialogs.doctor_text", lambda folder: f"python ok, {folder.name}")
    dialog = DoctorDialog(Path("kept/here"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.page.toPlainText() == "python ok, here")
    dialog.close()


def test_that_shortcuts_and_credits_can_be_read(desk, qtbot):
    show_shortcuts(desk.menus, desk)
    show_about(desk)
    texts = [dialog.page.toPlainText() for dialog in desk.findChildren(TextDialog)]
    assert any("Ctrl+O" in text and "F8" in text and "Alt+Enter" in text for text in texts)
    assert any("LGPL" in text for text in texts)
    told = json.loads(resource("places/manifest.json").read_text("utf-8"))["attribution"]
    assert any(told in text for text in texts)
    for dialog in desk.findChildren(TextDialog):
        dialog.reject()
    qtbot.waitUntil(lambda: not desk.findChildren(TextDialog))


def test_that_work_aside_comes_back_or_says_why(qtbot):
    def broken():
        raise ValueError("two\nlines")

    aside = Aside()
    with qtbot.waitSignal(aside.done) as done:
        aside.run(lambda: 7)
    assert done.args == [7]
    with qtbot.waitSignal(aside.failed) as failed:
        aside.run(broken)
    assert failed.args == ["two lines"]
    aside.close()


def test_that_a_panel_is_hidden_and_shown_from_its_menu(desk):
    desk.menus.actions["panel:compare"].trigger()
    assert desk.area.docks["compare"].isHidden()
    assert not desk.menus.actions["panel:compare"].isChecked()
    desk.menus.actions["panel:compare"].trigger()
    assert not desk.area.docks["compare"].isHidden()
    for name in desk.area.docks:
        desk.area.docks[name].hide()
    desk.menus.actions["default-layout"].trigger()
    assert not any(dock.isHidden() for dock in desk.area.docks.values())


def test_that_a_panel_is_copied_as_an_image_with_its_footer(desk, qtbot):
    qtbot.waitUntil(lambda: desk.coverage.bars is not None)
    dock = desk.area.docks["trend"]
    desk.deeds.exporting.copy(dock)
    image = QGuiApplication.clipboard().image()
    assert image.width() == 2 * dock.panel.width()
    assert image.height() > 2 * dock.panel.height()
    QGuiApplication.clipboard().clear()


def test_that_a_panel_that_moves_has_a_button_to_hold_it(desk, qtbot):
    bar = desk.area.docks["feed"].bar
    pause = next(button for button in bar.findChildren(IconButton) if button.accessibleName() == "Pause")
    qtbot.mouseClick(pause, Qt.MouseButton.LeftButton)
    assert desk.area.docks["feed"].panel.is_paused
    assert pause.accessibleName() == "Go on"
    others = desk.area.docks["trend"].bar.findChildren(IconButton)
    assert not any(button.isVisible() and button.accessibleName() == "Pause" for button in others)


def test_that_every_source_is_asked_and_one_switched_off(desk, qtbot, monkeypatch):
    desk.ask_source(None)
    desk.area.docks["coverage"].panel.wish.emit("source-enabled", (1, False))
    monkeypatch.setattr(wizard_sources, "ask_source", lambda parent: (SourceRow(0, "Blog", "feed"),))
    desk.menus.actions["add-source"].trigger()
    with qtbot.waitSignal(desk.session.scribe.busy_changed, check_params_cb=lambda busy: not busy):
        pass
    with open_reader(desk.path) as reader:
        rows = reader.sources()
    assert not rows[0].enabled
    assert rows[0].off_reason
    assert rows[-1].name == "Blog"


def test_that_a_wish_for_one_topic_shows_it_alone_and_then_all(desk):
    wish = desk.area.docks["compare"].panel.wish
    wish.emit("topic", 2)
    assert [topic.name for topic in desk.looking.scope().topics] == ["SFR"]
    wish.emit("topic", 2)
    assert len(desk.looking.scope().topics) == 4


def test_that_a_wish_to_widen_takes_the_next_longer_span(desk):
    desk.looking.reach("1h")
    desk.area.docks["feed"].panel.wish.emit("widen", None)
    assert desk.looking.state.reach == "6h"
    assert desk.looking.state.is_live


def test_that_a_wish_nobody_knows_is_logged_and_harmless(desk, caplog):
    desk.area.docks["feed"].panel.wish.emit("fly", None)
    assert "fly" in caplog.text


def test_that_a_bad_link_is_refused_in_the_status_bar(desk):
    desk.area.docks["feed"].panel.wish.emit("open-link", "file:///etc/passwd")
    assert "http" in desk.status.message()


def test_that_a_floating_panel_on_a_screen_that_went_is_brought_back(desk, qtbot):
    dock = desk.area.docks["trend"]
    dock.setFloating(True)
    dock.setGeometry(50_000, 50_000, 400, 300)
    desk.keeper.bring_back()
    assert QGuiApplication.primaryScreen().geometry().intersects(dock.geometry())


def test_that_a_dialogs_buttons_carry_words_alone(qtbot):
    dialog = Sheet()
    qtbot.addWidget(dialog)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, parent=dialog)
    for button in box.buttons():
        button.setIcon(QApplication.style().standardIcon(QStyle.StandardPixmap.SP_DialogSaveButton))
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert all(button.icon().isNull() and button.text() for button in box.buttons())
