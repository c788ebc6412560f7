"""The remote on the wall's own thread: what phones wish for as signals, and what they are told."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hubdesk.i18n import _, number
from hubdesk.wall.remote_door import CODE_SECONDS, MOST_PHONES, Door, Entry, Phone
from hubdesk.wall.remote_page import RemoteState
from hubdesk.wall.remote_server import PORT, Address, Happened, RemoteServer

_GRACE_MS: Final = 200  # so that the code has surely run out when the console is told that it did


class Remote(QObject):
    """Off until it is started. Close it before it is dropped: that frees the port and ends the thread."""

    wished = Signal(str)  # one of remote_server.WISHES
    told = Signal(str)  # a line for the presenter
    phones_changed = Signal()
    code_ended = Signal()  # it was used, or ran out, or too many wrong ones were said: show it no longer
    _happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = Door()
        self._server: RemoteServer | None = None
        self._state = RemoteState()
        self._address: Address | None = None
        self._code = ""
        self._fuse = QTimer(self)
        self._fuse.setSingleShot(True)
        self._fuse.setInterval(int(CODE_SECONDS * 1000) + _GRACE_MS)
        self._fuse.timeout.connect(self._end_code)
        self._happened.connect(self._deliver)

    @property
    def address(self) -> Address | None:
        """Where the page is; None: nowhere."""
        return self._address

    @property
    def code(self) -> str:
        """The code that lets a phone in now; "" when none does."""
        return self._code

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Those that are in."""
        return self._door.phones()

    def start(self, lan: bool = False, port: int = PORT) -> Address:
        """Open the page to this machine, or with `lan` to its local network too. Who was in before must come in again.
        Raises FailedError when this machine cannot."""
        self.close()
        self._door = Door()
        server = RemoteServer(self._door, self._happened.emit)
        server.show(self._state)
        self._address = server.start(lan, port)
        self._server = server
        return self._address

    def new_code(self) -> str:
        """Six digits to show on the console; they let one phone in within five minutes. "" while the remote is off, and
        when as many phones are in as may be: drop one first."""
        if self._server is None:
            return ""
        self._end_code()
        self._code = self._door.new_code()
        if self._code:
            self._fuse.start()
        else:
            self.told.emit(_("{n} phones use the remote already: drop one first.").format(n=number(MOST_PHONES)))
        return self._code

    def drop(self, phone: int) -> None:
        """That phone is out."""
        self._door.drop(phone)
        self.phones_changed.emit()

    def set_state(self, now: str, next: str, pinned: bool, blank: bool) -> None:
        """What phones show: the titles of the scene that is on and of the one after it, and what holds it."""
        self._state = RemoteState(now, next, pinned, blank)
        if self._server is not None:
            self._server.show(self._state)

    def close(self) -> None:
        """Free the port, end the thread, forget the phones. Quiet afterwards; it can be started again."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        self._address = None
        for phone in self._door.phones():
            self._door.drop(phone.number)
        self._door.forget_code()
        self._end_code()
        self.phones_changed.emit()

    def _deliver(self, happened: Happened) -> None:
        if self._server is None:
            return  # it was on its way when the remote was closed
        if happened.wish:
            self.wished.emit(happened.wish)
        elif happened.entry is Entry.IN:
            self._end_code()
            self.phones_changed.emit()
            self.told.emit(_("A phone came in to the remote."))
        elif happened.entry is Entry.LOCKED:
            self._end_code()
            self.told.emit(_("Too many wrong codes were tried on the remote: it takes no other until you ask for one."))
        elif happened.entry is Entry.WRONG:
            self.told.emit(_("A wrong code was tried on the remote."))

    def _end_code(self) -> None:
        self._fuse.stop()
        if self._code:
            self._code = ""
            self.code_ended.emit()
