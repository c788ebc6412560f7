"""A chart's arithmetic, without a window: ticks, bins, breaks at gaps, labels pushed apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.core import DAY, HOUR, MINUTE, Span
from hubdesk.widgets.chart_lines import bin_step, dashes, marker_places, pieces, push_apart, smoothed
from hubdesk.widgets.chart_spans import joined, length, within, without
from hubdesk.widgets.chart_ticks import time_ticks, value_ticks
from hubdesk.widgets.chart_values import Curve, Frame, Gap, Plot, Strip

START = 1_795_075_200_000  # 19 November 2026, 09:00 in Paris


def instant(*when: int, zone: str = "Europe/Paris") -> int:
    return round(datetime(*when, tzinfo=ZoneInfo(zone)).timestamp() * 1000)  # type: ignore[arg-type, misc]


def plot(values: list[float | None], gaps: tuple[Gap, ...] = (), partial: tuple[Strip, ...] = ()) -> Plot:
    points = tuple((START + i * MINUTE, value) for i, value in enumerate(values))
    curve = Curve("Orange", "Orange", "#EE6F00", "circle", (), True, points)
    return Plot((curve,), Span(START, START + len(values) * MINUTE), gaps, partial, MINUTE, "Europe/Paris")


def runs(made: Plot, most: int = 1000) -> list[list[float]]:
    """The values of each unbroken stretch of the line."""
    found = pieces(made.curves[0], made, most)
    out: list[list[float]] = []
    for i, y in enumerate(found.y):
        if i and (found.thick[i - 1] or found.thin[i - 1]):
            out[-1].append(float(y))
        else:
            out.append([float(y)])
    return out


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (3, (0, 1, 2, 3)),
        (107, (0, 25, 50, 75, 100)),
        (130, (0, 50, 100)),
        (16_388, (0, 5_000, 10_000, 15_000)),
    ],
)
def test_that_the_axis_counts_in_round_whole_values(highest: float, ticks: tuple[int, ...]) -> None:
    assert value_ticks(highest)[0] == ticks


@given(st.floats(0, 1e9), st.integers(2, 5))
def test_that_the_axis_never_has_more_values_than_asked_and_its_top_is_above_the_line(
    highest: float, most: int
) -> None:
    ticks, top = value_ticks(highest, most)
    assert 2 <= len(ticks) <= most or (len(ticks) == 1 and most == 2)
    assert ticks[0] == 0
    assert ticks[-1] <= top
    assert top > highest


def test_that_hours_are_those_of_the_sessions_zone() -> None:
    ticks = time_ticks(Span(START, START + 5 * HOUR), "Europe/Paris", 600, 80)
    assert [label for _at, label in ticks] == ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00"]


def test_that_midnight_carries_its_date() -> None:
    ticks = time_ticks(Span(START, START + DAY), "Europe/Paris", 600, 100)
    assert dict(ticks)[instant(2026, 11, 20)] == "20 Nov"


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25)])
def test_that_ticks_stay_on_round_hours_when_the_clocks_change(day: tuple[int, int, int], hours: int) -> None:
    start = instant(*day)
    span = Span(start, start + hours * HOUR)
    ticks = time_ticks(span, "Europe/Paris", 600, 60)
    assert ticks[0][0] == span.start
    assert ticks[-1][0] == span.end
    assert all(label.endswith(":00") or "Mar" in label or "Oct" in label for _at, label in ticks)


def test_that_months_begin_on_their_first_day() -> None:
    ticks = time_ticks(Span(instant(2026, 1, 15), instant(2026, 7, 15)), "Europe/Paris", 600, 90)
    assert [label for _at, label in ticks] == ["Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Jul 2026"]
    assert ticks[0][0] == instant(2026, 2, 1)


@given(st.integers(MINUTE, 3000 * DAY), st.integers(60, 2000))
def test_that_ticks_have_the_room_they_need(long: int, width: int) -> None:
    span = Span(START, START + long)
    ticks = time_ticks(span, "Europe/Paris", width, 70)
    places = [(at - START) * width / long for at, _label in ticks]
    assert all(there - here > 70 * 0.8 for here, there in pairwise(places))  # months are not all as long


def test_that_a_chart_never_has_many_more_bins_than_pixels() -> None:
    assert bin_step(2 * HOUR) == MINUTE
    assert bin_step(DAY) == 5 * MINUTE
    assert bin_step(5 * DAY) == 15 * MINUTE
    assert bin_step(20 * DAY) == HOUR
    assert bin_step(400 * DAY) == DAY


def test_that_a_line_breaks_where_nobody_listened() -> None:
    assert runs(plot([1, 2, None, None, 5, 6])) == [[1, 2], [5, 6]]


def test_that_a_line_breaks_where_bins_are_left_out() -> None:
    made = plot([1, 2, 3, 4])
    curve = made.curves[0]
    holed = Plot((Curve(*_facts(curve), (*curve.points[:2], *curve.points[3:])),), made.span, step=MINUTE)
    assert runs(holed) == [[1, 2], [4]]


def test_that_bins_cut_by_a_gap_are_no_fall_and_the_gap_is_not_bridged() -> None:
    gap = Gap(Span(START + MINUTE + 40_000, START + 2 * MINUTE + 20_000), "gap")
    made = plot([10, 7, 6, 10], (gap,))
    assert runs(made) == [[10], [10]]
    assert not made.whole(START + MINUTE)


def test_that_a_gap_of_a_twentieth_of_a_bin_leaves_its_count_comparable() -> None:
    gap = Gap(Span(START + MINUTE + 10_000, START + MINUTE + 13_000), "gap")
    assert runs(plot([10, 9, 10], (gap,))) == [[10, 9, 10]]


def test_that_what_is_not_known_yet_breaks_nothing_that_is_known() -> None:
    pending = Gap(Span(START + MINUTE, START + 4 * MINUTE), "not known yet", pending=True)
    assert runs(plot([1, 2, 3, 4], (pending,))) == [[1, 2, 3, 4]]


def test_that_the_line_goes_on_thin_while_a_source_is_missing() -> None:
    made = plot([1, 2, 3, 4, 5], partial=(Strip(Span(START + 2 * MINUTE, START + 3 * MINUTE), "Forum"),))
    found = pieces(made.curves[0], made, 1000)
    assert list(found.thick) == [True, False, True, True, False]
    assert list(found.thin) == [False, True, False, False, False]


def test_that_an_unfinished_bin_is_no_fall() -> None:
    made = plot([10, 10, 2])
    cut = Plot(made.curves, Span(START, START + 2 * MINUTE + 12_000), step=MINUTE)
    assert runs(cut) == [[10, 10]]
    assert cut.last(cut.curves[0]) == (START + MINUTE, 10)


def test_that_a_lonely_bin_is_still_shown() -> None:
    found = pieces(plot([None, 3, None, 4, 5]).curves[0], plot([None, 3, None, 4, 5]), 1000)
    assert found.alone() == [0]


def test_that_sixty_thousand_points_keep_their_peaks_and_their_gaps() -> None:
    values: list[float | None] = [1.0] * 60_000
    values[31_234] = 500.0
    values[20_000:20_900] = [None] * 900
    made = plot(values)
    found = pieces(made.curves[0], made, 1000)
    assert len(found.x) <= 1004
    assert found.y.max() == 500
    assert len(runs(made)) == 2


def test_that_a_curve_without_points_is_nothing_to_draw() -> None:
    assert len(pieces(plot([None, None]).curves[0], plot([None, None]), 100).x) == 0
    assert marker_places([], 55, 10) == []


def test_that_smoothing_neither_counts_nor_crosses_a_gap() -> None:
    points = [(i, value) for i, value in enumerate([0.0, 9.0, None, 90.0, 30.0])]
    assert smoothed(points, 7) == ((0, 4.5), (1, 4.5), (2, None), (3, 60.0), (4, 60.0))


def test_that_dashes_run_on_around_corners_and_stop_at_breaks() -> None:
    x, y = np.array([0.0, 6.0, 6.0, 50.0, 60.0]), np.array([0.0, 0.0, 10.0, 0.0, 0.0])
    joined = np.array([True, True, False, True, False])
    xs, ys = dashes(x, y, joined, (9.0, 3.0))
    ends = [((xs[i], ys[i]), (xs[i + 1], ys[i + 1])) for i in range(0, len(xs), 2)]
    assert ends == [
        ((0, 0), (6, 0)),  # nine px on: six to the corner
        ((6, 0), (6, 3)),  # and three beyond it
        ((6, 6), (6, 10)),  # three px off
        ((50, 0), (55, 0)),
        ((58, 0), (60, 0)),
    ]


def test_that_a_line_without_a_pattern_or_too_long_for_one_is_whole() -> None:
    x, y = np.array([0.0, 6.0, 12.0]), np.array([0.0, 0.0, 50_000.0])
    joined = np.array([True, True, False])
    assert list(dashes(x, y, joined, ())[0]) == [0, 6, 6, 12]
    assert list(dashes(x, y, joined, (9.0, 3.0))[0]) == [0, 6, 6, 12]
    assert len(dashes(x[:0], y[:0], joined[:0], (9.0, 3.0))[0]) == 0


def test_that_markers_stand_about_every_55_px() -> None:
    places = [x for i in marker_places(range(1000), 55, 20) for x in (i,)]
    assert places[0] == 20
    assert {there - here for here, there in pairwise(places)} == {55}


def test_that_labels_with_room_stay_where_their_lines_end() -> None:
    assert push_apart([10, 60, 100], 17, 0, 200) == [10, 60, 100]


def test_that_labels_on_one_spot_part_evenly_and_keep_their_order() -> None:
    assert push_apart([100, 100, 100], 17, 0, 200) == [83, 100, 117]


@given(st.lists(st.floats(0, 300), min_size=1, max_size=17))
def test_that_labels_never_touch_and_never_leave_the_plot(wanted: list[float]) -> None:
    placed = push_apart(wanted, 17, 0, 300)
    ordered = sorted(placed)
    assert all(there - here >= 17 - 1e-6 for here, there in pairwise(ordered))
    assert ordered[0] >= -1e-6
    assert ordered[-1] <= 300 + 1e-6
    by_wish = [place for _wish, place in sorted(zip(wanted, placed, strict=True))]
    assert by_wish == sorted(by_wish)


def test_that_the_frame_maps_there_and_back() -> None:
    frame = Frame(40, 10, 600, 200, Span(START, START + HOUR), 100)
    assert frame.x(START) == 40
    assert frame.x(START + HOUR) == 640
    assert frame.y(0) == 210
    assert frame.y(100) == 10
    assert frame.instant(340) == START + HOUR // 2
    assert frame.instant(9999) == START + HOUR


def test_that_spans_are_joined_cut_and_counted_once() -> None:
    spans = (Span(10, 20), Span(0, 5), Span(15, 30), Span(30, 31), Span(40, 40))
    assert joined(spans) == (Span(0, 5), Span(10, 31))
    assert within(spans, Span(3, 12)) == (Span(3, 5), Span(10, 12))
    assert without(spans, (Span(4, 11), Span(18, 19))) == (Span(0, 4), Span(11, 18), Span(19, 31))
    assert length(spans) == 26


def _facts(curve: Curve) -> tuple[str, str, str, str, tuple[float, ...], bool]:
    return curve.name, curve.short, curve.colour, curve.marker, curve.dash, curve.own


def test_that_an_unknown_zone_is_read_as_utc() -> None:
    ticks = time_ticks(Span(START, START + 2 * HOUR), "Mars/Phobos", 300, 90)
    assert [label for _at, label in ticks] == ["08:00", "09:00", "10:00"]


def test_that_a_span_that_leaves_the_calendar_raises_nothing() -> None:
    end = 253_402_300_799_000  # the last second of 9999
    assert time_ticks(Span(end - 400 * DAY, end + 400 * DAY), "Europe/Paris", 300, 90) == ()


@given(
    st.lists(st.tuples(st.integers(-20, 70), st.integers(1, 90), st.booleans()), max_size=4),
    st.integers(1, 50),
    st.one_of(st.none(), st.integers(0, 60)),
)
def test_that_all_bins_at_once_are_as_whole_as_each_alone(
    gaps: list[tuple[int, int, bool]], many: int, known: int | None
) -> None:
    made = plot(
        [1.0] * many,
        tuple(
            Gap(Span(START + at * MINUTE // 2, START + (at + long) * MINUTE // 2), "", pending=pending)
            for at, long, pending in joined_gaps(gaps)
        ),
    )
    made = replace(made, known_end=None if known is None else START + known * MINUTE)
    instants = [at for at, _value in made.curves[0].points]
    assert made.broken(instants) == {at for at in instants if not made.whole(at)}


def joined_gaps(gaps: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Gaps do not overlap."""
    made: list[tuple[int, int, bool]] = []
    for at, long, pending in sorted(gaps):
        if not made or at >= made[-1][0] + made[-1][1]:
            made.append((at, long, pending))
    return made
