"""Notes between values and rows: what a mention's row keeps of them, what counting needs, and how readers' merge.

A stranger's file may hold anything as notes: what is of another shape than ours is unknown there, never an error.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from hubdesk.core import Evidence, Mark, Notes

NOTHING: Final = "{}"
_JSON: Final = json.JSONDecoder()
MOST_EVIDENCE: Final = 400  # things said of one mention
LONGEST_WORD: Final = 400  # code points of a value or a rule
# What the one says yields to what the other said, whatever their versions.
BETTER: Final = {"tone": "encoder", "targets": "encoder", "own_tones": "encoder", "own_brands": "encoder"}

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "language": ("language",),
    "tone": ("tone", "tone_score", "irony"),
    "encoder": ("tone", "tone_score", "irony"),
    "irony": ("irony",),
    "themes": ("themes",),
    "places": ("places",),
    "targets": ("targets",),
    "duplicate": ("duplicate",),
}
_SAYS: Final[dict[str, frozenset[str]]] = {
    "language": frozenset(["language"]),
    "tone": frozenset(["tone", "irony"]),
    "encoder": frozenset(["tone", "irony"]),
    "irony": frozenset(["irony"]),
    "themes": frozenset(["theme"]),
    "places": frozenset(["place"]),
    "targets": frozenset(["target"]),
    "duplicate": frozenset(["duplicate"]),
    "people": frozenset(["person"]),
}
READERS: Final = tuple(_FIELDS)
_ON_ARRIVAL: Final = ("profile-", "source-")  # rules of what is known on arrival alone, and cannot be read again
_dump = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode


def dump_notes(notes: Notes) -> str:
    """Only what is known, and no evidence: that is asked for one mention at a time."""
    if notes.tone_score is None and not notes.evidence:
        return _dumped(notes)
    return _dumped.__wrapped__(notes)


@functools.lru_cache(maxsize=1_024)
def _dumped(notes: Notes) -> str:
    known = _known(notes)
    if notes.language:
        known["language"] = notes.language
    if notes.tone_score is not None:
        known["tone_score"] = round(notes.tone_score, 4)
    if notes.duplicate is not None:
        known["duplicate"] = notes.duplicate
    return _dump(known) if known else NOTHING


def dump_reading(notes: Notes) -> str:
    """What mentions are counted by, and who read them: the same for many mentions. `NOTHING` when nobody did."""
    return _reading(notes.tone, notes.irony, notes.themes, notes.places, notes.targets, notes.versions)


@functools.lru_cache(maxsize=1_024)
def _reading(
    tone: str,
    irony: bool | None,
    themes: tuple[str, ...],
    places: tuple[str, ...],
    targets: tuple[tuple[str, str], ...],
    versions: tuple[tuple[str, int], ...],
) -> str:
    made = Notes(tone=tone, irony=irony, themes=themes, places=places, targets=targets, versions=versions)
    return _dump(known) if (known := _known(made)) else NOTHING


def _known(notes: Notes) -> dict[str, object]:
    known: dict[str, object] = {}
    if notes.tone:
        known["tone"] = notes.tone
    if notes.irony is not None:
        known["irony"] = notes.irony
    if notes.themes:
        known["themes"] = notes.themes
    if notes.places:
        known["places"] = notes.places
    if notes.targets:
        known["targets"] = notes.targets
    if notes.versions:
        known["versions"] = dict(notes.versions)
    return known


@functools.lru_cache(maxsize=1_024)
def load_notes(text: str) -> Notes:
    if text == NOTHING:
        return Notes()
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return Notes()
    return _to_notes(told) if isinstance(told, dict) else Notes()


def _to_notes(told: dict[str, Any]) -> Notes:
    irony, duplicate, versions = told.get("irony"), told.get("duplicate"), told.get("versions")
    return Notes(
        language=_text(told.get("language")),
        tone=_text(told.get("tone")),
        tone_score=_score(told.get("tone_score")),
        irony=irony if isinstance(irony, bool) else None,
        themes=_texts(told.get("themes")),
        places=_texts(told.get("places")),
        targets=tuple(_pairs(told.get("targets"))),
        duplicate=duplicate if isinstance(duplicate, bool) else None,
        versions=tuple(
            (name, version)
            for name, version in (versions.items() if isinstance(versions, dict) else ())
            if type(version) is int
        ),
    )


def _text(told: object) -> str:
    return told if isinstance(told, str) else ""


def _score(told: object) -> float | None:
    return float(told) if type(told) in (int, float) and 0 <= told <= 1 else None  # type: ignore[operator,arg-type]


def _texts(told: object) -> tuple[str, ...]:
    return tuple(one for one in told if isinstance(one, str)) if isinstance(told, list) else ()


def _pairs(told: object) -> Iterator[tuple[str, str]]:
    for pair in told if isinstance(told, list) else ():
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair):
            yield pair[0], pair[1]


def dump_evidence(evidence: Iterable[Evidence]) -> str:
    """As much of it as anybody would read."""
    return _dump(
        [
            (
                one.reading,
                one.value[:LONGEST_WORD],
                one.score,
                one.rule[:LONGEST_WORD],
                [(mark.part, mark.start, mark.end) for mark in one.marks],
            )
            for one in tuple(evidence)[:MOST_EVIDENCE]
        ]
    )


def load_evidence(text: str) -> tuple[Evidence, ...]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(_evidence(told if isinstance(told, list) else []))


def first_value(text: str, reading: str) -> str:
    """The value of the first evidence of that reading, "" for none; as `load_evidence` would tell it.

    Where it begins can be looked for in our own way of writing: within a text, its quotes would be escaped.
    """
    begins = text.find(f'["{reading}",')
    try:
        told = [_JSON.raw_decode(text, begins)[0]] if begins >= 0 else json.loads(text)
    except (ValueError, RecursionError):
        return ""
    own = (one for one in (told if isinstance(told, list) else [])[:MOST_EVIDENCE] if _is_of(one, reading))
    return next((_text(one[1]) for one in own), "")


def _is_of(one: Any, reading: str) -> bool:
    return isinstance(one, list) and len(one) == 5 and one[0] == reading


def _evidence(told: list[Any]) -> Iterator[Evidence]:
    for one in told[:MOST_EVIDENCE]:
        if isinstance(one, list) and len(one) == 5 and isinstance(one[0], str):
            yield Evidence(one[0], _text(one[1]), _score(one[2]), _text(one[3]), tuple(_marks(one[4])))


def _marks(told: object) -> Iterator[Mark]:
    for mark in told if isinstance(told, list) else ():
        if isinstance(mark, list) and len(mark) == 3 and isinstance(mark[0], str):
            part, start, end = mark
            if type(start) is int and type(end) is int and 0 <= start <= end:
                yield Mark(part, start, end)


def merged(stored: Notes, fresh: Notes) -> Notes:
    """What is known of a mention after readers have read it again: the fields of those whose version is not older.

    `fresh.versions` says who read; what other readers found stays. The evidence of both is looked at.
    """
    before, after = dict(stored.versions), dict(fresh.versions)
    taken = [
        reader
        for reader, version in after.items()
        if version >= before.get(reader, 0) and (BETTER.get(reader) not in before or BETTER.get(reader) in after)
    ]
    names = {name for reader in taken for name in _FIELDS.get(reader, ())}
    said = frozenset[str]().union(*(_SAYS.get(reader, frozenset()) for reader in taken))
    kept = tuple(one for one in stored.evidence if one.reading not in said or one.rule.startswith(_ON_ARRIVAL))
    new = tuple(one for one in fresh.evidence if one.reading in said)
    versions = before | {reader: after[reader] for reader in taken}
    return replace(
        stored,
        **{name: getattr(fresh, name) for name in names},
        evidence=kept + new,
        versions=tuple(sorted(versions.items())),
    )
