"""Which machines we may talk to: the public Internet's, and our own network's only where a source allows it.

A name is resolved here, every address it has is checked, and the connection goes to an address that was checked: a
second answer of the name server is never asked for, so it cannot lie.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from hubdesk.i18n import _
from hubdesk.sources.errors import SourceError

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""A host and a port to its addresses, as text; raises OSError when the name is unknown."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

OUR_NAMES: Final = ("localhost", "local", "internal", "intranet", "lan", "home.arpa")
_HOST: Final = re.compile(r"[\w.-]+|[0-9a-f:.]+(?:%[\w%-]+)?")  # a name, or an address with or without a zone
_NUMBER: Final = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)
_NEVER_PUBLIC: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "::/96",  # IPv4-compatible, long abandoned
        "64:ff9b:1::/48",  # local-use NAT64
        "100::/64",
        "2001::/23",  # Teredo and other tunnels
        "fec0::/10",
    )
)
_METADATA: Final = tuple(map(ipaddress.ip_network, ("169.254.0.0/16", "fd00:ec2::254/128", "fd20:ce::254/128")))
_CARRIES_IPV4: Final = (("::ffff:0:0/96", 0), ("64:ff9b::/96", 0), ("2002::/16", 80))  # network, bits right of the IPv4


class BlockedError(SourceError):
    """An address that a source without `allow_private` may not reach."""


def is_public(text: str) -> bool:
    """Whether an address, written plainly, is one of the public Internet."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # among them a link-local address with a zone
        return False
    for network, shift in _CARRIES_IPV4:
        if address in ipaddress.ip_network(network):
            return is_public(str(ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF)))
    return address.is_global and not address.is_multicast and not any(address in network for network in _NEVER_PUBLIC)


def plain_host(host: str) -> str:
    """A host as we compare it: lower case, no brackets, no trailing dot.

    Raises SourceError for a number that is no plain address (`2130706433`, `0x7f.1`, `127.1`): systems read those
    differently, and no name ends so.
    """
    host = host.strip("[]").rstrip(".").lower()
    if not _HOST.fullmatch(host) or (_NUMBER.fullmatch(host.rsplit(".", 1)[-1]) and _literal(host) is None):
        raise SourceError(_("{host} is neither a name nor a plain address").format(host=repr(host[:80])))
    return host


def check_name(host: str, allow_private: bool) -> None:
    """Refuse what can be refused without asking a name server. Raises BlockedError."""
    literal = _literal(host)
    named_so = any(host == name or host.endswith("." + name) for name in OUR_NAMES)
    if not allow_private and (named_so or (literal is not None and not is_public(host))):
        raise _blocked(host)
    if literal is not None and _is_metadata(host):
        raise _blocked(host)


async def checked_addresses(host: str, port: int, *, allow_private: bool, lookup: Lookup) -> tuple[str, ...]:
    """The addresses of a host that may be connected to, in the system's order; never empty.

    Raises BlockedError when none is allowed, SourceError when the name is unknown.
    """
    host = plain_host(host)
    check_name(host, allow_private)
    if _literal(host) is not None:
        return (host,)
    try:
        found = await lookup(host, port)
    except OSError as error:
        raise SourceError(
            _("{host} is unknown: the name has no address, or we are offline").format(host=host)
        ) from error
    allowed = tuple(dict.fromkeys(one for one in found if is_public(one) or (allow_private and not _is_metadata(one))))
    if not allowed:
        raise _blocked(host)
    return allowed


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """Ask the system, in a thread of its own: a name server that hangs delays neither other sources nor our end."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def settle(found: Sequence[str], error: OSError | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def ask() -> None:
        found: Sequence[str] = ()
        failure: OSError | None = None
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            failure = error if isinstance(error, OSError) else OSError(str(error))
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found, failure)

    threading.Thread(target=ask, name=f"lookup {host}", daemon=True).start()
    return await answer


def _is_metadata(text: str) -> bool:
    """Where clouds hand out a machine's own keys: no source of posts is ever there, and redirects aim there."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return any(mapped in network for network in _METADATA)


def _literal(host: str) -> _Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _blocked(host: str) -> BlockedError:
    return BlockedError(
        _("{host} is on this machine or its own network: refused, unless the source has allow_private = true").format(
            host=host
        )
        if not _is_metadata(host)
        else _("{host} is where a machine's own keys are kept: refused").format(host=host)
    )
