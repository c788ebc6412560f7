"""The outage watches of a group of topics: who is watched since when, and what they remember.

A topic has a watch from its first report on; until then it only counts how long nothing was reported, which is all that
a watch would have learnt. So topics of which nobody ever reports an outage cost nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, Self

from hubdesk.core import HubdeskError, Millis, Report
from hubdesk.detect.outage import OutageWatch
from hubdesk.detect.outage_words import Found
from hubdesk.detect.outage_zones import mainland
from hubdesk.i18n import _

VERSION: Final = 1
_NOBODY: Final[Sequence[Report]] = ()


class Outages:
    """Takes a group's reports, a closed minute at a time; minutes must come in order."""

    def __init__(self, zone: str) -> None:
        """`zone`: whose hours people live by."""
        self._zone = zone
        self._listened = 0  # minutes, since the first
        self._joined: dict[int, int] = {}  # how many had been listened to when each topic joined
        self._watches: dict[int, OutageWatch] = {}
        self.last: Millis | None = None

    def join(self, topics: Iterable[int]) -> None:
        """From the next minute on these are watched too, without a past; those that are watched already stay."""
        for topic in topics:
            self._joined.setdefault(topic, self._listened)

    def keep(self, topics: Iterable[int]) -> None:
        """Only these are watched from now on."""
        kept = set(topics)
        self._joined = {topic: since for topic, since in self._joined.items() if topic in kept}
        self._watches = {topic: watch for topic, watch in self._watches.items() if topic in kept}

    @property
    def topics(self) -> frozenset[int]:
        return frozenset(self._joined)

    def take(self, minute: Millis, reports: Sequence[Report], seen: bool) -> list[Found]:
        """What came of a minute, by topic. Nothing is said of one that nobody listened in."""
        self.last = minute
        by_topic: defaultdict[int, list[Report]] = defaultdict(list)
        for report in reports:
            if report.topic in self._joined:
                by_topic[report.topic].append(report)
        for topic in by_topic.keys() - self._watches.keys():
            self._watches[topic] = watch = self._new(topic)
            watch.quiet(self._listened - self._joined[topic])
        self._listened += seen
        found: list[Found] = []
        for topic in sorted(self._watches):
            found += self._watches[topic].take(minute, by_topic.get(topic, _NOBODY), seen)
        return found

    def open_now(self) -> dict[int, Millis]:
        """By topic, when the outage that lasts was told first."""
        return {id_: opened for id_, watch in self._watches.items() if (opened := watch.opened_at) is not None}

    def state(self) -> dict[str, Any]:
        """All it remembers, for JSON."""
        return {
            "version": VERSION,
            "last": self.last,
            "listened": self._listened,
            "joined": [[topic, since] for topic, since in self._joined.items()],
            "watches": [[topic, self._watches[topic].state()] for topic in sorted(self._watches)],
        }

    @classmethod
    def from_state(cls, kept: Any, zone: str) -> Self:
        """Raises HubdeskError when it is no state of such watches."""
        made = cls(zone)
        try:
            if kept["version"] != VERSION or not isinstance(kept["last"], int | None):
                raise _damaged()
            made.last, made._listened = kept["last"], int(kept["listened"])
            made._joined = {int(topic): int(since) for topic, since in kept["joined"]}
            for topic, state in kept["watches"]:
                made._watches[int(topic)] = watch = made._new(int(topic))
                watch.restore(state)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise _damaged() from None
        if not made._watches.keys() <= made._joined.keys():
            raise _damaged()
        return made

    def _new(self, topic: int) -> OutageWatch:
        return OutageWatch(topic, mainland(), self._zone)


def _damaged() -> HubdeskError:
    return HubdeskError(_("what the outage watch remembered is damaged: it learns anew"))
