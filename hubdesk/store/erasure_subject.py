"""Whom or what an erasure is about, found in a session: by author, mention, source or age."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from hubdesk.core import HubdeskError, Kind, Millis
from hubdesk.i18n import _
from hubdesk.store import retention
from hubdesk.store.erasure_names import Account, Traces

MOST_SHOWN: Final = 8  # choices in one line


class EraseKind(StrEnum):
    """What is said of the subject."""

    AUTHOR = "author"
    MENTION = "mention"
    SOURCE = "source"
    AGE = "age"


class NobodyError(HubdeskError):
    """The session holds nothing of the subject."""


@dataclass(frozen=True, slots=True)
class EraseWish:
    """What is to be erased. `subjects` as people write them: `network:handle`, `network:id` or a handle; a mention's
    number, native id or address; a source's name or number. `older_than`: of an age, in milliseconds; then `subjects`
    may name the sources that it is about."""

    kind: EraseKind
    subjects: tuple[str, ...] = ()
    older_than: Millis = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """What was found: mentions by number; what to look for in others' texts; `keys` name each subject, for its hash.
    `held`: mentions old enough to go that are kept for what people or episodes rest on them."""

    kind: EraseKind
    ids: tuple[int, ...]
    keys: tuple[str, ...]
    accounts: tuple[Account, ...] = ()
    held: int = 0
    traces: Traces = field(default_factory=lambda: Traces((), ()))

    def joined(self, others: Iterable[Subject]) -> Subject:
        """What several files know of one subject; `ids` are the first one's."""
        traces, accounts = self.traces, dict.fromkeys(self.accounts)
        for one in others:
            traces, accounts = traces.joined(one.traces), {**accounts, **dict.fromkeys(one.accounts)}
        return replace(self, accounts=tuple(accounts), traces=traces)


def find(connection: sqlite3.Connection, wish: EraseWish, at: Millis, known: Subject | None = None) -> Subject:
    """Find it here. `known`: what was found in other files of the same erasure, to be looked for as well.

    Raises NobodyError for what is not in the session and not known, HubdeskError for what can mean several.
    """
    if wish.kind == EraseKind.AGE:
        return _aged(connection, wish, at)
    try:
        found = _found(connection, wish, known)
    except NobodyError:
        if known is None:
            raise
        return Subject(wish.kind, (), known.keys, known.accounts, traces=known.traces)
    return found if known is None else replace(found, keys=known.keys, traces=found.traces.joined(known.traces))


def _aged(connection: sqlite3.Connection, wish: EraseWish, at: Millis) -> Subject:
    sources = tuple(sorted(source_called(connection, said) for said in wish.subjects))
    ids, held = retention.older(connection, at - wish.older_than, sources or None)
    return Subject(wish.kind, ids, (f"{wish.older_than}:{','.join(map(str, sources))}",), held=held)


def _found(connection: sqlite3.Connection, wish: EraseWish, known: Subject | None) -> Subject:
    if wish.kind == EraseKind.AUTHOR:
        return _authors(connection, wish.subjects, known)
    if wish.kind == EraseKind.SOURCE:
        sources = tuple(source_called(connection, said) for said in wish.subjects)
        rows = connection.execute(
            "SELECT id FROM mention WHERE source IN (SELECT value FROM json_each(?))", (json.dumps(sources),)
        )
        return _posts(connection, wish.kind, [id_ for (id_,) in rows], tuple(map(str, sources)))
    found = [_mention(connection, said) for said in wish.subjects]
    keys = tuple(f"{network}\0{native}" for _id, network, native in found)
    return _posts(connection, wish.kind, [one[0] for one in found], keys)


def _authors(connection: sqlite3.Connection, said: Iterable[str], known: Subject | None) -> Subject:
    accounts: dict[Account, None] = dict.fromkeys(known.accounts if known is not None else ())
    keys = []
    said = tuple(said)
    likely = _likely(connection, said)
    for name in said:
        try:
            found = _accounts(connection, name, likely)
        except NobodyError:
            if not accounts:
                raise
            continue
        accounts.update(dict.fromkeys(found))
        keys.append(_key(next((one for one in found if one.id), found[0])))
    ids: set[int] = set()
    for one in accounts:
        if one.id:
            asked, values = "network = ? AND author_id = ? AND author_id <> ''", (one.network, one.id)
        else:
            asked, values = "network = ? AND handle = ? AND author_id = ''", (one.network, one.handle)
        ids.update(id_ for (id_,) in connection.execute(f"SELECT id FROM mention WHERE {asked}", values))  # noqa: S608
    return _posts(connection, EraseKind.AUTHOR, ids, tuple(keys), tuple(accounts))


def _key(account: Account) -> str:
    return f"{account.network}\0{account.id or '@' + account.bare}"


