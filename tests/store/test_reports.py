"""What closed minutes report down: whose words count, from where, and that a minute's reports never change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hubdesk.core import HOUR, MINUTE, Author, Entry, Evidence, Kind, Notes, Report, Role, Scope, Sight, SourceRow, Span
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from tests.fakes import topic
from tests.watch_fakes import START, down

NOON = START + 11 * HOUR


def reported(folder: Path, *entries: Entry, role: str = Role.OWN, start: int = NOON) -> tuple[Report, ...]:
    """What is told of the two hours from noon on, when all of it was heard as it was published."""
    path = folder / "reported.hubdesk"
    create(path, NewSession("Reported", created_at=START))
    with open_writer(path) as writer:
        writer.add_topic(topic("Orange", role=role), at=START)
        source = writer.add_source(SourceRow(id=0, name="Archive", kind="import", every=0, enabled=False))
        covers = Span(START, NOON + 2 * HOUR)
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=NOON + 2 * HOUR, covers=covers, archive=True)
    with open_reader(path) as reader:
        return reader.minutes(start, NOON + 2 * HOUR).reports


def said(minute: int, place: str = "59", **over: Any) -> Entry:
    return down([topic(id=1)], NOON + minute * MINUTE, place, **over)


def test_that_a_report_says_where_and_how_sure_that_is(tmp_path: Path) -> None:
    (one,) = reported(tmp_path, said(3))
    assert (one.place, one.confidence, one.topic, one.minute, one.at) == ("59", 0.9, 1, *[NOON + 3 * MINUTE] * 2)


def test_that_the_surest_place_is_the_reports_and_an_analysts_is_surest(tmp_path: Path) -> None:
    evidence = (
        Evidence("place", "insee:33063", 0.6, "capital"),
        Evidence("place", "insee:2A004", 0.9, "preposition"),
        Evidence("place", "dep:40", 0.9, "area-in"),
        Evidence("place", "reg:Bretagne", 0.95, "area-in"),
        Evidence("theme", "outage_network", 1.0),
    )
    notes = Notes(themes=("outage_network",), evidence=evidence)
    corrected = Notes(themes=("outage_network",), evidence=(*evidence, Evidence("place", "insee:59350", None, "own")))
    known = reported(
        tmp_path, *(Entry(one.mention, read, one.matches) for one, read in ((said(1), notes), (said(2), corrected)))
    )
    assert [(one.place, one.confidence) for one in known] == [("2A", 0.9), ("59", 1.0)]


@pytest.mark.parametrize("theme", ["outage_network", "email_webmail", "tv"])
def test_that_networks_mail_and_television_can_be_down(tmp_path: Path, theme: str) -> None:
    assert len(reported(tmp_path, said(1, theme=theme))) == 1


@pytest.mark.parametrize("theme", ["price_billing", "fibre_box", "other"])
def test_that_other_themes_are_no_report(tmp_path: Path, theme: str) -> None:
    assert reported(tmp_path, said(1, theme=theme)) == ()


def test_that_a_repost_and_what_was_said_before_are_nobodys_own_report(tmp_path: Path) -> None:
    again = said(2)
    copied = Entry(again.mention, Notes(**{**_fields(again.notes), "duplicate": True}), again.matches)
    assert reported(tmp_path, said(1, kind=Kind.REPOST), copied) == ()


@pytest.mark.parametrize(("brands", "is_report"), [((), True), (("SFR",), False), (("SFR", "orange"), True)])
def test_that_what_is_said_of_another_brand_alone_is_no_report(
    tmp_path: Path, brands: tuple[str, ...], is_report: bool
) -> None:
    one = said(1)
    targets = tuple((brand, "negative") for brand in brands)
    about = Entry(one.mention, Notes(**{**_fields(one.notes), "targets": targets}), one.matches)
    assert bool(reported(tmp_path, about)) == is_report


def test_that_a_subject_has_no_reports(tmp_path: Path) -> None:
    assert reported(tmp_path, said(1), role=Role.SUBJECT) == ()


def test_that_an_account_that_goes_on_and_on_counts_once_until_it_was_silent_for_an_hour(tmp_path: Path) -> None:
    author = Author("camille.example", "Camille", "did:plc:camille")
    minutes = (0, 40, 80, 200)
    entries = [said(minute - 90, author=author) for minute in minutes]
    assert [one.minute - NOON for one in reported(tmp_path, *entries, start=NOON - 2 * HOUR)] == [
        -90 * MINUTE,
        110 * MINUTE,
    ]
    assert [one.minute - NOON for one in reported(_other(tmp_path), *entries, start=NOON - 30 * MINUTE)] == [
        110 * MINUTE
    ]


def test_that_a_counted_minute_tells_the_same_when_its_mentions_are_read_anew(tmp_path: Path) -> None:
    first = reported(tmp_path, said(1), said(2, "40"))
    path = tmp_path / "reported.hubdesk"
    with open_writer(path) as writer, open_reader(path) as reader:
        writer.keep_watch("minutes", NOON + HOUR, "{}", counted=reader.minutes(NOON, NOON + HOUR))
        writer.correct(first[0].id, "theme", "other", NOON + HOUR)
        assert reader.minutes(NOON, NOON + HOUR).reports == first
        assert reader.minutes(NOON, NOON + HOUR, again=True).reports == first[1:]


def test_that_sight_is_told_by_the_day_and_unknown_while_nobody_has_watched(tmp_path: Path) -> None:
    reported(tmp_path, said(1), said(2, "40"), said(3, ""), said(4, "974"))
    path = tmp_path / "reported.hubdesk"
    scope = Scope((), NOON, NOON + 2 * HOUR)
    with open_writer(path) as writer, open_reader(path) as reader:
        assert reader.sights(scope) == (Sight(1, None),)
        writer.keep_watch("minutes", NOON + HOUR, "{}", counted=reader.minutes(NOON, NOON + HOUR))
        (sight,) = reader.sights(scope)
        assert sight.placed_a_day == pytest.approx(2 * 24 * 60 / 59)
        assert sight.is_short
        assert not Sight(1, 400.0).is_short
        assert not Sight(1, None).is_short


def _fields(notes: Notes) -> dict[str, Any]:
    return {name: getattr(notes, name) for name in Notes.__slots__}


def _other(folder: Path) -> Path:
    (folder / "other").mkdir()
    return folder / "other"
