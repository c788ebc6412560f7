"""A Mastodon status as a mention: plain text, the author's full address, and an identity that all servers share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from hubdesk.core import Author, Kind, Mention
from hubdesk.sources.text import plain
from hubdesk.sources.values import Json, instant, items, link, name, number, obj, text

NETWORK: Final = "mastodon"
OPEN: Final = ("public", "unlisted")  # anything else was not written for everybody
_ID_LIMIT: Final = 100
_URI_LIMIT: Final = 2_000
_NOTE_LIMIT: Final = 2_000
_WHERE: Final = re.compile(r"\b(?:locali[sz]ation|location|lieu|ville|city|région|region|département|où)\b|📍")


def local_id(status: Json) -> str:
    """A status's number on the server that we asked; other servers give it another."""
    return text(status.get("id"), _ID_LIMIT)


def uri(status: Json) -> str:
    """A status's identity on the whole network."""
    return text(status.get("uri") or status.get("url"), _URI_LIMIT)


def is_open(status: Json) -> bool:
    """Written for everybody, by somebody who did not ask robots to look away (#nobot in the profile)."""
    note = text(obj(status.get("account")).get("note")).casefold()
    return status.get("visibility") in OPEN and "nobot" not in note and bool(uri(status)) and bool(local_id(status))


def to_mention(status: Json, server: str, uris: Mapping[str, str], tells_language: bool = True) -> Mention:
    """A status of `server` (its host). `uris` knows the identities of statuses by their local numbers.

    A repost carries the words it spreads, so that topics hear it. `tells_language` is False for servers that declare
    the same language for every status.
    """
    spread = obj(status.get("reblog"))
    words = spread or status
    found = plain(text(words.get("content")))
    answered = text(status.get("in_reply_to_id"), _ID_LIMIT)
    kind = Kind.REPOST if spread else Kind.REPLY if answered else Kind.POST
    return Mention(
        network=NETWORK,
        native_id=uri(status),
        text=found.text,
        published_at=instant(status.get("created_at")),
        kind=kind,
        author=_author(obj(status.get("account")), server),
        title=name(words.get("spoiler_text"), 500),
        url=link(status.get("url")) or link(status.get("uri")),
        language=text(words.get("language"), 20) if tells_language else "",
        parent_id=uri(spread) if spread else uris.get(answered, ""),
        links=_links(words, found.links),
        media=_media(words),
    )


def _author(account: Json, server: str) -> Author:
    handle = name(account.get("acct"), 300)
    return Author(
        handle=handle if "@" in handle or not handle else f"{handle}@{server}",
        name=name(account.get("display_name")),
        id=link(account.get("url")) or link(account.get("uri")),
        followers=number(account.get("followers_count")),
        profile=_profile(account),
    )


def _profile(account: Json) -> str:
    """What an account says of itself, and of where it is where a field of the profile is for that."""
    fields = [field for field in map(obj, items(account.get("fields"))[:10]) if _is_where(field)]
    said = [*(field.get("value") for field in fields), account.get("note")]
    return "\n".join(filter(None, (plain(text(one, _NOTE_LIMIT)).text for one in said)))


def _is_where(field: Json) -> bool:
    return _WHERE.search(text(field.get("name"), _ID_LIMIT).casefold()) is not None


def _media(status: Json) -> bool | None:
    """Whether pictures, sound or films come with it; None when the server does not say."""
    attached = status.get("media_attachments")
    return bool(attached) if isinstance(attached, list) else None


def _links(status: Json, within: tuple[str, ...]) -> tuple[str, ...]:
    """Where a status points to: not the people it names, nor its hashtags."""
    named = {link(obj(one).get("url")) for key in ("mentions", "tags") for one in items(status.get(key))[:100]}
    card = link(obj(status.get("card")).get("url"))
    return tuple(dict.fromkeys(one for one in (*within, card) if one and one not in named))
