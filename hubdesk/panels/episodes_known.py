"""Episodes as a person sees them: a buzz that became a crisis is one; what was said of it; its evidence, checked.

The file may be a stranger's: evidence that is not as core/episodes.py has it is absent, never a fault.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hubdesk.core import Episode, EpisodeKind, EpisodeMark, EpisodeState, Millis, Phase
from hubdesk.core.episode_answers import ACKNOWLEDGED, SNOOZED, WRONG, instant
from hubdesk.told import Told

EXPECTED, PSCHITT, GREW = "expected", "pschitt", "grew"  # verdicts, as detectors say them
FIVE: Final = 5
MOST_TOLD: Final = 12  # sentences of one state
MOST_IDS: Final = 200


@dataclass(frozen=True)
class Known:
    """One episode, by the gravest of its kinds; `also`: the buzz that it was before."""

    main: Episode
    also: tuple[Episode, ...] = ()

    @property
    def id(self) -> int:
        return self.main.id

    @property
    def ids(self) -> tuple[int, ...]:
        return (self.main.id, *(one.id for one in self.also))

    @cached_property
    def states(self) -> tuple[EpisodeState, ...]:
        """Those of all its kinds, oldest first."""
        return tuple(sorted((state for one in (*self.also, self.main) for state in one.states), key=_at))

    @cached_property
    def marks(self) -> tuple[EpisodeMark, ...]:
        return tuple(sorted((mark for one in (*self.also, self.main) for mark in one.marks), key=_number))

    @property
    def now(self) -> EpisodeState:
        return self.main.now

    @property
    def lasts(self) -> bool:
        return self.main.lasts

    @property
    def severity(self) -> int:
        return max(state.severity for state in self.states)

    @property
    def start(self) -> Millis:
        return min(one.now.start for one in (self.main, *self.also))

    @property
    def alarm(self) -> EpisodeState:
        """The state whose evidence the last alarm froze: the last that names rows, or the first of all."""
        return next((state for state in reversed(self.main.states) if state.evidence.get("mentions")), self.states[0])

    @property
    def verdict(self) -> str:
        """The last that was said of its end, "" for none."""
        return next((state.verdict for state in reversed(self.states) if state.verdict), "")

    @property
    def phase(self) -> str:
        """As it is said last; what is over is over."""
        return self.states[-1].phase if self.lasts or self.verdict == PSCHITT else _ended(self.states[-1].phase)

    @property
    def is_withdrawn(self) -> bool:
        """Whether a pschitt was said and taken back."""
        return any(one in (EXPECTED, PSCHITT) for one in verdicts(self)) and self.verdict == GREW

    @property
    def is_acknowledged(self) -> bool:
        return any(mark.word == ACKNOWLEDGED for mark in self.marks)

    @property
    def is_wrong(self) -> bool:
        return any(mark.word == WRONG for mark in self.marks)

    def snoozed_until(self, at: Millis) -> Millis | None:
        """Until when it is to be quiet, if that is still to come."""
        ends = [end for mark in self.marks if mark.word == SNOOZED and (end := instant(mark.value)) is not None]
        return max((end for end in ends if end > at), default=None)


def known(episodes: Iterable[Episode]) -> tuple[Known, ...]:
    """One for each topic and instant, those that last first, then by severity and time; wrong alarms at the end."""
    groups: defaultdict[tuple[object, Millis], list[Episode]] = defaultdict(list)
    for one in episodes:
        joins = one.kind in (EpisodeKind.BUZZ, EpisodeKind.CRISIS) and one.topic is not None
        groups[(one.topic, one.opened_at) if joins else (f"{one.id}", one.opened_at)].append(one)
    made = [Known(*_gravest(group)) for group in groups.values()]
    return tuple(sorted(made, key=_order))


def verdicts(one: Known) -> Iterator[str]:
    """What was said of its end, one after the other, each once."""
    last = ""
    for state in one.states:
        if state.verdict and state.verdict != last:
            last = state.verdict
            yield last


def sentences(evidence: Mapping[str, object], zone: str) -> tuple[str, ...]:
    """What the evidence tells, in the language spoken now."""
    made = []
    for kept in _listed(evidence.get("told"))[:MOST_TOLD]:
        told = Told.read(kept)
        if told is None or not told.msgid:
            continue
        try:
            made.append(told.said(zone))
        except (ArithmeticError, ValueError):  # a stranger's figure that is none
            made.append(told.msgid)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Excess:
    """A name that was heard more often than expected."""

    name: str
    heard: float
    expected: float


def chance_of(one: Known) -> float | None:
    """That it doubles, as it was told last; None where nobody said it, or it is settled."""
    for state in reversed(one.states):
        if "chance" in state.evidence:
            told = figure(state.evidence["chance"])
            return told if told is not None and 0 <= told <= 1 else None
        if state.verdict in (PSCHITT, GREW):
            return None
        if (told := next(_chances(state), None)) is not None:
            return told
    return None


def _chances(state: EpisodeState) -> Iterator[float]:
    """Said in words alone, before the evidence held it."""
    for kept in _listed(state.evidence.get("told")):
        told = Told.read(kept)
        found = figure(told.figure("chance_share")) if told is not None else None
        if found is not None and 0 <= found <= 1:
            yield found


def excess(evidence: Mapping[str, object], key: str) -> tuple[Excess, ...]:
    """Of `terms`, `authors`, `domains` or `places`, the five with the largest excess."""
    made = []
    for one in _listed(evidence.get(key))[:FIVE]:
        match one:
            case [str(name), int() | float() as heard, int() | float() as expected] if name.strip():
                counts = figure(heard), figure(expected)
                if counts[0] is not None and counts[1] is not None:
                    made.append(Excess(name, counts[0], counts[1]))
    return tuple(made)


def share(evidence: Mapping[str, object], key: str) -> float | None:
    """One of `shares`; None where it is not known."""
    shares = evidence.get("shares")
    found = figure(shares.get(key)) if isinstance(shares, dict) else None
    return found if found is not None and 0 <= found <= 1 else None


def listened(evidence: Mapping[str, object]) -> tuple[int, int] | None:
    """Minutes of the stretch that were listened to, of how many."""
    match evidence.get("minutes"):
        case [int(heard), int(whole)] if 0 <= heard <= whole < 1 << 31:
            return heard, whole
    return None


def ids(evidence: Mapping[str, object]) -> tuple[int, ...]:
    """The mentions it rests on, the first of the excess before the others."""
    first = evidence.get("first")
    lead = [first.get("mention")] if isinstance(first, dict) else []
    found = (*lead, *_listed(evidence.get("mentions"))[:MOST_IDS])
    return tuple(dict.fromkeys(one for one in found if isinstance(one, int) and 0 < one < 1 << 62))


def first_at(evidence: Mapping[str, object]) -> Millis | None:
    """When the first of the excess was published."""
    first = evidence.get("first")
    at = first.get("at") if isinstance(first, dict) else None
    return at if isinstance(at, int) and 0 <= at < 1 << 53 else None


def figure(value: object) -> float | None:
    """A finite number of a size that can be counted; None for whatever else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -1e12 < value < 1e12 and math.isfinite(value) else None


def texts(value: object, most: int) -> tuple[str, ...]:
    """The texts of a list, at most so many."""
    return tuple(one for one in _listed(value)[:most] if isinstance(one, str) and one.strip())


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _ended(phase: str) -> str:
    return phase if phase in (Phase.PSCHITT, Phase.OVER) else Phase.OVER


def _gravest(group: list[Episode]) -> tuple[Episode, tuple[Episode, ...]]:
    main = max(group, key=_gravity)
    return main, tuple(one for one in group if one is not main)


def _gravity(one: Episode) -> tuple[bool, int]:
    return one.kind == EpisodeKind.CRISIS, one.id


def _order(one: Known) -> tuple[bool, bool, int, Millis, int]:
    return one.is_wrong, not one.lasts, -one.severity, -one.main.opened_at, -one.id


def _at(state: EpisodeState) -> Millis:
    return state.at


def _number(mark: EpisodeMark) -> int:
    return mark.id
