"""What a scope is narrowed to besides topics and time: one chip of the scope bar each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

FIELDS: Final = ("topic", "tone", "theme", "place", "network", "source", "language", "author", "kind", "text")


@dataclass(frozen=True, slots=True)
class Filter:
    """Mentions of which the field has one of the values; `negated`: all others.

    Values are written as the query language has them after `name:`. Of `topic` they are ids; of `place` a department
    (`59`), a commune (`59350`) or a name; of `author` a handle, or `=` and a display name; of `text` a whole query.
    "" asks for what has none: no tone, no theme, no place, no known language, no account, heard by no topic.

    Raises ValueError for a field there is not.
    """

    field: str
    values: tuple[str, ...]
    negated: bool = False

    def __post_init__(self) -> None:
        if self.field not in FIELDS:
            raise ValueError(f"{self.field!r} is no field of a filter; there are {', '.join(FIELDS)}")

    def other_way(self) -> Filter:
        """The same chip, negated; a negated one as it was."""
        return replace(self, negated=not self.negated)


Filters = tuple[Filter, ...]
"""All of them hold."""
