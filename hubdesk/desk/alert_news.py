"""What of the episodes is an alarm on this desk: what is told aloud, and what the bar shows until someone answers it.

The rules of core/alerts.py decide. What quiet hours or a cool-down hold back is in the bar alone, which says so; so is
what lasts and was told before the session was opened here. An alarm leaves when it was acknowledged, snoozed or called
wrong and has grown no worse since, or some time after its end.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Final

from hubdesk.core import MINUTE, Episode, Millis, Scope, Topic
from hubdesk.core.alert_rule import People, by_name
from hubdesk.core.alerts import HELD, SLACK, Alerted, AlertRules, Key, Verdict, Why, key
from hubdesk.core.episode_answers import answer
from hubdesk.panels.episodes_known import Known, known
from hubdesk.store.reader import Reader

LINGERS: Final = 30 * MINUTE  # after an episode's end, until the bar lets it go
MOST: Final = 500  # that are judged: 5 ms of a frame
_EVER: Final = Alerted(0)  # as if there had been someone to be alarmed always


@dataclass(frozen=True, slots=True)
class AlertPicture:
    """The episodes that last or ended a while ago, as a worker read them at `at`; whom rules may name, and their
    accounts."""

    at: Millis
    episodes: tuple[Known, ...]
    topics: tuple[Topic, ...]
    people: People

    def topic(self, number: int | None) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == number), None)


def read_alerts(reader: Reader, scope: Scope, options: Hashable) -> AlertPicture:
    """Worker thread: what an alarm may be of, the gravest of what lasts first."""
    return AlertPicture(scope.end, known(reader.episodes(scope))[:MOST], reader.topics(), by_name(reader.people()))


@dataclass
class AlertMemory:
    """What one session alarmed on this desk; a window in another language goes on from it.

    `shown`: what the bar may show, and what holds it back from being told aloud.
    """

    alerted: Alerted | None = None
    shown: dict[Key, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class News:
    """`aloud`: to be told now, the gravest first. `waiting`: what the bar shows, the first of them in full."""

    aloud: tuple[Known, ...] = ()
    waiting: tuple[tuple[Known, Verdict], ...] = ()


def take(memory: AlertMemory, picture: AlertPicture, rules: AlertRules, opened: Millis) -> News:
    """What is new in a picture; the memory knows it afterwards. `opened`: when the session was opened on this desk."""
    if memory.alerted is None:
        told = (part for one in picture.episodes for part in _parts(one))
        memory.alerted = Alerted.beginning(opened + SLACK, told)  # who opens it looks at the bar
    aloud: list[Known] = []
    for one in sorted(picture.episodes, key=_told_at):
        verdict = _judge(memory, one, picture, rules)
        if verdict is not None:
            memory.shown[key(one.main)] = verdict
            if verdict.alerts:
                aloud.append(one)
    held = (one.main for one in picture.episodes if (known := memory.shown.get(key(one.main))) and known.why in HELD)
    memory.alerted = memory.alerted.holding(held)
    here = {key(one.main): one for one in picture.episodes}
    memory.shown = {which: verdict for which, verdict in memory.shown.items() if which in here}
    waiting = [
        (here[which], verdict) for which, verdict in memory.shown.items() if is_unanswered(here[which], picture.at)
    ]
    return News(tuple(sorted(aloud, key=_order)), tuple(sorted(waiting, key=_order_of_waiting)))


def is_unanswered(one: Known, at: Millis) -> bool:
    """Whether nobody said anything of it since it is as grave as it is, and it is not long over."""
    is_long_over = one.now.end is not None and at - one.now.end > LINGERS
    return not is_long_over and answer(one.states, one.marks, at) is None


def _judge(memory: AlertMemory, one: Known, picture: AlertPicture, rules: AlertRules) -> Verdict | None:
    """What is new of one episode; None for nothing. A buzz and its crisis are asked one after the other, as they are
    told to those who listen outside; the last word counts."""
    found: Verdict | None = None
    is_known = key(one.main) in memory.shown
    topic = picture.topic(one.main.topic)
    name = topic.name if topic else ""
    assert memory.alerted is not None
    verdict = Verdict(Why.OVER)
    for part in sorted(_parts(one), key=_state_at):
        verdict = rules.judge(part, name, memory.alerted, picture.at, picture.people)
        if verdict.alerts:
            memory.alerted = memory.alerted.after(part, picture.at)
            found = verdict
        elif verdict.why in HELD and (found is None or not found.alerts):
            found = verdict
    if found is None and not is_known and verdict.why in (Why.PAST, Why.TOLD):
        was = rules.judge(one.main, name, _EVER, picture.at, picture.people)
        found = Verdict(Why.PAST) if was.alerts or was.why in HELD else None
    return found


def _parts(one: Known) -> tuple[Episode, ...]:
    """Its kinds, each with what was said of any of them."""
    return tuple(replace(part, marks=one.marks) for part in (*one.also, one.main))


def _state_at(part: Episode) -> Millis:
    return part.now.at


def _told_at(one: Known) -> tuple[Millis, int]:
    return one.alarm.at, one.id


def _order(one: Known) -> tuple[int, Millis, int]:
    """The gravest first, and of those the newest."""
    return -one.severity, -one.alarm.at, -one.id


def _order_of_waiting(waiting: tuple[Known, Verdict]) -> tuple[int, Millis, int]:
    return _order(waiting[0])
