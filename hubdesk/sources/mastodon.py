"""Timelines of a server that speaks Mastodon's language: polled, or streamed with a token.

Pages are read upwards from the last known status (`min_id`), oldest first, so that whatever came meanwhile is read,
now or at the next visit. Servers that take `min_id` for `since_id` (snac) are found out by asking for what lies
between, and read downwards instead.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final
from urllib.parse import quote, urlsplit

from hubdesk.core import MINUTE, HubdeskError, Mention, Millis, Terms, Withdrawal
from hubdesk.i18n import N_, _
from hubdesk.sources.batch import batches
from hubdesk.sources.http import Http
from hubdesk.sources.mastodon_place import Place, reach
from hubdesk.sources.mastodon_status import NETWORK, is_open, local_id, to_mention
from hubdesk.sources.source import Config, Page, SourceError, SourceOffError, Wish
from hubdesk.sources.sse import ServerEvent, events
from hubdesk.sources.values import Json, loads, obj, text

MODES: Final = ("public", "local", "tag", "stream")
LIMIT: Final = 40  # statuses in a page: the most that Mastodon gives
FULL: Final = 20  # what its cousins give at most: a page of that many may hide others
PAGES: Final = 20  # a visit; paging is limited to 300 in 15 minutes
IDLE_SECONDS: Final = 90.0  # Mastodon's heart beats every 15 s
CURSOR_SECONDS: Final = 10.0  # between two writings of a stream's memory
REMEMBERED: Final = {"stream": 2_000}  # identities kept for deletions that name a number alone
REMEMBERED_POLLING: Final = 200  # for the parents of replies
UPDATES: Final = ("update", "status.update", "status_update")
SIGN_IN: Final = (401, 422)
logger = logging.getLogger(__name__)


class Mastodon:
    """One timeline of one server."""

    kind = "mastodon"

    def __init__(self, base: str, mode: str, tag: str = "", local: bool = False, allow_private: bool = False) -> None:
        self._base, self._mode, self._tag, self._local, self._allow_private = base, mode, tag, local, allow_private
        self._host = urlsplit(base).netloc
        self._most = REMEMBERED.get(mode, REMEMBERED_POLLING)
        self.every: Millis = 0 if mode == "stream" else MINUTE
        self.keep = "matched" if mode in ("public", "stream") and not tag else "all"
        self.terms = Terms(
            export=True,
            wall=True,
            deletes="events" if mode == "stream" else "none",
            note=N_("Public and unlisted posts of people who did not ask robots to look away. Server rules apply."),
        )

    async def pages(self, http: Http, wish: Wish) -> AsyncGenerator[Page, None]:
        """What came since the cursor, oldest first; in stream mode, what comes from then on as well."""
        place = Place.read(wish.cursor)
        reading = self._stream(http, wish, place) if self._mode == "stream" else self._poll(http, wish, place)
        async with aclosing(reading) as pages:
            async for page in pages:
                yield page

    async def _poll(self, http: Http, wish: Wish, place: Place) -> AsyncGenerator[Page, None]:
        place.server = place.server or _version(await self._instance(http, wish))
        if not place.since:
            found = await self._ask(http, wish)
            place.at = wish.now
            yield self._page(place, found, reach(found, wish.now))
            return
        for visit in range(PAGES):
            found = await self._ask(http, wish, min_id=place.since)
            if not found:
                known, place.at = place.at, wish.now
                yield Page(cursor=place.write(), reaches_back_to=known)
                return
            if visit == 0 and len(found) >= FULL and await self._between(http, wish, place.since, found):
                async with aclosing(self._downwards(http, wish, place, found)) as pages:
                    async for page in pages:
                        yield page
                return
            yield self._page(place, found)
        raise SourceError(
            _("{host} has more than one visit may read; the rest is read next").format(host=self._host), MINUTE
        )

    async def _between(self, http: Http, wish: Wish, since: str, found: list[Json]) -> list[Json]:
        """What lies between a known status and a page, newest first, without the known one and the page's own."""
        seen = {local_id(status) for status in found} | {since}
        older = await self._ask(http, wish, max_id=local_id(found[-1]), since_id=since)
        known = next((n for n, status in enumerate(older) if local_id(status) == since), len(older))
        return [status for status in older[:known] if local_id(status) not in seen]

    async def _downwards(self, http: Http, wish: Wish, place: Place, newest: list[Json]) -> AsyncGenerator[Page, None]:
        """From the newest page down to the last known status, or as far as a visit goes; told oldest first."""
        since, pages = place.since, [newest]
        while len(pages) < PAGES and (older := await self._between(http, wish, since, pages[-1])):
            pages.append(older)
        known = place.at if len(pages) < PAGES else reach(pages[-1], wish.now)
        for older in reversed(pages[1:]):  # the cursor stays where it was until all is told
            yield Page(self._mentions(place, older), cursor=wish.cursor)
        place.at = wish.now
        yield self._page(place, newest, known)

    async def _stream(self, http: Http, wish: Wish, place: Place) -> AsyncGenerator[Page, None]:
        if not wish.token:
            line = _(
                "{host} streams only to those who signed in: get a token there, then run “keyring set hubdesk {url}”"
            )
            raise SourceOffError(line.format(host=self._host, url=self._base))
        instance = await self._instance(http, wish)
        place.server, url = _version(instance), self._streaming_url(instance)
        lines = http.lines(url, token=wish.token, allow_private=self._allow_private, idle=IDLE_SECONDS)
        clock = asyncio.get_running_loop().time
        began, written, caught_up = clock(), 0.0, False
        try:
            async with aclosing(batches(events(lines))) as gathered:
                async for batch in gathered:
                    if not caught_up:  # only now, when nothing can slip between
                        caught_up = True
                        async with aclosing(self._catch_up(http, wish, place)) as pages:
                            async for page in pages:
                                yield page
                    page = self._told(place, batch)
                    if clock() - written >= CURSOR_SECONDS:
                        written, place.at = clock(), wish.now + round(1000 * (clock() - began))
                        page = Page(page.mentions, place.write(), page.edits, page.withdrawals)
                    yield page
        except SourceError as error:
            raise self._explained(error) from error
        raise SourceError(_("{host} closed the stream; it is opened again").format(host=self._host), wait=2_000)

    async def _catch_up(self, http: Http, wish: Wish, place: Place) -> AsyncGenerator[Page, None]:
        """What was missed since the last connection. When it cannot be read, the gap stays a gap."""
        try:
            async with aclosing(self._poll(http, wish, place)) as pages:
                async for page in pages:
                    yield page
        except (SourceError, SourceOffError) as error:
            logger.warning("%s: the time before this connection could not be read: %s", self._host, error)

    def _told(self, place: Place, batch: list[ServerEvent]) -> Page:
        """A batch of events, folded: the last word on each status counts."""
        created: dict[str, Mention] = {}
        edited: dict[str, Mention] = {}
        gone: dict[str, Withdrawal] = {}
        for event in batch:
            if event.name == "delete":
                if identity := place.uris.pop(event.data.strip(), ""):  # the cursor names it no more
                    created.pop(identity, None)
                    edited.pop(identity, None)
                    gone[identity] = Withdrawal(NETWORK, native_id=identity)
            elif event.name in UPDATES:
                status = obj(loads(event.data))
                if event.name == "update" and local_id(status):
                    place.advance(local_id(status))
                for mention in self._mentions(place, [status]):
                    gone.pop(mention.native_id, None)
                    is_edit = event.name != "update" and mention.native_id not in created
                    (edited if is_edit else created)[mention.native_id] = mention
        return Page(tuple(created.values()), edits=tuple(edited.values()), withdrawals=tuple(gone.values()))

    def _page(self, place: Place, found: list[Json], reaches_back_to: Millis | None = None) -> Page:
        mentions = self._mentions(place, found)
        place.since = local_id(found[0]) if found else place.since
        return Page(mentions, cursor=place.write(), reaches_back_to=reaches_back_to)

    def _mentions(self, place: Place, newest_first: list[Json]) -> tuple[Mention, ...]:
        mentions: list[Mention] = []
        for status in reversed(newest_first):
            if local_id(status):
                place.remember(status, self._most)
            if is_open(status):
                mentions.append(to_mention(status, self._host, place.uris, "snac" not in place.server))
        return tuple(mentions)

    async def _ask(self, http: Http, wish: Wish, **where: str) -> list[Json]:
        path = f"tag/{quote(self._tag, safe='')}" if self._tag else "public"
        params: dict[str, str | int] = {"limit": LIMIT, **where}
        if self._local:
            params["local"] = "true"
        try:
            found = await http.get_json(
                f"{self._base}/api/v1/timelines/{path}",
                params=params,
                token=wish.token,
                allow_private=self._allow_private,
            )
        except SourceError as error:
            raise self._explained(error) from error
        if not isinstance(found, list):
            raise SourceError(_("{host} did not answer with a list of posts").format(host=self._host))
        statuses = [status for status in found if isinstance(status, dict) and local_id(status)]
        if found and not statuses:  # hearing nothing is not listening
            raise SourceError(_("{host} sends posts that we cannot read").format(host=self._host))
        return statuses

    def _explained(self, error: SourceError) -> HubdeskError:
        if error.status not in SIGN_IN:
            return error
        if self._mode == "stream":
            return SourceOffError(_("{host} refuses the token: sign in again").format(host=self._host))
        return SourceOffError(
            _("{host} shows this timeline only to those who signed in; choose another server").format(host=self._host)
        )

    async def _instance(self, http: Http, wish: Wish) -> Json:
        for version in ("v2", "v1"):
            try:
                url = f"{self._base}/api/{version}/instance"
                return obj(await http.get_json(url, token=wish.token, allow_private=self._allow_private))
            except SourceError as error:
                if error.status is None:
                    raise
        return {}

    def _streaming_url(self, instance: Json) -> str:
        """Where the server streams: the host that it names, unless that would carry the token in the open."""
        named = text(obj(obj(instance.get("configuration")).get("urls")).get("streaming"), 500)
        named = (named or text(obj(instance.get("urls")).get("streaming_api"), 500)).rstrip("/")
        named = re.sub(r"^ws(s?)://", r"http\1://", named)
        base = named if urlsplit(named).scheme in ("https", urlsplit(self._base).scheme) else self._base
        if self._tag:
            path = f"hashtag{'/local' if self._local else ''}?tag={quote(self._tag, safe='')}"
        else:
            path = f"public{'/local' if self._local else ''}"
        return f"{base}/api/v1/streaming/{path}"


