"""The remote's page on the console: off, for this computer or for the local network; its address, code and phones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import FailedError
from hubdesk.core.cues import CueWord
from hubdesk.i18n import N_, _
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_parts import Deed, Flow, Switch
from hubdesk.wall.console_rows import Row, Rows
from hubdesk.wall.console_words import title_of
from hubdesk.wall.remote import Remote
from hubdesk.widgets.text import plain_label, tame
from hubdesk.widgets.wrapped import WrapLabel

OFF, HERE, NETWORK = "off", "here", "network"
DROP: Final = "drop"
LINES: Final = {
    OFF: N_("A page with four buttons for a phone: next, back, pin, black. It is off, and nobody can reach it."),
    HERE: N_("Only browsers on this computer reach it. A code lets one phone in, once, within five minutes."),
    NETWORK: N_(
        "Phones on this network reach it. A code lets one phone in, once, within five minutes. Nothing is encrypted: "
        "who listens to this network could press the same four buttons."
    ),
}


class RemotePage(QWidget):
    """Off until somebody turns it on, and off again with the wall."""

    told = Signal(str)  # one line for the presenter

    def __init__(self, conductor: Conductor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor = conductor
        self.remote = Remote(self)
        self._mode = OFF
        self._fault = ""
        words = {OFF: _("Off"), HERE: _("On this computer"), NETWORK: _("On the local network")}
        self.modes = {key: Switch(said, key, self) for key, said in words.items()}
        self.address = plain_label("", "figure")
        self.code = plain_label("", "hero")
        self.renew = Deed(_("New code"), "code", "", self)
        self.line = WrapLabel("", "body", "text2", self)
        self.rows = Rows(_("Phones that are in"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Flow(tuple(self.modes.values()), self))
        for part in (self.code, self.address, Flow((self.renew,), self), self.line):
            column.addWidget(part)
        column.addWidget(self.rows, 1)
        self._connect()
        self.look()

    def _connect(self) -> None:
        for one in self.modes.values():
            one.clicked.connect(self._choose)
        self.renew.clicked.connect(self._renew)
        self.rows.chosen.connect(self._drop)
        self.remote.wished.connect(self._grant)
        self.remote.told.connect(self.told)
        self.remote.phones_changed.connect(self.look)
        self.remote.code_ended.connect(self.look)
        self._conductor.changed.connect(self._tell_phones)
        self._conductor.begun.connect(self._tell_phones)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 0)  # its height is what its width asks for; the area around it scrolls

    def close_remote(self) -> None:
        """Free its port; for good, or until it is turned on again."""
        self.remote.close()

    def turn(self, mode: str) -> None:
        """Off, here or network. When it cannot be, it is off, and the page says why."""
        self._fault, self._mode = "", mode
        if mode == OFF:
            self.remote.close()
        else:
            try:
                self.remote.start(lan=mode == NETWORK)
                self._tell_phones()
                self.remote.new_code()
            except FailedError as error:
                self._mode, self._fault = OFF, tame(str(error))
        self.look()

    def look(self) -> None:
        """Address, code and phones as they are."""
        for key, one in self.modes.items():
            one.setChecked(key == self._mode)
        address, code = self.remote.address, self.remote.code
        is_on = address is not None
        self.line.show_text(self._fault or _(LINES[self._mode]))
        self.address.setText(address.url if address is not None else "")
        self.code.setText(f"{code[:3]}\u202f{code[3:]}" if code else "")
        self.code.setAccessibleName(_("Code: {code}").format(code=" ".join(code)) if code else _("No code counts now"))
        self.address.setVisible(is_on)
        self.code.setVisible(is_on and bool(code))
        self.renew.setVisible(is_on)
        self.rows.setVisible(is_on)
        phones = tuple(
            Row(str(one.number), one.kind or _("A phone"), one.address, ((DROP, _("Drop")),), "person")
            for one in self.remote.phones
        )
        self.rows.show_rows(phones, _("No phone is in."))

    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, Switch):
            if sender.name != self._mode:
                self.turn(sender.name)
            else:
                self.look()  # a chip that is pressed again stays on

    def _renew(self) -> None:
        self.remote.new_code()
        self.look()

    def _drop(self, phone: str, _deed: str) -> None:
        self.remote.drop(int(phone))

    def _grant(self, wish: str) -> None:
        if wish in ("next", "previous"):
            self._conductor.go(1 if wish == "next" else -1)
        elif wish in ("pin", "blank"):
            self._conductor.toggle(CueWord.PIN if wish == "pin" else CueWord.BLANK)

    def _tell_phones(self) -> None:
        conductor, state = self._conductor, self._conductor.state
        after = title_of(conductor.scene_after()) if len(conductor.wall.scenes) > 1 else ""
        self.remote.set_state(title_of(conductor.scene), after, state.is_pinned, state.is_blank)
