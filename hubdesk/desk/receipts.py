"""The receipts of what was erased from the session on the desk, to be read and copied: they name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from hubdesk.desk.aside import Aside
from hubdesk.desk.erasing_words import receipt_words, rule_words
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import _
from hubdesk.store.session import open_reader
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label, tame

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk


@dataclass(frozen=True, slots=True)
class Kept:
    """What the sheet shows."""

    receipts: tuple[tuple[str, str], ...]  # a line, and its checksum
    rule: tuple[str, ...]


def read_receipts(session: Path, zone: str) -> Kept:
    """Off the GUI thread. Raises HubdeskError."""
    with open_reader(session) as reader:
        return Kept(tuple(receipt_words(one, zone) for one in reader.receipts()), rule_words(reader.retention()))


class ReceiptsSheet(Sheet):
    """A text that can be copied as a whole."""

    def __init__(self, session: Path, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Receipts"))
        self.resize(720, 420)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Receipts"))
        self.text.setTabChangesFocus(True)
        self.rule = plain_label("", "small", "text3", wrap=True)
        self.copy, self.leave = Button(_("Copy")), Button(_("Close"))
        self.copy.clicked.connect(self._copy)
        self.leave.clicked.connect(self.reject)
        self._aside = Aside(self)
        self._aside.done.connect(self.show_kept)
        self._aside.failed.connect(self._complain)
        self._lay_out()
        self._aside.run(partial(read_receipts, session, zone))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        about = _("What was erased from this session, when, and from which files. A receipt names nobody.")
        column.addWidget(plain_label(about, "body", "text2", wrap=True))
        column.addWidget(self.text, 1)
        column.addWidget(self.rule)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.leave)
        column.addLayout(buttons)

    def show_kept(self, kept: object) -> None:
        if isinstance(kept, Kept):
            told = "\n\n".join("\n".join(one) for one in kept.receipts) or _("Nothing was erased yet.")
            self.text.setPlainText(told)
            self.copy.setEnabled(bool(kept.receipts))
            self.rule.setText("\n".join(kept.rule))

    def _complain(self, line: str) -> None:
        self.text.setPlainText(tame(line))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def close_work(self) -> None:
        """Wait for what runs; quiet afterwards."""
        self._aside.close()


def show_receipts(desk: Desk) -> None:
    """Of the session on the desk."""
    if desk.session is None or desk.session.basis is None:
        return
    sheet = ReceiptsSheet(desk.session.path, desk.looking.zone, desk)
    sheet.exec()
    sheet.close_work()
    sheet.deleteLater()
