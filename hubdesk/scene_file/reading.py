"""A scenes file to a wall, and what of it cannot be shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from hubdesk.core import DAY, SECOND, HubdeskError
from hubdesk.core.scenes import LEAST_SECONDS, MOST_ACROSS, MOST_SCENES, Doubt, Output, Scene, Wall
from hubdesk.i18n import _, number
from hubdesk.scene_file.cells import MOST_SCREENS, cells_of, grid_of, stood
from hubdesk.scene_file.fields import LONGEST_NOTES, LONGEST_TITLE, Doubts, Table, quoted
from hubdesk.scene_file.lines import Lines
from hubdesk.toml_file import declared_in, period, read_toml

SECTIONS: Final = ("wall", "screen", "scene")
WALL_KEYS: Final = (
    "look_back", "rotate", "distance_m", "diagonal_in", "mask", "veil", "veiled", "spared",
    "takeover", "takeover_for", "motion",
)  # fmt: skip
SCREEN_KEYS: Final = ("name", "identity", "distance_m", "diagonal_in")
SCENE_KEYS: Final = ("name", "title", "grid", "look_back", "seconds", "notes", "cell")
NEAREST_M: Final = 0.3
FARTHEST_M: Final = 60.0
SMALLEST_IN: Final = 3.0
LARGEST_IN: Final = 1_000.0
LEAST_TAKEOVER: Final = 5 * SECOND


def load(path: Path) -> tuple[Wall, tuple[Doubt, ...]]:
    """The wall, and what of it cannot be shown. Raises HubdeskError for what is no TOML or declares no scene at all."""
    text, declared = read_toml(path)
    return read(path, text, declared)


def reads(path: Path, text: str) -> tuple[Wall, tuple[Doubt, ...]]:
    """As `load`, of a text that is kept elsewhere; `path` is for the words of an error."""
    return read(path, text, declared_in(path, text))


def read(path: Path, text: str, declared: Mapping[str, Any]) -> tuple[Wall, tuple[Doubt, ...]]:
    """As `load`, of a text that was read; `path` is for the words of an error."""
    doubts = Doubts(Lines(text))
    top = Table(declared, (), _("the file"), doubts)
    top.only(SECTIONS)
    outputs = _outputs(top)
    scenes = _scenes(top, tuple(one.name for one in outputs), path)
    told = declared.get("wall", {})
    if not isinstance(told, Mapping):
        top.doubt("wall", _("write [wall] in single brackets, and its keys below it"))
        told = {}
    wall = _wall(Table(told, ("wall",), "[wall]", doubts), scenes, outputs)
    return wall, doubts.told()


def _wall(table: Table, scenes: tuple[Scene, ...], outputs: tuple[Output, ...]) -> Wall:
    table.only(WALL_KEYS)
    usual = Wall(scenes, outputs)
    return Wall(
        scenes,
        outputs,
        length=table.length("look_back", usual.length),
        seconds=_turns(table),
        distance_m=table.number("distance_m", NEAREST_M, FARTHEST_M),
        diagonal_in=table.number("diagonal_in", SMALLEST_IN, LARGEST_IN),
        masks=table.flag("mask", usual.masks),
        veil=table.flag("veil", usual.veil),
        veiled=table.texts("veiled") or (),
        spared=table.texts("spared") or (),
        takeover=table.whole("takeover", 0, 3, usual.takeover),
        takeover_seconds=table.length("takeover_for", usual.takeover_seconds * SECOND, LEAST_TAKEOVER, DAY) // SECOND,
        motion=table.flag("motion", usual.motion),
    )


def _turns(table: Table) -> int:
    """Seconds after which scenes take turns; 0: they do not."""
    value = table.found.get("rotate")
    if isinstance(value, str) and period(value) == 0:
        return 0
    return _readable(table, "rotate", table.length("rotate", 0, SECOND, DAY) // SECOND)


def _readable(table: Table, key: str, seconds: int) -> int:
    """Less than can be read is said, and made the least."""
    if not 0 < seconds < LEAST_SECONDS:
        return seconds
    table.doubt(key, _("a scene stays {least} s at least: nobody reads faster").format(least=LEAST_SECONDS))
    return LEAST_SECONDS


def _outputs(top: Table) -> tuple[Output, ...]:
    made: list[Output] = []
    for n, found in enumerate(_tables(top, "screen", MOST_SCREENS)):
        table = top.inside("screen", n, found, _("screen {n}").format(n=n + 1))
        name = _own_name(table, str(n + 1), [one.name for one in made])
        table.where = _("screen “{name}”").format(name=quoted(name))
        table.only(SCREEN_KEYS)
        identity = table.text("identity")
        far = table.number("distance_m", NEAREST_M, FARTHEST_M)
        made.append(Output(name, identity, far, table.number("diagonal_in", SMALLEST_IN, LARGEST_IN)))
    return tuple(made)


def _scenes(top: Table, screens: tuple[str, ...], path: Path) -> tuple[Scene, ...]:
    made: list[Scene] = []
    before = top.told()
    declared = _tables(top, "scene", MOST_SCENES)
    for n, found in enumerate(declared):
        table = top.inside("scene", n, found, _("scene {n}").format(n=n + 1))
        made.append(_scene(table, n, screens, [one.name for one in made]))
    if not any(one.cells for one in made):
        first = next((one for one in top.told() if one not in before), None)
        if first is None:
            raise HubdeskError(_("{path} declares no scene; write [[scene]] and its cells").format(path=path))
        words = _("{path}, line {line}: no scene can be shown; {why}")
        raise HubdeskError(words.format(path=path, line=first.line, why=first.words))
    return tuple(made)


def _scene(table: Table, n: int, screens: tuple[str, ...], taken: list[str]) -> Scene:
    """A scene without a cell stays: whoever edits the file has only begun it, and the wall shows a clock meanwhile."""
    title = table.text("title", most=LONGEST_TITLE)
    name = _own_name(table, quoted(title) or str(n + 1), taken)
    table.where = _("scene “{name}”").format(name=quoted(name))
    table.only(SCENE_KEYS)
    wishes = cells_of(table, screens)
    columns, rows = table.pair("grid", 1, MOST_ACROSS) or grid_of(wishes)
    cells = stood(wishes, columns, rows)
    if not cells:
        table.doubt("", _("has no cell that can be shown; write [[scene.cell]]"))
    return Scene(
        name,
        title if "title" in table.found else name,
        cells,
        columns,
        rows,
        seconds=_readable(table, "seconds", table.whole("seconds", 0, DAY // SECOND, 0)),
        length=table.length("look_back", 0),
        notes=table.text("notes", most=LONGEST_NOTES, lines=True),
    )


def _own_name(table: Table, default: str, taken: list[str]) -> str:
    """A name that no other has. One that another has is said, and gets a number."""
    name = table.text("name") or default
    names = {one.casefold() for one in taken}
    if name.casefold() not in names:
        return name
    other = next(f"{name} ({n})" for n in range(2, len(names) + 3) if f"{name} ({n})".casefold() not in names)
    if "name" in table.found:
        words = _("another one is called so too; this one is “{name}”")
        table.doubt("name", words.format(name=quoted(other)))
    return other


def _tables(top: Table, section: str, most: int) -> list[Mapping[str, Any]]:
    declared = top.found.get(section, [])
    if not isinstance(declared, list) or not all(isinstance(one, Mapping) for one in declared):
        top.doubt(section, _("write [[{section}]] in double brackets, one for each").format(section=section))
        return []
    if len(declared) > most:
        words = _("there are {n}; {most} are the most, and the rest is left out")
        top.doubt(section, words.format(n=number(len(declared)), most=most))
    return declared[:most]
