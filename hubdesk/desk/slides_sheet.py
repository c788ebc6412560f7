"""Session, Presentation…: which panels of what is looked at, and where the slides go."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from hubdesk import plugins
from hubdesk.core import Scope
from hubdesk.desk.export_sheet import ExportSheet, StoppedError
from hubdesk.desk.presentation import DEFAULT, NOT_SHOWN, Basis, deck_of, read_basis, slide_of, written
from hubdesk.i18n import N_, _, local, ngettext, number
from hubdesk.reports.origin import Origin
from hubdesk.reports.slides import Slide
from hubdesk.store.session import open_reader
from hubdesk.widgets.text import plain_label

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

KINDS: Final = {".pptx": N_("PowerPoint (*.pptx)")}
COLUMNS: Final = 3
READ: Final = 0.6  # of the whole work, in time


@dataclass(frozen=True, slots=True)
class Setting:
    """How panels stand on the desk: their options by name; `holds_back`: in a replay, nothing later is told; `own`:
    the scopes of those that are pinned to one."""

    options: tuple[tuple[str, Hashable], ...] = ()
    holds_back: bool = False
    own: tuple[tuple[str, Scope], ...] = ()


AS_THEY_COME: Final = Setting()


@dataclass(frozen=True, slots=True)
class Reading:
    """Pictures to be read. Off the GUI thread."""

    session: Path
    panels: tuple[str, ...]
    scope: Scope
    setting: Setting
    tell: SignalInstance
    stop: threading.Event

    def __call__(self) -> Basis:
        """Raises HubdeskError."""
        with open_reader(self.session) as reader:
            if self.setting.holds_back:
                reader.upto(self.scope.known)
            options, own = dict(self.setting.options), dict(self.setting.own)
            return read_basis(reader, self.session.name, self.panels, self.scope, options, self._look, own)

    def _look(self, share: float) -> None:
        if self.stop.is_set():
            raise StoppedError(_("Nothing was exported."))
        self.tell.emit(READ * share)


class SlidesSheet(ExportSheet):
    """Asks, reads, draws a slide at a time so that the desk goes on, writes, and says what came of it."""

    def __init__(
        self,
        session: Path,
        scope: Scope,
        origin: Origin,
        setting: Setting = AS_THEY_COME,
        parent: QWidget | None = None,
    ) -> None:
        day = local(scope.end - 1, origin.zone).date().isoformat()
        super().__init__(_("Presentation"), Path.home() / f"hubdesk-{day}.pptx", KINDS, parent)
        self._session, self._scope, self._setting = session, scope, setting
        self._out = Path()
        self._basis: Basis | None = None
        self._slides: list[Slide] = []
        self._withheld = 0
        self._draw_soon = QTimer(self)
        self._draw_soon.setSingleShot(True)
        self._draw_soon.timeout.connect(self._draw)
        parts = (origin.about_topics(), origin.when(), origin.filters)
        about = plain_label(" · ".join(filter(None, parts)), "body", "text2", wrap=True)
        hint = _("The trend and the comparison are charts that can be edited; the others are pictures.")
        if setting.own:
            hint = " ".join((hint, _("Pinned panels show their own scope.")))
        self.choices = {name: QCheckBox(_(one.title)) for name, one in plugins.PANELS.items() if name not in NOT_SHOWN}
        panels = QWidget()
        grid = QGridLayout(panels)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, (name, box) in enumerate(self.choices.items()):
            box.setChecked(name in DEFAULT)
            grid.addWidget(box, place // COLUMNS, place % COLUMNS)
        self.lay_out(about, panels, plain_label(hint, "small", "text3", wrap=True))
        self.aside.done.connect(self._go_on)

    def start(self, out: Path) -> None:
        chosen = tuple(name for name, box in self.choices.items() if box.isChecked())
        if not chosen:
            self.complain(_("Choose at least one panel."))
            return
        self._out, self._basis, self._slides, self._withheld = out, None, [], 0
        self.run(Reading(self._session, chosen, self._scope, self._setting, self.progressed, self.stop))

    def _go_on(self, made: object) -> None:
        """Read: draw now. Written: say so."""
        if isinstance(made, Basis):
            self._basis = made
            self._draw_soon.start(0)
            return
        words = ngettext("{path}: {n} slide", "{path}: {n} slides", len(self._slides))
        lines = [words.format(path=self._out, n=number(len(self._slides)))]
        if self._withheld:
            held = ngettext(
                "{n} mention is held back: its source's terms keep it on the desk.",
                "{n} mentions are held back: their sources' terms keep them on the desk.",
                self._withheld,
            )
            lines.append(held.format(n=number(self._withheld)))
        self.finish(lines)

    def _draw(self) -> None:
        """One slide, then the next when the desk had its turn."""
        basis = self._basis
        if basis is None or self.stop.is_set():
            return
        if len(self._slides) < len(basis.shown):
            slide, held = slide_of(basis, basis.shown[len(self._slides)])
            self._slides.append(slide)
            self._withheld += held
            self.progressed.emit(READ + (1 - READ) * len(self._slides) / (len(basis.shown) + 1))
            self._draw_soon.start(0)
        else:
            self.run(partial(written, deck_of(basis, self._slides), self._out))


def ask_slides(desk: Desk, session: Path, origin: Origin) -> None:
    """Beside the desk, which goes on."""
    docks = desk.area.docks
    options = tuple((name, dock.panel.options()) for name, dock in docks.items() if dock.is_made and name != "feed")
    holds_back = desk.session is not None and desk.session.refresher.holds_back
    setting = Setting(options, holds_back, desk.deeds.own.scopes())
    sheet = SlidesSheet(session, desk.looking.scope(), origin, setting, desk)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.show()
