"""A wall to a scenes file: always in the same order, and among what a person wrote where the file exists."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from hubdesk.core import SECOND, HubdeskError
from hubdesk.core.scenes import Cell, Output, Scene, Wall
from hubdesk.i18n import _
from hubdesk.plugins import FACES
from hubdesk.reports.whole_file import write_whole
from hubdesk.scene_file.cells import KEYS as CELL_KEYS
from hubdesk.scene_file.fields import neat
from hubdesk.scene_file.lines import Place
from hubdesk.scene_file.pieces import INDENT, Field, Piece, cut, filled
from hubdesk.scene_file.reading import read
from hubdesk.toml_file import period_words, read_toml

USUAL: Final = Wall(())


def dumps(wall: Wall) -> str:
    """The wall as a new file."""
    return _text("", {}, {}, wall)


def save(path: Path, wall: Wall) -> None:
    """Write it so that the file is there whole or as it was. Comments, and keys that nobody knows, stay with their
    table; tables that the wall has not are gone.

    Raises HubdeskError for a wall without a scene, and where the file that is there is no TOML: a person is to mend it;
    FailedError for what the disk says.
    """
    if not wall.scenes:
        raise HubdeskError(_("{path} is not saved: a wall has one scene at least").format(path=path))
    new = dumps(wall)
    write_whole(path, (_amended(path, wall, new) if path.exists() else new).encode("utf-8"))


def _amended(path: Path, wall: Wall, new: str) -> str:
    """The file that is there, changed. As a new one where its shape is none that can be changed in place: then the
    comments are lost, and nothing else."""
    from tomlkit.exceptions import TOMLKitError  # late, as tomlkit itself

    text, declared = read_toml(path)
    first, pieces = cut(text)
    try:
        made = _text(first, pieces, declared, wall)
        is_good = read(path, made, tomllib.loads(made))[0] == read(path, new, tomllib.loads(new))[0]
    except (TOMLKitError, ValueError, HubdeskError):
        return new
    return made if is_good else new


def _text(first: str, pieces: Mapping[Place, Piece], declared: Mapping[str, Any], wall: Wall) -> str:
    """`first`: what stands before all tables; `pieces` of `declared`: what is there already."""
    fields = wall_fields(wall)
    there = pieces.get(("wall",))
    made = first
    if there or any(one.value != one.default for one in fields):
        made += filled(there or Piece("\n" if first else "", "[wall]\n"), fields, set())
    screens = _by_name(declared, "screen")
    for output in wall.outputs:
        n = screens.get(neat(output.name).casefold(), -1)
        piece = pieces.get(("screen", n)) or Piece("\n" if made else "", "[[screen]]\n")
        made += filled(piece, output_fields(output), set())
    scenes = _by_name(declared, "scene")
    for scene in wall.scenes:
        n = scenes.get(neat(scene.name).casefold(), -1)
        piece = pieces.get(("scene", n)) or Piece("\n" if made else "", "[[scene]]\n")
        made += filled(piece, scene_fields(scene), {"cell"})
        cells = {place: one for place, one in pieces.items() if place[:3] == ("scene", n, "cell")}
        made += _cells(scene, cells, _tables(_tables(declared, "scene")[n], "cell") if n >= 0 else [])
    return made


def _tables(declared: Mapping[str, Any], section: str) -> list[Mapping[str, Any]]:
    found = declared.get(section)
    return [one if isinstance(one, Mapping) else {} for one in found] if isinstance(found, list) else []


def _by_name(declared: Mapping[str, Any], section: str) -> dict[str, int]:
    """The first table of each name."""
    made: dict[str, int] = {}
    for n, one in enumerate(_tables(declared, section)):
        made.setdefault(neat(str(one.get("name", ""))).casefold(), n)
    return made


def _cells(scene: Scene, pieces: Mapping[Place, Piece], declared: list[Mapping[str, Any]]) -> str:
    """Each with the table that stood at its place and showed its panel, or else showed its panel."""
    left = {place[3]: (piece, table) for (place, piece), table in zip(pieces.items(), declared, strict=False)}
    chosen: dict[int, tuple[Piece, Mapping[str, Any]]] = {}
    for is_strict in (True, False):
        for n, cell in enumerate(scene.cells):
            asked = {"panel": cell.face} | ({"at": [cell.column, cell.row]} if is_strict else {})
            found = next((key for key, (_piece, one) in left.items() if asked.items() <= one.items()), None)
            if n not in chosen and found is not None:
                chosen[n] = left.pop(found)
    new: tuple[Piece, Mapping[str, Any]] = (Piece("", f"{INDENT}[[scene.cell]]\n"), {})
    return "".join(_cell(cell, *chosen.get(n, new)) for n, cell in enumerate(scene.cells))


def _cell(cell: Cell, piece: Piece, declared: Mapping[str, Any]) -> str:
    fields = cell_fields(cell)
    known = FACES[cell.face].takes if cell.face in FACES else declared.keys() - set(CELL_KEYS)
    return filled(piece, fields, set(known) - {one.key for one in fields})


def wall_fields(wall: Wall) -> list[Field]:
    """The keys of [wall]."""
    return [
        Field("look_back", period_words(wall.length), period_words(USUAL.length)),
        Field("rotate", period_words(wall.seconds * SECOND), period_words(0)),
        *_seen_from(wall.distance_m, wall.diagonal_in),
        Field("mask", wall.masks, USUAL.masks),
        Field("veil", wall.veil, USUAL.veil),
        Field("veiled", _neat(wall.veiled), ()),
        Field("spared", _neat(wall.spared), ()),
        Field("takeover", wall.takeover, USUAL.takeover),
        Field("takeover_for", period_words(wall.takeover_seconds * SECOND), _USUAL_TAKEOVER),
        Field("motion", wall.motion, USUAL.motion),
    ]


_USUAL_TAKEOVER: Final = period_words(USUAL.takeover_seconds * SECOND)


def output_fields(output: Output) -> list[Field]:
    """The keys of a [[screen]]."""
    seen = _seen_from(output.distance_m, output.diagonal_in)
    return [Field("name", neat(output.name)), Field("identity", neat(output.identity), ""), *seen]


def scene_fields(scene: Scene) -> list[Field]:
    """The keys of a [[scene]]."""
    return [
        Field("name", neat(scene.name)),
        Field("title", neat(scene.title), neat(scene.name)),
        Field("grid", (scene.columns, scene.rows)),
        Field("look_back", period_words(scene.length), period_words(0)),
        Field("seconds", scene.seconds, 0),
        Field("notes", neat(scene.notes, lines=True), ""),
    ]


def cell_fields(cell: Cell) -> list[Field]:
    """The keys of a [[scene.cell]]."""
    return [
        Field("panel", neat(cell.face)),
        Field("at", (cell.column, cell.row)),
        Field("size", (cell.columns, cell.rows), (1, 1)),
        Field("title", neat(cell.title), ""),
        Field("topics", _neat(cell.topics), ()),
        Field("look_back", period_words(cell.length), period_words(0)),
        Field("screen", neat(cell.screen), ""),
        *(Field(key, neat(value) if isinstance(value, str) else value) for key, value in cell.options),
    ]


def _seen_from(distance_m: float | None, diagonal_in: float | None) -> Iterable[Field]:
    """What is not known is not written."""
    told = {"distance_m": distance_m, "diagonal_in": diagonal_in}
    return [Field(key, -1.0 if value is None else value, -1.0) for key, value in told.items()]


def _neat(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(neat, texts))
