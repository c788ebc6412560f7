"""What mends a query that cannot be read: where a missing sign belongs, and what is likely meant."""

from __future__ import annotations

import re
from typing import Final

from hubdesk.i18n import _
from hubdesk.query.signs import FARTHEST
from hubdesk.query.tree import Fix, QueryError
from hubdesk.query.values import read_end

# Before these a phrase that was left open has most likely ended.
_BEFORE: Final = re.compile(r"[()\n]|<<<|>>>|\s(?:AND|OR|NOT|ET|OU|SAUF|O?NEAR/\d+[fF]?)(?=\s|$)")
_BEFORE_OR_QUOTE: Final = re.compile(_BEFORE.pattern + '|["“”„«»{}]')
_CLOSING: Final = {"“": "”", "«": " »", "„": "“", "{": "}"}
_SPAN: Final = r"""[\[({{]?\s? (?P<low>[^\s\[\](){{}}"]{{1,30}}?)
    (?:\s+(?:TO|[Tt]o|à|AND|and|ET|et|-|–|\.\.)\s+|\.\.\.?|\s?[,;{dashes}]\s?)
    (?P<high>[^\s\[\](){{}}"]{{1,30}}) (?:\s?[\])}}]|(?=[\s"])|$)"""
_DAYS_APART: Final = re.compile(_SPAN.format(dashes="–"), re.VERBOSE)
_NUMBERS_APART: Final = re.compile(_SPAN.format(dashes="–-"), re.VERBOSE)
_ALONE: Final = re.compile(r"([<>]?)=?([0-9][^\s\[\](){}\"<>=]{0,30})(?![^\s\[\](){}\"])")


def left_open(text: str, at: int) -> Fix:
    """Closes the quote or brace at this place before the next operator, bracket or line, or takes it away."""
    sign = text[at]
    stop = (_BEFORE_OR_QUOTE if sign == "{" else _BEFORE).search(text, at + 1)
    end = stop.start() if stop else len(text)
    inside = text[at + 1 : end].rstrip()
    if not inside.strip():
        return Fix(at, at + 1, "")
    end = at + 1 + len(inside)
    return Fix(end, end, _CLOSING.get(sign, sign))


def closed_at_the_end(text: str, signs: str) -> Fix:
    end = len(text.rstrip())
    return Fix(end, len(text), signs)


def within_square(text: str, at: int) -> Fix:
    """Square brackets where round ones are meant; a lone one goes."""
    end = text.find("]", at)
    inside = text[at + 1 : end]
    if end < 0 or re.search(r"[\[(){}]", inside) or not inside.strip():
        return Fix(at, at + 1, "")
    return Fix(at, end + 1, f"({inside})")


def braces_out_of_quotes(inside: str, start: int, end: int, has_distance: bool) -> Fix | None:
    """`"{Orange} panne"` as `({Orange} NEAR/1f "panne")`; [start, end) is the phrase with its quotes."""
    pieces = re.findall(r"\{[^{}]*\}|[^{}]+", inside)
    if has_distance or "".join(pieces) != inside:
        return None
    said = [piece if piece[0] == "{" else f'"{piece.strip()}"' for piece in pieces if re.search(r"\w", piece)]
    if not said:
        return None
    return Fix(start, end, said[0] if len(said) == 1 else "(" + " NEAR/1f ".join(said) + ")")


def distance(digits: str, digits_at: int, start: int, end: int, sign: str) -> int:
    """The number after NEAR/ or ~ of which [start, end) is the whole."""
    number = int(digits) if len(digits) < 5 else FARTHEST + 1
    if not 1 <= number <= FARTHEST:
        nearest = 1 if number < 1 else FARTHEST
        raise QueryError(
            start,
            _("{sign} takes a distance from 1 to {n}").format(sign=sign, n=FARTHEST),
            _("write {sign}{n}").format(sign="NEAR/" if sign == "NEAR" else sign, n=nearest),
            end,
            Fix(digits_at, digits_at + len(digits), str(nearest)),
        )
    return number


def without_distance(near: str, run: str, at: int) -> QueryError:
    """NEAR alone, or with a distance that cannot be read: `NEAR3`, `NEAR:3`, `NEAR/3n`."""
    digits = re.search(r"[0-9]+", run)
    number = int(digits[0]) if digits and len(digits[0]) < 5 and 1 <= int(digits[0]) <= FARTHEST else 5
    end = at + len(run)
    return QueryError(
        at,
        _("{near} needs a distance").format(near=near),
        _("write {near}/5").format(near=near),
        end,
        Fix(at, end, f"{near}/{number}"),
    )


def likely_range(name: str, text: str, at: int) -> Fix | None:
    """What is likely meant where a range should stand: `500-1000`, `>500`, `[1 to 2]`, a number alone."""
    span = (_DAYS_APART if name == "published" else _NUMBERS_APART).match(text, at)
    alone = None if span else _ALONE.match(text, at)
    if span:
        end, low, high = span.end(), span["low"], span["high"]
    elif alone:
        end, number = alone.end(), alone[2]
        both = not alone[1] and name not in ("followers", "reach")
        low, high = (number, number) if both else ("*", number) if alone[1] == "<" else (number, "*")
    else:
        return None
    readable = all(one == "*" or read_end(name, one, is_high=False) is not None for one in (low, high))
    return Fix(at, end, f"[{low} TO {high}]") if readable else None
