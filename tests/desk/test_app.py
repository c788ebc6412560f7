"""The application: a screenshot without a display, a clean end on a signal, a desk replaced by another."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from desk_fakes import a_session, fake_panels
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from hubdesk import i18n
from hubdesk.core import HubdeskError
from hubdesk.desk import app as app_module
from hubdesk.desk.app import Application, run, shot
from hubdesk.desk.preferences import Preferences
from hubdesk.desk.saver import Saver
from hubdesk.plugins import PANELS
from hubdesk.settings import Settings, places
from hubdesk.store.session import open_reader

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture
def session(tmp_path):
    return a_session(tmp_path / "s.hubdesk", synthetic=True)


@pytest.fixture
def panels(monkeypatch):
    monkeypatch.setattr(app_module, "panels", fake_panels)


@pytest.fixture
def application(qtbot, tmp_path, panels):
    made = Application(QApplication.instance(), places(tmp_path / "profile"), tmp_path, "light", "en", None, (0, 0))
    yield made
    made.finish()
    made.deleteLater()


def hubdesk(*words, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "hubdesk", *map(str, words)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        **more,
    )


def test_that_the_desk_leaves_a_picture_and_ends(session, tmp_path, qtbot, panels, capsys):
    out = tmp_path / "desk.png"
    assert run(session, profile=tmp_path / "p", theme="dark", screenshot=out, size=(1000, 700)) == 0
    assert QImage(str(out)).width() == 1000
    assert str(out) in capsys.readouterr().out
    assert Settings(places(tmp_path / "p").settings_file).texts("recent_sessions") == (str(session),)


def test_that_a_picture_that_cannot_be_saved_is_one_clear_line(session, tmp_path, qtbot, panels):
    with pytest.raises(HubdeskError, match="cannot be saved"):
        run(session, profile=tmp_path / "p", screenshot=tmp_path / "no" / "desk.png")


def test_that_a_session_that_cannot_be_opened_still_ends_with_a_picture(tmp_path, qtbot, panels):
    out = tmp_path / "desk.png"
    assert run(tmp_path / "missing.hubdesk", profile=tmp_path / "p", screenshot=out) == 0
    assert out.exists()


def test_that_another_session_takes_the_place_of_the_first(application, session, tmp_path, qtbot):
    application.start(session)
    with qtbot.waitSignal(application.desk.opened):
        pass
    first = application.desk
    application.open(a_session(tmp_path / "t.hubdesk"))
    with qtbot.waitSignal(application.desk.opened):
        pass
    assert application.desk is not first
    assert application.desk.path.name == "t.hubdesk"
    recent = application.settings.texts
    qtbot.waitUntil(lambda: [Path(one).name for one in recent("recent_sessions")] == ["t.hubdesk", "s.hubdesk"])


def word_of_cancel():
    row = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    return row.buttons()[0].text()


def test_that_qt_s_own_words_are_spoken_in_the_desk_s_language(application):
    assert word_of_cancel() == "Cancel"
    application._set("language", "fr")
    assert word_of_cancel() == "Annuler"
    application._set("language", "en")
    assert word_of_cancel() == "Cancel"


def test_that_another_density_leaves_the_language_asked_for_on_the_command_line(application, session, monkeypatch):
    monkeypatch.setenv("HUBDESK_LANG", "fr")
    application.open(session)
    application._set("density", "compact")
    assert i18n.language() == "en"
    assert application.settings.text("language") == "system"


def test_that_another_language_rebuilds_the_desk_on_the_same_session(application, session, qtbot):
    application.start(session)
    first = application.desk
    first.wished.emit("language:fr")
    qtbot.waitUntil(lambda: application.desk is not first)
    assert application.desk.path == session
    assert application.settings.text("language") == "fr"


def test_that_an_error_of_ours_is_said_in_one_line(application, session):
    application.start(session)
    application.admit("/logs/desk.log")
    assert "/logs/desk.log" in application.desk.status.message()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM there")
def test_that_sigterm_ends_the_desk_cleanly(session, tmp_path):
    code = f"""
import signal, os
from pathlib import Path
from PySide6.QtCore import QTimer
from hubdesk.desk import app
started = app.Application.start
def start(self, session):
    started(self, session)
    self.desk.opened.connect(stop)