def _accounts(connection: sqlite3.Connection, said: str, likely: Sequence[Account]) -> list[Account]:
    """The names that one account had. Its id is the network's; without one, its handle is all there is."""
    network, colon, name = said.strip().partition(":")
    ways = [("", said.strip())] if not colon else [(network.strip(), name.strip()), ("", said.strip())]
    found: list[Account] = []
    for where, who in ways:  # an id may hold a colon itself
        found = [one for one in likely if _is_called(one, where, who)]
        if found:
            break
    if not found:
        raise NobodyError(_("nobody called “{name}” wrote in this session; see: hubdesk search").format(name=said))
    with_id = {one.network for one in found if one.id}
    persons = {_key(one) for one in found if one.id or one.network not in with_id}
    if len(persons) > 1:
        choices = sorted({f"{one.network}:{one.id or one.bare}" for one in found})
        raise HubdeskError(
            _("“{name}” may be {choices}; write one of them").format(name=said, choices=_listed(choices))
        )
    for where, id_ in {(one.network, one.id) for one in found if one.id}:  # under other names before
        found += _rows(connection, "network = ? AND author_id = ? AND author_id <> ''", (where, id_))
    return list(dict.fromkeys(found))


def _likely(connection: sqlite3.Connection, said: Iterable[str]) -> list[Account]:
    """Accounts by any of these names: nothing finds them but to look at all."""
    names: set[str] = set()
    for one in map(str.strip, said):
        for name in (one, one.partition(":")[2].strip()):
            names |= {name, name.removeprefix("@"), f"@{name.removeprefix('@')}"}
    asked = json.dumps(sorted(names - {"", "@"}))
    chosen = "(SELECT value FROM json_each(?))"
    return _rows(connection, f"handle COLLATE NOCASE IN {chosen} OR author_id IN {chosen}", (asked, asked))


def _is_called(account: Account, network: str, name: str) -> bool:
    if network and account.network.casefold() != network.casefold():
        return False
    bare = name.removeprefix("@").casefold()
    return bool(bare) and (account.bare == bare or (account.id != "" and account.id == name))


def _rows(connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> list[Account]:
    rows = connection.execute(
        f"SELECT DISTINCT network, handle, name, author_id FROM mention WHERE {where}",  # noqa: S608 — our own
        values,
    )
    return [Account(*row) for row in rows]


def _mention(connection: sqlite3.Connection, said: str) -> tuple[int, str, str]:
    said = said.strip()
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
    rows = connection.execute(
        "SELECT id, network, native_id FROM mention WHERE (id = ? OR native_id = ? OR url = ?) AND withdrawn_at IS NULL"
        " ORDER BY id",
        (number, said, said),
    ).fetchall()
    by_number = [row for row in rows if row[0] == number]
    rows = by_number or rows
    if not rows:
        raise NobodyError(_("there is no mention “{name}” in this session").format(name=said))
    if len(rows) > 1:
        choices = _listed([str(row[0]) for row in rows])
        raise HubdeskError(_("“{name}” may be {choices}; write one of them").format(name=said, choices=choices))
    return int(rows[0][0]), rows[0][1], rows[0][2]


def source_called(connection: sqlite3.Connection, said: str) -> int:
    """A source's number by its name, or by its number. Raises HubdeskError."""
    said = said.strip()
    rows = connection.execute("SELECT id, name FROM source ORDER BY id").fetchall()
    found = [id_ for id_, name in rows if name.casefold() == said.casefold()]
    found = found or [id_ for id_, _name in rows if str(id_) == said]
    if not found:
        names = _listed([name for _id, name in rows]) or _("none")
        line = _("there is no source “{name}” in this session; there are: {names}")
        raise NobodyError(line.format(name=said, names=names))
    if len(found) > 1:
        choices = _listed(list(map(str, found)))
        raise HubdeskError(_("“{name}” may be {choices}; write one of them").format(name=said, choices=choices))
    return int(found[0])


def _listed(choices: list[str]) -> str:
    return ", ".join(choices[:MOST_SHOWN]) + (", …" if len(choices) > MOST_SHOWN else "")


def _posts(
    connection: sqlite3.Connection,
    kind: EraseKind,
    ids: Iterable[int],
    keys: tuple[str, ...],
    accounts: tuple[Account, ...] = (),
) -> Subject:
    """With who passed these posts on: a repost holds their words."""
    wanted = json.dumps(sorted(ids))
    rows = connection.execute(
        "SELECT id, network, native_id, url FROM mention WHERE id IN (SELECT value FROM json_each(?))"
        " AND withdrawn_at IS NULL",
        (wanted,),
    ).fetchall()
    posts = {(network, native) for _id, network, native, _url in rows}
    addresses = {url for *_rest, url in rows if url}
    found = {id_ for id_, *_rest in rows}
    for id_, network, native, parent, url in connection.execute(
        "SELECT id, network, native_id, parent_id, url FROM mention WHERE kind = ? AND parent_id <> ''"
        " AND withdrawn_at IS NULL",
        (Kind.REPOST,),
    ).fetchall():
        if (network, parent) in posts and id_ not in found:
            found.add(id_)
            posts.add((network, native))
            addresses |= {url} - {""}
    return Subject(kind, tuple(sorted(found)), keys, accounts, traces=Traces(accounts, posts, addresses))
