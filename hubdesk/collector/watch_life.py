"""How an episode lives after its alarm: its phase, whether it fizzles out, its peak; a minute's count at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, Self

from hubdesk.core import HOUR, MINUTE, HubdeskError, Millis, Phase
from hubdesk.detect.life import Change, Life
from hubdesk.detect.life import Phase as Moves
from hubdesk.detect.life_doubling import ASKED_AT
from hubdesk.detect.life_verdict import Fizzle, Verdict
from hubdesk.i18n import N_, _
from hubdesk.told import Told

STEP: Final = 15 * MINUTE  # phases are told by quarters of an hour
LIMIT: Final = 6 * HOUR  # back to the usual within: a pschitt
NEVER: Final = 1e18
COMES_BACK: Final = 0.5  # of its rise, after it was over: a relapse

Arrivals = Sequence[tuple[Millis, int]]
"""Instants and ids of mentions, in order."""
First = Callable[[int], Arrivals]
"""The first so many mentions of an episode."""

FLASH: Final = N_("Pschitt: back to the usual {length_ms} after it began, {n} in all; it had grown to {most} in 15 min")
RELAPSED: Final = N_("It comes back after it was over")
WITHDRAWN: Final = N_("It was called a pschitt, and that was wrong")

_PHASES: Final = {
    Moves.EMERGING: Phase.SEED,
    Moves.RISING: Phase.RISE,
    Moves.PEAK: Phase.PEAK,
    Moves.FADING: Phase.FADE,
    Moves.OVER: Phase.OVER,
}


@dataclass(slots=True)
class Followed:
    """The one episode that a topic has. `usual` (mentions a minute) is what was usual at its alarm: it stays so.

    `heard` since `start`, in `listened` minutes. `verdict`: "", or one of `life_verdict.Verdict`.
    """

    topic: int
    opened_at: Millis
    start: Millis
    usual: float
    heard: int = 0
    listened: int = 0
    most: int = 0  # in a minute
    peak: Millis = 0
    severity: int = 0
    phase: str = Phase.SEED
    verdict: str = ""
    lowest: float = NEVER  # quarter of an hour since it began to fade
    step_heard: int = 0
    step_listened: int = 0
    life: Life = field(init=False)
    fizzle: Fizzle = field(init=False)

    def __post_init__(self) -> None:
        self.peak = self.peak or self.start
        self.life = Life(self.opened_at, self._usual_step)
        self.fizzle = Fizzle(self.opened_at, 0, LIMIT)

    @property
    def excess(self) -> int:
        """Mentions over the usual, since it began."""
        return max(0, round(self.heard - self.usual * self.listened))

    @property
    def chance(self) -> dict[str, float | None]:
        """That it doubles, as evidence tells it: nothing before anybody asked, null once that is settled."""
        if self.fizzle.chance is None:
            return {}
        return {"chance": None if self.fizzle.is_settled else round(self.fizzle.chance, 3)}

    def weigh(self, first: First) -> None:
        """At its alarm: how likely it doubles, by what there is of it. Nothing is announced before it is judged."""
        asked = max((count for count in ASKED_AT if count <= self.excess), default=0)
        known = first(asked) if asked else ()
        if asked and len(known) == asked:
            self.fizzle.weigh(known)

    def begin(self, past: Sequence[tuple[Millis, int | None]]) -> None:
        """What was heard until its alarm, from two quarters of an hour on before the one in which it began.

        None: nobody listened. What was before tells how it grows, and is none of its own.
        """
        first = self.start // STEP * STEP
        for end in (first - STEP, first):
            counts = [count for minute, count in past if end - STEP <= minute < end]
            is_heard = len(counts) == STEP // MINUTE and None not in counts
            self.life.recent.append(float(sum(count or 0 for count in counts)) if is_heard else None)
        for minute, count in past:
            if minute < first:
                continue
            self._count(minute, count)
            self._step(minute + MINUTE)
            self._end_step(minute)
        self.phase = Phase.SEED if self.life.phase in ("", Moves.EMERGING) else Phase.RISE
        self.fizzle.opening = self.excess

    def take(self, minute: Millis, count: int | None, is_whole: bool, first: First) -> tuple[Told, ...]:
        """A minute more. What is told changes `phase` or `verdict`. Not `is_whole`: a source is down, so nobody can say
        what does not come."""
        self._count(minute, count)
        at, told = minute + MINUTE, []
        if (change := self._step(at)) is not None:
            self.phase = self._phase(change)
            told.append(change.words)
        if self._is_back():
            told += self._relapse(at)
        if count is not None and is_whole:
            told += self._judge(at, first)
        self._end_step(minute)
        return tuple(told)

    def grew(self, at: Millis) -> tuple[Told, ...]:
        """The detector heard more of it than ever: what was over is not."""
        if self.life.phase == Moves.OVER:
            return tuple(self._relapse(at))
        return ()

    # putting it away

    def state(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_state(cls, kept: Any) -> Self:
        """Raises HubdeskError when it is no state of an episode."""
        names = {one.name for one in fields(cls)}
        if not isinstance(kept, dict) or kept.keys() != names:
            raise _damaged()
        parts = {name: kept[name] for name in ("life", "fizzle")}
        plain = {name: kept[name] for name in names - parts.keys()}
        if not all(_is_plain(values) for values in (plain, *parts.values())):
            raise _damaged()
        made = cls(**plain)
        made.life, made.fizzle = Life.from_state(parts["life"]), Fizzle.from_state(parts["fizzle"])
        return made

    # inside

    @property
    def _usual_step(self) -> float:
        return self.usual * (STEP // MINUTE)

    def _count(self, minute: Millis, count: int | None) -> None:
        if count is None:
            return
        self.step_heard += count
        self.step_listened += 1
        if minute < self.start:
            return
        self.heard += count
        self.listened += 1
        if count > self.most:
            self.most, self.peak = count, minute

    def _step(self, end: Millis) -> Change | None:
        """At the end of a quarter of an hour: a new phase, if one begins. One with a minute unheard tells nothing."""
        if end % STEP:
            return None
        if self.step_listened < STEP // MINUTE:
            return self.life.take(end, None)
        self.lowest = min(self.lowest, float(self.step_heard))
        return self.life.take(end, float(self.step_heard))

    def _end_step(self, minute: Millis) -> None:
        if minute % STEP == STEP - MINUTE:
            self.step_heard = self.step_listened = 0

    def _phase(self, change: Change) -> Phase:
        if self.verdict == Verdict.PSCHITT:
            return Phase.PSCHITT
        was_low, self.lowest = self.lowest < COMES_BACK * self.life.most, NEVER
        is_again = change.phase == Moves.RISING and (self.phase == Phase.RELAPSE or was_low)
        return Phase.RELAPSE if is_again else _PHASES[change.phase]

    def _is_back(self) -> bool:
        """Whether a full step after the end holds half of the rise again."""
        if self.life.phase != Moves.OVER or self.step_listened < STEP // MINUTE:
            return False
        return self.step_heard >= self._usual_step + COMES_BACK * (self.life.most - self._usual_step)

    def _relapse(self, at: Millis) -> list[Told]:
        told = [Told(RELAPSED)]
        if self.verdict in (Verdict.PSCHITT, Verdict.EXPECTED):
            self.verdict = Verdict.GREW
            told.append(Told(WITHDRAWN))
        self.fizzle.verdict = Verdict.GREW  # it has had its verdict
        self.phase = Phase.RELAPSE
        self.life = Life(at, self._usual_step)
        return told

    def _judge(self, at: Millis, first: First) -> list[Told]:
        if self.fizzle.verdict == Verdict.GREW:
            return self._fizzles_late(at)
        if self.verdict == Verdict.PSCHITT:
            return []
        n = self.excess
        asked = max((count for count in ASKED_AT if count <= n), default=0)
        known: list[tuple[Millis, int]] = []
        if asked > self.fizzle.judged_at and self.fizzle.verdict == Verdict.OPEN:
            known = list(first(asked))
            if len(known) < asked:
                return []
        arrivals = known + [known[-1] if known else (at, 0)] * (n - len(known))
        judged = self.fizzle.take(at, arrivals, self.life.phase == Moves.OVER)
        if judged is None:
            return []
        if judged.verdict == Verdict.PSCHITT:
            self.phase = Phase.PSCHITT
        if judged.verdict == Verdict.GREW and not judged.is_withdrawn and at - self.opened_at <= LIMIT:
            return []  # that it grows is told by its phases
        self.verdict = judged.verdict
        return [judged.words, Told(WITHDRAWN)] if judged.is_withdrawn else [judged.words]

    def _fizzles_late(self, at: Millis) -> list[Told]:
        """It doubled, and is back to the usual within the limit all the same."""
        is_over = self.life.phase == Moves.OVER and self.phase == Phase.OVER
        if not is_over or self.verdict == Verdict.PSCHITT or at - self.opened_at > LIMIT:
            return []
        self.verdict, self.phase = Verdict.PSCHITT, Phase.PSCHITT
        figures = (("length_ms", at - self.opened_at), ("n", self.heard), ("most", round(self.life.most)))
        return [Told(FLASH, figures)]


def _damaged() -> HubdeskError:
    return HubdeskError(_("what is kept of an episode's life is damaged: it starts again at the next alarm"))


def _is_plain(kept: Any) -> bool:
    """Whether each value is of the kind that its name has: a stranger's file may hold anything."""
    return isinstance(kept, dict) and all(_is_of_kind(name, value) for name, value in kept.items())


def _is_of_kind(name: str, value: Any) -> bool:
    if name in ("phase", "verdict", "wanted"):
        return isinstance(value, str)
    if name == "chance" and value is None:
        return True
    if name == "recent":
        return isinstance(value, list) and all(isinstance(one, float | int | None) for one in value)
    return isinstance(value, int | float)
