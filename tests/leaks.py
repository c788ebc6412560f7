"""What is alive in this process: threads, child processes, Qt's windows, timers and threads."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

# Started by Python itself for multiprocessing and kept until the end of the run.
KEPT_BY_PYTHON = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


def alive(with_qt: bool = True) -> set[tuple[str, str, int]]:
    found = {("thread", thread.name, id(thread)) for thread in threading.enumerate()}
    found |= {("process", child.name, child.pid or 0) for child in active_children()}
    return found | set(_child_processes()) | (set(_of_qt()) if with_qt else set())


def _child_processes() -> Iterator[tuple[str, str, int]]:
    """Running children of this process, from /proc; where there is none, only multiprocessing's are seen."""
    for folder in Path("/proc").glob("[0-9]*") if Path("/proc/self/stat").exists() else ():
        try:
            state, parent = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue  # it ended while we looked
        if int(parent) == os.getpid() and state != "Z" and not any(kept in words for kept in KEPT_BY_PYTHON):
            yield "process", words[:60], int(folder.name)


def _of_qt() -> Iterator[tuple[str, str, int]]:
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QThread, QTimer  # here, not above: most tests need no Qt
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    if not isinstance(QApplication.instance(), QApplication):
        return
    for window in QApplication.topLevelWidgets():
        if window.metaObject().className() != "QTipLabel":  # Qt keeps its tooltip for a while
            yield "window", type(window).__name__, id(window)
    for thing in gc.get_objects():
        if issubclass(type(thing), QTimer) and isValid(thing) and thing.isActive():
            yield "timer", repr(thing), id(thing)
        elif issubclass(type(thing), QThread) and isValid(thing) and thing.isRunning() and not thing.isCurrentThread():
            yield "thread of Qt's", repr(thing), id(thing)
