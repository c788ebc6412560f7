"""Scenes as pictures, without a display: for `hubdesk wall --screenshot` and for galleries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtGui import QImage

from hubdesk.core import FailedError, Millis
from hubdesk.core.scenes import Doubt, Wall
from hubdesk.desk.session import OpenSession
from hubdesk.desk.surroundings import wall_clock
from hubdesk.i18n import _
from hubdesk.settings import Places
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.given import Given
from hubdesk.wall.hall import Hall
from hubdesk.wall.placement import placed
from hubdesk.wall.screen_window import ScreenWindow
from hubdesk.wall.spread import Seen

PATIENCE_MS: Final = 60_000
LOOK_MS: Final = 20
TELEVISION_MM: Final = 934.0  # the height of 75 inches, the screen that sizes are thought for


def one_screen(width: int, height: int) -> tuple[Seen, ...]:
    """A television of 75 inches with so many pixels; upright where they are."""
    high = TELEVISION_MM * max(1.0, height / width)
    return (Seen("picture", width=width, height=height, mm_height=high, is_primary=True),)


def draw_scenes(
    session: Path,
    wall: Wall,
    ready: Wall,
    names: Sequence[str],
    at: Millis | None,
    places: Places,
    seen: Sequence[Seen],
    doubts: tuple[Doubt, ...] = (),
) -> Iterator[tuple[str, Mapping[str, QImage]]]:
    """Each scene's name and the picture of every screen, as they stand once all is read. Nothing moves, nothing is
    logged, no episode takes a screen. Raises HubdeskError when the session cannot be read."""
    still = replace(wall, motion=False, takeover=0, seconds=0)
    opened = OpenSession(session)
    conductor = Conductor(opened, Given(still, places, wall_clock, _still, ready, doubts, names[0], at=at, logs=False))
    hall = Hall(conductor, _put)
    faults: list[str] = []
    conductor.refused.connect(faults.append)
    try:
        _wait(lambda: conductor.is_known or bool(faults))
        if faults:
            raise FailedError(faults[0])
        hall.stand(placed(still, seen, {}, False))
        for name in names:
            conductor.do("scene", name)
            _wait(lambda: conductor.pictures.is_whole and conductor.bars is not None)
            hall.refresh()
            yield name, {output: window.grab().toImage() for output, window in hall.windows.items()}
    finally:
        conductor.end()
        hall.close()
        opened.close()
        conductor.deleteLater()
        opened.deleteLater()


def _still() -> Millis:
    return 0


def _put(window: ScreenWindow, seen: Seen) -> None:
    window.setGeometry(seen.x, seen.y, seen.width, seen.height)
    window.show()


def _wait(is_done: Callable[[], bool]) -> None:
    """Let things happen until it is. Raises FailedError after a minute."""
    loop, patience = QEventLoop(), QDeadlineTimer(PATIENCE_MS)
    look = QTimer()
    look.setInterval(LOOK_MS)

    def peek() -> None:
        if is_done() or patience.hasExpired():
            loop.quit()

    look.timeout.connect(peek)
    look.start()
    loop.exec()
    look.stop()
    if patience.hasExpired():
        raise FailedError(_("The picture was not ready in {n} s.").format(n=PATIENCE_MS // 1000))
