"""Dates of exports: read for sure, or not at all."""

from datetime import UTC, datetime

import pytest

from hubdesk.collector.dates import day_comes_first, read_date

PARIS = "Europe/Paris"


def at(*parts: int) -> int:
    return round(datetime(*parts, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-11-19T14:32:00+01:00", at(2026, 11, 19, 13, 32)),
        ("2026-11-19T13:32:00Z", at(2026, 11, 19, 13, 32)),
        ("2026-11-19 14:32:00", at(2026, 11, 19, 13, 32)),
        ("2026-11-19 14:32:00.0", at(2026, 11, 19, 13, 32)),
        ("2026-11-19", at(2026, 11, 18, 23)),
        ("19/11/2026 14:32", at(2026, 11, 19, 13, 32)),
        ("19/11/2026 14h32", at(2026, 11, 19, 13, 32)),
        ("19.11.2026", at(2026, 11, 18, 23)),
        ("2026/11/19 14:32:05", at(2026, 11, 19, 13, 32, 5)),
        ("19 novembre 2026 à 14h32", at(2026, 11, 19, 13, 32)),
        ("jeudi 19 nov. 2026", at(2026, 11, 18, 23)),
        ("1er août 2026", at(2026, 7, 31, 22)),
        ("Nov 19, 2026 2:32 PM", at(2026, 11, 19, 13, 32)),
        ("Thu, 19 Nov 2026 13:32:00 GMT", at(2026, 11, 19, 13, 32)),
        ("1795095120", at(2026, 11, 19, 13, 32)),
        ("1795095120000", at(2026, 11, 19, 13, 32)),
    ],
)
def test_that_a_clear_date_is_read(cell: str, expected: int) -> None:
    read = read_date(cell, PARIS, day_first=True)
    assert read is not None
    assert read.at == expected


@pytest.mark.parametrize(
    "cell",
    ["", "hier", "il y a 2 h", "19/11/26", "31/02/2026", "2026-13-01", "45000", "19 brumaire 2026", "14:32", "12/2026"],
)
def test_that_an_unclear_date_is_refused(cell: str) -> None:
    assert read_date(cell, PARIS, day_first=True) is None


def test_that_the_order_is_the_column_s() -> None:
    assert read_date("03/04/2026", PARIS, day_first=True) != read_date("03/04/2026", PARIS, day_first=False)
    assert day_comes_first(["03/04/2026", "25/04/2026"]) is True
    assert day_comes_first(["03/04/2026", "04/25/2026"]) is False
    assert day_comes_first(["03/04/2026", "05/06/2026"]) is None
    assert day_comes_first(["25/04/2026", "04/25/2026"]) is None


def test_that_a_written_zone_is_told_from_a_taken_one() -> None:
    written, taken = read_date("2026-11-19T14:32:00Z", PARIS, True), read_date("2026-11-19 14:32", PARIS, True)
    assert written is not None
    assert taken is not None
    assert (written.zone_written, taken.zone_written) == (True, False)
