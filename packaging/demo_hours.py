"""What a text itself says of its hour: “ce soir” is not said at noon, nor “17h et déjà plus personne” at three."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from demo_calendar import at, day_of, day_start, hour_of
from demo_words import Text

from hubdesk.core import DAY, HOUR, MINUTE, Millis

_PARTS: Final = (
    (re.compile(r"\b(?:ce soir|cette soirée|tonight|bonsoir)\b", re.IGNORECASE), 17.0, 24.0),
    (re.compile(r"\b(?:ce matin|ce mat|this morning)\b", re.IGNORECASE), 5.5, 14.0),
    (re.compile(r"\b(?:ce midi|pause déjeuner)\b", re.IGNORECASE), 11.5, 16.5),
    (re.compile(r"\b(?:cet aprem|cet après-midi|cet apres midi|bonne aprem)\b", re.IGNORECASE), 12.0, 21.0),
)
_CLOCK: Final = re.compile(r"\b([01]?\d|2[0-3]) ?(?:h|:)(?: ?([0-5]\d))?\b")
_ONE_DAY: Final = {"outage": 4, "launch": 2}  # stories whose hours are of one day


def hours_of(text: Text) -> Callable[[Millis], bool]:
    """Whether a text may be said at an instant, by the part of the day that it names."""
    named = [(first, last) for pattern, first, last in _PARTS if pattern.search(text.text)]
    if not named:
        return _always
    first, last = max(one[0] for one in named), min(one[1] for one in named)
    if first >= last:  # it names two
        first, last = min(one[0] for one in named), max(one[1] for one in named)
    own_day = day_of(at(text.at)) if text.at else None

    def allowed(moment: Millis) -> bool:
        return first <= hour_of(moment) < last and (own_day is None or day_of(moment) == own_day)

    return allowed


def hour_named(text: Text, after: Millis) -> Millis | None:
    """The latest hour that a text of a one-day story speaks of, on that day; None when it is told on a later one."""
    if text.at or text.story not in _ONE_DAY:
        return None
    hours = [int(hour) * HOUR + int(minute or 0) * MINUTE for hour, minute in _CLOCK.findall(text.text)]
    start = day_start(_ONE_DAY[text.story])
    if not hours or after >= start + DAY:
        return None
    return start + max(hours)


def _always(_moment: Millis) -> bool:
    return True
