"""Keeps the arrangement of panels in the profile's folder, and puts it back; a broken one gives way to the default."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from hubdesk.desk.arrange import apply_layout, box_of, on_screen, raise_fronts, read_layout, resize, scaled
from hubdesk.desk.docks import GAP, DockArea
from hubdesk.desk.floating import Floating
from hubdesk.desk.layout import Layout, LayoutError, default_layout, from_json, to_json
from hubdesk.settings import write_atomically

logger = logging.getLogger(__name__)
SCREENS_SETTLE_MS: Final = 500  # several go and come when one is unplugged
FIRST_SIZE: Final = QSize(1440, 900)
FRAME: Final = QSize(0, 32)  # px that the system puts around a window; nobody says how many before it is shown


class LayoutKeeper(QObject):
    """Reads at the start, writes at the end. `file` is ours alone, and is checked like a stranger's."""

    def __init__(self, window: QMainWindow, area: DockArea, file: Path) -> None:
        super().__init__(window)
        self._window = window
        self._area = area
        self._file = file
        self._wanted: Layout | None = None
        self._has_own = False
        self._floating = Floating(area)
        self._kept = ""  # the last arrangement put in force, as read back: what a change is measured against
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.settle)
        self._screens_changed = QTimer(self)
        self._screens_changed.setSingleShot(True)
        self._screens_changed.timeout.connect(self.bring_back)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._wait_for_screens)
            app.screenAdded.connect(self._wait_for_screens)

    def restore(self) -> None:
        """Put the kept arrangement back, or the default one."""
        kept = self._read()
        self._has_own = kept is not None
        layout = kept or default_layout(list(self._area.docks))
        if layout.window is not None:
            box = on_screen(layout.window)
            self._window.setGeometry(box.x, box.y, box.width, box.height)
            if layout.maximised:
                self._window.showMaximized()
        else:
            # Not the window's own screen: PySide takes the window for its parent, and it would go with the window.
            screen = QGuiApplication.primaryScreen().availableGeometry().size()
            self._window.resize(FIRST_SIZE.boundedTo(screen - FRAME))
        self.apply(layout)

    def offer(self, text: str) -> None:
        """The arrangement a session brings: taken when this profile has none of its own, and when it is one of ours."""
        if not text or self._has_own:
            return
        try:
            self.apply(from_json(text, list(self._area.docks)))
        except LayoutError as error:
            logger.warning("the session's layout is not used: %s", error)

    def reset(self) -> None:
        """The default arrangement, in the window as it is."""
        self.apply(default_layout(list(self._area.docks)))

    def apply(self, layout: Layout) -> None:
        with self._area.rearranging():
            apply_layout(self._area, layout)
        self.give_sizes(layout)

    def give_sizes(self, layout: Layout) -> None:
        """The sizes and fronts of an arrangement that stands already, once Qt has laid the docks out."""
        self._wanted = layout
        self._settle.start(0)

    def settle(self) -> None:
        """Give the docks the sizes and fronts of the last arrangement, in the room there is."""
        wanted, self._wanted = self._wanted, None
        self._settle.stop()
        if wanted is not None and wanted.docked is not None:
            room = self._area.size() - QSize(2 * GAP, 2 * GAP)
            self._area.layout().activate()  # type: ignore[union-attr]  # a QMainWindow always has one
            with self._area.rearranging(), at_once(self._area):
                resize(self._area, scaled(wanted.docked, room.width(), room.height()))
                self._area.layout().activate()  # type: ignore[union-attr]  # now: Qt would wait, and mix with others
                raise_fronts(self._area, wanted.docked)
            self._kept = to_json(read_layout(self._area))

    def bring_back(self) -> None:
        """Windows that stand where no screen is any more: Qt leaves them there."""
        there = on_screen(box_of(self._window.geometry()))
        if there != box_of(self._window.geometry()):
            self._window.setGeometry(there.x, there.y, there.width, there.height)
        self._floating.follow()

    def _wait_for_screens(self, _screen: object) -> None:
        self._screens_changed.start(SCREENS_SETTLE_MS)

    def save(self) -> str:
        """Keep the arrangement as it is; a disk that says no costs the arrangement, nothing else.

        Returns the panels' arrangement when a person changed it, "" when it is as it was put.
        """
        self.settle()
        try:
            write_atomically(self._file, to_json(read_layout(self._area, self._window)))
        except OSError:
            logger.warning("the layout could not be kept", exc_info=True)
        now = to_json(read_layout(self._area))
        return now if now != self._kept else ""

    def _read(self) -> Layout | None:
        try:
            return from_json(self._file.read_text("utf-8"), list(self._area.docks))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, LayoutError) as error:
            logger.warning("%s is not used: %s", self._file, error)
            return None


@contextmanager
def at_once(area: DockArea) -> Iterator[None]:
    """Without Qt's animation: whatever is laid out before it ends, such as a panel that draws, would cut it off."""
    is_animated = area.isAnimated()
    area.setAnimated(False)
    try:
        yield
    finally:
        area.setAnimated(is_animated)
