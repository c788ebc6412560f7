"""What a person keeps by name: one more, and the list of all, to rename, order and delete."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import _
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label, tame

Ok: Final = QDialogButtonBox.StandardButton.Save
_NAME: Final = Qt.ItemDataRole.UserRole + 1  # the one it was shown with


class OneNameSheet(Sheet):
    """One line for a name. `told`: what is kept under it; `own`: names taken; `clean`: a name as it is kept."""

    named = Signal(str)

    def __init__(
        self,
        title: str,
        told: str,
        own: Collection[str],
        clean: Callable[[str], str],
        longest: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        self._own, self._clean = {name.casefold() for name in own}, clean
        self.name = QLineEdit()
        self.name.setMaxLength(longest)
        self.name.setAccessibleName(_("Name"))
        self.name.setPlaceholderText(_("Name"))
        self.name.textChanged.connect(self._follow)
        self.told = plain_label("", "small", "text2", wrap=True)
        self.told.setText(tame(told, lines=True))
        self.remark = plain_label("", "small", "text2", wrap=True)
        self.buttons = save_or_cancel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        for part in (self.told, self.name, self.remark, self.buttons):
            column.addWidget(part)
        self._follow()

    def accept(self) -> None:
        super().accept()
        self.named.emit(self._clean(self.name.text()))

    def why_not(self, name: str) -> str:
        """Why it cannot be called that; "" where it can. `name`: casefolded."""
        return ""

    def _follow(self) -> None:
        name = self._clean(self.name.text()).casefold()
        why = self.why_not(name)
        self.buttons.button(Ok).setEnabled(bool(name) and not why)
        self.remark.setText(why or (_("It takes the place of the one of that name.") if name in self._own else ""))


class NamesSheet(Sheet):
    """Nothing is written before Save. F2 renames, Delete deletes, the order is that of the menu and of the keys."""

    def __init__(
        self, title: str, names: Sequence[str], clean: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(460, 360)
        self.shown, self._clean = tuple(names), clean
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a long name is elided
        for name in names:
            item = QListWidgetItem(name, self.list)
            item.setData(_NAME, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.rename, self.remove = Button(_("Rename")), Button(_("Delete"))
        self.up, self.down = Button(_("Up")), Button(_("Down"))
        self.fault = plain_label("", "small", "text", wrap=True)
        self._build()
        self.list.currentRowChanged.connect(self.follow)
        self.list.setCurrentRow(0)
        self.follow()

    def _build(self) -> None:
        self.side, self.column = QVBoxLayout(), QVBoxLayout(self)
        slots = (self._rename, self._remove, self._raise, self._lower)
        for button, slot in zip((self.rename, self.remove, self.up, self.down), slots, strict=True):
            button.clicked.connect(slot)
            self.side.addWidget(button)
        self.side.addStretch(1)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)  # a name that is being written keeps the key
        delete.activated.connect(self._remove)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.list, 1)
        both.addLayout(self.side)
        self.column.setContentsMargins(20, 20, 20, 16)
        self.column.setSpacing(12)
        self.column.addLayout(both, 1)
        self.column.addWidget(self.fault)
        self.column.addWidget(save_or_cancel(self))

    def wanted(self) -> tuple[tuple[str, str], ...]:
        """Of those that stay, in order: the name there was, and the new one."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return tuple((item.data(_NAME), self._clean(item.text())) for item in items)

    def current(self) -> str:
        """The name that the chosen one was shown with; "" when the list is empty."""
        item = self.list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def accept(self) -> None:
        """Save, unless a name cannot be."""
        names = [new.casefold() for _old, new in self.wanted()]
        for at, name in enumerate(names):
            why = self.why_not(name, names[:at])
            if why:
                self.list.setCurrentRow(at)
                self.fault.setText(why)
                return
        super().accept()

    def why_not(self, name: str, before: Collection[str]) -> str:
        """Why it cannot be called that; "" where it can. `before`: the names above it; all of them casefolded."""
        raise NotImplementedError

    def follow(self, _row: int = -1) -> None:
        """Another row is chosen."""
        at, last = self.list.currentRow(), self.list.count() - 1
        for button, can in ((self.rename, at >= 0), (self.remove, at >= 0), (self.up, at > 0), (self.down, at < last)):
            button.setEnabled(can)
        self.fault.setText("")

    def _rename(self) -> None:
        self.list.editItem(self.list.currentItem())

    def _remove(self) -> None:
        self.list.takeItem(self.list.currentRow())
        self.follow()

    def _raise(self) -> None:
        self._move(-1)

    def _lower(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        at = self.list.currentRow()
        item = self.list.takeItem(at)
        self.list.insertItem(at + step, item)
        self.list.setCurrentRow(at + step)


def save_or_cancel(sheet: Sheet) -> QDialogButtonBox:
    """The two buttons of a sheet that writes nothing before Save."""
    row = QDialogButtonBox(Ok | QDialogButtonBox.StandardButton.Cancel)
    row.accepted.connect(sheet.accept)
    row.rejected.connect(sheet.reject)
    return row
