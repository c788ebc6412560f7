"""Knows an author or a post again in what other people wrote, and takes name and address out of it.

Words are compared without accents and capitals. A handle counts with its @, and alone where it is no word of a
language; a display name counts from two words on; an address counts when it is a post's, or leads to the account.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from hubdesk.store.rewriting import GONE, PASSED_ON, Edit, Rewritten, rewritten

_SIGNS: Final = re.compile(
    r"(?P<address>(?:https?://|www\.|at://|did:[a-z]+:)[^\s<>\"']+)"
    r"|(?<![\w@])@(?P<handle>\w[\w.\-]*(?:@\w[\w.\-]*)?)"
    r"|(?<![\w@])(?P<mail>[\w.+\-]+@\w[\w\-]*(?:\.[\w\-]+)+)"
    r"|(?P<token>\w+(?:[._\-]\w+)*)"
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|at://|did:[a-z]+:)[^\s<>\"']+")
_WORD: Final = re.compile(r"\w[\w\u0300-\u036f]*")
_ACCENTS: Final = re.compile(r"[\u0300-\u036f]")
_TOLD_APART: Final = re.compile(r"[\d._\-]")  # in a handle that is no word of a language
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_ENDS: Final = ".,;:!?)]}»”'’…-"
_CUTS: Final = re.compile(r"[.\-]")
_PEOPLES: Final = frozenset(["profile", "user", "users", "u", "in", "actor"])  # steps before an account's name
_COMMON: Final = frozenset(["social", "bsky", "https", "http", "mastodon", "example", "users", "plc", "did", "web"])
FEW: Final = 48  # words that are looked for one by one


def folded(text: str) -> str:
    """Without capitals and accents."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())).casefold()


def in_clear(record: str) -> str:
    """JSON with its letters and slashes as themselves."""
    if "\\" not in record:
        return record
    return _ESCAPED.sub(_letter, record.replace("\\/", "/"))


