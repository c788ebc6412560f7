"""A small editor for the official area: which regions and départements the operator spoke of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from hubdesk.i18n import _, ngettext, number
from hubdesk.query.fields import plain_name
from hubdesk.widgets.map_atlas import atlas
from hubdesk.widgets.text import plain_label

CODE: Final = Qt.ItemDataRole.UserRole


class AreaDialog(QDialog):
    """Ticks a region with all it holds, or single départements; the line above finds one by name or number.

    The atlas must have been read before, on another thread.
    """

    area_chosen = Signal(object)  # codes (tuple of str)

    def __init__(self, area: Iterable[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Official area"))
        self.resize(380, 480)
        words = _("What the operator announced. Places outside it are named beside the map.")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Name or number"))
        self.search.setAccessibleName(_("Name or number"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("Official area"))
        self.tree.itemChanged.connect(self._count)
        self._said = plain_label("", "small", "text2")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        nothing = buttons.addButton(_("No area"), QDialogButtonBox.ButtonRole.ResetRole)
        for button in buttons.buttons():
            button.setIcon(QIcon())  # the desktop's coloured ones are not of this look
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        nothing.clicked.connect(self._clear)
        column = QVBoxLayout(self)
        for part in (plain_label(words, "body", "text2", wrap=True), self.search, self.tree, self._said, buttons):
            column.addWidget(part)
        self._fill(frozenset(area))
        self._count()

    def area(self) -> tuple[str, ...]:
        """The départements that are ticked, by number."""
        ticked = (leaf for leaf in self._leaves() if leaf.checkState(0) == Qt.CheckState.Checked)
        return tuple(sorted(str(leaf.data(0, CODE)) for leaf in ticked))

    def accept(self) -> None:
        self.area_chosen.emit(self.area())
        super().accept()

    def _fill(self, area: frozenset[str]) -> None:
        known = atlas()
        self.tree.blockSignals(True)
        for code, name in sorted(known.regions.items(), key=_by_name):
            region = QTreeWidgetItem(self.tree, [name])
            region.setFlags(region.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
            departments = known.of_region(code)
            for department in departments:
                leaf = QTreeWidgetItem(region, [f"{department}\u2002{known.names[department]}"])
                leaf.setData(0, CODE, department)
                state = Qt.CheckState.Checked if department in area else Qt.CheckState.Unchecked
                leaf.setCheckState(0, state)
            region.setExpanded(0 < len(area & set(departments)) < len(departments))
        self.tree.blockSignals(False)

    def _leaves(self) -> Iterable[QTreeWidgetItem]:
        for i in range(self.tree.topLevelItemCount()):
            yield from _children(self.tree.topLevelItem(i))

    def _filter(self, text: str) -> None:
        """A region stays with all its départements when its own name fits."""
        wanted = plain_name(text)
        for i in range(self.tree.topLevelItemCount()):
            region = self.tree.topLevelItem(i)
            if region is None:
                continue
            is_whole = wanted in plain_name(region.text(0))
            some = False
            for leaf in _children(region):
                fits = is_whole or wanted in plain_name(leaf.text(0))
                leaf.setHidden(not fits)
                some = some or fits
            region.setHidden(not some)
            if wanted:
                region.setExpanded(some and not is_whole)

    def _clear(self) -> None:
        for leaf in self._leaves():
            leaf.setCheckState(0, Qt.CheckState.Unchecked)

    def _count(self) -> None:
        n = len(self.area())
        text = ngettext("{n} département chosen", "{n} départements chosen", n).format(n=number(n))
        self._said.setText(text if n else _("No official area"))


def _by_name(one: tuple[str, str]) -> str:
    return plain_name(one[1])


def _children(item: QTreeWidgetItem | None) -> Iterable[QTreeWidgetItem]:
    if item is None:
        return
    for place in range(item.childCount()):
        child = item.child(place)
        if child is not None:
            yield child
