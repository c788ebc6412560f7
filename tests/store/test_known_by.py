"""A stretch of the past looked at later counts what became known since; a replay of it does not."""

from __future__ import annotations

from pathlib import Path

from store_fakes import NOON, add, new_session, source, topics

from hubdesk.core import MINUTE, Entry, Match, Mention, Scope, SourceState, Span
from hubdesk.query.syntax import parse
from hubdesk.store.session import open_reader, open_writer

LATE = NOON + 5 * MINUTE  # when the article of noon was seen


def late_article(folder: Path) -> Path:
    path = new_session(folder)
    with open_writer(path) as writer:
        (orange,) = topics(writer, "Orange")
        entry = Entry(Mention("feed", "1", "panne à Lille", NOON), matches=(Match(orange.id, 1),))
        add(writer, source(writer, "un"), [entry], LATE, covers=Span(NOON - MINUTE, LATE))
    return path


def test_that_what_came_late_counts_for_who_looks_back(tmp_path: Path) -> None:
    with open_reader(late_article(tmp_path)) as reader:
        then = Scope(reader.topics(), NOON - MINUTE, NOON + 2 * MINUTE)
        since = Scope(then.topics, then.start, then.end, known_by=LATE)
        query = parse("panne")
        assert [reader.count(scope) for scope in (then, since)] == [0, 1]
        assert [len(reader.latest(scope, 9)) for scope in (then, since)] == [0, 1]
        assert [reader.search(query, scope, 9).total for scope in (then, since)] == [0, 1]
        assert reader.volume(then.topics[0], then, MINUTE) == (
            (NOON - MINUTE, None), (NOON, None), (NOON + MINUTE, None),
        )  # fmt: skip
        assert reader.volume(then.topics[0], since, MINUTE) == (
            (NOON - MINUTE, 0), (NOON, 1), (NOON + MINUTE, 0),
        )  # fmt: skip


def test_that_sources_are_told_as_they_stand_where_we_stand(tmp_path: Path) -> None:
    with open_reader(late_article(tmp_path)) as reader:
        then = Scope((), NOON - MINUTE, NOON + 2 * MINUTE)
        since = Scope((), then.start, then.end, known_by=LATE)
        states = [reader.coverage(scope).sources[0].state for scope in (then, since)]
        assert states == [SourceState.UNKNOWN, SourceState.LISTENING]
        assert reader.gaps(since) == ()
