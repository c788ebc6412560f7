"""Marks that people made while they watched or reviewed. Begins no transaction.

One that was undone stays, with when: so that undoing it beside a sealed session can be merged too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import HubdeskError, Millis, Scope
from hubdesk.core.cues import WITHDRAWAL, taken_off
from hubdesk.core.review import ReviewMark, ReviewWord, SideMark
from hubdesk.i18n import _
from hubdesk.store.narrowed import and_taken

LONGEST: Final = 4_000  # characters of a note
LONGEST_TAG: Final = 60
LONGEST_UID: Final = 64
MOST: Final = 20_000  # marks told of one session, the latest: a stranger's file may hold any number, of any length
CALENDAR_END: Final = 253_402_214_400_000  # the last day of 9999: no clock tells what lies behind
_STANDING: Final = (
    f"SELECT substr(uid, 1, {LONGEST_UID}), at, substr(word, 1, {LONGEST_UID}), mention, episode, instant,"  # noqa: S608
    f" substr(value, 1, {LONGEST}), taken_back_at, id FROM mark WHERE taken_back_at IS NULL"
    f" AND at BETWEEN 0 AND {CALENDAR_END} AND coalesce(instant, 0) BETWEEN 0 AND {CALENDAR_END}"
)

_MENTION: Final = "SELECT 1 FROM mention WHERE id = ?"
_OF_A_WALL: Final = f"{_STANDING} AND word = '{ReviewWord.CUE}'"


def checked(mark: ReviewMark) -> ReviewMark:
    """The same, tidied. Raises HubdeskError when it can be none, whether a person or a stranger's file says it."""
    if mark.word not in tuple(ReviewWord):
        shown = mark.word[:LONGEST_TAG]
        raise HubdeskError(_("“{word}” is no mark; there are: {words}").format(word=shown, words=", ".join(ReviewWord)))
    if sum(one is not None for one in (mark.mention, mark.episode, mark.instant)) != 1:
        raise HubdeskError(_("a mark is of a mention, an episode or an instant"))
    is_tag = mark.word == ReviewWord.TAG
    value = " ".join(mark.value.split()) if is_tag else mark.value.strip()
    if (is_tag or mark.word == ReviewWord.NOTE) and not value:
        raise HubdeskError(_("a note and a tag have words; write some"))
    longest = LONGEST_TAG if is_tag else LONGEST
    if len(value) > longest:
        raise HubdeskError(_("that is longer than {n} characters; shorten it").format(n=longest))
    if not all(0 <= at <= CALENDAR_END for at in (mark.at, mark.instant, mark.taken_back_at) if at is not None):
        raise HubdeskError(_("a mark has an instant between 1970 and 9999"))
    if not 0 < len(mark.uid) <= LONGEST_UID:
        raise HubdeskError(_("a mark has a name of at most {n} letters").format(n=LONGEST_UID))
    return replace(mark, value=value)


def marks(connection: sqlite3.Connection) -> tuple[ReviewMark, ...]:
    """Those that stand, in the order in which they were made; of very many the latest."""
    return _latest(connection, _STANDING)


def cues(connection: sqlite3.Connection) -> tuple[ReviewMark, ...]:
    """What was done with walls, as `marks` tells marks: no other mark pushes one of these out."""
    return _latest(connection, _OF_A_WALL)


def withdrawn(connection: sqlite3.Connection, undone: Collection[str] = ()) -> frozenset[int]:
    """Every mention that a presenter took off all screens, however much was marked since. `undone`: marks that are
    undone beside the session. Those it holds: so a stranger's file names no more than it has."""
    found: set[int] = set()
    for row in connection.execute(f"{_OF_A_WALL} AND value GLOB ?", (f"{WITHDRAWAL}*",)):
        mark = ReviewMark(*row)
        number = taken_off(mark) if mark.uid not in undone else None
        if number is not None and number not in found and _has(connection, _MENTION, number):
            found.add(number)
    return frozenset(found)


def marked(connection: sqlite3.Connection, mention: int) -> tuple[ReviewMark, ...]:
    """Those of one mention that stand."""
    rows = connection.execute(f"{_STANDING} AND mention = ? ORDER BY at, uid LIMIT {MOST}", (mention,))
    return tuple(ReviewMark(*row) for row in rows)


