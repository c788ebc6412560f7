"""A scenes file cut at the heads of its tables, so that each can be changed, moved or dropped with its own comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from hubdesk.scene_file.fields import neat
from hubdesk.scene_file.lines import Lines, Place
from hubdesk.toml_file import period

Value = str | int | float | bool | tuple[str, ...] | tuple[int, int]
INDENT: Final = "  "  # of a cell


@dataclass(frozen=True, slots=True)
class Field:
    """A key and its value. One that has its default (None: it has none) need not be written."""

    key: str
    value: Value
    default: Value | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A table as it is written: the empty lines and comments above it, its head, and all up to the next one."""

    above: str
    head: str
    body: str = ""


def cut(text: str) -> tuple[str, dict[Place, Piece]]:
    """What stands before the first table, and each table. Tables of no known place stay with the one before them."""
    rows = text.split("\n")
    lines = Lines(text)
    heads = [(number - 1, place) for number, place in lines.heads if _is_ours(place)]
    begins = [_begin(rows, row, lines.inside) for row, _place in heads]
    pieces: dict[Place, Piece] = {}
    for n, (row, place) in enumerate(heads):
        end = begins[n + 1] if n + 1 < len(heads) else len(rows)
        body = "\n".join(rows[row + 1 : end]).rstrip("\n")
        above = "".join(f"{one}\n" for one in rows[begins[n] : row])
        pieces[place] = Piece(above, rows[row] + "\n", body + "\n" if body else "")
    first = "\n".join(rows[: begins[0]] if begins else rows).rstrip("\n")
    return (first + "\n" if first else ""), pieces


def _is_ours(place: Place) -> bool:
    names = [one for one in place if isinstance(one, str)]
    return names in (["wall"], ["screen"], ["scene"], ["scene", "cell"])


def _begin(rows: list[str], row: int, inside: set[int]) -> int:
    """The first row of the comments right above a head, and of the empty rows above these."""
    begin = row
    while begin > 0 and rows[begin - 1].lstrip().startswith("#") and begin not in inside:
        begin -= 1
    while begin > 0 and not rows[begin - 1].strip() and begin not in inside:
        begin -= 1
    return begin


def filled(piece: Piece, fields: list[Field], gone: set[str]) -> str:
    """The piece with these values; keys in `gone` leave. What has its value already stays as it is written.

    Raises what tomlkit raises for a body that it cannot read.
    """
    import tomlkit  # 20 ms that a wall that is only shown does not need

    document = tomlkit.parse(piece.body)
    for key in gone:
        document.pop(key, None)
    found: dict[str, Any] = document.unwrap()
    indent = piece.head[: len(piece.head) - len(piece.head.lstrip())]
    added = ""
    for one in fields:
        if one.key in found and is_same(found[one.key], one.value):
            continue
        if one.value == one.default:
            document.pop(one.key, None)
        elif one.key in found:
            document[one.key] = tomlkit.value(written(one.value))
        else:
            added += f"{indent}{_key(one.key)} = {written(one.value)}\n"
    return piece.above + piece.head + tomlkit.dumps(document) + added


def is_same(found: object, value: Value) -> bool:
    """Whether what a person wrote says that value: `60m` says `1h`."""
    if isinstance(found, bool) or isinstance(value, bool):
        return found is value
    if isinstance(found, str) and isinstance(value, str):
        length = period(found)
        return neat(found, lines=True) == value or (length is not None and length == period(value))
    return list(found) == list(value) if isinstance(found, list) and isinstance(value, tuple) else found == value


def written(value: Value) -> str:
    """A value in TOML; a text of several lines on lines of its own."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, str):
        if "\n" in value and "\\" not in value and '"' not in value:
            return f'"""\n{value}"""'
        return '"' + "".join(_ESCAPED.get(one, one) for one in value) + '"'
    return repr(value)


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else written(key)


_ESCAPED: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n"}
