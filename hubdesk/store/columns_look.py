"""What a session's columns held at one moment, and the answers about it that were given lately."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from typing import Final

from hubdesk.store.answers import Answers
from hubdesk.store.columns_rows import Rows
from hubdesk.store.columns_tables import Tables

_MOST_KEPT: Final = 32  # answers about one moment


class Kept(Answers[Sized]):
    """The last answers, as many as hold so many rows together: eight panels ask about one scope."""

    def __init__(self, rows: int) -> None:
        super().__init__(_MOST_KEPT)
        self._rows = rows

    def weight(self, answers: list[Sized]) -> float:
        return sum(map(len, answers)) / max(1, self._rows)


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the session held at one moment. `kept`: what was counted of it lately, for who asks the same; `found`: what
    was searched for, which another filter beside it does not change."""

    rows: Rows
    tables: Tables
    kept: Kept
    found: Kept
