"""What a buzz board is given, as frozen values: lanes of cards, and lines under them. No Qt."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from hubdesk.widgets.sparkline import Spark


@dataclass(frozen=True, slots=True)
class Card:
    """One topic's episode, or a phrase (`level` None). `key`: what choosing it tells; `count_key`: its mentions.

    `figure` is the multiple of the usual, `caption` of when it is; of a phrase its mentions. `glyph`: the phase as a
    shape; `fate`: in words, then what else there is room for, as in `when`.
    """

    name: str
    shape: str
    colour: str
    level: int | None
    figure: str
    caption: str
    glyph: str
    fate: tuple[str, ...]
    when: tuple[str, ...]
    count: str
    sentence: str
    news: str
    key: Hashable
    count_key: Hashable | None = None
    spark: Spark | None = None
    is_quiet: bool = False

    def spoken(self) -> str:
        first = (self.name, *self.fate, self.figure, self.caption)
        return ", ".join(filter(None, (*first, *self.when, self.count, self.sentence, self.news)))


@dataclass(frozen=True, slots=True)
class Lane:
    """One part of life: what rises, what holds, what fizzles. `empty`: said where no card is in it."""

    head: str
    glyph: str
    empty: str
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """Something to choose in a line of the foot; `shape` "": words alone. `key` None: nothing to open. `name` is cut
    where it is very long, `words` (a figure, mostly) never are."""

    words: str
    name: str = ""
    shape: str = ""
    colour: str = ""
    key: Hashable | None = None

    def spoken(self) -> str:
        return " ".join(filter(None, (self.name, self.words)))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the foot: its head, and what stands in it."""

    head: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Lanes from left to right, and lines under them."""

    lanes: tuple[Lane, ...] = ()
    lines: tuple[Line, ...] = ()

    def spoken(self) -> str:
        lanes = (f"{lane.head}: {'; '.join(card.spoken() for card in lane.cards) or lane.empty}" for lane in self.lanes)
        lines = (f"{line.head} {', '.join(chip.spoken() for chip in line.chips)}" for line in self.lines)
        return ". ".join((*lanes, *lines))
