"""A small TOML file that a person wrote: its text and what it declares, or what is wrong in one line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.text_file import read_text

MOST_BYTES: Final = 1_000_000  # a setup of a thousand topics is a tenth of it


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text and what it declares. Raises HubdeskError as read_text does, and for what is no TOML."""
    text = read_text(path, MOST_BYTES).replace("\r\n", "\n")
    try:
        return text, tomllib.loads(text)
    except RecursionError as error:
        raise HubdeskError(_("{path}: brackets are nested too deep").format(path=path)) from error
    except ValueError as error:  # TOMLDecodeError is one; so is a number of thousands of figures
        raise HubdeskError(_("{path}: {why}").format(path=path, why=str(error).partition(";")[0])) from error
