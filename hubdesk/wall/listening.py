"""What the foot of each screen says of the sources: who listens, the worst fault, the newest gap, how late all is."""

from __future__ import annotations

from typing import Final

from hubdesk.core import MINUTE, Millis
from hubdesk.desk.coverage_line import Bars, fault_words
from hubdesk.i18n import _, clock, day, duration
from hubdesk.wall.view import Listening

LATE: Final = 5 * MINUTE  # without a mention, on a live wall whose sources all listen


def listening_of(bars: Bars | None, zone: str, at: Millis, is_live: bool, trouble: str = "") -> Listening:
    """In words. `trouble`: the session itself cannot be read now."""
    if trouble:
        return Listening(fault=_("session cannot be read: {why}").format(why=trouble), is_late=True)
    if bars is None:
        return Listening()
    silent = bars.newest_at is not None and at - bars.newest_at > LATE
    is_late = is_live and (bars.listening < bars.sources or silent)
    said = fault_words(bars.fault, zone, at)[0] if bars.fault is not None else ""
    if bars.gaps and (bars.fault is None or bars.fault.gap is not None):
        last = bars.gaps[-1]
        start = clock(last.start, zone)
        if day(last.start, zone) != day(at, zone):
            start = f"{day(last.start, zone)} {start}"
        said = _("nobody listened {start} – {end}").format(start=start, end=clock(last.end, zone))
    if is_live and silent and bars.newest_at is not None:
        said = _("last mention {time} ago").format(time=duration(at - bars.newest_at))
    return Listening(bars.listening, bars.sources, said, is_late)
