"""Who wrote, as numbers: accounts and what they are called, known again by hashes that name nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from hubdesk.query.folded import folded_handle, folded_name
from hubdesk.store.columns_rows import Array, marked, taken_from
from hubdesk.store.voices_rows import Called, asked_as
from hubdesk.store.voices_values import Account

_END: Final = np.uint16  # the last bits of a hash
_SORTS: Final = {"handle": "@", "name": "=", "id": "#"}
_LATELY: Final = 1 << 17  # authors whose number is remembered: 13 MB
_READ: Final = 1 << 14  # authors whose names are remembered: 15 MB; and who is called so: 6 MB
_FEW: Final = 16  # authors of one name that are remembered, others are found again; and a part of all that is few
_TOLD: Final = 1 << 16  # mentions whose followers are remembered: 8 MB


@dataclass(frozen=True, slots=True)
class Named:
    """What an author is called, made ready once for however many scopes. `key`: of the account, as it has it;
    `network` in small letters, `handle` and `name` as queries compare them; `asked`: how a query asks for whoever is
    called so alone."""

    account: Account
    key: tuple[str, str]
    network: str
    handle: Called
    name: Called
    asked: frozenset[Called]


def named(network: str, handle: str, name: str, id_: str) -> Named:
    account = Account(network, handle, name, id_)
    called = ("handle", folded_handle(handle)), ("name", folded_name(name))
    return Named(account, account.key, network.casefold(), *called, asked_as([(handle, name)]))


class Authors:
    """Accounts, and what each is called, as hashes under the session's own key: a cache must name nobody.

    One author may be met twice: what counts is `account`, equal for equal accounts and 0 for nobody's.
    """

    def __init__(self, key: bytes, account: Array | None = None, called: Array | None = None) -> None:
        self._key = key[:64]
        self._settled = (
            np.zeros(0, np.uint64) if account is None else account,
            np.zeros((0, 3), np.uint32) if called is None else called,
        )
        self._numbered: tuple[Array, int, int] = (np.zeros(0, np.int32), 0, -1)
        self._fresh: list[tuple[int, int, int, int]] = []
        self._lately: dict[int, int] = {}
        self._names: tuple[str, dict[int, Named]] = ("", {})
        self._followers: tuple[str, dict[int, int | None]] = ("", {})
        self._called: tuple[int, dict[Called, Array]] = (0, {})
        self._last_bits: dict[str, Array] = {}

    def __len__(self) -> int:
        return len(self._settled[0]) + len(self._fresh)

    def of(self, network: str, handle: str, name: str, id_: str) -> int:
        who = hash((network, handle, name, id_))  # 64 bits under a secret of this process
        known = self._lately.get(who)
        if known is None:
            key = Account(network, handle, name, id_).key
            account = self._hash(8, *key) if key[0] else 0
            known = len(self)
            self._fresh.append((account, self.hash_of(handle=handle), self.hash_of(name=name), self.hash_of(id_=id_)))
            if len(self._lately) >= _LATELY:
                self._lately.clear()
            self._lately[who] = known
        return known

    def names(self, gone: str) -> dict[int, Named]:
        """What some are called, by their numbers, as it was read lately: in memory alone. `gone`: says something else
        once anything was taken back, when all of it is read anew."""
        known = self._names
        if known[0] != gone:
            known = self._names = gone, {}
        return known[1]

    def remember(self, gone: str, names: Mapping[int, Named]) -> None:
        """Names that were read, of what is there."""
        known = self.names(gone)
        if len(known) + len(names) > _READ:
            known.clear()
        known.update(names)

    def followers(self, gone: str) -> dict[int, int | None]:
        """How many follow whoever wrote these mentions, as it was read lately, None where nothing tells: as `names`."""
        known = self._followers
        if known[0] != gone or len(known[1]) > _TOLD:
            known = self._followers = gone, {}
        return known[1]

    def hash_of(self, *, handle: str = "", name: str = "", id_: str = "") -> int:
        """Of a handle or a display name, as queries compare them, or of an id, as people.Circle does; 0 for none."""
        told = folded_handle(handle) or folded_name(name) or folded_handle(id_.strip())
        return self.hash_of_called(("handle" if handle else "name" if name else "id", told))

    def hash_of_called(self, called: Called) -> int:
        """Of a handle, a name or an id that is folded already; 0 for none."""
        sort, told = called
        return self._hash(4, _SORTS[sort], told) if told else 0

    def called_so(self, sort: str, called: Iterable[Called], codes: Array | None = None) -> Array:
        """The numbers of those who are likely called one of these, all of that sort, ascending. `codes`: who is asked
        about where these are few, ascending."""
        if codes is not None and len(codes) * _FEW < len(self):
            hashes = self.hashes(sort)[codes]
            return codes[_among(hashes, hashes.astype(_END), self._sought(called))]
        hashes, known = self.hashes(sort), self._called
        if known[0] != len(hashes) or len(known[1]) > _READ:
            known = self._called = len(hashes), {}
        found = {one: known[1].get(one) for one in called}
        unknown = [one for one, its in found.items() if its is None]
        if unknown:
            likely = np.flatnonzero(_among(hashes, self._ends(sort, hashes), self._sought(unknown)))
            its_hashes = hashes[likely]
            for one in unknown:
                its = found[one] = likely[its_hashes == np.uint32(self.hash_of_called(one))]
                if len(its) <= _FEW:
                    known[1][one] = its
        return np.unique(np.concatenate([np.zeros(0, np.int64), *(its for its in found.values() if its is not None)]))

    def _ends(self, sort: str, hashes: Array) -> Array:
        """The last bits of these, beside each other."""
        known = self._last_bits.get(sort)
        if known is None or len(known) != len(hashes):
            known = self._last_bits[sort] = hashes.astype(_END)
        return known

    def _sought(self, called: Iterable[Called]) -> Array:
        return np.array([self.hash_of_called(one) for one in called], np.uint32)

    def hashes(self, sort: str) -> Array:
        """Of each author that of its handle, its name or its id."""
        return self._settled[1][:, list(_SORTS).index(sort)]

    def are(self, account: Account) -> Array:
        """Which authors are that account."""
        wanted: Array = self._settled[0] == np.uint64(self._hash(8, *account.key))
        return wanted

    def settle(self) -> None:
        """Put what was added since into the arrays. Whoever adds does so at the end."""
        if self._fresh:
            fresh = np.array(self._fresh, np.uint64)
            account, called = self._settled
            self._settled = (
                np.concatenate((account, fresh[:, 0])),
                np.concatenate((called, fresh[:, 1:].astype(np.uint32))),
            )
            self._fresh = []

    @property
    def arrays(self) -> tuple[Array, Array]:
        """Of each author: a hash of the account, and a row of those of its handle, its display name and its id."""
        return self._settled

    def accounts(self) -> tuple[Array, int, int]:
        """Of each author the number of its account, how many accounts there are, and which of them is nobody's."""
        account = self._settled[0]
        known = self._numbered
        if len(known[0]) < len(account):
            known = self._numbered = _numbered(account, known[0], known[1], known[2])
        return known

    @property
    def nbytes(self) -> int:
        return sum(one.nbytes for one in (*self._settled, self._numbered[0], *self._last_bits.values()))

    def _hash(self, width: int, *told: str) -> int:
        text = "\0".join(told).encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.blake2b(text, key=self._key, digest_size=width).digest(), "little") or 1


