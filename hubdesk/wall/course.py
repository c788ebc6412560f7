"""The course of a wall: what is on by its cues, by itself and by what is done again, and which of it is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from hubdesk.core import Millis
from hubdesk.core.cues import Cue, CueWord
from hubdesk.core.scenes import Wall
from hubdesk.wall.cue_log import CueLog
from hubdesk.wall.following import Following
from hubdesk.wall.given import Given
from hubdesk.wall.kept_scenes import seen_of
from hubdesk.wall.past import Past
from hubdesk.wall.playhead import Playhead
from hubdesk.wall.state import begun, done, gone_on, moved_to
from hubdesk.wall.view import LIVE, REPLAY

MOST_TURNS: Final = 2_000  # of one showing of a saved session are kept: a day of them, and there is room for marks


class Course(QObject):
    """Holds the state and the scenes in force. `own`: those of today, also while others are shown. `log`: where acts
    are kept, once the session is known."""

    changed = Signal()  # the state or the scenes are other ones
    cued = Signal(object)  # Cue: something was done

    def __init__(self, given: Given, playhead: Playhead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wall = self.own = given.wall
        self.log: CueLog | None = None
        self._given, self._playhead = given, playhead
        self._past = Past()
        self._following: Following | None = None
        self._turned_at: Millis | None = None  # where a saved session stands, and a scene's turn came that is not kept
        self._turns = 0
        self.state = replace(given.state or begun(given.wall, 0, given.scene), since=self.time)

    @property
    def time(self) -> Millis:
        """By what scenes take turns: the session's time where that tells when what was on, and the presenter's where a
        saved session stands still or goes faster than anybody reads."""
        is_told = self._playhead.mood == LIVE or self.follows
        return self._playhead.at if is_told else self._given.clock()

    @property
    def follows(self) -> bool:
        """Whether what earlier showings did is done again."""
        return self._following is not None

    def act(self, cue: Cue) -> None:
        """Somebody did that. It is done at once, and kept behind."""
        before = self.state
        if self._following is not None:
            self._following.act(cue)
            self._show(self._following)
        else:
            self._go_by_itself()
            self._keep_turn()
            self.state = done(self.state, cue, self.wall, self.time)
        self._keep(cue)
        self.cued.emit(cue)
        if self.state != before:
            self.changed.emit()

    def go_on(self) -> None:
        """Time went by, or the playhead was moved."""
        before, wall = self.state, self.wall
        if self._turned_at is not None and self._turned_at != self._playhead.at:
            self._keep_turn()  # of where it stood, as it was left
        if self._following is not None:
            again = self._following.go(self._playhead.at)
            self._show(self._following)
            for cue in again:
                self.cued.emit(cue)
        else:
            self._go_by_itself()
        if self.state != before or self.wall is not wall:
            self.changed.emit()

    def begin(self, past: Past, follows: bool) -> None:
        """What earlier showings did is known: what they took off stays off, and the rest may be done again."""
        self._past = past
        self.take_off(past.withdrawn)
        self.follow(follows)
        self._keep_scenes()
        start = Cue(CueWord.START, self.state.scene, at=self._playhead.at)
        if self.follows:
            self._keep(start)
        else:
            self.act(start)

    def take_off(self, withdrawn: frozenset[int]) -> None:
        """These mentions are off all screens too, for good."""
        if not withdrawn <= self.state.withdrawn:
            self.state = replace(self.state, withdrawn=self.state.withdrawn | withdrawn)
            self.changed.emit()

    def follow(self, wanted: bool) -> None:
        """Whether what earlier showings did is done again, of a session that listens no more."""
        self._keep_turn()
        if wanted and self._playhead.mood != LIVE:
            self._following = Following(self._past, self.own)
            self.go_on()
        elif self._following is not None:
            self._following, self.wall = None, self.own
            self.state = moved_to(self.state, self.wall, self.time)
            self._keep_scenes()
            self.changed.emit()

    def use(self, wall: Wall) -> None:
        """Other scenes: the scene stays where one of that name is among them."""
        self.own = wall
        if self._following is not None:
            self._following.use(wall)
            self._show(self._following)
        else:
            self._go_by_itself()
            is_other, self.wall = seen_of(wall) != seen_of(self.wall), wall
            if is_other:
                self.state = moved_to(self.state, wall, self.time)
                self._keep_scenes()
        self.changed.emit()

    def _go_by_itself(self) -> None:
        """A screen is given back, and scenes take turns. Of a live wall that follows from the cues: it is told, and not
        kept. On a saved session they take turns by the presenter's clock, which no cue tells."""
        before, self.state = self.state, gone_on(self.state, self.wall, self.time)
        if before.taken is not None and self.state.taken is None:
            back = Cue(CueWord.GIVE_BACK, at=self._playhead.at)
            self._keep(back)
            self.cued.emit(back)
        if self.state.scene != before.scene:
            self.cued.emit(Cue(CueWord.SCENE, self.state.scene, at=self._playhead.at))
            if self._playhead.mood != LIVE:
                self._turned_at = self._playhead.at
            if self._playhead.mood == REPLAY:
                self._keep_turn()

    def _show(self, following: Following) -> None:
        one = following.shown
        self.wall = one.wall
        self.state = replace(one.state, withdrawn=self.state.withdrawn | one.state.withdrawn)

    def _keep(self, cue: Cue) -> None:
        if self._given.logs and self.log is not None:
            self.log.keep(cue)

    def _keep_turn(self) -> None:
        """Which scene was on by itself at the instant at which a saved session stands or goes by."""
        at, self._turned_at = self._turned_at, None
        if at is not None and self._turns < MOST_TURNS:
            self._turns += 1
            self._keep(Cue(CueWord.TURN, self.state.scene, at=at))

    def _keep_scenes(self) -> None:
        """So that a replay has the scenes that were shown, and of a live wall knows which took turns when."""
        if not self._given.logs or self.log is None or self.follows:
            return
        keep = self.log.keep_scenes if self._playhead.mood == LIVE else self.log.tell_scenes
        keep(seen_of(self.wall), self._playhead.at)
