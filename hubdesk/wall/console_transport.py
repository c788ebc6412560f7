"""The transport bar of a wall that shows a saved session: as the desk's, but a clicker's keys stay the wall's."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hubdesk.core import Millis, Scope, Span
from hubdesk.desk.replay_track import read_track
from hubdesk.desk.review_reading import Asked
from hubdesk.i18n import _
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.view import REPLAY
from hubdesk.widgets.transport_bar import TransportBar
from hubdesk.widgets.transport_values import Position, Track, next_of, previous_of, stepped

KEY: Final = "console-track"
SEEKS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)


class Transport(TransportBar):
    """Moves the playhead of a conductor. Hidden while the wall is live."""

    def __init__(self, conductor: Conductor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor = conductor
        self._track = Track(Span(0, 0))
        self._close.hide()
        for part in (self._speed, self.scrubber):  # else a click there would take the arrows from the wall
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._before.rename(_("To the episode before"))
        self._next.rename(_("To the next episode"))
        self._back.rename(_("A minute back"))
        self._forth.rename(_("A minute forth"))
        self.toggled.connect(self._toggle)
        self.stepped.connect(self._step)
        self.jumped.connect(self._jump)
        self.sought.connect(conductor.playhead.seek)
        self.speed_wished.connect(conductor.playhead.set_speed)
        conductor.begun.connect(self._begin)
        conductor.session.refresher.answered.connect(self._take)
        self.hide()
        if conductor.is_known:
            self._begin()

    def look(self) -> None:
        """Where the playhead stands."""
        head = self._conductor.playhead
        if head.span is not None:
            self.show_position(Position(head.at, head.mood == REPLAY, head.speed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.scrubber.hasFocus() and event.key() in SEEKS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _begin(self) -> None:
        span = self._conductor.playhead.span
        if span is None:
            return
        self.show_track(Track(span), self._conductor.zone)
        self._conductor.session.refresher.ask(KEY, read_track, Scope((), span.start, span.end), Asked(()))
        self.show()
        self.look()

    def _take(self, key: str, found: object) -> None:
        if key == KEY and isinstance(found, Track):
            self._track = found
            self.show_track(found, self._conductor.zone)
            self.look()

    def _toggle(self) -> None:
        head = self._conductor.playhead
        head.play(head.mood != REPLAY)

    def _step(self, step: Millis) -> None:
        head = self._conductor.playhead
        if head.span is not None:
            head.seek(stepped(head.at, step, head.span))

    def _jump(self, where: int) -> None:
        head, episodes = self._conductor.playhead, self._track.episodes
        if head.span is None:
            return
        ends = {2: head.span.end, -2: head.span.start}
        found = ends.get(where, next_of(head.at, episodes) if where > 0 else previous_of(head.at, episodes))
        if found is not None:
            head.seek(found)
