"""What people mark while they watch or review: bookmarks, notes, tags and stars on a mention, an episode or an instant.

A mark is about the session and no part of what happened: it is shown at every instant of a replay from which its
subject can be seen. It is known by `uid`, so that one made beside a sealed session can be merged back, twice even.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from enum import StrEnum

from hubdesk.core.words import Millis


class ReviewWord(StrEnum):
    """What a mark is. `value` is empty for a star, a title or nothing for a bookmark, and the words of the others."""

    BOOKMARK = "bookmark"
    NOTE = "note"
    TAG = "tag"
    STAR = "star"
    CUE = "cue"  # what a presenter did with a wall


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """One mark; exactly one of `mention`, `episode` and `instant` says what it is of.

    `at` is when it was made, `taken_back_at` when it was undone, None while it stands. `id` is 0 before it is stored.
    """

    uid: str
    at: Millis
    word: str
    mention: int | None = None
    episode: int | None = None
    instant: Millis | None = None
    value: str = ""
    taken_back_at: Millis | None = None
    id: int = 0

    def taken_back(self, at: Millis | None) -> ReviewMark:
        """The same, undone at that instant, or standing again (None)."""
        return replace(self, taken_back_at=at)


@dataclass(frozen=True, slots=True)
class SideMark:
    """A mark from beside a session, and where what it is of stands in time: that of a mention, or when an episode was
    first told; None: not said. In another session the same number is another mention, at another instant."""

    mark: ReviewMark
    of: Millis | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The marks that stand, oldest first, whether the session holds them or a file beside it.

    `strays`: of those beside it, how many are of a mention or an episode that is not in this session. `refused`: lines
    of the files that are no marks. `files`: those that hold some. `faults`: what is wrong with a file as a whole.
    """

    marks: tuple[ReviewMark, ...] = ()
    strays: int = 0
    refused: int = 0
    files: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def new_mark(
    word: str,
    at: Millis,
    *,
    mention: int | None = None,
    episode: int | None = None,
    instant: Millis | None = None,
    value: str = "",
) -> ReviewMark:
    """A mark with a name of its own."""
    return ReviewMark(uuid.uuid4().hex, at, word, mention, episode, instant, value.strip())
