"""The remote's server: one thread, one page, four wishes, for phones on this machine's network. It can do nothing else.

What comes over the wire is bounded in bytes, in time and in number before it is understood, and compared with short
lists of ours: nothing of it reaches a file, a shell or the session. It is not encrypted: who listens to the network
could press the same four buttons.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_plus

from hubdesk.core import FailedError
from hubdesk.i18n import _, ngettext, number
from hubdesk.wall.remote_door import Door, Entry
from hubdesk.wall.remote_http import MOST_HEAD, Answer, RefusedError, Request, read_request
from hubdesk.wall.remote_page import RemoteState, code_page, policy, remote_page

logger = logging.getLogger(__name__)

WISHES: Final = ("next", "previous", "pin", "blank")
PORT: Final = 8741  # the same every time where it is free, so that a firewall's rule and a phone's memory stay good
COOKIE: Final = "hubdesk_remote"
MOST_LINES: Final = 48
MOST_EACH: Final = 16  # of one address: a browser opens a few ahead of need
REQUEST_SECONDS: Final = 5.0  # for the whole of a request: dripping bytes do not make it longer
ANSWER_SECONDS: Final = 5.0
LINGER_SECONDS: Final = 1.0  # for the other side to hang up first: closing on what it says would take the answer back
_LINGER_BYTES: Final = 64 * 1024
_KINDS: Final = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
_ELSEWHERE: Final = "203.0.113.1"  # nobody's, by convention; no packet goes there


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page is."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """As a person types it."""
        return f"http://{self.host}:{self.port}/"


@dataclass(frozen=True, slots=True)
class Happened:
    """What the server says of itself: a wish of ours in `wish`, or how it went with a code in `entry`."""

    wish: str = ""
    entry: Entry | None = None


class RemoteServer:
    """Serves from a thread of its own until it is closed. `tell` is called on that thread."""

    def __init__(self, door: Door, tell: Callable[[Happened], None]) -> None:
        self._door = door
        self._tell = tell
        self._state = RemoteState()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None
        self._ready = threading.Event()
        self._hosts: tuple[str, ...] = ()
        self._lines: dict[asyncio.Task[None], tuple[asyncio.StreamWriter, str]] = {}

    def start(self, lan: bool = False, port: int = PORT) -> Address:
        """Listen on this machine alone, or with `lan` on its address in the local network. Raises FailedError."""
        listening = _listen(lan_address() if lan else "127.0.0.1", port)
        host, port = listening.getsockname()[:2]
        names = (host,) if lan else (host, "localhost")
        self._hosts = tuple(f"{name}:{port}" for name in names)
        self._thread = threading.Thread(target=self._run, args=(listening,), name="remote", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._loop is None:
            self._thread.join()
            raise FailedError(_("The remote could not start; the log says why."))
        return Address(host, port)

    def show(self, state: RemoteState) -> None:
        """What phones are told from now on."""
        self._state = state

    def close(self) -> None:
        """Free the port; who was asking is cut off. Returns when the thread ended."""
        if self._thread is None:
            return
        if self._loop is not None and self._ended is not None:
            with suppress(RuntimeError):  # it ended by itself in this moment
                self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()
        self._thread = None

    def _run(self, listening: socket.socket) -> None:  # on the thread, as all below
        try:
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:  # on Windows too: it has readers
                runner.run(self._serve(listening))
        except Exception:  # a thread's edge: the wall goes on without its remote
            logger.exception("the remote page ended")
        finally:
            listening.close()
            self._loop = None
            self._ready.set()

    async def _serve(self, listening: socket.socket) -> None:
        self._ended = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._came, sock=listening, limit=MOST_HEAD, backlog=2 * MOST_LINES)
        self._ready.set()
        await self._ended.wait()
        self._loop.remove_reader(listening)
        accepting = asyncio.all_tasks() - {asyncio.current_task()} - self._lines.keys()
        if accepting:  # what is half accepted becomes a line first: a server that is closed forgets to close it
            await asyncio.wait(accepting, timeout=1)
        server.close()
        for work in self._lines:
            work.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)
        await asyncio.sleep(0)  # transports close in the loop's next turn

    def _came(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = writer.get_extra_info("peername")
        address = peer[0] if peer else ""
        has_room = len(self._lines) < MOST_LINES
        if not has_room or self._lines_of(address) >= MOST_EACH or not _is_near(address):
            writer.transport.abort()
            return
        work = asyncio.get_running_loop().create_task(self._attend(reader, writer, address))
        self._lines[work] = writer, address
        work.add_done_callback(self._gone)

    def _gone(self, work: asyncio.Task[None]) -> None:  # also of one that was cancelled before it began
        writer, _address = self._lines.pop(work)
        writer.transport.abort()

    def _lines_of(self, address: str) -> int:
        return sum(other == address for _writer, other in self._lines.values())

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> None:
        try:
            answer = await self._answer(reader, address)
            if answer is not None:
                async with asyncio.timeout(ANSWER_SECONDS):
                    writer.write(answer.written())
                    await writer.drain()
                async with asyncio.timeout(LINGER_SECONDS):
                    writer.write_eof()
                    await _hear_out(reader)
        except (OSError, TimeoutError):
            pass  # it went away, or takes its answer too slowly
        except Exception:  # a connection's edge: the next one is served all the same
            logger.exception("a phone's question could not be answered")

    async def _answer(self, reader: asyncio.StreamReader, address: str) -> Answer | None:
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                request = await read_request(reader)
            return None if request is None else self._answer_to(request, address)
        except TimeoutError:
            return _plain(HTTPStatus.REQUEST_TIMEOUT)
        except RefusedError as refused:
            return _plain(refused.status)

    def _answer_to(self, request: Request, address: str) -> Answer:
        if request.says("host").lower() not in self._hosts:  # a name of someone else's that leads here
            return _plain(HTTPStatus.MISDIRECTED_REQUEST)
        gets, posts = ("/", "/state"), ("/code", *(f"/{wish}" for wish in WISHES))
        if request.path not in (*gets, *posts):
            return _plain(HTTPStatus.NOT_FOUND)
        allowed = "GET" if request.path in gets else "POST"
        if request.method != allowed:
            return Answer(HTTPStatus.METHOD_NOT_ALLOWED, b"", fields=(("Allow", allowed),))
        if allowed == "POST" and not self._is_from_here(request):
            return _plain(HTTPStatus.FORBIDDEN)
        token = request.cookie(COOKIE)
        is_known = bool(token) and self._door.phone_of(token) is not None
        if request.path == "/":
            return _page(remote_page(self._state) if is_known else code_page())
        if request.path == "/code":
            return self._enter(request, address)
        if not is_known:
            return _plain(HTTPStatus.UNAUTHORIZED)
        if request.path == "/state":
            return Answer(HTTPStatus.OK, self._state.as_json().encode(), "application/json")
        return self._wish(request.path[1:], token)

    def _is_from_here(self, request: Request) -> bool:
        """Whether our own page sent it, by what only a browser can write."""
        ours = tuple(f"http://{host}" for host in self._hosts)
        return request.says("origin") in ours and request.says("sec-fetch-site") in ("", "same-origin")

    def _wish(self, wish: str, token: str) -> Answer:
        if not self._door.may_wish(token):
            return _plain(HTTPStatus.TOO_MANY_REQUESTS)
        self._tell(Happened(wish=wish))
        return Answer(HTTPStatus.NO_CONTENT)

    def _enter(self, request: Request, address: str) -> Answer:
        name, _is, said = request.body.decode("latin-1").partition("=")
        code = unquote_plus(said).replace(" ", "")
        if name != "code" or not (len(code) == 6 and code.isascii() and code.isdigit()):
            return _page(code_page(_("A code has six digits.")), HTTPStatus.BAD_REQUEST)
        agent = request.says("user-agent")
        entry, token = self._door.enter(code, address, next((kind for kind in _KINDS if kind in agent), ""))
        if entry is not Entry.NO_CODE:
            self._tell(Happened(entry=entry))
        if entry is Entry.IN:
            cookie = f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
            return Answer(HTTPStatus.SEE_OTHER, fields=(("Location", "/"), ("Set-Cookie", cookie)))
        return _page(code_page(self._why(entry)), HTTPStatus.FORBIDDEN)

    def _why(self, entry: Entry) -> str:
        if entry is Entry.WRONG:
            left = self._door.tries_left()
            words = ngettext(
                "That is not the code. {n} try is left.", "That is not the code. {n} tries are left.", left
            )
            return words.format(n=number(left))
        if entry is Entry.LOCKED:
            return _("Too many wrong codes. Ask for a new one at the console.")
        return _("No code counts now. Ask for one at the console.")


def lan_address() -> str:
    """This machine's address in its local network: the one from which it would go out. Raises FailedError."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect((_ELSEWHERE, 9))
            found = str(asking.getsockname()[0])
    except OSError:
        raise FailedError(_("This machine is in no local network: the remote can only be used on it.")) from None
    if not _is_near(found):
        line = _("This machine is open to the internet at {address}: the remote can only be used on it.")
        raise FailedError(line.format(address=found))
    return found


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError:
        pass  # it is taken, by a second wall perhaps: then any that is free
    try:
        return socket.create_server((host, 0))
    except OSError as error:
        line = _("The remote cannot listen at {address}: {why}.")
        raise FailedError(line.format(address=host, why=error.strerror or type(error).__name__)) from None


def _is_near(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False


async def _hear_out(reader: asyncio.StreamReader) -> None:
    heard = 0
    while heard < _LINGER_BYTES and (more := await reader.read(4096)):
        heard += len(more)


def _page(page: str, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    return Answer(status, page.encode(), "text/html; charset=utf-8", (("Content-Security-Policy", policy()),))


def _plain(status: HTTPStatus) -> Answer:
    return Answer(status, f"{status.value} {status.phrase}\n".encode())
