"""All screens of a wall: a window each, where they stand, and which cells each shows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from hubdesk.core import SECOND
from hubdesk.core.cues import Cue, CueWord
from hubdesk.core.scenes import Cell, Output, Scene
from hubdesk.wall.brush import metrics
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.keys import IDENTIFY, WITHDRAW, press
from hubdesk.wall.lineup import Lineup, filled, scene_of, subjects
from hubdesk.wall.measure import USUAL_HEIGHTS, Measure, height_mm, measure_of
from hubdesk.wall.pictures import Subject
from hubdesk.wall.placement import Placement
from hubdesk.wall.screen_window import ScreenWindow
from hubdesk.wall.spread import Seen, covered, rows_of, spread
from hubdesk.wall.state import RETURNED_SECONDS
from hubdesk.wall.turns import Turns
from hubdesk.wall.view import CellShown, View
from hubdesk.widgets.theme import Theme, theme

IDENTIFIED_MS: Final = 5_000
USUAL_IN: Final = 55.0  # inches of a screen that does not say its size
REST: Final = Scene("", "", (Cell("clock"),))  # of a screen that no cell covers


class Hall(QObject):
    """Makes, moves and drops windows as screens come and go, and tells each what it shows."""

    wished = Signal(str)  # console, message or end: a key on a screen asked for it
    shown = Signal()  # every screen shows the scene that is on

    def __init__(
        self, conductor: Conductor, put: Callable[[ScreenWindow, Seen], None], look: Theme | None = None
    ) -> None:
        """`put` shows a window on a screen, or puts it back there. `look`: of the screens; None: the theme in force."""
        super().__init__(conductor)
        self.look = look if look is not None else theme()
        self.windows: dict[str, ScreenWindow] = {}
        self.placement = Placement()
        self._conductor, self._put = conductor, put
        self._lineup = Lineup(conductor.wall, conductor.topics)
        self._also: tuple[Subject, ...] = ()
        self._cells: Mapping[str, list[CellShown]] = {}
        self._is_named = False
        self._unname = QTimer(self)
        self._unname.setSingleShot(True)
        self._unname.timeout.connect(self._stop_naming)
        self._turns = Turns(self)
        self._unsay = QTimer(self)  # that something was taken off
        self._unsay.setSingleShot(True)
        self._unsay.timeout.connect(self._show_all)
        conductor.changed.connect(self.refresh)
        conductor.ticked.connect(self._show_views)
        conductor.pictures.changed.connect(self._show_picture)
        conductor.cued.connect(self._blank_first)

    # -- screens

    def stand(self, placement: Placement) -> None:
        """Screens came or went: windows follow. Without any screen all windows wait, hidden."""
        self.placement = placement
        names = list(placement.screens)
        for name in [name for name in self.windows if name not in {one.name for one in placement.outputs}]:
            self.windows.pop(name).put_down()
        for name in names:
            if name not in self.windows:
                self.windows[name] = self._made(name)
            seen = placement.screens[name]
            self.windows[name].set_measure(self.measure(name))
            self._put(self.windows[name], seen)
        for name, window in self.windows.items():
            if name not in placement.screens:
                window.hide()
        self.refresh()

    def measure(self, name: str) -> Measure:
        """How large letters are on that output."""
        seen = self.placement.screens[name]
        output = next((one for one in self.placement.outputs if one.name == name), Output(name))
        return self.measure_for(output, seen, self._bands())

    def usual_heights(self, seen: Seen) -> float:
        """From how many times its height a screen is read where nobody says from how far."""
        return USUAL_HEIGHTS * self._bands() * seen.upright

    def measure_for(self, output: Output, seen: Seen, bands: float = 1.0) -> Measure:
        """For a screen of that size and an output's distance. A screen that tells no size has 55 inches."""
        wall = self._conductor.wall
        diagonal = output.diagonal_in or wall.diagonal_in
        high = seen.mm_height
        if diagonal or not high:
            high = height_mm(diagonal or USUAL_IN, seen.width, seen.height)
        far = output.distance_m if output.distance_m is not None else wall.distance_m
        cap = metrics(100, 600).capHeight() / 100 or 0.727
        return measure_of(seen.height, far, high, cap, bands * seen.upright)

    def _bands(self) -> float:
        """How many times further away its viewers stand than from one screen: people come nearer to a wall of three
        rows than three times as far, since they look at one screen after the other."""
        return math.sqrt(rows_of(list(self.placement.screens.values())))

    def _made(self, name: str) -> ScreenWindow:
        window = ScreenWindow(name, self._conductor.given.clock, self.look, self._turns)
        window.key_pressed.connect(self._press)
        window.cell_clicked.connect(self._zoom)
        window.close_wished.connect(self._end)
        return window

    # -- what is shown

    def also(self, wanted: tuple[Subject, ...]) -> None:
        """What a console shows beside what is on: read together with it."""
        if wanted != self._also:
            self._also = wanted
            self._want()

    def refresh(self) -> None:
        """Everything anew: another scene, another state, other topics or screens."""
        conductor = self._conductor
        if self._lineup.wall is not conductor.wall:
            self._lineup = Lineup(conductor.wall, conductor.topics)
        self._lineup.learn(conductor.topics)
        scene = conductor.scene if conductor.is_known else None
        lined = self._lined(scene)
        self._cells = lined
        self._want()
        for name, window in self.windows.items():
            cells = lined.get(name, [])
            filled(cells, conductor.pictures, conductor.state.withdrawn)
            window.blank(conductor.state.is_blank)
            window.show_cells(cells, self._view(name))
        self.shown.emit()

    @property
    def cells(self) -> Sequence[CellShown]:
        """All that stand on any screen, screen by screen."""
        return [one for name in self.windows for one in self._cells.get(name, [])]

    def mentions(self) -> tuple[int, ...]:
        """The mentions whose words are on some screen, those in front first."""
        found: list[int] = []
        for one in self.cells:
            if one.face is not None and one.shown is not None and one.shown.picture is not None and not one.is_off:
                found += one.face.mentions(one.shown.picture)
        return tuple(dict.fromkeys(found))

    def _lined(self, scene: Scene | None) -> dict[str, list[CellShown]]:
        """Of each screen its cells: the scene's, a zoomed one alone, or those of the episode that holds it."""
        conductor, veil = self._conductor, self._conductor.veil()
        screens = self.placement.screens
        lined = self._lineup.cells(scene, spread(scene, screens), veil) if scene is not None else {}
        zoomed = conductor.state.zoomed
        for name, cells in lined.items():
            for one in cells:
                if one.place == zoomed:
                    one.box = QRectF(0, 0, 1, 1)
                    lined[name] = [one]
                    break
        taken = conductor.taken
        if taken is not None and screens:
            name = self._taken_screen()
            held = scene_of(taken[0])
            lined[name] = self._lineup.cells(held, spread(held, {name: screens[name]}), veil).get(name, [])
        over = covered(scene, screens) if scene is not None else {}
        for name in screens:
            if not lined.get(name) and conductor.is_known:
                of, place = (scene, over[name]) if scene is not None and name in over else (REST, 0)
                rest = self._lineup.cell(of, place, veil)
                rest.box = QRectF(0, 0, 1, 1)
                lined[name] = [rest]
        return lined

    def _taken_screen(self) -> str:
        wanted = self._conductor.state.taken_screen
        return wanted if wanted in self.placement.screens else next(iter(self.placement.screens))

    def _view(self, name: str) -> View:
        conductor, taken = self._conductor, self._conductor.taken
        is_taken = taken is not None and bool(self.placement.screens) and name == self._taken_screen()
        if not is_taken or taken is None:
            view = conductor.view(conductor.scene, name)
        else:
            view = replace(conductor.view(taken[0].scene, name), taken=taken[1].words, taken_level=taken[1].level)
        notices = (*view.notices, *(doubt.words for doubt in self.placement.doubts[:1]))
        return replace(view, notices=notices, name=name if self._is_named else "")

    def _want(self) -> None:
        every = [one for cells in self._cells.values() for one in cells]
        self._conductor.want(tuple(dict.fromkeys((*subjects(every), *self._also))))

    def _show_picture(self, key: object) -> None:
        pictures, withdrawn = self._conductor.pictures, self._conductor.state.withdrawn
        for name, window in self.windows.items():
            for one in self._cells.get(name, []):
                if one.subject is not None and one.subject.read_key() == key:
                    filled((one,), pictures, withdrawn)
                    window.show_cell(one)

    def _show_views(self) -> None:
        for name, window in self.windows.items():
            window.show_view(self._view(name))

    # -- keys and clicks

    def _press(self, event: QKeyEvent) -> None:
        wish = press(self._conductor, event)
        if wish == IDENTIFY:
            self.identify()
        elif wish == WITHDRAW:
            self.withdraw_front()
        elif wish:
            self.wished.emit(wish)

    def identify(self) -> None:
        """Each screen says its name for five seconds."""
        self._is_named = True
        self._unname.start(IDENTIFIED_MS)
        self._show_all()

    def withdraw_front(self) -> None:
        """Take the post in front off all screens, for good."""
        found = self.mentions()
        if found:
            self._conductor.do(CueWord.WITHDRAW, str(found[0]))

    def close(self) -> None:
        """Take all windows down."""
        self._unname.stop()
        self._unsay.stop()
        self._turns.close()
        for window in self.windows.values():
            window.put_down()
        self.windows.clear()

    def _zoom(self, screen: str, place: int) -> None:
        """A cell of the scene that is on. One of an episode's, or a screen's that rests, is no cell of it."""
        scene = self._conductor.scene
        there = scene.cells[place : place + 1] if scene is not None else ()
        if not any(one.place == place and one.cell in there for one in self._cells.get(screen, [])):
            return
        if self._conductor.state.zoomed == place:
            self._conductor.do(CueWord.UNZOOM)
        else:
            self._conductor.do(CueWord.ZOOM, str(place))

    def _end(self) -> None:
        self.wished.emit("end")

    def _stop_naming(self) -> None:
        self._is_named = False
        self._show_all()

    def _show_all(self) -> None:
        for name, window in self.windows.items():
            window.show_cells(self._cells.get(name, []), self._view(name))

    def _blank_first(self, cue: Cue) -> None:
        """Black before anything else is done: everything else may wait."""
        if cue.word in (CueWord.BLANK, CueWord.UNBLANK):
            for window in self.windows.values():
                window.blank(self._conductor.state.is_blank)
        elif cue.word == CueWord.WITHDRAW:
            self._unsay.start(RETURNED_SECONDS * SECOND + 100)
