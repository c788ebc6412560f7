"""Erases a subject within one session's transaction: its mentions, what rests on them, and its name everywhere else.

What is counted stays counted: rows without words, which no network's record names any more. Keyed hashes keep each post
and each erased account from coming back.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from hubdesk.core import Millis
from hubdesk.store import changes, erasure_left, fulltext
from hubdesk.store.cursors import ERASED
from hubdesk.store.erasure_others import Found, Others
from hubdesk.store.erasure_subject import Subject
from hubdesk.store.tombs import Tombs, unnumbered


@dataclass(frozen=True, slots=True)
class Gone:
    """What an erasure did: `mentions` emptied, texts of others in which a name was replaced, and where a person had
    entered the subject, which stays."""

    mentions: int
    named: int
    entered: tuple[str, ...]


def take_out(connection: sqlite3.Connection, subject: Subject, found: Found | None, at: Millis) -> Gone:
    """In a transaction. `found`: what was seen of others' texts before it; None: nobody looked."""
    has_episodes = connection.execute("SELECT EXISTS (SELECT 1 FROM episode_state)").fetchone()[0]
    said = erasure_left.words_of(connection, subject.ids) if has_episodes else frozenset()
    emptied = changes.empty(connection, subject.ids, at)
    erasure_left.forget_words(connection, subject.ids)
    _never_again(connection, subject, at)
    others = Others(connection, subject.traces)
    named = others.clean(Found(set(), set()) if found is None else found, Tombs(connection).stands_for)
    erasure_left.clean(connection, subject.traces, said)
    if not fulltext.is_tidy(connection):
        fulltext.tidy(connection)
    return Gone(emptied, named, erasure_left.entered(connection, subject.traces))


def _never_again(connection: sqlite3.Connection, subject: Subject, at: Millis) -> None:
    tombs = Tombs(connection)
    for account in subject.accounts:
        who = account.id or unnumbered(account.handle)
        if who:
            tombs.add_author(account.network, who, at, held=True, for_ever=True)
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (ERASED, str(at)))
