"""Furnishes panels as they are made: who hears each, and what those before it were told already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk
    from hubdesk.panels.panel import Panel


class Furnishing(QObject):
    """A panel is made when it is first needed, which may be long after the desk learnt what it must know."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.area.made.connect(self._furnish)
        desk.area.wished.connect(desk.wishes.grant_of)
        desk.area.setAnimated(not desk.settings.flag("less_motion"))

    def _furnish(self, panel: Panel[Any]) -> None:
        desk = self._desk
        panel.mention_chosen.connect(desk.show_mention)
        panel.span_chosen.connect(desk.looking.fix)
        panel.source_wished.connect(desk.ask_source)
        panel.zone = desk.looking.zone
        set_density = getattr(panel, "set_density", None)  # the panels that have one
        if set_density is not None:
            set_density(desk.settings.text("density"))
        desk.searching.tell(panel)
        desk.past.tell(panel)
        desk.wishes.tell(panel)
