"""Keys with a digit, where a French keyboard has its own sign on that key: it types digits with Shift alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QKeySequence

# Of France, and of Belgium where that differs.
_SIGNS: Final = {
    "1": "&",
    "2": "é",
    "3": '"',
    "4": "'",
    "5": "(",
    "6": "-§",
    "7": "è",
    "8": "_!",
    "9": "ç",
    "0": "à",
}


def with_digit(keys: str | QKeySequence.StandardKey) -> list[QKeySequence]:
    """These keys, as menus show them, and the same keys of a French keyboard; others are themselves alone."""
    if not isinstance(keys, str):
        return QKeySequence.keyBindings(keys)
    held, digit = keys[:-1], keys[-1:]
    signs = _SIGNS.get(digit, "") if held.endswith("+") else ""
    return [QKeySequence(keys), *(QKeySequence(held + sign) for sign in signs)]
