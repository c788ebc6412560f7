"""What was read of one mention, as rows for the screen: a value, and beneath it what says so."""

from __future__ import annotations

from dataclasses import dataclass

from hubdesk.core import Mark


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A sentence beneath a reading. `marks`: the words it rests on; `undo`: the analyst's correction that it tells of;
    `leads_to`: the mention that it speaks of."""

    text: str
    marks: tuple[Mark, ...] = ()
    undo: int | None = None
    leads_to: int | None = None


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading. `tone` is a glyph before the value; `is_yours`: the analyst said it."""

    key: str
    label: str
    value: str
    lines: tuple[ReadingLine, ...] = ()
    tone: str = ""
    is_yours: bool = False

    def marks(self) -> tuple[Mark, ...]:
        """Every word that the reading rests on."""
        return tuple(dict.fromkeys(mark for line in self.lines for mark in line.marks))
