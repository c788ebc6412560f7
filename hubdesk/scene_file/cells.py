"""The cells of one scene: what each shows, and where it stands on the grid."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hubdesk.core import HubdeskError, Role
from hubdesk.core.scenes import FIRST, MOST_ACROSS, MOST_CELLS, ROLE, Cell, Option, options_of
from hubdesk.i18n import _, number
from hubdesk.plugins import FACES, face
from hubdesk.scene_file.fields import LONGEST_NAME, LONGEST_OPTION, LONGEST_TITLE, Table, neat, quoted

KEYS: Final = ("panel", "at", "size", "title", "topics", "look_back", "screen")  # of a cell; the rest are options
MOST_SCREENS: Final = 36
MOST_OPTIONS: Final = 20
_LARGEST: Final = 2**53


@dataclass(frozen=True, slots=True)
class Wish:
    """A cell as it was asked for. `stands`: the file says where; else it takes what is free."""

    cell: Cell
    stands: bool
    table: Table


def wish(table: Table, screens: Sequence[str]) -> Wish | None:
    """One [[scene.cell]]; None when it cannot be shown at all, and the doubt is said."""
    name = table.text("panel")
    if not name:
        table.doubt("panel", _("name one; a wall shows: {names}").format(names=", ".join(FACES)))
        return None
    topics = table.texts("topics")
    if topics is None:  # all topics in place of some that were asked for would be another number under the same title
        table.doubt("topics", _("the cell is left out"))
        return None
    _doubt_roles(table, topics)
    at, size = table.pair("at", 0, MOST_ACROSS - 1), table.pair("size", 1, MOST_ACROSS)
    cell = Cell(
        name,
        *(at or (0, 0)),
        *(size or (1, 1)),
        title=table.text("title", most=LONGEST_TITLE),
        topics=topics,
        length=table.length("look_back", 0),
        screen=_screen(table, screens),
        options=options_of(_options(table, name)),
    )
    return Wish(cell, at is not None, table)


def _doubt_roles(table: Table, topics: Sequence[str]) -> None:
    for asked in topics:
        sign = next((one for one in (ROLE, FIRST) if asked.startswith(one)), "")
        role = asked.removeprefix(sign)
        if sign and role not in set(Role):
            words = _("“{role}” is no role; write own, rival, subject or event")
            table.doubt("topics", words.format(role=quoted(role)))


def _screen(table: Table, screens: Sequence[str]) -> str:
    """A declared screen's own name. Where none is declared they are called 1, 2, and so on."""
    name = table.text("screen")
    if not name:
        return ""
    found = next((one for one in screens if one.casefold() == name.casefold()), "")
    if found or (not screens and name in {str(n + 1) for n in range(MOST_SCREENS)}):
        return found or name
    words = _("no [[screen]] is called “{name}”; the cell stands where the grid puts it")
    table.doubt("screen", words.format(name=quoted(name)))
    return ""


def _options(table: Table, name: str) -> dict[str, Option]:
    """What the cell's panel understands. A panel that a wall has not keeps them: it may be another version's."""
    others = {key: value for key, value in table.found.items() if key not in KEYS}
    if name not in FACES:
        try:
            face(name)
        except HubdeskError as error:
            table.doubt("panel", str(error))
        kept = {neat(key): value for key, value in others.items() if _is_plain(value) and 0 < len(key) <= LONGEST_NAME}
        return dict(list(kept.items())[:MOST_OPTIONS])
    takes = FACES[name].takes
    known: dict[str, Option] = {}
    for key in others:
        if key in takes:
            value = _option(table, key, takes[key])
            known |= {} if value is None else {key: value}
        else:
            there = ", ".join((*KEYS, *takes))
            table.doubt(key, _("unknown key; there are: {keys}").format(keys=there))
    return known


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return neat(value) == value and len(value) <= LONGEST_OPTION
    return isinstance(value, bool) or (isinstance(value, int | float) and abs(value) <= _LARGEST)


def _option(table: Table, key: str, kind: object) -> Option | None:
    """A value of that kind: one of some words, or like an example. None when it is none, and the doubt is said."""
    if isinstance(kind, bool):
        return table.flag(key, kind)
    if isinstance(kind, int):
        return table.whole(key, -_LARGEST, _LARGEST, kind)
    if isinstance(kind, float):
        return table.number(key, -_LARGEST, _LARGEST)
    if not isinstance(table.found[key], str):
        table.doubt(key, _("must be a text"))
        return None
    value = table.text(key, most=LONGEST_OPTION)
    if isinstance(kind, tuple) and value not in kind:
        words = _("“{value}” is none of: {values}")
        table.doubt(key, words.format(value=quoted(value), values=", ".join(kind)))
        return None
    return value


