"""A scene is one surface over all screens: which of its cells stand on which, each screen with a grid of its own.

The screens' own arrangement is laid over the scene's grid: bands of screens beside each other share its width, bands
above each other its height, whatever their pixels. A cell goes where its centre lies, and the cells of a screen fill
it. Where a screen is missing from the arrangement its neighbours stay what they are, and the nearest takes its cells.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core.scenes import MOST_ACROSS, Cell, Scene

Box = tuple[float, float, float, float]  # left, top, right, bottom
WHOLE: Final[Box] = (0.0, 0.0, 1.0, 1.0)
SLACK: Final = 0.1  # of a screen's side: so far may screens stand askew and still be in one row


@dataclass(frozen=True, slots=True)
class Seen:
    """A screen as the system tells of it; lengths in its pixels, `mm_height` in millimetres, 0: not known."""

    name: str
    serial: str = ""
    model: str = ""
    x: int = 0
    y: int = 0
    width: int = 1920
    height: int = 1080
    mm_height: float = 0.0
    is_primary: bool = False

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Where it stands: x, y, width, height."""
        return self.x, self.y, self.width, self.height

    @property
    def upright(self) -> float:
        """How much nearer than its height tells people stand to a screen that stands upright, 1 for one that lies: it
        is as large as that one, and its lines are shorter."""
        return min(1.0, self.width / max(1, self.height))


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell, by its place in its scene, and the stretch of its screen's grid that it has."""

    place: int
    column: int
    row: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Spread:
    """A screen's grid and what stands on it, in reading order."""

    columns: int
    rows: int
    cells: tuple[Placed, ...]


def spread(scene: Scene, screens: Mapping[str, Seen]) -> dict[str, Spread]:
    """Every cell of the scene on exactly one of the outputs that have a screen; an output without cells is not there.

    On a single screen the scene's grid stays as it is. Cells that would hide each other are put side by side.
    """
    if not screens:
        return {}
    boxes = _arranged(screens)
    of: dict[str, list[Placed]] = {}
    for place, cell in enumerate(scene.cells):
        output = cell.screen if cell.screen in screens else _under(_centre(cell, scene), boxes)
        of.setdefault(output, []).append(_held(place, cell))
    if len(screens) == 1:
        return {output: _as_it_is(scene, cells) for output, cells in of.items()}
    return {output: _packed(of[output]) for output in boxes if output in of}


def covered(scene: Scene, screens: Mapping[str, Seen]) -> dict[str, int]:
    """Of each output that a cell covers, the cell's place in its scene: one that is larger than a screen lies over
    several, of which its centre is only on one. A cell that names its screen covers no other."""
    found: dict[str, int] = {}
    for name, box in _arranged(screens).items() if screens else ():
        across, down = (box[0] + box[2]) / 2 * max(1, scene.columns), (box[1] + box[3]) / 2 * max(1, scene.rows)
        for place, cell in enumerate(scene.cells):
            is_beside = cell.column <= across < cell.column + cell.columns
            if is_beside and cell.row <= down < cell.row + cell.rows and not cell.screen:
                found[name] = place
                break
    return found


def rows_of(screens: Sequence[Seen]) -> int:
    """How many rows the screens stand in; those a little askew are in one."""
    return max(_bands([(one.y, one.y + one.height) for one in screens]), default=0) + 1


def in_reading_order(screens: Sequence[Seen]) -> list[Seen]:
    """Row by row, each from the left; screens that stand a little askew are in one row."""
    return [screens[place] for place in _order(screens)]


def _order(screens: Sequence[Seen]) -> list[int]:
    bands = _bands([(one.y, one.y + one.height) for one in screens])
    keys = [(band, one.x, one.y, one.name) for band, one in zip(bands, screens, strict=True)]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _arranged(screens: Mapping[str, Seen]) -> dict[str, Box]:
    """Which part of the scene lies on which output, in the outputs' reading order."""
    named = list(screens.items())
    ordered = [named[place] for place in _order([one for _name, one in named])]
    boxes: dict[str, Box] = {}
    _share(ordered, WHOLE, boxes)
    return {name: boxes[name] for name, _one in ordered}


def _share(screens: Sequence[tuple[str, Seen]], room: Box, boxes: dict[str, Box]) -> None:
    """Cut the room along the lines that cross no screen; what no line divides is shared from left to right."""
    if len(screens) == 1:
        boxes[screens[0][0]] = room
        return
    across = _bands([(one.x, one.x + one.width) for _name, one in screens])
    down = _bands([(one.y, one.y + one.height) for _name, one in screens])
    if max(across) == max(down) == 0:
        across = list(range(len(screens)))
    slots: dict[tuple[int, int], list[tuple[str, Seen]]] = {}
    for screen, column, row in zip(screens, across, down, strict=True):
        slots.setdefault((column, row), []).append(screen)
    wide, high = (room[2] - room[0]) / (max(across) + 1), (room[3] - room[1]) / (max(down) + 1)
    for (column, row), those in slots.items():
        left, top = room[0] + column * wide, room[1] + row * high
        _share(those, (left, top, left + wide, top + high), boxes)


