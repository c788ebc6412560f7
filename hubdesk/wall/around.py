"""What stands around the cells of a screen: its head and foot, in values, as the wall is now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hubdesk.core import Span
from hubdesk.core.scenes import Doubt, Scene
from hubdesk.i18n import _, number
from hubdesk.wall.listening import listening_of
from hubdesk.wall.view import LIVE, View

if TYPE_CHECKING:
    from hubdesk.wall.conductor import Conductor

_ADVICE: Final = re.compile(r"\s*;\s.*", re.DOTALL)
_FOLDERS: Final = re.compile(r"(?<![\w/\\])(?:[A-Za-z]:)?[/\\](?:[^\s/\\]+[/\\])+")


def view_of(conductor: Conductor, scene: Scene | None, screen: str) -> View:
    """What a screen of that name is told beside its cells."""
    wall, state, basis, at = conductor.wall, conductor.state, conductor.session.basis, conductor.at
    length = (scene.length if scene is not None else 0) or wall.length
    facts = basis.facts if basis is not None else None
    named = (scene.title or scene.name) if scene is not None else ""
    is_live = conductor.playhead.mood == LIVE
    return View(
        title=named or (facts.title if facts is not None else "Hubdesk"),
        at=at,
        zone=conductor.zone,
        span=Span(at - length, at),
        mood=conductor.playhead.mood,
        topics=conductor.topics,
        is_synthetic=facts.synthetic if facts is not None else False,
        is_frozen=state.frozen_at is not None,
        is_pinned=state.is_pinned,
        listening=listening_of(conductor.bars, conductor.zone, at, is_live, bare(conductor.trouble)),
        notices=notices(conductor.doubts),
        instead=_instead(conductor),
        message=state.message(screen),
        clock=conductor.given.clock(),
        moves=wall.motion,
    )


def _instead(conductor: Conductor) -> tuple[str, str]:
    """What a room is told while the session is not known: a surface that says nothing would seem broken."""
    if conductor.is_known:
        return "", ""
    if conductor.trouble:
        why = _("{why}. The wall keeps trying.").format(why=bare(conductor.trouble).rstrip("."))
        return _("The session cannot be read at the moment"), why
    return _("The session is being opened."), ""


def notices(doubts: tuple[Doubt, ...]) -> tuple[str, ...]:
    """The first of what cannot be shown, and how many more there are: a corner holds no list."""
    if not doubts:
        return ()
    first = bare(doubts[0].words)
    if len(doubts) == 1:
        return (first,)
    return (_("{first} (+{n} more)").format(first=first, n=number(len(doubts) - 1)),)


def bare(line: str) -> str:
    """A line about what is wrong without how to mend it, nor the folders a file lies in: both are for the console, and
    nobody in a room can do anything about it."""
    return _FOLDERS.sub("", _ADVICE.sub("", line))