def _version(instance: Json) -> str:
    return text(instance.get("version"), 200) or "?"


def make(config: Config) -> Mastodon:
    """A [[source]] of kind "mastodon": url, mode, tag, local (of a stream), allow_private. Raises HubdeskError."""
    for key in config.keys() - {"url", "mode", "tag", "local", "allow_private"}:
        raise HubdeskError(
            _("{key} is unknown for a Mastodon source; write url, mode, tag, local or allow_private").format(key=key)
        )
    base, mode, tag = _base(config.get("url")), config.get("mode", "public"), config.get("tag", "")
    if mode not in MODES:
        raise HubdeskError(
            _("mode “{mode}” is unknown; write one of: {modes}").format(mode=mode, modes=", ".join(MODES))
        )
    for key in ("local", "allow_private"):
        if not isinstance(config.get(key, False), bool):
            raise HubdeskError(_("{key} must be true or false").format(key=key))
    if not isinstance(tag, str) or (tag and not re.fullmatch(r"#?\w{1,100}", tag)):
        raise HubdeskError(_("tag must be one word, such as “orange”"))
    if bool(tag) != (mode == "tag") and not (mode == "stream" and tag):
        raise HubdeskError(_("tag goes with mode = “tag” or “stream”; mode = “tag” needs one"))
    local = mode == "local" or bool(config.get("local", False))
    return Mastodon(base, str(mode), tag.removeprefix("#"), local, bool(config.get("allow_private", False)))


def _base(given: object) -> str:
    """A server's address without a path."""
    try:
        parts = urlsplit(given.strip() if isinstance(given, str) else "")
        fits = parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc
        fits = fits and (parts.port or 1) > 0 and parts.path in ("", "/") and not parts.query
    except ValueError:
        fits = False
    if not fits:
        raise HubdeskError(_("url must be a server's address, such as https://mastodon.social"))
    return f"{parts.scheme}://{parts.netloc}"
