"""Says when the session changed, whichever process changed it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.store.reader import Reader
from hubdesk.widgets.text import tame

logger = logging.getLogger(__name__)

BEAT_SECONDS: Final = 0.25
LONGEST: Final = 1000  # characters of an error that are shown
OpenReader = Callable[[], Reader]


class Heartbeat(QObject):
    """Says when the session changed, whichever process changed it; at most once a beat.

    It looks from a thread of its own, with a reader of its own: a disk that hangs stops the beat, never a frame.
    """

    changed = Signal()
    lost = Signal(str)  # the session cannot be looked at: why; "" when it can again

    def __init__(self, open_reader: OpenReader, parent: QObject | None = None, beat: float = BEAT_SECONDS) -> None:
        super().__init__(parent)
        self._open_reader = open_reader
        self._beat_seconds = beat
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="heartbeat", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop and wait. After this no signal is sent."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:  # on the heartbeat's thread
        is_lost = False
        seen: int | None = None
        while not self._stop.is_set():
            try:
                with self._open_reader() as reader:
                    if is_lost:
                        is_lost = False
                        self.lost.emit("")
                        self.changed.emit()
                    seen = reader.version()  # each reader counts from its own start
                    while not self._stop.wait(self._beat_seconds):
                        version = reader.version()
                        if version != seen:
                            seen = version
                            self.changed.emit()
            except Exception as error:  # a thread's edge: the desk stays up and says so
                if not is_lost:
                    is_lost = True
                    logger.warning("the session cannot be looked at", exc_info=True)
                    self.lost.emit(line_of(error))
                self._stop.wait(max(1.0, self._beat_seconds))


def line_of(error: Exception) -> str:
    """One line for a person. What is not ours is named, so that a report can be made of it."""
    text = tame(str(error), LONGEST)
    if isinstance(error, HubdeskError):
        return text
    return _("It could not be read ({why}).").format(why=text[:200] or type(error).__name__)
