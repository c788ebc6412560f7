"""How each brand answers, as far as its own accounts are declared and heard: the first answer, what is unanswered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from hubdesk.core import Millis, Scope
from hubdesk.core.channels import Channel, ChannelKind
from hubdesk.core.compared import Counted, Sort
from hubdesk.store.reader import Reader

_COMPLAINT, _OWN = Sort.COMPLAINT.value, Sort.OWN.value
_ACCOUNT: Final = re.compile(r"[\w-]+:@?[\w.-]+(@[\w.-]+)?")  # what a query can name


@dataclass(frozen=True, slots=True)
class Answering:
    """`accounts` are declared for the topic. `complaints`: posts, replies, comments and reviews of others whose tone
    was read as negative, `gone` of them taken back since. `answered` mentions had an answer, the half of them within
    `median` ms; `unanswered` of the complaints that still stand had none. None: not known, since no account is declared
    or none was heard."""

    topic: int
    accounts: int
    complaints: int
    gone: int
    answered: int | None = None
    median: Millis | None = None
    unanswered: int | None = None


def own_accounts(channels: Iterable[Channel]) -> tuple[str, ...]:
    """Every account that is declared as a channel, `network:handle`, and that a query can name."""
    accounts = (one.where.strip() for one in channels if one.kind == ChannelKind.ACCOUNT)
    return tuple(sorted({one for one in accounts if _ACCOUNT.fullmatch(one)}))


def read_answering(
    reader: Reader, scope: Scope, channels: Sequence[Channel], counted: Sequence[Counted]
) -> tuple[Answering, ...]:
    """Worker thread: for each topic of the scope, in its order."""
    of_all = own_accounts(one for one in channels if one.topic is None)
    named = {one.topic for one in channels}
    declared = {
        topic.id: own_accounts(one for one in channels if one.topic in (None, topic.id))
        if topic.id in named
        else of_all
        for topic in scope.topics
    }
    asked = tuple((topic, accounts) for topic, accounts in declared.items() if accounts)
    told = {one.topic: one for one in reader.first_answers(scope, asked)} if asked else {}
    complaints, gone = _complaints(counted)
    made = []
    for topic, accounts in declared.items():
        count, taken, one = complaints.get(topic, 0), gone.get(topic, 0), told.get(topic)
        if one is None or not one.is_heard:
            made.append(Answering(topic, len(accounts), count, taken))
        else:
            half = round(median(one.waits)) if one.waits else None
            left = max(0, count - taken - one.complaints)
            made.append(Answering(topic, len(accounts), count, taken, len(one.waits), half, left))
    return tuple(made)


def _complaints(counted: Sequence[Counted]) -> tuple[dict[int, int], dict[int, int]]:
    """By topic, and how many of them were taken back since."""
    found: dict[int, int] = {}
    gone: dict[int, int] = {}
    for one in counted:
        if one.sorts & _COMPLAINT and not one.sorts & _OWN:
            found[one.topic] = found.get(one.topic, 0) + one.mentions
            gone[one.topic] = gone.get(one.topic, 0) + one.gone
    return found, gone
