"""`hubdesk wall`: the wall's own process, from the first screen to a clean end. It asks nobody anything."""

from __future__ import annotations

import gc
import logging
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from hubdesk import i18n
from hubdesk.core import FailedError, HubdeskError, Millis
from hubdesk.core.scenes import Doubt, Wall
from hubdesk.desk.application import application, speak
from hubdesk.desk.collecting import Collecting, collector_command
from hubdesk.desk.logs import hearing_qt, logging_to
from hubdesk.desk.session import OpenSession
from hubdesk.desk.surroundings import wall_clock
from hubdesk.i18n import _
from hubdesk.scene_file import load, own_file, ready
from hubdesk.settings import Places, Settings, places
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console import Console
from hubdesk.wall.given import Given
from hubdesk.wall.hall import Hall
from hubdesk.wall.keys import CONSOLE, END, MESSAGE
from hubdesk.wall.placement import placed
from hubdesk.wall.scene_watch import SceneWatch
from hubdesk.wall.screens import Screens
from hubdesk.wall.shot import draw_scenes, one_screen
from hubdesk.wall.spread import Seen
from hubdesk.wall.upkeep import NOBODY, Staying, Upkeep, going_on
from hubdesk.wall.veil import own_words
from hubdesk.widgets import theme as look

logger = logging.getLogger(__name__)
ONCE_MORE_MS: Final = 30_000  # until a wall that shows the least looks again whether its session is there


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says. `at`, `speed`, `plays`, `follows`: of a session that listens no more."""

    session: Path
    scenes: Path | None = None
    scene: str = ""
    theme: str = "wall"
    language: str = ""
    profile: Path | None = None
    at: Millis | None = None
    speed: int = 1
    plays: bool = False
    follows: bool = False
    distance_m: float | None = None
    has_console: bool = True
    collects: bool = True
    upkeep: Upkeep = NOBODY


def clock() -> Millis:
    """Milliseconds that never go back, for what moves and takes turns."""
    return time.monotonic_ns() // 1_000_000


def wall_of(wanted: Wanted) -> tuple[Wall, tuple[Doubt, ...]]:
    """The scenes that are asked for, or a person's own, or those that ship; those too where the own file is broken,
    which is said. Raises HubdeskError for a file that was asked for and holds none."""
    own = own_file(places(wanted.profile).config)
    if wanted.scenes is not None:
        wall, doubts = load(wanted.scenes)
    else:
        try:
            wall, doubts = load(own) if own.exists() else (ready(), ())
        except HubdeskError as error:
            wall, doubts = ready(), (Doubt(str(error)),)
    if wanted.scene and wall.scene(wanted.scene) is None:
        names = ", ".join(one.name for one in wall.scenes)
        raise HubdeskError(_("There is no scene “{name}”; there are: {names}").format(name=wanted.scene, names=names))
    if wanted.distance_m is not None:
        wall = replace(wall, distance_m=wanted.distance_m)
    return wall, doubts


def run(wanted: Wanted) -> int:
    """The wall, until it is ended. Returns an exit code. Raises HubdeskError when the session cannot be shown."""
    here = places(wanted.profile)
    wall, doubts = wall_of(wanted)
    qt = application()
    settings = Settings(here.settings_file)
    chosen = settings.text("language")
    speak(qt, i18n.use(wanted.language or ("" if chosen == "system" else chosen)))
    look.use(qt, desk_theme(settings.text("theme"), qt))  # the console's; screens are told their own
    with logging_to(here.logs, _log):
        showing = Showing(wanted, wall, doubts, here, settings)
        showing.ended.connect(qt.exit)  # quit() asks every window first
        gc.freeze()
        gc.enable()
        qt.exec()
        showing.close()
    if showing.fault:
        raise FailedError(showing.fault)
    return 0


def desk_theme(chosen: str, qt: QApplication) -> str:
    """Light or dark, as is chosen or as the system has it."""
    if chosen != "system":
        return chosen
    return "dark" if qt.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def shot(wanted: Wanted, size: tuple[int, int], out: Path) -> None:
    """The first scene as a picture of a television with so many pixels. Raises HubdeskError."""
    wall, doubts = wall_of(wanted)
    qt = application()
    i18n.use(wanted.language)
    look.use(qt, wanted.theme)
    name = wanted.scene or wall.scenes[0].name
    drawn = draw_scenes(
        wanted.session, wall, ready(), [name], wanted.at, places(wanted.profile), one_screen(*size), doubts
    )
    with hearing_qt():
        for _name, pictures in drawn:
            if not all(picture.save(str(out)) for picture in pictures.values()):
                raise FailedError(_("The picture cannot be saved to {path}.").format(path=out))


def _own_words(folder: Path) -> tuple[tuple[Doubt, ...], tuple[tuple[str, ...], tuple[str, ...]]]:
    """What this person stars and spares on every wall; a file that says it wrongly is said in the corner."""
    try:
        return (), own_words(folder)
    except HubdeskError as error:
        return (Doubt(str(error)),), ((), ())


def _log(file: str) -> None:
    """An error of ours is in the log; a wall says nothing of it."""
    logger.info("see %s", file)


class Showing(QObject):
    """One showing: its session, its conductor, its screens, and the collector of a live one."""

    ended = Signal()

    def __init__(self, wanted: Wanted, wall: Wall, doubts: tuple[Doubt, ...], here: Places, settings: Settings) -> None:
        super().__init__()
        self.fault = ""
        self._wanted, self._settings = wanted, settings
        kept, lost = wanted.upkeep.kept()
        doubts = (*lost, *doubts)
        own, words = _own_words(here.config)
        self._still, self._own, doubts = settings.flag("less_motion"), words, (*doubts, *own)
        wall = self._dressed(wall)
        self._before = kept.stood if kept is not None else {}
        self._collecting: Collecting | None = None
        self.session = OpenSession(wanted.session, self)
        given = Given(
            wall,
            here,
            wall_clock,
            clock,
            ready(),
            doubts,
            wanted.scene,
            wanted.at,
            wanted.speed,
            wanted.plays,
            wanted.follows,
        )
        self.conductor = Conductor(self.session, going_on(given, kept, clock()))
        self.screens = Screens(self)
        self.hall = Hall(self.conductor, self.screens.place, look.Theme(wanted.theme))
        self.console = Console(self.conductor, self.hall)
        self.console.end_wished.connect(self.ended)
        self.watch = SceneWatch(wanted.scenes or own_file(here.config), self.conductor, self._dressed)
        self.watch.followed.connect(self._stand)
        self.screens.told.connect(self.conductor.told)
        self.staying = Staying(wanted.upkeep, self.conductor, self._stood, kept)
        self.staying.end_wished.connect(self.ended)
        self.screens.changed.connect(self._stand)
        self.conductor.begun.connect(self._begin)
        self.conductor.refused.connect(self._refuse)
        self.hall.wished.connect(self._grant)
        application().styleHints().colorSchemeChanged.connect(self._dress)
        self._handlers = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
        for one in self._handlers:
            signal.signal(one, self._interrupt)
        self._awake = QTimer(self)  # so that Python hears signals while nothing happens
        self._awake.start(500)
        self._once_more = QTimer(self)
        self._once_more.setSingleShot(True)
        self._once_more.timeout.connect(self.session.ask)
        self._stand()

    def close(self) -> None:
        """Take everything down; what is being written is written."""
        self._awake.stop()
        application().styleHints().colorSchemeChanged.disconnect(self._dress)
        self._once_more.stop()
        for one, handler in self._handlers.items():
            signal.signal(one, handler)
        if not self.fault:
            self.staying.leave()
        self.conductor.end()
        self.staying.close()
        self.watch.close()
        self.console.put_down()
        self.hall.close()
        if self._collecting is not None:
            self._collecting.close()
        self.session.close()

    def _dressed(self, wall: Wall) -> Wall:
        """A scenes file's wall with what this person and this command line want besides; the least of it if need be."""
        veiled, spared = self._own
        far = self._wanted.distance_m
        return replace(
            self._wanted.upkeep.wall(wall, self._wanted.session),
            veiled=(*wall.veiled, *veiled),
            spared=(*wall.spared, *spared),
            distance_m=wall.distance_m if far is None else far,
            motion=wall.motion and not self._still,
        )

    def _stand(self) -> None:
        seen = self.screens.seen()
        self.hall.stand(placed(self.conductor.wall, seen, self._stood(), self._wanted.has_console))
        self.console.stand(self.hall.placement.console)
        self.staying.keep()

    def _stood(self) -> Mapping[str, Seen]:
        return {**self._before, **self.hall.placement.stood}

    def _begin(self) -> None:
        self.conductor.trouble = ""
        basis = self.session.basis
        wants = self._wanted.collects and self._settings.flag("collect_at_start")
        if basis is not None and basis.listens and wants and any(one.enabled for one in basis.sources):
            self._collecting = Collecting(collector_command(self._wanted.session, self._wanted.profile), self)
            self._collecting.start()

    def _refuse(self, line: str) -> None:
        if self._wanted.upkeep.minimal:  # a clock and a reason are better than black
            self.conductor.trouble = line
            self.conductor.ticked.emit()
            self._once_more.start(ONCE_MORE_MS)
            return
        self.fault = line
        self.ended.emit()

    def _grant(self, word: str) -> None:
        if word == END:
            self.ended.emit()
        elif word in (CONSOLE, MESSAGE):
            self.console.come()
            if word == MESSAGE:
                self.console.write_message()

    def _dress(self) -> None:
        """The system is light or dark now: the console follows, screens keep their own look."""
        look.use(application(), desk_theme(self._settings.text("theme"), application()))

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self.ended.emit()
