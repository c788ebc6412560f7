"""A field for each kind of setting. What a person leaves in one is kept at once; what cannot be kept is said."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.settings import Setting, Settings
from hubdesk.settings_table import TABLE, Value
from hubdesk.widgets.text import plain_label

LONGEST = 2_000  # characters of a text
LINES = 3


class Lines(QPlainTextEdit):
    """A command line's arguments, one a line, so that nothing needs quoting."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(_("One argument a line"))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 14)

    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.toPlainText()[:LONGEST].splitlines() if line.strip())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


Field = QComboBox | QCheckBox | QSpinBox | QLineEdit | Lines


class SettingFields(QObject):
    """Makes fields for settings and keeps what is chosen in them. A wheel turns none that was not entered before."""

    changed = Signal(str)  # the setting's name
    refused = Signal(str)  # why a value is not kept; "" when the next one is

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.fields: dict[str, Field] = {}

    def with_help(self, setting: Setting) -> QVBoxLayout:
        """A field over its line of help."""
        column = QVBoxLayout()
        column.setSpacing(2)
        field = self.field(setting)
        narrow = isinstance(field, QCheckBox | QSpinBox)
        column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))
        if setting.help:
            column.addWidget(plain_label(_(setting.help), "small", "text3", wrap=True))
        return column

    def field(self, setting: Setting) -> Field:
        made = self._made(setting)
        made.setObjectName(setting.name)
        made.setAccessibleName(_(setting.title))
        made.setAccessibleDescription(_(setting.help))
        made.installEventFilter(self)
        self.fields[setting.name] = made
        return made

    def keep_all(self) -> None:
        """Keep what was typed and not left yet."""
        for field in self.fields.values():
            if isinstance(field, QLineEdit | Lines):
                self._keep(field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()  # it scrolls the page that the field is on
            return True
        return False

    def _made(self, setting: Setting) -> Field:
        settings, name = self._settings, setting.name
        if setting.choices:
            box = QComboBox()
            for value, words in setting.choices:
                box.addItem(_(words), value)
            box.setCurrentIndex(box.findData(settings.text(name)))
            box.currentIndexChanged.connect(self._take)
            return box
        if isinstance(setting.default, bool):
            tick = QCheckBox()
            tick.setChecked(settings.flag(name))
            tick.toggled.connect(self._take)
            return tick
        if isinstance(setting.default, int):
            spin = QSpinBox()
            spin.setRange(0, setting.most)
            spin.setValue(settings.number(name))
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(self._take)
            return spin
        if isinstance(setting.default, tuple):
            lines = Lines()
            lines.setPlainText("\n".join(settings.texts(name)))
            lines.left.connect(self._take)
            return lines
        line = QLineEdit(settings.text(name))
        line.setMaxLength(LONGEST)
        line.setCursorPosition(0)  # of a long address, its server is seen
        line.editingFinished.connect(self._take)
        return line

    def _take(self, _value: object = None) -> None:
        field = self.sender()
        if isinstance(field, QComboBox | QCheckBox | QSpinBox | QLineEdit | Lines):
            self._keep(field)

    def _keep(self, field: Field) -> None:
        name, value = field.objectName(), value_of(field)
        if value == current(self._settings, name, value):
            self.refused.emit("")
            return
        setting = TABLE[name]
        if isinstance(value, str) and setting.fits is not None and not setting.fits(value):
            line = _("{title}: write {expected}; it stays as it was.")
            self.refused.emit(line.format(title=_(setting.title), expected=_(setting.expected)))
            return
        try:
            self._settings.change(name, value)
        except HubdeskError as error:
            self.refused.emit(str(error))
            return
        self.refused.emit("")
        self.changed.emit(name)


def value_of(field: Field) -> Value:
    """What is chosen in a field."""
    if isinstance(field, QComboBox):
        return str(field.currentData())
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QSpinBox):
        return field.value()
    return field.text().strip() if isinstance(field, QLineEdit) else field.lines()


def current(settings: Settings, name: str, like: Value) -> Value:
    """What is in force, of the same kind as a value."""
    if isinstance(like, bool):
        return settings.flag(name)
    if isinstance(like, int):
        return settings.number(name)
    return settings.text(name) if isinstance(like, str) else settings.texts(name)
