"""How the demonstration's day was listened to: twelve sources, when each was asked, and eleven minutes unheard."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import MINUTE, SECOND, Millis, Span

ZONE: Final = ZoneInfo("Europe/Paris")


def at(hour: int, minute: int = 0, day: int = 19) -> Millis:
    """An instant of November 2026 on the clocks of Paris."""
    return int(datetime(2026, 11, day, hour, minute, tzinfo=ZONE).timestamp() * 1000)


START: Final = at(22, day=18)
END: Final = at(22)
GAP: Final = Span(at(13, 41), at(13, 52))  # the collector was stopped: what was said then is not known


@dataclass(frozen=True, slots=True)
class Listening:
    """A source of the day: how it is asked, and on which network."""

    name: str
    network: str
    every: Millis  # 0 for a stream
    offset: Millis = 0
    site: str = ""
    keep: str = "all"
    fails_from: Millis | None = None

    def polls(self) -> tuple[Millis, ...]:
        """The instants at which it was asked: at the gap's start, just past its end, and last at the day's end."""
        ticks = range(START + self.offset, END + 1, self.every)
        outside = {tick for tick in ticks if not GAP.start < tick < GAP.end}
        return tuple(sorted(outside | {GAP.start, GAP.end + self.offset % MINUTE, END}))

    def seen(self, published_at: Millis, chance: random.Random) -> Millis | None:
        """When it brings what was published then: seconds later, or at a poll. None: nobody listened."""
        if GAP.start <= published_at < GAP.end:
            return None
        if self.every == 0:
            seen = published_at + int(min(90.0, chance.lognormvariate(0.7, 0.8)) * SECOND)
            seen += -seen % (5 * SECOND)
            return seen if seen < END and not GAP.start < seen < GAP.end else None
        lag = chance.expovariate(1 / 20) * SECOND
        if self.network == "appstore":
            lag += chance.expovariate(1 / 90) * MINUTE
        elif chance.random() < 0.06:  # from a server far away, or a page kept in a cache
            lag += chance.expovariate(1 / 9) * MINUTE
        if self.fails_from is not None and published_at + lag >= self.fails_from:
            return None
        # The last poll finds nothing new: what comes out so late is of the next day.
        return next((tick for tick in self.polls() if published_at + lag <= tick < END), None)


TAGS: Final = {"Orange": "orange", "SFR": "sfr", "Bouygues Telecom": "bouyguestelecom", "Free": "freemobile"}
MEDIA: Final = ("hainaut", "landes", "usages", "gazette")
SOURCES: Final[dict[str, Listening]] = {
    "bluesky": Listening("Bluesky", "bluesky", 0, keep="matched"),
    **{
        f"tag-{tag}": Listening(f"Mastodon #{tag}", "mastodon", 2 * MINUTE, n * 17 * SECOND)
        for n, tag in enumerate(TAGS.values())
    },
    "hainaut": Listening("Le Courrier du Hainaut", "feed", 5 * MINUTE, 41 * SECOND, "courrier-hainaut.example"),
    "landes": Listening("Landes Matin", "feed", 5 * MINUTE, 72 * SECOND, "landes-matin.example"),
    "usages": Listening("Télécoms & usages", "feed", 5 * MINUTE, 103 * SECOND, "telecoms-usages.example"),
    "gazette": Listening("La Gazette des box", "feed", 10 * MINUTE, 134 * SECOND, "gazette-des-box.example"),
    "comments": Listening("Commentaires du Courrier", "feed", 5 * MINUTE, 165 * SECOND, "courrier-hainaut.example"),
    "reviews": Listening("Avis d’applis", "appstore", 30 * MINUTE, 196 * SECOND, "avis-applis.example"),
    "forum": Listening(
        "Forum d’entraide", "feed", 5 * MINUTE, 227 * SECOND, "forum-entraide.example", fails_from=GAP.end
    ),
}
