"""Sentences whose words come later: a msgid and the figures it names, kept until someone speaks French or English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hubdesk.i18n import _, clock, day, duration, number, percent

Figure = int | float | str | None
_NAME: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence for people: a msgid, and the figures it names.

    A name says its figure's unit: `_ms` is a length of time in milliseconds, `_share` a share between 0 and 1, `_at` an
    instant, shown as its day, `_clock` one shown as its time of day; every other number is a plain one. Text is shown
    as it is, except that of a `_word`, which is a msgid itself.
    """

    msgid: str
    figures: tuple[tuple[str, Figure], ...] = ()

    def said(self, zone: str = "UTC") -> str:
        """The sentence in the language spoken now. A name without a figure stays as it is: the file may be a
        stranger's, and nothing but names is looked for in it."""
        named = {name: _written(name, figure, zone) for name, figure in self.figures}
        return _NAME.sub(lambda found: named.get(found[1], found[0]), _(self.msgid))

    def kept(self) -> list[object]:
        """As JSON has it; `Told.read` makes it a sentence again."""
        return [self.msgid, dict(self.figures)]

    @staticmethod
    def read(kept: object) -> Told | None:
        """What `kept` gave; None when it can be none, as in a stranger's file."""
        match kept:
            case [str(msgid), dict(figures)]:
                good = ((str(name), figure) for name, figure in figures.items())
                return Told(msgid, tuple((name, one) for name, one in good if isinstance(one, Figure)))
        return None

    def figure(self, name: str) -> Figure:
        """A figure by its name; None when the sentence has none of that name."""
        return dict(self.figures).get(name)


def _written(name: str, figure: Figure, zone: str) -> str:
    """A figure by its unit; a dash for one that no sentence can hold (a stranger's file says anything)."""
    if isinstance(figure, str):
        return _(figure) if name.endswith("_word") else figure
    try:
        if name.endswith("_share"):
            return percent(figure, 0)
        if figure is not None and name.endswith("_ms"):
            return duration(round(figure))
        if figure is not None and name.endswith("_clock"):
            return clock(round(figure), zone)
        if figure is not None and name.endswith("_at"):
            return day(round(figure), zone)
        return number(figure, 1 if isinstance(figure, float) and abs(figure) < 10 else 0)
    except (OverflowError, ValueError, OSError):
        return number(None)
