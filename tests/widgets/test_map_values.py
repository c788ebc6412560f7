"""A map's figures: rates and their doubt, steps of colour, and where départements lie."""

from __future__ import annotations

import gzip
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.widgets import map_atlas
from hubdesk.widgets.map_atlas import OVERSEAS, AtlasError, atlas, border, roomiest, towns
from hubdesk.widgets.map_values import FEW, MapShown, Place, Scale, fitted, rate_text


def place(mentions: int, people: int | None = 100_000, code: str = "59") -> Place:
    return Place(code, code, mentions, people)


def test_that_a_rate_is_per_hundred_thousand_and_unknown_without_inhabitants() -> None:
    assert place(30, 200_000).rate == 15
    assert place(30, None).rate is None
    assert rate_text(None) == "—"
    assert [rate_text(rate) for rate in (0.0, 0.04, 3.14, 1312.4)] == ["0", "0.04", "3.1", "1,312"]


def test_that_the_interval_of_a_rate_is_byar_s_and_wide_for_a_few() -> None:
    low, high = place(10).interval() or (0, 0)
    assert (round(low, 2), round(high, 2)) == (4.79, 18.39)
    assert place(0).interval() == (0.0, pytest.approx(3.668, abs=0.001))
    assert place(3, None).interval() is None


@given(st.lists(st.floats(0.001, 1e7), min_size=1, max_size=9))
def test_that_fitted_steps_are_round_grow_and_are_reached(rates: list[float]) -> None:
    places = tuple(Place(str(i), "", FEW, max(1, round(FEW * 1e5 / rate))) for i, rate in enumerate(rates))
    steps = fitted(places, True).steps
    highest = max(one.rate or 0 for one in places)
    assert len(steps) == 4
    assert list(steps) == sorted(set(steps))
    assert steps[-1] <= highest * (1 + 1e-6) < steps[-1] * 2.5 * (1 + 1e-6)
    assert all(f"{step:e}"[0] in "125" and float(f"{step:.0e}") == step for step in steps)


def test_that_counts_have_whole_steps_and_a_few_do_not_stretch_the_scale_of_rates() -> None:
    assert fitted((place(3),), False) == Scale((1, 2, 5, 10))
    assert fitted((), True) == Scale((1, 2, 5, 10))
    small_village = Place("48", "Lozère", FEW - 1, 100)
    assert fitted((small_village, place(20)), True) == Scale((2, 5, 10, 20))
    assert fitted((small_village, place(20)), True).texts() == ("2", "5", "10", "20")


def test_that_the_class_of_nothing_is_the_palest_and_a_step_belongs_to_the_next_colour() -> None:
    scale = Scale((1, 2, 5, 10))
    assert [scale.class_of(value) for value in (None, 0, 0.99, 1, 4.9, 10, 1e9)] == [0, 0, 0, 1, 2, 4, 4]


def test_that_the_loudest_come_first_and_those_without_a_rate_last_by_their_mentions() -> None:
    shown = MapShown((place(2, 10, "a"), place(50, 10**6, "b"), place(9, 10**4, "c"), place(4, 10**6, "d"), place(0)))
    assert [one.code for one in shown.loudest()] == ["c", "b", "d", "a"]
    counts = MapShown(shown.places, by_rate=False)
    assert [one.code for one in counts.loudest()] == ["b", "c", "d", "a"]


def test_that_all_departments_have_outlines_people_and_a_label_inside() -> None:
    known = atlas()
    assert len(known.departments) == 101
    assert set(OVERSEAS) < known.departments.keys()
    assert min(one.people for one in known.departments.values()) > 50_000
    for one in known.departments.values():
        xs, ys = zip(*one.rings[0], strict=True)
        assert min(xs) < one.label[0] < max(xs)
        assert min(ys) < one.label[1] < max(ys)


def test_that_distances_on_the_map_are_those_on_the_ground() -> None:
    lille, bayonne = towns("59")["59350"].spot, towns("64")["64102"].spot
    assert lille is not None
    assert bayonne is not None
    assert math.dist(lille, bayonne) == pytest.approx(870, rel=0.02)  # km
    pointe_a_pitre, basse_terre = towns("971")["97120"].spot, towns("971")["97105"].spot
    assert pointe_a_pitre is not None
    assert basse_terre is not None
    assert math.dist(pointe_a_pitre, basse_terre) == pytest.approx(33, rel=0.1)


def test_that_towns_are_of_their_department_and_parts_of_towns_are_none() -> None:
    assert "75056" in towns("75")
    assert "75115" not in towns("75")
    assert all(code.startswith("2A") for code in towns("2A"))
    assert len(towns("974")) == 24


def test_that_an_area_is_named_when_it_is_a_region_or_one_department() -> None:
    known = atlas()
    assert known.area_name(known.of_region("44")) == "Grand Est"
    assert known.area_name(("59",)) == "Nord"
    assert known.area_name(("974",)) == "La Réunion"
    assert known.area_name(("59", "40")) == ""
    assert known.area_name(()) == ""


def test_that_a_border_leaves_out_what_lies_between_two() -> None:
    left = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
    right = ((1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 0.0))
    pieces = {frozenset(pair) for line in border((left, right)) for pair in pairwise(line)}
    assert frozenset(((1.0, 0.0), (1.0, 1.0))) not in pieces
    assert len(pieces) == 6


def test_that_a_number_stands_where_an_outline_is_widest() -> None:
    neck = ((0.0, 0.0), (1.0, 0.0), (1.0, 5.0), (9.0, 5.0), (9.0, 12.0), (0.0, 12.0), (0.0, 0.0))
    x, y = roomiest(neck)
    assert x == 4.5
    assert y > 5


@pytest.mark.parametrize("content", [None, b"", b"not gzip", gzip.compress(b"insee,name\n1,2\n")])
def test_that_a_missing_or_damaged_file_is_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    monkeypatch.setattr(map_atlas, "resource", lambda name: tmp_path / name)
    (tmp_path / "places").mkdir()
    for name in ("communes.csv.gz", "departements.geojson", "areas.json"):
        if content is not None:
            (tmp_path / "places" / name).write_bytes(content)
    for cached in (atlas, towns, map_atlas._all_towns):
        cached.cache_clear()
    try:
        for ask in (atlas, lambda: towns("59")):
            with pytest.raises(AtlasError, match="cannot be read") as told:
                ask()
            assert "\n" not in str(told.value)
    finally:
        for cached in (atlas, towns, map_atlas._all_towns):
            cached.cache_clear()
