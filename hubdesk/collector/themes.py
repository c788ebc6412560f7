"""What a mention is about: the themes' queries, read from a file that a person may edit, and asked of mentions.

A theme says what a post is about, never what its author is: there is none for religion, origin, health, union, party or
sexuality, and a file that brings one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from hubdesk.core import Evidence, HubdeskError, Mark, Match, Mention, Notes, Topic
from hubdesk.core.refused import is_refused
from hubdesk.i18n import _
from hubdesk.query.match import Matcher
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError
from hubdesk.resources import resource
from hubdesk.toml_file import read_toml

VERSION: Final = 2
NO_NOTES: Final = Notes()
OTHER: Final = "other"
LANGUAGES: Final = ("fr", "en")
LIKELY: Final = "_likely"
MOST_THEMES: Final = 60
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_NOT_WORDS: Final = re.compile(r"https?://\S+|www\.\S+|\S*@\S+")


class ThemesError(HubdeskError):
    """The file of themes cannot be used: where, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme's queries by language, those that may mean it (`likely`), and the themes that take its words away."""

    code: str
    sure: Mapping[str, str]
    likely: Mapping[str, str]
    unless: tuple[str, ...] = ()


class Themes:
    """Asks every theme's queries of a mention, in one pass."""

    def __init__(self, themes: Iterable[Theme] | None = None) -> None:
        """Without `themes`, those that Hubdesk brings. Raises ThemesError."""
        known = shipped() if themes is None else tuple(themes)
        self._unless = {theme.code: frozenset(theme.unless) for theme in known}
        self._asked: dict[int, tuple[str, str, bool]] = {}
        topics: list[Topic] = []
        for theme in known:
            for is_sure, queries in ((True, theme.sure), (False, theme.likely)):
                for language, query in queries.items():
                    topics.append(Topic(-1 - len(topics), theme.code, query))
                    self._asked[topics[-1].id] = (theme.code, language, is_sure)
        self.topics: Final = tuple(topics)
        """The queries as topics, numbered below 0, to be matched together with others in one pass."""

    def read(self, mention: Mention, notes: Notes = NO_NOTES) -> tuple[Evidence, ...]:
        """What the mention is about, when nothing else is asked of it. Queries see `notes`: language, places, tone."""
        return self.about(mention, notes, self._matcher.match(mention, notes))

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.topics)

    def about(self, mention: Mention, notes: Notes, matches: Iterable[Match]) -> tuple[Evidence, ...]:
        """What the mention is about, with the words that say so, given which of `topics` hear it; `other` where words
        are there and mean none of the themes."""
        told: dict[str, tuple[Mark, ...]] = {}
        maybe: dict[str, tuple[Mark, ...]] = {}
        for match in matches:
            code, language, is_sure = self._asked.get(match.topic, ("", "", False))
            if code and (notes.language not in LANGUAGES or notes.language == language):
                found = told if is_sure else maybe
                found[code] = found.get(code, ()) + match.marks
        if OTHER in told and len(told) <= 2:  # more themes than one: it is about them all the same
            return (_evidence(OTHER, "sure", told[OTHER]),)
        told.pop(OTHER, None)
        rule = "sure" if told else "likely"
        about = told or maybe
        left = [_evidence(code, rule, marks) for code, marks in about.items() if not self._unless[code] & told.keys()]
        if left or not _has_words(mention):
            return tuple(left)
        return (_evidence(OTHER, "none", ()),)


def _evidence(code: str, rule: str, marks: tuple[Mark, ...]) -> Evidence:
    return Evidence("theme", code, None, rule, tuple(dict.fromkeys(marks)))


def _has_words(mention: Mention) -> bool:
    return len(_WORD.findall(_NOT_WORDS.sub(" ", f"{mention.title} {mention.text}"[:2_000]))) >= 2


def shipped() -> tuple[Theme, ...]:
    return read_themes(resource("themes/themes.toml"))


def read_themes(path: Path) -> tuple[Theme, ...]:
    """The themes of a file. Raises ThemesError: what is wrong, in which theme, and how to mend it."""
    try:
        _text, tables = read_toml(path)
    except HubdeskError as error:
        raise ThemesError(str(error)) from error
    if not tables:
        raise ThemesError(_("{path} has no theme; install Hubdesk again, or write one").format(path=path))
    if len(tables) > MOST_THEMES:
        raise ThemesError(_("{path}: more than {n} themes; leave some out").format(path=path.name, n=MOST_THEMES))
    themes = tuple(_theme(path.name, code, table) for code, table in tables.items())
    for theme in themes:
        for code in theme.unless:
            if code not in tables:
                message = _("{path}, {theme}: “unless” names “{code}”, which is no theme here")
                raise ThemesError(message.format(path=path.name, theme=theme.code, code=code))
    return themes


def _theme(file: str, code: str, table: Any) -> Theme:
    def wrong(why: str) -> ThemesError:
        return ThemesError(_("{path}, {theme}: {why}").format(path=file, theme=code, why=why))

    if not _CODE.fullmatch(code):
        raise wrong(_("a theme's code is small letters, digits and _"))
    if is_refused(code):
        raise wrong(_("Hubdesk reads what a post is about, not who its author is; this theme is refused"))
    if not isinstance(table, dict):
        raise wrong(_("write [{theme}] with queries in it").format(theme=code))
    sure: dict[str, str] = {}
    likely: dict[str, str] = {}
    for key, value in table.items():
        language, is_likely = key.removesuffix(LIKELY), key.endswith(LIKELY)
        if key == "unless":
            if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
                raise wrong(_("“unless” must be a list of themes"))
        elif language not in LANGUAGES or not isinstance(value, str):
            raise wrong(_("“{key}” is unknown; there are fr, en, fr_likely, en_likely, unless").format(key=key))
        else:
            try:
                parse(value)
            except QueryError as error:
                raise wrong(f"{key}: {error}") from error
            (likely if is_likely else sure)[language] = value
    return Theme(code, sure, likely, tuple(table.get("unless", ())))