def _among(hashes: Array, ends: Array, wanted: Array) -> Array:
    """Which of these are wanted. By their last bits (`ends`) few of a million may be, and those alone are compared."""
    is_end = marked(wanted[wanted > 0].astype(_END), 1 << 16)
    found = taken_from(is_end, ends)
    place = np.flatnonzero(found)
    found[place] = np.isin(hashes[place], wanted)
    return found


def _numbered(account: Array, numbers: Array, many: int, nobody: int) -> tuple[Array, int, int]:
    """Numbers for those behind the ones that have some, in the order in which they are met, so that whoever counts
    fewer of them at once gives the same: sorted once, a few more are looked for and not sorted in."""
    before, fresh = account[: len(numbers)], account[len(numbers) :]
    keys, which = np.unique(fresh, return_inverse=True)
    found = np.full(len(keys), -1, np.int32)
    if len(before):
        at = np.searchsorted(keys, before)
        at[at == len(keys)] = 0
        held = keys[at] == before
        found[at[held]] = numbers[held]
    first = np.zeros(len(keys), np.int64)
    first[which[::-1]] = np.arange(len(fresh))[::-1]  # of several, the last one stays
    new = np.flatnonzero(found < 0)
    new = new[np.argsort(first[new])]
    found[new] = many + np.arange(len(new))
    if nobody < 0 and keys[0] == 0:
        nobody = int(found[0])
    return np.concatenate((numbers, found[which])), many + len(new), nobody
