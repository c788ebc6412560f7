"""What detectors are given and what they say: counts of a minute in, alarms with their reasons out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hubdesk.core import Millis
from hubdesk.i18n import _, day, duration, number, percent

RISING: Final = "rising"
CRISIS: Final = "crisis"
OUTAGE: Final = "outage"
TOGETHER: Final = "together"

Figure = int | float | str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What was heard of one topic in one closed minute. None: not known, which is never taken for zero.

    `minute` is its first instant. Not `seen`: nobody listened, so nothing else here means anything. `mentions`,
    `negative` (of the `toned` ones whose tone was read) and `replies` (to the brand) are of this minute. Voices and
    sources do not add up from minute to minute, so `authors` and `sources` are the distinct ones of the hour that ends
    with this minute, and `new_authors` those of `authors` whom the topic never heard before that hour.
    """

    topic: int
    minute: Millis
    mentions: int
    authors: int | None = None
    seen: bool = True
    negative: int = 0
    toned: int = 0
    new_authors: int | None = None
    sources: int | None = None
    replies: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence for people: a msgid, and the figures it names.

    A name says its figure's unit: `_ms` is a length of time in milliseconds, `_share` a share between 0 and 1, `_at` an
    instant, shown as its day; every other number is a plain one. Text is shown as it is.
    """

    msgid: str
    figures: tuple[tuple[str, Figure], ...] = ()

    def said(self, zone: str = "UTC") -> str:
        """The sentence in the language spoken now."""
        return _(self.msgid).format(**{name: _written(name, figure, zone) for name, figure in self.figures})

    def figure(self, name: str) -> Figure:
        """A figure by its name; None when the sentence has none of that name."""
        return dict(self.figures).get(name)


def _written(name: str, figure: Figure, zone: str) -> str:
    if isinstance(figure, str):
        return figure
    if name.endswith("_share"):
        return percent(figure, 0)
    if figure is not None and name.endswith("_ms"):
        return duration(round(figure))
    if figure is not None and name.endswith("_at"):
        return day(round(figure), zone)
    return number(figure, 1 if isinstance(figure, float) and abs(figure) < 10 else 0)


@dataclass(frozen=True, slots=True)
class Alarm:
    """An episode begins, or gets worse by a level: said once.

    `opened_at` names the episode together with `kind` and `topic`; `at` is the first instant after the minute that
    raised it. `voice` is the rule that spoke. The alarm is `score` at or over `threshold`, on the voice's own scale.
    `severity` goes from 1 to 3. `reasons` are the signs one by one, each a sentence.
    """

    kind: str
    topic: int
    at: Millis
    opened_at: Millis
    score: float
    threshold: float
    severity: int
    words: Told
    voice: str = ""
    reasons: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """An episode that lasts has grown, or another voice has confirmed it: nobody is alarmed again."""

    kind: str
    topic: int
    at: Millis
    opened_at: Millis
    score: float
    severity: int
    words: Told
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """An episode is over."""

    kind: str
    topic: int
    at: Millis
    opened_at: Millis
    words: Told


Said = Alarm | Update | Closing
