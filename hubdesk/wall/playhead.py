"""Where a wall stands in time: with now, or at an instant of a session that listens no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from hubdesk.core import DAY, Millis, SessionFacts, Span
from hubdesk.desk.replay_ticker import Ticker, Ticks
from hubdesk.desk.scope_state import around
from hubdesk.wall.view import LIVE, REPLAY, STILL
from hubdesk.widgets.transport_values import Position, advanced, held


class Playhead(QObject):
    """Live until it is told of a span to move in. `moved`: a person or the ticker moved it; live it says nothing."""

    moved = Signal()

    def __init__(self, now: Callable[[], Millis], parent: QObject | None = None, ticker: Ticks | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._span: Span | None = None
        self._position = Position(0, speed=1)
        self._ticker: Ticks = ticker if ticker is not None else Ticker(self)
        self._ticker.ticked.connect(self._tick)

    @property
    def at(self) -> Millis:
        """The instant looked at: whole seconds, so that screens asked a moment apart ask the same."""
        return self._now() // 1000 * 1000 if self._span is None else self._position.at

    @property
    def mood(self) -> str:
        """Live, replay or still."""
        if self._span is None:
            return LIVE
        return REPLAY if self._position.is_playing else STILL

    @property
    def speed(self) -> int:
        """Times real time."""
        return self._position.speed

    @property
    def span(self) -> Span | None:
        """What can be moved in; None: live."""
        return self._span

    def stand(self, span: Span, at: Millis, speed: int = 1) -> None:
        """From now on it moves within this span, and stands there."""
        self._span = span
        self._position = Position(held(at, span), speed=speed)
        self.moved.emit()

    def seek(self, at: Millis) -> None:
        """Stand at that instant, or at the end that is nearest to it; live it stays live."""
        if self._span is not None:
            self._position = replace(self._position, at=held(at, self._span))
            self.moved.emit()

    def play(self, wanted: bool) -> None:
        """Go on, or stand still."""
        if self._span is None:
            return
        self._position = replace(self._position, is_playing=wanted and self._position.at < self._span.end)
        if self._position.is_playing:
            self._ticker.start()
        else:
            self._ticker.stop()
        self.moved.emit()

    def set_speed(self, speed: int) -> None:
        """So many times real time."""
        self._position = replace(self._position, speed=max(1, speed))
        self.moved.emit()

    def close(self) -> None:
        """Tick no more."""
        self._ticker.stop()

    def _tick(self, elapsed: Millis) -> None:
        if self._span is None:
            return
        self._position = advanced(self._position, elapsed, self._span)
        if not self._position.is_playing:
            self._ticker.stop()
        self.moved.emit()


def span_of(facts: SessionFacts, now: Millis) -> Span:
    """What there is to move in of a session that listens no more; the last day where it holds nothing."""
    rest = around(facts.first_at, facts.last_at) or Span(now - DAY, now)
    return Span(facts.first_at if facts.first_at is not None else rest.start, rest.end)
