"""What the desk says of marks: the steps that can be undone, what was merged, and what is wrong beside a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubdesk.core.review import ReviewMark, ReviewWord, Standing
from hubdesk.desk.review_step import REDONE, UNDONE
from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.panels.review_marking import Subject
from hubdesk.store.marks_beside import read_side
from hubdesk.store.review import Merged
from hubdesk.widgets.text import tame

if TYPE_CHECKING:
    from hubdesk.store.writer import Writer

_WORDS: Final = 40  # code points of a mark's own words
_REMOVED: Final = {
    ReviewWord.STAR: N_("star taken away"),
    ReviewWord.TAG: N_("tag “{words}” taken away"),
    ReviewWord.NOTE: N_("note “{words}” taken away"),
    ReviewWord.BOOKMARK: N_("bookmark “{words}” taken away"),
    ReviewWord.CUE: N_("mark taken away"),
}


@dataclass(frozen=True, slots=True)
class Brought:
    """What a merge did. `added`: the marks that are new here."""

    merged: Merged
    added: tuple[ReviewMark, ...]
    refused: int


@dataclass(frozen=True, slots=True)
class MergeMarks:
    """A job: bring in the marks of that file."""

    path: Path

    def __call__(self, writer: Writer) -> Brought:
        found = read_side(self.path.resolve())
        merged = writer.merge_marks(found.marks)
        new = frozenset(merged.added)
        return Brought(merged, tuple(one.mark for one in found.marks if one.mark.uid in new), found.refused)


def star_words(subject: Subject, is_set: bool) -> str:
    if not subject.name:
        return _("star") if is_set else _("star taken away")
    return (_("star on {what}") if is_set else _("star taken from {what}")).format(what=subject.name)


def tags_words(subject: Subject, made: Sequence[ReviewMark]) -> str:
    words = ", ".join(tame(one.value, _WORDS) for one in made)
    return ngettext("tag “{words}”", "tags “{words}”", len(made)).format(words=words)


def note_words(subject: Subject, made: Sequence[ReviewMark]) -> str:
    return _("note “{words}”").format(words=tame(made[0].value, _WORDS))


def bookmark_words(subject: Subject, made: Sequence[ReviewMark]) -> str:
    return _("bookmark “{words}”").format(words=tame(made[0].value, _WORDS) or subject.name)


def removed_words(gone: ReviewMark, subject: Subject | None = None) -> str:
    words = tame(gone.value, _WORDS) or (subject.name if subject is not None else "")
    known = ReviewWord(gone.word) if gone.word in tuple(ReviewWord) else ReviewWord.CUE
    return _(_REMOVED[known]).format(words=words)


def said(step: str, how: str) -> str:
    """What was done, undone or done again, once it is written."""
    if how == UNDONE:
        return _("Undone: {what}.").format(what=step)
    return (_("Done again: {what}.") if how == REDONE else _("Marked: {what}.")).format(what=step)


def merged_words(brought: Brought) -> str:
    merged = brought.merged
    n = len(merged.added)
    parts = [ngettext("{n} mark merged", "{n} marks merged", n).format(n=number(n))]
    if merged.undone:
        parts.append(_("{n} undone").format(n=number(merged.undone)))
    if merged.known:
        parts.append(_("{n} known already").format(n=number(merged.known)))
    parts += _left(merged.strays, brought.refused)
    return ", ".join(parts) + "."


def trouble_words(standing: Standing) -> str:
    """What is wrong with the files beside a session, in one line; "" for nothing."""
    if standing.faults:
        return _("Marks beside this session cannot be read: {why}").format(why=tame(standing.faults[0], 300))
    left = _left(standing.strays, standing.refused)
    return _("Marks beside this session: {what}.").format(what=", ".join(left)) if left else ""


def _left(strays: int, refused: int) -> list[str]:
    parts = []
    if strays:
        words = ngettext("{n} of something that is not here", "{n} of things that are not here", strays)
        parts.append(words.format(n=number(strays)))
    if refused:
        parts.append(ngettext("{n} line is no mark", "{n} lines are no marks", refused).format(n=number(refused)))
    return parts
