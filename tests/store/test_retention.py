"""Rules of age: what is old goes, what is marked or an episode rests on is held, and the collector heeds the rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, opened, source

from hubdesk.core import DAY, EpisodeState, HubdeskError, Terms
from hubdesk.core.review import ReviewMark
from hubdesk.store.episodes import Seen
from hubdesk.store.erasure import erase
from hubdesk.store.erasure_subject import EraseKind, EraseWish
from hubdesk.store.retention import Rule, changed
from hubdesk.store.session import open_reader, open_writer

NOW = NOON + 100 * DAY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ten old mentions of two sources, and one of yesterday. The third is starred, the fifth and sixth are evidence,
    the seventh was starred once."""
    made, writer = opened(tmp_path)
    with writer:
        flux, other = source(writer, "flux"), source(writer, "other")
        add(writer, flux, [entry(n, text=f"vieux zygo{n} bla") for n in range(1, 8)])
        add(writer, other, [entry(n, text=f"vieux zygo{n} bla") for n in range(8, 11)])
        add(writer, flux, [entry(11, text="hier", at=NOW - DAY)], NOW - DAY)
        told = {"mentions": [5], "first": {"mention": 6, "at": NOON}, "rings": [{"mentions": ["x", None]}, 3]}
        writer.keep_watch(
            "m", NOON, "{}", [Seen("buzz", 1, NOON, EpisodeState(NOON, "rise", NOON, evidence=told))], None
        )
        writer.add_marks([ReviewMark("a" * 32, NOON, "star", mention=3), ReviewMark("b" * 32, NOON, "star", mention=7)])
        writer.take_back_mark("b" * 32, NOON + 1)
    return made


def left(path: Path) -> list[int]:
    with open_reader(path) as reader:
        return sorted(heard.id for heard in reader.latest(ALWAYS, 99) if not heard.is_gone)


def test_that_what_is_old_goes_and_what_is_held_is_counted(path: Path) -> None:
    done = erase(path, EraseWish(EraseKind.AGE, (), 90 * DAY), NOW)
    assert done.receipt.mentions == 7
    assert done.receipt.files[0].held == 3
    assert left(path) == [3, 5, 6, 11]
    held = path.read_bytes()
    assert all((f"zygo{n}".encode() in held) == (n in (3, 5, 6)) for n in range(2, 10))


def test_that_nothing_old_leaves_no_receipt(path: Path) -> None:
    done = erase(path, EraseWish(EraseKind.AGE, (), 101 * DAY), NOW)
    assert (done.receipt.number, done.receipt.mentions, done.receipt.files[0].held) == (0, 0, 0)
    with open_reader(path) as reader:
        assert reader.receipts() == ()


def test_that_a_source_may_have_an_age_of_its_own(path: Path) -> None:
    assert erase(path, EraseWish(EraseKind.AGE, ("other",), 90 * DAY), NOW).receipt.mentions == 3
    assert left(path) == [1, 2, 3, 4, 5, 6, 7, 11]
    with pytest.raises(HubdeskError, match="flux, other"):
        erase(path, EraseWish(EraseKind.AGE, ("nobody",), 90 * DAY), NOW)


def test_that_the_collector_heeds_the_rule_some_at_a_time(path: Path) -> None:
    with open_writer(path) as writer:
        assert writer.expire(NOW) == 0  # nobody set one, and the terms allow keeping
        writer.set_retention(changed(90))
        writer.set_retention(changed(200, [2]))
        taken = []
        while gone := writer.expire(NOW, most=2):
            taken.append(gone)
        assert taken == [2, 2]
    assert left(path) == [3, 5, 6, 8, 9, 10, 11]
    with open_reader(path) as reader:
        assert reader.retention() == Rule(90, ((2, 200),))
        assert reader.problems() == ()


def test_that_a_sources_terms_hold_nothing_back(tmp_path: Path) -> None:
    _path, writer = opened(tmp_path)
    with writer:
        flux = source(writer, terms=Terms(keep_days=30))
        add(writer, flux, [entry(1), entry(2)])
        writer.add_marks([ReviewMark("a" * 32, NOON, "star", mention=1)])
        writer.set_retention(changed(3_000))
        assert writer.expire(NOW) == 2


def test_that_what_expired_does_not_come_back(path: Path) -> None:
    with open_writer(path) as writer, open_reader(path) as reader:
        writer.set_retention(changed(90))
        writer.expire(NOW)
        assert add(writer, reader.sources()[0], [entry(1), entry(12)], NOW).new == 1


def test_that_a_rule_that_is_none_is_none(path: Path) -> None:
    for told in (
        "",
        "[]",
        "3",
        '{"days": -1}',
        '{"days": true}',
        '{"sources": {"x": 3, "1": "3", "2": 1e9}}',
        "[" * 9_000,
    ):
        with open_writer(path) as writer:
            writer.set_note("retention", told)
            assert writer.expire(NOW) == 0
        with open_reader(path) as reader:
            assert not reader.retention()
    with open_writer(path) as writer:
        writer.set_note("retention", json.dumps({"days": None, "sources": {"1": 90, "99": 1}}))
        assert writer.expire(NOW) == 4
