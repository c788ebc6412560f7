"""What earlier showings of a wall did, read in a worker: what they took off, and what may be done again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Final

from hubdesk.core import Millis, Scope
from hubdesk.core.cue_scenes import told_in
from hubdesk.core.cues import Cue, CueWord, cue_of
from hubdesk.core.review import ReviewMark
from hubdesk.core.scenes import Wall
from hubdesk.store.cues_together import done
from hubdesk.store.reader import Reader
from hubdesk.wall.kept_scenes import MOST, read_scenes, scenes_in

_BY_ITSELF: Final = (CueWord.START, CueWord.END, CueWord.SHOWN, CueWord.TURN)  # nobody did anything


@dataclass(frozen=True, slots=True)
class Past:
    """All mentions ever taken off; the cues that may be done again, in the order in which they were done, and the
    scenes that they name. `told`: the names of those that are told beside the session. `faults`: what could not be
    read of it, a line each."""

    withdrawn: frozenset[int] = frozenset()
    cues: tuple[Cue, ...] = ()
    scenes: Mapping[str, Wall] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastAsked:
    """`files`: where marks may be beside the session. `has_cues`: the cues are wanted too, not what was taken off
    alone, which is asked again and again."""

    files: tuple[Path, ...]
    has_cues: bool = True


def read_past(reader: Reader, scope: Scope, options: Hashable) -> Past:
    """Worker thread. It is about the session: whatever is looked at, all of it is told."""
    asked = options if isinstance(options, PastAsked) else PastAsked(())
    found = done(reader, asked.files, asked.has_cues)
    cues = to_follow(found.cues)
    scenes = read_scenes(reader, (cue.value for cue in cues if cue.word == CueWord.SCENES))
    told = told_in(found.cues)
    shown = list(dict.fromkeys(cue.value for cue in cues if cue.word == CueWord.SHOWN and cue.value in told))
    beside = scenes_in({name: told[name] for name in shown[:MOST]})
    return Past(found.withdrawn, cues, {**scenes, **beside}, frozenset(told), found.faults)


def to_follow(marks: Sequence[ReviewMark]) -> tuple[Cue, ...]:
    """What live walls did, all of them; where none was live, the newest showing that did anything. One that only
    looked did nothing, and a rehearsal on a saved session never hides what a room saw."""
    cues = [cue for mark in marks if (cue := cue_of(mark)) is not None]
    live = {cue.run for cue in cues if cue.word == CueWord.SCENES}
    if live:
        return tuple(cue for cue in cues if cue.run in live)
    acts = [cue for cue in cues if cue.word not in _BY_ITSELF] or [cue for cue in cues if cue.word == CueWord.TURN]
    newest = acts[-1].run if acts else ""
    return shown_last([cue for cue in cues if cue.run == newest])


def shown_last(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Cues of a showing of a saved session, in the order in which they were done: a stretch of it that was gone over
    again has the turns of the last time alone."""
    kept: list[Cue] = []
    later: list[tuple[Millis, Millis]] = []  # stretches that were gone over later on; apart, the first first
    end = len(cues)
    while end:
        start = end - 1
        while start and cues[start - 1].at <= cues[start].at:
            start -= 1
        kept += [one for one in reversed(cues[start:end]) if one.word != CueWord.TURN or not _is_in(one.at, later)]
        _add(later, cues[start].at, cues[end - 1].at)
        end = start
    return tuple(reversed(kept))


def _is_in(at: Millis, spans: Sequence[tuple[Millis, Millis]]) -> bool:
    place = bisect_right(spans, at, key=itemgetter(0)) - 1
    return place >= 0 and at <= spans[place][1]


def _add(spans: list[tuple[Millis, Millis]], start: Millis, end: Millis) -> None:
    """One more; those that it touches are one with it."""
    first = bisect_left(spans, start, key=itemgetter(1))
    last = bisect_right(spans, end, key=itemgetter(0))
    touched = spans[first:last]
    spans[first:last] = [(min([start, *(one[0] for one in touched)]), max([end, *(one[1] for one in touched)]))]
