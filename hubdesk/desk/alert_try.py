"""Tries a way out of alerts, as the collector would use it: in a process of its own, whose answer is one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from hubdesk.i18n import _, language
from hubdesk.widgets.text import tame

LONGEST_MS: Final = 60_000
LINE: Final = 300
MOST_BYTES: Final = 20_000


def try_command(way: str, profile: Path | None) -> list[str]:
    """The command line that tries one: webhook or command."""
    where = ["--profile", str(profile)] if profile is not None else []
    return [sys.executable, "-m", "hubdesk", *where, "--lang", language(), "alert", "--test", way, "--json"]


class AlertTry(QObject):
    """One try at a time. It is ended when nobody waits for it any more."""

    said = Signal(bool, str)  # whether it arrived, one line

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._fail)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._give_up)

    @property
    def is_busy(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def run(self, command: Sequence[str]) -> None:
        """Start; asked again while it runs, it does nothing."""
        if not self.is_busy:
            self._late.start(LONGEST_MS)
            self._process.start(command[0], list(command[1:]))
            self._process.closeWriteChannel()

    def close(self) -> None:
        """End it; nothing is said any more."""
        self._late.stop()
        self._process.blockSignals(True)
        if self.is_busy:
            self._process.kill()
            self._process.waitForFinished(1_000)

    def _end(self, code: int, status: QProcess.ExitStatus) -> None:
        self._late.stop()
        out = bytes(self._process.readAllStandardOutput().data())[:MOST_BYTES].decode("utf-8", "replace")
        errors = bytes(self._process.readAllStandardError().data())[-MOST_BYTES:].decode("utf-8", "replace")
        answer = _answer(out)
        if answer is not None:
            self.said.emit(*answer)
            return
        lines = [line.strip() for line in errors.splitlines() if line.strip()]
        ended = status != QProcess.ExitStatus.NormalExit
        how = _("it was ended from outside") if ended else _("exit code {n}").format(n=code)
        self.said.emit(False, tame(lines[-1], LINE) if lines else _("The try failed ({why}).").format(why=how))

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._late.stop()
            self.said.emit(False, _("The try failed ({why}).").format(why=_("it cannot be started")))

    def _give_up(self) -> None:
        self._process.kill()  # its end says so


def _answer(out: str) -> tuple[bool, str] | None:
    """What the process said: `{"ok": bool, "why": text}`."""
    try:
        told = json.loads(out)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not isinstance(told.get("ok"), bool):
        return None
    why = told.get("why")
    return told["ok"], tame(why, LINE) if isinstance(why, str) else ""
