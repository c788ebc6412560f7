"""Takes the journal of a day along as a file: a question where to, and the work off the GUI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from hubdesk.core import Scope
from hubdesk.desk.aside import Aside
from hubdesk.desk.journal_pdf import pdf
from hubdesk.i18n import _, local
from hubdesk.reports.journal import compose
from hubdesk.reports.journal_html import page
from hubdesk.reports.journal_markdown import markdown
from hubdesk.reports.journal_rows import sources
from hubdesk.reports.whole_file import write_whole
from hubdesk.store.session import open_reader

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

KINDS: Final = {".pdf": "PDF (*.pdf)", ".html": "HTML (*.html)", ".md": "Markdown (*.md)"}


class JournalSaving(QObject):
    """Asks for a name, writes the page, and says where it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._aside = Aside(self)
        self._aside.done.connect(self._say)
        self._aside.failed.connect(self._complain)

    def close(self) -> None:
        """Wait for a page that is being written; quiet afterwards."""
        self._aside.close()

    def save(self, scope: object) -> None:
        """The journal of that day, as a file of the analyst's choosing."""
        if not isinstance(scope, Scope) or self._desk.path is None or self._aside.is_busy:
            return
        day = local(scope.start, self._desk.looking.zone).date().isoformat()
        name = str(Path.home() / f"journal-{day}.pdf")
        kinds = ";;".join(KINDS.values())
        chosen, kind = QFileDialog.getSaveFileName(self._desk, _("Save the journal"), name, kinds)
        if chosen:
            self.write(self._desk.path, scope, _named(Path(chosen), kind))

    def write(self, session: Path, scope: Scope, out: Path) -> None:
        """Write it, off the GUI thread."""
        self._aside.run(partial(write, session, scope, out))

    def _say(self, out: object) -> None:
        self._desk.status.complain(_("The journal is in {path}.").format(path=out))

    def _complain(self, line: str) -> None:
        self._desk.status.complain(line)


def write(session: Path, scope: Scope, out: Path) -> Path:
    """The journal of a day into a file, by the ending of its name. Raises HubdeskError; then nothing was written."""
    with open_reader(session) as reader:
        made = compose(reader, scope)
        told = sources(reader, scope, made, made.within())
    if out.suffix.casefold() == ".pdf":
        content = pdf(made, told)
    else:
        content = (page if out.suffix.casefold() == ".html" else markdown)(made, told).encode("utf-8", "replace")
    write_whole(out, content)
    return out


def _named(chosen: Path, kind: str) -> Path:
    """With the ending of the kind that was chosen, if it was given none of ours."""
    if chosen.suffix.casefold() in KINDS:
        return chosen
    ending = next((end for end, words in KINDS.items() if words == kind), ".pdf")
    return chosen.with_name(chosen.name + ending)
