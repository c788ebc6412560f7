"""Changes to scenes, as an editor makes them: each takes a value and gives another, or the same where it cannot be."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from hubdesk.core.scenes import MOST_ACROSS, MOST_CELLS, MOST_SCENES, Cell, Scene, Wall

USUAL: Final = (12, 6)  # the grid of a new scene
USUAL_SIZE: Final = (4, 3)  # of a new cell


def is_free(scene: Scene, box: tuple[int, int, int, int], but: int | None = None) -> bool:
    """Whether a stretch (column, row, columns, rows) lies in the grid and on no cell, other than that one."""
    column, row, columns, rows = box
    if columns < 1 or rows < 1 or column < 0 or row < 0:
        return False
    if column + columns > scene.columns or row + rows > scene.rows:
        return False
    return not any(
        place != but
        and column < one.column + one.columns
        and one.column < column + columns
        and row < one.row + one.rows
        and one.row < row + rows
        for place, one in enumerate(scene.cells)
    )


def room_for(scene: Scene, size: tuple[int, int] = USUAL_SIZE) -> tuple[int, int, int, int] | None:
    """The first free stretch of that size, or of the largest smaller one; None when the grid is full."""
    for columns in range(min(size[0], scene.columns), 0, -1):
        for rows in range(min(size[1], scene.rows), 0, -1):
            for row in range(scene.rows - rows + 1):
                for column in range(scene.columns - columns + 1):
                    if is_free(scene, (column, row, columns, rows)):
                        return column, row, columns, rows
    return None


def with_cell(scene: Scene, cell: Cell) -> Scene:
    """With one cell more, where it stands; the same when something is there already."""
    box = (cell.column, cell.row, cell.columns, cell.rows)
    if len(scene.cells) >= MOST_CELLS or not is_free(scene, box):
        return scene
    return replace(scene, cells=(*scene.cells, cell))


def added(scene: Scene, face: str, column: int | None = None, row: int | None = None) -> Scene:
    """With a new cell of that face at a place, as large as there is room, or at the first free one."""
    if column is None or row is None:
        box = room_for(scene)
    else:
        sizes = [(wide, high) for wide in range(USUAL_SIZE[0], 0, -1) for high in range(USUAL_SIZE[1], 0, -1)]
        sizes.sort(key=_area, reverse=True)
        box = next(((column, row, *size) for size in sizes if is_free(scene, (column, row, *size))), None)
    return scene if box is None else with_cell(scene, Cell(face, *box))


def without(scene: Scene, place: int) -> Scene:
    """Without the cell at that place."""
    return replace(scene, cells=tuple(one for at, one in enumerate(scene.cells) if at != place))


def changed(scene: Scene, place: int, cell: Cell) -> Scene:
    """With another cell at that place; the same when it does not fit there."""
    if not 0 <= place < len(scene.cells):
        return scene
    if not is_free(scene, (cell.column, cell.row, cell.columns, cell.rows), place):
        return scene
    return replace(scene, cells=tuple(cell if at == place else one for at, one in enumerate(scene.cells)))


def moved(scene: Scene, place: int, column: int, row: int) -> Scene:
    """With a cell somewhere else, held within the grid."""
    one = scene.cells[place]
    column = max(0, min(column, scene.columns - one.columns))
    row = max(0, min(row, scene.rows - one.rows))
    return changed(scene, place, replace(one, column=column, row=row))


def resized(scene: Scene, place: int, columns: int, rows: int) -> Scene:
    """With a cell of another size, held within the grid."""
    one = scene.cells[place]
    columns = max(1, min(columns, scene.columns - one.column))
    rows = max(1, min(rows, scene.rows - one.row))
    return changed(scene, place, replace(one, columns=columns, rows=rows))


def regridded(scene: Scene, columns: int, rows: int) -> Scene:
    """On another grid: cells keep their share of the surface where that comes out even, else their numbers; the same
    when they do not fit."""
    columns, rows = max(1, min(columns, MOST_ACROSS)), max(1, min(rows, MOST_ACROSS))
    scaled = [_scaled(one, scene, columns, rows) for one in scene.cells]
    cells = tuple(one for one in scaled if one is not None)
    made = replace(scene, columns=columns, rows=rows, cells=cells if len(cells) == len(scaled) else scene.cells)
    boxes = [(one.column, one.row, one.columns, one.rows) for one in made.cells]
    fits = all(is_free(made, box, place) for place, box in enumerate(boxes))
    return made if fits else scene


def _scaled(one: Cell, scene: Scene, columns: int, rows: int) -> Cell | None:
    across = [part * columns for part in (one.column, one.columns)]
    down = [part * rows for part in (one.row, one.rows)]
    if any(part % scene.columns for part in across) or any(part % scene.rows for part in down):
        return None
    column, wide = (part // scene.columns for part in across)
    row, high = (part // scene.rows for part in down)
    return replace(one, column=column, columns=wide, row=row, rows=high) if wide and high else None


def name_from(title: str, taken: Collection[str]) -> str:
    """A scene's name in a file, made of its title, and unlike the others."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.casefold().encode("ascii", "ignore").decode()).strip("-")[:40] or "scene"
    made, number = plain, 2
    while made in taken:
        made, number = f"{plain}-{number}", number + 1
    return made


def with_scene(wall: Wall, title: str, like: Scene | None = None) -> Wall:
    """With a new scene at the end, empty or like another one."""
    if len(wall.scenes) >= MOST_SCENES:
        return wall
    name = name_from(title, [one.name for one in wall.scenes])
    made = replace(like, name=name, title=title) if like is not None else Scene(name, title, (), *USUAL)
    return replace(wall, scenes=(*wall.scenes, made))


def with_changed(wall: Wall, place: int, scene: Scene) -> Wall:
    """With another scene at that place."""
    return replace(wall, scenes=tuple(scene if at == place else one for at, one in enumerate(wall.scenes)))


def without_scene(wall: Wall, place: int) -> Wall:
    """Without it; the last one stays: a wall shows something."""
    if len(wall.scenes) <= 1:
        return wall
    return replace(wall, scenes=tuple(one for at, one in enumerate(wall.scenes) if at != place))


def shifted(wall: Wall, place: int, step: int) -> Wall:
    """With a scene one earlier or later in their order."""
    scenes, to = list(wall.scenes), place + step
    if not 0 <= to < len(scenes):
        return wall
    scenes[place], scenes[to] = scenes[to], scenes[place]
    return replace(wall, scenes=tuple(scenes))


def _area(size: tuple[int, int]) -> int:
    return size[0] * size[1]
