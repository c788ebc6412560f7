"""The one way out: every answer has a size, a total time and a checked address, whatever the server wants."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Protocol, Self, TypeVar

import httpx

import hubdesk
from hubdesk.core import Millis
from hubdesk.i18n import _
from hubdesk.sources.address import Lookup, check_name, checked_addresses, is_public, plain_host, system_lookup
from hubdesk.sources.asking import Ask, BrokenOffError, Budget, address, chunks, door, one_clear_line, origin, redirect
from hubdesk.sources.body import check_encoding, read_body
from hubdesk.sources.errors import SourceError
from hubdesk.sources.limits import Gate, Limits
from hubdesk.sources.lines import split_lines
from hubdesk.sources.refusals import refusal
from hubdesk.sources.wire import DirectTransport, proxied, proxy_for, system_certificates

_PERMANENT: Final = (301, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `headers` have lower-case names. `moved_to`: where it says it now lives for good, or ""."""

    status: int
    url: str  # the address that answered, after redirects
    headers: Mapping[str, str]
    body: bytes
    not_modified: bool = False
    moved_to: str = ""


class Shared(Protocol):
    """Something that lives as long as an Http does."""

    async def aclose(self) -> None: ...


S = TypeVar("S", bound=Shared)


class Http:
    """One client for a whole collector, on one event loop.

    http and https only. Every hop's address is checked (`allow_private` lifts that rule alone). No cookies; a token
    goes to the origin it is for and to no other. What fails raises SourceError or SourceOffError with one clear line.
    `transport`, `lookup` and `clock` are there for tests. `contact` is a word in the user agent for site owners.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        contact: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        lookup: Lookup = system_lookup,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.limits = limits or Limits()
        self.agent = f"Hubdesk/{hubdesk.__version__} (media monitoring{'; ' + contact if contact else ''})"
        self._given = transport
        self._lookup = lookup
        self._clock = clock
        self._gate = Gate()
        self._large = asyncio.Semaphore(3)
        self._transports: dict[tuple[bool, str, bool], httpx.AsyncBaseTransport] = {}
        self._certificates: ssl.SSLContext | None = None
        self._shared: dict[type[Any], Any] = {}

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        accept: str = "",
        token: str = "",
        params: Mapping[str, str | int] | None = None,
        allow_private: bool = False,
        max_bytes: int | None = None,
        deadline: float | None = None,
    ) -> Answer:
        """The whole answer. `max_bytes` counts decoded bytes, `deadline` seconds in all but the wait for our turn.

        A connection that breaks is tried once more: servers close kept connections without saying so.
        """
        headers = {"Accept": accept or "*/*", "Accept-Encoding": "gzip"}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        ask = Ask(address(url, params), headers, token, allow_private, Budget(deadline or self.limits.deadline))
        try:
            return await self._read(ask, max_bytes or self.limits.body)
        except BrokenOffError:
            return await self._read(ask, max_bytes or self.limits.body)

    async def get_json(self, url: str, **how: Any) -> Any:
        """An answer as JSON; takes what `get` takes. Cut or broken JSON is a SourceError, never "nothing new"."""
        how.setdefault("accept", "application/json")
        answer = await self.get(url, **how)
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise SourceError(
                _("{host} sent JSON that is cut or broken").format(host=httpx.URL(answer.url).host)
            ) from error

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str], allow_private: bool = False, deadline: float
    ) -> int:
        """Hand a body over. Returns the status: what is said beside it is not read, a redirect is not followed.

        https alone; with `allow_private`, an address of our own network may do without. `deadline` as for `get`.
        """
        target = address(url, schemes=("https", "http") if allow_private else ("https",))
        if target.scheme == "http":
            port = target.port or 80
            found = await checked_addresses(target.host, port, allow_private=True, lookup=self._lookup)
            if any(map(is_public, found)):
                raise SourceError(_("{host} is not of our own network: https only").format(host=target.host))
        async with self._hop(target, Ask(target, headers, "", allow_private, Budget(deadline), body=body)) as response:
            return response.status_code

    async def lines(
        self, url: str, *, token: str = "", allow_private: bool = False, idle: float = 90.0
    ) -> AsyncIterator[str]:
        """The lines of an endless answer, as for server-sent events; ends when the server ends it.

        `idle` seconds without a byte, or a line over the limit, raise SourceError.
        """
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity", "Cache-Control": "no-store"}
        ask = Ask(address(url), headers, token, allow_private, Budget(self.limits.deadline), stream=True)
        async with self._answer(ask) as (response, at, _moved):
            host = plain_host(at.host)
            check_encoding(response.headers.get("content-encoding", ""), host)
            ask.budget.stop()
            with one_clear_line(host, ask.budget):
                async for line in split_lines(chunks(response), host=host, longest=self.limits.line, idle=idle):
                    yield line

    @asynccontextmanager
    async def websocket(
        self, url: str, *, allow_private: bool = False, idle: float | None = None
    ) -> AsyncIterator[AsyncIterator[str]]:
        """Text messages of a ws:// or wss:// address, until the server ends them (SourceError) or we leave.

        Dead connections are found by pings within a minute; `idle` also bounds the silence of a living one, in seconds.
        """
        from hubdesk.sources import websocket  # a stream's library is loaded when a stream is asked for

        target = address(url, schemes=("ws", "wss"))
        host = plain_host(target.host)
        check_name(host, allow_private)
        secure = target.scheme == "wss"
        pace = self.limits.private if allow_private else self.limits.public
        async with self._gate.turn(door(target), pace):
            messages = await websocket.connect(
                url,
                host=host,
                port=target.port or (443 if secure else 80),
                certificates=self._trust() if secure else None,
                proxy="" if allow_private else proxy_for(target.scheme, host),
                allow_private=allow_private,
                lookup=self._lookup,
                agent=self.agent,
                limits=self.limits,
                now=self._now(),
            )
        try:
            yield messages.texts(idle)
        finally:
            await messages.aclose()

    def share(self, kind: type[S]) -> S:
        """The one `kind` that lives as long as this client: made when first asked for, closed with it."""
        if kind not in self._shared:
            self._shared[kind] = kind()
        found: S = self._shared[kind]
        return found

    async def aclose(self) -> None:
        """End connections and what is shared."""
        for shared in self._shared.values():
            await shared.aclose()
        for transport in self._transports.values():
            await transport.aclose()
        self._shared.clear()
        self._transports.clear()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _read(self, ask: Ask, limit: int) -> Answer:
        async with self._answer(ask) as (response, at, moved):
            headers = {name.lower(): value for name, value in response.headers.items()}
            if response.status_code == 304:
                return Answer(304, str(at), headers, b"", not_modified=True, moved_to=moved)
            encoding = headers.get("content-encoding", "")
            body = await read_body(chunks(response), host=at.host, encoding=encoding, limit=limit, large=self._large)
            return Answer(response.status_code, str(at), headers, body, moved_to=moved)

    @asynccontextmanager
    async def _answer(self, ask: Ask) -> AsyncIterator[tuple[httpx.Response, httpx.URL, str]]:
        """A usable answer after redirects: the response, its address, and where all moved for good."""
        url, moved = ask.url, ""
        for hop in range(self.limits.redirects + 1):
            async with self._hop(url, ask) as response:
                target = redirect(response, url)
                if target is None:
                    if response.status_code != 304 and not 200 <= response.status_code < 300:
                        raise self._refusal(url, response)
                    yield response, url, moved
                    return
                permanent = response.status_code in _PERMANENT and (moved or hop == 0)
            url, moved = target, str(target) if permanent else ""
        raise SourceError(_("{host} sends us round in circles: too many redirects").format(host=ask.url.host))

    @asynccontextmanager
    async def _hop(self, url: httpx.URL, ask: Ask) -> AsyncIterator[httpx.Response]:
        host = plain_host(url.host)
        check_name(host, ask.allow_private)
        headers = {**ask.headers, "User-Agent": self.agent}
        if ask.token and origin(url) == origin(ask.url):
            headers["Authorization"] = f"Bearer {ask.token}"
        pace = self.limits.private if ask.allow_private else self.limits.public
        async with AsyncExitStack() as turn:
            await turn.enter_async_context(self._gate.turn(door(url), pace))
            with one_clear_line(host, ask.budget):
                async with ask.budget.running():
                    request = httpx.Request(
                        "GET" if ask.body is None else "POST",
                        url,
                        headers=headers,
                        content=ask.body,
                        extensions=self._timeouts(),
                    )
                    response = await self._transport(url, host, ask.allow_private).handle_async_request(request)
                    try:
                        if ask.stream:
                            await turn.aclose()  # a stream holds no seat at its host
                        yield response
                    finally:
                        await response.aclose()

    def _transport(self, url: httpx.URL, host: str, allow_private: bool) -> httpx.AsyncBaseTransport:
        if self._given is not None:
            return self._given
        proxy = "" if allow_private else proxy_for(url.scheme, host)
        key = (allow_private, proxy, url.scheme == "https")
        if key not in self._transports:
            certificates = self._trust() if url.scheme == "https" else None
            self._transports[key] = (
                proxied(proxy, certificates)
                if proxy
                else DirectTransport(allow_private=allow_private, lookup=self._lookup, certificates=certificates)
            )
        return self._transports[key]

    def _timeouts(self) -> dict[str, Any]:
        return {"timeout": {"connect": self.limits.connect, "read": None, "write": None, "pool": None}}

    def _trust(self) -> ssl.SSLContext:
        self._certificates = self._certificates or system_certificates()
        return self._certificates

    def _now(self) -> Millis:
        return round(self._clock() * 1000)

    def _refusal(self, url: httpx.URL, response: httpx.Response) -> Exception:
        headers = {name.lower(): value for name, value in response.headers.items()}
        error = refusal(plain_host(url.host), response.status_code, headers, self._now())
        if isinstance(error, SourceError) and error.wait and response.status_code in (429, 503):
            self._gate.hold(door(url), error.wait)
        return error
