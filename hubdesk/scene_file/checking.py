"""What only a session or a machine knows of a wall: which topics there are, and which screens."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hubdesk.core import Topic
from hubdesk.core.scenes import FIRST, ROLE, Cell, Doubt, Wall
from hubdesk.i18n import _
from hubdesk.scene_file.fields import MOST_DOUBTS, neat, quoted


def topics_of(cell: Cell, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """Those that a cell asks for, each once, in its order; all when it asks for none.

    () where it asks for some and the session has none of them: such a cell has nothing to show.
    """
    if not cell.topics:
        return tuple(topics)
    found = [one for asked in cell.topics for one in _named(asked, topics)]
    return tuple({one.id: one for one in found}.values())


def _named(asked: str, topics: Sequence[Topic]) -> list[Topic]:
    """A topic's own name goes before `role:` and `first:`."""
    named = [one for one in topics if neat(one.name).casefold() == asked.casefold()]
    if named:
        return named[:1]
    if asked.startswith(ROLE):
        return [one for one in topics if one.role == asked.removeprefix(ROLE)]
    if asked.startswith(FIRST):
        return [one for one in topics if one.role == asked.removeprefix(FIRST)][:1]
    return []


def check(wall: Wall, topics: Sequence[Topic], screens: Collection[str] | None = None) -> tuple[Doubt, ...]:
    """Topics that are not there, and identities that no screen has. `screens`: all that this machine's are called by
    (names, serial numbers, models); None: nobody knows."""
    made = [_missing_topic(asked, scenes) for asked, scenes in _unknown(wall, topics).items()]
    here = {one.strip().casefold() for one in screens} if screens is not None else None
    for output in wall.outputs:
        if here is not None and output.identity and output.identity.strip().casefold() not in here:
            words = _("screen “{name}”: no screen here is called “{identity}”")
            made.append(Doubt(words.format(name=quoted(output.name), identity=quoted(output.identity))))
    return tuple(made[:MOST_DOUBTS])


def _unknown(wall: Wall, topics: Sequence[Topic]) -> dict[str, list[str]]:
    """What cells ask for and nobody has, with the scenes that ask. A role that nobody has is no fault where the cell
    has other topics to show."""
    made: dict[str, list[str]] = {}
    for scene in wall.scenes:
        missing = [one for cell in scene.cells for one in _missing(cell, topics)]
        for asked in dict.fromkeys(missing):
            made.setdefault(asked, []).append(quoted(scene.name))
    return made


def _missing(cell: Cell, topics: Sequence[Topic]) -> list[str]:
    is_empty = not topics_of(cell, topics)
    return [one for one in cell.topics if not _named(one, topics) and (is_empty or not one.startswith((ROLE, FIRST)))]


def _missing_topic(asked: str, scenes: Sequence[str]) -> Doubt:
    where = ", ".join(scenes)
    if asked.startswith((ROLE, FIRST)):
        words = _("scene {scenes}: no topic of this session has the role “{role}”")
        return Doubt(words.format(scenes=where, role=quoted(asked.partition(":")[2])))
    words = _("scene {scenes}: no topic of this session is called “{name}”")
    return Doubt(words.format(scenes=where, name=quoted(asked)))
