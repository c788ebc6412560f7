"""What the analyst says of episodes: it goes to the scribe, or one line says why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from hubdesk.core import HOUR, EpisodeMark, Millis
from hubdesk.core.episode_answers import ACKNOWLEDGED, NOTE, SNOOZED, WRONG, instant
from hubdesk.desk.writable import scribe_of
from hubdesk.desk.writes import MarkEpisode, UnmarkEpisode
from hubdesk.i18n import N_, _, clock, day, iso, local
from hubdesk.panels.episode_marking import AN_HOUR, Marking

if TYPE_CHECKING:
    from hubdesk.desk.scribe import Scribe
    from hubdesk.desk.window import Desk

MADE: Final = "mark-episode"
UNDONE: Final = "unmark-episode"
MORNING: Final = 8  # o'clock, when tomorrow begins
_SAID: Final = {
    ACKNOWLEDGED: N_("Acknowledged."),
    WRONG: N_("Called a wrong alarm: it counts against the week's budget of one."),
    NOTE: N_("Noted."),
}


class Markings(QObject):
    """Grants what panels wish about episodes. `now` dates it."""

    def __init__(self, desk: Desk, now: Callable[[], Millis]) -> None:
        super().__init__(desk)
        self._desk, self._now = desk, now
        self._scribe: Scribe | None = None

    def mark(self, wanted: object) -> None:
        """A Marking is written; None: no episode is chosen."""
        if wanted is None:
            self._desk.status.complain(_("Choose an episode first."))
        elif isinstance(wanted, Marking) and (scribe := self._ready()) is not None:
            now = self._now()
            value = iso(until(wanted.value, now, self._desk.looking.zone), self._desk.looking.zone) or ""
            kept = value if wanted.word == SNOOZED else wanted.value
            scribe.write(MADE, MarkEpisode(wanted.episode, wanted.word, now, kept))

    def unmark(self, ids: object) -> None:
        """As if the last word on these had never been said; None: no episode is chosen."""
        if ids is None:
            self._desk.status.complain(_("Choose an episode first."))
        elif isinstance(ids, tuple) and (scribe := self._ready()) is not None:
            scribe.write(UNDONE, UnmarkEpisode(ids))

    def _ready(self) -> Scribe | None:
        """Who writes; None, and a line that says why, where nothing may be written."""
        demonstration = _("The demonstration is not written to: judge alarms in a session of your own (Session, New).")
        sealed = _("A sealed session stays as it is: judge alarms in the session that it was sealed from.")
        scribe = scribe_of(self._desk, demonstration, sealed)
        if scribe is None:
            return None
        if self._scribe is not scribe:
            self._scribe = scribe
            scribe.done.connect(self._say)
        return scribe

    def _say(self, what: str, result: object) -> None:
        if what == MADE and isinstance(result, EpisodeMark):
            if result.word == SNOOZED:
                self._desk.status.complain(_("Snoozed until {time}.").format(time=snoozed_words(result, self._zone())))
            else:
                self._desk.status.complain(_(_SAID[result.word]))
        elif what == UNDONE:
            self._desk.status.complain(_("Undone.") if result else _("Nothing was said of this episode yet."))

    def _zone(self) -> str:
        return self._desk.looking.zone


def until(length: str, now: Millis, zone: str) -> Millis:
    """When a snooze of that length ends: in an hour, or tomorrow at eight on the session's clocks."""
    if length == AN_HOUR:
        return now + HOUR
    tomorrow = local(now, zone) + timedelta(days=1)
    return round(tomorrow.replace(hour=MORNING, minute=0, second=0, microsecond=0).timestamp() * 1000)


def snoozed_words(mark: EpisodeMark, zone: str) -> str:
    """`15:32`, with the day where it is another one."""
    end = instant(mark.value)
    if end is None:
        return mark.value
    is_today = day(end, zone) == day(mark.at, zone)
    return clock(end, zone) if is_today else f"{day(end, zone)} {clock(end, zone)}"
