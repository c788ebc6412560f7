"""What analysts bring along from other tools and keyboards: refused, or read as words with a warning.

A sign that would quietly mean something else is refused. What may be meant as it stands is read so, and the warning
says how the other thing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NoReturn

from hubdesk.i18n import _
from hubdesk.query.fields import RANGES
from hubdesk.query.letters import SIGN, TAG
from hubdesk.query.mending import likely_range
from hubdesk.query.signs import FARTHEST
from hubdesk.query.tree import Fix, Phrase, QueryError, QueryWarning
from hubdesk.query.values import canonical

_SMALL: Final = {"and": "AND", "et": "ET", "or": "OR", "ou": "OU", "not": "NOT", "sauf": "SAUF"}
_EXCLUDES: Final = {"NON": "SAUF", "PAS": "SAUF", "ANDNOT": "NOT", "AND-NOT": "NOT"}
_DASHES: Final = "–—−"  # what a word processor makes of a minus
# Signs that join, weigh or loosen elsewhere. Between letters they would only separate, and mean something else.
_FOREIGN = re.compile(r"(?P<or>\|\|?)|(?P<and>&&)|(?P<weight>\^\d+(?:\.\d+)?)|(?P<loose>~\d*)")
_COMPARED = re.compile(r"([^\W\d_]+)(?=[<>]=?\d)")
_PROXIMITY = re.compile(r"(?:ADJ|PROX|SENTENCE|WITHIN)(?:/(\d{1,2}))?|(?:W|N|P|PRE|NEXT)/(\d{1,2})")
_COMMA = re.compile(r"(?<!\d)[,;]|[,;](?!\d)")
_SINGLE_QUOTES = re.compile(r"['‘’](\w[^'‘’\"“”„«»(){}\[\]\n]*\s[^'‘’\"“”„«»(){}\[\]\n]*)['’](?=[\s)]|$)")


def refuse_foreign(text: str, run: str, at: int) -> None:
    """Raises QueryError at the first sign of another tool's language in a run of letters and signs."""
    if "://" in run:
        return
    compared = _COMPARED.match(run)
    name = canonical(compared[1]) if compared else None
    if compared and name in RANGES:
        fix = likely_range(name, text, at + compared.end())
        message = _("{name}: needs a range").format(name=name)
        hint = _("write {name}:{range}").format(name=name, range="[500 TO *]")
        mended = Fix(at, fix.end, f"{name}:{fix.text}") if fix else None
        raise QueryError(at, message, hint, at + len(run), mended)
    found = _FOREIGN.search(run)
    if found is None:
        return
    start, end = at + found.start(), at + found.end()
    if found["or"] or found["and"]:
        word = "OR" if found["or"] else "AND"
        message = _("{sign} is no operator").format(sign=found[0])
        hint = _("write {word}").format(word=word)
        raise QueryError(start, message, hint, end, _set_apart(run, found, at, word))
    if found["weight"]:
        raise QueryError(start, _("words have no weight here"), _("take it out"), end, Fix(start, end, ""))
    _refuse_tilde(text, start, end, is_first=found.start() == 0)


def _set_apart(run: str, found: re.Match[str], at: int, word: str) -> Fix:
    """A word in place of a sign that may be glued to its neighbours."""
    before = "" if found.start() == 0 else " "
    after = "" if found.end() == len(run) else " "
    return Fix(at + found.start(), at + found.end(), before + word + after)


def _refuse_tilde(text: str, start: int, end: int, is_first: bool) -> NoReturn:
    """`"a b" ~5` is glued, `a~5` has nothing to keep together."""
    before = text[:start].rstrip()
    hint = _('write "a b"~5')
    if is_first and end - start > 1 and len(before) < start and before[-1:] in tuple('")”»“'):
        fix = Fix(len(before), start, "")
        raise QueryError(start, _("~ goes right after the closing quote or bracket"), hint, end, fix)
    raise QueryError(start, _("~ goes after a closing quote or bracket"), hint, end, Fix(start, end, ""))


def habit(text: str, run: str, at: int) -> QueryWarning | None:
    """A word or sign that is probably meant otherwise; its fix is right only where it leaves a query."""
    end = at + len(run)
    if run in _SMALL:
        word = _SMALL[run]
        message = _("“{word}” in small letters is a word; write {operator} to join").format(word=run, operator=word)
        return QueryWarning(at, message, end, Fix(at, end, word))
    if run in _EXCLUDES:
        message = _("{word} is a word; write SAUF or NOT to exclude").format(word=run)
        return QueryWarning(at, message, end, Fix(at, end, _EXCLUDES[run]))
    if run[0] in _DASHES and len(run) > 1:
        return QueryWarning(at, _("this dash excludes nothing; write - to exclude"), at + 1, Fix(at, at + 1, "-"))
    if run[0] == "!" and len(run) > 1 and run[1].isalnum():
        return QueryWarning(at, _("this sign excludes nothing; write - to exclude"), at + 1, Fix(at, at + 1, "-"))
    return next(filter(None, (look(text, run, at) for look in _LOOKS)), None)


def _proximity(text: str, run: str, at: int) -> QueryWarning | None:
    found = _PROXIMITY.fullmatch(run)
    if found is None:
        return None
    near = f"NEAR/{found[1] or found[2] or 5}{'f' if run.startswith('PRE') else ''}"
    message = _("{word} is a word; write {near} for words near each other").format(word=run, near=near)
    return QueryWarning(at, message, at + len(run), Fix(at, at + len(run), near))


def _comma(text: str, run: str, at: int) -> QueryWarning | None:
    found = _COMMA.search(run)
    if found is None or "/" in run:
        return None
    message = _("{sign} joins nothing; write OR where one of the words is enough").format(sign=found[0])
    return QueryWarning(at + found.start(), message, at + found.end(), _set_apart(run, found, at, "OR"))


def _plus(text: str, run: str, at: int) -> QueryWarning | None:
    if not run.startswith("++") or not run[2:].isalnum():
        return None
    exact = f"{{{run[2:]}}}"
    message = _("++ asks for nothing more; write {word} for exact capitals").format(word=exact)
    return QueryWarning(at, message, at + len(run), Fix(at, at + len(run), exact))


def _single_quotes(text: str, run: str, at: int) -> QueryWarning | None:
    found = _SINGLE_QUOTES.match(text, at) if run[0] in "'‘’" else None
    if found is None:
        return None
    message = _('single quotes keep no words together; write "a b"')
    return QueryWarning(at, message, found.end(), Fix(at, found.end(), f'"{found[1]}"'))


def _no_comment(text: str, run: str, at: int) -> QueryWarning | None:
    if run not in ("#", "//"):
        return None
    message = _("{sign} begins no comment; write <<<a note>>>").format(sign=run)
    return QueryWarning(at, message, at + len(run))


_LOOKS: Final[tuple[Callable[[str, str, int], QueryWarning | None], ...]] = (
    *(_proximity, _comma, _plus, _single_quotes, _no_comment),
)


def too_close(phrase: Phrase, start: int, end: int) -> QueryWarning | None:
    """More words than the distance has places for. [start, end) is the distance as it is written."""
    words = sum(term.kind not in (TAG, SIGN) for term in phrase.terms)
    if phrase.within is None or words <= phrase.within + 1:
        return None
    message = _("{n} words do not stand within {within}, so nothing is found; write ~{least} or more")
    fix = Fix(start, end, f"~{words - 1}") if words - 1 <= FARTHEST else None
    return QueryWarning(start, message.format(n=words, within=phrase.within, least=words - 1), end, fix)
