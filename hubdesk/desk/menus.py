"""The menus: one table of what the desk can do, with its shortcuts. Each action only says its word."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from hubdesk.i18n import N_, _
from hubdesk.widgets.text import tame

Key = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a menu. `word` is what it says when chosen; "" is a separator. `choice`: one of a group."""

    word: str
    text: str = ""
    keys: str | QKeySequence.StandardKey = ""
    choice: str = ""


LINE: Final = Row("")
SEARCH_KEYS: Final = "Ctrl+K"
FULL_SCREEN: Final = Key.FullScreen if sys.platform == "darwin" else "F11"  # Qt knows none on a plain X desktop
MENUS: Final[tuple[tuple[str, tuple[Row, ...]], ...]] = (
    (
        N_("&Session"),
        (
            Row("new", N_("&New…"), Key.New),
            Row("open", N_("&Open…"), Key.Open),
            Row("recent", N_("Open &recent")),
            Row("demo", N_("Open the &demonstration")),
            LINE,
            Row("merge-marks", N_("&Merge marks…")),
            LINE,
            Row("seal", N_("&Seal…")),
            Row("receipts", N_("Rece&ipts…")),
            LINE,
            Row("export-rows", N_("E&xport rows…"), "Ctrl+Shift+X"),
            Row("present", N_("&Presentation…"), "Ctrl+Shift+P"),
            LINE,
            Row("close", N_("&Close"), "Ctrl+W"),
            Row("quit", N_("&Quit"), "Ctrl+Q"),
        ),
    ),
    (
        N_("&Edit"),
        (
            Row("undo", N_("&Undo"), Key.Undo),
            Row("redo", N_("&Redo"), "Ctrl+Shift+Z"),
            LINE,
            Row("copy", N_("&Copy"), Key.Copy),
            Row("copy-picture", N_("Copy the panel as an &image"), "Ctrl+Shift+C"),
            Row("save-panel", N_("Sa&ve the panel…"), Key.Save),
            LINE,
            Row("search", N_("&Search…"), SEARCH_KEYS),
            LINE,
            Row("preferences", N_("&Preferences…"), "Ctrl+,"),
        ),
    ),
    (
        N_("&View"),
        (
            Row("theme:system", N_("Theme &as the system"), choice="theme"),
            Row("theme:light", N_("&Light theme"), choice="theme"),
            Row("theme:dark", N_("&Dark theme"), choice="theme"),
            LINE,
            Row("density:comfortable", N_("&Comfortable"), choice="density"),
            Row("density:compact", N_("Co&mpact"), choice="density"),
            LINE,
            Row("language:fr", "&Français", choice="language"),
            Row("language:en", "&English", choice="language"),
            LINE,
            Row("back", N_("&Back"), "Alt+Left"),
            Row("forward", N_("&Forward"), "Alt+Right"),
            Row("live", N_("Li&ve or fixed"), "Ctrl+L"),
            Row("span", N_("&Span…"), "Ctrl+T"),
            LINE,
            Row("full-screen", N_("F&ull screen"), FULL_SCREEN),
        ),
    ),
    (N_("&Panels"), ()),
    (
        N_("&Watch"),
        (
            Row("collecting", N_("&Collect"), "Ctrl+Shift+L"),
            Row("ask-all", N_("&Ask every source now"), Key.Refresh),
            Row("replay", N_("&Replay"), "Ctrl+Shift+R"),
            Row("bookmark", N_("&Bookmark this instant…"), "Ctrl+D"),
            Row("overlay", N_("&Overlay a past crisis…")),
            LINE,
            Row("topics", N_("&Topics…"), "Ctrl+Shift+T"),
            Row("query", N_("&Query workshop…"), "Ctrl+E"),
            Row("own-words", N_("&My words…"), "Ctrl+Shift+W"),
            Row("add-source", N_("Add a &source…"), "Ctrl+Shift+N"),
            Row("sources", N_("S&how the sources"), "Ctrl+Shift+S"),
            LINE,
            Row("alarm", N_("To the a&larm"), "F9"),
            Row("alerts", N_("Al&erts…"), "Ctrl+Shift+E"),
        ),
    ),
    (
        N_("&Help"),
        (
            Row("week", N_("A &walk through the demonstration"), "Shift+F1"),
            Row("language-help", N_("The &query language"), "Ctrl+F1"),
            Row("alerts-help", N_("A&lerts")),
            Row("sessions-help", N_("&Sessions")),
            Row("shortcuts", N_("&Keyboard shortcuts"), Key.HelpContents),
            Row("doctor", N_("&Doctor: what this machine has")),
            Row("about", N_("&About Hubdesk")),
        ),
    ),
)
TO_PANELS: Final = (
    Row("next-panel", N_("&Next panel"), "F6"),
    Row("previous-panel", N_("P&revious panel"), "Shift+F6"),
    LINE,
    Row("default-layout", N_("&Default layout")),
)
CHECKABLE: Final = ("collecting", "live", "full-screen", "replay")


class Menus(QObject):
    """Builds the menu bar. `wished` carries an action's word; `panel:NAME` shows or hides a panel."""

    wished = Signal(str)
    recent_wished = Signal(str)  # a path

    def __init__(self, bar: QMenuBar, panels: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._window = parent
        self._recent = QMenu(_("Open &recent"), parent)
        self._recent.triggered.connect(self._wish_recent)
        for title, rows in MENUS:
            menu = bar.addMenu(_(title))
            self._fill(menu, rows or self._panel_rows(panels))

    def choose(self, group: str, value: str) -> None:
        """Tick one of a group, such as theme, without saying so."""
        action = self.actions.get(f"{group}:{value}")
        if action is not None:
            action.setChecked(True)

    def show_recent(self, paths: Sequence[str]) -> None:
        """Fill the list of recent sessions."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for at, path in enumerate(paths, start=1):
            action = self._recent.addAction(f"&{at % 10} {tame(path, 200).replace('&', '&&')}")
            action.setData(path)

    def _panel_rows(self, panels: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
        keys = [f"Ctrl+{digit}" for digit in "1234567890"] + [""] * len(panels)  # a keyboard has ten digits
        shown = tuple(Row(f"panel:{name}", _(title), key) for (name, title), key in zip(panels, keys, strict=False))
        return (*shown, LINE, *TO_PANELS)

    def _fill(self, menu: QMenu, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.word == "recent":
                menu.addMenu(self._recent)
            elif row.word:
                menu.addAction(self._action(row))
            else:
                menu.addSeparator()

    def _action(self, row: Row) -> QAction:
        action = QAction(_(row.text), self._window)
        action.setData(row.word)
        if row.keys:
            action.setShortcut(QKeySequence(row.keys))
        if row.choice:
            group = self._groups.setdefault(row.choice, QActionGroup(self))
            group.addAction(action)
        action.setCheckable(bool(row.choice) or row.word in CHECKABLE or row.word.startswith("panel:"))
        if row.word == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        action.triggered.connect(self._wish)
        self.actions[row.word] = action
        return action

    def _wish(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.wished.emit(action.data())

    def _wish_recent(self, action: QAction) -> None:
        self.recent_wished.emit(action.data())


def shortcuts(menus: Menus) -> list[tuple[str, str]]:
    """Every action that has a shortcut, in words: for the help page."""
    return [
        (action.text().replace("&", ""), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        for action in menus.actions.values()
        if not action.shortcut().isEmpty()
    ]
