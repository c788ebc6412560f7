"""Accounts that act together while a topic's buzz lasts: looked for at each hour's end, over the last hours.

What is found is that they act together, never why. Chance is drawn from the mentions themselves and what is looked at
was known by then, so the same hours bring the same episodes live, at a catch-up and in a back-test. What was taken back
since is in none: then nobody can find again what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hubdesk.collector import evidence
from hubdesk.collector.evidence import KEPT, Json
from hubdesk.core import DAY, HOUR, MINUTE, Episode, EpisodeKind, EpisodeState, Millis, Phase, Scope, Topic
from hubdesk.i18n import N_
from hubdesk.query.together import SMALLEST, Ring
from hubdesk.store.episodes import Seen
from hubdesk.store.reader import Reader
from hubdesk.told import Told

if TYPE_CHECKING:
    from hubdesk.store.pushed import Pushed

LOOKED_AT: Final = 6 * HOUR
FIRST: Final = 200  # mentions among which the first is looked for
TOGETHER: Final = "together"  # the voice of what is found here
NO_MORE: Final = N_("No accounts act together any more in the last {span_ms}")
NOT_PUSHED: Final = N_("The episode that they pushed is over")
DECLARED: Final = N_("{insiders} of these accounts are declared insiders")


@dataclass(slots=True)
class Lasting:
    """Accounts that were told to act together on a topic, and since when they do."""

    topic: int
    opened_at: Millis
    start: Millis
    accounts: frozenset[str]


class RingEpisodes:
    """Looks for rings in a session, and remembers those that were told and last."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.told: dict[int, Lasting] = {}

    def know(self, topics: Iterable[int]) -> None:
        kept = set(topics)
        self.told = {id_: one for id_, one in self.told.items() if id_ in kept}

    def go_on(self, upto: Millis) -> None:
        """With what lasted at an instant."""
        for one in reversed(self._reader.episodes(Scope((), upto - DAY, upto, known_by=upto))):
            if one.kind == EpisodeKind.AMPLIFICATION and one.topic is not None and one.lasts:
                self.told[one.topic] = Lasting(one.topic, one.opened_at, one.now.start, _accounts_of(one))

    def take(self, minute_end: Millis, pushed: Mapping[int, Millis], topics: Mapping[int, Topic]) -> list[Seen]:
        """What is to be stored at a minute's end; at an hour's there may be something. `pushed`: the topics that have a
        buzz or a crisis, and since when."""
        if minute_end % HOUR or not (pushed or self.told):
            return []
        found: list[Seen] = []
        for topic in sorted({*pushed, *self.told} & topics.keys()):
            if topic in pushed:
                found += self._look(topics[topic], minute_end)
            else:
                found.append(self._over(topic, minute_end, Told(NOT_PUSHED)))
        return found

    def _look(self, topic: Topic, at: Millis) -> list[Seen]:
        seen = self._reader.pushed(Scope((topic,), at - LOOKED_AT, at, known_by=at - 1))
        rings = tuple(ring for ring in seen.rings if len(ring.accounts) >= SMALLEST)
        one = self.told.get(topic.id)
        if not rings:
            words = Told(NO_MORE, (("span_ms", LOOKED_AT),))
            return [] if one is None else [self._over(topic.id, at, words)]
        accounts = frozenset(account for ring in rings for account in ring.accounts)
        start = min(ring.first_at for ring in rings)
        if one is None:
            one = self.told[topic.id] = Lasting(topic.id, at, start, accounts)
            phase = Phase.RISE
        elif accounts <= one.accounts:  # nobody new: it was told
            return []
        else:
            one.accounts |= accounts
            phase = Phase.PLATEAU
        return [_seen(one, at, phase, self._made(seen, rings) | {"minutes": self._listened(at)})]

    def _listened(self, at: Millis) -> list[int]:
        """Of the minutes that were looked at: how many somebody listened in, and all."""
        gaps = self._reader.gaps(Scope((), at - LOOKED_AT, at, known_by=at - 1))
        unheard = sum(gap.end - gap.start for gap in gaps)
        return [(LOOKED_AT - unheard) // MINUTE, LOOKED_AT // MINUTE]

    def _over(self, topic: int, at: Millis, words: Told) -> Seen:
        return _seen(self.told.pop(topic), at, Phase.OVER, {"told": [evidence.kept(words)]}, at)

    def _made(self, seen: Pushed, rings: Sequence[Ring]) -> Json:
        """Rings with their chance, and the shares of those who act together and of declared insiders, told apart."""
        words = [ring.words for ring in rings]
        words += [Told(DECLARED, (("insiders", len(ring.insiders)),)) for ring in rings if ring.insiders]
        words += [told for told in seen.audit.words if told not in words]
        ids = sorted({id_ for ring in rings for id_ in ring.ids})
        shares = {"together": seen.audit.together.of_all, "top_authors": seen.audit.loudest.of_all}
        if seen.declared:
            shares["insiders"] = seen.audit.insiders.of_all
        if seen.told:
            shares["duplicates"] = seen.duplicates / seen.told
        made: Json = {
            "told": [evidence.kept(one) for one in words],
            "voice": TOGETHER,
            "rings": [_ring(ring) for ring in rings],
            "mentions": ids[::-1][:KEPT],
            "shares": {name: round(share, 3) for name, share in shares.items() if share is not None},
        }
        at, first = min(((one.at, one.id) for one in self._reader.mentions(ids[:FIRST])), default=(0, 0))
        return made | ({"first": {"mention": first, "at": at}} if first else {})


def _seen(one: Lasting, at: Millis, phase: Phase, made: Json, end: Millis | None = None) -> Seen:
    state = EpisodeState(at, phase, min(one.start, at), None, end, 0, "", made)
    return Seen(EpisodeKind.AMPLIFICATION, one.topic, one.opened_at, state)


def _ring(ring: Ring) -> Json:
    declared = set(ring.insiders)
    return {
        "accounts": [account for account in ring.accounts if account not in declared],
        "insiders": list(ring.insiders),
        "things": len(ring.things),
        "chance": round(max(pair.chance for pair in ring.pairs), 4),
        "mentions": list(ring.ids[-KEPT:]),
    }


def _accounts_of(one: Episode) -> frozenset[str]:
    """As its states tell; what is no ring, as in a stranger's file, is passed over."""
    found: set[str] = set()
    for state in one.states:
        rings = state.evidence.get("rings")
        for ring in rings if isinstance(rings, list) else ():
            names = [*ring.get("accounts", ()), *ring.get("insiders", ())] if isinstance(ring, dict) else []
            found.update(name for name in names if isinstance(name, str))
    return frozenset(found)
