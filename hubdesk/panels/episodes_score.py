"""How the watch has done so far: verdicts that held or did not, and alarms that the analyst called wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import DAY, Millis, Topic
from hubdesk.i18n import _, ngettext, number
from hubdesk.panels.episodes_known import EXPECTED, GREW, PSCHITT, Known, verdicts
from hubdesk.panels.episodes_words import topic_name

WEEK: Final = 7 * DAY
BUDGET: Final = 1  # wrong alarms of a topic in a week
NAMED: Final = 4  # topics that are named one by one


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Of the pschitts that were announced early: `right` ones, those taken back, those of which nobody knows yet.

    `wrong`: called a pschitt when it was over, and it came back. `unannounced`: it fizzled and nobody had said so.
    """

    right: int = 0
    withdrawn: int = 0
    wrong: int = 0
    open: int = 0
    unannounced: int = 0


@dataclass(frozen=True, slots=True)
class WeekOf:
    """A topic's alarms in the week, and how many of them the analyst called wrong."""

    topic: Topic | None
    number: int | None
    alarms: int
    wrong: int


@dataclass(frozen=True, slots=True)
class ScoreCard:
    verdicts: Verdicts = Verdicts()
    weeks: tuple[WeekOf, ...] = ()


def score(episodes: Sequence[Known], topics: Iterable[Topic], end: Millis) -> ScoreCard:
    """`end`: of the week that is counted, and of what is known."""
    ends: Counter[str] = Counter()
    for one in episodes:
        said = tuple(verdicts(one))
        if EXPECTED in said:
            last = said[-1]
            ends["right" if last == PSCHITT else "withdrawn" if last == GREW else "open"] += 1
        elif PSCHITT in said:
            ends["unannounced" if said[-1] == PSCHITT else "wrong"] += 1
    named = {topic.id: topic for topic in topics}
    recent = [one for one in episodes if end - WEEK < one.main.opened_at <= end]
    alarms, wrong = (
        Counter(one.main.topic for one in group) for group in (recent, [one for one in recent if one.is_wrong])
    )
    weeks = [
        WeekOf(named.get(id_) if id_ is not None else None, id_, alarms[id_], wrong[id_])
        for id_ in sorted(alarms, key=lambda id_: (-wrong[id_], -alarms[id_], id_ or 0))
    ]
    return ScoreCard(Verdicts(**ends), tuple(weeks))


def score_lines(card: ScoreCard) -> tuple[str, ...]:
    """The card in words, at most two lines."""
    told = card.verdicts
    lines = []
    early, late = told.right + told.withdrawn + told.open, told.unannounced + told.wrong
    if early or late:
        text = _("Fizzles said early: {right} right, {withdrawn} taken back, {open} still open.")
        right, withdrawn, still = map(number, (told.right, told.withdrawn, told.open))
        said = _("Said at the end: {n}, of which {wrong} came back.").format(n=number(late), wrong=number(told.wrong))
        lines.append(f"{text.format(right=right, withdrawn=withdrawn, open=still)} {said}")
    if card.weeks:
        parts = [
            _("{topic} {wrong} of {alarms}").format(
                topic=topic_name(one.topic, one.number), wrong=number(one.wrong), alarms=number(one.alarms)
            )
            for one in card.weeks[:NAMED]
        ]
        if left := len(card.weeks) - NAMED:
            parts += [ngettext("{n} more topic", "{n} more topics", left).format(n=number(left))] if left > 0 else []
        text = _("Alarms of the week called wrong: {topics}; the budget is {n} a topic.")
        lines.append(text.format(topics=", ".join(parts), n=BUDGET))
    return tuple(lines)


def score_brief(card: ScoreCard) -> str:
    """The week's alarms and how many of them were called wrong, where a list has no room for more; "" for none."""
    if not card.weeks:
        return ""
    wrong, alarms = sum(one.wrong for one in card.weeks), sum(one.alarms for one in card.weeks)
    text = _("Called wrong this week: {wrong} of {alarms} alarms.")
    return text.format(wrong=number(wrong), alarms=number(alarms))