def _bands(stretches: Sequence[tuple[int, int]]) -> list[int]:
    """Of each stretch, the number of its band: stretches that lie over each other are in one."""
    trimmed = [(start + SLACK * (end - start), end - SLACK * (end - start)) for start, end in stretches]
    numbers = [0] * len(trimmed)
    band, reach = -1, -math.inf
    for place in sorted(range(len(trimmed)), key=trimmed.__getitem__):
        start, end = trimmed[place]
        if start >= reach:
            band += 1
        numbers[place] = band
        reach = max(reach, end)
    return numbers


def _held(place: int, cell: Cell) -> Placed:
    """What a cell asks for, within what any grid can be."""
    column, row = (min(max(0, one), MOST_ACROSS) for one in (cell.column, cell.row))
    columns, rows = (min(max(1, one), MOST_ACROSS) for one in (cell.columns, cell.rows))
    return Placed(place, column, row, columns, rows)


def _centre(cell: Cell, scene: Scene) -> tuple[float, float]:
    across, down = max(1, scene.columns), max(1, scene.rows)
    return (cell.column + cell.columns / 2) / across, (cell.row + cell.rows / 2) / down


def _under(point: tuple[float, float], boxes: Mapping[str, Box]) -> str:
    """The output whose part is nearest to a point; the first in reading order when two are as near."""
    return min(boxes, key=lambda name: round(_distance(point, boxes[name]), 9))


def _distance(point: tuple[float, float], box: Box) -> float:
    beside = max(box[0] - point[0], 0.0, point[0] - box[2])
    above = max(box[1] - point[1], 0.0, point[1] - box[3])
    return math.hypot(beside, above)


def _as_it_is(scene: Scene, cells: list[Placed]) -> Spread:
    ordered = tuple(sorted(cells, key=_reading))
    fits = all(one.column + one.columns <= scene.columns and one.row + one.rows <= scene.rows for one in ordered)
    return Spread(scene.columns, scene.rows, ordered) if fits and not _overlap(ordered) else _packed(cells)


def _packed(cells: list[Placed]) -> Spread:
    """A grid of just these cells: lines of the scene's grid on which none of them stands fall away."""
    if _overlap(cells):
        return _side_by_side(cells)
    columns = sorted({column for one in cells for column in range(one.column, one.column + one.columns)})
    rows = sorted({row for one in cells for row in range(one.row, one.row + one.rows)})
    across, down = ({line: number for number, line in enumerate(lines)} for lines in (columns, rows))
    made = [Placed(one.place, across[one.column], down[one.row], one.columns, one.rows) for one in cells]
    return _grown(Spread(len(columns), len(rows), tuple(sorted(made, key=_reading))))


def _grown(grid: Spread) -> Spread:
    """The cells over the whole grid: each takes what is free beside it, above and below."""
    cells = list(grid.cells)
    for number, one in enumerate(cells):
        others = [*cells[:number], *cells[number + 1 :]]
        for columns, rows in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            while _is_free(wider := _widened(one, columns, rows), grid, others):
                one = wider
        cells[number] = one
    return Spread(grid.columns, grid.rows, tuple(sorted(cells, key=_reading)))


def _widened(one: Placed, columns: int, rows: int) -> Placed:
    """A line more on that side: to the left or above for -1."""
    column, row = one.column + min(0, columns), one.row + min(0, rows)
    return Placed(one.place, column, row, one.columns + abs(columns), one.rows + abs(rows))


def _is_free(one: Placed, grid: Spread, others: Sequence[Placed]) -> bool:
    is_inside = one.column >= 0 and one.row >= 0
    fits = one.column + one.columns <= grid.columns and one.row + one.rows <= grid.rows
    return is_inside and fits and not _overlap((*others, one))


def _side_by_side(cells: list[Placed]) -> Spread:
    """Cells that would hide each other, such as several that were sent to one screen: a place for each."""
    across = math.ceil(math.sqrt(len(cells)))
    ordered = enumerate(sorted(cells, key=_reading))
    made = tuple(Placed(one.place, number % across, number // across) for number, one in ordered)
    return _grown(Spread(across, math.ceil(len(cells) / across), made))


def _reading(one: Placed) -> tuple[int, int, int]:
    return one.row, one.column, one.place


def _overlap(cells: Sequence[Placed]) -> bool:
    taken = [
        (column, row)
        for one in cells
        for column in range(one.column, one.column + one.columns)
        for row in range(one.row, one.row + one.rows)
    ]
    return len(taken) != len(set(taken))
