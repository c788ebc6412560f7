"""Which cells stand on which screen, and what each asks: a scene, the screens there are, and the session's topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QRectF

from hubdesk import plugins
from hubdesk.core import HubdeskError, Topic
from hubdesk.core.scenes import Cell, Scene, Wall
from hubdesk.i18n import _
from hubdesk.scene_file import topics_of
from hubdesk.wall.face import Face, Veil
from hubdesk.wall.pictures import Pictures, Subject
from hubdesk.wall.placement import Spread
from hubdesk.wall.view import CellShown

EPISODE: Final = "episode"  # the option by which a face is told which episode


@dataclass(frozen=True, slots=True)
class Taken:
    """An episode that holds a screen: the scene that shows it, and its topic; None: of no single topic."""

    scene: Scene
    episode: int
    topic: Topic | None


def scene_of(taken: Taken) -> Scene:
    """The scene with each cell about that episode: by its number where a face takes one, and by its topic."""
    topics = (taken.topic.name,) if taken.topic is not None else ()
    made = []
    for cell in taken.scene.cells:
        options = dict(cell.options)
        if cell.face in plugins.FACES and EPISODE in plugins.FACES[cell.face].takes:
            options[EPISODE] = taken.episode
        made.append(replace(cell, topics=topics or cell.topics, options=tuple(sorted(options.items())), screen=""))
    return replace(taken.scene, name=f"{taken.scene.name}!{taken.episode}", cells=tuple(made))


class Lineup:
    """Holds a face for each cell it ever lined up, so that what a face keeps for painting is kept."""

    def __init__(self, wall: Wall, topics: Sequence[Topic] = ()) -> None:
        self.wall = wall
        self._topics = tuple(topics)
        self._faces: dict[tuple[str, int, str], Face[Any]] = {}

    def learn(self, topics: Sequence[Topic]) -> None:
        """The session's topics are other ones now."""
        self._topics = tuple(topics)

    def forget(self) -> None:
        """Drop all faces: another wall, theme or language."""
        self._faces.clear()

    def cells(self, scene: Scene, spread: Mapping[str, Spread], veil: Veil) -> dict[str, list[CellShown]]:
        """Of each output, its cells in reading order. Outputs without cells have none."""
        made: dict[str, list[CellShown]] = {}
        for output, one in spread.items():
            across, down = max(1, one.columns), max(1, one.rows)
            made[output] = []
            for place in one.cells:
                shown = self.cell(scene, place.place, veil)
                shown.box = QRectF(place.column / across, place.row / down, place.columns / across, place.rows / down)
                made[output].append(shown)
        return made

    def cell(self, scene: Scene, place: int, veil: Veil) -> CellShown:
        """One cell of a scene with its face and its question, or with what is wrong with it."""
        cell = scene.cells[place]
        length = cell.length or scene.length or self.wall.length
        topics = topics_of(cell, self._topics) if cell.topics else self._topics
        if cell.topics and not topics:
            names = ", ".join(cell.topics)
            return self._doubtful(place, cell, _("No topic here is called {name}.").format(name=names))
        key = (scene.name, place, cell.face)
        try:
            if key not in self._faces:
                self._drop_past(scene.name)
                self._faces[key] = plugins.face(cell.face)()
        except HubdeskError as error:
            return self._doubtful(place, cell, str(error))
        face = self._faces[key]
        subject = Subject(type(face), face.asked(cell, veil), topics, length)
        return CellShown(place, cell, cell.title or _(face.title), face, subject)

    def _drop_past(self, now: str) -> None:
        """Faces of episodes that had a screen are not needed again, and a week has many."""
        for key in [key for key in self._faces if key[0] != now and self.wall.scene(key[0]) is None]:
            del self._faces[key]

    def _doubtful(self, place: int, cell: Cell, words: str) -> CellShown:
        return CellShown(place, cell, cell.title, None, None, doubt=words)


def subjects(cells: Iterable[CellShown]) -> tuple[Subject, ...]:
    """What these cells ask, each once."""
    return tuple(dict.fromkeys(one.subject for one in cells if one.subject is not None))


def filled(cells: Iterable[CellShown], pictures: Pictures, withdrawn: frozenset[int]) -> None:
    """Hand each cell what is known for it. One that still shows a mention that was taken off shows nothing of it."""
    for one in cells:
        shown = pictures.of(one.subject) if one.subject is not None else None
        one.shown = shown
        shows = one.face.mentions(shown.picture) if one.face and shown and shown.picture is not None else ()
        one.is_off = bool(withdrawn.intersection(shows))
