"""A stretch of a query's text to terms: one word is a Term, glued or quoted words are a Phrase."""

from __future__ import annotations

import re
from typing import Final

from hubdesk.i18n import _
from hubdesk.query.letters import ADDRESS, HANDLE, SIGN, TAG, WORD, bare, fold
from hubdesk.query.tree import Fix, Look, Phrase, QueryError, Term
from hubdesk.query.words import Token, tokens

STEM: Final = 2  # letters or digits before the first wildcard

_WILDCARD = re.compile(r"[*?]")
_WRITTEN_WILDCARDS = re.compile("[*?\u2047\u2048\ufe16\ufe56\ufe61\uff0a\uff1f]+")  # those that NFKC makes * or ?
_STEM = re.compile(r"[^\W_]{2}[*?]")


def read_terms(text: str, offset: int, *, within: int | None = None) -> Term | Phrase | None:
    """What a run or the inside of quotes asks for; None when there is nothing but punctuation."""
    terms = tuple(_term(token, text, offset) for token in tokens(text, wild=True))
    return _side_by_side(terms, within)


def read_exact(text: str, offset: int) -> Term | Phrase | None:
    """The inside of braces: capitals and accents count, no wildcards."""
    wildcard = _WRITTEN_WILDCARDS.search(text)
    if wildcard:
        start, end = offset + wildcard.start(), offset + wildcard.end()
        message = _("a wildcard cannot stand in braces")
        raise QueryError(start, message, _("write the word without braces"), end, Fix(start, end, ""))
    terms = tuple(_exact(token, text, offset) for token in tokens(text, wild=True))
    return _side_by_side(terms, None)


def _side_by_side(terms: tuple[Term, ...], within: int | None) -> Term | Phrase | None:
    if len(terms) < 2:
        return terms[0] if terms else None
    return Phrase(terms[0].start, terms[-1].end, terms, within)


def _exact(token: Token, text: str, offset: int) -> Term:
    form = token.form
    if form.kind in (WORD, TAG, HANDLE):
        return Term(offset + token.start, offset + token.end, form.kind, Look.EXACT, form.key, form.raw)
    return _term(token, text, offset)


def _term(token: Token, text: str, offset: int) -> Term:
    form, start, end = token.form, offset + token.start, offset + token.end
    if form.kind in (WORD, TAG, HANDLE) and _WILDCARD.search(form.raw):
        return _wild(token, text, offset)
    if form.kind == ADDRESS:
        look = Look.PLAIN
    elif form.kind == SIGN:
        look = Look.PLAIN if form.lower == form.key else Look.ACCENTED
    elif form.kind == HANDLE:
        look = Look.PLAIN if "@" + form.lower == form.key else Look.ACCENTED
        if look is Look.ACCENTED and not re.search("[.@]", form.lower):
            look = Look.PLAIN
    else:
        look = Look.PLAIN if form.lower.isascii() or form.lower == bare(form.lower) else Look.ACCENTED
    return Term(start, end, form.kind, look, form.key, form.lower)


def _wild(token: Token, text: str, offset: int) -> Term:
    form, start, end = token.form, offset + token.start, offset + token.end
    written = _WRITTEN_WILDCARDS.search(text, token.start, token.end)
    first = offset + written.start() if written else start
    past = offset + written.end() if written else end
    if not _STEM.match(form.raw[max(0, _first_wildcard(form.raw) - STEM) :]):
        raise QueryError(
            start,
            _("a wildcard needs two letters or digits right before it"),
            _("write at least two letters, such as fi*, or leave it out"),
            end,
            Fix(first, past, ""),
        )
    if form.kind != WORD and _WILDCARD.search(form.raw.rstrip("*?")):
        message = _("in a hashtag or a handle a wildcard stands only at the end")
        raise QueryError(start, message, _("write the wildcard last"), end, Fix(first, end, "*"))
    pattern = fold(form.raw)
    stem = re.split(r"[*?]", bare(pattern), maxsplit=1)[0]
    if form.kind == HANDLE:
        stem = "@" + re.split(r"[.@]", stem, maxsplit=1)[0]
    elif form.kind == TAG:
        stem = "#" + stem
    return Term(start, end, form.kind, Look.WILD, stem, pattern)


def _first_wildcard(raw: str) -> int:
    found = _WILDCARD.search(raw)
    return found.start() if found else len(raw)
