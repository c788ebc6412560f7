"""The demonstration's planted ring is named as acting together, whole, and without innocents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hubdesk.core import DAY, HOUR, Scope
from hubdesk.demo import demo_path
from hubdesk.store.session import open_reader

TRUTH = json.loads((Path(__file__).parent / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_path(tmp_path_factory.mktemp("demonstration"))


def test_that_the_planted_ring_acts_together_on_its_day(demonstration: Path) -> None:
    members = sorted(f"bluesky:{one}" for one in TRUTH["ring"]["members"])
    day = TRUTH["week"][0] + DAY
    with open_reader(demonstration) as reader:
        everything = reader.pushed(Scope((), day, day + DAY))
        (ring,) = everything.rings
        assert list(ring.accounts) == members
        assert ring.last_at - ring.first_at < 24 * HOUR
        assert reader.pushed(Scope((), day, day + HOUR)).rings == ()
