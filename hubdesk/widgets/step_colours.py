"""The five colours of a scale, and the ink that is read on each: worked out once for a look."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor

from hubdesk.widgets.map_values import CLASSES
from hubdesk.widgets.theme import Theme, contrast


def grounds(look: Theme) -> tuple[QColor, ...]:
    """The colour of each step, the palest first."""
    return _made(look.name)[0]


def inks(look: Theme) -> tuple[QColor, ...]:
    """What is written in on each of them: ink or paper, whichever stands out more."""
    return _made(look.name)[1]


@cache
def _made(name: str) -> tuple[tuple[QColor, ...], tuple[QColor, ...]]:
    look = Theme(name)
    steps = tuple(look.colour(f"seq.{step}") for step in range(CLASSES))
    both = look.colour("text"), look.colour("panel")
    return steps, tuple(max(both, key=lambda ink: contrast(ink, step)) for step in steps)
