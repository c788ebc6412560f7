"""Takes an erased author or post out of what a session keeps beside mentions: episodes, statements, errors, cursors.

People's own words about others (notes, titles) lose the name too. What a person entered to watch somebody stays, and is
told: the register of people, channels, topics' queries, own words, searches, sources. Begins no transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from hubdesk.query.indexing import index_text
from hubdesk.store import cursors
from hubdesk.store.episodes_forget import keep_evidence, read_evidence, without_names
from hubdesk.store.erasure_names import Traces, words_in
from hubdesk.store.pseudonyms import strings
from hubdesk.store.rows import dump

MOST_WORDS: Final = 8  # of a term, that are looked up
_TEXTS: Final = (  # of people or of the network, in which somebody may be named
    ("episode_mark", "value"),
    ("mark", "value"),
    ("poll", "error"),
    ("switch", "reason"),
    ("look", "error"),
    ("source", "off_reason"),
    ("source", "last_error"),
)
_ENTERED: Final = {  # by a person: what it is called in a receipt, and where it stands
    "people": "SELECT value FROM meta WHERE key = 'note:people'",
    "channels": "SELECT value FROM meta WHERE key = 'note:channels'",
    "own-words": "SELECT value FROM meta WHERE key GLOB 'note:own*'",
    "searches": "SELECT value FROM meta WHERE key GLOB 'note:search*'",
    "topics": "SELECT query || ' ' || name FROM topic UNION SELECT query FROM topic_version",
    "sources": "SELECT name || ' ' || config FROM source WHERE NOT removed",
    "title": "SELECT value FROM meta WHERE key = 'title'",
}


def forget_words(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """What the analyst wrote on these mentions or read in them; what channels said in them keeps no address."""
    told = json.dumps(list(ids))
    chosen = "(SELECT value FROM json_each(?))"
    connection.execute(f"DELETE FROM mark WHERE value <> '' AND mention IN {chosen}", (told,))  # noqa: S608 — our own
    connection.execute(f"DELETE FROM correction WHERE mention IN {chosen}", (told,))  # noqa: S608 — our own
    forget_addresses(connection, ids)


def forget_addresses(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Of statements that were these mentions."""
    connection.execute(
        "UPDATE statement SET url = '' WHERE url <> '' AND json_valid(text) AND"
        " CASE WHEN json_valid(text) THEN json_extract(text, '$.mention') END IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )


def clean(connection: sqlite3.Connection, traces: Traces, said: frozenset[str]) -> None:
    """Everything but mentions. `said`: the words of erased texts."""
    _episodes(connection, traces, said)
    if not traces:
        return
    for table, column in _TEXTS:
        rows = connection.execute(f"SELECT {column}, id FROM {table} WHERE {column} <> ''").fetchall()  # noqa: S608
        changed = [(new, id_) for old, id_ in rows if (new := traces.text(old).text) != old]
        connection.executemany(f"UPDATE {table} SET {column} = ? WHERE id = ?", changed)  # noqa: S608 — our own
    for text, url, id_ in connection.execute("SELECT text, url, id FROM statement").fetchall():
        told, where = _strings(text, traces), "" if url and traces.is_theirs(url) else url
        if (told, where) != (text, url):
            connection.execute("UPDATE OR REPLACE statement SET text = ?, url = ? WHERE id = ?", (told, where, id_))
    for state, name in connection.execute("SELECT state, name FROM watch").fetchall():
        if traces.may_be_in(state) and (told := _strings(state, traces)) != state:
            connection.execute("UPDATE watch SET state = ? WHERE name = ?", (told, name))
    for cursor, id_ in connection.execute("SELECT cursor, id FROM source WHERE cursor <> ''").fetchall():
        if (told := cursors.without(cursor, partial(_is, traces=traces))) != cursor:
            connection.execute("UPDATE source SET cursor = ? WHERE id = ?", (told, id_))
    asked = "SELECT value, key FROM meta WHERE key GLOB 'source:*' OR key GLOB 'note:scenes:*'"  # of walls that were up
    for note, key in connection.execute(asked).fetchall():
        if (told := traces.text(note).text) != note:
            connection.execute("UPDATE meta SET value = ? WHERE key = ?", (told, key))


def entered(connection: sqlite3.Connection, traces: Traces) -> tuple[str, ...]:
    """Where a person entered them, and they stay: words of ours."""
    found = []
    for word, asked in _ENTERED.items():
        if any(_strings(text, traces) != text for (text,) in connection.execute(asked) if isinstance(text, str)):
            found.append(word)
    return tuple(found)


def words_of(connection: sqlite3.Connection, ids: Iterable[int]) -> frozenset[str]:
    """Every word in these mentions, also in what they were before an edit."""
    found: set[str] = set()
    rows = connection.execute(
        "SELECT m.title || ' ' || m.text || ' ' || coalesce((SELECT group_concat(title || ' ' || text, ' ')"
        " FROM revision WHERE mention = m.id), '') FROM mention m WHERE m.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    for (text,) in rows:
        found.update(words_in(text))
    return frozenset(found)


def _is(told: str, traces: Traces) -> bool:
    return told in traces.native_ids or traces.is_named(told) or ("://" in told and traces.is_theirs(told))


def _episodes(connection: sqlite3.Connection, traces: Traces, said: frozenset[str]) -> None:
    """Names leave the lists of accounts and the sentences; words that erased texts alone said leave those of words."""
    names = {name for one in traces.accounts for name in (one.handle, one.name, one.id, one.bare) if name}
    for episode, at, text in connection.execute("SELECT episode, at, evidence FROM episode_state").fetchall():
        told = _without_words(connection, without_names(read_evidence(text), names), said)
        made = _rewritten(told, traces) or {}
        if made != read_evidence(text):
            keep_evidence(connection, episode, at, made)


def _without_words(connection: sqlite3.Connection, told: dict[str, object], said: frozenset[str]) -> dict[str, object]:
    if isinstance(told.get("terms"), list):
        told["terms"] = [
            one
            for one in _lists(told["terms"])
            if not (said.issuperset(words_in(str(one[0]))) and _nobody_says(connection, str(one[0])))
        ]
    return told


def _nobody_says(connection: sqlite3.Connection, term: str) -> bool:
    """Whether it stands in no mention any more."""
    words = [word for word in index_text(term).split(" ")[:MOST_WORDS] if word and '"' not in word]
    if not words:
        return False
    asked = '"' + " ".join(words) + '"'
    return connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (asked,)).fetchone() is None


def _lists(told: object) -> list[list[Any]]:
    return [one for one in told if isinstance(one, list) and one] if isinstance(told, list) else []


def _strings(text: str, traces: Traces) -> str:
    """A JSON text, or any other, without them."""
    if not traces.may_be_in(text) and "\\u" not in text:
        return text
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return traces.text(text).text
    if not isinstance(told, dict | list):
        return traces.text(text).text
    made = _rewritten(told, traces)
    return text if made == told else "" if made is None else dump(made)


def _rewritten(told: Any, traces: Traces) -> Any:
    """With every string in it rewritten; None for what is deeper than anything of ours."""
    try:
        return strings(told, traces.said)
    except RecursionError:
        return None