def stop(_path):
    os.kill(os.getpid(), signal.SIGTERM)
app.Application.start = start
raise SystemExit(app.run(Path({str(session)!r}), profile=Path({str(tmp_path / "p")!r})))
"""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    assert places(tmp_path / "p").layout_file.exists()
    with open_reader(session) as reader:
        assert reader.facts().mentions == 3


@pytest.mark.parametrize("panel", [*PANELS, "desk"])
def test_that_every_panel_can_be_had_as_a_picture(session, tmp_path, qtbot, panel):
    out = tmp_path / "shot.png"
    shot(session, panel, None, (1000, 600), out, "light")
    assert (QImage(str(out)).width(), QImage(str(out)).height()) == (1000, 600)


def test_that_a_picture_of_a_panel_nobody_knows_is_refused(session, tmp_path, qtbot):
    with pytest.raises(HubdeskError, match="nope"):
        shot(session, "nope", None, (640, 400), tmp_path / "x.png", "light")


def test_that_a_picture_at_an_instant_ends_there(session, tmp_path, qtbot):
    shot(session, "trend", 1_795_000_000_000, (640, 400), tmp_path / "x.png", "dark")
    assert (tmp_path / "x.png").exists()


def test_that_the_demonstration_is_unpacked_and_settings_saved_off_the_gui_thread(
    application, session, qtbot, monkeypatch
):
    where = {}

    def unpack(_cache):
        where["unpacked"] = threading.current_thread()
        return session

    def save(_file, text):
        where["saved"] = threading.current_thread()

    monkeypatch.setattr(app_module, "demo_path", unpack)
    monkeypatch.setattr("hubdesk.settings.write_atomically", save)
    application.open_demo()
    qtbot.waitUntil(lambda: application.desk is not None and application.desk.path == session)
    application._set("theme", "dark")
    qtbot.waitUntil(lambda: len(where) == 2)
    assert threading.main_thread() not in where.values()


def test_that_a_demonstration_that_cannot_be_unpacked_is_said_and_the_desk_stays(
    application, session, qtbot, monkeypatch
):
    def full(_cache):
        raise HubdeskError("the disk is full")

    monkeypatch.setattr(app_module, "demo_path", full)
    application.open(session)
    application.open_demo()
    qtbot.waitUntil(lambda: "the disk is full" in application.desk.status.message())


def test_that_the_last_change_is_saved_whatever_the_pace(qtbot):
    begun, may_end, saved = threading.Event(), threading.Event(), []
    values = [0]

    def save():
        taken = values[0]
        begun.set()
        may_end.wait(60)
        saved.append(taken)

    saver = Saver(save)
    saver.ask()
    assert begun.wait(60)
    for values[0] in (1, 2, 3):
        saver.ask()
    may_end.set()
    saver.close()
    assert saved[-1] == 3
    assert len(saved) <= 3


def test_that_a_start_without_a_session_takes_the_last_one_that_is_there(application, session, qtbot, tmp_path):
    application.settings.remember_session(session)
    application.settings.remember_session(tmp_path / "gone.hubdesk")
    application.start(None)
    qtbot.waitUntil(lambda: application.desk is not None)
    assert application.desk.path == session


def test_that_another_density_keeps_the_window_and_the_panels_where_they_are(application, session, qtbot):
    application.open(session)
    first = application.desk
    with qtbot.waitSignal(first.drawn):
        pass
    first.setGeometry(40, 50, 1010, 640)
    first.area.docks["compare"].hide()
    application._grant("density:compact")
    qtbot.waitUntil(lambda: application.desk is not first)
    assert (application.desk.width(), application.desk.height()) == (1010, 640)
    assert application.desk.area.docks["compare"].isHidden()


def test_that_less_motion_is_taken_at_once_and_by_the_next_desk(application, session, qtbot):
    application.start(session)
    assert application.desk.area.isAnimated()
    application._preferences("preferences")
    form = application.desk.findChild(Preferences)
    form.fields["less_motion"].setChecked(True)
    assert not application.desk.area.isAnimated()
    first = application.desk
    application._grant("density:compact")
    qtbot.waitUntil(lambda: application.desk is not first)
    assert not application.desk.area.isAnimated()
