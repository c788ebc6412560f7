"""Panels that float, when a screen goes or comes: none is lost, and each goes back where it was."""

from __future__ import annotations

from hubdesk.desk.arrange import box_of, on_screen, screens
from hubdesk.desk.docks import DockArea
from hubdesk.desk.layout import Box, Layout, reachable
from hubdesk.desk.named_layouts import rehung


class Floating:
    """Remembers where a panel was before its screen was unplugged, as long as nobody moves it."""

    def __init__(self, area: DockArea) -> None:
        self._area = area
        self._screens = screens()
        self._away: dict[str, tuple[Box, Box]] = {}  # where it belongs, and where it was put

    def follow(self) -> None:
        """Screens are other ones now: what is out of reach stands at the same place of the main screen, and goes back
        to its own when that is there again."""
        was, self._screens = self._screens, screens()
        for name, dock in self._area.docks.items():
            if not dock.isFloating() or dock.isHidden():
                continue
            stands = box_of(dock.geometry())
            home, guest = self._away.pop(name, (stands, stands))
            home = home if guest == stands else stands
            if reachable(home, self._screens):
                there = home
            elif reachable(stands, self._screens):
                there = stands
            else:
                there = on_screen(rehung(Layout(None, ((name, stands),)), was, self._screens).floating[0][1])
            if there != home:
                self._away[name] = home, there
            if there != stands:
                dock.setGeometry(there.x, there.y, there.width, there.height)
