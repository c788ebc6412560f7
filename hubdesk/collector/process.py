"""What a process that works on a session beside the desk needs: to be the only one of its kind, and to end in order."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout

from hubdesk.core import FailedError
from hubdesk.i18n import _


@contextlib.contextmanager
def alone(path: Path, state: Path, work: str, busy: str) -> Iterator[None]:
    """One process a session for this work: a lock in the state folder, gone with the process however it ends.

    Raises FailedError, with `busy` when another is at it.
    """
    try:
        state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FailedError(
            _("{path} cannot be made: {why}; choose a folder of yours with --profile").format(
                path=state, why=error.strerror
            )
        ) from None
    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:20]
    lock = FileLock(state / f"{work}-{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise FailedError(busy) from None
    except OSError as error:
        raise FailedError(
            _("{path} cannot be written: {why}; choose a folder of yours with --profile").format(
                path=state, why=error.strerror
            )
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def ending(*, stdin_closes: bool) -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set; and the closing of stdin, by the desk that started us or by its death."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    if stdin_closes:
        threading.Thread(target=_wait_for_stdin, args=(ended,), name="stdin", daemon=True).start()
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_stdin(ended: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    ended.set()
