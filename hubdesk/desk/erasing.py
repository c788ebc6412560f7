"""Erases from the desk: a question with what would go, the work off the GUI thread, and the receipts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from hubdesk.core import Heard, Millis
from hubdesk.desk.aside import Aside
from hubdesk.desk.erasing_words import entered_words, number_words
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import _, ngettext, number
from hubdesk.store.session import open_reader
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label, tame

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk
    from hubdesk.store.erasure import Erased

NAME: Final = 60  # code points of what somebody is called


@dataclass(frozen=True, slots=True)
class Asked:
    """A mention that may go, and its author. `account`: as an erasure names it, "" where nobody knows who wrote."""

    mention: int
    account: str = ""
    name: str = ""

    @staticmethod
    def of(heard: Heard) -> Asked:
        author, network = heard.mention.author, heard.mention.network
        account = author.id or author.handle
        name = tame(author.handle or author.name, NAME)
        return Asked(heard.id, f"{network}:{account}" if account else "", name)


@dataclass(frozen=True, slots=True)
class Erasing:
    """What was chosen, to be done off the GUI thread."""

    session: Path
    data: Path
    asked: Asked
    is_author: bool
    now: Millis

    def count(self) -> int:
        """How many mentions would go."""
        from hubdesk.store.erasure_subject import EraseKind, EraseWish  # loads what a start does not need

        if not self.is_author:
            return 1
        with open_reader(self.session) as reader:
            return reader.would_erase(EraseWish(EraseKind.AUTHOR, (self.asked.account,)), self.now)[0]

    def run(self) -> Erased:
        """Raises HubdeskError; then nothing was erased."""
        from hubdesk.store.erasure import erase  # loads what writes, which a start does not need
        from hubdesk.store.erasure_subject import EraseKind, EraseWish

        wish = EraseWish(EraseKind.MENTION, (str(self.asked.mention),))
        if self.is_author:
            wish = EraseWish(EraseKind.AUTHOR, (self.asked.account,))
        return erase(self.session, wish, self.now, (), (self.data,))


class EraseSheet(Sheet):
    """Asks, works, and says what came of it."""

    def __init__(self, session: Path, data: Path, asked: Asked, now: Millis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Erase"))
        self.setMinimumWidth(560)
        self._session, self._data, self._asked, self._now = session, data, asked, now
        self.done_with: Erased | None = None
        self._counting, self._aside = Aside(self), Aside(self)
        self._counting.done.connect(self._show_count)
        self._counting.failed.connect(self._complain)
        self._aside.done.connect(self._finish)
        self._aside.failed.connect(self._complain)
        self.one = QRadioButton(_("This mention alone"))
        self.all = QRadioButton(_("Everything by {name}").format(name=asked.name.replace("&", "&&")))
        self.one.setChecked(True)
        self.all.setVisible(bool(asked.account))
        self.count = plain_label("", "small", "text3", wrap=True)
        self.told = plain_label("", "body", "text", wrap=True)
        self.go, self.leave = Button(_("Erase for ever")), Button(_("Cancel"))
        self.go.clicked.connect(self.begin)
        self.leave.clicked.connect(self.reject)
        self._lay_out()
        if asked.account:
            self._counting.run(self._chosen(is_author=True).count)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        about = _(
            "Words, names, addresses and records go from this file to the last byte, and do not come back. Counts stay,"
            " as a hole. Nothing can undo it."
        )
        hint = _("Their name and handle go from what others wrote too; whom you watch yourself stays entered.")
        column.addWidget(plain_label(about, "body", "text", wrap=True))
        for part in (self.one, self.all, self.count):
            column.addWidget(part)
        if self._asked.account:
            column.addWidget(plain_label(hint, "small", "text3", wrap=True))
        column.addWidget(self.told)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.leave.setFocus()

    def begin(self) -> None:
        """Erase what is chosen."""
        if self._aside.is_busy or self.done_with is not None:
            return
        for part in (self.one, self.all, self.go, self.leave):
            part.setEnabled(False)
        self.told.setText(_("Erasing. A large session takes a minute."))
        self._aside.run(self._chosen(is_author=self.all.isChecked()).run)

    def _chosen(self, *, is_author: bool) -> Erasing:
        return Erasing(self._session, self._data, self._asked, is_author, self._now)

    def _show_count(self, n: object) -> None:
        if isinstance(n, int):
            self.count.setText(
                ngettext("{n} mention in this session", "{n} mentions in this session", n).format(n=number(n))
            )

    def _complain(self, line: str) -> None:
        self.told.setText(tame(line))
        for part in (self.one, self.all, self.go, self.leave):
            part.setEnabled(True)

    def _finish(self, done: Erased) -> None:
        self.done_with = done
        lines = [number_words(done.receipt)]
        if done.receipt.entered:
            lines.append(entered_words(done.receipt.entered))
        if not done.swept:
            lines.append(_("It is open elsewhere, or its disk is full: the last bytes go when it is closed for good."))
        self.told.setText("\n".join(lines))
        self.go.hide()
        self.leave.setText(_("Close"))
        self.leave.setEnabled(True)

    def reject(self) -> None:
        """Not while it works: what is begun is finished, or nothing was done."""
        if not self._aside.is_busy:
            super().reject()

    def close_work(self) -> None:
        """Wait for what runs; quiet afterwards."""
        self._counting.close()
        self._aside.close()


def ask_to_erase(desk: Desk, heard: object, now: Millis) -> None:
    """The wish of a panel: a mention, or None when none is chosen."""
    session = desk.session
    basis = session.basis if session is not None else None
    if session is None or basis is None:
        return
    if not isinstance(heard, Heard) or heard.is_gone:
        desk.status.complain(
            _("Choose a mention first.") if heard is None else _("There is nothing left of this mention.")
        )
        return
    if basis.facts.synthetic:
        desk.status.complain(_("The demonstration is not written to: nobody in it is real."))
        return
    sheet = EraseSheet(session.path, desk.places.data, Asked.of(heard), now, desk)
    sheet.exec()
    sheet.close_work()
    done = sheet.done_with
    sheet.deleteLater()
    if done is None:
        return
    desk.status.complain(number_words(done.receipt))
    if basis.facts.sealed:  # another file lies there now
        desk.session_wished.emit(session.path)
