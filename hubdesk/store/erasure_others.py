"""Takes an erased author or post out of what other people wrote: texts, titles, earlier words, addresses, records.

Where a name stood stands a mark, and it is counted; what topics heard and what was read in a text keeps its place in
it. The network's own record of such a mention goes: altered, it would be no record. All of a session's texts are
looked through, before the transaction that changes them; within it, only what came since. Begins no transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hubdesk.store import fulltext
from hubdesk.store.erasure_names import Traces, in_clear
from hubdesk.store.notes import first_value
from hubdesk.store.pseudonyms_put import move_marks, moved_marks
from hubdesk.store.rewriting import Rewritten
from hubdesk.store.rows import dump

DUPLICATE: Final = "duplicate"
_AT_ONCE: Final = 2_000
_COLUMNS: Final = "id, network, native_id, name, title, text, teaser, parent_id, parent_title, url, links, raw"
_LOOK: Final = f"SELECT {_COLUMNS} FROM mention WHERE id > ? AND withdrawn_at IS NULL ORDER BY id LIMIT ?"  # noqa: S608
_THESE: Final = f"SELECT {_COLUMNS} FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NULL"  # noqa: S608
_CHANGE: Final = (
    "UPDATE mention SET name = ?, title = ?, text = ?, teaser = ?, parent_id = ?, parent_title = ?, url = ?, links = ?,"
    " raw = ? WHERE id = ?"
)

Hash = Callable[[str, str], str]
"""What stands for a network's id of a post."""


@dataclass(slots=True)
class Found:
    """Mentions in which something stands, and those that repeat an erased one. `upto`: the last that was looked at."""

    named: set[int]
    repeats: set[int]
    upto: int = 0


