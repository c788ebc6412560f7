"""The form of one cell: its title, its topics, how far back it looks, and what its panel understands beside that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Role
from hubdesk.core.scenes import FIRST, ROLE, Cell, Option, options_of
from hubdesk.i18n import N_, _
from hubdesk.plugins import FACES

LENGTHS: Final[tuple[tuple[Millis, str], ...]] = (
    (0, N_("as the scene")),
    (15 * MINUTE, N_("15 minutes")),
    (HOUR, N_("1 hour")),
    (6 * HOUR, N_("6 hours")),
    (DAY, N_("24 hours")),
    (7 * DAY, N_("7 days")),
)
WORDS: Final = {
    "habit": N_("Show what is usual"),
    "towards": N_("Only what is about the brand"),
    "since": N_("Since (ISO 8601)"),
    "episode": N_("Episode (0: the gravest)"),
    "query": N_("Query"),
    "by": N_("Which post"),
    "which": N_("Which buzzes"),
    "new": N_("the newest"),
    "reach": N_("the one most seen"),
    "rarity": N_("from a rare source"),
    "all": N_("all"),
    "rose": N_("those that rose"),
    "fizzled": N_("those that fizzled"),
}


def lengths(chosen: Millis) -> QComboBox:
    """How far back, to be chosen; a length that is none of ours stays as it is."""
    box = QComboBox()
    for length, words in LENGTHS:
        box.addItem(_(words), length)
    if chosen not in [length for length, _words in LENGTHS]:
        hours = chosen / HOUR
        box.addItem(_("{n} hours").format(n=f"{hours:g}"), chosen)
    box.setCurrentIndex(box.findData(chosen))
    return box


class CellForm(QWidget):
    """`changed`: the cell as it is now. Shows nothing while no cell is chosen."""

    changed = Signal(object)

    def __init__(self, topics: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = (*(f"{ROLE}{role}" for role in Role), *(f"{FIRST}{role}" for role in Role), *topics)
        self._cell: Cell | None = None
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._asked: dict[str, QWidget] = {}
        self._title, self._topics, self._length = QLineEdit(self), QLineEdit(self), lengths(0)
        self._length.setParent(self)
        for field in (self._title, self._topics, self._length):
            field.hide()

    def show_cell(self, cell: Cell | None) -> None:
        """Edit this one. While a person types in it, the fields stay."""
        is_same = cell is not None and self._cell is not None and cell.face == self._cell.face
        self._cell, before = cell, self._cell
        if (
            cell is None
            or not is_same
            or before is None
            or replace(cell, column=before.column, row=before.row) != before
        ):
            self._build(cell)

    def _build(self, cell: Cell | None) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._asked.clear()
        if cell is None:
            return
        self._title, self._topics = QLineEdit(cell.title), QLineEdit(", ".join(cell.topics))
        self._title.setMaxLength(80)
        self._title.setPlaceholderText(_(FACES[cell.face].title) if cell.face in FACES else "")
        self._topics.setPlaceholderText(_("all; such as role:rival, first:own or a name"))
        self._topics.setToolTip(", ".join(self._offers[:20]))
        self._length = lengths(cell.length)
        self._add(_("Title"), self._title)
        self._add(_("Topics"), self._topics)
        self._add(_("Looks back"), self._length)
        for edit in (self._title, self._topics):
            edit.editingFinished.connect(self._tell)
        self._length.currentIndexChanged.connect(self._tell)
        for name, example in FACES[cell.face].takes.items() if cell.face in FACES else ():
            self._option(name, example, dict(cell.options).get(name))

    def _add(self, words: str, field: QWidget) -> None:
        field.setAccessibleName(words)
        self._form.addRow(words, field)

    def _option(self, name: str, example: object, value: Option | None) -> None:
        words = _(WORDS.get(name, name))
        if isinstance(example, bool):
            box = QCheckBox()
            box.setChecked(bool(value) if value is not None else example)
            box.toggled.connect(self._tell)
            self._asked[name] = box
        elif isinstance(example, tuple):
            choice = QComboBox()
            for one in example:
                choice.addItem(_(WORDS.get(str(one), str(one))), one)
            with QSignalBlocker(choice):
                choice.setCurrentIndex(max(0, choice.findData(value if value is not None else example[0])))
            choice.currentIndexChanged.connect(self._tell)
            self._asked[name] = choice
        else:
            edit = QLineEdit("" if value is None else str(value))
            edit.setPlaceholderText(str(example) if example else "")
            edit.editingFinished.connect(self._tell)
            self._asked[name] = edit
        self._add(words, self._asked[name])

    def _tell(self) -> None:
        if self._cell is None:
            return
        topics = tuple(filter(None, (one.strip() for one in self._topics.text().split(","))))
        options = {
            name: value for name, field in self._asked.items() if (value := self._value(name, field)) is not None
        }
        made = replace(
            self._cell,
            title=self._title.text().strip(),
            topics=topics,
            length=int(self._length.currentData()),
            options=options_of(options),
        )
        if made != self._cell:
            self._cell = made
            self.changed.emit(made)

    def _value(self, name: str, field: QWidget) -> Option | None:
        """What stands in a field, None for what is so anyway."""
        example = FACES[self._cell.face].takes[name] if self._cell is not None else None
        if isinstance(field, QCheckBox):
            return None if field.isChecked() == example else field.isChecked()
        if isinstance(field, QComboBox):
            chosen = field.currentData()
            return None if isinstance(example, tuple) and chosen == example[0] else str(chosen)
        text = field.text().strip() if isinstance(field, QLineEdit) else ""
        if not text:
            return None
        if isinstance(example, int):
            return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
        return text
