"""What a screen of a wall is told to paint: values alone, so that a preview and a gallery paint the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QRectF

from hubdesk.core import Millis, Span, Topic
from hubdesk.core.scenes import Cell
from hubdesk.wall.face import Face
from hubdesk.wall.pictures import Shown, Subject


@dataclass(slots=True)
class CellShown:
    """A cell with its face and where it stands on its screen. `doubt`: why it cannot be shown at all. `is_off`: what it
    shows was taken off all screens, and what comes in its place is being read."""

    place: int  # in its scene, from 0
    cell: Cell
    title: str
    face: Face[Any] | None
    subject: Subject | None
    box: QRectF = field(default_factory=QRectF)  # in parts of the screen's body, 0 to 1
    shown: Shown | None = None
    doubt: str = ""
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Listening:
    """What the foot of a screen says of the sources. `fault`: the worst, in words."""

    listening: int = 0
    sources: int = 0
    fault: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """All but the cells. `at`: the instant looked at; `mood`: live, replay or still. `notices`: what the wall cannot
    show. `instead`: what is said while there are no cells, and why. `taken`: the words of an episode that holds this
    screen, and its level."""

    title: str
    at: Millis
    zone: str
    span: Span
    mood: str = "live"
    topics: tuple[Topic, ...] = ()
    is_synthetic: bool = False
    is_frozen: bool = False
    is_pinned: bool = False
    listening: Listening = Listening()
    notices: tuple[str, ...] = ()
    instead: tuple[str, str] = ("", "")
    message: str = ""
    taken: str = ""
    taken_level: int = 0
    name: str = ""  # of the screen; said while screens are being identified
    clock: Millis = 0  # of the wall, for what moves
    moves: bool = True


LIVE, REPLAY, STILL = "live", "replay", "still"
