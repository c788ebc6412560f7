"""The application around the desk: one window, its language and theme, and a clean end whoever asks for it."""

from __future__ import annotations

import logging
import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from hubdesk import i18n
from hubdesk.core import HubdeskError
from hubdesk.demo import demo_path
from hubdesk.desk.application import application, speak
from hubdesk.desk.aside import Aside
from hubdesk.desk.collecting import collector_command
from hubdesk.desk.garbage import keep_for_good, looked_for_seldom
from hubdesk.desk.logs import logging_to
from hubdesk.desk.rehearing import rehear_command
from hubdesk.desk.saver import Saver
from hubdesk.desk.surroundings import Surroundings
from hubdesk.desk.window import Desk
from hubdesk.i18n import _
from hubdesk.plugins import panels
from hubdesk.settings import Places, Settings, places
from hubdesk.widgets import theme as look

__all__ = ["run", "shot"]
logger = logging.getLogger(__name__)
PICTURE_AT_LATEST_MS: Final = 20_000


def run(
    session: Path | None,
    *,
    profile: Path | None = None,
    theme: str = "",
    language: str = "",
    screenshot: Path | None = None,
    size: tuple[int, int] = (0, 0),
) -> int:
    """The desk, until it is closed. With `screenshot`, until every panel has drawn once and the picture is saved.

    Returns an exit code. Raises HubdeskError when the picture cannot be saved.
    """
    here = places(profile)
    qt = application()
    desk = Application(qt, here, profile, theme, language, screenshot, size)
    desk.ended.connect(qt.quit)
    with logging_to(here.logs, desk.admit):
        desk.start(session)
        with looked_for_seldom():
            code = qt.exec()
            desk.finish()
    if desk.fault:
        raise HubdeskError(desk.fault)
    return code


def shot(path: Path, panel: str, at: int | None, size: tuple[int, int], out: Path, theme: str) -> None:
    """One panel, or `desk`, as a picture. Raises HubdeskError."""
    from hubdesk.desk.shot import draw  # what only a picture needs

    draw(path, panel, at, size, out, theme)


