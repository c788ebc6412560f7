"""Whether what began fizzles out ("fait pschitt"): said early, taken back openly when wrong, and counted either way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Self

from hubdesk.core import HOUR, HubdeskError, Millis
from hubdesk.detect.life_doubling import ASKED_AT, NOT_KNOWN, Around, doubles
from hubdesk.i18n import N_, _
from hubdesk.told import Told

UNLIKELY: Final = 0.15  # P(doubles) below which a pschitt is announced


class Verdict(StrEnum):
    """What is said of an episode's future."""

    OPEN = "open"
    EXPECTED = "expected"  # pschitt, said before it is one
    PSCHITT = "pschitt"
    GREW = "grew"  # it doubled after all, or lasted beyond the limit


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict begins, with its reasons. `was` is what it takes the place of; `rests_on` are mention ids."""

    verdict: Verdict
    was: Verdict
    at: Millis
    words: Told
    chance: float | None = None
    rests_on: tuple[int, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether an announced pschitt is taken back."""
        return self.was == Verdict.EXPECTED and self.verdict == Verdict.GREW


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """How often pschitt was announced early, and how that ended; and how often it came unannounced."""

    announced: int = 0
    right: int = 0
    withdrawn: int = 0
    missed: int = 0

    def with_one(self, judged: Judged) -> ScoreCard:
        if judged.verdict == Verdict.EXPECTED:
            return replace(self, announced=self.announced + 1)
        if judged.is_withdrawn:
            return replace(self, withdrawn=self.withdrawn + 1)
        if judged.verdict == Verdict.PSCHITT:
            was_announced = judged.was == Verdict.EXPECTED
            return replace(self, right=self.right + was_announced, missed=self.missed + (not was_announced))
        return self

    @property
    def right_share(self) -> float | None:
        """Of the announcements that are settled, those that were right; None before the first."""
        settled = self.right + self.withdrawn
        return self.right / settled if settled else None


_EXPECTED: Final = N_("Likely a pschitt: {shares} came in {length_ms}, {chance_share} chance that as many follow")
_PSCHITT: Final = N_(
    "Pschitt: back to the usual {length_ms} after it began, {shares} in all and never twice what it was"
)
_DOUBLED: Final = N_("It doubled: {shares} after {before} at the time of the verdict")
_LASTED: Final = N_("It lasts: not back to the usual after {length_ms}")


@dataclass(slots=True)
class Fizzle:
    """Watches one episode for its verdict. `limit` is how soon a pschitt has to be back to the usual."""

    opened_at: Millis
    opening: int  # mentions at the alarm: twice as many, and it is no pschitt
    limit: Millis = 6 * HOUR
    verdict: str = Verdict.OPEN
    judged_at: int = 0  # mentions that the last chance was asked at
    announced: int = 0  # mentions when a pschitt was announced
    chance: float | None = None  # that it doubles, as it was asked last

    @property
    def is_settled(self) -> bool:
        """Whether it fizzled, doubled or lasted: no chance is left to be told."""
        return self.verdict in (Verdict.PSCHITT, Verdict.GREW)

    def weigh(self, arrivals: Sequence[tuple[Millis, int]], around: Around = NOT_KNOWN) -> None:
        """The chance by the first mentions, in order or not: told as it is, nothing is announced of it."""
        self.chance = _chance(sorted(arrivals), around)

    def take(
        self, at: Millis, arrivals: Sequence[tuple[Millis, int]], is_over: bool, around: Around = NOT_KNOWN
    ) -> Judged | None:
        """What is known at `at`: every mention of the episode so far, as (instant, id), and whether it is over.

        Not to be asked while a source is down: then nobody can say what does not come.
        """
        if self.is_settled:
            return None
        shares = len(arrivals)
        before = self.announced or max(self.opening, ASKED_AT[0])
        if shares >= 2 * before:
            return self._say(Verdict.GREW, at, Told(_DOUBLED, (("shares", shares), ("before", before))), arrivals)
        length = at - self.opened_at
        if is_over and length <= self.limit:
            words = Told(_PSCHITT, (("length_ms", length), ("shares", shares)))
            return self._say(Verdict.PSCHITT, at, words, arrivals)
        if length > self.limit:
            return self._say(Verdict.GREW, at, Told(_LASTED, (("length_ms", length),)), arrivals)
        return self._early(at, arrivals, around)

    def _early(self, at: Millis, arrivals: Sequence[tuple[Millis, int]], around: Around) -> Judged | None:
        asked = max((count for count in ASKED_AT if count <= len(arrivals)), default=0)
        if asked <= self.judged_at or self.verdict == Verdict.EXPECTED:
            return None
        self.judged_at = asked
        first = sorted(arrivals)[:asked]
        start = first[0][0]
        chance = self.chance = _chance(first, around)
        if chance is None or chance >= UNLIKELY:
            return None
        self.announced = asked
        figures = (("shares", asked), ("length_ms", first[-1][0] - start), ("chance_share", chance))
        return self._say(Verdict.EXPECTED, at, Told(_EXPECTED, figures), first, chance)

    def _say(
        self,
        verdict: Verdict,
        at: Millis,
        words: Told,
        arrivals: Sequence[tuple[Millis, int]],
        chance: float | None = None,
    ) -> Judged:
        was, self.verdict = Verdict(self.verdict), verdict
        return Judged(verdict, was, at, words, chance, tuple(id for _instant, id in arrivals))

    def state(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_state(cls, kept: Any) -> Self:
        """Raises HubdeskError when it is no state of a verdict."""
        names = {f.name for f in fields(cls)}
        if (
            not isinstance(kept, dict)
            or not names - {"chance"} <= kept.keys() <= names  # what was kept before chances were
            or kept["verdict"] not in {*Verdict}
        ):
            raise HubdeskError(_("what is kept of an episode's verdict is damaged: it is judged again from here"))
        return cls(**kept)


def _chance(first: Sequence[tuple[Millis, int]], around: Around) -> float | None:
    """How likely as many follow, by the rhythm of the first; None of too few."""
    return doubles([(instant - first[0][0]) / 1000 for instant, _id in first], around) if first else None
