"""A session replayed without a window: every panel's picture at every instant, and one digest over all of them.

What is taken over: each panel by its name, each instant, the picture it then reads with its own settings of the
beginning, what became known since the instant before, and in the end the log of episodes. The few panels that read a
day's texts or hours anew are read every six hours, and at the end. What is said in words is said in English, whatever
is spoken; time is the session's own. So the digest is the same on every machine and in every run of one version of
Hubdesk, and of a session and what it was sealed into.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Protocol, cast

from hubdesk import i18n, plugins
from hubdesk.core import DAY, HOUR, MINUTE, HubdeskError, Millis, Scope, SessionFacts, Span
from hubdesk.desk.canonical import canonical
from hubdesk.i18n import _, number
from hubdesk.panels.detail_against import DetailOptions
from hubdesk.store.reader import Reader

STEP: Final = HOUR  # a desk that draws four times a second moves further than that at 20,000 times real time
REACH: Final = DAY  # what a desk looks at unless told otherwise
# They read a day's texts or hours anew, and a desk lets them rest between two looks.
SELDOM: Final = frozenset(("audit", "board", "crisis", "journal", "phrases"))
SELDOM_EVERY: Final = 6 * HOUR
MOST_FRAMES: Final = 1_000_000


class Reads(Protocol):
    """What of a panel is needed here: its reading half."""

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> Any: ...


@dataclass(frozen=True, slots=True)
class Replayed:
    """`frames`: instants at which every panel was read; `episodes`: how many had been told by the last one."""

    digest: str
    frames: int
    episodes: int


Tell = Callable[[Millis, float], None]
"""Told before each frame: its instant, and the share that is done. It may wait, or raise to stop."""


def replay(reader: Reader, span: Span | None = None, step: Millis = STEP, tell: Tell | None = None) -> Replayed:
    """Read every panel at each instant of the span; None: from the first mention to the last.

    Raises HubdeskError for a step that is none, or a span too long for it.
    """
    kinds: dict[str, Reads] = {name: plugins.panel(name) for name in sorted(plugins.PANELS)}
    with _in_english(), _without_looking_for_garbage():
        return _Replay(reader, kinds).run(frames(reader, span, step), tell)


def frames(reader: Reader, span: Span | None, step: Millis) -> tuple[Scope, ...]:
    """The scopes to look at: one a step, on whole steps, and the end itself. Without a span, the last one knows all
    that is stored, also what was published before the end and seen after it."""
    if step < MINUTE:
        raise HubdeskError(_("a step is a minute or longer; write 1m, 15m or 1h"))
    topics, facts = reader.topics(), reader.facts()
    known: Millis | None = None
    if span is None:
        if facts.first_at is None or facts.last_at is None:
            return ()
        span = Span(facts.first_at, (facts.last_at // MINUTE + 1) * MINUTE)
        newest = reader.latest(Scope((), 0, span.end, known_by=1 << 60), 1)
        known = max(span.end, newest[0].known_at) if newest else None
    if span.end <= span.start:
        raise HubdeskError(_("--to is not after --from; write an instant that is"))
    if (span.end - span.start) // step > MOST_FRAMES:
        raise HubdeskError(_("that is more than {n} frames; take a longer step").format(n=number(MOST_FRAMES)))
    ends = [*range((span.start // step + 1) * step, span.end, step), span.end]
    made = [Scope(topics, end - REACH, end) for end in ends]
    made[-1] = replace(made[-1], known_by=known)
    return tuple(made)


class _Once:
    """A reader that answers what several panels ask at one instant once. Nothing may be written meanwhile."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._answers: dict[Hashable, Any] = {}

    def upto(self, known: Millis) -> None:
        self._answers.clear()
        self._reader.upto(known)

    def facts(self) -> SessionFacts:
        """Of a session at rest, whether or not it is sealed: a replay waits for nothing new."""
        facts: SessionFacts = self._asked("facts")
        return replace(facts, sealed=True)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._asked, name)

    def _asked(self, name: str, *asked: Any, **named: Any) -> Any:
        question = (name, asked, tuple(sorted(named.items())))
        try:
            return self._answers[question]
        except (KeyError, TypeError):  # TypeError: a list or a mapping is asked with, which few questions are
            answer = getattr(self._reader, name)(*asked, **named)
        with suppress(TypeError):
            self._answers[question] = answer
        return answer


class _Replay:
    """One run: the digest so far, and what was known at the frame before."""

    def __init__(self, reader: Reader, panels: Mapping[str, Reads]) -> None:
        self._once, self._panels = _Once(reader), panels
        self._reader = cast(Reader, self._once)
        self._sum = hashlib.sha256()

    def run(self, scopes: tuple[Scope, ...], tell: Tell | None) -> Replayed:
        before = scopes[0].start if scopes else 0
        for place, scope in enumerate(scopes):
            if tell is not None:
                tell(scope.end, place / len(scopes))
            self._once.upto(scope.known)
            self._take("arrived", scope.end, self._reader.arrived(before, scope.known))
            is_last = place == len(scopes) - 1
            for name, panel in self._panels.items():
                if name in SELDOM and scope.end % SELDOM_EVERY and not is_last:
                    continue
                self._take(name, scope.end, panel.read(self._reader, scope, self._options(name, scope)))
            before = scope.known
        told = self._reader.episodes(replace(scopes[-1], start=0)) if scopes else ()
        self._take("episodes", scopes[-1].end if scopes else 0, told)
        return Replayed(self._sum.hexdigest(), len(scopes), len(told))

    def _take(self, name: str, at: Millis, picture: object) -> None:
        self._sum.update(canonical((name, at, picture)))

    def _options(self, name: str, scope: Scope) -> Hashable:
        """Every panel as it is before anybody sets it; the one about a mention is about the newest."""
        if name != "detail":
            return None
        newest = self._reader.latest(scope, 1)
        return DetailOptions(newest[0].id) if newest else None


@contextmanager
def _in_english() -> Iterator[None]:
    spoken = i18n.language()
    i18n.use("en")
    try:
        yield
    finally:
        i18n.use(spoken)


@contextmanager
def _without_looking_for_garbage() -> Iterator[None]:
    """Pictures are frozen and go as soon as they are written: looking for rings among them is a seventh of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
