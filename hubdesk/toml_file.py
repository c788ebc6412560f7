"""A small TOML file that a person wrote, read whole: never endless, and what is wrong in one line with its place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from hubdesk.core import HubdeskError
from hubdesk.i18n import _

MOST_BYTES: Final = 1_000_000  # a setup of a thousand topics is a tenth of it


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text and what it declares. A byte order mark, as some editors write it, is left out.

    Raises HubdeskError for what is no file, cannot be read, is too large, no UTF-8, or no TOML.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may have no end
            raise HubdeskError(_("{path} is not a file").format(path=path))
        with path.open("rb") as file:
            written = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise HubdeskError(_("{path} cannot be read: {why}").format(path=path, why=error.strerror)) from error
    if len(written) > MOST_BYTES:
        raise HubdeskError(_("{path} is larger than 1 MB: nobody wrote that by hand").format(path=path))
    try:
        text = written.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = written[: error.start].count(b"\n") + 1
        raise HubdeskError(
            _("{path}, line {line}: this is not UTF-8; save the file as UTF-8 text").format(path=path, line=line)
        ) from error
    try:
        return text, tomllib.loads(text)
    except RecursionError as error:
        raise HubdeskError(_("{path}: brackets are nested too deep").format(path=path)) from error
    except ValueError as error:  # TOMLDecodeError is one; so is a number of thousands of figures
        raise HubdeskError(_("{path}: {why}").format(path=path, why=str(error).partition(";")[0])) from error
