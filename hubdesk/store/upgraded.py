"""Copies of sealed sessions that an older Hubdesk made, brought up to date so that they can be read.

The sealed file is never written to. A copy lies in a private temporary folder while this process runs, and is used
again while the file it is of stays the same.
"""

from __future__ import annotations

import atexit
import contextlib
import shutil
import sqlite3
import tempfile
import threading
from pathlib import Path
from typing import Final

from hubdesk.store import migrations

_made: Final[dict[tuple[int, int, int, int], Path]] = {}  # device, inode, size, time of change: its copy
_making: Final = threading.Lock()


def upgraded(connection: sqlite3.Connection, path: Path) -> Path:
    """The copy of a sealed file whose tables were checked; `connection` reads it."""
    about = path.stat()
    key = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns)
    with _making:
        if key not in _made or not _made[key].exists():
            _made[key] = _upgrade(connection)
    return _made[key]


def _upgrade(connection: sqlite3.Connection) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="hubdesk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copy = folder / "sealed.hubdesk"
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as made:
        made.execute("PRAGMA synchronous=OFF")
        connection.backup(made)
        made.execute("PRAGMA journal_mode=DELETE").fetchall()
        migrations.bring_up_to_date(made)
    return copy
