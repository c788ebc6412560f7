"""The analyst's own words, kept with the session: read whole, changed in one transaction, checked before they stay.

They are one note, since they are few and always read together. A stranger's file may hold anything there: what is no
own word is passed over.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from hubdesk.core import HubdeskError, Millis
from hubdesk.core.readings import Effect, OwnWord, OwnWords
from hubdesk.i18n import _

NOTE: Final = "own_words"
MOST: Final = 500
LONGEST: Final = 100  # code points
_SIGNS: Final = frozenset('"“”«»„<>{}()\\')  # that mean something else in a query
_READERS: Final[dict[str, str]] = {  # by effect
    Effect.TONE: "own_tones",
    Effect.THEME: "own_themes",
    Effect.BRAND: "own_brands",
    Effect.NEVER: "own_brands",
}


def checked(word: OwnWord) -> OwnWord:
    """The same, tidied. Raises HubdeskError: what is wrong with it, and how to mend it."""
    from hubdesk.query.syntax import parse  # late: the grammar takes its time, and only what is new is checked
    from hubdesk.query.tree import QueryError

    words, value = " ".join(word.words.split()), " ".join(word.value.split())
    if not words or len(words) > LONGEST or not words.isprintable():
        raise HubdeskError(_("an own word has from 1 to {n} letters").format(n=LONGEST))
    if sign := next((sign for sign in words if sign in _SIGNS), ""):
        raise HubdeskError(_("“{words}”: leave {sign} out; a word, or several in a row").format(words=words, sign=sign))
    try:
        parse(f'"{words}"')
    except QueryError as error:
        raise HubdeskError(_("“{words}”: {why}").format(words=words, why=error.message)) from error
    if not _is_value(word.effect, value):
        shown = value[:LONGEST] or "—"
        raise HubdeskError(_("“{words}”: {value} is no {effect}").format(words=words, value=shown, effect=word.effect))
    return replace(word, words=words, value=value)


def _is_value(effect: Effect, value: str) -> bool:
    from hubdesk.query.fields import THEMES, TONES  # late, as above: a session without own words needs none of it

    if effect == Effect.TONE:
        return value in TONES
    if effect == Effect.THEME:
        return value in THEMES
    if effect == Effect.BRAND:
        return 0 < len(value) <= LONGEST and value.isprintable() and "=" not in value
    return not value


def read(connection: sqlite3.Connection) -> OwnWords:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"note:{NOTE}",)).fetchone()
    try:
        told = {} if row is None else json.loads(row[0])
    except (ValueError, RecursionError):
        return OwnWords()
    if not isinstance(told, dict):
        return OwnWords()
    words, versions = told.get("words"), told.get("versions")
    return OwnWords(
        tuple(_words(words[:MOST] if isinstance(words, list) else [])),
        tuple(
            (name, version)
            for name, version in sorted(versions.items() if isinstance(versions, dict) else ())
            if name in _READERS.values() and type(version) is int and 0 < version < 1 << 31
        ),
    )


def _words(told: list[Any]) -> Iterator[OwnWord]:
    for one in told:
        if isinstance(one, list) and len(one) == 4 and all(isinstance(text, str) for text in one[:3]):
            words, effect, value, at = one
            is_whole = effect in _READERS and type(at) is int and _can_be(words)
            if is_whole and _is_value(Effect(effect), value):
                yield OwnWord(words, Effect(effect), value, at)


def _can_be(words: str) -> bool:
    return 0 < len(words) <= LONGEST and words.isprintable() and _SIGNS.isdisjoint(words)


def changed(before: OwnWords, added: Iterable[OwnWord], removed: Iterable[OwnWord], at: Millis) -> OwnWords:
    """With these, which are checked, added and those removed: they are told apart by words and effect, capitals aside.
    Another tone for the same words replaces the tone. Raises HubdeskError when there are too many."""
    kept = {_key(word): word for word in before.words}
    for word in removed:
        kept.pop(_key(word), None)
    for word in added:
        kept[_key(word)] = replace(word, at=at)
    if len(kept) > MOST:
        raise HubdeskError(_("{n} own words are the most; remove some first").format(n=MOST))
    now, versions = tuple(kept.values()), dict(before.versions)
    for reader in sorted(set(_READERS.values())):
        if _said(now, reader) != _said(before.words, reader):
            versions[reader] = versions.get(reader, 0) + 1
    return OwnWords(now, tuple(sorted(versions.items())))


def _key(word: OwnWord) -> tuple[str, ...]:
    words = " ".join(word.words.split()).casefold()
    return (words, word.effect) if word.effect in (Effect.TONE, Effect.NEVER) else (words, word.effect, word.value)


def _said(words: Iterable[OwnWord], reader: str) -> set[tuple[str, str, str]]:
    return {(word.words, word.effect, word.value) for word in words if _READERS[word.effect] == reader}


def dump(own: OwnWords) -> str:
    words = [(word.words, word.effect, word.value, word.at) for word in own.words]
    return json.dumps({"versions": dict(own.versions), "words": words}, ensure_ascii=False)
