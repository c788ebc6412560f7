"""Run under a bus of its own: a desktop that hears who wants it awake. Says what it heard; ends with 0 when all was."""

from __future__ import annotations

import sys
import threading

from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg
from PySide6.QtCore import QCoreApplication

from hubdesk.wall.awake import Awake

PATIENCE_SECONDS = 20.0


class Desktop:
    """org.freedesktop.ScreenSaver, as far as anybody here asks."""

    def __init__(self) -> None:
        self.connection = open_dbus_connection("SESSION")
        unwrap_msg(self.connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.ScreenSaver")))
        self.heard: list[str] = []
        self.more = threading.Condition()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            call = self.connection.receive()
            if call.header.message_type != MessageType.method_call:
                continue
            member = str(call.header.fields.get(HeaderFields.member))
            if member == "Inhibit":
                self.connection.send(new_method_return(call, "u", (7,)))
            elif member == "UnInhibit":
                self.connection.send(new_method_return(call))
            else:
                self.connection.send(new_error(call, "org.example.Unknown"))
                continue
            with self.more:
                self.heard.append(f"{member} {call.body[-1]}" if member == "UnInhibit" else member)
                self.more.notify_all()

    def wait_for(self, heard: list[str]) -> None:
        with self.more:
            if not self.more.wait_for(lambda: self.heard == heard, PATIENCE_SECONDS):
                sys.exit(f"heard {self.heard} instead of {heard}")


def main() -> None:
    app = QCoreApplication([])
    desktop = Desktop()
    told: list[str] = []
    awake = Awake()
    awake.told.connect(told.append)
    awake.start()
    desktop.wait_for(["Inhibit"])
    awake.close()
    desktop.wait_for(["Inhibit", "UnInhibit 7"])
    app.processEvents()
    assert told == [], told
    sys.stdout.write("heard\n")


if __name__ == "__main__":
    main()