def grid_of(wishes: Sequence[Wish]) -> tuple[int, int]:
    """Columns and rows that hold all cells, where the scene says none."""
    standing = [one.cell for one in wishes if one.stands]
    across = max((one.column + one.columns for one in standing), default=0)
    down = max((one.row + one.rows for one in standing), default=0)
    if not standing:
        across = math.ceil(math.sqrt(len(wishes)))
        across = max([across, *(one.cell.columns for one in wishes)])
        down = math.ceil(sum(one.cell.columns * one.cell.rows for one in wishes) / max(1, across))
        down = max([down, *(one.cell.rows for one in wishes)])
    return max(1, min(MOST_ACROSS, across)), max(1, min(MOST_ACROSS, down))


def stood(wishes: Sequence[Wish], columns: int, rows: int) -> tuple[Cell, ...]:
    """Every cell that has a place, in the order of the file. On a screen of its own a cell hides none of another."""
    taken: set[tuple[str, int, int]] = set()
    places: dict[int, Cell] = {}
    for n, one in enumerate(wishes):
        if one.stands and (cell := _standing(one, columns, rows, taken)):
            places[n] = cell
            taken |= _squares(cell)
    for n, one in enumerate(wishes):
        if not one.stands and (cell := _free(one, columns, rows, taken)):
            places[n] = cell
            taken |= _squares(cell)
    return tuple(places[n] for n in sorted(places))


def _squares(cell: Cell) -> set[tuple[str, int, int]]:
    across, down = range(cell.column, cell.column + cell.columns), range(cell.row, cell.row + cell.rows)
    return {(cell.screen, column, row) for column in across for row in down}


def _standing(one: Wish, columns: int, rows: int, taken: set[tuple[str, int, int]]) -> Cell | None:
    cell = one.cell
    inside = replace(cell, columns=min(cell.columns, columns - cell.column), rows=min(cell.rows, rows - cell.row))
    if inside.columns < 1 or inside.rows < 1:
        words = _("lies outside the grid of {columns} × {rows}, and is left out; count from 0")
        one.table.doubt("at", words.format(columns=columns, rows=rows))
        return None
    if inside != cell:
        words = _("reaches out of the grid of {columns} × {rows}, and is cut to it")
        one.table.doubt("size" if "size" in one.table.found else "at", words.format(columns=columns, rows=rows))
    if taken & _squares(inside):
        one.table.doubt("at", _("lies over another cell, and is left out; give it a place or a size of its own"))
        return None
    return inside


def _free(one: Wish, columns: int, rows: int, taken: set[tuple[str, int, int]]) -> Cell | None:
    """The first place that has room, row by row."""
    for row in range(rows - one.cell.rows + 1):
        for column in range(columns - one.cell.columns + 1):
            cell = replace(one.cell, column=column, row=row)
            if not taken & _squares(cell):
                return cell
    words = _("has no room left on the grid of {columns} × {rows}, and is left out; give it more columns or rows")
    one.table.doubt("", words.format(columns=columns, rows=rows))
    return None


def cells_of(scene: Table, screens: Sequence[str]) -> list[Wish]:
    """The cells that a scene declares; more than the most are said and left out."""
    declared = scene.found.get("cell", [])
    if not isinstance(declared, list) or not all(isinstance(one, Mapping) for one in declared):
        scene.doubt("cell", _("write [[{section}]] in double brackets, one for each").format(section="scene.cell"))
        declared = []
    if len(declared) > MOST_CELLS:
        words = _("has {n} cells; {most} are the most, and the rest is left out")
        scene.doubt("cell", words.format(n=number(len(declared)), most=MOST_CELLS))
    made = []
    for n, found in enumerate(declared[:MOST_CELLS]):
        one = wish(_cell_table(scene, n, found), screens)
        if one is not None:
            made.append(one)
    return made


def _cell_table(scene: Table, n: int, found: Mapping[str, Any]) -> Table:
    panel = found.get("panel")
    where = _("{scene}, cell {n}").format(scene=scene.where, n=n + 1)
    named = f"{where} ({quoted(panel)})" if isinstance(panel, str) and panel else where
    return scene.inside("cell", n, found, named)
