"""What a watch remembers of a stretch's end: since when it has watched, which topics, and the episodes it follows."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from hubdesk.collector.watch_life import Followed
from hubdesk.core import HubdeskError, Millis, Topic
from hubdesk.i18n import _

VERSION: Final = 1
LONG: Final = 500_000  # characters: what is longer is packed
LONGEST: Final = 50_000_000  # unpacked


@dataclass(slots=True)
class Joining:
    """Topics that are watched, in a group, from a minute on."""

    minute: Millis
    group: int
    topics: list[int]


@dataclass(slots=True)
class Memory:
    """`began`: the first minute that was watched. Topics join in the order in which they were met."""

    began: Millis = 0
    joined: list[Joining] = field(default_factory=list)
    followed: list[Followed] = field(default_factory=list)

    def welcome(self, topics: Sequence[Topic], minute: Millis, size: int) -> list[tuple[int, list[int]]]:
        """The topics that are new, by the group of at most `size` that each joins at this minute; the gone leave."""
        known = {id_ for one in self.joined for id_ in one.topics}
        here = {topic.id for topic in topics}
        if not known <= here:
            for one in self.joined:
                one.topics = [id_ for id_ in one.topics if id_ in here]
            self.joined = [one for one in self.joined if one.topics]
        groups: dict[int, int] = {}
        for one in self.joined:
            groups[one.group] = groups.get(one.group, 0) + len(one.topics)
        made: dict[int, list[int]] = {}
        for topic in topics:
            if topic.id not in known:
                group = max(groups, default=0)
                group += groups.get(group, 0) >= size
                groups[group] = groups.get(group, 0) + 1
                made.setdefault(group, []).append(topic.id)
        self.joined += [Joining(minute, group, new) for group, new in made.items()]
        return list(made.items())

    def groups(self) -> tuple[int, ...]:
        return tuple(sorted({one.group for one in self.joined}))

    def group_of(self, topic: int) -> int | None:
        return next((one.group for one in self.joined if topic in one.topics), None)

    def count(self) -> int:
        return sum(len(one.topics) for one in self.joined)

    def joining(self, minute: Millis, begins: Mapping[int, Millis]) -> Iterator[tuple[int, list[int]]]:
        """Which topics join at a minute, when each group is made again from where `begins` says."""
        for one in self.joined:
            if max(one.minute, begins[one.group]) == minute:
                yield one.group, one.topics

    def kept(self) -> str:
        text = json.dumps(
            {
                "version": VERSION,
                "began": self.began,
                "joined": [[one.minute, one.group, one.topics] for one in self.joined],
                "followed": [one.state() for one in self.followed],
            },
            separators=(",", ":"),
        )
        if len(text) <= LONG:
            return text
        return json.dumps({"packed": base64.b64encode(zlib.compress(text.encode(), 6)).decode()})

    @staticmethod
    def read(text: str) -> Memory:
        """Raises HubdeskError for what no watch of this version kept."""
        try:
            kept = _loaded(text)
            if "packed" in kept:
                kept = _loaded(_unpacked(kept["packed"]))
            if kept["version"] != VERSION:
                raise _damaged()
            joined = [Joining(int(minute), int(group), _ids(topics)) for minute, group, topics in kept["joined"]]
            all_ids = [id_ for one in joined for id_ in one.topics]
            if len(set(all_ids)) != len(all_ids):
                raise _damaged()
            return Memory(int(kept["began"]), joined, [Followed.from_state(one) for one in kept["followed"]])
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, zlib.error, binascii.Error):
            raise _damaged() from None


def _loaded(text: str) -> dict[str, Any]:
    found = json.loads(text, parse_constant=_refuse)
    if not isinstance(found, dict):
        raise _damaged()
    return found


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and the infinities are no JSON


def _unpacked(text: str) -> str:
    return zlib.decompressobj().decompress(base64.b64decode(text, validate=True), LONGEST).decode()


def _ids(told: Iterable[Any]) -> list[int]:
    return [int(one) for one in told]


def _damaged() -> HubdeskError:
    return HubdeskError(
        _("what the watch remembered is damaged: it learns anew from the past, and tells nothing of it")
    )
