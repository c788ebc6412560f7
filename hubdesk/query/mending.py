"""What mends a query that cannot be read: where a missing sign belongs, and what other tools' signs are called here."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from hubdesk.i18n import _
from hubdesk.query.signs import DASHES, FARTHEST, NO_OPERATORS, SMALL
from hubdesk.query.tree import Fix, QueryError, QueryWarning
from hubdesk.query.values import read_end

# Before these a phrase that was left open has most likely ended.
_BEFORE: Final = re.compile(r"[()\n]|<<<|>>>|\s(?:AND|OR|NOT|ET|OU|SAUF|O?NEAR/\d+[fF]?)(?=\s|$)")
_BEFORE_OR_QUOTE: Final = re.compile(_BEFORE.pattern + '|["“”„«»{}]')
_CLOSING: Final = {"“": "”", "«": " »", "„": "“", "{": "}"}
# Signs that join, weigh or loosen elsewhere. Between letters they would only separate, and mean something else.
_FOREIGN: Final = re.compile(r"(?P<or>\|\|?)|(?P<and>&&)|(?P<weight>\^\d+(?:\.\d+)?)|(?P<loose>~\d*)")
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


def refuse_foreign(text: str, run: str, at: int) -> None:
    """Raises QueryError at the first sign of another tool's language in a run of letters and signs."""
    if "://" in run:
        return
    found = _FOREIGN.search(run)
    if found is None:
        return
    start, end = at + found.start(), at + found.end()
    if found["or"] or found["and"]:
        word = "OR" if found["or"] else "AND"
        before = "" if found.start() == 0 else " "
        after = "" if found.end() == len(run) else " "
        message = _("{sign} is no operator").format(sign=found[0])
        raise QueryError(
            start, message, _("write {word}").format(word=word), end, Fix(start, end, before + word + after)
        )
    if found["weight"]:
        raise QueryError(start, _("words have no weight here"), _("take it out"), end, Fix(start, end, ""))
    _refuse_tilde(text, start, end, is_first=found.start() == 0)


def _refuse_tilde(text: str, start: int, end: int, is_first: bool) -> NoReturn:
    """`"a b" ~5` is glued, `a~5` has nothing to keep together."""
    before = text[:start].rstrip()
    hint = _('write "a b"~5')
    if is_first and end - start > 1 and len(before) < start and before[-1:] in tuple('")”»“'):
        fix = Fix(len(before), start, "")
        raise QueryError(start, _("~ goes right after the closing quote or bracket"), hint, end, fix)
    raise QueryError(start, _("~ goes after a closing quote or bracket"), hint, end, Fix(start, end, ""))


def habit(run: str, at: int) -> QueryWarning | None:
    """A word that is probably meant as an operator; its fix is right only where an operator may stand."""
    end = at + len(run)
    if run in SMALL:
        word = SMALL[run]
        message = _("“{word}” in small letters is a word; write {operator} to join").format(word=run, operator=word)
        return QueryWarning(at, message, end, Fix(at, end, word))
    if run in NO_OPERATORS:
        message = _("{word} is a word; write SAUF or NOT to exclude").format(word=run)
        return QueryWarning(at, message, end, Fix(at, end, "SAUF"))
    if run[0] in DASHES and len(run) > 1:
        return QueryWarning(at, _("this dash excludes nothing; write - to exclude"), at + 1, Fix(at, at + 1, "-"))
    if run[0] == "!" and len(run) > 1 and run[1].isalnum():
        return QueryWarning(at, _("this sign excludes nothing; write - to exclude"), at + 1, Fix(at, at + 1, "-"))
    return None


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
