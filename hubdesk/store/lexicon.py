"""The words that a session's full-text index holds, and in how many mentions each stands."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from hubdesk.query.indexing import index_token, read_spelling, read_word
from hubdesk.query.letters import HANDLE, TAG, WORD, bare, fold
from hubdesk.query.spelled import quoted

_TABLE: Final = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab('main', 'words', 'row')"
_LAST: Final = "\x7f"  # after every sign of a token


class Lexicon:
    """Reads the index's own list of words. Each word's entries are read along, so a short beginning takes longer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._is_there = False

    def begins(self, prefix: str) -> Iterator[str]:
        """The index's tokens that begin so, in order."""
        return (token for token, _mentions in self.counted(prefix))

    def counted(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The same, each with how many mentions hold it."""
        if not self._is_there:  # a temporary view of the index: the file stays as it is
            self._connection.execute(_TABLE)
            self._is_there = True
        return self._connection.execute(
            "SELECT term, doc FROM temp.word WHERE term >= ? AND term < ?", (prefix, prefix + _LAST)
        )


def words(connection: sqlite3.Connection, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
    """Words, hashtags or handles that begin so, commonest first, with how many mentions hold them.

    Written as they are looked up, without accents; a beginning with accents brings words with theirs. The whole
    session is looked at, what lies beyond a scope too.
    """
    begun = fold(prefix.strip())
    plain = bare(begun)
    if not plain.strip("#@") or limit <= 0:
        return ()
    kind = {"#": TAG, "@": HANDLE}.get(plain[0], WORD)
    token = index_token(kind, plain)
    lexicon = Lexicon(connection)
    if begun != plain:
        return _with_accents(connection, lexicon, token, begun, limit)
    found = ((read_word(word), mentions) for word, mentions in lexicon.counted(token))
    return tuple(sorted(found, key=_commonest)[:limit])


def _with_accents(
    connection: sqlite3.Connection, lexicon: Lexicon, token: str, begun: str, limit: int
) -> tuple[tuple[str, int], ...]:
    spellings: dict[str, list[str]] = defaultdict(list)
    mentions: dict[str, int] = defaultdict(int)
    for spelling, count in lexicon.counted(f"~{token}"):
        form = read_spelling(spelling)
        head = begun[0] if begun[0] in "#@" else ""
        if form is not None and (head + form.lower).startswith(begun):
            spellings[head + form.lower].append(spelling)
            mentions[head + form.lower] += count
    found = []
    for word, _at_most in sorted(mentions.items(), key=_commonest)[:limit]:  # one with two spellings counts once
        fts = " OR ".join(quoted([spelling]) for spelling in spellings[word])
        found.append((word, connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (fts,)).fetchone()[0]))
    return tuple(sorted(found, key=_commonest))


def _commonest(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]
