"""What was done with walls, of a session and the files beside it as one. What was taken off screens is all told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hubdesk.core import HubdeskError
from hubdesk.core.cues import taken_off
from hubdesk.core.review import ReviewMark, ReviewWord
from hubdesk.store.marks_beside import MOST_BYTES, read_side

if TYPE_CHECKING:
    from hubdesk.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Done:
    """`withdrawn`: numbers of mentions; `cues`: the newest marks of what was done, oldest first. `faults`: files beside
    the session that cannot be read."""

    withdrawn: frozenset[int] = frozenset()
    cues: tuple[ReviewMark, ...] = ()
    faults: tuple[str, ...] = ()


def done(reader: Reader, files: Iterable[Path], has_cues: bool) -> Done:
    """What stands of it. `has_cues`: all that was done is wanted, and not what was taken off alone."""
    beside: dict[str, ReviewMark] = {}
    faults: list[str] = []
    for path in files:
        try:
            marks = read_side(path, MOST_BYTES).marks  # a mark too many must not bring back what was taken off
        except HubdeskError as error:
            faults.append(str(error))
        else:
            beside.update((one.mark.uid, one.mark) for one in marks)
    undone = {uid for uid, mark in beside.items() if mark.taken_back_at is not None}
    there = {uid: mark for uid, mark in beside.items() if mark.word == ReviewWord.CUE and uid not in undone}
    off = reader.withdrawn(undone).union(number for one in there.values() if (number := taken_off(one)) is not None)
    cues: tuple[ReviewMark, ...] = ()
    if has_cues:
        own = {one.uid: one for one in reader.cues() if one.uid not in undone}
        cues = tuple(sorted((own | there).values(), key=_made))
    return Done(off, cues, tuple(faults))


def _made(mark: ReviewMark) -> tuple[int, str]:
    return mark.at, mark.uid
