"""What really happens in the demonstration's weeks, for tests and benchmarks; the product never reads it.

Identifiers are those of the networks (`native_id`); instants are UTC milliseconds; labels are by hand-written text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from demo_calendar import ALL, WEEK, at, day_of
from demo_heard import Change, Heard
from demo_sources import FAILING, STREAM_GAP, UNHEARD
from demo_words import STORIES, Text, load

from hubdesk.core import MINUTE, Millis, Span

STEP: Final = 10 * MINUTE  # a peak is the middle of the busiest stretch of three such steps
# What is known of a story before it is told: instants that its texts and the world's clock give.
TOLD: Final = {
    "outage": {"start": "D4 06:52", "statement": "D4 10:05", "site": "D4 11:40", "end": "D4 16:20"},
    "launch": {"keynote": "D2 10:00", "peak": "D2 11:10", "pschitt": "D2 18:00"},
    "price": {"start": "D3 09:00", "end": "D6 11:00"},
    "spat": {"start": "D5 08:05", "end": "D5 18:34"},
    "rumour": {"start": "D1 10:42", "denied": "D2 11:15", "half_confirmed": "D5 07:30", "confirmed": "D5 11:40"},
}


def truth(heard: Sequence[Heard], changed: Sequence[Change]) -> dict[str, Any]:
    by_story: dict[str, list[Heard]] = defaultdict(list)
    for one in heard:
        by_story[one.said.text.story].append(one)
    return {
        "week": _span(WEEK),
        "all": _span(ALL),
        "heard": len(heard),
        "stories": {story: _story(story, by_story[story]) for story in STORIES if by_story[story]},
        "ring": _ring(heard),
        "insiders": _insiders(heard),
        "homonyms": {
            "easy": _ids(one for one in by_story["homonym"] if one.said.text.phase != "hard" and one.said.is_first),
            "hard": _ids(one for one in by_story["homonym"] if one.said.text.phase == "hard" and one.said.is_first),
        },
        "sidebars": [
            {"id": one.said.address, "own": one.said.text.text, "glued": list(one.said.text.sidebar)}
            for one in heard
            if one.said.text.sidebar
        ],
        "bots": sorted({one.said.author.handle for one in heard if one.said.sign == "bot" and one.said.author.handle}),
        "own_replies": _own(heard),
        "gaps": {"all": _span(UNHEARD), "Bluesky": _span(STREAM_GAP), "Forum d’entraide, 503": _span(FAILING)},
        "edited": sorted({one.heard.said.address for one in changed if one.words is not None}),
        "withdrawn": sorted({one.heard.said.address for one in changed if one.words is None}),
        "withdrawn_that_mattered": sorted({one.heard.said.address for one in changed if one.mattered}),
        "page_comments_by_day": _page(heard),
        "labels": {text.id: _labels(text) for text in load() if text.is_labelled},
    }


def _story(story: str, heard: Sequence[Heard]) -> dict[str, Any]:
    first = min(heard, key=lambda one: (one.said.moment, one.said.number))
    last = max(heard, key=lambda one: one.said.moment)
    return {
        "first": first.said.address,
        "first_at": first.said.moment,
        "last_at": last.said.moment,
        "peak_at": peak(one.said.moment for one in heard),
        "mentions": len(heard),
        "by_phase": dict(sorted(Counter(one.said.text.phase for one in heard).items())),
        "by_day": {str(day): count for day, count in sorted(Counter(day_of(one.said.moment) for one in heard).items())},
        "told": {name: at(words) for name, words in TOLD.get(story, {}).items()},
    }


def peak(moments: Iterable[Millis]) -> Millis:
    """The middle of the busiest half hour, by steps of ten minutes."""
    counts = Counter(moment // STEP for moment in moments)
    busiest = max(counts, key=lambda step: (sum(counts[step + n] for n in (-1, 0, 1)), -step))
    return busiest * STEP + STEP // 2


def _ring(heard: Sequence[Heard]) -> dict[str, Any]:
    ring = [one for one in heard if one.said.sign == "ring"]
    waves: dict[str, list[Heard]] = defaultdict(list)
    for one in ring:
        if one.said.wave.startswith("wave"):
            waves[one.said.wave].append(one)
    return {
        "members": sorted({one.said.author.handle for one in ring if one.said.author.handle}),
        "posts": _ids(ring),
        "waves": [
            {"from": min(one.said.moment for one in of), "to": max(one.said.moment for one in of), "posts": len(of)}
            for _name, of in sorted(waves.items())
        ],
    }


def _insiders(heard: Sequence[Heard]) -> dict[str, Any]:
    posts = [one for one in heard if one.said.sign == "insider" and one.said.text.story == "launch"]
    handles = {one.said.author.handle for one in posts if one.said.author.handle}
    says_so = {one.said.author.handle for one in posts if "salarié" in one.said.words.lower()}
    return {
        "declared": sorted(handles),
        "silent": sorted(handles - says_so),
        "posts": _ids(posts),
    }


def _own(heard: Sequence[Heard]) -> dict[str, int]:
    own = Counter(one.said.author.name for one in heard if one.said.sign in ("brand", "press_officer"))
    return dict(sorted(own.items()))


def _page(heard: Sequence[Heard]) -> dict[str, int]:
    days = Counter(day_of(one.said.moment) for one in heard if one.said.source == "page-sfr")
    return {str(day): days[day] for day in range(1, 8)}


def _labels(text: Text) -> dict[str, Any]:
    made: dict[str, Any] = {"tone": text.tone, "targets": list(text.of)}
    if text.irony:
        made["irony"] = True
    for name in ("themes", "places"):
        if value := getattr(text, name):
            made[name] = list(value)
    if text.frame:
        made["frame"] = text.frame
    return made


def _ids(heard: Iterable[Heard]) -> list[str]:
    return sorted(one.said.address for one in heard)


def _span(span: Span) -> list[Millis]:
    return [span.start, span.end]
