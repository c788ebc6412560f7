"""Who pushes what a scope holds, as values for those who show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hubdesk.core import Millis

if TYPE_CHECKING:  # it counts with arrays, which few readers need
    from hubdesk.query.together import Audit, Ring

TEN: Final = 10


@dataclass(frozen=True, slots=True)
class Contributor:
    """An account and how many of the scope's mentions it wrote. `handle` "": the network named none."""

    account: str
    network: str
    handle: str
    mentions: int
    first_hour: int


@dataclass(frozen=True, slots=True)
class Pushed:
    """An audit, and what its figures rest on.

    `writers`: the loudest first, then everybody else whom a ring or the insiders hold. `first_hour`: mentions in the
    hour after the first of all, `first`. `duplicates` of `told`, of which it is known, say what was said before.
    `declared`: people in the register of insiders. `gone`: taken back since. `left_out`: older than what was read.
    """

    audit: Audit
    writers: tuple[Contributor, ...] = ()
    insiders: tuple[str, ...] = ()
    first: Millis | None = None
    first_hour: int = 0
    duplicates: int = 0
    duplicates_early: int = 0
    told: int = 0
    declared: int = 0
    gone: int = 0
    left_out: int = 0

    def of(self, accounts: Sequence[str]) -> tuple[Contributor, ...]:
        """Those of these accounts that wrote, in their order."""
        by_name = {one.account: one for one in self.writers}
        return tuple(by_name[name] for name in accounts if name in by_name)

    @property
    def rings(self) -> tuple[Ring, ...]:
        """Those of which somebody wrote in the scope: others only act beside it."""
        wrote = {one.account for one in self.writers}
        return tuple(ring for ring in self.audit.rings if not wrote.isdisjoint(ring.accounts))

    @property
    def loudest(self) -> tuple[Contributor, ...]:
        return self.writers[:TEN]
