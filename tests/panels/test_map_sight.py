"""The line that says when too few outage reports tell where they are."""

from __future__ import annotations

import pytest

from hubdesk.core import Sight
from hubdesk.panels.map_picture import short_sight


@pytest.mark.parametrize(
    ("sights", "said"),
    [
        ((), None),
        ((Sight(1, None),), None),
        ((Sight(1, 3.2), Sight(2, 0.0)), 4),
        ((Sight(1, 3.2), Sight(2, 400.0)), None),
        ((Sight(1, 3.2), Sight(2, None)), None),
    ],
)
def test_that_it_is_said_where_even_the_most_reported_topic_has_too_few(
    sights: tuple[Sight, ...], said: int | None
) -> None:
    assert short_sight(sights) == said
