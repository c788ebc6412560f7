"""The register of insiders: staff that declared itself, where and when. Nothing is written before Save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from hubdesk.core import HubdeskError, Person
from hubdesk.desk.sheet import Sheet
from hubdesk.desk.writes import ChangeInsiders
from hubdesk.i18n import _
from hubdesk.query.people import INSIDER
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label, tame

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

LONGEST: Final = 500
MOST: Final = 500


class InsidersDialog(Sheet):
    """A list at the left, the chosen one at the right."""

    def __init__(self, insiders: Sequence[Person], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Register of insiders"))
        self.resize(760, 420)
        self._before, self.people = tuple(insiders), list(insiders)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Register of insiders"))
        self.list.setMinimumWidth(260)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.name, self.accounts, self.source, self.since = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.fault = plain_label("", "small", "text", wrap=True)
        self.add, self.remove = Button(_("Add")), Button(_("Remove"))
        self._build()
        for person in self.people:
            self.list.addItem(_shown(person))
        self.list.currentRowChanged.connect(self._show)
        self.add.clicked.connect(self.add_person)
        self.remove.clicked.connect(self.remove_person)
        self._show(-1)
        self.list.setCurrentRow(0)

    def _build(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(12)
        rows = (
            (self.name, _("Name"), ""),
            (self.accounts, _("Accounts"), "bluesky:name.example, mastodon:name@server.example"),
            (self.source, _("Declared in"), "https://…"),
            (self.since, _("On"), "2026-11-26"),
        )
        for field, label, hint in rows:
            field.setMaxLength(LONGEST)
            field.setAccessibleName(label)
            field.setPlaceholderText(hint)
            field.textEdited.connect(self._take)
            form.addRow(label, field)
        two = QHBoxLayout()
        two.addWidget(self.add)
        two.addWidget(self.remove)
        two.addStretch(1)
        left, right, both = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(two)
        right.addLayout(form)
        right.addWidget(self.fault)
        right.addStretch(1)
        both.setSpacing(16)
        both.addLayout(left)
        both.addLayout(right, 1)
        told = _(
            "Only those who said so themselves, with where and when. Nobody is taken for an insider by what they "
            "write. A query finds them with is:insider."
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addLayout(both, 1)
        column.addWidget(plain_label(told, "small", "text2", wrap=True))
        column.addWidget(buttons)

    def wanted(self) -> ChangeInsiders:
        """What Save writes."""
        return ChangeInsiders(
            tuple(one for one in self.people if one not in self._before),
            tuple(one for one in self._before if one not in self.people),
        )

    def add_person(self) -> None:
        self.people.append(Person("", INSIDER))
        self.list.addItem(_shown(self.people[-1]))
        self.list.setCurrentRow(len(self.people) - 1)
        self.name.setFocus()

    def remove_person(self) -> None:
        at = self.list.currentRow()
        if at >= 0:
            del self.people[at]
            self.list.takeItem(at)  # Qt chooses another one, and says so: while the item is there, its row is old
            self._show(self.list.currentRow())

    def accept(self) -> None:
        """Save, unless one of them cannot be kept: then that one is shown with what is wrong."""
        from hubdesk.store.insiders import checked  # a start does not need it

        for at, person in enumerate(self.people):
            if person in self._before:
                continue
            try:
                self.people[at] = checked(person)
            except HubdeskError as error:
                self.list.setCurrentRow(at)
                self.fault.setText(tame(str(error)))
                return
        super().accept()

    def _show(self, at: int) -> None:
        is_one = 0 <= at < len(self.people)
        person = self.people[at] if is_one else Person("")
        self.remove.setEnabled(is_one)
        self.add.setEnabled(len(self.people) < MOST)
        self.fault.setText("")
        texts = (person.name, ", ".join(person.accounts), person.role_source, person.role_since)
        for field, text in zip((self.name, self.accounts, self.source, self.since), texts, strict=True):
            field.setEnabled(is_one)
            field.setText(text)

    def _take(self, _text: str) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self.people):
            accounts = tuple(one.strip() for one in self.accounts.text().split(",") if one.strip())
            self.people[at] = replace(
                self.people[at],
                name=self.name.text(),
                accounts=accounts,
                role_source=self.source.text(),
                role_since=self.since.text(),
            )
            self.list.item(at).setText(_shown(self.people[at]))


def _shown(person: Person) -> str:
    return tame(person.name, 60) or _("new insider")


def ask_insiders(insiders: Sequence[Person], parent: QWidget) -> ChangeInsiders:
    """What a person wants changed; nothing when they changed their mind."""
    dialog = InsidersDialog(insiders, parent)
    is_wanted = dialog.exec() == QDialog.DialogCode.Accepted
    answer = dialog.wanted() if is_wanted else ChangeInsiders()
    dialog.deleteLater()
    return answer


class Register(QObject):
    """Grants the wish to change the register, or says in one line why it cannot be written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def change(self, _nothing: object) -> None:
        session = self._desk.session
        basis = session.basis if session is not None else None
        if session is None or basis is None:
            return
        if not basis.listens:
            line = _("This session stays as it is: keep a register of insiders in a session of your own.")
            self._desk.status.complain(line)
            return
        insiders = [one for one in basis.people if one.role.strip().casefold() == INSIDER]
        wanted = ask_insiders(insiders, self._desk)
        if wanted:
            session.scribe.write("insiders", wanted)
