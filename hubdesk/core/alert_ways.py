"""The ways in which alerts leave this machine, or reach its programs. Both are off by default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from hubdesk.core.alerts import AlertRules, Verdict
from hubdesk.core.episodes import Episode
from hubdesk.core.words import Millis


@dataclass(frozen=True, slots=True)
class AlertWays:
    """Where alerts go while a collector runs: a webhook (`url` "" for none) and a command (() for none).

    `secret` signs what is sent; `with_names`: accounts and people may be named in it.
    """

    url: str = ""
    allow_private: bool = False
    secret: str = field(default="", repr=False)  # never in a log, not by accident either
    command: tuple[str, ...] = ()
    with_names: bool = False

    def __bool__(self) -> bool:
        return bool(self.url or self.command)

    def with_way(self, other: AlertWays) -> AlertWays:
        """Both ways, where one has the webhook and the other the command."""
        return replace(other, url=self.url, allow_private=self.allow_private, secret=self.secret) if self else other


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is told at once to those outside: the gravest of `count` alerts, and of which session.

    `topics`: their names by number; `zone`: on whose clocks instants are written; `is_test`: nothing happened, somebody
    tries the way out.
    """

    alerts: tuple[tuple[Episode, Verdict], ...]
    count: int
    session: str
    zone: str
    synthetic: bool
    topics: Mapping[int, str]
    at: Millis
    is_test: bool = False


Payload = Callable[[Outgoing], Mapping[str, object]]
"""What is told, as JSON has it."""


@dataclass(frozen=True, slots=True)
class Alerting:
    """What is to alert those outside, how they are reached, and what they are told."""

    rules: AlertRules
    ways: AlertWays
    payload: Payload
