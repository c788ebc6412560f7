"""A share in a table: what is there is never 0 %, and what is not all is never 100 %."""

import pytest

from hubdesk.i18n import UNKNOWN, use
from hubdesk.panels.tone_words import share_text


@pytest.mark.parametrize(
    ("count", "of", "said"),
    [
        (23, 6_476, "0.4%"),
        (1, 6_476, "<0.1%"),
        (0, 6_476, "0%"),
        (6_475, 6_476, "99.9%"),
        (6_476, 6_476, "100%"),
        (1, 3, "33%"),
        (49, 6_476, "1%"),
        (12_345, 100_000, "12.3%"),
        (99_999, 100_000, "99.9%"),
        (100_000, 100_000, "100.0%"),
        (0, 0, UNKNOWN),
    ],
)
def test_that_a_share_is_told_without_rounding_away_what_is_there(count: int, of: int, said: str) -> None:
    use("en")
    assert share_text(count, of) == said
