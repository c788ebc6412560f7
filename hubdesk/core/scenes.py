"""A wall in values: its screens, its scenes, and the cells of each. What a scenes file declares, and nothing of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hubdesk.core.words import DAY, Millis

Option = str | int | float | bool | tuple[str, ...]

MOST_SCENES: Final = 60
MOST_CELLS: Final = 36  # of one scene
MOST_ACROSS: Final = 12  # columns or rows of a scene's grid
LEAST_SECONDS: Final = 20  # a scene stays at least so long when scenes take turns: nobody reads faster
ROLE: Final = "role:"  # of a cell's topics: every topic of that role
FIRST: Final = "first:"  # of a cell's topics: the first topic of that role


@dataclass(frozen=True, slots=True)
class Output:
    """A screen by the name that scenes use. `identity`: what the system calls it (its name, serial number or model), ""
    for the next one that no other output asks for. Viewing distance in metres, diagonal in inches; None: the wall's."""

    name: str
    identity: str = ""
    distance_m: float | None = None
    diagonal_in: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A panel with its own scope, title and options, on a stretch of its scene's grid.

    `face`: a key of plugins.FACES. `topics`: names, or `role:rival` for all of a role, or `first:rival`; none: all of
    the session's. `length`: how far back from the end of what is looked at, 0: the scene's. `screen`: an output's name,
    "" for wherever the grid puts it. `options`: what this face understands, by name.
    """

    face: str
    column: int = 0
    row: int = 0
    columns: int = 1
    rows: int = 1
    title: str = ""
    topics: tuple[str, ...] = ()
    length: Millis = 0
    screen: str = ""
    options: tuple[tuple[str, Option], ...] = ()

    def option(self, name: str, default: Option) -> Option:
        """What the file says of it; the default when it says nothing, or something of another kind."""
        found = dict(self.options).get(name, default)
        is_number = isinstance(default, float) and isinstance(found, int | float) and not isinstance(found, bool)
        return found if is_number or type(found) is type(default) else default


@dataclass(frozen=True, slots=True)
class Scene:
    """Cells on a grid, one surface over all screens. `seconds`: how long it stays when scenes take turns, 0: the
    wall's. `length`: how far back its cells look, 0: the wall's. `notes`: for the presenter alone."""

    name: str
    title: str
    cells: tuple[Cell, ...]
    columns: int = 1
    rows: int = 1
    seconds: int = 0
    length: Millis = 0
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Wall:
    """All that a presenter set up. `seconds` 0: scenes do not take turns. `distance_m`: from which it is read; None: as
    is usual for its size. `masks`: private persons are nameless; `veil`: insults are starred, those in `veiled` too,
    those in `spared` not. `takeover`: the level (1 to 3) of an episode that may take a screen, 0: none ever does; then
    for `takeover_seconds`. `motion`: cards slide and numbers roll."""

    scenes: tuple[Scene, ...]
    outputs: tuple[Output, ...] = ()
    length: Millis = DAY
    seconds: int = 0
    distance_m: float | None = None
    diagonal_in: float | None = None
    masks: bool = True
    veil: bool = True
    veiled: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    takeover: int = 3
    takeover_seconds: int = 120
    motion: bool = True

    def scene(self, name: str) -> Scene | None:
        """The scene of that name."""
        return next((one for one in self.scenes if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What of a scenes file cannot be shown, in one line for a person: the wall shows the rest. `line` 0: not known."""

    words: str
    line: int = 0


def options_of(found: Mapping[str, Option]) -> tuple[tuple[str, Option], ...]:
    """Options as a cell keeps them."""
    return tuple(sorted(found.items()))
