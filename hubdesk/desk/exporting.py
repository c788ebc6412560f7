"""Takes panels along: on the clipboard as a picture, or as a file, a picture, a drawing or its numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from hubdesk.core import Span
from hubdesk.desk import along
from hubdesk.desk.aside import Aside
from hubdesk.desk.filter_words import filter_line
from hubdesk.desk.footer import Caption
from hubdesk.desk.panel_dock import PanelDock, dock_of
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import N_, _, local, ngettext, number
from hubdesk.reports.origin import Origin
from hubdesk.reports.sheet import sheet_csv
from hubdesk.reports.whole_file import write_whole

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

KINDS: Final = {
    ".png": N_("Picture (*.png)"),
    ".svg": N_("Drawing (*.svg)"),
    ".csv": N_("Numbers (*.csv)"),
}


class Exporting(QObject):
    """Paints on the GUI thread, writes off it, and says where it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._aside = Aside(self)
        self._aside.done.connect(self._say)
        self._aside.failed.connect(self._say)
        self._folder = Path.home()
        for dock in desk.area.docks.values():
            dock.copy_wished.connect(self.copy)
            dock.keep_wished.connect(self.keep)

    def close(self) -> None:
        """Wait for what is being written, and close the dialogs; quiet afterwards."""
        self._aside.close()
        for sheet in self._desk.findChildren(Sheet):
            sheet.close()

    def current(self) -> PanelDock | None:
        """The panel that a person works in; else the first in sight."""
        seen = [dock for dock in self._desk.area.docks.values() if dock.is_seen()]
        return dock_of(QApplication.focusWidget()) or (seen[0] if seen else None)

    def copy(self, dock: PanelDock) -> None:
        """A panel's picture on the clipboard, with its source, span and zone under it."""
        held = self._held(dock)
        if held is None:
            return
        boxes = dock.panel.held_boxes(held)
        QGuiApplication.clipboard().setImage(along.image(dock.panel, self._caption(dock), boxes))
        said = _("“{panel}” is on the clipboard as an image.").format(panel=dock.bar.title)
        self._say(f"{said} {_left_out(len(boxes))}".strip())

    def keep(self, dock: PanelDock, kind: str = "") -> None:
        """Ask for a name, and write the panel there; `kind` is the ending that stands first."""
        if self._aside.is_busy:
            return
        kinds = {kind: KINDS[kind]} if kind in KINDS else KINDS
        stem = f"{_stem(self._origin(dock))}-{dock.name}"
        chosen, said = QFileDialog.getSaveFileName(
            self._desk,
            _("Save “{panel}”").format(panel=dock.bar.title),
            str(self._folder / f"{stem}{next(iter(kinds))}"),
            ";;".join(_(words) for words in kinds.values()),
        )
        if chosen:
            out = named(Path(chosen), said, kinds)
            self._folder = out.parent
            self.write(dock, out)

    def write(self, dock: PanelDock, out: Path) -> None:
        """Write the panel as it stands, by the ending of the name."""
        panel, held, origin = dock.panel, self._held(dock), self._origin(dock)
        if held is None:
            return
        boxes, kind = panel.held_boxes(held), out.suffix.casefold()
        withheld = len(boxes)
        made: Callable[[], bytes]
        if kind == ".csv":
            sheet = panel.numbers(held)
            if sheet is None:
                self._say(_("“{panel}” has no numbers to save now.").format(panel=dock.bar.title))
                return
            made, withheld = partial(sheet_csv, sheet, origin.lines()), sheet.withheld
        elif kind == ".svg":
            made = partial(bytes, along.svg(panel, self._caption(dock), boxes))
        else:
            made = partial(along.png, along.image(panel, self._caption(dock), boxes))
        self._aside.run(partial(_written, out, made, dock.bar.title, withheld))

    def export_rows(self) -> None:
        """What is looked at, as rows."""
        from hubdesk.desk.rows_sheet import ask_rows  # a dialog that a start does not need

        if self._desk.path is not None and self._desk.session is not None:
            ask_rows(self._desk, self._desk.path, self._origin())

    def present(self) -> None:
        """Panels of what is looked at, a slide each."""
        from hubdesk.desk.slides_sheet import ask_slides  # a dialog that a start does not need

        if self._desk.path is not None and self._desk.session is not None:
            ask_slides(self._desk, self._desk.path, self._origin())

    def _held(self, dock: PanelDock) -> frozenset[str] | None:
        """Names of the sources that hold back; None while nobody knows, which it says."""
        bars = self._desk.deeds.own.bars_of(dock)
        if bars is None:
            self._say(_("The session is still being read; try again in a moment."))
            return None
        return bars.held

    def _caption(self, dock: PanelDock) -> Caption:
        """What a panel's picture says under it."""
        origin = self._origin(dock)
        grounds = " · ".join(filter(None, (origin.unheard(), origin.heard())))
        title = dock.bar.said
        return Caption(title, origin.session, origin.span, origin.zone, origin.synthetic, grounds, origin.filters)

    def _origin(self, dock: PanelDock | None = None) -> Origin:
        """What figures rest on: those of a panel, which may have a scope of its own, or all that is looked at."""
        desk = self._desk
        basis = desk.session.basis if desk.session is not None else None
        bars, scope = desk.coverage.bars, desk.looking.scope()
        if dock is not None:
            bars, scope = desk.deeds.own.bars_of(dock), desk.deeds.own.scope_of(dock, scope)
        is_counted = bars is not None and bars.filters == scope.filters
        return Origin(
            (basis.facts.title if basis else "") or (desk.path.name if desk.path else ""),
            desk.looking.zone,
            bool(basis and basis.facts.synthetic),
            Span(scope.start, scope.end),
            tuple((topic.name, topic.query) for topic in scope.topics),
            bars.heard if bars is not None else (),
            bars.gaps if bars is not None else (),
            bars.count if bars is not None and is_counted else None,
            filter_line(scope.filters, desk.looking.topics),
        )

    def _say(self, line: object) -> None:
        self._desk.status.complain(str(line))


def named(chosen: Path, said: str, kinds: dict[str, str]) -> Path:
    """With the ending of the kind that was chosen, if it was given none of these."""
    if chosen.suffix.casefold() in kinds:
        return chosen
    ending = next((end for end, words in kinds.items() if _(words) == said), next(iter(kinds)))
    return chosen.with_name(chosen.name + ending)


def _stem(origin: Origin) -> str:
    return f"hubdesk-{local(origin.span.end - 1, origin.zone).date().isoformat()}"


def _written(out: Path, made: Callable[[], bytes], title: str, withheld: int) -> str:
    """Off the GUI thread. What is to be said of it. Raises FailedError."""
    write_whole(out, made())
    return f"{_('“{panel}” is in {path}.').format(panel=title, path=out)} {_left_out(withheld)}".strip()


def _left_out(withheld: int) -> str:
    """What terms kept back; "" for nothing."""
    if not withheld:
        return ""
    words = ngettext(
        "{n} mention is held back: its source's terms keep it on the desk.",
        "{n} mentions are held back: their sources' terms keep them on the desk.",
        withheld,
    )
    return words.format(n=number(withheld))
