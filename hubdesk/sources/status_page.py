"""Looks at a brand's own pages: what a status page says, and the notices across a site."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from hubdesk.i18n import _
from hubdesk.sources.errors import SourceError
from hubdesk.sources.feed_fetch import charset
from hubdesk.sources.feed_process import FeedReaders
from hubdesk.sources.http import Http
from hubdesk.sources.limits import MIB
from hubdesk.sources.page_answer import Notices

LARGEST: Final = 5 * MIB
SECONDS: Final = 15.0  # for a whole answer
_ACCEPT: Final = "text/html, application/json;q=0.9, */*;q=0.1"


async def notices(http: Http, url: str, *, allow_private: bool = False) -> Notices:
    """What stands on the page now. Raises SourceError or SourceOffError with one clear line when nobody could tell.

    A page on which nothing can be read (a script would have to write it) is such a case: it is no silent page.
    """
    answer = await http.get(url, accept=_ACCEPT, allow_private=allow_private, max_bytes=LARGEST, deadline=SECONDS)
    host = urlsplit(answer.url).hostname or ""
    if not answer.body.strip():
        raise SourceError(_("{host} sent an empty page").format(host=host))
    reading = await http.share(FeedReaders).read(answer.body, answer.url, charset(answer), host, want="notices")
    if reading.notices is None:
        line = _("nothing can be read on the page of {host}: it may be written by a script; name another address")
        raise SourceError(line.format(host=host))
    return reading.notices
