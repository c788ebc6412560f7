"""What a filter says in a person's words: a field, its values, and whether they are left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.desk.filter_towns import town
from hubdesk.i18n import N_, UNKNOWN, _, ngettext, number
from hubdesk.panels.detail_words import kind_word
from hubdesk.panels.reading_words import code_words, language_word
from hubdesk.query.filter_names import FILTER_NAMES
from hubdesk.reports.place_names import department
from hubdesk.widgets.card_words import theme_word
from hubdesk.widgets.text import tame
from hubdesk.widgets.tone_parts import PARTS, UNREAD, name_of

LONGEST: Final = 400  # code points of one value
MOST: Final = 12  # values that are named
MOST_IN_LINE: Final = 20  # chips
LONGEST_IN_LINE: Final = 200  # code points of a chip: a query may be one
_NONE: Final = {
    "topic": N_("no topic"),
    "tone": N_("without a tone"),
    "theme": N_("without a theme"),
    "place": N_("without a place"),
    "language": N_("language not known"),
    "author": N_("no account named"),
}
_NETWORKS: Final = {"bluesky": "Bluesky", "mastodon": "Mastodon", "feed": N_("Web feed"), "import": N_("Import")}
_DEPARTMENT: Final = re.compile(r"(?:dep:)?([0-9][0-9AaBb][0-9]?)")
_TONES: Final = PARTS[:4]
_TOWARDS: Final = re.compile(rf'target:"([^"=]+)(?:=({"|".join(_TONES)}))?"')
_TOWARDS_NONE: Final = re.compile('target:"([^"=]+)"' + "".join(rf' -target:"\1={tone}"' for tone in _TONES))
_REACH: Final = "reach:[* TO *]"
_TOWN: Final = re.compile(r"(?:insee:)?([0-9][0-9AaBb][0-9]{3})")


@dataclass(frozen=True, slots=True)
class Said:
    """A filter's field, and its values on one line; all of it is safe to show as plain text."""

    field: str
    values: str


def words_of(one: Filter, topics: Sequence[Topic]) -> str:
    """`Tone: negative`, `except Place: Lille or Nord (59)`; on one line, without signs that would move others."""
    said = said_of(one, topics)
    words = _("{field}: {values}").format(field=said.field, values=said.values)
    return _("except {filter}").format(filter=words) if one.negated else words


def said_of(one: Filter, topics: Sequence[Topic]) -> Said:
    """The same in two pieces. `topics`: those that there are; of another one it is said that it was deleted."""
    figure = _of_figure(one)
    if figure is not None:
        return figure
    named = [value_word(one.field, value, topics) for value in one.values[:MOST]]
    if one.field == "text" and len(named) > 1:
        named = [_("“{words}”").format(words=words) for words in named]
    left = len(one.values) - MOST
    if left > 0:
        named.append(f"+{number(left)}")
    return Said(_(FILTER_NAMES[one.field]), f" {_('or')} ".join(named) or _("nothing"))


def is_of_figure(one: Filter) -> bool:
    """Whether its words are a query that only figures ask, which a chip says in a person's words: nobody searches for
    those words."""
    return _of_figure(one) is not None


def _of_figure(one: Filter) -> Said | None:
    query = one.values[0] if one.field == "text" and len(one.values) == 1 else ""
    if found := _TOWARDS.fullmatch(query):
        tone = name_of(found[2]) if found[2] else _("whatever tone")
    elif found := _TOWARDS_NONE.fullmatch(query):
        tone = name_of(UNREAD)
    else:
        return Said(_("Reach"), _("given by the network")) if query == _REACH else None
    return Said(_("Towards {brand}").format(brand=tame(found[1], LONGEST)), tone)


def filter_line(filters: Filters, topics: Sequence[Topic]) -> str:
    """The chips of a scope in words; "" for none. `topics`: the session's, whose numbers chips may hold."""
    if not filters:
        return ""
    told = [tame(words_of(one, topics), LONGEST_IN_LINE) for one in filters[:MOST_IN_LINE]]
    left = len(filters) - len(told)
    if left:
        told.append(ngettext("{n} more filter", "{n} more filters", left).format(n=number(left)))
    return " · ".join(told)


def value_word(field: str, value: str, topics: Sequence[Topic] = ()) -> str:
    """One value of a filter as people call it."""
    if not value:
        return _(_NONE[field]) if field in _NONE else UNKNOWN
    if field == "topic":
        return next((tame(one.name, LONGEST) for one in topics if str(one.id) == value), _("deleted topic"))
    return _WORDS.get(field, _plain)(value) or UNKNOWN


def _plain(value: str) -> str:
    return tame(value, LONGEST)


def _tone(value: str) -> str:
    return name_of(UNREAD if value == "none" else value) if value in (*PARTS, "none") else _plain(value)


def _place(value: str) -> str:
    """`Nord (59)`, `Lille (59)`; a name as it is."""
    if found := _DEPARTMENT.fullmatch(value):
        code = found[1].upper()
        name = department(code)
        return f"{name} ({code})" if name != code else code_words(f"dep:{code}")
    if found := _TOWN.fullmatch(value):
        return town(found[1].upper()) or code_words(f"insee:{found[1].upper()}")
    if value.startswith("reg:"):
        return _("{name}, region").format(name=tame(value.removeprefix("reg:"), LONGEST))
    return _plain(value)


def _network(value: str) -> str:
    return _(_NETWORKS[value.casefold()]) if value.casefold() in _NETWORKS else _plain(value)


def _language(value: str) -> str:
    """`French`; with its code where that says more: `French (fr-CA)`."""
    word = language_word(value.casefold())
    return f"{word} ({_plain(value)})" if "-" in value and word != _plain(value) else word


def _author(value: str) -> str:
    """`@lucie`, or the name shown."""
    if value.startswith("="):
        return _plain(value[1:])
    return _plain(value if value.startswith("@") else f"@{value}")


_WORDS: Final[dict[str, Callable[[str], str]]] = {
    "tone": _tone,
    "theme": theme_word,
    "place": _place,
    "network": _network,
    "language": _language,
    "author": _author,
    "kind": kind_word,
}
