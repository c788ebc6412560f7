"""One account's card: its history in this session, first and last words, tone towards brands, whom it answers."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Heard, Millis, Scope, Span
from hubdesk.core.filters import Filters
from hubdesk.panels.voices_asked import chips_of_account
from hubdesk.query.said_filters import UnsaidError, query_of
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Account, Reader, VoiceLife
from hubdesk.widgets.chart_lines import bin_step
from hubdesk.widgets.chart_values import Point
from hubdesk.widgets.sparkline import Spark

BINS: Final = 60
MOST_ASKED: Final = 300_000  # mentions stored, among which a query is asked what it finds: a third of a second


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """`spark`: its mentions in the whole session up to the scope's end, the scope marked; None where nobody ever
    listened. `words`: its first and its last mention, once where they are the same. `chips` take all of them and
    nobody else's, `chips_here` those of what is looked at; () where none do, or where asking would take too long.
    `is_narrowed`: what is looked at has filters, which the card but for `life.here` does not heed."""

    account: Account
    life: VoiceLife
    end: Millis
    words: tuple[Heard, ...] = ()
    spark: Spark | None = None
    chips: Filters = ()
    chips_here: Filters = ()
    is_narrowed: bool = False


def read_card(reader: Reader, scope: Scope, account: Account) -> VoiceCard:
    """Worker thread. What nobody wrote any more, since all was taken back, is an empty card."""
    life = reader.voice(scope, account)
    asked = [one for one in dict.fromkeys((life.first, life.last)) if one is not None]
    words = tuple(heard for one in asked if (heard := reader.mention(one, scope.known)) is not None)
    spark = _spark(reader, scope, life)
    whole = replace(scope, start=life.at[0], filters=()) if life.at else scope
    return VoiceCard(
        account,
        life,
        scope.end,
        words,
        spark,
        _alone(reader, whole, account, len(life.at)),
        _alone(reader, scope, account, life.here),
        bool(scope.filters),
    )


def _alone(reader: Reader, scope: Scope, account: Account, mentions: int) -> Filters:
    """The chips that take so many mentions of the scope, which are the account's."""
    tries = {chips_of_account(account, with_network=with_network) for with_network in (False, True)} - {()}
    for chips in sorted(tries, key=len) if mentions else ():
        if _found(reader, scope, chips) == mentions:
            return chips
    return ()


def _found(reader: Reader, scope: Scope, chips: Filters) -> int | None:
    """How many of the scope's mentions they take; None where finding out would take too long."""
    if reader.filled_cut(scope) is not None:
        return reader.count(replace(scope, filters=scope.filters + chips))
    if reader.facts().mentions > MOST_ASKED:
        return None
    try:
        return reader.search(parse(query_of(chips)), scope, 0).total
    except UnsaidError:
        return None


def _spark(reader: Reader, scope: Scope, life: VoiceLife) -> Spark | None:
    first = reader.facts().first_at
    if first is None or not life.at or min(first, life.at[0]) >= scope.end:
        return None
    first = min(first, life.at[0], scope.start)
    step = bin_step(scope.end - first, BINS)
    whole = Scope((), first // step * step, scope.end, scope.known)
    listened = reader.volume(None, whole, step)
    edges = [at for at, _mentions in listened]
    counts = [0] * len(edges)
    for at in life.at:
        place = bisect_right(edges, at) - 1
        if place >= 0:
            counts[place] += 1
    points: tuple[Point, ...] = tuple(
        (at, None if heard is None and not mine else mine) for (at, heard), mine in zip(listened, counts, strict=True)
    )
    return Spark(Span(whole.start, scope.end), step, points, Span(max(scope.start, whole.start), scope.end))
