"""A mention is found by the name that its network gave it."""

from __future__ import annotations

from pathlib import Path

from fakes import NOON, entry, session

from hubdesk.core import HOUR, Span
from hubdesk.store.session import open_reader, open_writer


def test_that_a_mention_is_found_by_its_name_first_on_its_own_network(tmp_path: Path) -> None:
    path = session(tmp_path, ["une panne"])
    with open_writer(path) as writer, open_reader(path) as reader:
        entries = [
            entry("a", network="mastodon", native_id="same"),
            entry("b", network="bluesky", native_id="same"),
            entry("c", network="feed", native_id="other"),
        ]
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=NOON + HOUR, covers=Span(NOON, NOON + HOUR))
        assert reader.number_of("same", "mastodon") == 2
        assert reader.number_of("same", "bluesky") == 3
        assert reader.number_of("other", "bluesky") == 4
        assert reader.number_of("nobody", "bluesky") is None


def test_that_an_empty_session_has_no_mention_of_any_name(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        assert reader.number_of("x", "bluesky") is None
