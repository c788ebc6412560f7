"""What the analyst says of mentions where the readers were wrong, or right: her word wins, theirs is kept beside.

A correction's value is a tuple of texts, as the query language asks for them: ("negative",) for a tone, ("yes",) or
("no",) for irony, codes for themes, every text of `Notes.places` for places, "Orange=negative" for targets. It says
the whole of that reading: () for themes means that there is none.
"""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Evidence, HubdeskError, Millis, Notes
from hubdesk.core.refused import is_refused
from hubdesk.i18n import _

READINGS: Final = ("tone", "irony", "theme", "place", "target", "language")
ANALYST: Final = "analyst"  # the rule of evidence that is a person's word
TONES: Final = ("negative", "neutral", "positive", "unknown")
MOST_VALUES: Final = 40
LONGEST_VALUE: Final = 200
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_EVER: Final = 1 << 62
_Z: Final = 1.959964  # of a 95 % interval

Value = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """One word of the analyst's. `said`: what the readers had said before she first spoke; None when none had read it.

    `holds`: it is her last word on that reading. `is_of_earlier_words`: the mention was edited since.
    """

    id: int
    mention: int
    at: Millis
    reading: str
    value: Value
    said: Value | None
    holds: bool = True
    is_of_earlier_words: bool = False


@dataclass(frozen=True, slots=True)
class OwnError:
    """How often the readers were wrong on the mentions the analyst labelled, before she did: `wrong` of `all`.

    `low` and `high`: Wilson's 95 % interval of the share. Where they could not tell, they are not counted as wrong;
    where nobody had read, nothing is counted.
    """

    wrong: int
    all: int
    low: float
    high: float


def value_of(notes: Notes, reading: str) -> Value:
    """What notes say of one reading, as a correction would."""
    return _VALUES[reading](notes)


def said_by(notes: Notes, reading: str) -> Value | None:
    """What the readers say of one reading; None when none has read it."""
    found = value_of(notes, reading)
    return found if found or _READERS[reading] in dict(notes.versions) else None


def applied(notes: Notes, told: Iterable[tuple[str, Value]]) -> Notes:
    """Notes with the analyst's word on each reading in place of the readers'."""
    for reading, value in told:
        if reading in _APPLY:
            notes = _APPLY[reading](notes, value)
    return notes


def evidence(told: Iterable[tuple[str, Value]]) -> tuple[Evidence, ...]:
    """The analyst's word as evidence, to stand before the readers'."""
    return tuple(Evidence(reading, " ".join(value), None, ANALYST) for reading, value in told)


def checked(reading: str, value: str | Iterable[str]) -> Value:
    """A correction's value, if it can be one. Raises HubdeskError."""
    if reading not in READINGS:
        raise HubdeskError(
            _("{reading} cannot be corrected; choose among: {names}").format(reading=reading, names=", ".join(READINGS))
        )
    made = (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))
    if reading == "theme" and (code := next((one for one in made if is_refused(str(one))), "")):
        line = _("{value}: Hubdesk reads what a post is about, not who its author is")
        raise HubdeskError(line.format(value=repr(str(code)[:LONGEST_VALUE])))
    is_one = reading in ("tone", "irony", "language")
    if len(made) > MOST_VALUES or (is_one and len(made) != 1) or not all(_can_be(reading, one) for one in made):
        shown = ", ".join(map(str, made[:5]))[:LONGEST_VALUE]
        raise HubdeskError(_("{value} is no {reading}").format(value=repr(shown), reading=reading))
    return made


def _can_be(reading: str, one: object) -> bool:
    if not isinstance(one, str) or not one.strip() or len(one) > LONGEST_VALUE or not one.isprintable():
        return False
    if reading == "tone":
        return one in TONES
    if reading == "irony":
        return one in ("yes", "no")
    if reading == "target":
        brand, sign, tone = one.partition("=")
        return bool(brand.strip()) and (not sign or tone in TONES)
    return reading == "place" or _CODE.fullmatch(one) is not None


def _tone(notes: Notes) -> Value:
    return (notes.tone,) if notes.tone else ()


