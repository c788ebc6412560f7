"""Mentions that arrived while nothing was to move: kept aside, counted, let in together."""

from __future__ import annotations

from collections.abc import Iterable

from hubdesk.core import Heard, Scope
from hubdesk.widgets.mention_list import Key, key


def outside(heard: Heard, scope: Scope) -> bool:
    """Whether a mention was published out of a scope, or known only after its end."""
    return not scope.start <= heard.at < scope.end or heard.known_at > scope.known


class Held:
    """What waits. `is_least`: more arrived than could be read, so the count is a lower bound."""

    def __init__(self) -> None:
        self.is_least = False
        self._rows: dict[int, Heard] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def hold(self, rows: Iterable[Heard], top: Key, joins: bool) -> None:
        """Keep those that are newer than the first row of the list; `joins`: they reach back to what was known."""
        self._rows.update((heard.id, heard) for heard in rows if key(heard) > top)
        self.is_least = self.is_least or not joins

    def newest(self) -> Key | None:
        """Where the newest of them stands."""
        return max(map(key, self._rows.values()), default=None)

    def forget_outside(self, scope: Scope) -> None:
        """Leave out what a scope does not hold."""
        self._rows = {id_: heard for id_, heard in self._rows.items() if not outside(heard, scope)}

    def take(self) -> tuple[list[Heard], bool]:
        """All of them, newest first, and whether there are more; none wait afterwards."""
        taken, is_least = sorted(self._rows.values(), key=key, reverse=True), self.is_least
        self._rows, self.is_least = {}, False
        return taken, is_least
