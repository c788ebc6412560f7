"""What is said of a scene beside its cells: title, grid, how long it stays, how far back it looks, notes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from hubdesk.core.scenes import MOST_ACROSS, Scene
from hubdesk.i18n import _
from hubdesk.wall.edit_cell import lengths
from hubdesk.widgets.text import plain_label

LONGEST_NOTES = 2_000


class SceneFacts(QWidget):
    """Above the grid; the notes are a field of its own below it. `changed`: something was typed or chosen."""

    changed = Signal()
    regridded = Signal(int, int)  # columns, rows

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.notes = QLineEdit(), QPlainTextEdit()
        self.columns, self.rows, self.seconds = QSpinBox(), QSpinBox(), QSpinBox()
        self.length = lengths(0)
        self.title.setMaxLength(80)
        self.title.setAccessibleName(_("Title of the scene"))
        for box in (self.columns, self.rows):
            box.setRange(1, MOST_ACROSS)
            box.valueChanged.connect(self._regrid)
        self.seconds.setRange(0, 3600)
        self.seconds.setSpecialValueText(_("as the wall"))
        self.notes.setAccessibleName(_("Notes for the presenter"))
        self.notes.setFixedHeight(64)
        self.notes.setTabChangesFocus(True)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(_("Title"), self.title)
        form.addRow(self._line())
        self.title.editingFinished.connect(self.changed)
        self.notes.textChanged.connect(self.changed)
        self.seconds.valueChanged.connect(self.changed)
        self.length.currentIndexChanged.connect(self.changed)

    def show_scene(self, scene: Scene) -> None:
        """Without saying that anything changed."""
        fields = (self.title, self.notes, self.columns, self.rows, self.seconds, self.length)
        blocked = [(field, field.blockSignals(True)) for field in fields]
        self.title.setText(scene.title)
        if self.notes.toPlainText() != scene.notes:
            self.notes.setPlainText(scene.notes)
        self.columns.setValue(scene.columns)
        self.rows.setValue(scene.rows)
        self.seconds.setValue(scene.seconds)
        if self.length.findData(scene.length) < 0:
            self.length.addItem(_("{n} minutes").format(n=scene.length // 60_000), scene.length)
        self.length.setCurrentIndex(self.length.findData(scene.length))
        for field, was in blocked:
            field.blockSignals(was)

    def told(self, scene: Scene) -> Scene:
        """The scene with what stands here, its grid and cells as they were."""
        return replace(
            scene,
            title=self.title.text().strip(),
            notes=self.notes.toPlainText().strip()[:LONGEST_NOTES],
            seconds=self.seconds.value(),
            length=int(self.length.currentData() or 0),
        )

    def _line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for words, field in (
            (_("Columns"), self.columns),
            (_("Rows"), self.rows),
            (_("Seconds"), self.seconds),
            (_("Looks back"), self.length),
        ):
            field.setAccessibleName(words)
            line.addWidget(plain_label(words, "small", "text2"))
            line.addWidget(field)
        line.addStretch(1)
        return line

    def _regrid(self) -> None:
        self.regridded.emit(self.columns.value(), self.rows.value())
