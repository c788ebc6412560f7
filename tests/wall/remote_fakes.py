"""A phone, honest or not: bytes over a real socket, and what came back."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from hubdesk.wall.remote_server import Address


@dataclass(frozen=True)
class Reply:
    status: int
    fields: dict[str, str]
    body: str


class PhoneOf:
    """Speaks as our own page does in a browser, unless it is told otherwise."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.host = f"{address.host}:{address.port}"
        self.cookie = ""

    def connected(self) -> socket.socket:
        return socket.create_connection((self.address.host, self.address.port), 60)

    def get(self, path: str, **fields: str) -> Reply:
        return self.ask("GET", path, fields=fields)

    def post(self, path: str, body: str = "", **fields: str) -> Reply:
        return self.ask("POST", path, body, {"Origin": f"http://{self.host}", **fields})

    def ask(self, method: str, path: str, body: str = "", fields: dict[str, str] | None = None) -> Reply:
        """A field that is "" is left out."""
        said = {"Host": self.host, "Cookie": self.cookie, "Content-Length": str(len(body)) if body else ""}
        said |= {name.replace("_", "-"): value for name, value in (fields or {}).items()}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items() if value)]
        return self.send("\r\n".join((*lines, "", body)).encode("latin-1"))

    def enter(self, code: str, **fields: str) -> Reply:
        reply = self.post("/code", f"code={code}", **fields)
        if reply.status == 303:
            self.cookie = reply.fields["set-cookie"].partition(";")[0]
        return reply

    def send(self, said: bytes) -> Reply:
        with self.connected() as line:
            line.sendall(said)
            return read(line)


def read(line: socket.socket) -> Reply:
    heard = b""
    while more := line.recv(65_536):
        heard += more
    head, _end, body = heard.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _is, value in (text.partition(":") for text in lines)}
    return Reply(int(first.split()[1]) if first else 0, fields, body.decode())
