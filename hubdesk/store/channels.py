"""Official channels in a session: which are watched, when each was looked at, and what it said.

They are declared in one note, as setup files are. What a look brought, that it was made, and what the next one needs to
know are one transaction, so nothing is told twice and a look that brought something is never lost. A post's text stays
its mention's: when its author takes it back, it is gone here too. A stranger's file may hold anything: what is no
channel, and no statement, is passed over.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final

from hubdesk.core import DAY, HOUR, MINUTE, Millis
from hubdesk.core.channels import EVERY, Channel, ChannelKind, ChannelWord, Said
from hubdesk.store.rows import clean

NOTE: Final = "channels"
MOST: Final = 200  # channels
LONGEST: Final = 4_000  # characters of a statement
MOST_WORDS: Final = 1_000  # statements of a channel that are looked at
ONCE: Final = DAY  # within which the same words are not said again
_KEPT: Final = 400 * DAY  # looks
_CODE: Final = re.compile("[0-9][0-9AB][0-9]?")
_OWN: Final = ("post", "article", "video")  # kinds of an account's own posts: what it answers people is no statement


def channels(connection: sqlite3.Connection) -> tuple[Channel, ...]:
    """Those that are watched, in the order they were declared."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"note:{NOTE}",)).fetchone()
    try:
        told = [] if row is None else json.loads(row[0])
    except (ValueError, RecursionError):
        return ()
    topics = {name.casefold(): id_ for id_, name in connection.execute("SELECT id, name FROM topic ORDER BY id DESC")}
    return tuple(_channels(told[:MOST] if isinstance(told, list) else [], topics))


def _channels(told: list[Any], topics: dict[str, int]) -> Iterator[Channel]:
    for one in told:
        if not isinstance(one, dict) or one.get("kind") not in list(ChannelKind):
            continue
        where = one.get("account" if one["kind"] == ChannelKind.ACCOUNT else "url")
        topic, every = one.get("topic"), one.get("every")
        if not isinstance(where, str) or not 0 < len(where) <= LONGEST:
            continue
        known = topics.get(topic.casefold()) if isinstance(topic, str) else None
        if topic is not None and known is None:
            known = 0  # of a topic that is gone, or was renamed: of no other
        pace = every if type(every) is int and 1_000 <= every <= DAY else EVERY
        yield Channel(one["kind"], where, known, pace, one.get("allow_private") is True)


def looks(connection: sqlite3.Connection, key: str, since: Millis, known: Millis) -> tuple[tuple[Millis, ...], str]:
    """The looks since then that could see what it says, the last of each minute; and why the last of all could not."""
    seen = connection.execute(
        "SELECT max(at) FROM look WHERE channel = ? AND at BETWEEN ? AND ? AND ok GROUP BY at / ? ORDER BY 1",
        (key, since, known, MINUTE),
    )
    last = connection.execute(
        "SELECT ok, error FROM look WHERE channel = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1", (key, known)
    ).fetchone()
    return tuple(at for (at,) in seen), "" if last is None or last[0] else last[1]


def words(connection: sqlite3.Connection, key: str, since: Millis, known: Millis) -> tuple[ChannelWord, ...]:
    """What a channel said from `since` on, as it was known; the oldest first."""
    return tuple(_words(connection, key, since, known, "ORDER BY at, id"))


def last_words(connection: sqlite3.Connection, key: str, since: Millis, known: Millis) -> Iterator[ChannelWord]:
    """The same, the newest first."""
    return _words(connection, key, since, known, "ORDER BY at DESC, id DESC")


def _words(connection: sqlite3.Connection, key: str, since: Millis, known: Millis, order: str) -> Iterator[ChannelWord]:
    rows = connection.execute(
        "SELECT id, at, known_at, url, text FROM statement WHERE channel = ? AND at >= ? AND known_at <= ?"  # noqa: S608 — our own
        f" {order} LIMIT ?",
        (key, since, known, MOST_WORDS),
    ).fetchall()
    return (_word(connection, *row) for row in rows)


