"""A file that is there whole or not at all: written beside its place, then moved there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hubdesk.core import FailedError
from hubdesk.i18n import _


def write_whole(path: Path, content: bytes) -> None:
    """Raises FailedError; then what was there before is there still."""
    try:
        _write(path, content)
    except OSError as error:
        why = error.strerror or str(error)
        raise FailedError(_("{path} cannot be written: {why}").format(path=path, why=why)) from None


def _write(path: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(beside).chmod(0o666 & ~umask)  # what a new file would have been given
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