def _irony(notes: Notes) -> Value:
    return () if notes.irony is None else ("yes" if notes.irony else "no",)


def _language(notes: Notes) -> Value:
    return (notes.language,) if notes.language else ()


def _targets(notes: Notes) -> Value:
    return tuple(f"{brand}={tone}" if tone else brand for brand, tone in notes.targets)


_VALUES: Final[dict[str, Callable[[Notes], Value]]] = {
    "tone": _tone,
    "irony": _irony,
    "theme": lambda notes: notes.themes,
    "place": lambda notes: notes.places,
    "target": _targets,
    "language": _language,
}


_READERS: Final = {
    "tone": "tone",
    "irony": "tone",
    "theme": "themes",
    "place": "places",
    "target": "targets",
    "language": "language",
}


def _with_tone(notes: Notes, value: Value) -> Notes:
    return replace(notes, tone=value[0], tone_score=None)  # a score is a reader's; a person is asked for none


def _with_targets(notes: Notes, value: Value) -> Notes:
    return replace(notes, targets=tuple((one.partition("=")[0], one.partition("=")[2]) for one in value))


_APPLY: Final[dict[str, Callable[[Notes, Value], Notes]]] = {
    "tone": _with_tone,
    "irony": lambda notes, value: replace(notes, irony=value[0] == "yes"),
    "theme": lambda notes, value: replace(notes, themes=value),
    "place": lambda notes, value: replace(notes, places=value),
    "target": _with_targets,
    "language": lambda notes, value: replace(notes, language=value[0]),
}


def is_corrected(connection: sqlite3.Connection, mention: int) -> bool:
    row = connection.execute("SELECT EXISTS (SELECT 1 FROM correction WHERE mention = ?)", (mention,)).fetchone()
    return bool(row[0])


def active(
    connection: sqlite3.Connection, mentions: Iterable[int], known: Millis | None = None
) -> dict[int, dict[str, Value]]:
    """The analyst's last word on each reading of these mentions; that of `known`, if that is told."""
    found: dict[int, dict[str, Value]] = {}
    for mention, reading, value in connection.execute(
        "SELECT mention, reading, value FROM correction WHERE mention IN (SELECT value FROM json_each(?)) AND at <= ?"
        " ORDER BY id",
        (json.dumps(list(mentions)), _EVER if known is None else known),
    ):
        told = load_value(value)
        if told or reading in ("theme", "place", "target"):
            found.setdefault(mention, {})[reading] = told
    return found


def load_value(text: str) -> Value:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(one for one in told if isinstance(one, str)) if isinstance(told, list) else ()


def corrections(connection: sqlite3.Connection, known: Millis | None = None) -> tuple[Correction, ...]:
    """Newest first; those of `known`, if that is told."""
    return tuple(_listed(connection, known))


def _listed(connection: sqlite3.Connection, known: Millis | None) -> Iterator[Correction]:
    rows = connection.execute(
        "SELECT c.id, mention, c.at, c.reading, value, said, CASE WHEN m.edited_at <= :known THEN m.edited_at END"
        " FROM correction c JOIN mention m ON m.id = mention WHERE c.at <= :known ORDER BY c.id DESC",
        {"known": _EVER if known is None else known},
    )
    seen: set[tuple[int, str]] = set()
    for id_, mention, at, reading, value, said, edited_at in rows:
        yield Correction(
            id_, mention, at, reading, load_value(value), None if said == "null" else load_value(said),
            (mention, reading) not in seen, edited_at is not None and edited_at > at,
        )  # fmt: skip
        seen.add((mention, reading))


def own_error(connection: sqlite3.Connection, reading: str, known: Millis | None = None) -> OwnError:
    """Each mention counts once, with her last word and with what had been said before her first."""
    wrong = total = 0
    for one in _listed(connection, known):
        if one.reading == reading and one.holds and one.said is not None and one.said != ("unknown",):
            total += 1
            wrong += set(one.said) != set(one.value)
    return OwnError(wrong, total, *wilson(wrong, total))


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share; all that is possible when nothing was counted."""
    if of <= 0:
        return 0.0, 1.0
    share, z2 = hits / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
