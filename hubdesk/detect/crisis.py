"""Whether a rising episode is a crisis: how many times the usual it is, and which signs of a crisis it shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hubdesk.detect import sayings
from hubdesk.detect.manners import AUTHORS, NEGATIVE, NEW, READ, REPLIES, SOURCES, Manners
from hubdesk.told import Told


@dataclass(frozen=True, slots=True)
class CrisisRule:
    """A crisis is `mentions` in an hour or more, `times` the usual, with `signs` signs. Levels 1, 2, 3 are by `times`.

    `errors`: standard errors by which a share is over the usual one. `new`: share of voices never heard before.
    """

    mentions: int = 30
    times: tuple[float, ...] = (5.0, 20.0, 50.0)
    signs: int = 2
    errors: float = 2.0
    new: float = 0.5
    sources: int = 3
    replies_times: float = 5.0
    replies: int = 5
    least_usual: float = 1.0  # mentions an hour: the usual of a topic that hardly has one
    over: float = 2.0  # times the usual: above, a crisis lasts, however few write at night


def level(rule: CrisisRule, count: float, due: float) -> int:
    """0 to 3: how many times its usual a topic's last hour was, `due` being what the frozen baseline expects."""
    if count < rule.mentions:
        return 0
    return sum(count >= times * max(due, rule.least_usual) for times in rule.times)


def signs(rule: CrisisRule, manners: Manners, topic: int) -> tuple[tuple[Told, ...], int]:
    """The signs that a topic's last hour shows, and how many could be known: what was not read is neither."""
    hour = manners.hour[:, :, topic].sum(1, dtype=np.float64)
    usual = manners.sums[:, topic]
    found: list[Told] = []
    known = 0
    for part, whole, least, msgid in (
        (NEGATIVE, READ, 0.0, sayings.NEGATIVE),
        (NEW, AUTHORS, rule.new, sayings.NEW_VOICES),
    ):
        if hour[whole] <= 0.0:
            continue
        known += 1
        share, before = hour[part] / hour[whole], (usual[part] + 0.5) / (usual[whole] + 2.0)
        if share >= least and share >= before + rule.errors * float(np.sqrt(before * (1.0 - before) / hour[whole])):
            found.append(Told(msgid, (("share_share", float(share)), ("usual_share", float(before)))))
    sources = float(manners.hour[SOURCES, :, topic].max())
    if sources > 0.0:
        known += 1
        if sources >= rule.sources:
            found.append(Told(sayings.SPREAD, (("n", round(sources)),)))
    if manners.listened[topic] > 0.0 and hour[AUTHORS] > 0.0:
        known += 1
        due = float(usual[REPLIES] * 60.0 / manners.listened[topic])
        if hour[REPLIES] >= max(rule.replies, rule.replies_times * due):
            found.append(Told(sayings.REPLIES, (("n", round(hour[REPLIES])), ("usual", due))))
    return tuple(found), known
