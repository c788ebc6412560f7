"""What the cells of a wall show: each question is read once, however many cells, screens and previews ask it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from hubdesk.core import Millis, Scope, Span, Topic
from hubdesk.desk.refresh import Refresher
from hubdesk.wall.face import Face


@dataclass(frozen=True, slots=True)
class Subject:
    """What a cell asks, but for the instant: cells with the same subject share their picture."""

    face: type[Face[Any]]
    options: Hashable
    topics: tuple[Topic, ...]
    length: Millis

    def read_key(self) -> tuple[object, ...]:
        """Equal for faces that read alike and differ in how they paint."""
        return self.face.read, self.options, self.topics, self.length


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known for a subject. `picture` None: nothing was read yet. `before`: what was shown until `since` (in
    milliseconds of the wall's own clock). `asked_at`: when it was first wanted. `fault`: why the last read failed; the
    picture of before stays."""

    span: Span
    picture: Any = None
    before: Any = None
    since: Millis = 0
    asked_at: Millis = 0
    fault: str = ""


class Pictures(QObject):
    """Asks the refresher, keeps what was answered, forgets what no screen wants any more."""

    changed = Signal(object)  # the read key of what changed

    def __init__(self, refresher: Refresher, clock: Callable[[], Millis], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._refresher, self._clock = refresher, clock
        self._shown: dict[tuple[object, ...], Shown] = {}
        self._names: dict[tuple[object, ...], str] = {}
        self._keys: dict[str, tuple[object, ...]] = {}
        self._asked: dict[str, Span] = {}
        self._made = 0
        refresher.answered.connect(self._take)
        refresher.failed.connect(self._complain)

    def want(self, subjects: Iterable[Subject], end: Millis) -> None:
        """Ask about these up to that instant, and forget all others."""
        wanted = {subject.read_key(): subject for subject in subjects}
        for key in [key for key in self._names if key not in wanted]:
            name = self._names.pop(key)
            self._refresher.forget(name)
            self._shown.pop(key, None)
            self._keys.pop(name, None)
            self._asked.pop(name, None)
        for key, subject in wanted.items():
            if key not in self._names:
                self._made += 1
                self._names[key] = name = f"wall-{self._made}"
                self._keys[name] = key
                self._shown[key] = Shown(Span(end - subject.length, end), asked_at=self._clock())
            name, span = self._names[key], Span(end - subject.length, end)
            self._asked[name] = span
            scope = Scope(subject.topics, span.start, span.end)
            self._refresher.ask(name, subject.face.read, scope, subject.options, subject.face.pace_seconds)

    def of(self, subject: Subject) -> Shown | None:
        """What is known for it; None when nobody ever wanted it."""
        return self._shown.get(subject.read_key())

    @property
    def is_whole(self) -> bool:
        """Whether everything that is wanted was read at least once, or failed."""
        return all(one.picture is not None or one.fault for one in self._shown.values())

    def _take(self, name: str, picture: object) -> None:
        key = self._keys.get(name)
        if key is None:
            return
        old = self._shown[key]
        span = self._asked[name]
        if picture == old.picture and not old.fault:
            self._shown[key] = replace(old, span=span)
        else:
            self._shown[key] = Shown(span, picture, old.picture, self._clock(), old.asked_at)
        self.changed.emit(key)

    def _complain(self, name: str, line: str) -> None:
        key = self._keys.get(name)
        if key is not None and self._shown[key].fault != line:
            self._shown[key] = replace(self._shown[key], fault=line)
            self.changed.emit(key)
