"""Puts pseudonyms in the place of authors, and takes out of a file what would reveal them.

A pseudonym is the same throughout a file and says nothing outside it: it is a hash with a random key that is thrown
away. What goes: handles, display names, numbers of accounts and posts, addresses of posts and people, raw records,
followers, what readings rest on; in texts, whoever is named by an @, authors' display names of two words and more, and
addresses where posts stand. Who is watched for a public role, official channels and handles that topics ask for stay.
The words of a post stay too, and whoever searches the web for them may find it: that cannot be taken out.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from hubdesk.core import Author, Mention, Person
from hubdesk.query.fields import plain_name
from hubdesk.query.people import INSIDER, Circle
from hubdesk.store import channels, topics
from hubdesk.store.channels import NOTE as CHANNELS
from hubdesk.store.own_words import NOTE as OWN_WORDS
from hubdesk.store.readers_off import NOTE as READERS
from hubdesk.store.rewriting import Names, Rewritten, parts_of

PREFIX: Final = "anon-"
LENGTH: Final = 12  # signs after it: 48 bits
WITHDRAWN: Final = "withdrawn:"  # what stands for the id of what was taken back
NOTES_KEPT: Final = (CHANNELS, OWN_WORDS, READERS, "layout", "opens-at")
_IN_QUERIES: Final = re.compile(r"@(\w[\w.\-]*)")
_TOLD_APART: Final = re.compile(r"[\d._\-]")  # in a handle that is no word of a language


class Pseudonyms:
    """Who is who in one session, and what stands for each. `of` reads them; then the key is in here alone."""

    def __init__(self, people: Collection[Person], officials: Iterable[str], asked_for: Iterable[str]) -> None:
        public = [one for one in people if one.role.strip().casefold() not in ("", INSIDER)]
        official = Person("official", "channel", accounts=tuple(officials))
        self._public = Circle([*public, official])
        self._public_names = {plain_name(one.name): one.name for one in public}
        self._insiders = {plain_name(one.name): one.name for one in people if one not in public}
        self._key = secrets.token_bytes(32)
        self._words: dict[tuple[str, str], str] = {}
        self._said: dict[str, str] = {}  # what evidence may hold as it is: a handle, a name, network:handle
        self._handles: dict[str, str] = {}
        self._spoken: dict[str, str] = {}
        self._shown: defaultdict[tuple[str, str], dict[tuple[str, ...], str]] = defaultdict(dict)
        named = {name.casefold() for one in (*public, official) for name in map(_bare, one.accounts) if name}
        self._kept = named | {name.casefold() for name in asked_for}
        self._hosts: set[str] = set()
        self.kept_ids: frozenset[tuple[str, str]] = frozenset()
        self.names = Names(self._handles, self._spoken, self._shown, frozenset(self._kept), frozenset(), self._unknown)

    @staticmethod
    def of(connection: sqlite3.Connection) -> Pseudonyms:
        """Of a whole session: also those outside a span may be named in it."""
        officials = [one.where for one in channels.channels(connection) if one.kind == "account"]
        asked_for = [name for (query,) in connection.execute("SELECT query FROM topic") for name in _asked(query)]
        made = Pseudonyms(topics.people(connection), officials, asked_for)
        accounts = connection.execute("SELECT DISTINCT network, handle, name, author_id FROM main.mention").fetchall()
        for account in accounts:
            made._learn(*account)
        starts = connection.execute(  # of addresses, up to the path: there are few
            "SELECT DISTINCT substr(url, 1, instr(substr(url, 9) || '/', '/') + 8) FROM main.mention WHERE url <> ''"
        )
        hosts = {_host(start) for (start,) in starts}
        made.names = Names(
            made._handles, made._spoken, made._shown, frozenset(made._kept), frozenset(hosts - {""}), made._unknown
        )
        public = [one for one in accounts if made.is_public(*one)]
        kept = set[tuple[str, str]]()
        for network, handle, name, id_ in public:
            kept.update(
                connection.execute(
                    "SELECT network, native_id FROM main.mention"
                    " WHERE network = ? AND handle = ? AND name = ? AND author_id = ?",
                    (network, handle, name, id_),
                )
            )
        made.kept_ids = frozenset(kept)
        return made

    def is_public(self, network: str, handle: str, name: str, id_: str) -> bool:
        author = Author(handle, name, id_)
        return bool(self._public.about(Mention(network, "", "", None, author=author)).people)

    def author(self, network: str, handle: str, name: str, id_: str) -> tuple[str, str, str, int]:
        """Handle, name and id as the file has them, and whether figures about the account stay."""
        if not (handle or name or id_) or self.is_public(network, handle, name, id_):
            return handle, name, id_, 1
        word = self._word(network, id_ or _folded(handle) or name)
        return (word if handle else ""), (word if name else ""), (word if id_ else ""), 0

    def native(self, network: str, native_id: str) -> str:
        """What stands for a post's id. The same for who answers it."""
        if not native_id or native_id.startswith(WITHDRAWN) or (network, native_id) in self.kept_ids:
            return native_id
        return f"{PREFIX}{self._hash('post', network, native_id)}"

    def text(self, text: str) -> Rewritten:
        return self.names.rewrite(text)

    def said(self, text: str) -> str:
        """A string of which it is not known what it is: an account, a name, or words."""
        known = self._said.get(text.casefold())
        return self.text(text).text if known is None else known

    def account(self, account: str) -> str:
        """`network:handle` or `network:id`, as a session's people have them."""
        network, colon, name = account.partition(":")
        known = self._said.get(account.strip().casefold())
        return known or (f"{network}:{self._word(network.strip(), _folded(name))}" if colon else self.said(account))

    def person(self, name: str) -> str:
        return self._word("person", name)

    def watched(self, plain: str) -> str:
        """Who is asked for among the watched people, by a name as it compares: with a public role as they are."""
        return self._public_names.get(plain) or self.person(self._insiders.get(plain, plain))

    def stranger(self, who: str) -> str:
        """Who is asked for and wrote nothing here, a public account as it is."""
        return who if who in self._kept else self._unknown(who)

    def _learn(self, network: str, handle: str, name: str, id_: str) -> None:
        if not (handle or name or id_) or self.is_public(network, handle, name, id_):
            return
        word = self._word(network, id_ or _folded(handle) or name)
        bare = _folded(handle)
        for said in (handle, bare, name, id_):
            if said:
                self._said.setdefault(said.casefold(), word)
        for said in (bare, id_):
            if said:
                self._said.setdefault(f"{network}:{said}".casefold(), f"{network}:{word}")
        if bare and bare not in self._kept:
            self._handles.setdefault(bare, word)
            self._handles.setdefault(bare.partition("@")[0], word)
            if _TOLD_APART.search(bare) or bare != bare.partition("@")[0]:
                self._spoken.setdefault(bare, word)
        parts = parts_of(name)
        if len(parts) > 1:
            self._shown[parts[0], parts[1]].setdefault(parts, word)
        elif parts and _TOLD_APART.search(parts[0]):
            self._spoken.setdefault(parts[0], word)

    def _unknown(self, handle: str) -> str:
        return self._word("", handle)

    def _word(self, network: str, who: str) -> str:
        key = (network.casefold(), who.casefold())
        if key not in self._words:
            self._words[key] = f"{PREFIX}{self._hash('author', *key)[:LENGTH]}"
        return self._words[key]

    def _hash(self, *told: str) -> str:
        words = "\0".join(told).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(words, key=self._key, digest_size=10).hexdigest()


def _folded(handle: str) -> str:
    return handle.strip().casefold().removeprefix("@")


def _bare(account: str) -> str:
    return _folded(account.partition(":")[2])


def _asked(query: str) -> list[str]:
    return [name.rstrip(".-") for name in _IN_QUERIES.findall(query)]


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.").casefold()
    except ValueError:
        return ""


def strings(told: Any, to: Callable[[str], str]) -> Any:
    """A JSON value with every string in it given to `to`; keys are ours and stay."""
    if isinstance(told, str):
        return to(told)
    if isinstance(told, list):
        return [strings(one, to) for one in told]
    if isinstance(told, dict):
        return {key: strings(one, to) for key, one in told.items()}
    return told
