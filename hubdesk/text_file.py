"""A text file that a person wrote or saved, read whole: never endless, and what is wrong in one line with its place."""

from __future__ import annotations

import codecs
from pathlib import Path

from hubdesk.core import HubdeskError
from hubdesk.i18n import _


def read_text(path: Path, most_bytes: int) -> str:
    """UTF-8, or UTF-16 where its first two bytes say so, as spreadsheets save it; without its byte order mark.

    Raises HubdeskError for what is no file, cannot be read, is larger than some whole megabytes, or is no such text.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may have no end
            raise HubdeskError(_("{path} is not a file").format(path=path))
        with path.open("rb") as file:
            written = file.read(most_bytes + 1)
    except OSError as error:
        raise HubdeskError(_("{path} cannot be read: {why}").format(path=path, why=error.strerror)) from error
    if len(written) > most_bytes:
        raise HubdeskError(_("{path} is larger than {n} MB").format(path=path, n=most_bytes // 1_000_000))
    is_wide = written.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return written.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = written[: error.start].count(b"\n") + 1
        message = _("{path}, line {line}: this is not UTF-8; save the file as UTF-8 text")
        raise HubdeskError(message.format(path=path, line=line)) from error
