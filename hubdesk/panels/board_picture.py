"""What the buzz board reads: each topic's episode, new phrases by their life, who is quiet and who was not seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import HOUR, Coverage, Episode, Millis, Scope, Span, Topic
from hubdesk.panels.board_terms import Term, read_terms
from hubdesk.panels.crisis_level import STEP, Level, frozen, level
from hubdesk.panels.episodes_known import Known, known
from hubdesk.panels.episodes_picture import LATE, LONGEST, WATCH, spark_of
from hubdesk.panels.episodes_score import Verdicts, score
from hubdesk.query.any_kind import ANY
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.widgets.sparkline import Spark

MOST: Final = 24  # episodes that are cards
MOST_QUIET: Final = 20  # topics that are named; of more their number is told


@dataclass(frozen=True, slots=True)
class Shown:
    """An episode on the board. `mentions` can be opened, in `stretch`; `before`: its topic's others in the scope."""

    known: Known
    topic: Topic | None
    stretch: Span
    level: Level
    spark: Spark
    mentions: int
    before: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Quiet:
    """A topic without an episode in the scope. `wrong`: alarms of it that the analyst took back. `unheard`: what of
    the stored past it was not asked about yet, 0 to 1."""

    topic: Topic
    mentions: int
    wrong: int = 0
    unheard: float = 0.0


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """`all` episodes would be cards, the gravest of them are. `watched_until` None: nobody ever watched. `empty`: of a
    scope without mentions, what was listened to. `silent_since`: when the last source stopped listening."""

    span: Span
    zone: str
    topics: tuple[Topic, ...]
    shown: tuple[Shown, ...]
    all: int
    terms: tuple[Term, ...]
    quiet: tuple[Quiet, ...]
    more_quiet: int
    is_heard: bool  # anybody listened in the scope
    silent_since: Millis | None
    verdicts: Verdicts
    watched_until: Millis | None
    is_growing: bool
    mentions: int
    empty: Coverage | None = None
    stored: int = 0

    @property
    def is_late(self) -> bool:
        """Whether the watch is behind what is looked at, though it could go on."""
        return self.is_growing and self.watched_until is not None and self.span.end - self.watched_until > LATE


def read_board(reader: Reader, scope: Scope) -> BoardPicture:
    """Worker thread. An episode belongs to the board when it lasted in the scope."""
    facts, topics, coverage = reader.facts(), reader.topics(), reader.coverage(scope)
    wanted = scope.topics or topics
    episodes = reader.episodes(replace(scope, start=0))
    here = [one for one in known(_as_of(episodes, scope.end)) if one.now.end is None or one.now.end > scope.start]
    chosen = list(_chosen(here))
    named = {topic.id: topic for topic in topics}
    shown = [_shown(reader, one, others, named.get(one.main.topic or 0), scope) for one, others in chosen[:MOST]]
    told = {one.main.topic for one, _others in chosen}
    counts = {topic.id: count for topic, count in reader.shares(replace(scope, topics=wanted))} if wanted else {}
    quiet = [topic for topic in wanted if topic.id not in told]
    quiet.sort(key=_Loudest(counts))
    unheard = {one.topic: 1 - one.done / max(1, one.all) for one in reader.rehearing()}
    wrong = [one.main.topic for one in here if one.is_wrong]
    mentions = reader.count(scope)
    return BoardPicture(
        span=Span(scope.start, scope.end),
        zone=facts.timezone or "UTC",
        topics=topics,
        shown=tuple(shown),
        all=len(chosen),
        terms=read_terms(reader, scope, coverage) if mentions else (),
        quiet=tuple(
            Quiet(topic, counts.get(topic.id, 0), wrong.count(topic.id), unheard.get(topic.id, 0.0))
            for topic in quiet[:MOST_QUIET]
        ),
        more_quiet=max(0, len(quiet) - MOST_QUIET),
        is_heard=any(one.listened for one in coverage.sources),
        silent_since=_silent_since(coverage, scope),
        verdicts=score(known(episodes), topics, scope.end).verdicts,
        watched_until=reader.watched(WATCH)[0],
        is_growing=not facts.sealed and not facts.synthetic,
        mentions=mentions,
        empty=None if mentions else coverage,
        stored=facts.mentions,
    )


def _as_of(episodes: Sequence[Episode], end: Millis) -> Iterator[Episode]:
    """How they stood at the end of what is looked at, though it may be looked at from later; what people said of them
    since is kept."""
    for one in episodes:
        states = tuple(state for state in one.states if state.at <= end)
        if states:
            yield replace(one, states=states)


def _chosen(here: Sequence[Known]) -> Iterator[tuple[Known, tuple[Known, ...]]]:
    """Of each topic those that last, or else the last one, each with the topic's others; the gravest first. What was
    called a wrong alarm is none."""
    right = [one for one in here if not one.is_wrong]
    by_topic = {topic: [one for one in right if one.main.topic == topic] for topic in {one.main.topic for one in right}}
    made = []
    for group in by_topic.values():
        cards = [one for one in group if one.lasts] or [max(group, key=_opened)]
        others = tuple(one for one in group if one not in cards)
        made += [(one, others if place == 0 else ()) for place, one in enumerate(cards)]
    return iter(sorted(made, key=_gravest))


def _shown(reader: Reader, one: Known, others: tuple[Known, ...], topic: Topic | None, scope: Scope) -> Shown:
    end = min(scope.end, one.now.end if one.now.end is not None else scope.end)
    start = max(min(one.start, end - STEP), end - LONGEST)
    topics = (topic,) if topic is not None else ()
    within = Scope(topics, start, end, scope.known)
    is_known = topic is not None or one.main.topic is None  # nothing of a topic that is gone is counted
    points = reader.volume(topic, replace(within, start=(start - HOUR) // STEP * STEP), STEP) if is_known else ()
    return Shown(
        known=one,
        topic=topic,
        stretch=Span(start, end),
        level=level(one, points, end, frozen(reader, one), None),
        spark=spark_of(reader, one, topic, scope),
        mentions=reader.search(parse(ANY), within, 1).total if is_known else 0,
        before=others,
    )


def _silent_since(coverage: Coverage, scope: Scope) -> Millis | None:
    """Where the gap begins that reaches the scope's end."""
    return next((gap.start for gap in coverage.gaps if gap.end >= scope.end), None)


def _opened(one: Known) -> tuple[Millis, int]:
    return one.main.opened_at, one.id


def _gravest(found: tuple[Known, tuple[Known, ...]]) -> tuple[bool, int, Millis]:
    one = found[0]
    return not one.lasts, -one.severity, -one.main.opened_at


class _Loudest:
    """The order of quiet topics: by their mentions, then as they were made."""

    def __init__(self, counts: dict[int, int]) -> None:
        self._counts = counts

    def __call__(self, topic: Topic) -> int:
        return -self._counts.get(topic.id, 0)
