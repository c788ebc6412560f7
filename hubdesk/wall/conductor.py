"""Conducts a wall: holds its session, its state and its time, and tells every screen what to show. The wall's centre.

Whoever wants something of a wall (a key, a clicker, the console, the remote) asks `do`; whoever shows something of it
listens to `changed` and looks.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hubdesk.core import Millis, Scope, Topic
from hubdesk.core.cues import LONGEST, Cue, CueWord
from hubdesk.core.scenes import Doubt, Scene, Wall
from hubdesk.desk.coverage_line import Bars, read_bars
from hubdesk.desk.replay_ticker import Ticks
from hubdesk.desk.session import Basis, OpenSession
from hubdesk.desk.words import known_zone
from hubdesk.scene_file import check
from hubdesk.wall.around import view_of
from hubdesk.wall.course import Course
from hubdesk.wall.cue_log import CueLog
from hubdesk.wall.face import Veil
from hubdesk.wall.given import Given
from hubdesk.wall.lineup import Taken
from hubdesk.wall.past import Past
from hubdesk.wall.pictures import Pictures, Subject
from hubdesk.wall.playhead import Playhead, span_of
from hubdesk.wall.state import WallState, neighbour
from hubdesk.wall.takeover import KEY as EPISODES
from hubdesk.wall.takeover import PACE_SECONDS, Grave, Takers, read_grave
from hubdesk.wall.view import LIVE, View

logger = logging.getLogger(__name__)
TICK_MS: Final = 1_000
BARS: Final = "wall-bars"
BARS_PACE: Final = 2.0
CRISIS: Final = "crisis"  # the scene that shows an episode that took a screen


class Conductor(QObject):
    """One showing of a wall."""

    changed = Signal()  # what is shown, or where it stands
    ticked = Signal()  # a second went by, or the session moved: heads and feet are other ones
    cued = Signal(object)  # Cue: something was done
    told = Signal(str)  # one line for the presenter
    begun = Signal()  # the session is known; from now on there is something to show
    refused = Signal(str)  # the session cannot be opened
    ended = Signal()

    def __init__(self, session: OpenSession, given: Given, ticker: Ticks | None = None) -> None:
        super().__init__()
        self.session, self.given = session, given
        self.playhead = Playhead(given.now, self, ticker)
        self.pictures = Pictures(session.refresher, given.clock, self)
        self.course = Course(given, self.playhead, self)
        self.log: CueLog | None = None
        self.grave: tuple[Grave, ...] = ()
        self.bars: Bars | None = None
        self.trouble = ""
        self._basis: Basis | None = None
        self.declared: tuple[Doubt, ...] = given.doubts
        self._missing: tuple[Doubt, ...] = ()
        self._is_remembered = False
        self._takers = Takers()
        self._subjects: tuple[Subject, ...] = ()
        self._checked = given.wall
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.course.changed.connect(self._change)
        self.course.cued.connect(self.cued)
        self.playhead.moved.connect(self._go_on)
        session.known.connect(self._know)
        session.failed.connect(self._be_refused)
        session.troubled.connect(self._be_troubled)
        session.changed.connect(self._heed)
        session.refresher.answered.connect(self._take)
        session.ask()

    # -- what there is

    @property
    def state(self) -> WallState:
        """What is on."""
        return self.course.state

    @property
    def wall(self) -> Wall:
        """The scenes in force."""
        return self.course.wall

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All of the session's."""
        return self._basis.topics if self._basis is not None else ()

    @property
    def zone(self) -> str:
        """On whose clocks everything is told."""
        return known_zone(self._basis.facts.timezone) if self._basis is not None else "UTC"

    @property
    def at(self) -> Millis:
        """The instant that is shown: the playhead's, or where the wall is frozen."""
        frozen = self.state.frozen_at
        return self.playhead.at if frozen is None else frozen

    @property
    def is_known(self) -> bool:
        """Whether the session was opened, and what was taken off in it is known: before that nothing is shown."""
        return self._basis is not None and self._is_remembered

    @property
    def scene(self) -> Scene | None:
        """The scene that is on."""
        return self.wall.scene(self.state.scene)

    def scene_after(self, step: int = 1) -> Scene | None:
        """The scene that comes next, or came before."""
        return self.wall.scene(neighbour(self.state, self.wall, step))

    @property
    def taken(self) -> tuple[Taken, Grave] | None:
        """The episode that holds a screen now; None: none does, or it is not known any more."""
        one = next((one for one in self.grave if one.id == self.state.taken), None)
        if one is None:
            return None
        scene = self.wall.scene(CRISIS) or self.given.ready.scene(CRISIS)
        topic = next((topic for topic in self.topics if topic.id == one.topic), None)
        return (Taken(scene, one.id, topic), one) if scene is not None else None

    def veil(self) -> Veil:
        """What faces leave out now."""
        wall = self.wall
        return Veil(wall.masks, wall.veil, wall.veiled, wall.spared, self.state.withdrawn)

    def view(self, scene: Scene | None, screen: str = "") -> View:
        """What stands around a scene's cells on that screen."""
        return view_of(self, scene, screen)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What of the scenes cannot be shown: what their file says wrongly, and what this session does not have."""
        return (*self.declared, *self._missing)

    # -- what is done

    def do(self, word: str, value: str = "", screen: str = "") -> None:
        """A presenter's act. It is done at once, and logged behind."""
        self.course.act(Cue(word, value[:LONGEST], screen, at=self.playhead.at))

    def toggle(self, word: str) -> None:
        """One key there and back: pin, freeze, blank, zoom (back only) or take-over (back only)."""
        state = self.state
        back = {
            CueWord.PIN: (state.is_pinned, CueWord.UNPIN),
            CueWord.FREEZE: (state.frozen_at is not None, CueWord.UNFREEZE),
            CueWord.BLANK: (state.is_blank, CueWord.UNBLANK),
        }
        is_on, other = back[CueWord(word)]
        self.do(other if is_on else word)

    def go(self, step: int) -> None:
        """So many scenes on, or back."""
        name = neighbour(self.state, self.wall, step)
        if name:
            self.do(CueWord.SCENE, name)

    def use(self, wall: Wall, doubts: tuple[Doubt, ...] = ()) -> None:
        """Another scenes file: the scene stays where one of that name is in it."""
        self.declared = doubts
        self.course.use(wall)

    def doubt(self, doubt: Doubt) -> None:
        """The scenes file is broken, and those in force stay."""
        self.declared = (doubt,)
        self.changed.emit()

    def follow(self, wanted: bool) -> None:
        """Whether what the wall showed is shown again, of a session that listens no more."""
        self.given = replace(self.given, follows=wanted)
        if self.is_known:
            self.course.follow(wanted)

    def want(self, subjects: tuple[Subject, ...]) -> None:
        """From now on these are shown, or soon will be: who shows a wall says so after each change."""
        self._subjects = subjects
        self._ask()

    def end(self) -> None:
        """Nobody shows it any more."""
        if self._timer.isActive():
            self._timer.stop()
            self.do(CueWord.END)
        self.playhead.close()
        self.ended.emit()

    def _change(self) -> None:
        if self.wall is not self._checked:
            self._checked, self._missing = self.wall, check(self.wall, self.topics)
        self.changed.emit()

    # -- the session

    def _know(self, basis: Basis) -> None:
        first = self._basis is None
        self._basis = basis
        self._missing = check(self.wall, basis.topics)
        if not first:
            self.changed.emit()
            return
        if not basis.listens:
            self._stand(basis)
        self.log = self.course.log = CueLog(self.session, self.given.places, self.given.now, self.given.run)
        self.log.known.connect(self._remember)
        self.log.unread.connect(self._be_troubled)
        self.log.taken_off.connect(self.course.take_off)
        self.log.failed.connect(self.told)
        self._timer.start(TICK_MS)
        self.begun.emit()
        self._heed()
        self.changed.emit()

    def _stand(self, basis: Basis) -> None:
        """A session that listens no more is shown from where it asks to be opened, or from where somebody asks."""
        whole = span_of(basis.facts, self.given.now())
        at = self.given.at if self.given.at is not None else basis.opens_at
        self.playhead.stand(whole, whole.end if at is None else at, self.given.speed)
        self.session.refresher.holds_back = True
        if self.given.plays:
            self.playhead.play(True)

    def _remember(self, past: Past) -> None:
        """What earlier showings took off stays off; what they did may be done again."""
        self._is_remembered, self.trouble = True, ""
        if self.given.run:  # it died and goes on: what had a screen had it
            self._takers.remember(cue for cue in past.cues if cue.run == self.given.run)
        self.course.begin(past, self.given.follows)
        self.changed.emit()

    def _heed(self) -> None:
        """Somebody committed, or time moved."""
        if self._basis is None:
            return
        self._ask()
        scope = Scope((), self.at - self.wall.length, self.at)
        self.session.refresher.ask(BARS, read_bars, scope, None, BARS_PACE)
        self.session.refresher.ask(EPISODES, read_grave, Scope((), self.at, self.at), None, PACE_SECONDS)

    def _ask(self) -> None:
        if self.is_known and (self.state.frozen_at is None or self._is_new()):
            self.pictures.want(self._subjects, self.at)

    def _is_new(self) -> bool:
        """Whether a frozen wall shows something that was never read: it is read as of where it is frozen."""
        return any((shown := self.pictures.of(one)) is None or shown.picture is None for one in self._subjects)

    def _take(self, key: str, found: object) -> None:
        if key == BARS and isinstance(found, Bars):
            self.bars = found
            self.ticked.emit()
        elif key == EPISODES and isinstance(found, tuple):
            self.grave = found
            self._look_for_takers()

    def _look_for_takers(self) -> None:
        if self.course.follows or self.state.taken is not None or self.state.frozen_at is not None:
            return
        taker = self._takers.next(self.grave, self.at, self.wall.takeover)
        if taker is not None:
            self.do(CueWord.TAKEOVER, str(taker.id))

    def _be_refused(self, line: str) -> None:
        self._timer.start(TICK_MS)  # a wall that shows the least without its session has a clock that goes
        self.refused.emit(line)

    def _be_troubled(self, line: str) -> None:
        self.trouble = line
        self.ticked.emit()

    # -- time

    def _tick(self) -> None:
        self._timer.start(TICK_MS - self.given.now() % TICK_MS)  # on the second: nobody acts between it and its turn
        self.course.go_on()
        if self.log is not None:
            self.log.look()
        if self.playhead.mood == LIVE:
            self._heed()
        self.ticked.emit()

    def _go_on(self) -> None:
        """The playhead moved."""
        self.course.go_on()
        self._heed()
        self.ticked.emit()
