"""Saved queries from a text file, one `name<TAB>query` a line, as other tools' lists are saved or copied.

Nothing is changed on the way and nothing is left out in silence: a line is read as it stands, or it is refused with the
reason. A byte order mark, the ends of lines, blank lines, spaces around name and query, a first line that only names
the two columns and empty columns at the end are not content. `# ` begins a comment on a line without a tab; a name may
begin with #. A query that a spreadsheet put in quotes, with those inside it doubled, is read without them: in the
language itself two quotes side by side are always an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hubdesk.i18n import _
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError

LONGEST_NAME: Final = 60  # code points: what the desk lets one type

_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADS: Final = {("name", "query"), ("nom", "requête"), ("nom", "requete")}
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query that can be carried over. `line` counts from 1."""

    line: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot: `position` is the culprit's first code point in the query, None when it is not in it."""

    line: int
    name: str
    position: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file holds, in its order."""

    queries: tuple[SavedQuery, ...]
    refused: tuple[Refused, ...]


def read_saved(text: str) -> Saved:
    """Every line of the text, carried over or refused."""
    queries: list[SavedQuery] = []
    refused: list[Refused] = []
    names: dict[str, int] = {}  # folded: the line that took it
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), start=1):
        columns = _columns(line)
        if columns == [""] or _is_comment(columns) or (number == 1 and _is_head(columns)):
            continue
        read = _line(number, columns, names)
        if isinstance(read, Refused):
            refused.append(read)
        else:
            queries.append(read)
            names[read.name.casefold()] = number
    return Saved(tuple(queries), tuple(refused))


def _columns(line: str) -> list[str]:
    """What stands between the tabs, without empty columns at the end; a name keeps its query, empty or not."""
    columns = [column.strip(" \u00a0") for column in line.split("\t")]
    while len(columns) > 2 and not columns[-1]:
        columns.pop()
    return columns if columns != ["", ""] else [""]


def _is_comment(columns: list[str]) -> bool:
    return len(columns) == 1 and (columns[0] == "#" or columns[0].startswith("# "))


def _is_head(columns: list[str]) -> bool:
    return tuple(column.casefold() for column in columns) in _HEADS


def _line(number: int, columns: list[str], names: dict[str, int]) -> SavedQuery | Refused:
    name = columns[0]
    if len(columns) == 1:
        return Refused(number, name[:LONGEST_NAME], None, _("there is no tab; write the name, a tab, and the query"))
    why = _wrong_name(name, names)
    if why:
        return Refused(number, name[:LONGEST_NAME], None, why)
    text = _without_quotes(columns[1])
    if len(columns) > 2:
        return Refused(number, name, len(text), _("there is a third column; leave the name and the query alone"))
    try:
        parse(text)
    except QueryError as error:
        why = f"{error.message}; {error.hint}" if error.hint else error.message
        return Refused(number, name, error.position, why)
    return SavedQuery(number, name, text)


def _wrong_name(name: str, names: dict[str, int]) -> str:
    """What is wrong with a name; "" when nothing is."""
    if not name:
        return _("the name is empty")
    if len(name) > LONGEST_NAME:
        return _("a name has at most {n} characters").format(n=LONGEST_NAME)
    if not name.isprintable():
        return _("the name holds a character that cannot be shown")
    if name.casefold() in names:
        return _("line {line} has the same name").format(line=names[name.casefold()])
    return ""


def _without_quotes(column: str) -> str:
    found = _QUOTED.fullmatch(column)
    return found[1].replace('""', '"') if found and '""' in found[1] else column
