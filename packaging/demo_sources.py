"""What the demonstration listened to, when each source was asked, what failed, and what nobody heard."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from demo_calendar import ALL, WEEK, at

from hubdesk.core import HOUR, MINUTE, SECOND, Millis, Span

UNHEARD: Final = Span(at("D5 13:41"), at("D5 13:52"))  # the collector was stopped: what was said then is not known
STREAM_GAP: Final = Span(at("D3 15:10"), at("D3 15:50"))  # Bluesky alone: its connection was lost
FAILING: Final = Span(at("D4 13:52"), at("D4 19:20"))  # the forum answers 503; what it held comes late
BACK_OFF_MINUTES: Final = (0, 5, 10, 20, 40, 60)
REFUSAL: Final = "503 Service Unavailable"


@dataclass(frozen=True, slots=True)
class Listening:
    """A source: how it is asked, on which network, and whether its visitors write there (`group`: demo_calendar)."""

    name: str
    network: str
    group: str
    every: Millis = 5 * MINUTE  # 0 for a stream
    offset: Millis = 0
    site: str = ""
    fails: Span | None = None

    def polls(self) -> tuple[Millis, ...]:
        """The instants at which it was asked with success. In the thin days it was asked less often."""
        if self.every == 0:
            return ()
        slow = max(self.every, 30 * MINUTE)
        ticks = [*range(ALL.start + self.offset, WEEK.start, slow)]
        ticks += range(WEEK.start + self.offset, ALL.end, self.every)
        heard = {tick for tick in ticks if not UNHEARD.start < tick < UNHEARD.end}
        if self.fails is not None:
            heard -= {tick for tick in heard if self.fails.start <= tick < self.fails.end}
        return tuple(sorted(heard | {UNHEARD.start, UNHEARD.end + self.offset % MINUTE, ALL.end}))

    def failures(self) -> Iterator[Millis]:
        if self.fails is None:
            return
        tries, moment = 0, self.fails.start
        while moment < self.fails.end:
            yield moment
            tries += 1
            moment += BACK_OFF_MINUTES[min(tries, len(BACK_OFF_MINUTES) - 1)] * MINUTE


@dataclass(frozen=True, slots=True)
class Ear:
    """A source at work: when it brings what was published at an instant."""

    listening: Listening
    polls: tuple[Millis, ...]

    def seen(self, published_at: Millis, chance: random.Random) -> Millis | None:
        """Seconds later on a stream, else at a poll; some come hours late. None: nobody listened."""
        if UNHEARD.start <= published_at < UNHEARD.end:
            return None
        if self.listening.every == 0:
            if STREAM_GAP.start <= published_at < STREAM_GAP.end:
                return None
            lag = min(90.0, chance.lognormvariate(0.7, 0.8)) * SECOND
            if chance.random() < 0.012:  # its server was away from the network for a while
                lag += chance.lognormvariate(3.4, 1.0) * MINUTE
            seen = published_at + int(lag)
            seen += -seen % (5 * SECOND)
            silent = any(gap.start < seen < gap.end for gap in (UNHEARD, STREAM_GAP))
            return seen if seen < ALL.end and not silent else None
        lag = chance.expovariate(1 / 20) * SECOND
        if self.listening.network == "appstore":
            lag += chance.lognormvariate(4.6, 0.9) * MINUTE  # a store looks at reviews before it shows them
        elif chance.random() < 0.05:  # from a server far away, or a page kept in a cache
            lag += chance.lognormvariate(2.6, 1.2) * MINUTE
        place = bisect_left(self.polls, published_at + int(lag))
        # The last poll finds nothing new: what comes out so late is of the next day.
        return self.polls[place] if place < len(self.polls) and self.polls[place] < ALL.end else None


def ears() -> dict[str, Ear]:
    return {key: Ear(listening, listening.polls()) for key, listening in SOURCES.items()}


TAGS: Final = {"Orange": "orange", "SFR": "sfr", "Bouygues Telecom": "bouyguestelecom", "Free": "freemobile"}
SOURCES: Final[dict[str, Listening]] = {
    "bluesky": Listening("Bluesky", "bluesky", "social", 0),
    **{
        f"tag-{tag}": Listening(f"Mastodon #{tag}", "mastodon", "social", 5 * MINUTE, n * 17 * SECOND)
        for n, tag in enumerate(TAGS.values())
    },
    "page-sfr": Listening("Page SFR, commentaires", "feed", "page", 5 * MINUTE, 31 * SECOND, "page-sfr.example"),
    "petit-marsan": Listening("Le Petit Marsan", "feed", "press", 5 * MINUTE, 41 * SECOND, "petit-marsan.example"),
    "courrier-beffroi": Listening(
        "Le Courrier du Beffroi", "feed", "press", 10 * MINUTE, 52 * SECOND, "courrier-beffroi.example"
    ),
    "radio-adour": Listening("Radio Adour", "feed", "press", 15 * MINUTE, 72 * SECOND, "radio-adour.example"),
    "heure-francaise": Listening(
        "L’Heure française", "feed", "press", 10 * MINUTE, 88 * SECOND, "heure-francaise.example"
    ),
    "telecom-matin": Listening("Télécom Matin", "feed", "press", 10 * MINUTE, 103 * SECOND, "telecom-matin.example"),
    "numeri-club": Listening("Numéri-Club", "feed", "press", 15 * MINUTE, 134 * SECOND, "numeri-club.example"),
    "courrier-conso": Listening(
        "Le Courrier conso", "feed", "press", 15 * MINUTE, 141 * SECOND, "courrier-conso.example"
    ),
    "lettre-relation-client": Listening(
        "La Lettre de la relation client", "feed", "press", HOUR, 149 * SECOND, "lettre-relation-client.example"
    ),
    "blog": Listening("Carnet d’un abonné", "feed", "press", HOUR, 157 * SECOND, "carnet-abonne.example"),
    "blog-comments": Listening(
        "Carnet d’un abonné, commentaires", "feed", "page", HOUR, 161 * SECOND, "carnet-abonne.example"
    ),
    "beffroi-comments": Listening(
        "Le Courrier du Beffroi, commentaires", "feed", "page", 10 * MINUTE, 165 * SECOND, "courrier-beffroi.example"
    ),
    "club-comments": Listening(
        "Numéri-Club, commentaires", "feed", "page", 10 * MINUTE, 171 * SECOND, "numeri-club.example"
    ),
    "forum": Listening(
        "Forum d’entraide", "feed", "forum", 10 * MINUTE, 227 * SECOND, "forum-entraide.example", FAILING
    ),
    "reviews": Listening("Avis d’applis", "appstore", "review", HOUR, 196 * SECOND, "avis-applis.example"),
}
MEDIA: Final = tuple(key for key, one in SOURCES.items() if one.group == "press" and key not in ("blog",))
