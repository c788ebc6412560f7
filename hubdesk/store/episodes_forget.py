"""Takes what names the author of a mention that was taken back out of frozen evidence. Begins no transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Set
from typing import Final

ONE: Final = 1  # a word that one mention alone said may be told by nobody else
FEW: Final = 100  # names and numbers that are looked for before anything is read


def forget(connection: sqlite3.Connection, mentions: Iterable[int]) -> None:
    """Before these are emptied: their authors leave the lists of accounts, and what one alone said those of words.

    Counts and sentences stay: they name nobody.
    """
    states = connection.execute("SELECT episode, at, evidence FROM episode_state").fetchall()
    if not states:
        return
    gone = frozenset(mentions)
    rows = connection.execute(
        "SELECT handle, name, author_id FROM mention WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(gone)),),
    )
    names = {name for row in rows for name in row if name}
    accounts = {account_name(name) for name in names}
    looked_for = [json.dumps(name, ensure_ascii=False)[1:-1] for name in names | accounts] + list(map(str, gone))
    for episode, at, text in states:
        folded = text.casefold() if len(looked_for) <= FEW else ""
        if folded and not any(one in text or one in folded for one in looked_for):
            continue
        told = read_evidence(text)
        before = json.dumps(told, sort_keys=True)
        rests = not gone.isdisjoint(rests_on(told))
        made = without_names(told, names)
        made = without_rare_words(made) if rests else made
        if json.dumps(made, sort_keys=True) != before:
            keep_evidence(connection, episode, at, made)


def rests_on(evidence: dict[str, object]) -> Iterator[int]:
    """The mentions that it names by number."""
    rings = evidence.get("rings")
    for one in (evidence, evidence.get("first"), *(rings if isinstance(rings, list) else ())):
        if isinstance(one, dict):
            mentions = one.get("mentions")
            told = [one.get("mention"), *(mentions if isinstance(mentions, list) else ())]
            yield from (number for number in told if type(number) is int)


def without_names(evidence: dict[str, object], names: Set[str]) -> dict[str, object]:
    authors = evidence.get("authors")
    if isinstance(authors, list):
        evidence["authors"] = [one for one in authors if not (isinstance(one, list) and one and str(one[0]) in names)]
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
