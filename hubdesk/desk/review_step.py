"""One step that can be undone: marks that were made, and marks that were taken back with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from hubdesk.core import Millis
from hubdesk.core.review import ReviewMark


class Keeps(Protocol):
    """What keeps marks: a session's Writer, or a SideBook."""

    def add_marks(self, marks: Iterable[ReviewMark]) -> int: ...

    def take_back_mark(self, uid: str, at: Millis | None) -> bool: ...


@dataclass(frozen=True, slots=True)
class ChangeMarks:
    """A job: `made` are new, `again` stand once more, `gone` are undone at that instant."""

    made: tuple[ReviewMark, ...] = ()
    again: tuple[ReviewMark, ...] = ()
    gone: tuple[ReviewMark, ...] = ()
    at: Millis = 0

    def __call__(self, keeper: Keeps) -> None:
        if self.made:
            keeper.add_marks(self.made)
        for one in self.again:
            keeper.take_back_mark(one.uid, None)
        for one in self.gone:
            keeper.take_back_mark(one.uid, self.at)


DONE, UNDONE, REDONE = "done", "undone", "redone"
Do = Callable[["Step", ChangeMarks, str], None]


class Step(QUndoCommand):
    """Done at first when it is pushed, unless `is_done` already: what was merged is written before it is known."""

    def __init__(
        self,
        words: str,
        do: Do,
        now: Callable[[], Millis],
        made: tuple[ReviewMark, ...] = (),
        gone: tuple[ReviewMark, ...] = (),
        is_done: bool = False,
    ) -> None:
        super().__init__(words)
        self.made, self.gone = made, gone
        self._do, self._now = do, now
        self._skips, self._was_done = is_done, is_done
        self.is_lost = False  # it could not be written: undoing it would undo nothing

    def redo(self) -> None:
        if self._skips:
            self._skips = False
            return
        made, again = ((), self.made) if self._was_done else (self.made, ())
        how = REDONE if self._was_done else DONE
        self._was_done = True
        self._do(self, ChangeMarks(made, again, self.gone, self._now()), how)

    def undo(self) -> None:
        if self.is_lost:
            return
        self._do(self, ChangeMarks((), self.gone, self.made, self._now()), UNDONE)
