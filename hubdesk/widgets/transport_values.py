"""What a replay's transport bar shows: the whole of a session as one curve, with what is marked on it. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hubdesk.core import HOUR, MINUTE, Millis, Span

SPEEDS: Final = (1, 10, 60, 300, 900, 3600)  # times real time
STEP: Final = MINUTE
LONG_STEP: Final = HOUR


@dataclass(frozen=True, slots=True)
class TrackMark:
    """An episode at the instant it was told (`severity` 0 to 3), or a bookmark (`severity` None)."""

    at: Millis
    words: str
    severity: int | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """`points` are the starts of bins of `step` and the mentions of all topics in each; None: nobody listened."""

    span: Span
    step: Millis = MINUTE
    points: tuple[tuple[Millis, int | None], ...] = ()
    gaps: tuple[Span, ...] = ()
    marks: tuple[TrackMark, ...] = ()

    @property
    def episodes(self) -> tuple[Millis, ...]:
        """The instants at which an episode was told, each once, oldest first."""
        return tuple(sorted({one.at for one in self.marks if one.severity is not None}))


@dataclass(frozen=True, slots=True)
class Position:
    """Where a replay stands, and how it goes on."""

    at: Millis
    is_playing: bool = False
    speed: int = 60


def held(at: Millis, span: Span) -> Millis:
    """The instant, or the end of the span that is nearest to it. A replay knows something from a minute on."""
    return max(span.start + min(MINUTE, span.end - span.start), min(at, span.end))


def advanced(position: Position, elapsed: Millis, span: Span) -> Position:
    """So many real milliseconds later; it stops at the end."""
    if not position.is_playing:
        return position
    at = held(position.at + elapsed * position.speed, span)
    return Position(at, at < span.end, position.speed)


def stepped(at: Millis, step: Millis, span: Span) -> Millis:
    """The next whole step, forth (above 0) or back."""
    size = abs(step)
    return held((at // size + 1) * size if step > 0 else (at - 1) // size * size, span)


def next_of(at: Millis, instants: Iterable[Millis]) -> Millis | None:
    return min((one for one in instants if one > at), default=None)


def previous_of(at: Millis, instants: Iterable[Millis]) -> Millis | None:
    return max((one for one in instants if one < at), default=None)
