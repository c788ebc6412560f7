"""What was listened to, remembered by day, is what the polls say, whoever asks and whenever."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hubdesk.core import DAY, HOUR, MINUTE, Scope, SourceRow, Span
from hubdesk.store.covers import RememberedCovers, covers, covers_by_source
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.store.writer import Writer

START = 1_795_000_000_000 // DAY * DAY


def polled(writer: Writer, chance: random.Random, polls: int) -> None:
    """Polls of three sources over six days; some reach back for a day or two, as a feed does after a failure."""
    for _ in range(polls):
        at = START + chance.randrange(6 * DAY)
        reach = chance.choice((5 * MINUTE, HOUR, HOUR, 5 * HOUR, 2 * DAY))
        writer.add_page(chance.randint(1, 3), [], cursor="", due_at=0, seen_at=at, covers=Span(at - reach, at))


@pytest.mark.parametrize("seed", range(4))
def test_that_what_is_remembered_is_what_the_polls_say(tmp_path: Path, seed: int) -> None:
    chance, path = random.Random(seed), tmp_path / "polls.hubdesk"
    create(path, NewSession("Trial"))
    remembered = RememberedCovers()
    with open_writer(path) as writer, open_reader(path) as reader:
        for name in ("one", "two", "three"):
            writer.add_source(SourceRow(0, name, "feed", every=5 * MINUTE))
        for _round in range(3):  # what is written meanwhile is seen
            polled(writer, chance, 40)
            for _ in range(60):
                start = START + chance.randrange(-DAY, 6 * DAY)
                end = start + chance.choice((MINUTE, HOUR, DAY, 3 * DAY))
                scope = Scope((), start, end, chance.choice((None, end + DAY, end + 9 * DAY)))
                with reader._reading() as connection:
                    assert remembered(connection, scope) == covers(connection, scope)
                    told = {source: spans for source, spans in remembered.by_source(connection, scope).items() if spans}
                    assert told == {one: spans for one, spans in covers_by_source(connection, scope).items() if spans}


@pytest.mark.parametrize("seed", range(4))
def test_that_what_is_followed_from_moment_to_moment_is_what_the_polls_say(tmp_path: Path, seed: int) -> None:
    chance, path = random.Random(seed), tmp_path / "polls.hubdesk"
    create(path, NewSession("Trial"))
    remembered, kept = RememberedCovers(), 0
    with open_writer(path) as writer, open_reader(path) as reader:
        for name in ("one", "two", "three"):
            writer.add_source(SourceRow(0, name, "feed", every=5 * MINUTE))
        poll = None
        for round_ in range(30):
            if round_ % 3:
                polled(writer, chance, 1)
            else:  # the next page of a poll lets it listen for longer
                at = START + chance.randrange(6 * DAY)
                span = Span(at - chance.choice((HOUR, DAY)), at)
                poll = writer.add_page(1, [], cursor="", due_at=0, seen_at=at, covers=span, poll=poll).poll
            with reader._reading() as connection:
                remembered = remembered.followed(connection)
                kept += bool(remembered._days)
                for _ in range(10):
                    start = START + chance.randrange(-DAY, 6 * DAY)
                    end = start + chance.choice((MINUTE, DAY, 3 * DAY))
                    scope = Scope((), start, end, chance.choice((None, end + DAY, end + 9 * DAY)))
                    assert remembered(connection, scope) == covers(connection, scope)
    assert kept > 9
