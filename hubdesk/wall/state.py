"""What a wall shows now, as a value: the sum of its cues and of the time that went by. No Qt, no clock.

Scenes take turns as a function of their times and of the last cue alone: whoever knows the cues knows at each instant
which scene was on, so that turns need not be logged where their time is the session's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import SECOND, Millis
from hubdesk.core.cues import Cue, CueWord, number_in
from hubdesk.core.scenes import LEAST_SECONDS, Scene, Wall

RETURNED_SECONDS: Final = 5  # how long a place says that what stood there was taken off


@dataclass(frozen=True, slots=True)
class WallState:
    """`since`: when the scene came up or was let go, and `taken_until`: in the time of whoever holds the state, which
    is the session's on a live wall.
    `frozen_at`: the instant the wall stands at. `zoomed`: a cell's place in the scene. `taken`: an episode that holds
    `taken_screen`, until `taken_until`. `withdrawn`: numbers of mentions that are on no screen ever again."""

    scene: str = ""
    since: Millis = 0
    is_pinned: bool = False
    frozen_at: Millis | None = None
    zoomed: int | None = None
    is_blank: bool = False
    messages: tuple[tuple[str, str], ...] = ()  # output ("" for all), words
    taken: int | None = None
    taken_screen: str = ""
    taken_until: Millis = 0
    withdrawn: frozenset[int] = frozenset()

    def message(self, screen: str) -> str:
        """What is said on that output: its own message before that of all."""
        said = dict(self.messages)
        return said.get(screen, said.get("", ""))


def begun(wall: Wall, now: Millis, scene: str = "", withdrawn: frozenset[int] = frozenset()) -> WallState:
    """How a wall goes up: on that scene, or its first."""
    named = wall.scene(scene)
    first = named.name if named is not None else wall.scenes[0].name if wall.scenes else ""
    return WallState(first, now, withdrawn=withdrawn)


def done(state: WallState, cue: Cue, wall: Wall, now: Millis) -> WallState:
    """The state after a cue. One that says nothing sensible (a scene that is not there) changes nothing."""
    word = cue.word
    if word in (CueWord.SCENE, CueWord.TURN):
        found = wall.scene(cue.value)
        return state if found is None else replace(state, scene=found.name, since=now, zoomed=None)
    if word == CueWord.START:
        return _started(state, cue.value, wall, now)
    if word in (CueWord.PIN, CueWord.UNPIN):
        return replace(state, is_pinned=word == CueWord.PIN, since=now)
    if word == CueWord.FREEZE:
        return replace(state, frozen_at=cue.at)
    if word == CueWord.UNFREEZE:
        return replace(state, frozen_at=None, since=now)
    if word in (CueWord.BLANK, CueWord.UNBLANK):
        is_blank = word == CueWord.BLANK
        return replace(state, is_blank=is_blank, since=state.since if is_blank else now)
    if word == CueWord.UNZOOM:
        return replace(state, zoomed=None, since=now)
    if word == CueWord.ZOOM:
        return _zoomed(state, cue.value, wall)
    if word == CueWord.MESSAGE:
        others = tuple(one for one in state.messages if one[0] != cue.screen)
        return replace(state, messages=(*others, (cue.screen, cue.value)) if cue.value else others)
    number = number_in(cue.value)
    if word == CueWord.WITHDRAW and number is not None:
        return replace(state, withdrawn=state.withdrawn | {number})
    if word == CueWord.TAKEOVER and number is not None:
        until = now + wall.takeover_seconds * SECOND
        return replace(state, taken=number, taken_screen=cue.screen, taken_until=until)
    return given_back(state) if word == CueWord.GIVE_BACK else state


def given_back(state: WallState) -> WallState:
    """Without an episode on any screen."""
    return replace(state, taken=None, taken_screen="", taken_until=0)


def gone_on(state: WallState, wall: Wall, now: Millis) -> WallState:
    """What the wall did by itself until now: a screen is given back, and scenes took turns, each from the instant at
    which its turn came. So it is the same however seldom it is asked."""
    if state.taken is not None and now >= state.taken_until:
        state = given_back(state)
    if now < state.since:  # the clock was put back: nobody waits for it to come here again
        until = min(state.taken_until, now + wall.takeover_seconds * SECOND)
        return replace(state, since=now, taken_until=until)
    names = [one.name for one in wall.scenes]
    is_held = state.is_pinned or state.is_blank or state.frozen_at is not None or state.zoomed is not None
    if is_held or not wall.seconds or len(names) < 2 or state.scene not in names:
        return state
    stays = [seconds_of(one, wall) * SECOND for one in wall.scenes]
    since = now - (now - state.since) % sum(stays)  # whole rounds bring the same scene
    place = names.index(state.scene)
    while now >= since + stays[place]:
        since += stays[place]
        place = (place + 1) % len(names)
    return replace(state, scene=names[place], since=since)


def moved_to(state: WallState, wall: Wall, now: Millis) -> WallState:
    """The state on other scenes: it stays on its scene where there is one of that name, for its whole time again."""
    scene = wall.scene(state.scene)
    if scene is None:
        return replace(state, scene=begun(wall, now).scene, since=now, zoomed=None)
    is_there = state.zoomed is None or state.zoomed < len(scene.cells)
    return replace(state, since=now, zoomed=state.zoomed if is_there else None)


def seconds_of(scene: Scene, wall: Wall) -> int:
    """How long a scene stays when scenes take turns; 0: they do not."""
    return max(LEAST_SECONDS, scene.seconds or wall.seconds) if wall.seconds else 0


def neighbour(state: WallState, wall: Wall, step: int) -> str:
    """The name of the scene so many after this one, around the end; "" on a wall without scenes."""
    names = [one.name for one in wall.scenes]
    if not names:
        return ""
    place = names.index(state.scene) if state.scene in names else -1 if step > 0 else 0
    return names[(place + step) % len(names)]


def _started(state: WallState, name: str, wall: Wall, now: Millis) -> WallState:
    """A wall that came up again goes on as it was, but for an episode, which has to take its screen anew."""
    found = wall.scene(name)
    if found is None:
        return state
    zoomed = state.zoomed if found.name == state.scene else None
    return given_back(replace(state, scene=found.name, since=now, zoomed=zoomed))


def _zoomed(state: WallState, value: str, wall: Wall) -> WallState:
    scene, place = wall.scene(state.scene), number_in(value)
    if scene is None or place is None or place >= len(scene.cells):
        return state
    return replace(state, zoomed=place)
