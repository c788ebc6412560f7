"""What the query editor is given to show: an error with how to mend it, and what could stand where one types."""

from __future__ import annotations

from dataclasses import dataclass

from hubdesk.i18n import _
from hubdesk.query.tree import Fix, QueryError, QueryWarning
from hubdesk.widgets.query_edit_text import line_and_sign


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Why a query cannot be read: the culprit is [position, end), in code points of the query's text.

    `is_warning`: it can be read, and probably means something else.
    """

    position: int
    end: int
    message: str
    hint: str = ""
    fix: Fix | None = None
    is_warning: bool = False

    @staticmethod
    def of(error: QueryError | QueryWarning) -> ErrorView:
        if isinstance(error, QueryWarning):
            return ErrorView(error.position, error.end, error.message, "", error.fix, True)
        return ErrorView(error.position, error.end, error.message, error.hint, error.fix)

    def head(self, text: str) -> str:
        """Where and what, in a sentence: lines and characters are counted from 1."""
        line, sign = line_and_sign(text, self.position)
        said = self.message.rstrip(" .")
        return _("Line {line}, character {sign}: {said}.").format(line=line, sign=sign, said=said)

    def advice(self) -> str:
        """How to mend it, in a sentence; "" when nobody knows."""
        hint = self.hint.strip()
        if not hint:
            return ""
        return hint[0].upper() + hint[1:] + ("" if hint[-1] in ".!?…" else ".")


@dataclass(frozen=True, slots=True)
class Offer:
    """What could be written: a word, a value, or a field with its colon; `note` says why, at the right."""

    text: str
    note: str = ""
