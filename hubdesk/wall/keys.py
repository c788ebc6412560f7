"""Keys and clickers: what each does to a wall, whether the wall or the console has the focus."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from hubdesk.core.cues import CueWord
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.view import LIVE

# Clickers send PageUp, PageDown, Escape, F5, B and full stop: none of these may end a wall.
CONSOLE, MESSAGE, IDENTIFY, END, WITHDRAW = "console", "message", "identify", "end", "withdraw"
_STEPS: Final = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Return: 1,
    Qt.Key.Key_Enter: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Backspace: -1,
}
_TOGGLES: Final = {
    Qt.Key.Key_P: CueWord.PIN,
    Qt.Key.Key_F: CueWord.FREEZE,
    Qt.Key.Key_B: CueWord.BLANK,
    Qt.Key.Key_Period: CueWord.BLANK,
}
_WISHES: Final = {
    Qt.Key.Key_C: CONSOLE,
    Qt.Key.Key_M: MESSAGE,
    Qt.Key.Key_I: IDENTIFY,
    Qt.Key.Key_W: WITHDRAW,
}


def press(conductor: Conductor, event: QKeyEvent) -> str:
    """Do what the key says. Returns what is wished of the windows instead: console, message, identify, withdraw or end;
    "" for nothing."""
    key = Qt.Key(event.key())
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    if held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_Q:
        return END
    if held:
        return ""
    if key in _STEPS:
        conductor.go(_STEPS[key])
    elif key in _TOGGLES and not event.isAutoRepeat():
        conductor.toggle(_TOGGLES[key])
    elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
        hold(conductor)
    elif key == Qt.Key.Key_T:
        conductor.do(CueWord.GIVE_BACK)
    elif key in (Qt.Key.Key_Escape, Qt.Key.Key_0):
        step_back(conductor)
    elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        conductor.do(CueWord.ZOOM, str(key - Qt.Key.Key_1))
    elif key in _WISHES and not event.isAutoRepeat():
        return _WISHES[key]
    return ""


def hold(conductor: Conductor) -> None:
    """A replay stops or goes on; a live wall is frozen, or let go."""
    if conductor.playhead.mood == LIVE:
        conductor.toggle(CueWord.FREEZE)
    else:
        conductor.playhead.play(conductor.playhead.mood != "replay")


def step_back(conductor: Conductor) -> None:
    """Undo what hides the scene, the outermost first."""
    state = conductor.state
    if state.is_blank:
        conductor.do(CueWord.UNBLANK)
    elif state.zoomed is not None:
        conductor.do(CueWord.UNZOOM)
    elif state.taken is not None:
        conductor.do(CueWord.GIVE_BACK)
