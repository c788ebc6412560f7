"""Where an episode stands in its life: emerging, rising, at its peak, fading, over; step by step, no look ahead."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Final, Self

from hubdesk.core import HubdeskError, Millis
from hubdesk.i18n import N_, _
from hubdesk.told import Told


class Phase(StrEnum):
    """How an episode's volume moves."""

    EMERGING = "emerging"
    RISING = "rising"
    PEAK = "peak"
    FADING = "fading"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Pace:
    """When a phase is called; chosen in the middle of a wide plateau (tests/benchmarks/life_cycle.py).

    Steps are of whatever length the episode is looked at with. `high`: at or over this share of its most so far it may
    be at its peak, below it fades. It rises when its logarithm grows by `growth` a step over the last `back` steps. It
    is over when no more than `left` of the rise is left. A fall counts when it is more than `noise` times what a count
    of that size swings by itself. A new phase must be seen `sure` steps in a row, a fading one `sure_fading`.
    """

    high: float = 0.85
    growth: float = 0.1
    back: int = 2
    left: float = 0.1
    noise: float = 0.5
    early_steps: int = 3
    early_times: float = 8.0
    sure: int = 2
    sure_fading: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A phase begins, with why in words."""

    phase: Phase
    at: Millis
    words: Told


_WORDS: Final = {
    Phase.EMERGING: N_("Something begins: {now} against {usual} usually"),
    Phase.RISING: N_("It grows: {now} against {usual} usually, {growth_share} more each step"),
    Phase.PEAK: N_("It grows no more: {now} now, {most} at most"),
    Phase.FADING: N_("It fades: {now} left of {most}"),
    Phase.OVER: N_("Back to the usual: {now} against {usual} usually, {most} at most"),
}


@dataclass(slots=True)
class Life:
    """One episode's phases. `state` is plain values; `from_state` goes on as if nothing had happened."""

    opened_at: Millis
    usual: float  # of a step when it opened: frozen, so that the episode does not become its own usual
    phase: str = ""
    most: float = 0.0
    most_at: Millis = 0
    steps: int = 0
    recent: list[float | None] = field(default_factory=list)
    wanted: str = ""
    wanted_steps: int = 0

    def take(self, at: Millis, heard: float | None, pace: Pace = Pace()) -> Change | None:
        """What was heard in the step that ends at `at`; None when nobody listened, and then nothing is said.

        Raises HubdeskError when steps run backwards or a count is none.
        """
        if heard is not None and not 0.0 <= heard < math.inf:
            raise HubdeskError(_("a count of mentions cannot be {heard}: give 0 or more").format(heard=heard))
        self.recent = [*self.recent[-pace.back :], heard]
        if heard is None or self.phase == Phase.OVER:
            self.wanted, self.wanted_steps = "", 0
            return None
        if heard > self.most:
            self.most, self.most_at = heard, at
        self.steps += 1
        wanted = self._wanted(heard, pace)
        if wanted == self.phase:
            self.wanted, self.wanted_steps = "", 0
            return None
        self.wanted_steps = self.wanted_steps + 1 if wanted == self.wanted else 1
        self.wanted = wanted
        if self.phase and self.wanted_steps < self._asked(wanted, heard, pace):
            return None
        self.phase, self.wanted, self.wanted_steps = wanted, "", 0
        return Change(wanted, at, self._words(wanted, heard))

    def growth(self, pace: Pace = Pace()) -> float | None:
        """By how much the logarithm grew a step; None across a gap and at the start."""
        if len(self.recent) <= pace.back:
            return None
        now, then = self.recent[-1], self.recent[-1 - pace.back]
        if now is None or then is None:
            return None
        return (math.log(now + 0.5) - math.log(then + 0.5)) / pace.back

    def state(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_state(cls, kept: Any) -> Self:
        """Raises HubdeskError when it is no state of a life."""
        named = {one.name for one in fields(cls)}
        if not isinstance(kept, dict) or kept.keys() != named or kept["phase"] not in {"", *Phase}:
            raise HubdeskError(_("what is kept of an episode's life is damaged: it starts again at the next alarm"))
        return cls(**kept)

    def _wanted(self, heard: float, pace: Pace) -> Phase:
        growth = self.growth(pace)
        is_down = self.most - heard > pace.noise * math.sqrt(self.most)
        if heard < self.usual + pace.left * (self.most - self.usual) and is_down:
            return Phase.OVER
        if heard < pace.high * self.most and is_down:
            return Phase.FADING
        if growth is None or growth > pace.growth:
            is_early = self.steps <= pace.early_steps and heard < pace.early_times * max(self.usual, 1.0)
            return Phase.EMERGING if is_early else Phase.RISING
        if not self.phase:
            return Phase.EMERGING
        return Phase.PEAK

    def _asked(self, wanted: str, heard: float, pace: Pace) -> int:
        if wanted == Phase.RISING and (heard >= self.most or self.phase == Phase.EMERGING):
            return 1
        return pace.sure_fading if wanted == Phase.FADING else pace.sure

    def _words(self, phase: Phase, heard: float) -> Told:
        growth = self.growth()
        figures: tuple[tuple[str, float | int | None], ...] = (
            ("now", round(heard)),
            ("usual", round(self.usual, 1)),
            ("most", round(self.most)),
            ("growth_share", None if growth is None else math.exp(growth) - 1.0),
        )
        named = tuple((name, figure) for name, figure in figures if "{" + name + "}" in _WORDS[phase])
        return Told(_WORDS[phase], named)
