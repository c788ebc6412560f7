"""What a table of figures is given, as frozen values, and which of its columns have room."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import advance
from hubdesk.widgets.tone_parts import Counts

PAD: Final = 12.0
BETWEEN: Final = 14.0
SIGN_ROOM: Final = 20.0
LEAST_LABEL: Final = 130.0

T = TypeVar("T")
Opens = tuple[Hashable | None, str]  # what opens a part of a bar, and what is said of it


class Later(Generic[T]):
    """What is worked out when somebody asks for it: most of what a hand may point at, it never does. It is in the
    language spoken then. Equal to another one that is told of the same."""

    def __init__(self, make: Callable[..., T], *told: object) -> None:
        self._make, self._told = make, told
        self._made: list[T] = []

    def __call__(self) -> T:
        if not self._made:
            self._made.append(self._make(*self._told))
        return self._made[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later) and (self._make, self._told) == (other._make, other._told)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is written. `key` None: nothing to open; `part`: the sign before it; `more` is said of it when
    asked, or what `later` works out; `is_quiet`: it says nothing for sure."""

    text: str
    key: Hashable | None = None
    part: str = ""
    more: str = ""
    is_quiet: bool = False
    later: Later[str] | None = None

    @property
    def said(self) -> str:
        return self.later() if self.later is not None else self.more


@dataclass(frozen=True, slots=True)
class Marked:
    """How many of a row's mentions a topic heard: the topic's marker and colour, the figure, what opens it."""

    shape: str
    colour: str
    text: str
    key: Hashable
    more: str


@dataclass(frozen=True, slots=True)
class Row:
    """A name with its marker ("" for none) and figures, one for each column; below it tone as a bar, and topics.

    `parts`: what opens each part of the bar, None where nothing does. Marks that are told later are one at least.
    """

    name: str
    cells: tuple[Cell, ...]
    key: Hashable | None = None
    shape: str = ""
    colour: str = ""
    counts: Counts | None = None
    parts: tuple[Opens, ...] | Later[tuple[Opens, ...]] = ()
    marks: tuple[Marked, ...] | Later[tuple[Marked, ...]] = ()
    more: str = ""

    def opens(self) -> tuple[Opens, ...]:
        """Of each part of the bar."""
        return self.parts() if isinstance(self.parts, Later) else self.parts

    def marked(self) -> tuple[Marked, ...]:
        return self.marks() if isinstance(self.marks, Later) else self.marks

    @property
    def lead(self) -> float:
        return SIGN_ROOM if self.shape else 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, and how soon it leaves when room is short: the largest first, 0 never."""

    head: str
    leaves: int = 0


def cell_width(cell: Cell) -> float:
    return advance(tame(cell.text, 80), "strong", 500) + (15.0 if cell.part else 0.0)


def name_width(row: Row) -> float:
    """What a row's name takes in one line, px, with its mark."""
    return advance(tame(row.name, 200), "strong") + row.lead


def widths(columns: Sequence[Column], rows: Sequence[Row], width: float) -> tuple[float, ...]:
    """How wide each column is, in px; 0 for one that has no room beside the names."""
    wanted = []
    for i, column in enumerate(columns):
        widest = max((cell_width(row.cells[i]) for row in rows), default=0.0)
        wanted.append(math.ceil(max(widest, advance(column.head, "small"))) + 1.0)
    least = min(max(map(name_width, rows), default=0.0), LEAST_LABEL)
    leaving = sorted((i for i, one in enumerate(columns) if one.leaves), key=lambda i: -columns[i].leaves)
    while leaving and width - 2 * PAD - sum(one + BETWEEN for one in wanted if one) < least:
        wanted[leaving.pop(0)] = 0.0
    return tuple(wanted)
