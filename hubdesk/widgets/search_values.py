"""What a search box offers and what it says about a query, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PastSearch:
    """A query to search for again: from the history, or saved, with a name where someone gave it one."""

    text: str
    name: str = ""
    is_saved: bool = False

    def fits(self, typed: str) -> bool:
        """Whether each word that was typed stands in it, whatever its case."""
        said = f"{self.name} {self.text}".casefold()
        return all(word in said for word in typed.casefold().split())


@dataclass(frozen=True, slots=True)
class Remark:
    """One line about a query, and the stretch of it that it is about, in code points; `is_error`: it cannot run."""

    line: str
    start: int = 0
    end: int = 0
    is_error: bool = True