def _letter(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def words_in(text: str) -> list[str]:
    """A text's words, folded."""
    return _WORD.findall(folded(text))


@dataclass(frozen=True, slots=True)
class Account:
    """An author as the mentions of one network name it."""

    network: str
    handle: str
    name: str
    id: str

    @property
    def bare(self) -> str:
        return self.handle.strip().casefold().removeprefix("@")


class Traces:
    """What is looked for: accounts, and posts by network and native id, with their addresses."""

    def __init__(
        self, accounts: Iterable[Account], posts: Iterable[tuple[str, str]], addresses: Iterable[str] = ()
    ) -> None:
        self.accounts = frozenset(accounts)
        self.posts = frozenset(posts)
        self.native_ids = frozenset(native for _network, native in self.posts)
        self.addresses = frozenset(addresses)
        told = (*self.addresses, *(one for one in self.native_ids if "://" in one))
        self._addresses = frozenset(_plain(one) for one in told if _leads_somewhere(one))
        self._handles: set[str] = set()
        self._local: defaultdict[str, set[str]] = defaultdict(set)  # by network: what stands before an instance's name
        self._there: set[tuple[str, str]] = set()  # instance and local name
        self._ids = {folded(one.id) for one in self.accounts if one.id}
        self._spoken: set[str] = set()
        self._shown: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._said: set[str] = set()
        for one in self.accounts:
            self._learn(one)
        self._long_ids = {one for one in self._ids if "/" in one}
        shown = [name for names in self._shown.values() for name in names]
        local = (one.partition("@")[0] for one in self._handles)
        self._pairs = {name[:2] for name in shown}
        self._words = frozenset(map(_telling, (*local, *self._ids, *self._spoken))) - {""}  # of accounts
        self._names_words = frozenset(_telling(" ".join(name)) for name in shown)

    def _learn(self, one: Account) -> None:
        bare = folded(one.bare)
        for said in (one.handle, bare, one.name, one.id):
            if said:
                self._said |= {folded(said), folded(f"{one.network}:{said}")}
        if bare:
            self._handles.add(bare)
            local, _at, instance = bare.partition("@")
            self._local[one.network].add(local)
            self._there |= {(where, local) for where in (instance, _host(one.id)) if where}
            if _TOLD_APART.search(bare) or local != bare:
                self._spoken.add(bare)
            if _TOLD_APART.search(local):
                self._spoken.add(local)
        parts = tuple(folded(found[0]) for found in _WORD.finditer(one.name))
        if len(parts) > 1:
            self._shown[parts[0]].add(parts)
        elif parts and _TOLD_APART.search(parts[0]):
            self._spoken.add(parts[0])

    def __bool__(self) -> bool:
        return bool(self.accounts or self.posts)

    def joined(self, other: Traces) -> Traces:
        """Both, to be looked for at once."""
        if not other or not self:
            return self or other
        return Traces(self.accounts | other.accounts, self.posts | other.posts, self.addresses | other.addresses)

    def are(self, other: Traces) -> bool:
        """Whether the same is looked for."""
        return (self.accounts, self.posts, self.addresses) == (other.accounts, other.posts, other.addresses)

    def may_be_in(self, text: str, plain: str = "") -> bool:
        """A quick look that passes by what surely holds nothing of it. `plain`: addresses and records, no prose."""
        said = folded(text)
        seen = f"{said}\n{plain.lower() if plain.isascii() else folded(plain)}" if plain else said
        if len(self._words) + len(self._names_words) <= FEW:
            is_likely = any(word in seen for word in self._words) or any(word in said for word in self._names_words)
        else:
            words = _WORD.findall(said)
            there = words if seen is said else _WORD.findall(seen)
            is_likely = not self._words.isdisjoint(there) or (
                not self._shown.keys().isdisjoint(words) and not self._pairs.isdisjoint(pairwise(words))
            )
        return is_likely or self._may_hold_address(text) or self._may_hold_address(plain)

    def _may_hold_address(self, text: str) -> bool:
        if not self._addresses or "://" not in text:
            return False
        if "\\/" in text:  # as JSON may write it
            text = text.replace("\\/", "/")
        if len(self._addresses) <= FEW:
            return any(one in text for one in self._addresses)
        return any(not self._addresses.isdisjoint(_forms(one.rstrip(_ENDS))) for one in _ADDRESS.findall(text))

    def text(self, text: str, network: str = "") -> Rewritten:
        """The text without them."""
        if not text or not self.may_be_in(text):
            return Rewritten(text)
        return rewritten(text, (*self._signs(text, network), *self._names(text)))

    def is_in_record(self, record: str) -> bool:
        """Whether a network's own record names them."""
        return bool(record) and bool(self.text(in_clear(record)).starts)

    def name(self, text: str, network: str) -> str:
        """Somebody else's display name: it may be the same as theirs, but not call them by an @."""
        return rewritten(text, self._signs(text, network)).text if "@" in text and self.may_be_in(text) else text

    def said(self, text: str) -> str:
        """A string of which it is not known what it is: words, a post, or an account with its network."""
        if (":" in text and folded(text) in self._said) or text in self.native_ids:
            return GONE
        return self.text(text).text

    def is_named(self, text: str) -> bool:
        """Whether a string is one of them: a handle, a name, an id, network:handle."""
        return folded(text) in self._said

    def is_parent(self, network: str, native_id: str) -> bool:
        """Whether a post is one of theirs, stored or not."""
        return bool(native_id) and ((network, native_id) in self.posts or self.is_theirs(native_id))

    def is_theirs(self, address: str) -> bool:
        """Whether an address is a post's or leads to an account."""
        if not self._addresses.isdisjoint(_forms(address)):
            return True
        return bool(self.accounts) and self._leads_to_account(folded(address))

    def _leads_to_account(self, address: str) -> bool:
        if self._long_ids and not self._long_ids.isdisjoint(_steps_up(address)):
            return True
        try:
            parts = urlsplit(address if "//" in address else f"//{address}")
        except ValueError:
            return False
        host = _host(address)
        before = "host" if any(host == one or host.endswith(f".{one}") for one in PASSED_ON) else ""
        steps = [host, *re.split(r"[/?#&=]", parts.path + "?" + parts.query + "#" + parts.fragment)]
        if not {host, parts.netloc}.isdisjoint(self._ids | self._spoken) or address.rstrip(_ENDS) in self._ids:
            return True
        for step in filter(None, steps[1:]):
            names = set(_beginnings(step.removeprefix("@")))
            if step in self._ids or not self._spoken.isdisjoint(names):
                return True
            names_people = step.startswith("@") or before in _PEOPLES or before == "host"
            if names_people and any(one in self._handles or (host, one) in self._there for one in names):
                return True
            before = step
        return False

    def _signs(self, text: str, network: str) -> Iterator[Edit]:
        for found in _SIGNS.finditer(text):
            start = found.start()
            match found.lastgroup:
                case "address":
                    said = found[0].rstrip(_ENDS)
                    if self.is_theirs(said):
                        yield start, start + len(said), GONE
                case "handle":
                    for said in _beginnings(found["handle"]):
                        if folded(said) in self._handles or folded(said) in self._local.get(network, ()):
                            yield start, start + 1 + len(said), GONE
                            break
                case "mail":
                    said = folded(found[0])
                    if said in self._handles or said.partition("@")[0] in self._spoken:
                        yield start, found.end(), GONE
                case _:
                    for said in _beginnings(found[0]):
                        if folded(said) in self._spoken:
                            yield start, start + len(said), GONE
                            break

    def _names(self, text: str) -> Iterator[Edit]:
        if not self._shown:
            return
        words = [(found.start(), found.end(), folded(found[0])) for found in _WORD.finditer(text)]
        for at, (start, _end, word) in enumerate(words):
            for name in self._shown.get(word, ()):
                there = words[at : at + len(name)]
                if tuple(one[2] for one in there) == name:
                    yield start, there[-1][1], GONE


def _beginnings(said: str) -> Iterator[str]:
    """A handle as it stands, and what it is when a sentence goes on behind it without a blank; the longest first."""
    said = said.rstrip(".-")
    yield said
    for cut in reversed(list(_CUTS.finditer(said))):
        yield said[: cut.start()]


def _telling(needle: str) -> str:
    """The word of a name by which it is looked for first: a long one that few other texts have."""
    words = _WORD.findall(folded(needle))
    return max((word for word in words if word not in _COMMON), key=len, default=max(words, key=len, default=""))


def _steps_up(address: str) -> Iterator[str]:
    """The address, and what of it stands before each further step."""
    yield address
    yield from (address[:at] for at, sign in enumerate(address) if sign in "/?#")


def _host(address: str) -> str:
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _plain(address: str) -> str:
    return address.rstrip("/")


def _forms(address: str) -> tuple[str, ...]:
    """What an address may be a longer form of: with a fragment, with what was added to it when it was passed on."""
    whole = address.partition("#")[0]
    return tuple(_plain(one) for one in (address, whole, whole.partition("?")[0]))


def _leads_somewhere(address: str) -> bool:
    """Not to a whole site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return bool(address)
    return bool(parts.path.strip("/") or parts.query)
