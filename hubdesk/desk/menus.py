"""The menus: one table of what the desk can do, with its shortcuts. Each action only says its word."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from hubdesk.desk.digit_keys import with_digit
from hubdesk.desk.named_layouts_shipped import SHIPPED
from hubdesk.desk.named_scopes import LONGEST_NAME
from hubdesk.i18n import N_, _, number
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
_LETTER: Final = re.compile("&(.)")
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
            Row("wall", N_("Start the &wall"), "Ctrl+F11"),
            Row("scenes", N_("Sc&enes of the wall…"), "Shift+F11"),
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
            Row("palette", N_("Command pa&lette…"), "Ctrl+Shift+K"),
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
            Row("scopes", N_("Sco&pes")),
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
            Row("wall-help", N_("The &wall")),
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
    Row("whole-panel", N_("&Whole screen for the panel"), "F10"),
    Row("float-panel", N_("&Tear the panel off, or dock it"), "Ctrl+F10"),
    Row("pin-panel", N_("P&in the panel to its scope, or let it follow"), "Ctrl+Shift+F10"),
    LINE,
    Row("default-layout", N_("&Default layout")),
    Row("layouts", N_("&Layouts")),
)
LAYOUTS: Final = (
    *(Row(f"layout:{name}", text, f"Ctrl+Alt+{at}") for at, (name, text) in enumerate(SHIPPED.items(), 1)),
    LINE,
    Row("layout-back", N_("The layout &before"), "Ctrl+Alt+0"),
    Row("save-layout", N_("&Save this layout…"), "Ctrl+Alt+S"),
    Row("own-layouts", N_("&Your layouts…")),
)
SCOPES: Final = (
    LINE,  # a person's own come before it
    Row("save-scope", N_("&Save this scope…"), "Ctrl+Shift+D"),
    Row("named-scopes", N_("&Your scopes…")),
)
SCOPE_KEYS: Final = tuple(f"Ctrl+Shift+F{at}" for at in range(1, 10))  # a digit with Shift is typed on some keyboards
MOST_LISTED: Final = 20  # of a person's own in a menu: one of two columns hides its end on a small screen
OWN_LAYOUT: Final = "my-layout:"
OWN_SCOPE: Final = "my-scope:"
CHECKABLE: Final = ("collecting", "live", "full-screen", "whole-panel", "replay")


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
        self._layouts = QMenu(_("&Layouts"), parent)
        self._scopes = QMenu(_("Sco&pes"), parent)
        self._menus = {"recent": self._recent, "layouts": self._layouts, "scopes": self._scopes}
        self._fill(self._layouts, LAYOUTS)
        self._fill(self._scopes, SCOPES)
        self._more = QAction(parent)
        self._more.setData("palette")
        self._more.triggered.connect(self._wish)
        self._more.setVisible(False)
        self._scopes.insertAction(self._scopes.actions()[0], self._more)
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

    def show_layouts(self, names: Sequence[str]) -> None:
        """Put a person's own layouts behind those that ship; the first of them have a key each."""
        line = next(action for action in self._layouts.actions() if action.isSeparator())
        keys = [f"Ctrl+Alt+{at}" for at in range(len(SHIPPED) + 1, 10)]
        self._layouts.insertActions(line, self._made_anew(self._layouts, OWN_LAYOUT, names, keys))

    def show_scopes(self, names: Sequence[str]) -> None:
        """Put a person's own scopes first; those at the top have a key each, and the palette finds all."""
        made = self._made_anew(self._scopes, OWN_SCOPE, names, SCOPE_KEYS)
        self._scopes.insertActions(self._more, made[:MOST_LISTED])
        left = len(made) - MOST_LISTED
        self._more.setText(_("{n} more, in the command &palette…").format(n=number(left)))
        self._more.setVisible(left > 0)

    def _made_anew(self, menu: QMenu, prefix: str, names: Sequence[str], keys: Sequence[str]) -> list[QAction]:
        """What a person named, in place of what there was."""
        for word in [word for word in self.actions if word.startswith(prefix)]:
            action = self.actions.pop(word)
            menu.removeAction(action)
            action.deleteLater()
        made = [
            self._action(Row(prefix + name, keys=key))
            for name, key in zip(names, chain(keys, repeat("")), strict=False)
        ]
        for name, action in zip(names, made, strict=True):
            action.setText(tame(name, LONGEST_NAME).replace("&", "&&"))  # a name is not translated
        return made

    def _panel_rows(self, panels: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
        keys = [f"Ctrl+{digit}" for digit in "1234567890"] + [""] * len(panels)  # a keyboard has ten digits
        shown = tuple(Row(f"panel:{name}", _(title), key) for (name, title), key in zip(panels, keys, strict=False))
        return (*shown, LINE, *TO_PANELS)

    def _fill(self, menu: QMenu, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.word in self._menus:
                menu.addMenu(self._menus[row.word])
            elif row.word:
                menu.addAction(self._action(row))
            else:
                menu.addSeparator()

    def _action(self, row: Row) -> QAction:
        action = QAction(_(row.text), self._window)
        action.setData(row.word)
        if row.keys:
            action.setShortcuts(with_digit(row.keys))
        if row.choice:
            group = self._groups.setdefault(row.choice, QActionGroup(self))
            group.addAction(action)
        action.setCheckable(bool(row.choice) or row.word in CHECKABLE or row.word.startswith(("panel:", OWN_SCOPE)))
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


def plain(text: str) -> str:
    """An action's words without the mark of its letter."""
    return _LETTER.sub(r"\1", text)


def shortcuts(menus: Menus) -> list[tuple[str, str]]:
    """Every action that has a shortcut, in words: for the help page."""
    return [
        (plain(action.text()), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        for action in menus.actions.values()
        if not action.shortcut().isEmpty()
    ]
