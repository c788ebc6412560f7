"""Where a collector writes what went wrong: its own log, so that its lines stay one for each attempt."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

_OURS: Final = ("hubdesk", "asyncio")


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Log into `folder` while a collector runs; a folder that cannot be written costs the log and nothing else."""
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "collector.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"))
    handler.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk: told where it matters
    loggers = [logging.getLogger(name) for name in _OURS]
    for one in loggers:
        one.addHandler(handler)
    loggers[0].setLevel(logging.INFO)
    try:
        yield
    finally:
        for one in loggers:
            one.removeHandler(handler)
        with suppress(OSError):  # what it still held does not fit on the disk
            handler.close()
