"""A WebSocket to a checked address, as an iterator of text messages."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from typing import Any, Final

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as _connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from hubdesk.core import HubdeskError, Millis
from hubdesk.i18n import _, number
from hubdesk.sources.address import Lookup, checked_addresses
from hubdesk.sources.errors import SourceError
from hubdesk.sources.limits import Limits
from hubdesk.sources.refusals import refusal

_QUEUE: Final = 64  # messages read ahead; beyond it the server is made to wait


class Messages:
    """An open connection."""

    def __init__(self, connection: ClientConnection, host: str) -> None:
        self._connection = connection
        self._host = host

    async def texts(self, idle: float | None) -> AsyncIterator[str]:
        """Each text message. Raises SourceError when the connection ends, or says nothing for `idle` seconds."""
        while True:
            try:
                async with asyncio.timeout(idle):
                    message = await self._connection.recv()
            except TimeoutError as error:
                line = _("{host} has been silent for {n} s").format(host=self._host, n=number(idle))
                raise SourceError(line) from error
            except ConnectionClosed as error:
                raise SourceError(_closing_line(self._host, error)) from error
            if isinstance(message, bytes):
                raise SourceError(_("{host} sends bytes where text was asked for").format(host=self._host))
            yield message

    async def aclose(self) -> None:
        """Leave; a server that does not answer our goodbye is left all the same."""
        await self._connection.close()


async def connect(
    url: str,
    *,
    host: str,
    port: int,
    certificates: ssl.SSLContext | None,
    proxy: str,
    allow_private: bool,
    lookup: Lookup,
    agent: str,
    limits: Limits,
    now: Millis,
) -> Messages:
    """Connect to a checked address of `host`, or through `proxy`. Raises SourceError or SourceOffError."""
    how: dict[str, Any] = {
        "user_agent_header": agent,
        "proxy": proxy or None,
        "open_timeout": limits.connect,
        "close_timeout": 1.0,
        "max_size": limits.line,
        "max_queue": _QUEUE,
    }
    if certificates is not None:
        how["ssl"] = certificates
    places: list[dict[str, Any]] = [{}]
    if not proxy:
        addresses = await checked_addresses(host, port, allow_private=allow_private, lookup=lookup)
        places = [{"host": one, "port": port} for one in addresses]
    failure: HubdeskError | None = None
    for place in places:
        try:
            return Messages(await _connect(url, **how, **place), host)
        except InvalidStatus as error:
            headers = {name.lower(): value for name, value in error.response.headers.raw_items()}
            raise refusal(host, error.response.status_code, headers, now) from error
        except ssl.SSLCertVerificationError as error:
            raise SourceError(_("the certificate of {host} does not hold").format(host=host)) from error
        except (OSError, TimeoutError) as error:
            failure = SourceError(_("{host} cannot be reached").format(host=host))
            failure.__cause__ = error
        except (WebSocketException, ValueError, EOFError) as error:
            raise SourceError(_("{host} does not speak WebSocket at this address").format(host=host)) from error
    assert failure is not None
    raise failure


def _closing_line(host: str, error: ConnectionClosed) -> str:
    said = error.rcvd
    if said is None:
        return _("{host} broke the connection off").format(host=host)
    reason = "".join(letter if letter.isprintable() else " " for letter in said.reason)[:120]
    return _("{host} ended the connection ({code} {reason})").format(host=host, code=said.code, reason=reason).strip()
