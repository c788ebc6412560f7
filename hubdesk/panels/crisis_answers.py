"""What a brand answers, as far as its own accounts are declared and heard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hubdesk.core import DAY, Millis, Scope, Span, Topic
from hubdesk.core.channels import ChannelKind
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError
from hubdesk.store.reader import Reader

LOOKED_BACK: Final = 30 * DAY  # for whether an account is heard at all
MOST: Final = 500  # answers whose instants are read
_HANDLE: Final = re.compile(r"@?[\w.-]+(@[\w.-]+)?")


@dataclass(frozen=True, slots=True)
class Answers:
    """`accounts` are declared for the topic, `heard` of them wrote anything lately. `total` replies in the stretch;
    `times`: of the newest of them."""

    accounts: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    total: int = 0
    times: tuple[Millis, ...] = ()

    @property
    def is_known(self) -> bool:
        """Silence of an account that nobody hears is no silence."""
        return bool(self.heard)


def read_answers(reader: Reader, topic: Topic | None, stretch: Span, known: Millis) -> Answers:
    """Replies by the accounts that are declared as the topic's channels, to whomever."""
    accounts = tuple(_accounts(reader, topic))
    heard, total, times = [], 0, list[Millis]()
    lately = Scope((), stretch.end - LOOKED_BACK, stretch.end, known)
    for account in accounts:
        name = account.partition(":")[2].strip()
        if not _HANDLE.fullmatch(name):
            continue
        try:
            own, replies = parse(f"author:{name}"), parse(f"author:{name} is:reply")
        except QueryError:  # an account that no query can name is not heard
            continue
        if not reader.search(own, lately, 1, most=MOST).total:
            continue
        heard.append(account)
        found = reader.search(replies, Scope((), stretch.start, stretch.end, known), MOST)
        total += found.total
        times += [one.at for one in found.mentions]
    return Answers(accounts, tuple(heard), total, tuple(sorted(times)))


def _accounts(reader: Reader, topic: Topic | None) -> Iterator[str]:
    for channel in reader.channels():
        if channel.kind == ChannelKind.ACCOUNT and (
            channel.topic is None or topic is None or channel.topic == topic.id
        ):
            yield channel.where
