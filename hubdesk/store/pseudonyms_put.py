"""Puts pseudonyms into the rows of a file that is being sealed. Begins no transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final

from hubdesk.core.cues import SCENES_NOTE
from hubdesk.core.review import ReviewWord
from hubdesk.query.people import INSIDER
from hubdesk.store.pseudonyms import NOTES_KEPT, Pseudonyms, strings
from hubdesk.store.pseudonyms_scenes import pseudonymise_scenes
from hubdesk.store.rewriting import Rewritten
from hubdesk.store.rows import dump
from hubdesk.store.topics import PEOPLE

_AT_ONCE: Final = 1_000
_MENTION: Final = (
    "SELECT id, network, native_id, handle, name, author_id, followers, url, parent_id, parent_title, title, text,"
    " links, teaser FROM mention WHERE id > ? ORDER BY id LIMIT ?"
)
_CHANGE: Final = (
    "UPDATE mention SET native_id = ?, handle = ?, name = ?, author_id = ?, followers = ?, url = ?, parent_id = ?,"
    " parent_title = ?, title = ?, text = ?, links = ?, teaser = ?, raw = '' WHERE id = ?"
)
_TEXTS: Final = (  # of people or of the network, in which somebody may be named
    ("episode_mark", "id", "value"),
    ("mark", "id", "value"),
    ("poll", "id", "error"),
    ("switch", "id", "reason"),
    ("look", "id", "error"),
    ("source", "id", "name"),
    ("source", "id", "off_reason"),
    ("source", "id", "last_error"),
)

_Parts = dict[str, Rewritten]


def pseudonymise(copy: sqlite3.Connection, names: Pseudonyms) -> None:
    """Every author but the public ones, everywhere in the file."""
    pseudonymise_scenes(copy, names)  # first: it looks for authors by their own names
    _mentions(copy, names)
    _revisions(copy, names)
    _evidence(copy, names)
    _episodes(copy, names)
    for table, key, column in _TEXTS:
        apart = f"word <> '{ReviewWord.CUE}'" if table == "mark" else "1"  # what was done with walls has its own way
        asked = f"SELECT {column}, {key} FROM {table} WHERE {column} <> '' AND {apart}"  # noqa: S608
        rows = copy.execute(asked).fetchall()
        changed = [(new, id_) for old, id_ in rows if (new := names.text(old).text) != old]
        copy.executemany(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", changed)  # noqa: S608 — our own tables
    copy.execute("UPDATE source SET config = '{}', cursor = ''")
    _statements(copy, names)
    _notes(copy, names)


def _mentions(copy: sqlite3.Connection, names: Pseudonyms) -> None:
    last = 0
    while rows := copy.execute(_MENTION, (last, _AT_ONCE)).fetchall():
        last = rows[-1][0]
        changed, marks = [], {}
        for row in rows:
            id_, network, native, handle, name, author_id, followers, url, parent, above, title, text, links, near = row
            handle, name, author_id, stays = names.author(network, handle, name, author_id)
            new_title, new_text, teaser = names.text(title), names.text(text), names.text(near)
            if new_title.starts or new_text.starts or teaser.starts:
                marks[id_] = {"title": new_title, "body": new_text, "comment": new_text, "teaser": teaser}
            changed.append(
                (
                    names.native(network, native), handle, name, author_id, followers if stays else None,
                    url if stays and author_id + handle + name else "", names.native(network, parent),
                    names.text(above).text, new_title.text, new_text.text, _links(links, names), teaser.text, id_,
                )
            )  # fmt: skip
        copy.executemany(_CHANGE, changed)
        move_marks(copy, marks)


def move_marks(copy: sqlite3.Connection, changed: dict[int, _Parts]) -> None:
    """The words that made topics match stand elsewhere now."""
    rows = copy.execute(
        "SELECT marks, topic, known_at, mention FROM heard WHERE marks <> '[]' AND mention IN"
        " (SELECT value FROM json_each(?))",
        (json.dumps(list(changed)),),
    ).fetchall()
    copy.executemany(
        "UPDATE heard SET marks = ? WHERE topic = ? AND known_at = ? AND mention = ?",
        [(dump(list(moved_marks(_read(marks), changed[key[-1]]))), *key) for marks, *key in rows],
    )


def moved_marks(marks: Any, parts: _Parts) -> Iterator[list[Any]]:
    for mark in marks if isinstance(marks, list) else ():
        match mark:
            case [str(part), int(start), int(end)]:
                changed = parts.get(part)
                if changed is None:
                    yield [part, start, end]
                elif changed.moved(start) < changed.moved(end):
                    yield [part, changed.moved(start), changed.moved(end)]


def _links(links: str, names: Pseudonyms) -> str:
    told = _read(links)
    kept = [one for one in told if isinstance(one, str) and not names.names.is_anyones(one)] if told else []
    return dump(kept)


def _revisions(copy: sqlite3.Connection, names: Pseudonyms) -> None:
    rows = copy.execute("SELECT title, text, teaser, matches, mention, until FROM revision").fetchall()
    for title, text, near, matches, *key in rows:
        new_title, new_text, teaser = names.text(title), names.text(text), names.text(near)
        parts = {"title": new_title, "body": new_text, "comment": new_text, "teaser": teaser}
        moved = [
            [topic, version, list(moved_marks(marks, parts))]
            for topic, version, marks in (
                one for one in _read(matches) or () if isinstance(one, list) and len(one) == 3
            )
        ]
        copy.execute(
            "UPDATE revision SET title = ?, text = ?, teaser = ?, matches = ? WHERE mention = ? AND until = ?",
            (new_title.text, new_text.text, teaser.text, dump(moved), *key),
        )


def _evidence(copy: sqlite3.Connection, names: Pseudonyms) -> None:
    """Of what readings rest on, only which post says the same is kept: others are counted by it."""
    rows = copy.execute(
        "SELECT e.found, m.network, e.mention FROM evidence e JOIN mention m ON m.id = e.mention"
    ).fetchall()
    kept = []
    for found, network, mention in rows:
        same = [
            [reading, names.native(network, value), score, rule, []]
            for reading, value, score, rule, _marks in _fives(_read(found))
            if reading == "duplicate" and isinstance(value, str)
        ]
        if same:
            kept.append((mention, dump(same)))
    copy.execute("DELETE FROM evidence")
    copy.executemany("INSERT INTO evidence VALUES (?, ?)", kept)


def _fives(told: Any) -> Iterable[list[Any]]:
    return (one for one in (told if isinstance(told, list) else ()) if isinstance(one, list) and len(one) == 5)


def _episodes(copy: sqlite3.Connection, names: Pseudonyms) -> None:
    rows = copy.execute("SELECT evidence, episode, at FROM episode_state").fetchall()
    for evidence, *key in rows:
        told = strings(_read(evidence) or {}, names.said)
        kept = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        copy.execute("UPDATE episode_state SET evidence = ? WHERE episode = ? AND at = ?", (kept, *key))


def _statements(copy: sqlite3.Connection, names: Pseudonyms) -> None:
    """What official channels said themselves stays; whom they name does not."""
    for text, id_ in copy.execute("SELECT text, id FROM statement").fetchall():
        told = strings(_read(text) or {}, lambda said: names.text(said).text)
        kept = json.dumps(told, ensure_ascii=False, sort_keys=True)
        copy.execute("UPDATE OR IGNORE statement SET text = ? WHERE id = ?", (kept, id_))


def _notes(copy: sqlite3.Connection, names: Pseudonyms) -> None:
    """The desk's notes that name nobody stay, and what walls showed; of people, who has a public role."""
    keys = [f"note:{name}" for name in (*NOTES_KEPT, PEOPLE)]
    copy.execute(
        "DELETE FROM meta WHERE key GLOB 'source:*' OR (key GLOB 'note:*' AND key NOT GLOB ? AND key NOT IN"
        " (SELECT value FROM json_each(?)))",
        (f"note:{SCENES_NOTE}*", json.dumps(keys)),
    )
    row = copy.execute("SELECT value FROM meta WHERE key = ?", (f"note:{PEOPLE}",)).fetchone()
    told = [one for one in (_read(row[0]) if row else None) or () if isinstance(one, dict)]
    for one in told:
        if str(one.get("role") or INSIDER).strip().casefold() == INSIDER:
            accounts = one.get("accounts")
            one["name"] = names.person(str(one.get("name")))
            one["accounts"] = (
                [names.account(str(account)) for account in accounts] if isinstance(accounts, list) else []
            )
            one["role_source"] = ""
    if row is not None:
        copy.execute("UPDATE meta SET value = ? WHERE key = ?", (dump(told), f"note:{PEOPLE}"))


def _read(text: str) -> Any:
    """What JSON says; None for what is none, as a stranger's file may hold."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
