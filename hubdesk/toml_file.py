"""A small TOML file that a person wrote: its text and what it declares, or what is wrong in one line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hubdesk.core import HOUR, MINUTE, SECOND, HubdeskError, Millis
from hubdesk.i18n import _
from hubdesk.text_file import read_text

MOST_BYTES: Final = 1_000_000  # a setup of a thousand topics is a tenth of it
MOST_PARTS: Final = 24  # of a dotted key: the time that tomllib takes grows with their square
UNITS: Final = {"s": SECOND, "m": MINUTE, "min": MINUTE, "h": HOUR, "d": 24 * HOUR}

# What a string or a comment holds says nothing of the file. The end of the text closes what was left open, so that
# nothing is looked at twice. No possessive repeats: before 3.11.5 Python takes groups of them wrongly.
_SAID: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*",
    re.DOTALL,
)
_DEEP: Final = re.compile(rf"(?:\.[^.,=\n\[\]{{}}]*){{{MOST_PARTS}}}")


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text and what it declares. Raises HubdeskError as read_text does, and for what is no TOML."""
    text = read_text(path, MOST_BYTES).replace("\r\n", "\n")
    return text, declared_in(path, text)


def declared_in(path: Path, text: str) -> dict[str, Any]:
    """What a text declares; `path` is for the words of an error. Raises HubdeskError for what is no TOML."""
    deep = _DEEP.search(without_words(text))
    if deep:
        line = without_words(text).count("\n", 0, deep.start()) + 1
        words = _("{path}, line {line}: a key has more than {most} parts; write fewer dots")
        raise HubdeskError(words.format(path=path, line=line, most=MOST_PARTS))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise HubdeskError(_("{path}: brackets are nested too deep").format(path=path)) from error
    except ValueError as error:  # TOMLDecodeError is one; so is a number of thousands of figures
        raise HubdeskError(_("{path}: {why}").format(path=path, why=str(error).partition(";")[0])) from error


def words_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each string and comment begins and ends."""
    return (found.span() for found in _SAID.finditer(text))


def without_words(text: str) -> str:
    """The text with nothing in its strings and comments but their line breaks."""
    return _SAID.sub(_emptied, text)


def _emptied(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def period(text: str) -> Millis | None:
    """`30s`, `5m`, `2h`, `1d` in milliseconds; None when it is none of these."""
    found = re.fullmatch(r"\s*(\d{1,6})\s*(s|m|min|h|d)\s*", text)
    return int(found[1]) * UNITS[found[2]] if found else None


def period_words(length: Millis) -> str:
    """What `period` reads as that length, in its largest unit that is whole: `90s`, `24h`, `7d`."""
    unit = next((one for one in ("d", "h", "m") if length and length % UNITS[one] == 0), "s")
    return "24h" if length == UNITS["d"] else f"{length // UNITS[unit]}{unit}"
