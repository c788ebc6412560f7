"""What a showing of a wall is given from outside; tests give their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hubdesk.core import Millis
from hubdesk.core.scenes import Doubt, Wall
from hubdesk.settings import Places
from hubdesk.wall.state import WallState


@dataclass(frozen=True, slots=True)
class Given:
    """What a conductor is given. `now`: the world's clock; `clock`: milliseconds that never go back, for what moves and
    takes turns. `ready`: the scenes that ship, for an episode that no own scene shows."""

    wall: Wall
    places: Places
    now: Callable[[], Millis]
    clock: Callable[[], Millis]
    ready: Wall
    doubts: tuple[Doubt, ...] = ()
    scene: str = ""  # to begin with
    at: Millis | None = None  # of a session that listens no more: where to stand; None: where it asks to be opened
    speed: int = 1
    plays: bool = False
    follows: bool = False  # do again what the newest showing did
    logs: bool = True  # what is done is kept; what was taken off stays off in any case
    state: WallState | None = None  # to go on with, after a crash
    run: str = ""  # the showing that goes on, for the log; "" for a new one
