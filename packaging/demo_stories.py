"""What goes on in the demonstration's weeks: how many people begin to speak of each story, when and where.

Paces are roots an hour: what people begin by themselves. Reposts, replies and quotes grow from them (demo_threads).
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from demo_calendar import ALL, at, liveliness
from demo_words import Text

from hubdesk.core import HOUR, Millis, Span

SOCIAL: Final = (("bluesky", 0.68), ("tag", 0.32))
ABOUT: Final = {"Orange": 1.0, "SFR": 0.8, "Bouygues Telecom": 0.5, "Free": 0.75}


@dataclass(frozen=True, slots=True)
class Stream:
    """A story in one sort of place. `pace`: straight lines between instants; `group`: follows that group's hours."""

    story: str
    pace: tuple[tuple[str, float], ...]
    where: tuple[tuple[str, float], ...] = SOCIAL
    group: str = ""
    phases: tuple[str, ...] = ()  # none: those whose window is open

    def moments(self, chance: random.Random) -> Iterator[Millis]:
        """Random instants at that pace: drawn at the highest, then thinned."""
        times = [at(words) for words, _rate in self.pace]
        rates = [rate for _words, rate in self.pace]
        highest = max(rates) * (1.55 if self.group else 1.0)
        moment, end = float(times[0]), times[-1]
        while (moment := moment + chance.expovariate(highest) * HOUR) < end:
            rate = between(times, rates, moment)
            rate *= liveliness(self.group, int(moment)) if self.group else 1.0
            if chance.random() * highest < rate:
                yield int(moment)


def between(times: Sequence[Millis], rates: Sequence[float], moment: float) -> float:
    place = bisect_right(times, moment)
    if place == 0 or place == len(times):
        return rates[0] if place == 0 else rates[-1]
    share = (moment - times[place - 1]) / (times[place] - times[place - 1])
    return rates[place - 1] + share * (rates[place] - rates[place - 1])


