"""What of a scene will not be seen as it is meant, on the screens there are: said in words before it goes up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core.scenes import Scene
from hubdesk.i18n import _
from hubdesk.wall.face import Veil
from hubdesk.wall.fits import crowded
from hubdesk.wall.hall import REST
from hubdesk.wall.lineup import Lineup
from hubdesk.wall.measure import Measure
from hubdesk.wall.spread import Seen, spread
from hubdesk.wall.view import CellShown
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme

LONGEST: Final = 40


def lined(lineup: Lineup, scene: Scene, screens: Mapping[str, Seen], veil: Veil) -> dict[str, list[CellShown]]:
    """Of each screen its cells; one that no cell is on rests, as it does on the wall."""
    made = lineup.cells(scene, spread(scene, screens), veil)
    for name in screens:
        if not made.get(name):
            rest = lineup.cell(REST, 0, veil)
            rest.box = QRectF(0, 0, 1, 1)
            made[name] = [rest]
    return made


def misfits(
    scene: Scene, lineup: Lineup, screens: Mapping[str, Seen], measures: Mapping[str, Measure], look: Theme
) -> tuple[str, ...]:
    """A line for each cell that cannot be shown at all, that has too little room, or whose own screen is missing."""
    if not screens:
        return ()
    missing = sorted({cell.screen for cell in scene.cells if cell.screen and cell.screen not in screens})
    line = _("Screen {screen} is not there: its cells stand on others.")
    found = [line.format(screen=tame(screen, LONGEST)) for screen in missing]
    for name, cells in lineup.cells(scene, spread(scene, screens), Veil()).items():
        size = QSizeF(screens[name].width, screens[name].height)
        told = crowded(cells, size, measures[name], look)
        where = _("Screen {screen}: {what}")
        found += told if len(screens) == 1 else [where.format(screen=tame(name, LONGEST), what=one) for one in told]
    return tuple(found)
