"""Fetches an address and says what is there: nothing new, a feed, or a page."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from typing import Final
from urllib.parse import urlsplit

from hubdesk.core import SECOND
from hubdesk.i18n import _
from hubdesk.sources.errors import SourceError
from hubdesk.sources.feed_answer import ParsedFeed, ParsedPage, Trouble
from hubdesk.sources.feed_dates import instant
from hubdesk.sources.feed_process import FeedReaders
from hubdesk.sources.http import Answer, Http

ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/html;q=0.5, */*;q=0.4"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address holds now. Neither `feed` nor `page`: it has not changed (304)."""

    answer: Answer
    feed: ParsedFeed | None = None
    page: ParsedPage | None = None


async def fetch(
    http: Http, address: str, *, etag: str = "", modified: str = "", allow_private: bool = False
) -> Fetched:
    """Ask and read. Raises SourceError with one clear line for what is neither a feed nor a page."""
    answer = await http.get(address, etag=etag, modified=modified, accept=ACCEPT, allow_private=allow_private)
    host = urlsplit(answer.url).hostname or ""
    if answer.not_modified:
        if not (etag or modified):
            raise SourceError(_("{host} says that nothing has changed since a visit that never was").format(host=host))
        return Fetched(answer)
    if not answer.body.strip():
        raise SourceError(_trouble("empty", host))
    reading = await http.share(FeedReaders).read(answer.body, answer.url, charset(answer), host)
    if reading.trouble is not None:
        raise SourceError(_trouble(reading.trouble, host))
    return Fetched(answer, reading.feed, reading.page)


def validators(answer: Answer) -> tuple[str, str]:
    """The ETag and Last-Modified to ask with next time; empty for a feed that was still changing when it was sent.

    Both are often made from a time in whole seconds (WordPress's are): what came later in the same second would never
    be seen.
    """
    etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    changed, sent = instant(modified), instant(answer.headers.get("date"))
    settled = changed is None or sent is None or sent - changed >= 2 * SECOND
    return (etag, modified) if settled else ("", "")


def charset(answer: Answer) -> str:
    """What the server says of how the letters are written, "" when it says nothing."""
    claimed = Message()
    claimed["content-type"] = answer.headers.get("content-type", "")
    charset = claimed.get_param("charset", "")
    return charset[:40] if isinstance(charset, str) else ""


def _trouble(trouble: Trouble, host: str) -> str:
    lines = {
        "empty": _("{host} sent an empty answer where a feed should be"),
        "entities": _("the feed of {host} declares entities of its own, as bombs do: refused"),
        "broken": _("{host} sent a feed that cannot be read: it is cut or broken"),
        "other": _("{host} sent something that is neither a feed nor a page"),
        "list": _("{host} sent a page that lists articles, or holds none"),
        "memory": _("the feed of {host} takes too much memory to read: given up"),
    }
    return lines[trouble].format(host=host)
