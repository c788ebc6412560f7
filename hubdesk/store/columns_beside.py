"""Fills the columns of a large session in a process beside this one, which keeps them: no frame waits for that."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import hubdesk

logger = logging.getLogger(__name__)

_PACKAGE: Final = Path(hubdesk.__file__).parent


class FillingBeside:
    """One process, run by one thread and killed by any. If we are killed its standard input closes, and it ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_killed = False

    def run(self, session: Path, folder: Path, tell: Callable[[float], None]) -> bool:
        """Have them filled and kept in that folder; `tell` hears the share that is done. False: they are not kept."""
        with self._lock:
            if self._is_killed:
                return False
            try:
                process = self._process = _started(session, folder)
            except OSError as error:
                logger.warning("columns are filled here: no process can be started: %s", error)
                return False
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                try:
                    tell(float(line))
                except ValueError:
                    continue
        if process.returncode and not self._is_killed:
            logger.info("columns are filled here: the process beside ended with %s", process.returncode)
        return process.returncode == 0

    def kill(self) -> None:
        """End it at once. It is not started any more."""
        with self._lock:
            self._is_killed = True
            if self._process is not None and self._process.poll() is None:
                self._process.kill()


def _started(session: Path, folder: Path) -> subprocess.Popen[bytes]:
    places = os.pathsep.join(filter(None, (str(_PACKAGE.parent), os.environ.get("PYTHONPATH", ""))))
    # -P: nothing is imported from the folder we happen to be in
    words = [sys.executable, "-P", "-m", "hubdesk.store.columns_child", str(session), str(folder)]
    return subprocess.Popen(
        words,
        env={**os.environ, "PYTHONPATH": places},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
