"""What a server's no means, and how long it wants us to wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from hubdesk.core import HOUR, SECOND, HubdeskError, Millis
from hubdesk.i18n import _, duration
from hubdesk.sources.errors import SourceError, SourceOffError

WAIT_FLOOR: Final = SECOND
WAIT_CEILING: Final = HOUR
_EPOCH_FROM: Final = 1_000_000_000  # a bigger number is an instant in seconds, a smaller one a number of seconds


def refusal(host: str, status: int, headers: Mapping[str, str], now: Millis) -> HubdeskError:
    """The error to raise for a status that is no answer: gone for good is SourceOffError, all others may heal."""
    if status == 410:
        return SourceOffError(_("{host} says that this address is gone for good (410)").format(host=host))
    wait = asked_wait(headers, now) if status in (403, 413, 429, 500, 502, 503, 504) else None
    if status in (429, 503) and wait is not None:
        line = _("{host} asks us to wait {time} ({status})").format(host=host, time=duration(wait), status=status)
    elif status == 429:
        line = _("{host} asks us to slow down (429)").format(host=host)
    elif status == 401:
        line, wait = _("{host} wants a sign-in (401)").format(host=host), WAIT_CEILING
    elif status == 403:
        line, wait = _("{host} does not let us in (403)").format(host=host), wait or WAIT_CEILING
    elif status == 404:
        line = _("{host} has nothing at this address (404)").format(host=host)
    elif status >= 500:
        line = _("{host} is in trouble ({status})").format(host=host, status=status)
    else:
        line = _("{host} gave an answer we cannot use ({status})").format(host=host, status=status)
    return SourceError(line, wait=wait, status=status)


def asked_wait(headers: Mapping[str, str], now: Millis) -> Millis | None:
    """How long a refusal asks us to wait, between a second and an hour; None when it does not say.

    Knows `Retry-After` in seconds or as a date, and the moment of renewal as Bluesky, Mastodon and others write it:
    `ratelimit-reset` and `x-ratelimit-reset` as an epoch, as seconds to go or as an ISO date. A date is compared with
    the server's own clock where it tells it.
    """
    clock = _date(headers.get("date", "")) or now
    for name in ("retry-after", "ratelimit-reset", "x-ratelimit-reset"):
        wait = _wait(headers.get(name, "").strip(), clock)
        if wait is not None:
            return min(max(wait, WAIT_FLOOR), WAIT_CEILING)
    return None


def _wait(text: str, clock: Millis) -> Millis | None:
    try:
        seconds = float(text)
    except ValueError:
        instant = _date(text)
        return None if instant is None else instant - clock
    if not 0 <= seconds < 1e12:
        return None
    wait = round(seconds * SECOND)
    return wait - clock if seconds >= _EPOCH_FROM else wait


def _date(text: str) -> Millis | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
            return round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * SECOND)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None
