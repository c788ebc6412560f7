"""Bluesky's public posts, from a Jetstream: one web socket, resumed from an instant, deletions and edits followed.

Two generations of the service are spoken, told apart by the address's path: `/xrpc/network.bsky.jetstream.
subscribeEvents` (since 2026; refuses or reports a cursor that is too old) and `/subscribe` (clamps it in silence).
Both count from an instant in microseconds, which is our cursor.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

from hubdesk.core import Author, HubdeskError, Kind, Mention, Millis, Terms, Withdrawal
from hubdesk.i18n import N_, _
from hubdesk.sources.batch import batches
from hubdesk.sources.http import Http
from hubdesk.sources.jetstream import KINDS, POSTS, Event, UnreadableError, read
from hubdesk.sources.source import Config, Page, SourceError, Wish
from hubdesk.sources.text import plain_text
from hubdesk.sources.values import Json, instant, items, link, name, obj, text

NETWORK: Final = "bluesky"
PUBLIC: Final = "wss://jetstream.us-east.bsky.network/xrpc/network.bsky.jetstream.subscribeEvents"
NOW_PATH: Final = "/xrpc/network.bsky.jetstream.subscribeEvents"
OLD_PATH: Final = "/subscribe"
REWIND: Final = 5_000_000  # µs: servers differ by some seconds, and a post stored twice is stored once
IDLE_SECONDS: Final = 300.0  # of silence on a network where somebody always speaks
REFUSED: Final = 400  # a cursor that is too old, or none
REOPEN: Final = 2_000  # ms before a stream that was closed in good order is opened again
MESSAGE_LIMIT: Final = 1_000_000  # bytes; a post is at most a few thousand
HANDLES: Final = 20_000
AHEAD: Final = 86_400_000_000  # µs by which a server's clock may be ahead of ours: a day
_ENDLESS: Final = 2**63
MOST_UNREADABLE: Final = 100  # messages beyond those that we could read: then it is not the network we know
_MEDIA = ("app.bsky.embed.images", "app.bsky.embed.video")
_NO_MEDIA = ("app.bsky.embed.external", "app.bsky.embed.record", "app.bsky.embed.recordWithMedia")
_RKEY = re.compile(r"[\w.:~-]{1,512}", re.ASCII)
_GONE = ("deleted", "takendown")
logger = logging.getLogger(__name__)


def address_of(did: str, commit: Json) -> str:
    """A post's at:// address, "" when the commit is no post's."""
    rkey = commit.get("rkey")
    if commit.get("collection") != POSTS or not isinstance(rkey, str) or not _RKEY.fullmatch(rkey):
        return ""
    return f"at://{did}/{POSTS}/{rkey}"


def to_mention(event: Event, handle: str = "") -> Mention:
    """A commit that creates or changes a post, as a mention. Raises UnreadableError when its record is no post."""
    record = obj(event.body.get("record"))
    if not isinstance(record.get("text"), str):
        raise UnreadableError(event.did)
    reply = text(obj(obj(record.get("reply")).get("parent")).get("uri"), 1_000)
    return Mention(
        network=NETWORK,
        native_id=address_of(event.did, event.body),
        text=plain_text(record["text"]),
        published_at=instant(record.get("createdAt")) or event.at // 1000,
        kind=Kind.REPLY if reply else Kind.POST,
        author=Author(handle=handle, id=event.did),
        url=f"https://bsky.app/profile/{event.did}/post/{event.body['rkey']}",
        language=next(iter(_languages(record)), ""),
        parent_id=reply,
        links=_links(record),
        media=_media(record),
    )


def _languages(record: Json) -> list[str]:
    return [language for one in items(record.get("langs"))[:5] if (language := text(one, 20))]


def _links(record: Json) -> tuple[str, ...]:
    """Where a post points to: the links within its text, and its card."""
    features = (obj(one) for facet in items(record.get("facets"))[:50] for one in items(obj(facet).get("features"))[:5])
    found = [link(one.get("uri")) for one in features if str(one.get("$type", "")).endswith("#link")]
    embed = obj(record.get("embed"))
    found += [link(obj(card.get("external")).get("uri")) for card in (embed, obj(embed.get("media")))]
    return tuple(dict.fromkeys(address for address in found if address))


def _media(record: Json) -> bool | None:
    """Whether pictures or films are embedded, alone or beside a quoted post; None for what we do not know yet."""
    embed = obj(record.get("embed"))
    kinds = [str(one["$type"]) for one in (embed, obj(embed.get("media"))) if "$type" in one]
    if any(kind in _MEDIA for kind in kinds):
        return True
    return False if all(kind in _NO_MEDIA for kind in kinds) else None


@dataclass(slots=True)
class Listening:
    """One connection: where it began, how far it came, and whether it proved to reach back to where we left off.

    The cursor is the instant of an event that we hold, and we ask from a little before it. So a server that still has
    the past sends that event again; one that has dropped it, or never had it, starts later: then nothing is claimed.
    """

    since: int  # µs; 0: from now on
    asked_at: int  # µs
    languages: frozenset[str] = frozenset()
    handles: OrderedDict[str, str] = field(default_factory=OrderedDict)
    cursor: int = 0
    reaches_back: bool | None = None  # None: not known yet
    claimed: bool = False
    latest: int = _ENDLESS  # µs: an event dated after it is a lie, and would take the cursor where no past is
    readable: int = 0
    unreadable: int = 0

    def page(self, batch: list[Event]) -> Page:
        """What a batch of events says, folded: the last word on each post counts."""
        created: dict[str, Mention] = {}
        edited: dict[str, Mention] = {}
        gone: dict[str, Withdrawal] = {}
        for event in batch:
            self._follow(event)
            if event.what == "identity":
                self._remember(event)
            elif event.what == "account" and event.body.get("active") is False and event.body.get("status") in _GONE:
                for held in (created, edited):
                    for address in [a for a, mention in held.items() if mention.author.id == event.did]:
                        del held[address]
                gone[event.did] = Withdrawal(NETWORK, author_id=event.did)
            elif event.what == "commit" and (address := address_of(event.did, event.body)):
                if event.body.get("operation") == "delete":
                    created.pop(address, None)
                    edited.pop(address, None)
                    gone[address] = Withdrawal(NETWORK, native_id=address)
                elif (mention := self._mention(event)) is not None:
                    gone.pop(address, None)
                    is_edit = event.body.get("operation") == "update" and address not in created
                    (edited if is_edit else created)[address] = mention
        return Page(
            tuple(created.values()),
            cursor=str(self.cursor or self.since or ""),
            edits=tuple(edited.values()),
            withdrawals=tuple(gone.values()),
            reaches_back_to=self._claim(caught_up=not batch or batch[-1].at >= self.asked_at),
        )

    def _follow(self, event: Event) -> None:
        if event.what == "notice":  # OutdatedCursor, FutureCursor: it did not start where we asked
            self.reaches_back = False
            logger.warning("bluesky: %s %s", text(event.body.get("name"), 60), text(event.body.get("message"), 200))
            return
        if self.reaches_back is None:
            self.reaches_back = 0 < event.at <= self.since
        if event.at <= self.latest:
            self.cursor = max(self.cursor, event.at)

    def _claim(self, caught_up: bool) -> Millis | None:
        """The past is claimed once, when all of it has come."""
        if self.claimed or not self.reaches_back or not caught_up:
            return None
        self.claimed = True
        return self.since // 1000

    def _mention(self, event: Event) -> Mention | None:
        if self.languages:
            declared = {one.split("-")[0].lower() for one in _languages(obj(event.body.get("record")))}
            if declared and not declared & self.languages:
                return None
        try:
            return to_mention(event, self.handles.get(event.did, ""))
        except UnreadableError:
            self.unreadable += 1
            return None

    def _remember(self, event: Event) -> None:
        handle = name(event.body.get("handle"), 253)
        if handle and handle != "handle.invalid":
            self.handles[event.did] = handle
            self.handles.move_to_end(event.did)
            if len(self.handles) > HANDLES:
                self.handles.popitem(last=False)


class Bluesky:
    """Every public post of the network; only those that a topic hears are kept."""

    kind = "bluesky"
    terms = Terms(
        export=True,
        wall=True,
        deletes="events",
        note=N_("Public posts. Deleted posts and accounts are withdrawn as soon as the network says so."),
    )
    every: Millis = 0
    keep = "matched"

    def __init__(self, endpoint: str, allow_private: bool = False, languages: frozenset[str] = frozenset()) -> None:
        self._endpoint, self._allow_private, self._languages = endpoint, allow_private, languages
        self._handles: OrderedDict[str, str] = OrderedDict()

    async def pages(self, http: Http, wish: Wish) -> AsyncGenerator[Page, None]:
        """Pages until the connection ends; then SourceError, to be opened again from the last cursor."""
        since = int(wish.cursor) if wish.cursor.isascii() and wish.cursor.isdigit() else 0
        try:
            async with aclosing(self._listen(http, wish, since)) as pages:
                async for page in pages:
                    yield page
        except SourceError as error:
            if not since or error.status != REFUSED:
                raise
            logger.warning("bluesky: the cursor %d was refused; listening from now on", since)
            async with aclosing(self._listen(http, wish, 0)) as pages:  # the past is lost: a gap is a gap
                async for page in pages:
                    yield page

    async def _listen(self, http: Http, wish: Wish, since: int) -> AsyncGenerator[Page, None]:
        listening = Listening(since, wish.now * 1000, self._languages, self._handles)
        idle = None if self._allow_private else IDLE_SECONDS
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            async with (
                http.websocket(self.url(since), allow_private=self._allow_private, idle=idle) as messages,
                aclosing(batches(self._events(messages, listening))) as gathered,
            ):
                yield Page(cursor=wish.cursor if since else "")
                async for batch in gathered:
                    listening.latest = listening.asked_at + round(1_000_000 * (clock() - began)) + AHEAD
                    yield listening.page(batch)
        finally:
            if listening.unreadable:
                logger.warning("bluesky: %d messages could not be read and were left out", listening.unreadable)
        raise SourceError(_("Bluesky closed the stream; it is opened again"), wait=REOPEN)

    async def _events(self, messages: AsyncIterator[str], listening: Listening) -> AsyncGenerator[Event, None]:
        try:
            async for message in messages:
                try:
                    event = read(message)
                except UnreadableError:
                    listening.unreadable += 1
                    if listening.unreadable > MOST_UNREADABLE + listening.readable:  # hearing nothing is not listening
                        raise SourceError(
                            _("Bluesky sends messages that we cannot read; a newer Hubdesk may")
                        ) from None
                    continue
                listening.readable += 1
                if event is not None:
                    yield event
        finally:
            await messages.aclose()  # type: ignore[attr-defined]  # Http.websocket gives an async generator

    def url(self, since: int) -> str:
        """Where to listen from an instant in µs (0: from now on), in the words of the endpoint's generation."""
        old = urlsplit(self._endpoint).path.endswith(OLD_PATH)
        wanted: list[tuple[str, str | int]] = [("wantedCollections" if old else "collections", POSTS)]
        wanted += [] if old else [("kinds", kind) for kind in KINDS]
        wanted.append(("maxMessageSizeBytes", MESSAGE_LIMIT))
        if since:
            wanted.append(("cursor", max(1, since - REWIND)))
        return f"{self._endpoint}?{urlencode(wanted)}"