STREAMS: Final = (
    Stream("everyday", (("D-14 00:00", 4.2), ("D-1 23:59", 4.4), ("D1 00:30", 24), ("D7 23:59", 24)),
           (("bluesky", 0.50), ("tag", 0.26), ("forum", 0.10), ("reviews", 0.10), ("club-comments", 0.04)), "social"),
    Stream("everyday", (("D-14 00:00", 0.6), ("D1 00:00", 2.2), ("D7 23:59", 2.2)), (("forum", 1.0),), "forum"),
    Stream("homonym", (("D-14 00:00", 1.8), ("D1 00:00", 7.0), ("D7 23:59", 8.0)),
           (("bluesky", 0.75), ("tag", 0.22), ("beffroi-comments", 0.03)), "social"),
    Stream("outage", (
        ("D4 06:55", 0), ("D4 07:20", 10), ("D4 08:00", 42), ("D4 09:00", 131), ("D4 09:45", 162), ("D4 10:04", 175),
        ("D4 10:16", 470), ("D4 10:45", 290), ("D4 11:30", 150), ("D4 11:50", 190), ("D4 12:30", 170),
        ("D4 13:30", 110), ("D4 15:00", 100), ("D4 16:15", 88), ("D4 16:35", 212), ("D4 17:30", 119), ("D4 19:00", 56),
        ("D4 22:00", 30), ("D5 01:00", 2), ("D5 06:00", 2), ("D5 08:00", 14), ("D5 12:00", 9), ("D5 20:00", 3),
        ("D6 12:00", 1), ("D6 23:00", 0),
    ), (("bluesky", 0.63), ("tag", 0.27), ("forum", 0.05), ("beffroi-comments", 0.03), ("reviews", 0.02))),
    Stream("launch", (
        ("D2 07:30", 0), ("D2 09:00", 8), ("D2 09:55", 22), ("D2 10:10", 90), ("D2 10:40", 230), ("D2 11:05", 400),
        ("D2 11:15", 390), ("D2 11:45", 210), ("D2 12:30", 135), ("D2 14:00", 66), ("D2 16:00", 20), ("D2 18:00", 6),
        ("D2 20:00", 2), ("D2 23:59", 0.5), ("D3 12:00", 1), ("D3 20:00", 0),
    )),
    Stream("everyday", (("D-14 00:00", 0.5), ("D1 00:00", 4.0), ("D7 23:59", 4.0)), (("page-sfr", 1.0),), "page"),
    Stream("price", (
        ("D3 09:00", 7), ("D3 12:00", 45), ("D3 20:00", 66), ("D4 12:00", 102), ("D4 20:00", 141), ("D5 10:00", 220),
        ("D5 18:00", 243), ("D5 23:59", 186), ("D6 11:00", 130), ("D6 20:00", 90), ("D7 12:00", 45), ("D7 23:59", 16),
    ), (("page-sfr", 1.0),), "page"),
    Stream("price", (
        ("D3 08:00", 0), ("D3 12:00", 7), ("D4 12:00", 8), ("D5 12:00", 12), ("D6 12:00", 20), ("D6 22:00", 18),
        ("D7 12:00", 9), ("D7 23:00", 3),
    ), group="social"),
    Stream("spat", (
        ("D5 08:30", 0), ("D5 09:30", 3), ("D5 11:00", 9), ("D5 12:30", 12), ("D5 14:00", 9), ("D5 18:00", 10),
        ("D5 20:00", 6), ("D5 23:30", 2), ("D6 09:00", 2), ("D6 18:00", 1), ("D7 12:00", 0),
    )),
    Stream("rumour", (
        ("D1 09:00", 0), ("D1 11:00", 4), ("D1 14:00", 8), ("D1 18:00", 9), ("D1 20:00", 5), ("D2 00:00", 0.3),
        ("D2 09:00", 3), ("D2 13:00", 7), ("D2 20:00", 1.5), ("D3 12:00", 0.5), ("D5 07:00", 0.5), ("D5 09:30", 9),
        ("D5 13:00", 7), ("D5 20:00", 3), ("D6 20:00", 0.5), ("D7 20:00", 0),
    )),
    Stream("phishing", (
        ("D2 07:30", 0), ("D2 09:00", 5), ("D2 13:00", 9), ("D2 20:00", 6), ("D3 01:00", 0.5), ("D3 08:00", 6),
        ("D3 12:00", 7), ("D3 20:00", 2), ("D4 08:00", 0.5), ("D7 20:00", 0),
    )),
    Stream("loyalty", (("D6 09:00", 0), ("D6 12:00", 1.2), ("D6 22:00", 1.0), ("D7 20:00", 0.3)), group="social"),
)  # fmt: skip
# Windows of stories, for phases whose texts name no instant.
SPANS: Final = {
    story: Span(
        min(at(stream.pace[0][0]) for stream in STREAMS if stream.story == story),
        max(at(stream.pace[-1][0]) for stream in STREAMS if stream.story == story),
    )
    for story in dict.fromkeys(stream.story for stream in STREAMS)
}


def windows(texts: Sequence[Text]) -> dict[tuple[str, str], Span]:
    """When each phase of each story is spoken: from its first written instant until the next phase's.

    A phase none of whose texts names an instant is open as long as its story.
    """
    firsts: dict[str, dict[str, Millis]] = {}
    for text in texts:
        if text.at:
            phases = firsts.setdefault(text.story, {})
            phases[text.phase] = min(at(text.at), phases.get(text.phase, ALL.end))
    made: dict[tuple[str, str], Span] = {}
    for text in texts:
        starts = sorted(firsts.get(text.story, {}).items(), key=lambda one: one[1])
        names = [name for name, _start in starts]
        span = SPANS.get(text.story, ALL)
        if text.phase not in names:
            made[text.story, text.phase] = span
            continue
        place = names.index(text.phase)
        end = starts[place + 1][1] if place + 1 < len(starts) else max(span.end, starts[place][1] + 6 * HOUR)
        made[text.story, text.phase] = Span(starts[place][1], end)
    return made
