"""One question to a server: its address, what goes with it, the time it may take, and what each failure is called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from hubdesk.i18n import _, number
from hubdesk.sources.address import plain_host
from hubdesk.sources.errors import SourceError

WEB: Final = ("http", "https")
_LONGEST_ADDRESS: Final = 8_192
_REDIRECTS: Final = (301, 302, 303, 307, 308)


class BrokenOffError(SourceError):
    """The connection broke in mid-answer: worth one more try."""


class Budget:
    """The seconds a whole answer may take, over redirects and a second try; waiting for our turn costs nothing."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._left = seconds
        self._timeout: asyncio.Timeout | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Raises TimeoutError when the time is up."""
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            async with asyncio.timeout(max(0.0, self._left)) as self._timeout:
                yield
        finally:
            self._left -= clock() - began
            self._timeout = None

    def stop(self) -> None:
        """The answer has begun and has no end: from here on only silence counts."""
        if self._timeout is not None:
            self._timeout.reschedule(None)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question; with a `body` it is posted. `token` goes to the origin of `url` alone; a `stream` keeps no seat."""

    url: httpx.URL
    headers: Mapping[str, str]
    token: str
    allow_private: bool
    budget: Budget
    stream: bool = False
    body: bytes | None = None


def address(url: str, params: Mapping[str, str | int] | None = None, schemes: tuple[str, ...] = WEB) -> httpx.URL:
    """An address we may ask. Raises SourceError for another scheme, a user name in it, or nonsense."""
    try:
        found = httpx.URL(url).copy_with(fragment=None)
        if params:
            found = found.copy_merge_params(params)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise SourceError(_("this is no web address: {url}").format(url=repr(url[:80]))) from error
    if not found.scheme:
        raise SourceError(_("this is no web address: {url}").format(url=repr(url[:80])))
    if found.scheme not in schemes:
        raise SourceError(
            _("{scheme} addresses are not followed, only {allowed}").format(
                scheme=repr(found.scheme[:20]), allowed=", ".join(schemes)
            )
        )
    plain_host(found.host)
    if found.userinfo:
        raise SourceError(_("an address with a user name in it is not followed ({host})").format(host=found.host))
    if len(str(found)) > _LONGEST_ADDRESS:
        raise SourceError(_("{host}: an address of {n} characters").format(host=found.host, n=number(len(str(found)))))
    return found


def redirect(response: httpx.Response, url: httpx.URL) -> httpx.URL | None:
    """Where an answer sends us, None when it does not. Raises SourceError for an address we may not ask."""
    to = response.headers.get("location", "")
    if response.status_code not in _REDIRECTS or not to:
        return None
    try:
        return address(str(url.join(to)))
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(_("{host} sends us to something that is no address").format(host=url.host)) from error
    except SourceError as error:
        raise SourceError(_("{host} sends us elsewhere: {why}").format(host=url.host, why=str(error))) from error


def door(url: httpx.URL) -> str:
    """Name and port: what shares one bucket."""
    return f"{plain_host(url.host)}:{url.port or (443 if url.scheme in ('https', 'wss') else 80)}"


def origin(url: httpx.URL) -> tuple[str, str]:
    """What a token is for."""
    return url.scheme, door(url)


async def chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body as the network brought it, not decoded: httpx would decode a chunk whole before we could count."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    async for chunk in response.stream:
        yield chunk


@contextmanager
def one_clear_line(host: str, budget: Budget) -> Iterator[None]:
    """The network's failures as SourceErrors."""
    try:
        yield
    except TimeoutError as error:
        line = _("{host} did not finish its answer within {n} s: cut off")
        raise SourceError(line.format(host=host, n=number(budget.seconds, int(budget.seconds % 1 > 0)))) from error
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise SourceError(_("the certificate of {host} does not hold").format(host=host)) from error
        raise SourceError(_("{host} cannot be reached").format(host=host)) from error
    except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as error:
        raise BrokenOffError(_("{host} broke the connection off").format(host=host)) from error
    except httpx.ProxyError as error:
        raise SourceError(_("the proxy does not let us reach {host}").format(host=host)) from error
    except httpx.TransportError as error:
        why = type(error).__name__
        raise SourceError(_("{host} cannot be read ({why})").format(host=host, why=why)) from error
