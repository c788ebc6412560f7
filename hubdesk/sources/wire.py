"""The connections under Http: only to addresses that were checked, or through the proxy the system names.

httpcore asks this backend for every new connection, with the host's name; so the check and the connection are one act,
TLS still verifies the name, and a pool never mixes hosts that share an address.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from hubdesk.sources.address import Lookup, checked_addresses

# Few idle connections: polls are minutes apart, and httpcore's pool looks at every connection for every idle one.
_IDLE: Final = 8
_IDLE_SECONDS: Final = 5.0
_NO_LIMITS: Final = httpx.Limits(max_connections=None, max_keepalive_connections=_IDLE, keepalive_expiry=_IDLE_SECONDS)


def system_certificates() -> ssl.SSLContext:
    """The system's certificates, so that a firm that inspects its traffic can."""
    import truststore  # only when TLS is first needed

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def proxy_for(scheme: str, host: str) -> str:
    """The proxy that the environment (or the system) names for this host, "" when there is none."""
    proxies = getproxies()
    if proxy_bypass(host):
        return ""
    found = proxies.get({"ws": "http", "wss": "https"}.get(scheme, scheme), "") or proxies.get("all", "")
    return found if "://" in found or not found else f"http://{found}"


def proxied(proxy: str, certificates: ssl.SSLContext | None) -> httpx.AsyncBaseTransport:
    """Through a proxy, which resolves names itself."""
    return httpx.AsyncHTTPTransport(
        proxy=httpx.Proxy(proxy), verify=certificates or False, trust_env=False, limits=_NO_LIMITS
    )


class DirectTransport(httpx.AsyncBaseTransport):
    """Straight to the checked addresses of a host. `certificates` None: for plain http alone."""

    def __init__(self, *, allow_private: bool, lookup: Lookup, certificates: ssl.SSLContext | None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=certificates,
            max_connections=None,
            max_keepalive_connections=_IDLE,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=_CheckedBackend(allow_private, lookup),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        inner = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx():
            answer = await self._pool.handle_async_request(inner)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), request=request)

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx():
            async for chunk in self._answer.aiter_stream():
                yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, allow_private: bool, lookup: Lookup) -> None:
        self._allow_private = allow_private
        self._lookup = lookup
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore names it
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await checked_addresses(host, port, allow_private=self._allow_private, lookup=self._lookup)
        failure: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in addresses:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                failure = failure or error
        raise failure or httpcore.ConnectError(host)


@contextmanager
def _as_httpx() -> Iterator[None]:
    """httpcore's errors under the names that httpx gives them, whatever transport we use."""
    try:
        yield
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        named: type[httpx.TransportError] = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise named(str(error)) from error
