"""What somebody does who looks for the reason of a spike: brushes, chips, negations, words, and back again."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from filters_made import BEGIN, CRISES
from million import END

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Span
from hubdesk.core.filters import Filter
from hubdesk.desk.looking import Looking

TONES = ("negative", "neutral", "positive", "unknown")
THEMES = ("outage_network", "price_billing", "fibre_box", "email_webmail", "customer_service", "competitor_switch")
PLACES = ("59", "29", "40", "15", "94", "59350")
NETWORKS = ("bluesky", "mastodon", "feed", "appstore")
WORDS = ("panne", "facture", "fibre NEAR/5 box", "mail OR messagerie", "technicien")
LENGTHS = (60 * DAY, 30 * DAY, 7 * DAY, DAY, 6 * HOUR, 12 * MINUTE)


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    work: Callable[[], None]


class Analyst:
    """Goes one to four steps in, and the same way out. `looking`: of the desk; it stands on the whole year without
    chips."""

    def __init__(self, looking: Looking, seed: int = 4) -> None:
        self._looking = looking
        self._chance = random.Random(seed)

    def changes(self, many: int) -> Iterator[Change]:
        """Each is to be carried out before the next one is asked for."""
        return itertools.islice(self._all(), many)

    def _all(self) -> Iterator[Change]:
        while True:
            deep = self._chance.choice((1, 2, 2, 3, 3, 4))
            for _ in range(deep):
                yield self._in()
            for _ in range(deep):
                yield Change("back", self._looking.back)

    def _in(self) -> Change:
        filters, chance = self._looking.state.filters, self._chance
        kind = chance.choices(("chip", "brush", "text", "turn", "remove"), (50, 20, 12, 10, 8))[0]
        if kind in ("turn", "remove") and filters:
            one = chance.choice(filters)
            if kind == "turn":
                return Change(f"turn {one.field}", lambda: self._looking.turn(one))
            return Change(f"remove {one.field}", lambda: self._looking.remove(one))
        if kind == "brush" and self._looking.span().end - self._looking.span().start > LENGTHS[-1]:
            span = self._span()
            return Change(f"brush of {_told(span)}", lambda: self._looking.narrow((), span))
        used = {one.field for one in filters}
        if kind == "text" and "text" not in used:
            one = Filter("text", (chance.choice(WORDS),))
        else:
            one = next(made for made in iter(self._chip, None) if made.field not in used)
        return Change(f"{one.field} {one.values[0]}", lambda: self._looking.narrow((one,)))

    def _chip(self) -> Filter:
        chance = self._chance
        field = chance.choice(("tone", "tone", "theme", "theme", "place", "network", "author", "topic"))
        value = {
            "tone": chance.choice(TONES),
            "theme": chance.choice(THEMES),
            "place": chance.choice(PLACES),
            "network": chance.choice(NETWORKS),
            "author": f"voix{int(chance.random() ** 3 * 1_000)}.example",
            "topic": str(chance.randint(1, 4)),
        }[field]
        return Filter(field, (value,), negated=field in ("network", "theme") and chance.random() < 0.3)

    def _span(self) -> Span:
        """Around a crisis, or anywhere in what is looked at."""
        chance, now = self._chance, self._looking.span()
        shorter = [length for length in LENGTHS if length < now.end - now.start] or [LENGTHS[-1]]
        length = chance.choice(shorter)
        within = [at for day, hour, _times in CRISES if now.start <= (at := BEGIN + day * DAY + hour * HOUR) < now.end]
        start = (
            chance.choice(within) - length // 10
            if within
            else chance.randint(now.start, max(now.start, now.end - length))
        )
        start = max(BEGIN, min(start, END - length)) // MINUTE * MINUTE
        return Span(start, start + length)


def _told(span: Span) -> str:
    length: Millis = span.end - span.start
    return f"{length // DAY} days" if length >= DAY else f"{length // MINUTE} minutes"
