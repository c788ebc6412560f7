"""The preferences: a form made from the table of settings."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from hubdesk.core import HubdeskError
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import _
from hubdesk.settings import SETTINGS, Setting, Settings, Value
from hubdesk.widgets.text import plain_label

LEAST_WIDTH: Final = 560


class Preferences(Sheet):
    """Each change is kept and put in force at once; there is nothing to confirm."""

    changed = Signal(str)  # the setting's name

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Preferences"))
        self._settings = settings
        self.fields: dict[str, QComboBox | QCheckBox] = {}
        self.setMinimumWidth(LEAST_WIDTH)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        for setting in SETTINGS:
            if setting.shown:
                form.addRow(_(setting.title), self._with_help(setting))
        self._fault = plain_label("", "label", "text", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self._fault)
        column.addWidget(buttons)

    def _with_help(self, setting: Setting) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._field(setting))
        column.addWidget(plain_label(_(setting.help), "small", "text3", wrap=True))
        return column

    def _field(self, setting: Setting) -> QWidget:
        field: QComboBox | QCheckBox
        if setting.choices:
            field = QComboBox()
            for value, words in setting.choices:
                field.addItem(_(words), value)
            field.setCurrentIndex(field.findData(self._settings.text(setting.name)))
            field.currentIndexChanged.connect(self._take)
        else:
            field = QCheckBox()
            field.setChecked(self._settings.flag(setting.name))
            field.toggled.connect(self._take)
        field.setObjectName(setting.name)
        field.setAccessibleName(_(setting.title))
        self.fields[setting.name] = field
        return field

    def _take(self, _value: object) -> None:
        field = self.sender()
        if isinstance(field, QComboBox):
            value: Value = field.currentData()
        elif isinstance(field, QCheckBox):
            value = field.isChecked()
        else:
            return
        try:
            self._settings.change(field.objectName(), value)
        except HubdeskError as error:
            self._fault.setText(str(error))
            return
        self._fault.setText("")
        self.changed.emit(field.objectName())