def make(config: Config) -> Bluesky:
    """A [[source]] of kind "bluesky": endpoint, languages ("fr" or "fr, en"), allow_private. Raises HubdeskError."""
    for key in config.keys() - {"endpoint", "languages", "allow_private"}:
        raise HubdeskError(
            _("{key} is unknown for a Bluesky source; write endpoint, languages or allow_private").format(key=key)
        )
    endpoint, languages = config.get("endpoint", PUBLIC), config.get("languages", "")
    if not isinstance(allow_private := config.get("allow_private", False), bool):
        raise HubdeskError(_("allow_private must be true or false"))
    if not isinstance(languages, str) or not re.fullmatch(r"[A-Za-z, -]*", languages):
        raise HubdeskError(_("languages must be a text such as “fr” or “fr, en”"))
    codes = frozenset(code.split("-")[0].lower() for code in re.split(r"[, ]+", languages) if code)
    return Bluesky(_endpoint(endpoint), allow_private, codes)


def _endpoint(given: object) -> str:
    """The address without a closing slash; an address that is a server's alone gets today's path."""
    advice = _("endpoint must be a Jetstream's address, such as {example}").format(example=PUBLIC)
    if not isinstance(given, str):
        raise HubdeskError(advice)
    try:
        parts = urlsplit(given.strip())
        fits = parts.scheme in ("ws", "wss") and bool(parts.hostname) and not (parts.query or parts.fragment)
        fits = fits and "@" not in parts.netloc and (parts.port or 1) > 0
    except ValueError:
        fits = False
    path = parts.path.rstrip("/") if fits else ""
    if not fits or path not in ("", OLD_PATH, NOW_PATH):
        raise HubdeskError(advice)
    return f"{parts.scheme}://{parts.netloc}{path or NOW_PATH}"
