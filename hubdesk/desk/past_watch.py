"""Has the stored past heard again when a topic asks for other things, and lets the panels say how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from hubdesk.desk.pace import Pace
from hubdesk.desk.rehearing import RehearingWork
from hubdesk.desk.writes import GoOnRehearing, StopRehearing
from hubdesk.panels.past import Past

if TYPE_CHECKING:
    from hubdesk.core import Rehearing
    from hubdesk.desk.session import Basis
    from hubdesk.desk.window import Desk
    from hubdesk.panels.panel import Panel


class PastWatch(QObject):
    """The session says what is still to be done, also after a desk that died; this has it done and shown."""

    def __init__(self, desk: Desk, pace: Pace | None = None) -> None:
        super().__init__(desk)
        self.past = Past()
        self._desk = desk
        self._pace = pace or Pace()
        self._work: RehearingWork | None = None
        self._tried: tuple[Rehearing, ...] | None = None  # what there was when it ended: not begun again for the same
        self._has_complained = False
        self._says_works = False  # panels say how far it is

    def begin(self, basis: Basis, command: Sequence[str] | None) -> None:
        """A session is open. `command`: what re-hears its past; None: nobody does here."""
        self.past = replace(self.past, is_ours=basis.listens)
        if command is not None and basis.listens:
            self._work = RehearingWork(command, self)
            self._work.state_changed.connect(self._hear)

    def look(self, past: Past) -> None:
        """What the session says now."""
        self._pace.measure(past.works)
        running = self._work is not None and self._work.is_running
        left = self._pace.left() if running or self._work is None else None
        self.past = replace(past.after(self.past), left=left, is_ours=self.past.is_ours)
        has_work = bool(past.works) and not past.is_stopped and past.works != self._tried
        if self._work is not None and has_work and not running:
            self._work.start()
        self.show()

    def show(self) -> None:
        """Tell everyone who shows it. Where nothing is heard again, as nearly always, no panel has anything to say."""
        if self.past.works or self._says_works:
            self._says_works = bool(self.past.works)
            scope, own = self._desk.looking.scope(), self._desk.deeds.own
            for dock in self._desk.area.docks.values():
                if dock.is_made:
                    dock.panel.show_past(self.past, own.scope_of(dock, scope))
        self._desk.status.show_past(self.past)

    def tell(self, panel: Panel[Any]) -> None:
        """To one that was made after it was shown."""
        panel.show_past(self.past, self._desk.looking.scope())

    def stop(self, topics: object) -> None:
        """Let these topics' past be, until someone goes on."""
        if self._desk.session is not None and isinstance(topics, tuple):
            for topic in topics:
                self._desk.session.scribe.write("past", StopRehearing(topic))

    def go_on(self, topics: object) -> None:
        """Hear these topics' past again from where it was stopped."""
        self._tried = None
        if self._desk.session is not None and isinstance(topics, tuple):
            for topic in topics:
                self._desk.session.scribe.write("past", GoOnRehearing(topic))

    def close(self) -> None:
        if self._work is not None:
            self._work.close()

    def _hear(self, state: str, line: str) -> None:
        """It is at work, ended, or broke off; in one line where something is wrong."""
        if state in ("done", "failed"):
            self._tried = self.past.works
        if line or self._has_complained:
            self._desk.status.complain(line)
        self._has_complained = bool(line)
