"""On the day of the outage the map tells where it is, against what the operator announced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from week import at, story

from hubdesk import demo
from hubdesk.core import Scope
from hubdesk.panels.map_picture import MapOptions, area_label, headline, read_map
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.widgets.map_atlas import atlas, towns
from hubdesk.widgets.map_values import MapShown

TRUTH: dict[str, Any] = json.loads((Path(__file__).parent / "truth.json").read_text("utf-8"))
OUTAGE = TRUTH["stories"]["outage"]
ANNOUNCED = "44"  # Grand Est: what the operator spoke of at 13:40


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with open_reader(demo.demo_path(tmp_path_factory.mktemp("cache"))) as reader:
        yield reader


def outage(reader: Reader, end: int = OUTAGE["told"]["end"]) -> Scope:
    """What Orange's topic heard from the first report on."""
    orange = next(one for one in reader.topics() if one.name == "Orange")
    return Scope((orange,), OUTAGE["told"]["start"], end)


def test_that_the_map_disagrees_with_the_official_region(shipped: Reader) -> None:
    area = atlas().of_region(ANNOUNCED)
    picture = read_map(shipped, outage(shipped), MapOptions(area=area))
    assert picture.placed >= 300
    assert picture.outside / picture.placed >= 0.9
    shown = MapShown(picture.places, area=frozenset(area))
    outside = [one.code for one in shown.loudest() if not one.is_few][:2]
    assert sorted(outside) == ["40", "59"]  # Landes and Nord: where calls came from
    line = headline(picture, shown)
    assert line.startswith("Outside the official area: ")
    assert "Landes" in line
    assert "Nord" in line
    assert area_label(picture, by_rate=True).startswith("Grand Est ")


def test_that_it_disagrees_before_the_operator_speaks(shipped: Reader) -> None:
    picture = read_map(shipped, outage(shipped, OUTAGE["told"]["statement"]), MapOptions())
    rates = {one.code: one.rate or 0 for one in picture.places if not one.is_few}
    assert set(sorted(rates, key=lambda code: rates[code])[-2:]) == {"40", "59"}


def test_that_every_place_opens_as_many_rows_as_it_counts(shipped: Reader) -> None:
    scope = outage(shipped)
    picture = read_map(shipped, scope, MapOptions(zoomed="59"))
    named = [one for one in (*picture.places, *(picture.towns or ())) if one.mentions]
    assert len(named) > 20
    for one in named:
        assert shipped.search(parse(f"place:{one.code}"), scope, 0).total == one.mentions - one.gone, one.name


def test_that_zooming_into_the_north_shows_the_towns_that_wrote(shipped: Reader) -> None:
    picture = read_map(shipped, outage(shipped), MapOptions(zoomed="59"))
    towns = {one.name: one.mentions for one in picture.towns or ()}
    assert {"Lille", "Roubaix", "Tourcoing", "Douai", "Valenciennes"} <= towns.keys()
    assert picture.alone < picture.named / 2


def test_that_a_quiet_hour_of_the_thin_days_draws_no_map(shipped: Reader) -> None:
    start = at("D-6 03:00")
    picture = read_map(shipped, Scope((), start, start + 3_600_000), MapOptions())
    assert picture.placed < 12


def test_that_it_places_the_outage_where_its_writers_did(shipped: Reader) -> None:
    """By hand, each text says which places it names."""
    names = {code: {one.name for one in towns(code).values()} | {atlas().names[code]} for code in ("59", "40")}
    placed = [one for one in story("outage") if one.text.places]
    by_hand = {code: sum(not known.isdisjoint(one.text.places) for one in placed) for code, known in names.items()}
    scope = Scope((), OUTAGE["first_at"], OUTAGE["last_at"] + 1)
    found = {one.code: one.mentions for one in read_map(shipped, scope, MapOptions()).places}
    for code, count in by_hand.items():
        assert count > 300
        assert 0.9 * count <= found[code], f"{code}: {found[code]} found, {count} written"
