"""What the query workshop shows of a draft, read from a session: how much it hears, what comes in and what goes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Heard, Match, Millis, Scope, Span, Topic
from hubdesk.panels.query_terms import TermsOptions, TermsPicture, read_terms
from hubdesk.panels.query_why import WhyOptions, WhyPicture, read_why
from hubdesk.panels.trend_picture import (
    Missing,
    TrendOptions,
    TrendPicture,
    before_span,
    missing_sources,
    pending_span,
    step_for,
)
from hubdesk.query.match import test
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.query.tree import Query, QueryError
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_lines import bin_start
from hubdesk.widgets.chart_values import Point

SAMPLE: Final = 20  # mentions of either list
_NO_SPAN: Final = Span(0, 0)


@dataclass(frozen=True, slots=True)
class QueryOptions:
    """`topic` 0: the first one. `draft` None: the topic's own query. `version` None: what the session holds as heard.

    The draft is the last one that can be read: one with an error is never compared. `is_whole`: the terms and the
    reasons of a first mention too, for a picture on its own; else they are asked apart, since they take longer.
    """

    topic: int = 0
    draft: str | None = None
    version: int | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A query that a topic had, and since when; None: nobody kept that."""

    number: int
    query: str
    at: Millis | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft hears beside what is saved. An estimate rests on `read` candidates; None: nobody listened."""

    total: int
    saved_total: int
    new: int
    dropped: int
    is_estimate: bool
    read: int
    took_ms: float
    entering: tuple[Heard, ...]
    leaving: tuple[Heard, ...]
    draft_curve: tuple[Point, ...]
    saved_curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class QueryPicture:
    """`draft` is the text that was compared, `compared` the version that it was compared with.

    `effect` None: the draft or that version cannot be read (`fault` says why), or there is no topic.
    """

    topic: Topic | None
    topics: tuple[Topic, ...]
    draft: str
    versions: tuple[Version, ...] = ()
    compared: int = 0
    effect: Effect | None = None
    fault: str = ""
    span: Span = _NO_SPAN
    step: Millis = 60_000
    zone: str = "UTC"
    around: TrendPicture | None = None  # the gaps of the chart
    terms: TermsPicture | None = None
    why: WhyPicture | None = None


def read_query(reader: Reader, scope: Scope, options: QueryOptions) -> QueryPicture:
    """A worker's work. The scope's span counts, not its topics: a draft may hear what none of them does."""
    topics = reader.topics()
    topic = next((one for one in topics if one.id == options.topic), topics[0] if topics else None)
    if topic is None:
        return QueryPicture(None, topics, options.draft or "")
    draft = topic.query if options.draft is None else options.draft
    versions = tuple(Version(one.version, one.query, one.at) for one in reader.topic_versions(topic.id))
    compared = options.version if options.version is not None else topic.version
    picture = QueryPicture(topic, topics, draft, versions, compared)
    try:
        query = parse(draft)
        saved = _saved(topic, versions, compared)
    except QueryError as error:
        return replace(picture, fault=str(error))
    picture = _compared(reader, replace(scope, topics=()), picture, query, saved, topic)
    return _whole(reader, scope, picture) if options.is_whole else picture


def _whole(reader: Reader, scope: Scope, picture: QueryPicture) -> QueryPicture:
    effect = picture.effect
    shown = (*effect.entering, *effect.leaving) if effect is not None else ()
    why = read_why(reader, scope, WhyOptions(picture.draft, shown[0].id)) if shown else None
    topic = picture.topic.id if picture.topic is not None else 0
    terms = read_terms(reader, scope, TermsOptions(topic, picture.draft))
    return replace(picture, terms=terms, why=why)


def _saved(topic: Topic, versions: Iterable[Version], number: int) -> Query | None:
    """Another version's query; None for the one the session holds as heard."""
    if number == topic.version:
        return None
    text = next((one.query for one in versions if one.number == number), None)
    return None if text is None else parse(text)


def _compared(
    reader: Reader, scope: Scope, picture: QueryPicture, query: Query, saved: Query | None, topic: Topic
) -> QueryPicture:
    step = step_for(TrendOptions(), scope.length)
    zone = reader.facts().timezone or "UTC"
    whole = replace(scope, start=bin_start(scope.start, step, zone))
    found = reader.compare(query, topic, whole, saved=saved, step=step, sample=SAMPLE)
    circle = Circle(reader.people())
    effect = Effect(
        found.total,
        found.saved_total,
        found.new,
        found.dropped,
        found.is_estimate,
        found.read,
        found.took_ms,
        tuple(marked(heard, topic, query, circle) for heard in found.new_sample),
        tuple(marked(heard, topic, saved, circle) for heard in found.dropped_sample),
        found.draft_curve,
        found.saved_curve,
    )
    span = Span(scope.start, scope.end)
    return replace(
        picture, effect=effect, span=span, step=step, zone=zone, around=_around(reader, scope, picture, step, zone)
    )


def marked(heard: Heard, topic: Topic, query: Query | None, circle: Circle) -> Heard:
    """The mention with that query's words marked, and no others; None: with those that it was heard by."""
    others = tuple(replace(one, marks=()) for one in heard.matches if one.topic != topic.id)
    kept = next((one for one in heard.matches if one.topic == topic.id), None)
    if query is not None:
        about = circle.about(heard.mention, heard.source)
        kept = Match(topic.id, topic.version, test(query, heard.mention, heard.notes, about=about) or ())
    return replace(heard, matches=others if kept is None else (kept, *others))


def _around(reader: Reader, scope: Scope, picture: QueryPicture, step: Millis, zone: str) -> TrendPicture:
    """What the trend panel would say of this span but for its lines: gaps, what is pending, who was missing."""
    coverage, span = reader.coverage(scope), Span(scope.start, scope.end)
    before, pending = before_span(coverage, span), pending_span(coverage, span)
    unknown = (*coverage.gaps, *((pending,) if pending else ()))
    missing: tuple[Missing, ...] = missing_sources(coverage, span, unknown)
    return TrendPicture(span, step, zone, 0, (), picture.topics, before, coverage.gaps, pending, missing)
