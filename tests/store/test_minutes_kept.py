"""Minutes that were counted once are told again without a look at the mentions."""

from __future__ import annotations

from pathlib import Path

from hubdesk.core import HOUR, MINUTE
from hubdesk.store.session import open_reader, open_writer
from tests.watch_fakes import SURGE, heard_session, surge


def test_that_what_was_counted_is_told_without_reading_mentions(tmp_path: Path) -> None:
    path = heard_session(tmp_path, surge)
    start, end = SURGE, SURGE + HOUR
    with open_reader(path) as reader, open_writer(path) as writer:
        counted = reader.minutes(start, end)
        assert counted.counts
        writer.keep_watch("minutes", end, "{}", (), counted)
        asked: list[str] = []
        with reader._reading() as connection:
            connection.set_trace_callback(asked.append)
        told = reader.minutes(start, end)
        assert (told.counts, told.unheard) == (counted.counts, counted.unheard)
        assert any("FROM counted" in one for one in asked)
        assert not any("FROM mention" in one for one in asked)
        assert reader.minutes(start, end + MINUTE).end == end + MINUTE
        assert any("FROM mention" in one for one in asked)  # what nobody counted yet is
