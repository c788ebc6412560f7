"""Dates of feeds: an instant, or None; never a guess."""

from __future__ import annotations

import pytest

from hubdesk.sources.feed_dates import instant

NOON = 1_795_694_400_000  # 2026-11-26 12:00:00 UTC


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 26 Nov 2026 12:00:00 GMT",
        "Thu, 26 Nov 2026 12:00:00 +0000",
        "Thu, 26 Nov 2026 12:00:00 -0000",
        "Thu, 26 Nov 2026 13:00:00 +0100",
        "Thu, 26 Nov 2026 13:00:00 CET",
        "Thu, 26 Nov 2026 07:00:00 EST",
        "26 Nov 26 12:00 UT",
        "jeu., 26 nov. 2026 13:00:00 +0100",
        "jeudi 26 novembre 2026 13:00:00 +01:00",
        "Thu,  26 Nov 2026 13:00:00 +0100 (CET)",
        "2026-11-26T12:00:00Z",
        "2026-11-26T12:00:00.000Z",
        "2026-11-26T13:00:00+01:00",
        "2026-11-26T13:00:00+0100",
        "2026-11-26 13:00:00 +0100",
        "2026-11-26 12:00:00 UTC",
        " 20261126T120000Z\n",
    ],
)
def test_that_a_date_with_a_zone_is_an_instant(text: str) -> None:
    assert instant(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 26 Nov 2026 12:00:00",
        "2026-11-26T12:00:00",
        "2026-11-26",
        "Thu, 26 Nov 2026 12:00:00 XYZ",
        "Thu, 99 Nov 2026 12:00:00 GMT",
        "Thu, 26 Foo 2026 12:00:00 GMT",
        "2026-13-45T99:00:00Z",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "Thu, 26 Nov 2026 12:00:00 +9999",
        "yesterday",
        "9" * 10_000,
        "",
        None,
    ],
)
def test_that_any_other_date_is_unknown(text: str | None) -> None:
    assert instant(text) is None
