"""Painted buttons by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QDialog, QVBoxLayout

from hubdesk.widgets.chips import Chip, IconButton
from hubdesk.widgets.empty import Button


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("make", [lambda: Button("Next"), Chip, lambda: IconButton("copy", "Copy")])
def test_that_enter_and_space_press_a_button_once_and_leave_its_dialog_open(qtbot, make, key):
    dialog, button = QDialog(), make()
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).addWidget(button)
    pressed = QSignalSpy(button.clicked)
    dialog.show()
    button.setFocus()
    qtbot.keyClick(button, key)
    assert pressed.count() == 1
    assert dialog.isVisible()
