"""Shares, volume and the clock on a wall: they fit, they say what they show, and nothing unknown is a number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from hubdesk.core import DAY, HOUR, MINUTE, Entry, Match, Role, Scope, SourceRow, Span, Topic
from hubdesk.doctor import fonts
from hubdesk.panels.compare_picture import ComparePicture
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.wall.compare_rows import share_text
from hubdesk.wall.face_clock import ClockFace
from hubdesk.wall.face_compare import CompareFace
from hubdesk.wall.face_volume import VolumeFace
from hubdesk.wall.since import SinceOptions, elapsed, instant_of, read_since
from hubdesk.wall.volume import Volume, read_volume
from hubdesk.widgets.bar_rows import Bar
from tests.fakes import NOON, mention, session, topic
from tests.wall.faces import CELL, FAR, at_every_size, instant, painted, read, scope, showing

OUTAGE = "2026-11-19T14:32+01:00"
GAP = "2026-11-20T22:30+01:00"


def compared(reader: Reader, end: str = OUTAGE) -> tuple[ComparePicture, Any]:
    wanted = scope(reader, end)
    return read(CompareFace, reader, wanted), showing(reader.topics(), wanted)


@pytest.mark.parametrize("end", [OUTAGE, GAP])
def test_that_shares_fit_at_every_size_with_every_brand(qapp: QApplication, demonstration: Reader, end: str) -> None:
    picture, told = compared(demonstration, end)
    for made in at_every_size(CompareFace(), picture, told):
        for bar in picture.bars:
            assert share_text(bar.share) in made.words


def test_that_french_shares_fit(qapp: QApplication, demonstration: Reader, french: None) -> None:
    picture, told = compared(demonstration)
    for made in at_every_size(CompareFace(), picture, told):
        assert "51\u202f%" in made.words


@pytest.mark.skipif(not fonts("inter"), reason="tells what has room in large Inter, which is not installed")
def test_that_shares_are_said_as_they_are_painted(qapp: QApplication, demonstration: Reader) -> None:
    picture, told = compared(demonstration)
    said, words = CompareFace().says(picture, told), painted(CompareFace(), picture, told, 1160, 620, FAR).words
    first = picture.bars[0]
    assert said.startswith(f"Orange {share_text(first.share)} ({first.count:,} mentions), change: +36 points; ")
    assert "+36 points" in words
    assert "±1" in words


def test_that_of_many_brands_the_loudest_stand_and_the_rest_is_counted(
    qapp: QApplication, demonstration: Reader
) -> None:
    picture, told = compared(demonstration)
    bars = tuple(
        Bar(Topic(50 + n, "ر" * 10_000 if n % 2 else f"Marque {n}", ""), 4_000_000 - n, 0.025, 0.024, 0.026, 0.001)
        for n in range(40)
    )
    crowd = replace(picture, bars=bars, topics=tuple(bar.topic for bar in bars))
    for made in at_every_size(CompareFace(), crowd, told):
        shown = made.words.count("2%") + made.words.count("3%")
        assert shown == 40 or f"+{40 - shown} more" in made.words


def test_that_uneven_coverage_is_never_left_out(qapp: QApplication, demonstration: Reader) -> None:
    picture, told = compared(demonstration)
    uneven = replace(picture, listened=(0.5, 1.0))
    for made in at_every_size(CompareFace(), uneven, told):
        assert "uneven coverage" in made.words
    assert "50% of the span was listened to" in CompareFace().says(uneven, told)
    unknown = replace(picture, listened=(1.0, 0.0), bars=tuple(replace(bar, change=None) for bar in picture.bars))
    for made in at_every_size(CompareFace(), unknown, told):
        assert "points" not in made.words
        assert "no change shown" in made.words
    assert "change: not known" in CompareFace().says(unknown, told)


def test_that_a_share_rolls_and_ends_exactly(qapp: QApplication, demonstration: Reader) -> None:
    picture, told = compared(demonstration)
    first = picture.bars[0]
    before = replace(picture, bars=(replace(first, share=first.share - 0.2), *picture.bars[1:]))
    half = painted(CompareFace(), picture, replace(told, motion=0.5), 640, 600, CELL, before=before)
    assert share_text(first.share - 0.1) in half.words
    ended = painted(CompareFace(), picture, told, 640, 600, CELL, before=before)
    assert share_text(first.share) in ended.words


def test_that_something_is_never_said_to_be_nothing() -> None:
    assert share_text(0.0) == "0%"
    assert share_text(0.00001) == "< 0.1%"
    assert share_text(0.004) == "0.4%"
    assert share_text(0.514) == "51%"


def test_that_an_empty_comparison_says_why(qapp: QApplication, tmp_path: Path) -> None:
    with open_reader(session(tmp_path, topics=[topic("Orange")])) as reader:
        wanted = Scope(reader.topics(), NOON - HOUR, NOON)
        assert CompareFace().vacancy(read(CompareFace, reader, wanted), showing((), wanted))
        bare = replace(wanted, topics=())
        picture = read(CompareFace, reader, bare)
        assert CompareFace().vacancy(picture, showing((), bare)) == "Nothing to compare: this cell has no topics."


def counted(reader: Reader, end: str = OUTAGE, *names: str) -> tuple[Volume, Any]:
    wanted = scope(reader, end, 12 * HOUR, *names)
    return read(VolumeFace, reader, wanted), showing(reader.topics(), wanted)


@pytest.mark.parametrize("end", [OUTAGE, GAP])
@pytest.mark.parametrize("names", [(), ("Orange",), ("Orange", "Free")])
def test_that_a_volume_fits_at_every_size(
    qapp: QApplication, demonstration: Reader, end: str, names: tuple[str, ...]
) -> None:
    picture, told = counted(demonstration, end, *names)
    for made in at_every_size(VolumeFace(), picture, told):
        assert f"{picture.count:,}" in made.words


def test_that_a_volume_counts_each_mention_once(demonstration: Reader) -> None:
    picture, _told = counted(demonstration)
    assert picture.count == demonstration.count(scope(demonstration, OUTAGE))


def test_that_what_nobody_heard_is_beside_the_number(qapp: QApplication, demonstration: Reader) -> None:
    picture, told = counted(demonstration, GAP)
    assert picture.unheard == 11 * MINUTE
    assert "11\u202fmin of the span not heard" in painted(VolumeFace(), picture, told, 640, 600, CELL).words
    assert "11\u202fmin of the span not heard" in VolumeFace().says(picture, told)
    assert "times" not in VolumeFace().says(picture, told)


def test_that_the_usual_is_an_estimate_from_days_that_were_listened_to(demonstration: Reader) -> None:
    picture, told = counted(demonstration)
    assert picture.usual is not None
    assert picture.usual.days == 14
    assert picture.usual.low <= picture.usual.middle <= picture.usual.high
    assert "×36 the usual; usual at these hours: about 135, an estimate from 14 days" in VolumeFace().says(
        picture, told
    )
    long = read_volume(demonstration, scope(demonstration, OUTAGE, 3 * DAY))
    assert long.usual is None


def test_that_too_few_days_make_no_usual_and_a_gap_no_pace(qapp: QApplication, tmp_path: Path) -> None:
    with open_reader(session(tmp_path, ["La fibre est en panne"] * 30, [topic("Orange")])) as reader:
        wanted = Scope(reader.topics(), NOON - HOUR, NOON + HOUR)
        picture = read_volume(reader, wanted)
        late = read_volume(reader, replace(wanted, end=NOON + 3 * HOUR))
    assert picture.usual is None
    assert picture.a_minute == 0.0
    assert late.a_minute is None
    assert late.unheard == 2 * HOUR
    told = showing((), wanted)
    assert "what is usual is not known" in VolumeFace().says(picture, told)
    assert "how many a minute is not known" in VolumeFace().says(late, told)


def test_that_millions_roll_within_their_room(qapp: QApplication, demonstration: Reader) -> None:
    picture, told = counted(demonstration)
    millions, half = replace(picture, count=12_345_678), replace(told, motion=0.5)
    for made in at_every_size(VolumeFace(), millions, half, before=picture):
        assert f"{round(picture.count + (12_345_678 - picture.count) / 2):,}" in made.words


def test_that_an_empty_volume_is_no_zero(tmp_path: Path) -> None:
    with open_reader(session(tmp_path, topics=[topic("Orange")])) as reader:
        wanted = Scope(reader.topics(), NOON + 20 * HOUR, NOON + 21 * HOUR)
        picture = read(VolumeFace, reader, wanted)
    assert VolumeFace().vacancy(picture, showing((), wanted))


def test_that_a_clock_counts_from_an_instant_and_towards_it(qapp: QApplication, demonstration: Reader) -> None:
    wanted = scope(demonstration, OUTAGE)
    told = showing(demonstration.topics(), wanted)
    picture = read(ClockFace, demonstration, wanted, since="2026-11-19T10:05")
    assert picture.mentions == demonstration.count(replace(wanted, start=instant("2026-11-19T10:05+01:00")))
    for made in at_every_size(ClockFace(), picture, told):
        assert "T0 + 4\u202fh\u202f27" in made.words
        assert "since 10:05" in made.words
    assert ClockFace().says(picture, told).startswith("T0 + 4\u202fh\u202f27, since 10:05, ")
    later = replace(told, span=Span(wanted.start, wanted.end + 3 * MINUTE))
    assert "T0 + 4\u202fh\u202f30" in ClockFace().says(picture, later)
    ahead = read(ClockFace, demonstration, wanted, since="2026-11-19T15:00+01:00")
    assert ClockFace().says(ahead, told) == "T0 \u2212 28\u202fmin, at 15:00."


def test_that_a_clock_without_an_instant_tells_the_time(qapp: QApplication, demonstration: Reader) -> None:
    wanted = scope(demonstration, OUTAGE)
    told = showing(demonstration.topics(), wanted)
    plain = read(ClockFace, demonstration, wanted)
    assert all("14:32" in made.words for made in at_every_size(ClockFace(), plain, told))
    wrong = read(ClockFace, demonstration, wanted, since="demain " * 2000)
    for made in at_every_size(ClockFace(), wrong, told):
        assert "14:32" in made.words
    assert "is no instant" in ClockFace().says(wrong, told)


def test_that_a_launch_begins_with_the_first_mention_of_its_event(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "launch.hubdesk"
    create(path, NewSession("Launch", timezone="Europe/Paris"))
    with open_writer(path) as writer:
        other, event = (writer.add_topic(topic(name, role=role)) for name, role in (("A", "own"), ("L", Role.EVENT)))
        source = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        posts = [
            Entry(mention(published_at=NOON + n * HOUR), matches=(Match(one.id, one.version),))
            for one, n in ((other, -50), (event, -30), (event, 0))
        ]
        seen_at = NOON + HOUR
        writer.add_page(source.id, posts, cursor="", due_at=0, seen_at=seen_at, covers=Span(NOON - 60 * HOUR, seen_at))
    with open_reader(path) as reader:
        wanted = Scope(reader.topics(), NOON, NOON + 2 * HOUR)
        picture = read_since(reader, wanted, SinceOptions())
        before = read_since(reader, replace(wanted, start=NOON - 50 * HOUR, end=NOON - 40 * HOUR), SinceOptions())
    assert picture.zero == NOON - 30 * HOUR
    assert picture.mentions == 2
    assert picture.unheard
    assert "first mention of L" in ClockFace().says(picture, showing((), wanted))
    for made in at_every_size(ClockFace(), picture, showing((), wanted)):
        assert "T0 + 32\u202fh" in made.words
    assert before.zero is None
    assert "L: no mention yet" in ClockFace().says(before, showing((), Scope((), 0, NOON - 40 * HOUR)))


def test_that_instants_without_an_offset_are_on_the_sessions_clocks() -> None:
    assert instant_of("2026-11-19T12:00", "Europe/Paris") == NOON
    assert instant_of("2026-11-19T12:00+01:00", "UTC") == NOON
    assert instant_of("midi", "UTC") is None


def test_that_days_have_their_hours() -> None:
    assert elapsed(47 * HOUR) == "47\u202fh"
    assert elapsed(3 * DAY + 4 * HOUR + MINUTE) == "3\u202fd\u202f4\u202fh"
