"""Where the desk writes what went wrong: one log in the profile's state folder, crashes of Qt and Python beside it."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

logger = logging.getLogger("hubdesk.desk")
QUIET: Final = ("does not support propagateSizeHints",)
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@contextmanager
def logging_to(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Log while the desk runs. `tell` gets one line for an error of ours. Without a folder: stderr."""
    handler: logging.Handler
    crashes = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "desk.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8")
        crashes = (folder / "crash.log").open("a", encoding="utf-8")
        faulthandler.enable(crashes)
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    root = logging.getLogger("hubdesk")
    root.addHandler(handler)
    root.setLevel(logging.INFO)

    def ours(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logger.critical("an error of ours", exc_info=(kind, error, trace))
        tell(str(folder / "desk.log"))

    def on_a_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            ours(args.exc_type, args.exc_value, args.exc_traceback)

    hooks = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = ours, on_a_thread
    try:
        with hearing_qt():
            yield
    finally:
        sys.excepthook, threading.excepthook = hooks
        root.removeHandler(handler)
        handler.close()
        if crashes is not None:
            faulthandler.disable()
            crashes.close()


@contextmanager
def hearing_qt() -> Iterator[None]:
    """Send what Qt has to say to the log instead of the terminal."""
    previous = qInstallMessageHandler(_of_qt)
    try:
        yield
    finally:
        qInstallMessageHandler(previous)


def _of_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if not any(word in message for word in QUIET):
        logging.getLogger("hubdesk.qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
