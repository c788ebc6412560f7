"""What the console says of a wall: what holds it, how long its scene is on, and what comes. Words alone."""

from __future__ import annotations

from typing import Final

from hubdesk import plugins
from hubdesk.core import SECOND, Millis
from hubdesk.core.scenes import Cell, Scene
from hubdesk.i18n import N_, _, clock
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.state import WallState, seconds_of
from hubdesk.wall.view import LIVE, REPLAY
from hubdesk.widgets.text import tame

LONGEST: Final = 80
MOODS: Final = {LIVE: N_("live"), REPLAY: N_("replay")}


def stopwatch(length: Millis) -> str:
    """`4:07`, `1:02:30`: what is counted up or down under a presenter's eyes."""
    seconds = max(0, length) // SECOND
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def title_of(scene: Scene | None) -> str:
    """What a scene is called; a dash when there is none."""
    return tame(scene.title or scene.name, LONGEST) if scene is not None else "—"


def turn_words(conductor: Conductor) -> str:
    """How long the scene is on, and when the next one comes by itself."""
    state, wall, now = conductor.state, conductor.wall, conductor.course.time
    scene = conductor.scene
    if scene is None:
        return ""
    since = _("on for {time}").format(time=stopwatch(now - state.since))
    seconds = seconds_of(scene, wall)
    if not seconds or len(wall.scenes) < 2:
        return _("{since} · scenes do not take turns").format(since=since)
    held = held_words(state)
    if held:
        return _("{since} · stays: {why}").format(since=since, why=held)
    left = stopwatch(state.since + seconds * SECOND - now)
    return _("{since} · next in {time}").format(since=since, time=left)


def held_words(state: WallState) -> str:
    """Why scenes take no turns; "" when they may."""
    why = (
        (state.is_blank, _("black")),
        (state.frozen_at is not None, _("frozen")),
        (state.zoomed is not None, _("a cell is enlarged")),
        (state.is_pinned, _("pinned")),
    )
    return next((words for holds, words in why if holds), "")


def mood_words(conductor: Conductor) -> str:
    """Whether what is shown is now."""
    if conductor.state.frozen_at is not None:
        return _("frozen at {time}").format(time=clock(conductor.at, conductor.zone))
    mood = conductor.playhead.mood
    if mood == LIVE and conductor.view(None).listening.is_late:
        return _("late")
    return _(MOODS[mood]) if mood in MOODS else _("replay, standing still")


def lasting_words(conductor: Conductor) -> tuple[str, ...]:
    """What makes the wall show something else than its scene as it stands, outermost first; black is said apart."""
    state, said = conductor.state, []
    if conductor.taken is not None:
        left = stopwatch(state.taken_until - conductor.course.time)
        line = _("An episode is on air: {what}, {time} left")
        said.append(line.format(what=conductor.taken[1].words, time=left))
    if state.frozen_at is not None:
        said.append(_("The wall is frozen at {time}").format(time=clock(state.frozen_at, conductor.zone)))
    cells = conductor.scene.cells if conductor.scene is not None else ()
    if state.zoomed is not None and state.zoomed < len(cells):
        said.append(_("Enlarged: {cell}").format(cell=cell_words(cells[state.zoomed])))
    for screen, words in state.messages:
        where = _("Message on screen {screen}: {words}") if screen else _("Message on all screens: {words}")
        said.append(where.format(screen=tame(screen, 40), words=tame(words, LONGEST)))
    return tuple(said)


def cell_words(cell: Cell) -> str:
    """What a cell is called where it is not shown."""
    faced = plugins.FACES.get(cell.face)
    return tame(cell.title, LONGEST) or (_(faced.title) if faced is not None else tame(cell.face, LONGEST))
