"""Mentions as a session holds them, a reader made of a list, and posts that mean harm."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final, TypeVar, cast

from fakes import NOON, mention

from hubdesk.core import (
    HOUR,
    SECOND,
    Coverage,
    Heard,
    Mark,
    Match,
    Notes,
    Person,
    Rehearing,
    Scope,
    SessionFacts,
    SourceCoverage,
    SourceRow,
    SourceState,
    Span,
    Topic,
)
from hubdesk.store.corrections import Correction
from hubdesk.store.reader import Reader

_T = TypeVar("_T")

TOPICS: Final = (Topic(1, "Orange", "orange OR fibre", "own"), Topic(2, "SFR", "sfr", "rival"))
SCOPE: Final = Scope(TOPICS, NOON - HOUR, NOON + HOUR)

HOSTILE: Final = (
    "<b>x</b><br>" + "<table><tr><td>" * 20 + '<img src="file:///etc/passwd"><script>alert(1)</script>',
    "x" * 1_000_000,
    "a" + "\u0301" * 100_000,
    "\u202eabc\u202d\u2066\u2067 def\u2069 \u202a" * 50,
    "a\0b\x07c\x1b[31md\ud800e\ufeff\u200b\U000e0041",
    "\u200d" * 10_000,
    "مرحبا " * 5_000,
    "\n" * 50_000 + "end",
    "&lt;b&gt; &amp; %s {0} {name} &File",
    "",
    " \u2028\u2029 ",
    "👩‍👩‍👧‍👦" * 3_000,
)


def heard(
    id_: int, text: str = "La fibre est en panne", words: Sequence[str] = (), topics: Sequence[int] = (1,), **over: Any
) -> Heard:
    """A mention heard by these topics, a second after the one before it; `words` are marked where they first stand."""
    whole: dict[str, Any] = {
        "source": "Trial",
        "seen_at": NOON + id_ * SECOND,
        "known_at": NOON + id_ * SECOND,
        "at": NOON + id_ * SECOND,
        "notes": Notes(),
    }
    for name in list(over):
        if name in Heard.__dataclass_fields__:
            whole[name] = over.pop(name)
    over = {"native_id": f"n{id_}", "published_at": whole["at"], **over}
    made = mention(text, **over)
    marks = tuple(
        Mark(part, said.find(word), said.find(word) + len(word))
        for part, said in made.parts().items()
        for word in words
        if word in said
    )
    return Heard(id=id_, mention=made, **{"matches": tuple(Match(one, 1, marks) for one in topics)} | whole)


class FakeReader:
    """Answers from a list, as a session's reader would."""

    def __init__(self, rows: Sequence[Heard], topics: tuple[Topic, ...] = TOPICS) -> None:
        self.rows = list(rows)
        self.asked: list[int] = []
        self.works: tuple[Rehearing, ...] = ()
        self.corrected: tuple[Correction, ...] = ()
        self._topics = topics

    def latest(self, scope: Scope, limit: int, before: tuple[int, int] | None = None) -> tuple[Heard, ...]:
        self.asked.append(limit)
        inside = [row for row in self.rows if scope.start <= row.at < scope.end and row.known_at <= scope.end]
        newest = sorted(inside, key=lambda row: (row.known_at, row.id), reverse=True)
        return tuple(row for row in newest if before is None or (row.known_at, row.id) < before)[:limit]

    def count(self, scope: Scope) -> int:
        return len(self.latest(scope, 10**9))

    def picture(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        del question  # a list has no commits: nothing is remembered
        return answer()

    def topics(self) -> tuple[Topic, ...]:
        return self._topics

    def facts(self) -> SessionFacts:
        return SessionFacts("Trial", "Europe/Paris", False, False, len(self.rows), None, None)

    def mention(self, id_: int, end: int) -> Heard | None:
        return next((row for row in self.rows if row.id == id_ and row.known_at <= end), None)

    def coverage(self, scope: Scope) -> Coverage:
        row = SourceRow(1, "Trial", "feed", due_at=NOON)
        listened = (Span(scope.start, scope.end),)
        return Coverage((SourceCoverage(row, SourceState.LISTENING, listened, (), 0),), (), scope.start)

    def people(self) -> tuple[Person, ...]:
        return ()

    def rehearing(self) -> tuple[Rehearing, ...]:
        return self.works

    def corrections(self) -> tuple[Correction, ...]:
        return self.corrected

    def readers_off(self) -> dict[str, str]:
        return {}

    def number_of(self, native_id: str, network: str) -> int | None:
        return next((row.id for row in self.rows if row.mention.native_id == native_id), None)

    def as_reader(self) -> Reader:
        return cast(Reader, self)