class Application(QObject):
    """Holds the window there is, and replaces it when another session or language is wished for."""

    ended = Signal()  # said once: there is nothing left to show

    def __init__(
        self,
        qt: QApplication,
        here: Places,
        profile: Path | None,
        theme_name: str,
        language: str,
        screenshot: Path | None,
        size: tuple[int, int],
    ) -> None:
        super().__init__()
        self.fault = ""
        self.desk: Desk | None = None
        self.settings = Settings(here.settings_file)
        self._qt, self._here, self._profile = qt, here, profile
        self._theme, self._screenshot, self._size = theme_name, screenshot, size
        self._is_replacing = False
        self._has_ended = False
        self._at_latest = QTimer(self)
        self._at_latest.setSingleShot(True)
        self._at_latest.timeout.connect(self._save_picture)
        self._in_force = ""
        self._saver = Saver(self.settings.save, self)
        self._saver.failed.connect(self._complain)
        self.settings.saver = self._saver.ask
        self._finding, self._unpacking = Aside(self), Aside(self)
        self._finding.done.connect(self._open_last)
        self._unpacking.done.connect(self.open)
        self._unpacking.failed.connect(self._complain)
        speak(qt, i18n.use(language or self._own("language")))
        self._use_theme()
        qt.styleHints().colorSchemeChanged.connect(self._use_theme)
        qt.lastWindowClosed.connect(self._end)
        self._handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number in self._handlers:
            signal.signal(number, self._interrupt)

    def start(self, session: Path | None) -> None:
        """Open that session, or the last one, or the wizard when there is none yet."""
        if session is not None:
            self.open(session)
        else:
            self._finding.run(self._last_session)

    def open(self, path: Path | None) -> None:
        """A window on this session, in place of the one there is."""
        collector = None if self._screenshot else partial(collector_command, profile=self._profile)
        rehearer = None if self._screenshot else partial(rehear_command, profile=self._profile)
        before = self.desk
        if before is not None:
            before.keeper.save()  # the new window starts as the old one stands
        alerts = before.alerts.memory if before is not None and before.path == path else None
        given = Surroundings(
            self.settings, self._here, panels(), collector, rehearer=rehearer, alerts=alerts, profile=self._profile
        )
        desk = Desk(given, path)
        self.desk = desk
        if desk.session is not None and desk.session.columns is not None:
            desk.session.columns.filled.connect(keep_for_good, Qt.ConnectionType.SingleShotConnection)
        desk.wished.connect(self._grant)
        desk.session_wished.connect(self.open)
        desk.opened.connect(self._remember)
        if self._size[0]:
            desk.resize(*self._size)
        if self._screenshot is not None:
            desk.drawn.connect(self._save_picture, Qt.ConnectionType.QueuedConnection)
            self._at_latest.start(PICTURE_AT_LATEST_MS)
        self._is_replacing = before is not None
        if before is not None:
            before.close()
            before.deleteLater()
        desk.show()
        self._is_replacing = False

    def new_session(self) -> None:
        """The wizard."""
        from hubdesk.desk.wizard import Wizard  # what only a new session needs

        wizard = Wizard(self._here, self.desk)
        wizard.created.connect(self.open)
        wizard.demo_wished.connect(self.open_demo)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wizard.open()

    def open_demo(self) -> None:
        """Unpack it if need be, off the GUI thread, and show it."""
        self._complain(_("Opening the demonstration…"))
        self._unpacking.run(partial(demo_path, self._here.cache))

    def admit(self, log: str) -> None:
        """Say that something of ours went wrong, and where it is written."""
        self._complain(_("Something went wrong in the desk; it goes on. What it was is in {file}.").format(file=log))

    def finish(self) -> None:
        """Leave the process as it was found."""
        self._has_ended = True
        self._at_latest.stop()
        for one in (self._finding, self._unpacking, self._saver):
            one.close()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._qt.styleHints().colorSchemeChanged.disconnect(self._use_theme)
        self._qt.lastWindowClosed.disconnect(self._end)
        if self.desk is not None:
            self.desk.close()
            self.desk.deleteLater()
            self.desk = None

    def _grant(self, word: str) -> None:
        """A word of the menus that concerns more than the window."""
        group, _colon, value = word.partition(":")
        if group in ("theme", "density", "language"):
            self._set(group, value)
        elif word == "new":
            self.new_session()
        elif word == "open":
            self._choose_session()
        elif word == "demo":
            self.open_demo()
        elif word in ("preferences", "alerts"):
            self._preferences(word)
        elif word == "quit":
            QTimer.singleShot(0, self._quit)

    def _set(self, name: str, value: str) -> None:
        try:
            self.settings.change(name, value)
        except HubdeskError as error:
            self._complain(str(error))
            return
        self._apply(name)

    def _apply(self, name: str) -> None:
        """Put a changed setting in force: a theme at once, a language or density in a new window."""
        if name == "theme":
            self._theme = ""
            self._use_theme()
        elif name in ("language", "density"):
            if name == "language":
                speak(self._qt, i18n.use(self._own("language")))
            QTimer.singleShot(0, self._reopen)
        elif name == "less_motion" and self.desk is not None:
            self.desk.area.setAnimated(not self.settings.flag(name))

    def _reopen(self) -> None:
        if self.desk is not None:
            self.open(self.desk.path)

    def _preferences(self, page: str) -> None:
        from hubdesk.desk.preferences import preferences_of  # what only this form needs

        if self.desk is not None:
            form = preferences_of(self.desk, self.settings, self._profile, page)
            form.changed.connect(self._apply)
            form.open()

    def _choose_session(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self.desk, _("Open a session"), str(Path.home()), _("Hubdesk sessions (*.hubdesk);;All files (*)")
        )
        if chosen:
            self.open(Path(chosen))

    def _remember(self, path: Path) -> None:
        self.settings.remember_session(path)
        if self.desk is not None:
            self.desk.menus.show_recent(self.settings.texts("recent_sessions"))

    def _open_last(self, path: Path | None) -> None:
        self.open(path)
        if path is None and self._screenshot is None:
            self.new_session()

    def _last_session(self) -> Path | None:
        """Off the GUI thread: a disk that is gone may take its time to say so."""
        for path in map(Path, self.settings.texts("recent_sessions")):
            with suppress(OSError):  # a folder we may not look into
                if path.exists():
                    return path
        return None

    def _use_theme(self) -> None:
        wanted = self._theme or self.settings.text("theme")
        if wanted == "system":
            dark = self._qt.styleHints().colorScheme() == Qt.ColorScheme.Dark
            wanted = "dark" if dark else "light"
        if wanted != self._in_force:
            self._in_force = wanted
            look.use(self._qt, wanted)

    def _own(self, name: str) -> str:
        value = self.settings.text(name)
        return "" if value == "system" else value

    def _complain(self, line: str) -> None:
        if self.desk is not None:
            self.desk.status.complain(line)

    def _save_picture(self) -> None:
        if self.desk is None or self._screenshot is None or self.fault:
            return
        path, self._screenshot = self._screenshot, None
        from hubdesk.desk.shot import desk_picture  # what only a picture needs

        if not desk_picture(self.desk).save(str(path)):
            self.fault = _("The picture cannot be saved to {path}.").format(path=path)
        else:
            sys.stdout.write(_("The desk's picture is in {path}").format(path=path) + "\n")
        self._quit()

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self._quit()

    def _quit(self) -> None:
        if self.desk is not None:
            self.desk.close()
        self._end()

    def _end(self) -> None:
        if not self._is_replacing and not self._has_ended:
            self._has_ended = True
            self.ended.emit()
