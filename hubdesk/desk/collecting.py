"""Starts the collector beside the desk, keeps it up, and lets it end: it lives while its standard input is open."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from hubdesk.i18n import _, language

logger = logging.getLogger(__name__)

PATIENCE_MS: Final = 5_000
LONGEST_WAIT_SECONDS: Final = 60
STEADY_SECONDS: Final = 60.0
WRONG_INPUT: Final = 2  # the collector's exit code when asking again cannot help


def collector_command(session: Path, profile: Path | None) -> list[str]:
    """The command line of the collector of a session. It speaks as the desk does: its errors are shown there."""
    where = ["--profile", str(profile)] if profile is not None else []
    return [sys.executable, "-m", "hubdesk", *where, "--lang", language(), "collect", str(session), "--while-stdin"]


class Collecting(QObject):
    """The collector's process. If the desk is killed the pipe closes by itself, and the collector ends."""

    state_changed = Signal(str, str)  # stopped | starting | collecting | restarting | failed; one line

    def __init__(
        self,
        command: Sequence[str],
        parent: QObject | None = None,
        first_wait: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.state = "stopped"
        self._command = list(command)
        self._first_wait = first_wait
        self._wait = first_wait
        self._clock = clock
        self._started_at = 0.0
        self._is_wanted = False
        self._last_line = ""
        self._process = QProcess(self)
        self._process.started.connect(self._begin)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._fail)
        self._process.readyReadStandardOutput.connect(self._drain)
        self._process.readyReadStandardError.connect(self._hear)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._launch)

    @property
    def is_wanted(self) -> bool:
        return self._is_wanted

    def start(self) -> None:
        """Collect from now on, whatever happens to the process."""
        if not self._is_wanted:
            self._is_wanted = True
            self._wait = self._first_wait
            self._launch()

    def stop(self) -> None:
        """Ask it to end, by closing its standard input; the window stays alive meanwhile."""
        self._is_wanted = False
        self._again.stop()
        if self._process.state() == QProcess.ProcessState.NotRunning:
            self._say("stopped")
        else:
            self._process.closeWriteChannel()

    def close(self) -> None:
        """End it and wait, five seconds at most, then by force."""
        self.stop()
        self._process.blockSignals(True)
        if self._process.state() != QProcess.ProcessState.NotRunning and not self._process.waitForFinished(PATIENCE_MS):
            logger.warning("the collector did not end in %d ms; it is killed", PATIENCE_MS)
            self._process.kill()
            self._process.waitForFinished(PATIENCE_MS)

    def _launch(self) -> None:
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._again.start(200)  # it is still ending: it was stopped a moment ago
            return
        self._last_line = ""
        self._say("starting")
        self._process.start(self._command[0], self._command[1:])

    def _begin(self) -> None:
        self._started_at = self._clock()
        if not self._is_wanted:  # stopped while it was starting
            self._process.closeWriteChannel()
            return
        self._say("collecting")

    def _drain(self) -> None:
        self._process.readAllStandardOutput()  # its lines tell what the session tells already

    def _hear(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        for line in text.splitlines():
            if line.strip():
                self._last_line = line.strip()[:300]
                logger.info("collector: %s", self._last_line)

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._last_line = self._process.errorString()
            self._retry(_("it cannot be started"))

    def _end(self, code: int, status: QProcess.ExitStatus) -> None:
        if not self._is_wanted:
            self._say("stopped")
        elif status == QProcess.ExitStatus.NormalExit and code == WRONG_INPUT:
            self._is_wanted = False
            self._say("failed", self._last_line)
        else:
            if self._clock() - self._started_at > STEADY_SECONDS:
                self._wait = self._first_wait
            crashed = status == QProcess.ExitStatus.CrashExit
            self._retry(_("it was ended from outside") if crashed else _("exit code {n}").format(n=code))

    def _retry(self, how: str) -> None:
        """Once more, after a wait. `how` it ended is said when it said nothing itself."""
        if not self._is_wanted:
            return
        why = self._last_line or how
        wait = self._wait
        self._wait = min(2 * self._wait, LONGEST_WAIT_SECONDS)
        logger.warning("the collector ended; next try in %.1f s: %s", wait, why)
        line = _("Collecting stopped ({why}); next try in {n} s.").format(why=why, n=max(1, round(wait)))
        self._say("restarting", line)
        self._again.start(round(1000 * wait))

    def _say(self, state: str, line: str = "") -> None:
        self.state = state
        self.state_changed.emit(state, line)
