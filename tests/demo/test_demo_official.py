"""On the day of the outage the map disagrees with the official region, by figures that a search finds again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from week import at

from hubdesk import demo
from hubdesk.cli import main
from hubdesk.core import HOUR, MINUTE, Millis, Scope
from hubdesk.core.channels import OfficialArea, Voice
from hubdesk.i18n import iso
from hubdesk.panels.map_picture import MapOptions, MapPicture, placed_text, read_map
from hubdesk.panels.official import query_of
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.widgets.map_atlas import atlas

OUTAGE: dict[str, Any] = json.loads((Path(__file__).parent / "truth.json").read_text("utf-8"))["stories"]["outage"]
OPENS = at("D4 14:32")
GRAND_EST = "44"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo.demo_path(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def shipped(path: Path) -> Iterator[Reader]:
    with open_reader(path) as reader:
        yield reader


def map_at(reader: Reader, end: Millis) -> MapPicture:
    """As a stranger sees it who looks at everything, a day back."""
    return read_map(reader, Scope((), end - 24 * HOUR, end), MapOptions())


def instant(written: str) -> float:
    return datetime.fromisoformat(written).timestamp() * 1000


def area_at(reader: Reader, end: Millis) -> OfficialArea:
    said = map_at(reader, end).said
    assert said is not None
    assert said.area is not None
    return said.area


def test_that_the_map_disagrees_with_the_official_region(shipped: Reader) -> None:
    picture = map_at(shipped, OPENS)
    assert picture.said is not None
    assert picture.said.topic.name == "Orange"
    assert picture.area == atlas().of_region(GRAND_EST)
    area = area_at(shipped, OPENS)
    assert area.statement.at // MINUTE == OUTAGE["told"]["statement"] // MINUTE
    assert "Grand Est" in area.statement.text
    assert [one.code for one in area.outside[:2]] == ["59", "40"]  # Lille and its Nord, Mont-de-Marsan and its Landes
    assert sum(one.reports for one in area.outside) > 10 * area.within.reports
    assert len(area.unreported) >= 5
    assert area.contradicted_at is not None
    assert 0 <= area.contradicted_at - area.statement.at <= 10 * MINUTE


def test_that_a_search_finds_the_reports_that_each_place_counts(
    path: Path, shipped: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    area = area_at(shipped, OPENS)
    end = iso(area.end) or ""
    for one in (*area.outside, *area.inside):
        words = ("--topic", "Orange", "--from", iso(area.first_report) or "", "--to", end, "--limit", "2000")
        assert main(["search", str(path), query_of([one.code]), *words, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)["mentions"]
        known_then = [
            mention for mention in found if instant(mention["seen_at"]) <= area.end
        ]  # a search knows what came later
        assert len(known_then) == one.reports - one.gone, one.code
        voices = {mention["author"]["handle"] or mention["id"] for mention in known_then}  # unsigned: each its own
        assert len(voices) == one.people, one.code


def test_that_no_area_is_known_before_the_operator_speaks(shipped: Reader) -> None:
    before = map_at(shipped, OUTAGE["told"]["statement"] - 1)
    assert before.area == ()
    assert before.said is not None  # the incident is known, and that its channels say nothing of where
    assert {one.state for one in before.said.channels} <= {Voice.SILENT, Voice.UNKNOWN}


def test_that_a_page_nobody_could_look_at_is_unknown_and_never_silent(shipped: Reader) -> None:
    said = map_at(shipped, at("D4 08:30")).said
    assert said is not None
    states = {one.kind: one.state for one in said.channels}
    assert states["status-page"] == Voice.UNKNOWN
    assert states["site-banner"] == Voice.SILENT
    later = map_at(shipped, at("D4 10:00")).said
    assert later is not None
    page = next(one for one in later.channels if one.kind == "status-page")
    assert page.state == Voice.SILENT
    assert HOUR <= page.unseen <= 2 * HOUR


def test_that_what_a_banner_sells_stops_no_clock(shipped: Reader) -> None:
    said = map_at(shipped, OPENS).said
    assert said is not None
    banner = next(one for one in said.channels if one.kind == "site-banner")
    assert banner.state == Voice.SILENT
    assert any("série spéciale" in word.text for word in banner.beside)


def test_that_nobody_is_told_that_too_few_places_are_seen_beside_the_places_seen(shipped: Reader) -> None:
    """A stranger read "too few to see an outage" next to the départements of one."""
    picture = map_at(shipped, OPENS)
    assert picture.sight is not None
    assert "too few" not in placed_text(picture)
    quiet = map_at(shipped, at("D4 06:00"))
    assert "too few" in placed_text(quiet)
