"""Layouts by name on the desk: put one in force, go back to the one before, save, rename and delete one's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from hubdesk.core import HubdeskError
from hubdesk.desk.arrange import read_layout, screens
from hubdesk.desk.aside import Aside
from hubdesk.desk.layout import Layout, LayoutError, from_json, to_json
from hubdesk.desk.menus import OWN_LAYOUT as OWN
from hubdesk.desk.named_layouts import Kept, NamedLayout, kept_json, read_kept, rehung
from hubdesk.desk.named_layouts_shipped import SHIPPED, shipped
from hubdesk.i18n import _
from hubdesk.settings import write_atomically
from hubdesk.widgets.text import tame

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

FILE: Final = "layouts.json"
SHIPS: Final = "layout:"
Change = Callable[[Kept], Kept]


class NamedLayouts(QObject):
    """The file is read, changed and written on a thread, one change after the other."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._file = desk.places.layout_file.with_name(FILE)
        self._kept = Kept()
        self._before: Layout | None = None
        self._changes: list[tuple[Change, str]] = []  # and what to say when it is done
        self._said = ""
        self._aside = Aside(self)
        self._aside.done.connect(self._take)
        self._aside.failed.connect(self._complain)
        self._aside.run(partial(read_kept, self._file, self._panels()))

    @property
    def own(self) -> tuple[str, ...]:
        """The names of a person's own, in the order of the menu."""
        return tuple(one.name for one in self._kept.layouts)

    @property
    def has_before(self) -> bool:
        """Whether there is an arrangement to go back to."""
        return self._before is not None

    def is_mine(self, word: str) -> bool:
        return word.startswith((SHIPS, OWN))

    def put(self, word: str) -> None:
        """Put the layout of a menu's word in force; the window stays where it is."""
        if word.startswith(SHIPS):
            self._apply(shipped(word.removeprefix(SHIPS), self._panels()))
            return
        one = self._kept.named(word.removeprefix(OWN))
        if one is None:
            return
        try:
            layout = from_json(one.text, self._panels())
        except LayoutError as error:  # it was checked when it was read
            self._complain(str(error))
        else:
            self._apply(rehung(layout, one.screens, screens()))

    def back(self) -> None:
        """The arrangement of before; asked again, the one that it replaced."""
        if self._before is not None:
            self._apply(self._before)

    def save(self) -> None:
        """Ask for a name, and keep the arrangement as it is under it."""
        from hubdesk.desk.named_layouts_sheets import NameSheet  # a dialog that a start does not need

        sheet = NameSheet(self.own, self._shipped_names(), self._desk)
        sheet.named.connect(self.keep)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def change(self) -> None:
        """The list of one's own, to rename, order and delete."""
        from hubdesk.desk.named_layouts_sheets import LayoutsSheet  # a dialog that a start does not need

        sheet = LayoutsSheet(self.own, self._shipped_names(), self._desk)
        sheet.arranged.connect(self._arrange)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def keep(self, name: str) -> None:
        """Keep the arrangement as it is, under that name."""
        layout = read_layout(self._desk.area)
        if not layout.panels():
            self._complain(_("Every panel is hidden: there is nothing to save."))
            return
        new = NamedLayout(name, to_json(layout), screens())
        self._ask(partial(_with_one, new), _("The layout “{name}” is saved.").format(name=tame(name, 60)))

    def close(self) -> None:
        """Wait until everything is written; quiet afterwards."""
        self._aside.close()
        for change, _line in self._changes:
            try:
                changed(self._file, self._panels(), change)
            except HubdeskError:
                return

    def _arrange(self, wanted: tuple[tuple[str, str], ...], were: tuple[str, ...]) -> None:
        self._ask(partial(_arranged, wanted, were), _("Your layouts are saved."))

    def _apply(self, layout: Layout) -> None:
        if not layout.panels():
            self._complain(_("None of its panels is there."))
            return
        desk = self._desk
        desk.deeds.whole.leave()
        self._before = read_layout(desk.area)
        desk.keeper.apply(layout)
        desk.area.make_seen()
        desk.deeds.tick()

    def _ask(self, change: Change, line: str) -> None:
        self._changes.append((change, line))
        self._go_on()

    def _go_on(self) -> None:
        if self._changes and not self._aside.is_busy:
            change, self._said = self._changes.pop(0)
            self._aside.run(partial(changed, self._file, self._panels(), change))

    def _take(self, kept: object) -> None:
        if isinstance(kept, Kept):
            self._kept = kept
            self._desk.menus.show_layouts(self.own)
            if self._said:
                self._desk.status.complain(self._said)
        self._go_on()

    def _complain(self, line: str) -> None:
        self._desk.status.complain(line)
        self._go_on()

    def _panels(self) -> tuple[str, ...]:
        return tuple(self._desk.area.docks)

    def _shipped_names(self) -> tuple[str, ...]:
        return tuple(_(text).replace("&", "") for text in SHIPPED.values())


def changed(file: Path, panels: tuple[str, ...], change: Change) -> Kept:
    """On a thread: the file as another window may have left it, changed and written. Raises HubdeskError."""
    kept = change(read_kept(file, panels))
    try:
        write_atomically(file, kept_json(kept))
    except OSError as error:
        line = _("The layouts are not saved: {file}: {why}.")
        raise HubdeskError(line.format(file=file, why=error.strerror or type(error).__name__)) from error
    return kept


def _with_one(new: NamedLayout, kept: Kept) -> Kept:
    return kept.with_one(new)


def _arranged(wanted: tuple[tuple[str, str], ...], were: tuple[str, ...], kept: Kept) -> Kept:
    return kept.arranged(wanted, were)