class Others:
    """Of one subject, in one session. `stands_for` names erased posts from now on."""

    def __init__(self, connection: sqlite3.Connection, traces: Traces) -> None:
        self._connection = connection
        self._traces = traces
        self._stands_for: Hash = _nothing

    def look(self, after: int = 0) -> Found:
        """Look through all mentions after this one. Reads alone, and all of it."""
        found = Found(set(), set(), after)
        if not self._traces:
            return found
        while rows := self._connection.execute(_LOOK, (found.upto, _AT_ONCE)).fetchall():
            found.upto = rows[-1][0]
            found.named.update(row[0] for row in rows if self._is_in(row))
        self._look_for_repeats(found, after)
        return found

    def _look_for_repeats(self, found: Found, after: int) -> None:
        rows = self._connection.execute(
            "SELECT mention, found FROM evidence WHERE mention > ? AND instr(found, ?)", (after, f'"{DUPLICATE}"')
        )
        for id_, told in rows:
            if first_value(told, DUPLICATE) in self._traces.native_ids:
                found.repeats.add(id_)

    def _is_in(self, row: Sequence[Any]) -> bool:
        _id, network, _native, name, title, text, teaser, parent, above, url, links, raw = row
        if (network, parent) in self._traces.posts:
            return True
        prose = "\n".join((name if "@" in name else "", title, text, teaser, above))
        if not self._traces.may_be_in(prose, "\n".join((parent, url, links, in_clear(raw)))):
            return False
        _parts, new = self._made(row)
        return new != _as_it_is(row) or self._traces.is_in_record(raw)

    def clean(self, found: Found, stands_for: Hash) -> int:
        """Take it out. In a transaction; what came since `found` is looked at first. Returns how many texts of others
        were changed."""
        self._stands_for = stands_for
        if not self._traces:
            return 0
        since = self.look(found.upto)
        edited = self._connection.execute("SELECT mention FROM revision").fetchall()
        named = found.named | since.named | {id_ for (id_,) in edited}
        texts = self._mentions(sorted(named))
        self._revisions()
        self._repeats(found.repeats | since.repeats)
        return texts

    def _mentions(self, ids: list[int]) -> int:
        texts = 0
        for start in range(0, len(ids), _AT_ONCE):
            rows = self._connection.execute(_THESE, (json.dumps(ids[start : start + _AT_ONCE]),)).fetchall()
            parts: dict[int, dict[str, Rewritten]] = {}
            for row in rows:
                made = self._mention(row)
                if made:
                    parts[row[0]] = made
                    texts += 1
            move_marks(self._connection, parts)
            self._move_evidence(parts)
        return texts

    def _made(self, row: Sequence[Any]) -> tuple[dict[str, Rewritten], tuple[str, ...]]:
        """A mention's parts and columns without them."""
        _id, network, _native, name, title, text, teaser, parent, above, url, links, _raw = row
        traces = self._traces
        parts = {
            "title": traces.text(title, network),
            "body": traces.text(text, network),
            "teaser": traces.text(teaser, network),
        }
        is_theirs = traces.is_parent(network, parent)
        return parts, (
            traces.name(name, network),
            *(one.text for one in parts.values()),
            self._stands_for(network, parent) if is_theirs else parent,
            "" if is_theirs else traces.text(above, network).text,
            "" if url and traces.is_theirs(url) else url,
            _links(links, traces),
        )

    def _mention(self, row: Sequence[Any]) -> dict[str, Rewritten]:
        """Returns its parts, if one of them was changed."""
        parts, new = self._made(row)
        id_, title, text, raw = row[0], row[4], row[5], row[-1]
        if new == _as_it_is(row) and not self._traces.is_in_record(raw):
            return {}
        if new[1:3] != (title, text):
            fulltext.remove(self._connection, fulltext.words_of(id_, title, text))
            fulltext.add(self._connection, [fulltext.words_of(id_, new[1], new[2])])
        self._connection.execute(_CHANGE, (*new, "", id_))
        parts["comment"] = parts["body"]
        return parts if any(one.starts for one in parts.values()) else {}

    def _move_evidence(self, changed: dict[int, dict[str, Rewritten]]) -> None:
        """What readings rest on stands elsewhere now; what named an erased author says nothing more."""
        rows = self._connection.execute(
            "SELECT mention, found FROM evidence WHERE mention IN (SELECT value FROM json_each(?))",
            (json.dumps(list(changed)),),
        ).fetchall()
        for id_, told in rows:
            kept = [
                [reading, value, score, rule, list(moved_marks(marks, changed[id_]))]
                for reading, value, score, rule, marks in _fives(told)
                if not (isinstance(value, str) and self._traces.is_named(value))
            ]
            self._connection.execute("UPDATE evidence SET found = ? WHERE mention = ?", (_written(kept), id_))

    def _revisions(self) -> None:
        rows = self._connection.execute(
            "SELECT r.title, r.text, r.teaser, r.matches, r.mention, r.until, m.network FROM revision r"
            " JOIN mention m ON m.id = r.mention"
        ).fetchall()
        for title, text, teaser, matches, mention, until, network in rows:
            new_title, new_text, near = (self._traces.text(one, network) for one in (title, text, teaser))
            if not (new_title.starts or new_text.starts or near.starts):
                continue
            parts = {"title": new_title, "body": new_text, "comment": new_text, "teaser": near}
            told = _read(matches)
            moved = [
                [topic, version, list(moved_marks(marks, parts))]
                for topic, version, marks in (one for one in told if isinstance(one, list) and len(one) == 3)
            ]
            self._connection.execute(
                "UPDATE revision SET title = ?, text = ?, teaser = ?, matches = ? WHERE mention = ? AND until = ?",
                (new_title.text, new_text.text, near.text, dump(moved), mention, until),
            )

    def _repeats(self, ids: Iterable[int]) -> None:
        """Which post was said again: by what stands for it now, so that repeats are counted as before."""
        rows = self._connection.execute(
            "SELECT e.mention, e.found, m.network FROM evidence e JOIN mention m ON m.id = e.mention"
            " WHERE e.mention IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(ids)),),
        ).fetchall()
        for id_, told, network in rows:
            kept = [
                [reading, self._stands_for(network, value), score, rule, marks]
                if reading == DUPLICATE and value in self._traces.native_ids
                else [reading, value, score, rule, marks]
                for reading, value, score, rule, marks in _fives(told)
            ]
            self._connection.execute("UPDATE evidence SET found = ? WHERE mention = ?", (_written(kept), id_))


def _as_it_is(row: Sequence[Any]) -> tuple[str, ...]:
    """The columns that may change."""
    return tuple(row[3:11])


def _nothing(_network: str, _native_id: str) -> str:
    return ""


def _links(links: str, traces: Traces) -> str:
    if links == "[]":
        return links
    told = _read(links)
    kept = [one for one in told if isinstance(one, str) and not traces.is_theirs(one)]
    return links if len(kept) == len(told) else dump(kept)


def _fives(told: str) -> Iterator[list[Any]]:
    return (one for one in _read(told) if isinstance(one, list) and len(one) == 5)


def _written(kept: list[list[Any]]) -> str:
    return json.dumps(kept, separators=(",", ":"))


def _read(text: str) -> list[Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return told if isinstance(told, list) else []
