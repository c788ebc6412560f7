"""Erased authors leave no byte in a session, live or sealed, and everything else stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from erasure_fakes import LATER, author, canaries, session
from store_fakes import ALWAYS

from hubdesk.core import DAY
from hubdesk.query.syntax import parse
from hubdesk.store.erasure import erase
from hubdesk.store.erasure_subject import EraseKind, EraseWish
from hubdesk.store.session import open_reader

AUTHORS, POSTS, OTHERS = 100, 1_000, 500


def everybody(authors: int) -> EraseWish:
    return EraseWish(EraseKind.AUTHOR, tuple(f"bluesky:{author(n).id}" for n in range(authors)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return session(tmp_path_factory.mktemp("session"), AUTHORS, POSTS, OTHERS)


@pytest.fixture
def live(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / made.name
    path.write_bytes(made.read_bytes())
    return path


def counts(path: Path) -> object:
    with open_reader(path) as reader:
        scope = replace(ALWAYS, topics=reader.topics())
        by_year = reader.volume(scope.topics[0], scope, 365 * DAY)
        tones = reader.tone_totals(scope).whole.split
        return reader.count(scope), reader.shares(scope), by_year, tones, reader.themes(scope)


def test_that_no_byte_of_erased_authors_is_left_in_a_live_session(live: Path) -> None:
    before = counts(live)
    assert canaries(live)
    done = erase(live, everybody(AUTHORS), LATER)
    assert done.swept
    assert done.receipt.mentions == POSTS + 1  # and one that only passed a post on
    assert canaries(live) == set()
    assert counts(live) == before


def test_that_what_others_wrote_is_found_as_before(live: Path) -> None:
    erase(live, everybody(AUTHORS), LATER)
    with open_reader(live) as reader:
        assert reader.problems() == ()
        for number in range(0, OTHERS, 25):
            found = reader.search(parse(f"témoin{number}"), ALWAYS, 5)
            assert found.total == 1
            mention = found.mentions[0].mention
            assert f"témoin{number}" in mention.text
            assert ("[…]" in mention.text) == (number % 5 != 4)
            marks = found.mentions[0].marks("body")
            assert [mention.text[start:end].casefold() for start, end in marks] == ["orange"]
        assert reader.search(parse("canari"), ALWAYS, 5).total == 0
