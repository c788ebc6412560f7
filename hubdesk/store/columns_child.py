"""A process of its own that fills the columns of a large session and keeps them: `-m hubdesk.store.columns_child`.

It says how far it is, a share a line, and ends when it is done or when whoever started it closes its standard input.
Exit code 0: they are kept; 1: they could not be.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError
from hubdesk.store.columns import Columns
from hubdesk.store.session import open_connection

A_MENTION: Final = 128  # bytes that its columns may need on the disk
FIRST_KEPT: Final = 1_000_000  # mentions; from there on, what is there is kept whenever it doubled: it may be ended


def main(session: Path, folder: Path) -> int:
    """Raises HubdeskError where the session does not answer."""
    columns = Columns(session, open_connection, folder)
    try:
        held = len(columns)
        total = held + columns.missing()
        if not _has_room(folder, A_MENTION * total):
            return 1
        kept = max(held, FIRST_KEPT // 2)

        def tell() -> bool:
            nonlocal kept
            sys.stdout.write(f"{len(columns) / max(1, total):.4f}\n")
            sys.stdout.flush()
            if len(columns) >= 2 * kept:
                kept = len(columns)
                columns.keep()
            return False

        while not columns.follow(tell):
            pass  # somebody was erased meanwhile
        return 0 if columns.keep() else 1
    finally:
        columns.close()


def _has_room(folder: Path, wanted: int) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > wanted
    except OSError:
        return False


def _end_with_whoever_started_it() -> None:
    while os.read(sys.stdin.fileno(), 4_096):
        pass
    os._exit(1)  # what is half written is no one's, and goes in its time


if __name__ == "__main__":
    threading.Thread(target=_end_with_whoever_started_it, daemon=True).start()
    try:
        raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2])))
    except (HubdeskError, OSError):
        raise SystemExit(1) from None
