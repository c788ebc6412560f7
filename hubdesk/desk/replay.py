"""Replay on the desk: moves the end of the scope through a session, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout

from hubdesk.core import Millis
from hubdesk.desk.replay_ticker import Ticker, Ticks
from hubdesk.desk.replay_track import KEY, read_track
from hubdesk.desk.session import NOWHERE
from hubdesk.widgets.transport_bar import TransportBar
from hubdesk.widgets.transport_values import Position, Track, advanced, held, next_of, previous_of, stepped

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

AT_LATEST_MS: Final = 2_000  # after a session was opened, though some panel has still not drawn
TRACK_PACE: Final = 10.0  # seconds between two readings of a curve that hardly changes


class Replay(QObject):
    """The bar is made when it is first wanted. A session that listens no more offers it: the scope stays as it is
    until somebody plays, steps or seeks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._track: Track | None = None
        self._wanted: Millis | None = None  # where to stand once the track is read
        self._position = Position(0)
        self._bar: TransportBar | None = None
        self.ticker: Ticks = Ticker(self)
        self.ticker.ticked.connect(self._tick)
        self._ask_at_latest = QTimer(self)
        self._ask_at_latest.setSingleShot(True)
        self._ask_at_latest.timeout.connect(self._ask)
        desk.looking.changed.connect(self._follow)
        desk.opened.connect(self._offer)

    def use(self, ticker: Ticks) -> None:
        """Another clock, such as a test's own."""
        self.ticker.stop()
        self.ticker.ticked.disconnect(self._tick)
        self.ticker = ticker
        ticker.ticked.connect(self._tick)

    @property
    def bar(self) -> TransportBar | None:
        """What is shown; None before it was ever wanted."""
        return self._bar

    @property
    def is_on(self) -> bool:
        """Whether the scope stands where a replay does."""
        return self._desk.looking.state.replay is not None

    def toggle(self) -> None:
        """From the menu: begin where the scope ends, or leave."""
        if self.is_on:
            self.leave()
        else:
            self.stand_at(None)
            if self._bar is not None:
                self._bar.scrubber.setFocus()

    def stand_at(self, at: Millis | None) -> None:
        """Begin a replay, or go on with it, at that instant; None: where it was left, or where the scope ends. As soon
        as the session's curve is read."""
        if self._desk.session is None or self._desk.session.basis is None:
            return
        self._show_bar()
        if self._track is None:
            self._wanted = self._desk.looking.span().end if at is None else at
        else:
            self._seek(self._position.at if at is None else at)

    def leave(self) -> None:
        """The scope of before; the bar goes."""
        self._pause()
        if self._bar is not None:
            self._bar.hide()
        self._desk.looking.end_replay()
        self._desk.deeds.tick()

    # -- the session

    def _offer(self, _path: object) -> None:
        session = self._desk.session
        if session is not None and session.basis is not None and not session.basis.listens:
            self._bar_or_new().show()
            self._desk.drawn.connect(self._ask)  # all of a session's curve can wait for what is looked at
            self._ask_at_latest.start(AT_LATEST_MS)

    def _ask(self) -> None:
        if self._desk.session is not None and self._bar is not None and not self._bar.isHidden():
            self._desk.session.refresher.ask(KEY, read_track, NOWHERE, self._desk.wishes.review.asked, TRACK_PACE)

    def _take(self, key: str, track: object) -> None:
        if key != KEY or not isinstance(track, Track) or self._bar is None:
            return
        is_first, self._track = self._track is None, track
        self._bar.show_track(track, self._desk.looking.zone)
        if is_first:
            self._position = replace(self._position, at=held(self._desk.looking.span().end, track.span))
        self._bar.show_position(self._position)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._seek(wanted)

    # -- the bar

    def _bar_or_new(self) -> TransportBar:
        if self._bar is None:
            self._bar = bar = TransportBar()
            body = self._desk.status.parentWidget()
            layout = body.layout() if body is not None else None
            if isinstance(layout, QVBoxLayout):
                layout.insertWidget(layout.indexOf(self._desk.status), bar)
            bar.toggled.connect(self._play_or_pause)
            bar.stepped.connect(self._step)
            bar.jumped.connect(self._jump)
            bar.sought.connect(self._go)
            bar.speed_wished.connect(self._set_speed)
            bar.left.connect(self.leave)
            bar.hidden.connect(self._pause)
            if self._desk.session is not None:
                self._desk.session.refresher.answered.connect(self._take)
                self._desk.session.changed.connect(self._ask)
                self._desk.wishes.review.kept.connect(self._ask)
        return self._bar

    def _show_bar(self) -> None:
        self._bar_or_new().show()
        self._ask()

    def _play_or_pause(self) -> None:
        if self._position.is_playing:
            self._pause()
            self._show()
            self._hurry()
            return
        if self._track is None or not self._track.points:
            return
        at = self._position.at
        if at >= self._track.span.end:  # from the beginning again
            at = held(self._track.span.start, self._track.span)
        self._position = replace(self._position, is_playing=True)
        self._seek(at)
        self.ticker.start()

    def _pause(self) -> None:
        self.ticker.stop()
        self._position = replace(self._position, is_playing=False)

    def _set_speed(self, speed: int) -> None:
        self._position = replace(self._position, speed=speed)
        self._show()

    def _step(self, step: Millis) -> None:
        if self._track is not None:
            self._go(stepped(self._position.at, step, self._track.span))

    def _jump(self, where: int) -> None:
        """To an episode, at the instant at which it was told; or to an end of the session."""
        if self._track is None:
            return
        span, at = self._track.span, self._position.at
        if abs(where) > 1:
            wanted: Millis | None = span.end if where > 0 else span.start
        else:
            wanted = (next_of if where > 0 else previous_of)(at, self._track.episodes)
        if wanted is not None:
            self._go(wanted)

    def _tick(self, elapsed: int) -> None:
        if self._track is not None and self._position.is_playing:
            self._position = advanced(self._position, elapsed, self._track.span)
            if not self._position.is_playing:
                self.ticker.stop()
            self._seek(self._position.at)

    def _go(self, at: Millis) -> None:
        """Where a person wants to be: at once, however seldom panels are asked while it plays."""
        self._hurry()
        self._seek(at)

    def _hurry(self) -> None:
        if self._desk.session is not None:
            self._desk.session.refresher.hurry()

    def _seek(self, at: Millis) -> None:
        if self._track is None or not self._track.points or self._desk.session is None:
            return
        was_on = self.is_on
        self._position = replace(self._position, at=held(at, self._track.span))
        self._desk.session.refresher.holds_back = True
        self._desk.looking.replay_at(self._position.at)
        self._show()
        if not was_on:
            self._desk.deeds.tick()

    def _follow(self) -> None:
        """The scope moved: by us, by the way back, or by a stretch chosen on a chart."""
        at = self._desk.looking.state.replay
        if self._desk.session is not None:
            self._desk.session.refresher.holds_back = at is not None
        if at is None:
            self._pause()
        elif at != self._position.at:
            self._position = replace(self._position, at=at)
        self._show()

    def _show(self) -> None:
        if self._bar is not None:
            self._bar.show_position(self._position)
