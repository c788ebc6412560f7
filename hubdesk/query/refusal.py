"""The grammar's refusal in words: what stands before the place where it stopped says what is missing."""

from __future__ import annotations

from hubdesk.i18n import _
from hubdesk.query.scan import Lexeme
from hubdesk.query.tree import Fix, QueryError


def refusal(lexemes: list[Lexeme], bad: Lexeme, text: str) -> QueryError:
    """The error to raise when the grammar cannot take `bad`, one of the lexemes or one past their end."""
    place = next((i for i, lexeme in enumerate(lexemes) if lexeme is bad), len(lexemes))
    before = lexemes[place - 1] if place else None
    if before is None and bad.type == "END":
        return QueryError(0, _("the query is empty"), _("write a word to look for"), 0)
    if before is not None and before.type == "OPEN":
        if bad.type == "CLOSE":
            hint = _("write a word in them, or take them out")
            return QueryError(
                before.start, _("these brackets are empty"), hint, bad.end, Fix(before.start, bad.end, "")
            )
        before = None
    if before is not None and before.type in ("AND", "OR", "NOT", "NEAR", "IN"):
        return _nothing_after(before, bad, text)
    said = text[bad.start : bad.end]
    fix = Fix(bad.start, bad.end, "")
    message = _("{word} needs something before it").format(word=said)
    return QueryError(bad.start, message, _("write a word there"), bad.end, fix)


def _nothing_after(before: Lexeme, bad: Lexeme, text: str) -> QueryError:
    said = text[before.start : before.end]
    if bad.type != "NOT":
        fix = Fix(before.start, before.end, "")
        message = _("{word} needs something after it").format(word=said)
        return QueryError(before.start, message, _("write a word there"), before.end, fix)
    swapped = Fix(before.start, bad.end, f"NOT {said}")
    return QueryError(
        bad.start,
        _("NOT cannot stand after {word}").format(word=said),
        _("exclude after it: (a) NOT b"),
        bad.end,
        swapped if before.type == "IN" else None,
    )
