"""Which cells of a scene have no room to be read from where people sit: told before the scene goes up."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSizeF

from hubdesk.i18n import _
from hubdesk.wall.measure import Measure
from hubdesk.wall.paint_screen import ScreenPainter
from hubdesk.wall.view import CellShown
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme


def crowded(cells: Iterable[CellShown], size: QSizeF, measure: Measure, look: Theme) -> tuple[str, ...]:
    """A line for each cell that is smaller than its face needs there, and for each that cannot be shown at all."""
    painter = ScreenPainter(size, measure, look)
    made = []
    standing = list(cells)
    for one in standing:
        if one.doubt:
            made.append(tame(one.doubt, 200))
        elif one.face is not None:
            needs, room = one.face.needs(measure), painter.room(one, len(standing))
            if room.width() < needs.width() or room.height() < needs.height():
                line = _("{title} has no room to be read from there: give it a larger cell")
                made.append(line.format(title=tame(one.title, 60)))
    return tuple(made)
