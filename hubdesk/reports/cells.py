"""Text that others wrote, as a cell of a sheet may hold it: never a formula, never what a file cannot hold."""

from __future__ import annotations

import re
from typing import Final

Cell = str | int | float | None

_HALF_CHARACTERS: Final = re.compile("[\ud800-\udfff]")
_NOT_IN_A_FILE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What spreadsheets take for the beginning of a formula; the wide signs are those of Japanese keyboards.
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_IN_EXCEL: Final = 32_767  # UTF-16 units of a cell


def whole(text: str) -> str:
    """Text that UTF-8 can hold: half of a character becomes U+FFFD."""
    return text if text.isascii() else _HALF_CHARACTERS.sub("\ufffd", text)


def plain(text: str) -> str:
    """Text that XML and CSV can hold as well: so does each sign that commands a machine, but for tab and line ends."""
    return _NOT_IN_A_FILE.sub("\ufffd", text)


def guarded(text: str) -> str:
    """Text that a spreadsheet shows and does not carry out: with an apostrophe before what begins as a formula does."""
    text = plain(text)
    return f"'{text}" if text.startswith(FORMULAS) else text


def fitting(text: str, most: int = LONGEST_IN_EXCEL) -> str:
    """Text cut to so many UTF-16 units, with an ellipsis where it was cut."""
    if len(text) * 2 <= most:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"
