"""`hubdesk replay`: a session once more, without a window, and the digest of all that its panels showed."""

from __future__ import annotations

import argparse
import os
import time
from typing import Final

from hubdesk.cli_words import answer, instant, say
from hubdesk.core import HubdeskError, Millis, Span
from hubdesk.i18n import _, clock, day, iso, ngettext, number
from hubdesk.setup_file import period
from hubdesk.store.session import open_reader

_TELL_SECONDS: Final = 5.0
_FASTEST: Final = 1_000_000.0


def replay(arguments: argparse.Namespace) -> int:
    """`hubdesk replay FILE --headless [--speed max] [--digest]`: `digest` is null unless it is asked for."""
    if not arguments.headless:
        raise HubdeskError(
            _("write --headless for a replay without a window; on the desk, replay is in the menu Watch: hubdesk open")
        )
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # panels bring Qt's library along; no window is made
    speed, step = _speed(arguments.speed), _step(arguments.step)
    from hubdesk.desk.digest import STEP  # all the panels, which no other verb needs
    from hubdesk.desk.digest import replay as run

    with open_reader(arguments.session) as reader:
        facts = reader.facts()
        zone = facts.timezone or "UTC"
        span = None
        if arguments.start or arguments.end:
            start = instant(arguments.start, zone) if arguments.start else facts.first_at
            end = instant(arguments.end, zone) if arguments.end else facts.last_at
            if start is None or end is None:
                raise HubdeskError(_("{path} holds nothing to replay").format(path=arguments.session))
            span = Span(start, end)
        elif None in (iso(facts.first_at or 0), iso(facts.last_at or 0)):
            raise HubdeskError(_("the session holds instants that no calendar has"))
        made = run(reader, span, step or STEP, _Pace(speed, zone).tell)
    digest = made.digest if arguments.digest else None
    told = {"digest": digest, "frames": made.frames, "episodes": made.episodes}
    frames = ngettext("{n} frame", "{n} frames", made.frames).format(n=number(made.frames))
    episodes = ngettext("{n} episode", "{n} episodes", made.episodes).format(n=number(made.episodes))
    answer(told, arguments.json, "  ".join(filter(None, (frames, episodes, digest))))
    return 0


def _speed(text: str) -> float | None:
    """Times real time; None: as fast as it goes."""
    if text == "max":
        return None
    try:
        speed = float(text.removesuffix("x").removesuffix("×"))
    except ValueError:
        speed = 0.0
    if not 0 < speed <= _FASTEST:
        raise HubdeskError(_("--speed {text}: write max, or how many times real time, such as 60").format(text=text))
    return speed


def _step(text: str | None) -> Millis | None:
    if text is None:
        return None
    step = period(text)
    if step is None:
        raise HubdeskError(_("--step {text}: write 1m, 15m or 1h").format(text=text))
    return step


class _Pace:
    """Says now and then how far it is, and waits where less than the fastest is wanted."""

    def __init__(self, speed: float | None, zone: str) -> None:
        self._speed, self._zone = speed, zone
        self._began = self._said = time.monotonic()
        self._first: Millis | None = None

    def tell(self, at: Millis, done: float) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first = at
        if self._speed is not None:
            wait = self._began + (at - self._first) / 1000 / self._speed - now
            time.sleep(max(0.0, wait))
        if now - self._said >= _TELL_SECONDS:
            self._said = now
            when = f"{day(at, self._zone)} {clock(at, self._zone)}"
            say(_("{when}: {percent} percent done").format(when=when, percent=round(100 * done)))
