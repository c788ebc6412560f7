"""A draft beside what is heard: counts that add up, samples that stay the same, curves with gaps, and estimates."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, opened, source

from hubdesk.core import HOUR, MINUTE, Scope, Topic, Withdrawal
from hubdesk.query.match import test as holds
from hubdesk.query.syntax import parse
from hubdesk.store import compare as comparing
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.store.writer import Writer

TEXTS = ["orange mobile réseau", "orange réseau", "mobile puis réseau orange", "reseau mobile", "sfr", "orange"]
HOURS = Scope((), NOON - NOON % HOUR, NOON - NOON % HOUR + 3 * HOUR, known_by=NOON + 9 * HOUR)


def filled(writer: Writer, count: int = 60) -> Topic:
    """Mentions of two hours, which a topic of orange heard; nobody listened in the third."""
    topic = writer.add_topic(Topic(0, "Orange", "orange"))
    flux = source(writer)
    for n in range(count):
        text = TEXTS[n % len(TEXTS)]
        at = HOURS.start + n * 2 * HOUR // count
        heard = (topic,) if holds(parse("orange"), entry(n, text=text).mention) is not None else ()
        add(writer, flux, [entry(n, *heard, text=text, at=at)], at + 1)
    return topic


def test_that_new_and_dropped_add_up_with_what_the_session_heard(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        topic = filled(writer)
        made = reader.compare(parse("réseau OR sfr"), topic, HOURS, step=HOUR)
        assert (made.total, made.saved_total, made.new, made.dropped) == (40, 40, 10, 10)
        assert made.total == made.saved_total + made.new - made.dropped
        assert not made.is_estimate
        assert {heard.mention.text for heard in made.new_sample} == {"sfr"}
        assert {heard.mention.text for heard in made.dropped_sample} == {"orange"}
        assert [count for _at, count in made.draft_curve] == [20, 20, None]
        assert [count for _at, count in made.saved_curve] == [20, 20, None]


def test_that_another_version_stands_for_what_the_session_heard(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        topic = filled(writer)
        made = reader.compare(parse("mobile NEAR/3f réseau"), topic, HOURS, saved=parse("mobile"), step=HOUR)
        assert (made.total, made.saved_total, made.new, made.dropped) == (20, 30, 0, 10)
        same = reader.compare(parse("orange"), topic, HOURS, saved=parse("orange"), step=HOUR)
        assert (same.new, same.dropped, same.new_sample, same.dropped_sample) == (0, 0, (), ())


def test_that_samples_are_the_same_for_the_same_question(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        topic = filled(writer)

        def sample() -> tuple[int, ...]:
            made = reader.compare(parse("réseau"), topic, HOURS, step=HOUR, sample=4)
            return tuple(heard.id for heard in made.dropped_sample)

        assert len(sample()) == 4
        assert sample() == sample()


def test_that_what_was_taken_back_is_nobodys(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        topic = filled(writer)
        writer.withdraw([Withdrawal("bluesky", native_id="at://0")], NOON + 5 * HOUR)
        made = reader.compare(parse("orange"), topic, HOURS, step=HOUR)
        assert (made.total, made.saved_total, made.new, made.dropped) == (39, 39, 0, 0)


@pytest.mark.parametrize("saved", [None, "mobile NEAR/3 réseau"])
def test_that_more_than_allowed_is_estimated_from_a_part_that_is_spread_evenly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: str | None
) -> None:
    monkeypatch.setattr(comparing, "LEAST", 5)
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        topic = filled(writer, 300)

        def compared(most: int) -> tuple[int, int, int, int, bool]:
            made = reader.compare(
                parse("mobile NEAR/4f réseau"),
                topic,
                HOURS,
                saved=parse(saved) if saved else None,
                step=HOUR,
                most=most,
            )
            assert sum(count or 0 for _at, count in made.draft_curve) == pytest.approx(made.total, abs=3)
            return made.total, made.saved_total, made.new, made.dropped, made.is_estimate

        whole, part = compared(10_000), compared(25)
        assert not whole[4]
        assert part[4]
        for exact, estimate in zip(whole[:4], part[:4], strict=True):
            assert estimate == pytest.approx(exact, abs=30)
        assert part[0] == pytest.approx(part[1] + part[2] - part[3], abs=2)


def test_that_an_empty_scope_compares_to_nothing(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        topic = filled(writer, 6)
        made = reader.compare(parse("orange"), topic, Scope((), NOON, NOON), step=MINUTE)
        assert (made.total, made.saved_total, made.draft_curve, made.saved_curve) == (0, 0, (), ())
        assert isinstance(reader, Reader)
