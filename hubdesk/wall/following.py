"""What earlier showings did, done again as a session is replayed: which scene was on at each of its instants. No Qt.

A live wall says in a cue which scenes it has, and its scenes take turns by the session's own time. So its state at an
instant is the sum of its cues until then and of the turns since (`state.py`), and nothing but that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from hubdesk.core import Millis
from hubdesk.core.cues import Cue, CueWord
from hubdesk.core.scenes import Wall
from hubdesk.wall.kept_scenes import shown_as
from hubdesk.wall.past import Past
from hubdesk.wall.state import WallState, begun, done, gone_on, moved_to

STOP: Final = 200  # cues, after which it is remembered how all was


@dataclass(frozen=True, slots=True)
class Played:
    """A showing as it was at an instant; `is_up`: nobody had ended it."""

    state: WallState
    wall: Wall
    is_up: bool = True


class Following:
    """Goes with the playhead. Of walls that were up at once, the one that was begun last is followed.

    What the presenter of the replay does holds until what is followed does otherwise; but what they make black is black
    until they show it again.
    """

    def __init__(self, past: Past, own: Wall) -> None:
        """`own`: the wall of today, for what the session does not keep."""
        self._cues = tuple(sorted(past.cues, key=attrgetter("at")))  # of one instant in the order they were done
        self._scenes: Mapping[str, Wall] = past.scenes
        self._own = own
        self._is_live = any(cue.word == CueWord.SCENES for cue in self._cues)
        self._acts: list[Cue] = []
        self._is_black = False
        self._played: dict[str, Played] = {}
        self._stops: list[tuple[int, dict[str, Played]]] = []  # how it was before some of the cues, to go back to
        self._next, self._at = 0, 0
        self._begin()

    @property
    def shown(self) -> Played:
        """What is to be shown now."""
        up = [one for one in self._played.values() if one.is_up] or list(self._played.values())
        one = up[-1]
        return replace(one, state=replace(one.state, is_blank=True)) if self._is_black else one

    def go(self, at: Millis) -> tuple[Cue, ...]:
        """Be at that instant, later or earlier; returns what was done on the way there."""
        is_back = at < self._at
        if is_back:
            self._go_back(at)
        passed: list[Cue] = []
        while self._next < len(self._cues) and self._cues[self._next].at <= at:
            cue = self._cues[self._next]
            self._next += 1
            self._hear(cue)
            passed.append(cue)
            if self._next % STOP == 0 and self._next > self._stops[-1][0]:
                self._stops.append((self._next, dict(self._played)))
        self._at = at
        for run, one in self._played.items():
            if one.is_up:
                self._played[run] = replace(one, state=gone_on(one.state, one.wall, at))
        if is_back:
            for cue in self._acts:
                self._done_here(cue)
        return () if is_back else tuple(passed)

    def act(self, cue: Cue) -> None:
        """The presenter of the replay did that."""
        if cue.word in (CueWord.BLANK, CueWord.UNBLANK):
            self._is_black = cue.word == CueWord.BLANK
        if cue.word != CueWord.BLANK:
            self._acts.append(cue)
            self._done_here(cue)

    def use(self, own: Wall) -> None:
        """Another wall of today."""
        at, self._own = self._at, own
        self._begin()
        self.go(at)

    def _begin(self) -> None:
        """Before anything was done. A wall whose scenes are not kept lets none take turns: nobody knows its times."""
        shown = next((cue.value for cue in self._cues if cue.word == CueWord.SHOWN), "")
        wall = self._had(shown) or replace(self._own, seconds=0)
        first = next((cue.value for cue in self._cues if cue.word == CueWord.START), "")
        self._played = {"": Played(begun(wall, 0, first), wall, is_up=not self._is_live)}
        self._next, self._at = 0, 0
        self._stops = [(0, dict(self._played))]

    def _go_back(self, at: Millis) -> None:
        """To the last stop before an instant: a drag over a replay goes back at every move of a hand."""
        reached = [one for one in self._stops if not one[0] or self._cues[one[0] - 1].at <= at]
        self._next, self._played = reached[-1][0], dict(reached[-1][1])

    def _hear(self, cue: Cue) -> None:
        run = cue.run if self._is_live else ""
        one = self._played.get(run) or Played(begun(self._played[""].wall, cue.at), self._played[""].wall)
        if cue.word == CueWord.SCENES and self._is_live:
            kept = self._scenes.get(cue.value)
            wall = shown_as(self._own, kept) if kept is not None else replace(self._own, seconds=0)
            state = moved_to(gone_on(one.state, one.wall, cue.at), wall, cue.at)
            self._played[run] = Played(state, wall)
        elif cue.word == CueWord.SHOWN and not self._is_live:
            wall = self._had(cue.value) or one.wall
            self._played[run] = Played(moved_to(gone_on(one.state, one.wall, cue.at), wall, cue.at), wall)
        elif cue.word == CueWord.END and self._is_live:
            self._played[run] = replace(one, state=gone_on(one.state, one.wall, cue.at), is_up=False)
        elif cue.word == CueWord.START and self._is_live:
            self._played.pop(run, None)  # the one that was begun last is followed
            self._played[run] = Played(done(one.state, cue, one.wall, cue.at), one.wall)
        elif cue.word not in (CueWord.START, CueWord.END):
            state = gone_on(one.state, one.wall, cue.at)
            self._played[run] = replace(one, state=done(state, cue, one.wall, cue.at))

    def _had(self, name: str) -> Wall | None:
        """The scenes of a wall on a saved session: each turn of theirs is a cue of its own."""
        kept = self._scenes.get(name)
        return replace(shown_as(self._own, kept), seconds=0) if kept is not None else None

    def _done_here(self, cue: Cue) -> None:
        for run, one in self._played.items():
            self._played[run] = replace(one, state=done(one.state, cue, one.wall, self._at))
