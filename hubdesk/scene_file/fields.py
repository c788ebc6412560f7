"""One table of a scenes file, asked key by key: what cannot be used is a doubt, and the default takes its place."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hubdesk.core import HOUR, MINUTE, Millis
from hubdesk.core.scenes import Doubt
from hubdesk.i18n import _, ngettext, number
from hubdesk.scene_file.lines import Lines, Place
from hubdesk.toml_file import period, period_words

LONGEST_NAME: Final = 80  # characters
LONGEST_TITLE: Final = 160
LONGEST_NOTES: Final = 4_000
LONGEST_OPTION: Final = 2_000  # a query may be long
LONGEST_SHOWN: Final = 40  # of what is quoted in a doubt
MOST_TEXTS: Final = 300  # of a list
MOST_DOUBTS: Final = 60
LEAST_LOOK: Final = MINUTE
MOST_LOOK: Final = 3_660 * 24 * HOUR  # ten years

_KEPT: Final = frozenset("\u00a0\u202f\u2009\u200c\u200d")  # spaces of French, joiners of emoji and Persian
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def neat(text: str, lines: bool = False) -> str:
    """Without control and direction characters, on one line unless `lines`."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    told = "".join(one if one in _KEPT or unicodedata.category(one) not in _DROPPED else _space(one) for one in text)
    rows = [" ".join(filter(None, row.split(" "))) for row in told.split("\n")]
    return "\n".join(rows).strip("\n") if lines else " ".join(filter(None, rows))


def _space(one: str) -> str:
    return "\n" if one in "\n\u2028\u2029" else " " if one in "\t\r\v\f\x85" else ""


def quoted(value: object) -> str:
    """What a person wrote, short enough for a line."""
    if isinstance(value, int | float) and abs(value) < 1e15:
        return str(value)
    text = neat(value[: 4 * LONGEST_SHOWN]) if isinstance(value, str) else "…"  # str() of some numbers raises
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


class Doubts:
    """What cannot be shown of one file, with its lines."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._told: list[Doubt] = []
        self._more = 0

    def add(self, words: str, place: Place) -> None:
        if len(self._told) < MOST_DOUBTS:
            self._told.append(Doubt(words, self.lines.of(place)))
        else:
            self._more += 1

    def told(self) -> tuple[Doubt, ...]:
        """In the order of the file."""
        rest = ngettext("{n} more thing is wrong", "{n} more things are wrong", self._more).format(n=number(self._more))
        told = sorted(self._told, key=_line)
        return (*told, Doubt(rest)) if self._more else tuple(told)


def _line(doubt: Doubt) -> int:
    return doubt.line


class Table:
    """A table of the file. `where` names it in words, once its name is known."""

    def __init__(self, found: Mapping[str, Any], place: Place, where: str, doubts: Doubts) -> None:
        self.found, self.place, self.where, self._doubts = found, place, where, doubts

    def inside(self, section: str, n: int, found: Mapping[str, Any], where: str) -> Table:
        """The n-th table of a section of this one."""
        return Table(found, (*self.place, section, n), where, self._doubts)

    def told(self) -> tuple[Doubt, ...]:
        """All that is wrong with the file so far."""
        return self._doubts.told()

    def doubt(self, key: str, why: str) -> None:
        """Something is wrong with a key, or with the whole ("")."""
        where = f"{self.where}, {quoted(key)}" if key else self.where
        line = _("{where}: {why}").format(where=where, why=why)
        self._doubts.add(line, (*self.place, key) if key else self.place)

    def only(self, keys: Sequence[str]) -> None:
        """Any other key is a doubt."""
        for key in self.found:
            if key not in keys:
                self.doubt(key, _("unknown key; there are: {keys}").format(keys=", ".join(keys)))

    def text(self, key: str, default: str = "", most: int = LONGEST_NAME, lines: bool = False) -> str:
        value = self.found.get(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.doubt(key, _("must be a text"))
            return default
        told = neat(value, lines)
        if len(told) > most:
            words = _("has {n} characters; {most} are the most")
            self.doubt(key, words.format(n=number(len(told)), most=number(most)))
            return told[:most].strip()
        return told

    def flag(self, key: str, default: bool) -> bool:
        value = self.found.get(key, default)
        if isinstance(value, bool):
            return value
        self.doubt(key, _("write true or false"))
        return default

    def whole(self, key: str, least: int, most: int, default: int) -> int:
        value = self.found.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.doubt(key, _("write a whole number from {least} to {most}").format(least=least, most=most))
        return default

    def number(self, key: str, least: float, most: float) -> float | None:
        value = self.found.get(key)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and least <= value <= most and math.isfinite(value):
            return float(value)
        self.doubt(key, _("write a number from {least} to {most}").format(least=f"{least:g}", most=f"{most:g}"))
        return None

    def length(self, key: str, default: Millis, least: Millis = LEAST_LOOK, most: Millis = MOST_LOOK) -> Millis:
        """A length of time such as 30s, 6h or 7d."""
        value = self.found.get(key)
        if value is None:
            return default
        found = period(value) if isinstance(value, str) else None
        if found is not None and least <= found <= most:
            return found
        words = _("“{value}” is no length of time; write {least} to {most}, such as 30s, 5m, 6h or 7d")
        told = words.format(value=quoted(value), least=period_words(least), most=period_words(most))
        self.doubt(key, told)
        return default

    def pair(self, key: str, least: int, most: int) -> tuple[int, int] | None:
        value = self.found.get(key)
        if value is None:
            return None
        if isinstance(value, list) and len(value) == 2:
            across, down = value
            if all(type(one) is int and least <= one <= most for one in (across, down)):
                return across, down
        words = _("write two whole numbers from {least} to {most}, such as [{least}, {most}]")
        self.doubt(key, words.format(least=least, most=most))
        return None

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A list of texts without those that are none; None: nothing of it can be used."""
        value = self.found.get(key)
        if value is None:
            return ()
        listed = value if isinstance(value, list) else []
        texts = [neat(one) for one in listed[:MOST_TEXTS] if isinstance(one, str) and len(one) <= 4 * LONGEST_NAME]
        made = tuple(dict.fromkeys(one for one in texts if 0 < len(one) <= LONGEST_NAME))
        if len(made) != len(listed) or not isinstance(value, list):
            words = _("write a list of {n} texts at most, each once and of {most} characters at most")
            self.doubt(key, words.format(n=MOST_TEXTS, most=LONGEST_NAME))
        return made if made or value == [] else None
