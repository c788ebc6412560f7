"""Values as bytes that are the same on every machine and in every run: what a digest is taken over."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from operator import attrgetter
from typing import Any, Final

from hubdesk.core import Mention

DIGITS: Final = 12  # of a number with a fraction: what lies below depends on the machine's arithmetic
_LEFT_OUT: Final[dict[type, frozenset[str]]] = {
    Mention: frozenset(("raw",)),  # the network's own record, which no panel shows
}


def canonical(value: object) -> bytes:
    """A frozen value, written out: its types' names, its fields in their order, sets and mappings sorted.

    Raises TypeError for what has no such form, such as a function or a widget: nothing is written by its address.
    """
    return _written(value).encode("utf-8", "surrogatepass")


class _Forms(dict[type[Any], Callable[[Any], str]]):
    """How values of each type are written, looked for once. Asked in place, not through a call, in the loops over
    millions of values."""

    def __missing__(self, kind: type[Any]) -> Callable[[Any], str]:
        made = self[kind] = _form(kind)
        return made


def _written(value: object) -> str:
    return _FORMS[type(value)](value)


def _form(kind: type[Any]) -> Callable[[Any], str]:
    """How values of a type are written."""
    if issubclass(kind, Enum):
        return _value
    if is_dataclass(kind):
        return _record(kind)
    if issubclass(kind, tuple | list):
        return _row
    if issubclass(kind, Mapping):
        return _mapping
    if issubclass(kind, Set):
        return _set
    raise TypeError(f"a {kind.__name__} cannot be written the same everywhere")


def _record(kind: type[Any]) -> Callable[[Any], str]:
    out = _LEFT_OUT.get(kind, frozenset())
    names = tuple(one.name for one in fields(kind) if one.name not in out)

    values: Callable[[Any], tuple[object, ...]] = attrgetter(*names) if len(names) > 1 else _few(names)

    def write(value: Any) -> str:
        return f"{kind.__name__}({''.join([_FORMS[type(one)](one) for one in values(value)])})"

    return write


def _few(names: tuple[str, ...]) -> Callable[[Any], tuple[object, ...]]:
    """As `attrgetter`, which gives one name's value bare, and cannot do without a name."""
    return lambda value: tuple([getattr(value, name) for name in names])


def _value(value: Enum) -> str:
    return _written(value.value)


def _row(value: Iterable[object]) -> str:
    return f"({''.join([_FORMS[type(one)](one) for one in value])})"


def _mapping(value: Mapping[object, object]) -> str:
    pairs = sorted((_written(key), _written(one)) for key, one in value.items())
    return "{" + "".join([f"{key}{one}" for key, one in pairs]) + "}"


def _set(value: Set[object]) -> str:
    return f"<{''.join(sorted(map(_written, value)))}>"


def _text(value: str) -> str:
    return f"s{len(value)}:{value}"


def _fraction(value: float) -> str:
    if not math.isfinite(value):
        return f"f{value};"
    return f"f{float(f'{value:.{DIGITS}g}') + 0.0!r};"  # + 0.0: there is one zero


def _whole(value: int) -> str:
    return f"i{value};"


def _is_so(value: bool) -> str:
    return "t" if value else "n"


def _nothing(_value: None) -> str:
    return "-"


def _bytes(value: bytes) -> str:
    return f"b{value.hex()};"


_FORMS: Final = _Forms(  # and those of records, rows and the like, as they are met
    {str: _text, int: _whole, float: _fraction, bool: _is_so, type(None): _nothing, bytes: _bytes}
)
