"""What a desk is given from outside: settings, folders, panels, a clock, a collector. Tests give their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hubdesk.core import Millis
from hubdesk.desk.alert_news import AlertMemory
from hubdesk.panels.panel import Maker
from hubdesk.settings import Places, Settings


def wall_clock() -> Millis:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a desk is given: settings, folders, panels, a clock, how to collect and to re-hear (None: it does not)."""

    settings: Settings
    places: Places
    panels: Mapping[str, Maker]  # made when first needed
    collector: Callable[[Path], Sequence[str]] | None = None
    now: Callable[[], Millis] = wall_clock
    rehearer: Callable[[Path], Sequence[str]] | None = None
    alerts: AlertMemory | None = None  # of a window before this one, on the same session
    profile: Path | None = None  # as the command line named it, for processes beside the desk
