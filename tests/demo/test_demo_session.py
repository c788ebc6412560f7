"""The demonstration's file: what is in it, and that it is what the weeks make."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from week import at, heard, reader_of

from hubdesk import demo
from hubdesk.collector.intake import Intake
from hubdesk.core import DAY, MINUTE, Heard, Kind, Notes, Scope, SourceState, Topic
from hubdesk.resources import resource
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader

TRUTH: dict[str, Any] = json.loads((Path(__file__).parent / "truth.json").read_text("utf-8"))
WEEK = Scope((), *TRUTH["week"])
ALL = Scope((), *TRUTH["all"])
MOST_BYTES = 6_000_000


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with open_reader(demo.demo_path(tmp_path_factory.mktemp("cache"))) as reader:
        yield reader


@pytest.fixture(scope="module")
def everything(shipped: Reader) -> tuple[Heard, ...]:
    return shipped.latest(ALL, 100_000)


def topic(reader: Reader, name: str) -> Topic:
    return next(one for one in reader.topics() if one.name == name)


def test_that_it_says_it_is_synthetic(shipped: Reader) -> None:
    facts = shipped.facts()
    assert facts.synthetic
    assert facts.title == "Démonstration\u00a0: une semaine de novembre"
    assert facts.timezone == "Europe/Paris"
    assert shipped.note("opens-at") == "2026-11-19T13:32:00+00:00"


def test_that_it_is_small_enough_to_be_kept_in_the_repository() -> None:
    assert sum(file.stat().st_size for file in resource("demo").iterdir()) <= MOST_BYTES


def test_that_the_week_holds_forty_thousand_mentions_and_the_thin_days_few(shipped: Reader) -> None:
    assert 40_000 <= shipped.count(WEEK) <= 60_000
    thin = [shipped.count(Scope((), start, start + DAY)) for start in range(ALL.start, WEEK.start, DAY)]
    assert len(thin) == 14
    assert min(thin) >= 100
    assert max(thin) <= 1_500


def test_that_every_operator_network_and_kind_is_there(shipped: Reader, everything: tuple[Heard, ...]) -> None:
    shares = {one.name: count for one, count in shipped.shares(Scope(shipped.topics(), WEEK.start, WEEK.end))}
    assert set(shares) == {"Orange", "SFR", "Bouygues Telecom", "Free", "Page SFR"}
    assert min(shares.values()) > 1_500
    assert {one.mention.network for one in everything} == {"bluesky", "mastodon", "feed", "appstore"}
    kinds = Counter(one.mention.kind for one in everything)
    assert {Kind.POST, Kind.REPLY, Kind.REPOST, Kind.COMMENT, Kind.ARTICLE, Kind.REVIEW} == set(kinds)


def test_that_it_holds_what_the_weeks_make_and_nothing_else(everything: tuple[Heard, ...]) -> None:
    """When this fails: python packaging/build_demo.py, and commit what it made."""
    made, changed = heard()
    gone = {one.heard.said.address: one.seen_at for one in changed if one.words is None}
    late = {  # passed on after it was taken back: never kept
        one.said.address
        for one in made
        if one.said.kind == Kind.REPOST
        and one.said.parent is not None
        and gone.get(one.said.parent.address, one.seen_at + 1) <= one.seen_at
    }
    assert late
    kept = {one.said.address for one in made} - gone.keys() - late
    assert {one.mention.native_id for one in everything if one.withdrawn_at is None} == kept
    seen = {one.said.address: (one.said.moment // 1000, one.seen_at) for one in made}
    edited = {one.heard.said.address: one.words for one in changed}
    words = {one.said.address: one.said.words for one in made}
    for one in everything:
        if one.withdrawn_at is None:
            id_ = one.mention.native_id
            assert ((one.mention.published_at or 0) // 1000, one.seen_at) == seen[id_]
            assert one.mention.text == edited.get(id_, words[id_])


def test_that_its_topics_and_notes_are_todays(shipped: Reader, everything: tuple[Heard, ...]) -> None:
    """When this fails: python packaging/build_demo.py, and commit what it made."""
    plain = [one.mention for one in everything if one.withdrawn_at is None][::60]
    stored = {one.mention.native_id: one for one in everything}
    entries = Intake(shipped.topics(), (), reader_of(shipped.topics(), plain)).entries(plain)
    assert len(entries) > 800
    for entry in entries:
        one = stored[entry.mention.native_id]
        assert _settled_alike(entry.notes, one.notes), entry.mention.text
        # Compared as sets: the file keeps them in the order of topics.
        assert set(entry.matches) == set(one.matches)


def _settled_alike(made: Notes, stored: Notes) -> bool:
    """Whether two readings are the same but for what may differ: a sample does not hold what a repeat repeats, and
    processors differ in the last digits of a score, which decide at a threshold."""
    scores = (made.tone_score, stored.tone_score)
    if None not in scores:
        if abs(scores[0] - scores[1]) > 0.02:  # type: ignore[operator]
            return False
        if 0.48 < scores[0] < 0.52:  # type: ignore[operator]
            made = replace(made, tone=stored.tone, targets=stored.targets)
    same = {"tone_score": None, "duplicate": None, "evidence": (), "irony": None}
    return replace(made, **same) == replace(stored, **same)  # type: ignore[arg-type]


def test_that_the_minutes_nobody_listened_are_unknown_and_not_zero(shipped: Reader) -> None:
    start, end = TRUTH["gaps"]["all"]
    curve = shipped.volume(None, Scope((), start - 5 * MINUTE, end + 5 * MINUTE), MINUTE)
    assert [moment for moment, count in curve if count is None] == list(range(start, end, MINUTE))
    assert [(gap.start, gap.end) for gap in shipped.gaps(ALL) if gap.end - gap.start > MINUTE] == [(start, end)]


def test_that_one_source_alone_has_a_gap_of_forty_minutes(shipped: Reader, everything: tuple[Heard, ...]) -> None:
    start, end = TRUTH["gaps"]["Bluesky"]
    assert end - start == 40 * MINUTE
    coverage = shipped.coverage(Scope((), start - 5 * MINUTE, end + 5 * MINUTE)).sources
    gaps = {
        one.source.name: [(gap.start, gap.end) for gap in one.gaps if gap.end - gap.start > MINUTE] for one in coverage
    }
    assert gaps["Bluesky"] == [(start, end)]
    assert [one for one in everything if one.source == "Bluesky" and start <= one.at < end] == []
    assert [one for one in everything if one.source != "Bluesky" and start <= one.at < end]


def test_that_a_source_that_fails_brings_hours_later_what_it_held(
    shipped: Reader, everything: tuple[Heard, ...]
) -> None:
    start, end = TRUTH["gaps"]["Forum d’entraide, 503"]
    states = {one.source.name: one for one in shipped.coverage(Scope((), start, start + 2 * 60 * MINUTE)).sources}
    assert states["Forum d’entraide"].state == SourceState.FAILED
    assert "503" in states["Forum d’entraide"].source.last_error
    late = [
        one for one in everything if one.source == "Forum d’entraide" and start + MINUTE <= one.at < end - 60 * MINUTE
    ]
    assert late
    assert all(one.known_at >= end for one in late)


def test_that_nothing_was_seen_before_it_was_published_and_some_much_later(everything: tuple[Heard, ...]) -> None:
    lags = sorted(one.seen_at - (one.mention.published_at or 0) for one in everything)
    assert lags[0] >= 0
    assert lags[len(lags) // 2] < 5 * MINUTE
    assert sum(lag > 60 * MINUTE for lag in lags) > 300


def test_that_authors_edited_and_took_back(everything: tuple[Heard, ...]) -> None:
    assert sum(one.withdrawn_at is not None and not one.mention.text for one in everything) >= 60
    assert sum(one.edited_at is not None for one in everything if one.withdrawn_at is None) >= 30
    assert len(TRUTH["withdrawn_that_mattered"]) == 2


def test_that_every_person_and_site_is_invented(everything: tuple[Heard, ...]) -> None:
    for one in everything:
        handle = one.mention.author.handle
        assert not handle or handle.endswith(".example"), handle
        assert all(".example/" in address for address in (one.mention.url, *one.mention.links) if address)


def test_that_the_file_is_sound(shipped: Reader) -> None:
    assert shipped.problems() == ()


def test_that_the_desk_opens_it_amid_the_outage(shipped: Reader) -> None:
    from hubdesk.desk.looking import _last  # Qt is loaded for this alone
    from hubdesk.desk.session import NOWHERE, read_basis

    basis = read_basis(shipped, NOWHERE, None)
    assert basis.opens_at == at("D4 14:32")
    assert _last(basis.facts, basis.opens_at) == at("D4 14:32") - 1
    assert _last(basis.facts, basis.facts.last_at + DAY if basis.facts.last_at else None) == basis.facts.last_at
    assert _last(basis.facts, None) == basis.facts.last_at
