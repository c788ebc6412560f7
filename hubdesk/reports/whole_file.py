"""A file that is there whole or not at all: written beside its place, then moved there."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hubdesk.core import FailedError, HubdeskError
from hubdesk.i18n import _


def write_whole(path: Path, content: bytes) -> None:
    """Raises FailedError; then what was there before is there still."""
    with being_written(path) as beside:
        beside.write_bytes(content)


def check_other(session: Path, out: Path) -> None:
    """Raises HubdeskError when what is made of a session would take the session's own place."""
    with contextlib.suppress(OSError):
        if out.samefile(session):
            raise HubdeskError(_("{path} is the session itself; name another file").format(path=out))


@contextlib.contextmanager
def being_written(path: Path) -> Iterator[Path]:
    """The empty file to write to, beside its place; whatever is raised, it is gone and the place is as it was.

    Raises FailedError for what the disk says.
    """
    if path.exists() and not path.is_file():  # a folder, or a device that would be replaced by a file
        raise FailedError(_("{path} cannot be written: it is no file; name one").format(path=path))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
        os.close(handle)
        beside = Path(name)
        try:
            yield beside
            _take_place(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise FailedError(_("{path} cannot be written: {why}").format(path=path, why=why)) from None


def _take_place(beside: Path, path: Path) -> None:
    with beside.open("r+b") as file:
        os.fsync(file.fileno())
    umask = os.umask(0)
    os.umask(umask)
    beside.chmod(0o666 & ~umask)  # what a new file would have been given
    beside.replace(path)
