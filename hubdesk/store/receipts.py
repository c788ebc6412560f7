"""Receipts of erasures: what kind, when, how many mentions, in which files. A receipt names nobody.

The subject is a hash with the session's own random key, so that a session can be asked whether somebody was erased,
and a receipt alone tells nothing. Each carries a SHA-256 over what it says. Begins no transaction.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from hubdesk.core import Millis

_COLUMNS: Final = "id, at, kind, subject, mentions, files, digest"


@dataclass(frozen=True, slots=True)
class ErasedFile:
    """A file that was gone through, by its name without folders. `mentions` were emptied, `named` texts of others
    changed, `held` kept. `sha256`: of a sealed file, as it is now."""

    name: str
    mentions: int = 0
    named: int = 0
    held: int = 0
    sealed: bool = False
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`subject` is a hash; of several subjects, of their hashes, which are in `subjects`. `entered`: where whoever was
    erased still stands because a person entered them (people, topics, ...)."""

    number: int
    at: Millis
    kind: str
    subject: str
    mentions: int
    files: tuple[ErasedFile, ...]
    digest: str
    subjects: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it says what it said when it was written."""
        told = {"files": [asdict(one) for one in self.files], "subjects": self.subjects, "entered": self.entered}
        return self.digest == _digest(self.at, self.kind, self.subject, self.mentions, _written(told))


NO_RECEIPT: Final = Receipt(0, 0, "", "", 0, (), "")


def add(
    connection: sqlite3.Connection,
    at: Millis,
    kind: str,
    keys: Iterable[str],
    files: Iterable[ErasedFile],
    entered: Iterable[str] = (),
) -> Receipt:
    """Keep a receipt in the session that `files` begins with. `keys` name the subjects, and are kept as hashes."""
    files = tuple(files)
    hashes = sorted({subject_of(connection, kind, key) for key in keys})
    subject = hashes[0] if len(hashes) == 1 else hashlib.blake2b("".join(hashes).encode(), digest_size=16).hexdigest()
    subjects = tuple(hashes) if len(hashes) > 1 else ()
    told = {"files": [asdict(one) for one in files], "subjects": subjects, "entered": tuple(entered)}
    kept = _written(told)
    mentions = files[0].mentions
    digest = _digest(at, kind, subject, mentions, kept)
    row = connection.execute(
        "INSERT INTO receipt (at, kind, subject, mentions, files, digest) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        (at, kind, bytes.fromhex(subject), mentions, kept, digest),
    ).fetchone()
    return Receipt(int(row[0]), at, kind, subject, mentions, files, digest, subjects, tuple(entered))


def subject_of(connection: sqlite3.Connection, kind: str, key: str) -> str:
    """What a receipt of this session calls a subject."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'tombstone_key'").fetchone()
    secret = bytes.fromhex(row[0])
    told = f"erased\0{kind}\0{key}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, key=secret, digest_size=16).hexdigest()


def receipts(connection: sqlite3.Connection) -> tuple[Receipt, ...]:
    """Oldest first. A stranger's file may hold anything; what is no receipt of ours is not whole."""
    return tuple(_read(*row) for row in connection.execute(f"SELECT {_COLUMNS} FROM receipt ORDER BY id"))  # noqa: S608


def _read(number: int, at: Millis, kind: str, subject: bytes, mentions: int, files: str, digest: str) -> Receipt:
    try:
        told: Any = json.loads(files)
    except (ValueError, RecursionError):
        told = {}
    told = told if isinstance(told, dict) else {}
    gone_through = tuple(_file(one) for one in _list(told.get("files")) if isinstance(one, dict))
    return Receipt(
        number, at, kind, subject.hex(), mentions, gone_through, digest, _words(told.get("subjects")),
        _words(told.get("entered")),
    )  # fmt: skip


def _file(told: dict[str, Any]) -> ErasedFile:
    numbers = [told.get(name) for name in ("mentions", "named", "held")]
    mentions, named, held = (one if type(one) is int else 0 for one in numbers)
    return ErasedFile(
        str(told.get("name")), mentions, named, held, told.get("sealed") is True, str(told.get("sha256") or "")
    )


def _list(told: object) -> list[Any]:
    return told if isinstance(told, list) else []


def _words(told: object) -> tuple[str, ...]:
    return tuple(one for one in _list(told) if isinstance(one, str))


def _written(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _digest(at: Millis, kind: str, subject: str, mentions: int, files: str) -> str:
    told = json.dumps([at, kind, subject, mentions, files], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
