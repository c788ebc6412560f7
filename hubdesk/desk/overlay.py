"""A past crisis over this one: which session it is from, and who shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from hubdesk.core import Span
from hubdesk.i18n import _
from hubdesk.panels.trend_past import Overlay

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk


class Overlays(QObject):
    """Grants what the trend and the menu wish about a past crisis."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._folder = ""

    def ask(self, episode: object) -> None:
        """Choose a session and a crisis of it; `episode`: the one that is chosen here, if one is."""
        session = self._desk.session
        if session is None or session.basis is None:
            return
        folder = self._folder or str(session.path.parent)
        kinds = _("Sessions (*.hubdesk)")
        chosen, _kind = QFileDialog.getOpenFileName(self._desk, _("The session of the past crisis"), folder, kinds)
        if chosen:
            self._folder = str(Path(chosen).parent)
            self.choose(Path(chosen), episode if isinstance(episode, int) else None)

    def choose(self, other: Path, episode: int | None) -> None:
        """What that session offers, on a sheet."""
        from hubdesk.desk.overlay_sheet import OverlaySheet  # a dialog that a start does not need

        session, looking = self._desk.session, self._desk.looking
        if session is not None:
            known = Span(looking.span().start, looking.scope().known)
            sheet = OverlaySheet(session.path, other, known, looking.zone, episode, self._desk)
            sheet.told.connect(self.show)
            sheet.open()

    def show(self, overlay: object) -> None:
        """Lay it over the trend; None: take it away."""
        if overlay is not None and not isinstance(overlay, Overlay):
            return
        dock = self._desk.area.docks.get("trend")
        show = getattr(dock.panel, "set_overlay", None) if dock is not None else None
        if show is None:
            return
        span = self._desk.looking.span()
        if overlay is not None:
            self._desk.area.raise_panel("trend")
            if not span.start <= overlay.since < span.end:  # look where it begins, as long a stretch as now
                length = span.end - span.start
                self._desk.looking.fix(overlay.since - length // 8, overlay.since + length - length // 8)
        show(overlay)
