"""What the menus' words do to the window. What concerns the whole application goes on to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from hubdesk.core import Millis
from hubdesk.desk.deed_words import ABOUT_A_SESSION, HELP_PAGES, LISTENING
from hubdesk.desk.exporting import Exporting
from hubdesk.desk.named_layouts_menu import NamedLayouts
from hubdesk.desk.named_scopes_menu import NamedScopes
from hubdesk.desk.own_scopes import OwnScopes
from hubdesk.desk.palette import Palette
from hubdesk.desk.query_ahead import QueryAhead
from hubdesk.desk.seal_watch import SealWatch
from hubdesk.desk.wall_start import WallStart
from hubdesk.desk.whole_panel import WholePanel
from hubdesk.desk.writes import AddSources

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk


class Deeds(QObject):
    """One method a word; the word of an action picks it."""

    def __init__(self, desk: Desk, now: Callable[[], Millis], profile: Path | None) -> None:
        super().__init__(desk)
        self._desk, self._now = desk, now
        self._sealed, self._ahead = SealWatch(desk), QueryAhead(desk)
        self.exporting, walls, self.palette = Exporting(desk), WallStart(desk, profile), Palette(desk)
        self.layouts, self.scopes, self.whole = NamedLayouts(desk), NamedScopes(desk), WholePanel(desk)
        self.own = OwnScopes(desk, now)
        self._here = self._table(walls)

    def _table(self, walls: WallStart) -> dict[str, Callable[[], None]]:
        """What each word of the menus does here."""
        desk, looking = self._desk, self._desk.looking
        return {
            "copy": self.copy_text,
            "copy-picture": self.copy_picture,
            "save-panel": self.save_panel,
            "export-rows": self.exporting.export_rows,
            "present": self.exporting.present,
            "wall": walls.start,
            "scenes": walls.edit,
            "back": looking.back,
            "forward": looking.forward,
            "live": looking.toggle_live,
            "span": desk.scope_bar.open_spans,
            "full-screen": self.full_screen,
            "whole-panel": self.whole.toggle,
            "float-panel": self.whole.float_or_dock,
            "pin-panel": self.own.toggle_current,
            "default-layout": desk.keeper.reset,
            "layout-back": self.layouts.back,
            "save-layout": self.layouts.save,
            "own-layouts": self.layouts.change,
            "save-scope": self.scopes.save,
            "named-scopes": self.scopes.change,
            "next-panel": self.next_panel,
            "previous-panel": self.previous_panel,
            "collecting": desk.toggle_collecting,
            "replay": desk.replay.toggle,
            "undo": self.undo,
            "redo": self.redo,
            "bookmark": self.bookmark,
            "overlay": self.overlay,
            "merge-marks": self.merge_marks,
            "ask-all": self.ask_all,
            "topics": self.topics,
            "own-words": self.own_words,
            "query": desk.workshop.open,
            "add-source": self.add_source,
            "sources": desk.show_coverage,
            "alarm": self.alarm,
            "search": desk.scope_bar.search.begin,
            "palette": self.palette.toggle,
            "shortcuts": self.shortcuts,
            "doctor": self.doctor,
            "about": self.about,
            "seal": self.seal,
            "receipts": self.receipts,
            "close": self.close_soon,
        }

    def close(self) -> None:
        """Finish what is being written, leave what is only looked at; quiet afterwards."""
        self.exporting.close()
        self.palette.close()
        self.layouts.close()
        self.whole.close()
        self.own.close()
        self._sealed.close()
        self._ahead.close()
        self._desk.wishes.close()

    def do(self, word: str) -> None:
        """Do what an action's word says, here or in the application."""
        if word in self._here:
            self._here[word]()
        elif word in HELP_PAGES:
            self.help(word)
        elif self.layouts.is_mine(word):
            self.layouts.put(word)
        elif self.scopes.is_mine(word):
            self.scopes.open(word)
        elif word.startswith("panel:"):
            self.toggle_panel(word.removeprefix("panel:"))
        else:
            self._desk.wished.emit(word)
        self.tick()

    def tick(self) -> None:
        """Bring the ticks of the menus in step with the window."""
        desk = self._desk
        actions = desk.menus.actions
        for name, dock in desk.area.docks.items():
            actions[f"panel:{name}"].setChecked(not dock.isHidden())
        actions["full-screen"].setChecked(desk.isFullScreen())
        actions["live"].setChecked(desk.looking.state.is_live)
        actions["replay"].setChecked(desk.replay.is_on)
        actions["collecting"].setChecked(desk.is_collecting)
        actions["collecting"].setEnabled(desk.may_collect)
        basis = desk.session.basis if desk.session is not None else None
        actions["whole-panel"].setChecked(self.whole.is_open)
        actions["layout-back"].setEnabled(self.layouts.has_before)
        self.scopes.tick()
        for word in ABOUT_A_SESSION:
            actions[word].setEnabled(basis is not None)
        for word in LISTENING:
            actions[word].setEnabled(basis is not None and basis.listens)

    def toggle_panel(self, name: str) -> None:
        """Show a panel and bring it to the front; hide it when it is in front already."""
        dock = self._desk.area.docks[name]
        if dock.is_seen():
            dock.hide()
        else:
            self._desk.area.raise_panel(name)

    def next_panel(self) -> None:
        """Bring the keyboard to the next panel that is seen, from left to right and from top to bottom."""
        self._desk.keys.to_panel(1)

    def previous_panel(self) -> None:
        """Bring the keyboard to the one before."""
        self._desk.keys.to_panel(-1)

    def copy_text(self) -> None:
        """Copy what is marked, wherever the cursor is."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit | QTextEdit | QPlainTextEdit):
            focus.copy()
        else:
            self.copy_picture()

    def copy_picture(self) -> None:
        """Copy the panel a person works in, as an image with its footer."""
        dock = self.exporting.current()
        if dock is not None:
            self.exporting.copy(dock)

    def save_panel(self) -> None:
        """Save the panel a person works in, as a picture, a drawing or its numbers."""
        dock = self.exporting.current()
        if dock is not None:
            self.exporting.keep(dock)

    def full_screen(self) -> None:
        if self._desk.isFullScreen():
            self._desk.showNormal()
        else:
            self._desk.showFullScreen()

    def ask_all(self) -> None:
        self._desk.ask_source(None)

    def alarm(self) -> None:
        """Bring the keyboard to the alarm that waits."""
        self._desk.alerts.take_keyboard()

    def add_source(self) -> None:
        from hubdesk.desk.wizard_sources import ask_source  # a dialog that a start does not need

        rows = ask_source(self._desk)
        if rows and self._desk.session is not None:
            self._desk.session.scribe.write("add-sources", AddSources(rows))

    def topics(self) -> None:
        """Add, change and remove topics."""
        from hubdesk.desk.topics import ask_topics  # a dialog that a start does not need

        session = self._desk.session
        if session is not None and session.basis is not None:
            wanted, opened = ask_topics(session.basis.topics, self._desk)
            if wanted:
                session.scribe.write("topics", wanted)
            if opened:
                self._desk.workshop.open(opened)

    def own_words(self) -> None:
        """Add, change and remove the words that the readers heed before their models."""
        from hubdesk.desk.own_words import ask_own_words  # a dialog that a start does not need

        session = self._desk.session
        if session is not None and session.basis is not None:
            wanted = ask_own_words(session.basis.own_words, session.basis.topics, self._desk)
            if wanted:
                session.scribe.write("own-words", replace(wanted, at=self._now()))

    def undo(self) -> None:
        """The last mark is undone: the menu says which."""
        self._desk.wishes.review.stack.undo()

    def redo(self) -> None:
        self._desk.wishes.review.stack.redo()

    def bookmark(self) -> None:
        self._desk.wishes.review.bookmark()

    def overlay(self) -> None:
        """Lay a past crisis over the trend."""
        self._desk.wishes.grant("overlay", None)

    def merge_marks(self) -> None:
        """Bring in marks made beside a sealed file of this session."""
        self._desk.wishes.review.merge()

    def choose_dates(self) -> None:
        """Look at a stretch between two dates."""
        from hubdesk.desk.dialogs import ask_dates  # a dialog that a start does not need

        looking = self._desk.looking
        span = ask_dates(looking.span(), looking.zone, self._desk)
        if span is not None:
            looking.fix(span.start, span.end)

    def receipts(self) -> None:
        """What was erased from the session."""
        from hubdesk.desk.receipts import show_receipts  # a dialog that a start does not need

        show_receipts(self._desk)

    def seal(self) -> None:
        """The session, or what is looked at of it, as one file for review."""
        from hubdesk.desk.sealing import show_sealing  # a dialog that a start does not need

        show_sealing(self._desk, self._now())

    def help(self, word: str) -> None:
        """A page of the help."""
        from hubdesk.desk.help import show_page  # a window that a start does not need

        show_page(word, self._desk)

    def shortcuts(self) -> None:
        from hubdesk.desk.dialogs import show_shortcuts  # a dialog that a start does not need

        show_shortcuts(self._desk.menus, self._desk)

    def doctor(self) -> None:
        from hubdesk.desk.dialogs import show_doctor  # a dialog that a start does not need

        show_doctor(self._desk.places.data, self._desk)

    def about(self) -> None:
        from hubdesk.desk.dialogs import show_about  # a dialog that a start does not need

        show_about(self._desk)

    def close_soon(self) -> None:
        """After the menu has closed: an action must not outlive its window."""
        QTimer.singleShot(0, self._desk.close)
