"""A process of ours beside the desk: started, kept up, and let end. It lives while its standard input is open."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from hubdesk.i18n import _

logger = logging.getLogger(__name__)

PATIENCE_MS: Final = 5_000
LONGEST_WAIT_SECONDS: Final = 60
STEADY_SECONDS: Final = 60.0
WRONG_INPUT: Final = 2  # the exit code when asking again cannot help


class Beside(QObject):
    """One process. If the desk is killed the pipe closes by itself, and the process ends.

    A kind of it says what it does: `work`, and the line for a person when it ended before its time.
    """

    state_changed = Signal(str, str)  # stopped | starting | what it does | done | restarting | failed; one line
    work = ""  # its state while it is at it
    may_end = False  # whether it may be done at some time

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
        """Whether it is at work, or will be tried again."""
        return self._is_wanted

    def broken_off(self, why: str, seconds: int) -> str:
        """What a person is told when it ended before its time, and is tried again in so many seconds."""
        raise NotImplementedError

    def start(self) -> None:
        """Work from now on, whatever happens to the process."""
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
            logger.warning("%s did not end in %d ms; it is killed", self.work, PATIENCE_MS)
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
        self._say(self.work)

    def _drain(self) -> None:
        self._process.readAllStandardOutput()  # its lines tell what the session tells already

    def _hear(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        for line in text.splitlines():
            if line.strip():
                self._last_line = line.strip()[:300]
                logger.info("%s: %s", self.work, self._last_line)

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
        elif self.may_end and status == QProcess.ExitStatus.NormalExit and code == 0:
            self._is_wanted = False
            self._say("done")
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
        logger.warning("%s ended; next try in %.1f s: %s", self.work, wait, why)
        self._say("restarting", self.broken_off(why, max(1, round(wait))))
        self._again.start(round(1000 * wait))

    def _say(self, state: str, line: str = "") -> None:
        self.state = state
        self.state_changed.emit(state, line)
