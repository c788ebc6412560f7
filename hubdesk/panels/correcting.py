"""One key on a mention corrects what was read in it: the keys, the menu that shows them, and what is wished for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from hubdesk.core import Heard
from hubdesk.i18n import N_, _
from hubdesk.panels.reading_words import said_now

CORRECT: Final = "correct"  # the wish whose value is a Correcting or a Choosing; None: say that none is chosen
UNDO: Final = "correct-undone"  # the wish whose value is a correction's id
TONE, IRONY, THEME, PLACE, TARGET = "tone", "irony", "theme", "place", "target"


@dataclass(frozen=True, slots=True)
class Correcting:
    """The analyst says what a reading of a mention is; `value` is the whole of it, as Writer.correct has it."""

    mention: int
    reading: str
    value: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choosing:
    """The analyst wants to choose what a reading is; `value`: what it says now."""

    mention: int
    reading: str
    value: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Key:
    """`keys`: the first is shown; the others are what a French keyboard has there without Shift."""

    text: str
    keys: tuple[str, ...]
    reading: str
    value: str = ""


KEYS: Final = (
    _Key(N_("Negative"), ("1", "&"), TONE, "negative"),
    _Key(N_("Neutral"), ("2", "é"), TONE, "neutral"),
    _Key(N_("Positive"), ("3", '"'), TONE, "positive"),
    _Key(N_("Cannot tell"), ("0", "à"), TONE, "unknown"),
    _Key(N_("Irony, or none"), ("I",), IRONY),
    _Key(N_("Themes…"), ("T",), THEME),
    _Key(N_("Places…"), ("P",), PLACE),
    _Key(N_("Brands and the tone towards them…"), ("M",), TARGET),
)


class CorrectMenu(QMenu):
    """The menu “Correct”, whose keys hold wherever its action was added: `add_to` a panel."""

    chosen = Signal(object)  # _Key

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Correct"), parent)
        for key in KEYS:
            action = self.addAction(_(key.text))
            action.setData(key)
            action.setShortcuts([QKeySequence(one) for one in key.keys])
            action.setAutoRepeat(False)  # a key that is held says it once
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(self._choose)
            if key.reading == IRONY:
                self.addSeparator()

    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(action.data())


class HasMention(Protocol):
    """What a panel with a Corrector has."""

    def correctable(self) -> Heard | None:
        """The mention that keys are about now."""


class Corrector(QObject):
    """A panel's menu and keys; `wished` says what is wanted of the mention that the panel says is meant."""

    wished = Signal(str, object)  # CORRECT, and what; None: no mention is chosen

    def __init__(self, panel: QWidget) -> None:
        """`panel` has what HasMention says."""
        super().__init__(panel)
        self.menu = CorrectMenu(panel)
        self.menu.chosen.connect(self._wish)
        panel.addAction(self.menu.menuAction())

    def _wish(self, key: _Key) -> None:
        heard = cast(HasMention, self.parent()).correctable()
        if heard is None:
            self.wished.emit(CORRECT, None)
        elif key.value:
            self.wished.emit(CORRECT, Correcting(heard.id, key.reading, (key.value,)))
        elif key.reading == IRONY:
            self.wished.emit(CORRECT, Correcting(heard.id, IRONY, ("no" if heard.notes.irony else "yes",)))
        else:
            self.wished.emit(CORRECT, Choosing(heard.id, key.reading, said_now(heard.notes, key.reading)))