def within(connection: sqlite3.Connection, ids: Iterable[int], scope: Scope) -> list[int]:
    """Those of these mentions that were published in the scope and are known by its end, newest first."""
    rows = connection.execute(
        "SELECT id FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND at >= ? AND at < ? AND known_at <= ?"  # noqa: S608 — our own
        f"{and_taken(scope)} ORDER BY known_at DESC, id DESC",
        (json.dumps(list(ids)), scope.start, scope.end, scope.known),
    )
    return [id_ for (id_,) in rows]


def add(connection: sqlite3.Connection, made: Iterable[ReviewMark]) -> int:
    """Marks that are new, and what was undone of those there are. Returns how many changed something.

    Raises HubdeskError for one that can be none, or whose mention or episode is not in the session.
    """
    changed = 0
    for mark in map(checked, made):
        row = connection.execute("SELECT taken_back_at FROM mark WHERE uid = ?", (mark.uid,)).fetchone()
        if row is None:
            _check_subject(connection, mark)
            connection.execute(
                "INSERT INTO mark (uid, at, word, mention, episode, instant, value, taken_back_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    mark.uid,
                    mark.at,
                    mark.word,
                    mark.mention,
                    mark.episode,
                    mark.instant,
                    mark.value,
                    mark.taken_back_at,
                ),
            )
            changed += 1
        elif mark.taken_back_at is not None and row[0] is None:
            changed += take_back(connection, mark.uid, mark.taken_back_at)
    return changed


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of marks brought in: `added` by uid, so that they can be undone; `undone` of those there were;
    `known`, that changed nothing; `strays`, whose mention or episode is not here."""

    added: tuple[str, ...] = ()
    undone: int = 0
    known: int = 0
    strays: int = 0


def merge(connection: sqlite3.Connection, brought: Iterable[SideMark]) -> Merged:
    """Bring in marks that were made beside another file of this session. The same ones may come again."""
    added, undone, known, strays = list[str](), 0, 0, 0
    for one in brought:
        has = _has(connection, "SELECT 1 FROM mark WHERE uid = ?", one.mark.uid)
        if not has and not _is_here(connection, one):
            strays += 1
        elif not add(connection, [one.mark]) or (not has and one.mark.taken_back_at is not None):
            known += 1  # or undone before it ever came here
        elif has:
            undone += 1
        else:
            added.append(one.mark.uid)
    return Merged(tuple(added), undone, known, strays)


def _is_here(connection: sqlite3.Connection, one: SideMark) -> bool:
    """Under another instant the same number is another mention."""
    mark = one.mark
    if mark.instant is not None:
        return True
    asked, number = (
        ("SELECT at FROM mention WHERE id = ?", mark.mention)
        if mark.mention is not None
        else ("SELECT opened_at FROM episode WHERE id = ?", mark.episode)
    )
    row = connection.execute(asked, (number,)).fetchone()
    return row is not None and one.of in (None, row[0])


def take_back(connection: sqlite3.Connection, uid: str, at: Millis | None) -> int:
    """Undo a mark at an instant, or let it stand again (None). Returns how many marks that changed: one or none."""
    return connection.execute(
        "UPDATE mark SET taken_back_at = ? WHERE uid = ? AND (taken_back_at IS NULL) = ?", (at, uid, at is not None)
    ).rowcount


def _check_subject(connection: sqlite3.Connection, mark: ReviewMark) -> None:
    if mark.mention is not None and not _has(connection, _MENTION, mark.mention):
        raise HubdeskError(_("there is no mention {number} in this session").format(number=mark.mention))
    if mark.episode is not None and not _has(connection, "SELECT 1 FROM episode WHERE id = ?", mark.episode):
        raise HubdeskError(_("there is no episode {number} in this session").format(number=mark.episode))


def _latest(connection: sqlite3.Connection, asked: str) -> tuple[ReviewMark, ...]:
    rows = connection.execute(f"{asked} ORDER BY at DESC, uid DESC LIMIT {MOST}").fetchall()
    return tuple(ReviewMark(*row) for row in reversed(rows))


def _has(connection: sqlite3.Connection, asked: str, number: int | str) -> bool:
    return connection.execute(asked, (number,)).fetchone() is not None
