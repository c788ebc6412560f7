"""Run in a process of its own: windows on many screens, unplugged and plugged in again.

It ends with 0 when all stood right. The first word says what is tried: `stand` on any platform, `plug` under X with
xrandr's monitors.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from hubdesk.core.scenes import Wall
from hubdesk.wall.placement import Placement, placed
from hubdesk.wall.screens import Screens
from tests.wall.screens18 import MONITORS, set_monitor

PATIENCE_SECONDS = 20.0
QUIET = "does not support propagateSizeHints"


class Stood:
    """A wall of plain coloured windows that follows the screens."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.screens = Screens()
        self.placement = Placement()
        self.windows: dict[str, QWidget] = {}
        self.changes = 0
        self.told: list[str] = []
        self.screens.changed.connect(self.follow)
        self.screens.told.connect(self.told.append)
        self.stand()

    def follow(self) -> None:
        self.changes += 1
        self.stand()

    def stand(self) -> None:
        self.placement = placed(Wall(()), self.screens.seen(), self.placement.stood, console=False)
        for name, seen in self.placement.screens.items():
            if name not in self.windows:
                self.windows[name] = coloured(name)
            self.screens.place(self.windows[name], seen)
        for name, window in self.windows.items():
            if name not in self.placement.screens:
                window.hide()

    def is_right(self, names: dict[str, str]) -> bool:
        """Whether those outputs stand on those screens, to the pixel, and no other window is shown."""
        found = {output: seen.name for output, seen in self.placement.screens.items()}
        shown = {output for output, window in self.windows.items() if window.isVisible()}
        return found == names and shown == set(names) and all(self.is_seen(one) for one in names)

    def is_seen(self, output: str) -> bool:
        seen, window = self.placement.screens[output], self.windows[output]
        screen = QGuiApplication.screenAt(window.geometry().center())
        if window.geometry().getRect() != seen.place or screen is None or screen.name() != seen.name:
            return False
        if QGuiApplication.platformName() == "offscreen":
            return True  # it grabs the first screen's pixels whichever is asked
        grabbed = screen.grabWindow(0).toImage()
        middle = grabbed.pixelColor(grabbed.width() // 2, grabbed.height() // 2)
        return grabbed.width() == seen.width and middle.rgb() == colour(output).rgb()

    def until(self, claim: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not claim():
            if time.monotonic() > deadline:
                stands = {
                    name: (one.name, self.windows[name].geometry()) for name, one in self.placement.screens.items()
                }
                sys.exit(f"never: {what}: {len(self.screens.seen())} screens, {stands}, {self.told}")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 10)


def colour(output: str) -> QColor:
    return QColor.fromHsv(int(output) * 19 % 360, 200, 120 + 5 * int(output))


def coloured(output: str) -> QWidget:
    window = QWidget()
    palette = window.palette()
    palette.setColor(QPalette.ColorRole.Window, colour(output))
    window.setPalette(palette)
    window.setAutoFillBackground(True)
    return window


def stand(wall: Stood) -> None:
    """Eighteen windows, each on its screen; one that is moved away goes back."""
    whole = {str(place + 1): seen.name for place, seen in enumerate(wall.screens.seen())}
    assert len(whole) == 18
    wall.until(lambda: wall.is_right(whole), "eighteen windows")
    wall.windows["7"].showNormal()
    wall.windows["7"].setGeometry(10, 10, 100, 100)
    wall.until(lambda: wall.is_right(whole), "a window that was moved is put back")


def plug(wall: Stood) -> None:
    """18 -> 17 -> 18, others in their places, other names, nothing at all, and back."""
    whole = {str(place + 1): name for place, name in enumerate(MONITORS)}
    wall.until(lambda: wall.is_right(whole), "eighteen windows")
    xrandr("--delmonitor", "wall-1-2")
    wall.until(lambda: wall.is_right(without(whole, "9")), "seventeen")
    set_monitor("wall-1-2")
    wall.until(lambda: wall.is_right(whole), "eighteen again")
    for name in ("wall-0-1", "wall-2-5"):
        xrandr("--delmonitor", name)
    wall.until(lambda: wall.is_right(without(whole, "2", "18")), "sixteen")
    changes = wall.changes
    set_monitor("wall-2-5", new_name="*wall-2-5")
    set_monitor("wall-0-1")
    wall.until(lambda: wall.is_right(whole), "eighteen in another order")
    primary = [one.name for one in wall.screens.seen() if one.is_primary]
    assert primary == ["wall-2-5"], primary
    assert wall.changes == changes + 1, "one cable's changes are told once"
    for name in MONITORS:
        xrandr("--delmonitor", name)
    xrandr("--output", "screen", "--off")
    wall.until(lambda: wall.is_right({}), "no screen: all windows wait, hidden")
    xrandr("--output", "screen", "--auto")
    for name in MONITORS:
        set_monitor(name)
    wall.until(lambda: wall.is_right(whole), "all back")
    for name in MONITORS[1:3]:
        xrandr("--delmonitor", name)
        set_monitor(name, new_name=f"other-{name}")
    renamed = whole | {"2": "other-wall-0-1", "3": "other-wall-0-2"}
    wall.until(lambda: wall.is_right(renamed), "two with other names")
    wall.windows.pop("5").deleteLater()
    wall.app.sendPostedEvents(None, 0)
    xrandr("--delmonitor", "wall-1-0")
    wall.until(lambda: len(wall.screens.seen()) == 17 and wall.is_right(without(renamed, "7")), "after a window ended")


def without(names: dict[str, str], *gone: str) -> dict[str, str]:
    return {output: name for output, name in names.items() if output not in gone}


def xrandr(*words: str) -> None:
    subprocess.run(["xrandr", *words], check=False, capture_output=True, timeout=20)


def fail_on_warnings(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if kind != QtMsgType.QtDebugMsg and QUIET not in message:
        sys.stderr.write(f"Qt: {message}\n")
        sys.stderr.flush()
        sys.exit(3)


def main() -> None:
    qInstallMessageHandler(fail_on_warnings)
    app = QApplication([])
    wall = Stood(app)
    {"stand": stand, "plug": plug}[sys.argv[1]](wall)
    for window in wall.windows.values():
        window.close()
    sys.stdout.write("all stood right\n")


if __name__ == "__main__":
    main()
