"""Every attempt of every source, with what it brought: what the collector would have stored, in order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from demo_calendar import ALL
from demo_heard import Change, Heard
from demo_sources import SOURCES, STREAM_GAP, UNHEARD, Listening

from hubdesk.core import HOUR, Mention, Millis, Span, Withdrawal

QUIET: Final = 6 * HOUR  # a stream that brings nothing still tells that it listens


class Page(NamedTuple):
    """What one answer of a source brought. `connection`: a stream's pages extend one attempt until it breaks."""

    seen_at: Millis
    source: str
    mentions: tuple[Mention, ...] = ()
    edits: tuple[Mention, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    covers: Span | None = None  # None: it failed
    connection: int = 0


def pages(heard: Sequence[Heard], changed: Sequence[Change]) -> Iterator[Page]:
    """In no order: sort them by `seen_at`."""
    arrived: dict[tuple[str, Millis], list[Mention]] = defaultdict(list)
    for one in heard:
        arrived[one.said.source, one.seen_at].append(one.said.mention())
    for key, listening in SOURCES.items():
        if listening.every == 0:
            yield from _stream(key, arrived, changed)
        else:
            yield from _polled(key, listening, arrived)


def _stream(key: str, arrived: dict[tuple[str, Millis], list[Mention]], changed: Sequence[Change]) -> Iterator[Page]:
    edits: dict[Millis, list[Mention]] = defaultdict(list)
    withdrawals: dict[Millis, list[Withdrawal]] = defaultdict(list)
    for change in changed:
        mention = change.heard.said.mention()
        if change.words is None:
            withdrawals[change.seen_at].append(Withdrawal(key, mention.native_id))
        else:
            edits[change.seen_at].append(replace(mention, text=change.words))
    breaks = (ALL.start, STREAM_GAP.start, STREAM_GAP.end, UNHEARD.start, UNHEARD.end, ALL.end)
    moments = {seen for source, seen in arrived if source == key} | set(edits) | set(withdrawals) | set(breaks)
    moments |= set(range(ALL.start, ALL.end, QUIET))
    silent = (STREAM_GAP, UNHEARD)
    for moment in sorted(moments):
        if any(gap.start < moment < gap.end for gap in silent):
            continue
        # A connection begins where the last gap ended, and its page covers until now.
        begun = max((gap.end for gap in silent if gap.end <= moment), default=ALL.start)
        yield Page(
            moment,
            key,
            tuple(arrived.get((key, moment), ())),
            tuple(edits.get(moment, ())),
            tuple(withdrawals.get(moment, ())),
            Span(begun, moment),
            begun,
        )


def _polled(key: str, listening: Listening, arrived: dict[tuple[str, Millis], list[Mention]]) -> Iterator[Page]:
    """Each poll reaches back to the last one that succeeded, except over the time when nobody asked."""
    before = ALL.start
    for moment in listening.polls():
        start = UNHEARD.end if before == UNHEARD.start else before
        yield Page(moment, key, tuple(arrived.get((key, moment), ())), covers=Span(min(start, moment), moment))
        before = moment
    for moment in listening.failures():
        yield Page(moment, key)
