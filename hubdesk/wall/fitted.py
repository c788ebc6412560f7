"""The largest letters in which some words stand whole, and what stands there when none are small enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QSizeF

from hubdesk.wall.brush import Brush
from hubdesk.wall.marked_lines import Laid, LineKeeper
from hubdesk.wall.post import Words

STEPS: Final = 8  # sizes that are tried between a head's letters and a text's


def sizes(brush: Brush) -> Iterator[int]:
    """Heights of fonts, px: from a head's down to a text's, and at last the least that can be read."""
    least, most = brush.measure.text, brush.measure.head
    for step in range(STEPS, -1, -1):
        yield round(least + (most - least) * step / STEPS)
    yield brush.measure.least


def whole(lines: LineKeeper, brush: Brush, words: Words, room: QSizeF) -> tuple[Laid, int] | None:
    """Words laid out whole in a room, and the height of their font; None when they do not fit."""
    for px in sizes(brush):
        many = int((room.height() + 0.5) // brush.height("text", px))
        laid = lines.laid(brush, words, room.width(), many, px=px)
        if laid.is_whole:
            return laid, px
    return None


def fitted(lines: LineKeeper, brush: Brush, choices: Sequence[Words], room: QSizeF) -> tuple[Laid, int]:
    """The first of some wordings that stands whole; else what fits of the last, in the least letters."""
    for words in choices:
        found = whole(lines, brush, words, room)
        if found is not None:
            return found
    px = brush.measure.least
    return lines.laid(
        brush, choices[-1], room.width(), int((room.height() + 0.5) // brush.height("text", px)), px=px
    ), px
