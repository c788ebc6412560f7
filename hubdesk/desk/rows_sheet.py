"""Session, Export rows…: what is looked at as a file of rows, all of it or what a query finds."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from hubdesk.core import Scope
from hubdesk.desk.export_sheet import ExportSheet, StoppedError
from hubdesk.i18n import N_, _, local, ngettext, number
from hubdesk.reports.origin import Origin
from hubdesk.reports.whole_file import check_other
from hubdesk.store.session import open_reader
from hubdesk.widgets.text import plain_label

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk
    from hubdesk.reports.export import Exported

KINDS: Final = {
    ".xlsx": N_("Excel (*.xlsx)"),
    ".csv": N_("CSV (*.csv)"),
    ".jsonl": N_("JSON lines (*.jsonl)"),
    ".parquet": N_("Parquet (*.parquet)"),
}


@dataclass(frozen=True, slots=True)
class RowsWish:
    """Rows to be written. Off the GUI thread. `query` "": all of the scope."""

    session: Path
    out: Path
    scope: Scope
    query: str
    pseudonymise: bool
    tell: SignalInstance
    stop: threading.Event

    def __call__(self) -> Exported:
        """Raises HubdeskError; then nothing is left of it."""
        from hubdesk.query.syntax import parse  # loads the query language, which a start does not need
        from hubdesk.reports.export import export  # as above

        def look(done: int, all_: int) -> None:
            if self.stop.is_set():
                raise StoppedError(_("Nothing was exported."))
            self.tell.emit(done / max(1, all_))

        check_other(self.session, self.out)
        query = parse(self.query) if self.query.strip() else None
        with open_reader(self.session) as reader:
            return export(reader, self.scope, self.out, query, pseudonymise=self.pseudonymise, tell=look)


class RowsSheet(ExportSheet):
    """Asks, works, and says what came of it."""

    def __init__(
        self, session: Path, scope: Scope, origin: Origin, query: str = "", parent: QWidget | None = None
    ) -> None:
        day = local(scope.end - 1, origin.zone).date().isoformat()
        super().__init__(_("Export rows"), Path.home() / f"hubdesk-{day}.xlsx", KINDS, parent)
        self._session, self._scope = session, scope
        count = origin.rows
        many = "" if count is None else ngettext("{n} mention", "{n} mentions", count).format(n=number(count))
        parts = (many, origin.about_topics(), origin.when(), origin.filters)
        about = plain_label(" · ".join(filter(None, parts)), "body", "text2")
        about.setWordWrap(True)
        self.query = QLineEdit(query)
        self.query.setPlaceholderText(_("Only what this query finds; empty: all"))
        self.query.setAccessibleName(_("Query"))
        self.pseudonyms = QCheckBox(_("Pseudonyms in place of authors"))
        hint = _(
            "Handles, names, addresses of posts and raw records are left out. The words of a post stay, and can be"
            " searched for."
        )
        kinds = _("The name's ending says what is written: {kinds}.").format(kinds=", ".join(KINDS))
        self.lay_out(
            about,
            self.query,
            self.pseudonyms,
            plain_label(hint, "small", "text3", wrap=True),
            plain_label(kinds, "small", "text3", wrap=True),
        )
        self.aside.done.connect(self._say)

    def start(self, out: Path) -> None:
        wish = RowsWish(
            self._session,
            out,
            self._scope,
            self.query.text(),
            self.pseudonyms.isChecked(),
            self.progressed,
            self.stop,
        )
        self.run(wish)

    def _say(self, made: Exported) -> None:
        from hubdesk.reports.export import held_back_words  # was loaded for the export itself

        words = ngettext("{path}: {n} row", "{path}: {n} rows", made.rows)
        self.finish([words.format(path=made.path, n=number(made.rows)), *map(held_back_words, made.held_back)])


def ask_rows(desk: Desk, session: Path, origin: Origin) -> None:
    """Beside the desk, which goes on."""
    sheet = RowsSheet(session, desk.looking.scope(), origin, desk.searching.text, desk)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.show()