def codes(named: Iterable[object]) -> tuple[str, ...]:
    """Those that can be a département's, each once; a stranger's file may name anything."""
    return tuple(dict.fromkeys(one for one in named if isinstance(one, str) and _CODE.fullmatch(one)))


def _word(connection: sqlite3.Connection, id_: int, at: Millis, known_at: Millis, url: str, kept: str) -> ChannelWord:
    try:
        told = json.loads(kept)
    except (ValueError, RecursionError):
        told = {}
    told = told if isinstance(told, dict) else {}
    text, places, mention = told.get("text"), told.get("places"), told.get("mention")
    named = codes(places) if isinstance(places, list) else ()
    if type(mention) is int:
        row = connection.execute("SELECT title, text FROM mention WHERE id = ?", (mention,)).fetchone()
        text = "" if row is None else "\n".join(filter(None, row))
    said = text[:LONGEST] if isinstance(text, str) else ""
    says = told.get("says")
    of_mention = mention if type(mention) is int else None
    return ChannelWord(id_, at, known_at, said, url, named, of_mention, says if isinstance(says, str) else "")


def posts(
    connection: sqlite3.Connection, account: str, after: int, upto: int
) -> tuple[tuple[int, Millis, str, str], ...]:
    """An account's own posts among the mentions (after, upto] by number: number, instant, text, address."""
    network, _colon, name = account.partition(":")
    bare = name.strip().removeprefix("@")
    rows = connection.execute(
        "SELECT id, at, url, title, text FROM mention WHERE id > ? AND id <= ? AND network = ? COLLATE NOCASE"
        " AND (handle = ? COLLATE NOCASE OR handle = ? COLLATE NOCASE OR author_id = ? COLLATE NOCASE)"
        " AND kind IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NULL ORDER BY id",
        (after, upto, network.strip(), bare, f"@{bare}", name.strip(), json.dumps(_OWN)),
    )
    return tuple((id_, at, f"{title}\n{text}" if title else text, url) for id_, at, url, title, text in rows)


# What follows changes the session; it begins no transaction.


def keep(
    connection: sqlite3.Connection, key: str, at: Millis, error: str, said: Iterable[Said], memory: str | None
) -> int:
    """A look at a channel: what it brought, and what the next one is to know. Returns how much of it is new."""
    connection.execute("INSERT INTO look (channel, at, ok, error) VALUES (?, ?, ?, ?)", (key, at, not error, error))
    if at % HOUR < EVERY:  # now and then
        connection.execute("DELETE FROM look WHERE channel = ? AND at < ?", (key, at - _KEPT))
    new = sum(_keep(connection, key, at, one) for one in said)
    if memory is not None:
        connection.execute("INSERT OR REPLACE INTO watch VALUES (?, ?, ?)", (watch_name(key), at, memory))
    return new


def watch_name(key: str) -> str:
    """The name under which the watch remembers what stood on a channel at the last look."""
    return f"channel {key}"


def _keep(connection: sqlite3.Connection, key: str, known_at: Millis, said: Said) -> int:
    told: dict[str, object] = {"text": clean(said.text)[:LONGEST]}
    if said.mention is not None:
        told = {"mention": said.mention, "says": said.says}
    if said.places is not None:
        told["places"] = list(said.places)
    at, text = min(max(said.at, 0), known_at), json.dumps(told, ensure_ascii=False, sort_keys=True)
    again = connection.execute(
        "SELECT 1 FROM statement WHERE channel = ? AND text = ? AND at > ?", (key, text, at - ONCE)
    ).fetchone()
    if again is not None:
        return 0
    connection.execute(
        "INSERT OR IGNORE INTO statement (channel, at, known_at, url, text) VALUES (?, ?, ?, ?, ?)",
        (key, at, known_at, clean(said.url)[:LONGEST], text),
    )
    return 1
