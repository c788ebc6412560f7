"""What another session offers to lay over this one: its episodes, and the minutes of the one that is chosen.

Each reading opens a reader of its own; it runs beside the desk's, on a thread of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, HubdeskError, Millis, Scope, Topic
from hubdesk.desk.session import open_for_looking
from hubdesk.i18n import _, clock, day
from hubdesk.panels.episodes_known import Known, known
from hubdesk.panels.episodes_words import kind_words, topic_name
from hubdesk.panels.trend_past import PastCurve
from hubdesk.widgets.text import tame

MOST: Final = 200  # episodes offered: the gravest, then the newest
LEAD: Final = 12 * HOUR  # before an episode's start
LENGTH: Final = 8 * DAY  # after it
_LATEST: Final = 1 << 53


@dataclass(frozen=True, slots=True)
class Choice:
    """An episode, as it is called; `topic` None: of all that is stored."""

    id: int
    words: str
    start: Millis
    topic: Topic | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A session's title and its episodes, the gravest first, as known at `upto`; None: all that it holds."""

    path: Path
    title: str
    choices: tuple[Choice, ...]
    upto: Millis | None = None


def offer(path: Path, upto: Millis | None = None) -> Offer:
    """What it holds, as known at that instant; None: all. Raises HubdeskError for what cannot be read, in one line."""
    known_by = _LATEST if upto is None else upto
    with open_for_looking(path) as reader:
        facts = reader.facts()
        topics = {topic.id: topic for topic in reader.topics()}
        zone = facts.timezone or "UTC"
        found = known(reader.episodes(Scope((), 0, known_by, known_by=known_by)))
    told = [one for one in found if not one.is_wrong and (one.main.topic is None or one.main.topic in topics)]
    choices = tuple(_choice(one, topics, zone) for one in sorted(told, key=_gravest_first)[:MOST])
    return Offer(path, tame(facts.title, 80) or tame(path.stem, 80), choices, upto)


def offers(path: Path, other: Path, upto: Millis) -> tuple[Offer, Offer]:
    """What is open here, as it is known now, and the other one. Raises HubdeskError when that has nothing to offer."""
    is_same = other.exists() and path.exists() and other.samefile(path)
    theirs = offer(other, upto if is_same else None)  # of this one, nothing later than what is looked at
    if not theirs.choices:
        raise HubdeskError(
            _("no episode was detected in {path}; choose a session that holds a crisis").format(path=other)
        )
    return offer(path, upto), theirs


def read_past(offered: Offer, choice: Choice) -> PastCurve:
    """Minute by minute, from half a day before its start to some days after it, or as far as it is stored."""
    known_by = _LATEST if offered.upto is None else offered.upto
    first = (choice.start - LEAD) // MINUTE * MINUTE
    with open_for_looking(offered.path) as reader:
        facts = reader.facts()
        stored = ((facts.last_at or choice.start) // MINUTE + 1) * MINUTE
        end = min(first + LEAD + LENGTH, stored, known_by // MINUTE * MINUTE)
        scope = Scope((), first, max(end, first + MINUTE), known_by)
        points = reader.volume(choice.topic, scope, MINUTE)
    return PastCurve(offered.title, choice.words, choice.start, first, tuple(value for _at, value in points))


def _choice(one: Known, topics: dict[int, Topic], zone: str) -> Choice:
    topic = topics.get(one.main.topic) if one.main.topic is not None else None
    when = f"{day(one.start, zone)} {clock(one.start, zone)}"
    return Choice(one.id, f"{kind_words(one)}, {topic_name(topic, one.main.topic)}, {when}", one.start, topic)


def _gravest_first(one: Known) -> tuple[int, Millis]:
    return -one.severity, -one.start
