"""How long a server wants us to wait, in every way that servers say it."""

from __future__ import annotations

import pytest

from hubdesk.sources.refusals import asked_wait

NOW = 1_795_687_200_000  # 2026-11-26 10:00:00 UTC


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "120"}, 120_000),
        ({"retry-after": " 2 "}, 2_000),
        ({"retry-after": "1.5"}, 1_500),
        ({"retry-after": "0"}, 1_000),
        ({"retry-after": "86400"}, 3_600_000),
        ({"retry-after": "Thu, 26 Nov 2026 10:05:00 GMT"}, 300_000),
        ({"retry-after": "Thursday, 26-Nov-26 10:05:00 GMT"}, 300_000),
        ({"retry-after": "Thu, 26 Nov 2026 09:00:00 GMT"}, 1_000),
        ({"ratelimit-reset": "1795687490"}, 290_000),
        ({"ratelimit-reset": "30"}, 30_000),
        ({"x-ratelimit-reset": "2026-11-26T10:03:00.000000Z"}, 180_000),
        ({"x-ratelimit-reset": "1795687260"}, 60_000),
        ({"retry-after": "5", "x-ratelimit-reset": "1795687260"}, 5_000),
        ({"retry-after": "nonsense", "x-ratelimit-reset": "1795687260"}, 60_000),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "9" * 5_000}, None),
        ({}, None),
    ],
)
def test_that_a_wait_is_understood_and_kept_within_a_second_and_an_hour(
    headers: dict[str, str], wait: int | None
) -> None:
    assert asked_wait(headers, NOW) == wait


def test_that_a_date_is_compared_with_the_server_s_own_clock() -> None:
    headers = {"date": "Thu, 26 Nov 2026 20:00:00 GMT", "retry-after": "Thu, 26 Nov 2026 20:00:30 GMT"}
    assert asked_wait(headers, NOW) == 30_000
