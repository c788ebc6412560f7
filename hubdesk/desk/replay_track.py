"""The whole of a session as one curve with its marks, for the transport bar; read in a worker."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from hubdesk.core import MINUTE, Millis, Scope, Span
from hubdesk.core.review import ReviewMark
from hubdesk.desk.review_reading import Asked, read_standing
from hubdesk.panels.episodes_known import Known, known
from hubdesk.panels.episodes_words import kind_words, topic_name
from hubdesk.panels.marks_picture import words_of
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_lines import bin_step
from hubdesk.widgets.transport_values import Track, TrackMark

KEY: Final = "transport"
BINS: Final = 700
MOST: Final = 300  # marks
LONGEST: Final = 120  # code points of a mark's words
_EVER: Final = 1 << 53


def read_track(reader: Reader, scope: Scope, options: Hashable) -> Track:
    """Worker thread. Of all that is stored, whatever the scope: it is where one can go, not what is known there.
    `options`: an Asked, for marks that are beside the session too."""
    facts = reader.facts()
    if facts.first_at is None or facts.last_at is None:
        return Track(Span(0, 0))
    # To where all is known: a feed's old articles are seen weeks after they were published.
    newest = _newest(reader, (facts.last_at // MINUTE + 1) * MINUTE)
    span = Span(facts.first_at // MINUTE * MINUTE, -(-newest // MINUTE) * MINUTE)
    whole = Scope((), span.start, span.end)
    step = bin_step(span.end - span.start, BINS)
    marks = [*_episodes(reader, whole), *_bookmarks(reader, scope, options)]
    there = [one for one in marks if span.start <= one.at <= span.end]
    return Track(span, step, reader.volume(None, whole, step), reader.gaps(whole), tuple(there[:MOST]))


def _newest(reader: Reader, end: Millis) -> Millis:
    newest = reader.latest(Scope((), 0, end, known_by=_EVER), 1)
    return max(end, newest[0].known_at) if newest else end


def _episodes(reader: Reader, whole: Scope) -> Iterator[TrackMark]:
    """At the instant each was told; the gravest of very many. What the analyst called wrong is left out."""
    named = {topic.id: topic for topic in reader.topics()}
    told = [one for one in known(reader.episodes(whole)) if not one.is_wrong]
    for one in sorted(told, key=_gravest_first)[:MOST]:
        topic = named.get(one.main.topic) if one.main.topic is not None else None
        words = f"{kind_words(one)}, {topic_name(topic, one.main.topic)}"
        yield TrackMark(one.main.opened_at, words, one.severity)


def _gravest_first(one: Known) -> tuple[int, Millis]:
    return -one.severity, one.start


def _bookmarks(reader: Reader, scope: Scope, options: Hashable) -> Iterator[TrackMark]:
    """What people marked, where what they marked begins; an episode stands there already. Bookmarks come first: of
    very many marks, they are the ones to go to."""
    marks = read_standing(reader, scope, options if isinstance(options, Asked) else Asked(())).marks
    for mark in sorted(marks, key=_bookmarks_first)[:MOST]:
        at = _of(reader, mark)
        if at is not None:
            yield TrackMark(at, words_of(mark, LONGEST))


def _bookmarks_first(mark: ReviewMark) -> tuple[bool, Millis]:
    return mark.instant is None, -mark.at


def _of(reader: Reader, mark: ReviewMark) -> Millis | None:
    if mark.instant is not None:
        return mark.instant
    heard = reader.mention(mark.mention, _EVER) if mark.mention is not None else None
    return heard.known_at if heard is not None else None
