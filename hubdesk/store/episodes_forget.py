"""Takes what names the author of a mention that was taken back out of frozen evidence. Begins no transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Set
from typing import Final

ONE: Final = 1  # a word that one mention alone said may be told by nobody else


def forget(connection: sqlite3.Connection, mention: int) -> None:
    """Before the mention is emptied: its author leaves the lists of accounts, and what it alone said those of words.

    Counts and sentences stay: they name nobody.
    """
    row = connection.execute("SELECT handle, name, author_id FROM mention WHERE id = ?", (mention,)).fetchone()
    names = {name for name in row or () if name}
    names |= {account_name(name) for name in names}
    for name in sorted(names):
        for episode, at, told in connection.execute(
            "SELECT episode, at, evidence FROM episode_state WHERE instr(evidence, ?) > 0",
            (json.dumps(name, ensure_ascii=False)[1:-1],),
        ).fetchall():
            keep_evidence(connection, episode, at, without_names(read_evidence(told), names))
    for episode, at, told in connection.execute(
        "SELECT episode, at, evidence FROM (SELECT * FROM episode_state WHERE json_valid(evidence)) WHERE"
        " EXISTS (SELECT 1 FROM json_each(evidence, '$.mentions') WHERE value = :id)"
        " OR json_extract(evidence, '$.first.mention') = :id",
        {"id": mention},
    ).fetchall():
        keep_evidence(connection, episode, at, without_rare_words(read_evidence(told)))


def without_names(evidence: dict[str, object], names: Set[str]) -> dict[str, object]:
    authors = evidence.get("authors")
    if isinstance(authors, list):
        evidence["authors"] = [one for one in authors if not (isinstance(one, list) and one and one[0] in names)]
    accounts = {account_name(name) for name in names}
    rings = evidence.get("rings")
    for ring in rings if isinstance(rings, list) else ():
        for key in ("accounts", "insiders"):
            named = ring.get(key) if isinstance(ring, dict) else None
            if isinstance(named, list):
                ring[key] = [one for one in named if not (isinstance(one, str) and _name_in(one) in accounts)]
    return evidence


def account_name(name: str) -> str:
    """As rings call an account, after its network."""
    return name.strip().removeprefix("@").casefold()


def _name_in(account: str) -> str:
    return account_name(account.partition(":")[2])


def without_rare_words(evidence: dict[str, object]) -> dict[str, object]:
    terms = evidence.get("terms")
    if isinstance(terms, list):
        evidence["terms"] = [one for one in terms if isinstance(one, list) and len(one) > 1 and one[1] != ONE]
    return evidence


def read_evidence(told: str) -> dict[str, object]:
    try:
        evidence = json.loads(told)
    except (ValueError, RecursionError):  # not written by us
        return {}
    return evidence if isinstance(evidence, dict) else {}


def keep_evidence(connection: sqlite3.Connection, episode: int, at: int, evidence: dict[str, object]) -> None:
    connection.execute(
        "UPDATE episode_state SET evidence = ? WHERE episode = ? AND at = ?",
        (json.dumps(evidence, ensure_ascii=False, sort_keys=True, separators=(",", ":")), episode, at),
    )
