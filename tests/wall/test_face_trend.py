"""The trend on a wall: what it reads, what it says, and that it fits wherever it is put."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hubdesk.core import DAY, HOUR, MINUTE, Scope, Span, Topic
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.wall.curve import calm_step, plot_of
from hubdesk.wall.face_trend import TrendFace, WallTrend
from hubdesk.widgets.theme import Theme
from tests.fakes import NOON, session, topic
from tests.wall.faces import CELL, FAR, NEAR, at_every_size, painted, read, scope, showing

OUTAGE = "2026-11-19T14:32+01:00"
GAP = "2026-11-20T22:30+01:00"


def at(reader: Reader, end: str, *names: str) -> tuple[WallTrend, Scope]:
    wanted = scope(reader, end, 12 * HOUR, *names)
    return read(TrendFace, reader, wanted), wanted


@pytest.mark.parametrize("end", [OUTAGE, GAP, "2026-11-17T12:00+01:00"])
@pytest.mark.parametrize("names", [(), ("Orange",), ("Free", "SFR")])
def test_that_curves_and_their_words_fit_at_every_size(
    qapp: QApplication, demonstration: Reader, end: str, names: tuple[str, ...]
) -> None:
    picture, wanted = at(demonstration, end, *names)
    told = showing(demonstration.topics(), wanted)
    for made in at_every_size(TrendFace(), picture, told):
        assert made.words


def test_that_french_fits_too(qapp: QApplication, demonstration: Reader, french: None) -> None:
    picture, wanted = at(demonstration, GAP)
    assert all(list(at_every_size(TrendFace(), picture, showing(demonstration.topics(), wanted))))


def test_that_a_gap_is_hatched_and_named_and_no_line_crosses_it(qapp: QApplication, demonstration: Reader) -> None:
    picture, wanted = at(demonstration, GAP)
    told = showing(demonstration.topics(), wanted)
    assert "13:41–13:52" in painted(TrendFace(), picture, told, 1160, 620, FAR).words
    assert "gap 13:41–13:52: nobody listened." in TrendFace().says(picture, told)
    [gap] = picture.trend.gaps
    line = picture.trend.lines[0]
    beside = [value for start, value in line.points if gap.start <= start and start + picture.trend.step <= gap.end]
    assert all(value is None for value in beside)


def test_that_what_is_said_is_what_stands_at_the_lines_ends(qapp: QApplication, demonstration: Reader) -> None:
    picture, wanted = at(demonstration, OUTAGE)
    told, face = showing(demonstration.topics(), wanted), TrendFace()
    said, words = face.says(picture, told), painted(face, picture, told, 1920, 1080, FAR).words.split("\n")
    plot = plot_of(picture.trend, Theme("wall"))
    for curve in plot.curves:
        last = plot.last(curve)
        assert last is not None
        assert f"{curve.short} {last[1]:.0f}" in said
        assert words[words.index(curve.short) + 1] == f"{last[1]:.0f}"


def test_that_the_gravest_alarm_stands_on_the_chart(qapp: QApplication, demonstration: Reader) -> None:
    picture, wanted = at(demonstration, OUTAGE)
    assert max(one.level for one in picture.alarms) == 3
    assert "Level 3" in painted(TrendFace(), picture, showing((), wanted), 1160, 620, FAR).words


def test_that_what_is_usual_is_of_the_own_brand_and_named(qapp: QApplication, demonstration: Reader) -> None:
    picture, wanted = at(demonstration, "2026-11-19T06:00+01:00")
    assert picture.usual_of is not None
    assert picture.usual_of.name == "Orange"
    assert picture.habit is not None
    without = read(TrendFace, demonstration, wanted, habit=False)
    assert without.habit is None
    only = read(TrendFace, demonstration, scope(demonstration, OUTAGE, 12 * HOUR, "SFR"))
    assert only.habit is not None
    assert only.usual_of is not None
    assert only.usual_of.name == "SFR"


def test_that_a_span_has_few_bins(qapp: QApplication) -> None:
    assert calm_step(HOUR) == MINUTE
    assert calm_step(12 * HOUR) == 15 * MINUTE
    assert calm_step(7 * DAY) == HOUR
    assert calm_step(30 * DAY) == DAY


def test_that_an_empty_session_says_why(qapp: QApplication, tmp_path: Path) -> None:
    path = session(tmp_path, topics=[topic("Orange", role="own")])
    with open_reader(path) as reader:
        wanted = Scope(reader.topics(), NOON - HOUR, NOON)
        picture = read(TrendFace, reader, wanted)
    assert TrendFace().vacancy(picture, showing((), wanted))
    assert not painted(TrendFace(), picture, showing((), wanted), 640, 600, CELL).written


def test_that_millions_and_endless_names_of_forty_topics_fit(qapp: QApplication, demonstration: Reader) -> None:
    picture, wanted = at(demonstration, GAP)
    line = picture.trend.lines[0]
    topics = tuple(Topic(100 + n, "شبكة " * 2000 + str(n), "", "own" if not n else "subject") for n in range(40))
    lines = tuple(
        replace(
            line,
            topic=one,
            points=tuple((start, None if value is None else value * 900_000.0) for start, value in line.points),
        )
        for one in topics
    )
    crowd = replace(picture, trend=replace(picture.trend, lines=lines, topics=topics, asked=400))
    for made in at_every_size(TrendFace(), crowd, showing(topics, wanted)):
        assert "+" in made.words or made.area.width() < 700


def test_that_a_late_end_is_said_over_the_curves(qapp: QApplication, demonstration: Reader) -> None:
    picture, wanted = at(demonstration, OUTAGE)
    late = replace(picture, trend=replace(picture.trend, silent_since=wanted.end - HOUR))
    assert "the last mention is 1\u202fh old" in painted(TrendFace(), late, showing((), wanted), 640, 360, NEAR).words


def test_that_a_picture_kept_is_painted_alike_again(qapp: QApplication, demonstration: Reader) -> None:
    picture, wanted = at(demonstration, OUTAGE)
    told, face = showing(demonstration.topics(), wanted), TrendFace()
    first = painted(face, picture, told, 640, 600, CELL).image
    assert painted(face, picture, told, 640, 600, CELL).image == first
    hole = replace(picture, trend=replace(picture.trend, gaps=(Span(wanted.start + HOUR, wanted.start + 2 * HOUR),)))
    assert painted(face, hole, told, 640, 600, CELL).image != first
