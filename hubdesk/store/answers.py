"""Answers that are remembered for as long as nothing changed: each is worked out once, whoever else asks meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar, cast

_T = TypeVar("_T")
_Held = TypeVar("_Held")


class _Slot:
    """Of one question. `given`: whether `answer` is there."""

    __slots__ = ("answer", "given", "lock")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.given = False
        self.answer: Any = None


class Answers(Generic[_Held]):
    """The last `most` of them. Who asks what somebody else is working out waits for him; what fails is no answer, and
    whoever waited tries it himself. No two answers may ask for each other."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()  # taken for a moment
        self._slots: dict[Hashable, _Slot] = {}

    def get(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        with self._lock:
            slot: _Slot = self._slots.pop(question) if question in self._slots else _Slot()
            self._slots[question] = slot  # the one that was asked for last stands last
        with slot.lock:
            if not slot.given:
                slot.answer, slot.given = answer(), True
            found = slot.answer
        with self._lock:
            while len(self._slots) > self._most or (len(self._slots) > 1 and self._are_large()):
                del self._slots[next(iter(self._slots))]
        return cast("_T", found)

    def given(self) -> list[_Held]:
        """Those that are there; waits for none that is being worked out."""
        with self._lock:
            return self._given()

    def _are_large(self) -> bool:
        return self.weight(self._given()) > 1

    def _given(self) -> list[_Held]:
        return [slot.answer for slot in self._slots.values() if slot.given]

    def weight(self, answers: list[_Held]) -> float:
        """How much of the room there is these take; more than 1 is too much."""
        return 0
