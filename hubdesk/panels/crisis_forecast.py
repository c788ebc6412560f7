"""What waits for an answer, and where that leads at the pace of the last hour; or why nobody can say.

An estimate throughout: each reply of the brand is taken for one answer, and both paces for what they were in the last
hour. Their spread is that of their five minutes, at least that of chance (Poisson): crowds do not come one by one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import DAY, HOUR, Millis, Scope, SourceState, Span, Topic
from hubdesk.i18n import _, ngettext, number
from hubdesk.panels.crisis_answers import MOST, Answers
from hubdesk.panels.crisis_level import PARTS, STEP
from hubdesk.panels.episodes_words import moment
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError
from hubdesk.store.reader import Reader
from hubdesk.widgets.text import tame

ASKS: Final = "kind:(post OR reply OR comment OR review)"  # who shares or reports asks nothing
SURE: Final = 1.96  # standard errors: 95 %
LONGEST: Final = 2 * DAY  # what is farther ahead is no forecast
LATELY: Final = 7 * DAY  # within which a source that is down brought mentions, for it to be missed
NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """So many in the hour, and by how much that may be off (95 %)."""

    count: int
    error: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """`waiting` mentions at `at`. `arrivals` and `answers` of the hour before; None: not known, which `down` (sources)
    and `is_heard` (all of the hour was listened to) say why."""

    at: Millis
    waiting: int
    arrivals: Pace | None = None
    answers: Pace | None = None
    is_heard: bool = True
    down: tuple[str, ...] = ()

    @property
    def grows(self) -> float | None:
        """How many more wait after an hour at this pace; less than 0: fewer. None: nobody can say."""
        if self.arrivals is None or self.answers is None or self.down or not self.is_heard:
            return None
        return self.arrivals.count - self.answers.count

    @property
    def error(self) -> float:
        errors = (pace.error for pace in (self.arrivals, self.answers) if pace is not None)
        return math.hypot(*errors)

    def cleared(self, grows: float) -> Millis | None:
        """When nothing waits any more at a pace; None where that is never, or too far ahead to be said."""
        if grows >= 0:
            return None
        length = self.waiting / -grows * HOUR
        return self.at + round(length) if length <= LONGEST else None


def read_forecast(
    reader: Reader, topic: Topic | None, stretch: Span, known: Millis, answers: Answers
) -> Forecast | None:
    """Worker thread. None where the brand's answers are not known: then nobody knows what waits."""
    if not answers.is_known or topic is None:
        return None
    asks = parse(" ".join((ASKS, *_not_own(answers))))
    whole = Scope((topic,), stretch.start, stretch.end, known)
    end = stretch.end // STEP * STEP
    hour = Scope((topic,), end - HOUR, end, known)
    bins = reader.volume(topic, hour, STEP)
    counts = [count for _at, count in bins if count is not None]
    arrived = reader.search(asks, hour, 1).total
    replied = [sum(start <= at < start + STEP for at in answers.times) for start, _count in bins]
    is_all = answers.total == len(answers.times) or min(answers.times, default=0) < hour.start
    return Forecast(
        at=end,
        waiting=max(0, reader.search(asks, whole, 1).total - answers.total),
        arrivals=pace(arrived, counts),
        answers=pace(sum(replied), replied) if is_all else None,
        is_heard=len(counts) == PARTS,
        down=_down(reader, topic, hour, known),
    )


def pace(count: int, parts: Sequence[int]) -> Pace:
    """By its parts' spread: twelve of five minutes, say."""
    mean = sum(parts) / max(1, len(parts))
    spread = sum((part - mean) ** 2 for part in parts) / max(1, len(parts) - 1)
    over = max(1.0, spread / mean) if mean > 0 else 1.0
    return Pace(count, SURE * math.sqrt(over * (count + 1)))  # of none there may be some by chance, too


def forecast_words(told: Forecast, zone: str) -> str:
    """Sentences, with the estimate called one."""
    return " ".join(_sentences(told, zone))


def _sentences(told: Forecast, zone: str) -> Iterator[str]:
    text = ngettext(
        "{n} mention waits for an answer: an estimate, without reposts and articles, each reply taken for one.",
        "{n} mentions wait for an answer: an estimate, without reposts and articles, each reply taken for one.",
        told.waiting,
    )
    yield text.format(n=number(told.waiting))
    grows = told.grows
    if grows is None or told.arrivals is None or told.answers is None:
        yield _why_not(told)
        return
    paces = _("In the last hour {arrived} arrived and {answered} were answered.")
    yield paces.format(arrived=number(told.arrivals.count), answered=number(told.answers.count))
    low, high = grows - told.error, grows + told.error
    if low > 0:
        text = _("At this pace {n} more wait each hour (±{error}): {later} at {time}.")
        later = told.waiting + grows
        time = moment(told.at + HOUR, told.at, zone)
        yield text.format(n=number(grows), error=number(told.error), later=number(later), time=time)
    elif not told.waiting:
        yield _("Nothing waits at present.")
    elif high < 0:
        yield _clearing(told, grows, low, high, zone)
    else:
        text = _("Whether that grows or shrinks cannot be told: {n} an hour (±{error}).")
        yield text.format(n=number(grows, signed=True), error=number(told.error))


def _clearing(told: Forecast, grows: float, low: float, high: float, zone: str) -> str:
    """With the earliest and the latest that the last hour's spread allows."""
    soon, likely, late = (told.cleared(one) for one in (low, grows, high))
    if likely is None or soon is None:
        return _("At this pace it takes more than two days until all are answered.")
    time, first = moment(likely, told.at, zone), moment(soon, told.at, zone)
    if late is None:
        text = _("At this pace all are answered at {time}, not before {first}; it may take more than two days.")
        return text.format(time=time, first=first)
    text = _("At this pace all are answered at {time} (between {first} and {last}).")
    return text.format(time=time, first=first, last=moment(late, told.at, zone))


def _why_not(told: Forecast) -> str:
    if not told.is_heard:
        return _("Where it leads cannot be said: a part of the last hour was not listened to.")
    if told.down:
        names = ", ".join(tame(name, 80) for name in told.down[:NAMED])
        if (left := len(told.down) - NAMED) > 0:
            names += ngettext(", and {n} more", ", and {n} more", left).format(n=number(left))
        return _("Where it leads cannot be said: a source of this topic is down ({names}).").format(names=names)
    return _("Where it leads cannot be said: more than {n} replies came in the last hour.").format(n=number(MOST))


def _not_own(answers: Answers) -> Iterator[str]:
    """The brand's own posts ask for no answer of the brand."""
    yield from (f"-author:{account.partition(':')[2].strip()}" for account in answers.heard)


def _down(reader: Reader, topic: Topic, hour: Scope, known: Millis) -> tuple[str, ...]:
    """Sources that are late or failing, and brought mentions of the topic lately: without them too few arrive."""
    states = (SourceState.LATE, SourceState.FAILED)
    lately = Scope((topic,), hour.end - LATELY, hour.end, known)
    coverage = reader.coverage(hour)
    return tuple(
        one.source.name
        for one in coverage.sources
        if one.source.enabled and one.state in states and _brought(reader, one.source.name, lately)
    )


def _brought(reader: Reader, name: str, lately: Scope) -> bool:
    """A source that no query can name may have."""
    try:
        query = parse(f'source:"{name}"')
    except QueryError:
        return True
    return reader.search(query, lately, 1).total > 0
