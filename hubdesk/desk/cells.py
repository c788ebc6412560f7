"""Asks for the pictures of the panels a person can see, and hands each picture to its panel."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hubdesk.core import Millis, Scope, Topic
from hubdesk.core.filters import Filters
from hubdesk.desk.docks import DockArea
from hubdesk.desk.own_scope import taken
from hubdesk.desk.panel_dock import PanelDock
from hubdesk.desk.refresh import Refresher
from hubdesk.desk.words import full_instant
from hubdesk.i18n import _, duration, ngettext, number

logger = logging.getLogger(__name__)

SLOW_SECONDS: Final = 0.3  # before a panel says that it is being read: a blink needs no words
WORTH_TELLING: Final = 1_000  # ms that a reading took, from which on it is said of the next one


@dataclass(frozen=True, slots=True)
class Looked:
    """What a picture is of, as a person would say it: time that moves on does not make it another."""

    topics: tuple[Topic, ...]
    length: Millis
    filters: Filters
    options: Hashable

    def is_about(self, other: Looked) -> bool:
        """Whether this picture may stand while the other is read, and nobody need be told."""
        near = abs(self.length - other.length) <= other.length / 10  # "today" grows
        return near and (self.topics, self.filters, self.options) == (other.topics, other.filters, other.options)


def as_the_desk(dock: PanelDock, scope: Scope) -> Scope:
    """What a panel is asked about where none has a scope of its own."""
    return taken(scope, dock.panel.follows_filters)


class Cells(QObject):
    """Panels around one scope, but for those that are `given` their own. Hidden panels sleep; they ask when they are
    shown."""

    drawn = Signal()  # every panel that can be seen has drawn or complained at least once

    def __init__(
        self,
        area: DockArea,
        refresher: Refresher,
        parent: QObject | None = None,
        now: Callable[[], float] = time.monotonic,
        given: Callable[[PanelDock, Scope], Scope] = as_the_desk,
    ) -> None:
        super().__init__(parent)
        self._area = area
        self._refresher = refresher
        self._now, self._given = now, given
        self._scope: Scope | None = None
        self._mentions = 0  # in the session
        self._waiting: set[str] | None = None
        self._asked: dict[str, tuple[Looked, Millis]] = {}  # and up to when
        self._shows: dict[str, tuple[Looked, Millis]] = {}  # what each panel shows, and up to when
        self._since: dict[str, float] = {}  # when what a panel does not show yet was asked for
        self._took: dict[str, float] = {}
        refresher.answered.connect(self._draw)
        refresher.failed.connect(self._complain)
        self._shown: set[str] = set()  # they say so in the middle of a new arrangement: looked at once it stands
        self._look_soon, self._say_soon = QTimer(self), QTimer(self)
        for timer, slot in ((self._look_soon, self._look), (self._say_soon, self._say_slow)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)
        for dock in area.docks.values():
            dock.shown.connect(self._notice)
            dock.asks.connect(self.refresh_one)

    def look_at(self, scope: Scope, mentions: int = 0) -> None:
        """Everybody who can be seen asks about this scope. `mentions`: in the session, for whoever waits."""
        self._scope, self._mentions = scope, mentions
        seen = [name for name, dock in self._area.docks.items() if dock.is_seen()]
        if self._waiting is None:
            self._waiting = set(seen)
        for name in seen:
            self._ask(name, scope)

    def refresh_one(self, name: str) -> None:
        """One panel asks, with its own options, if it can be seen; if not, it will when it is shown."""
        if self._scope is not None and self._area.docks[name].is_seen():
            self._ask(name, self._scope)

    def _ask(self, name: str, of_desk: Scope) -> None:
        dock = self._area.docks[name]
        panel, options = dock.panel, dock.panel.options()
        scope = self._given(dock, of_desk)
        self._refresher.ask(name, type(panel).read, scope, options, panel.pace_seconds, is_kept=True)
        subject: Hashable = getattr(options, "subject", options)
        asked = Looked(scope.topics, scope.length, scope.filters, subject)
        self._asked[name] = asked, scope.end
        if name not in self._shows or not self._shows[name][0].is_about(asked):
            self._since.setdefault(name, self._now())
            if not self._say_soon.isActive():
                self._say_soon.start(round(1000 * SLOW_SECONDS))

    def _say_slow(self) -> None:
        """Tell of the panels that wait for long; come back for those that do not yet."""
        now = self._now()
        for name, since in self._since.items():
            if now - since >= SLOW_SECONDS and name in self._area.docks:
                self._area.docks[name].panel.show_reading(*self._reading_words(name), has_picture=name in self._shows)
        waits = [SLOW_SECONDS - (now - since) for since in self._since.values() if now - since < SLOW_SECONDS]
        if waits:
            self._say_soon.start(1 + round(1000 * min(waits)))

    def _reading_words(self, name: str) -> tuple[str, str]:
        line = ngettext("Reading a session of {n} mention", "Reading a session of {n} mentions", self._mentions)
        head = line.format(n=number(self._mentions)) if self._mentions else _("Reading the session")
        took = round(1000 * self._took.get(name, 0.0))
        again = _("Last time it took {time}.").format(time=duration(took)) if took >= WORTH_TELLING else ""
        return head, again

    def _notice(self, name: str) -> None:
        self._shown.add(name)
        self._look_soon.start(0)

    def _look(self) -> None:
        while self._shown:
            self.refresh_one(self._shown.pop())

    def _draw(self, name: str, picture: object) -> None:
        dock = self._area.docks.get(name)
        if dock is not None:
            self._end_wait(name)
            if name in self._asked:
                self._shows[name] = self._asked[name]
            dock.panel.complain("")
            dock.panel.draw(picture)
            self._tick(name)

    def _complain(self, name: str, line: str) -> None:
        dock = self._area.docks.get(name)
        if dock is not None:
            self._end_wait(name)
            if name in self._shows:  # what stays on screen must not look like now
                when = full_instant(self._shows[name][1], dock.panel.zone)
                line = f"{line} {_('Shown is what was known on {time}.').format(time=when)}"
            dock.panel.complain(line)
            self._tick(name)

    def _end_wait(self, name: str) -> None:
        since = self._since.pop(name, None)
        if since is not None:
            self._took[name] = self._now() - since
            self._area.docks[name].panel.show_reading("")

    def _tick(self, name: str) -> None:
        if self._waiting and name in self._waiting:
            self._waiting.discard(name)
            if not self._waiting:
                self.drawn.emit()
