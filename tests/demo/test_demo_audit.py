"""The demonstration's planted ring is named as acting together, whole, and without innocents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hubdesk.core import DAY, HOUR, EpisodeKind, Scope
from hubdesk.demo import demo_path
from hubdesk.store.session import open_reader
from hubdesk.told import Told

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


def test_that_the_week_names_the_ring_as_acting_together_while_it_pushes(demonstration: Path) -> None:
    members = {f"bluesky:{one}" for one in TRUTH["ring"]["members"]}
    with open_reader(demonstration) as reader:
        topics = {one.id: one.name for one in reader.topics()}
        (told,) = [one for one in reader.episodes(Scope((), *TRUTH["week"])) if one.kind == EpisodeKind.AMPLIFICATION]
    launch = TRUTH["stories"]["launch"]["told"]
    assert topics[told.topic or 0] == "Free"
    assert launch["keynote"] <= told.opened_at <= launch["keynote"] + 2 * HOUR
    named = [set(ring["accounts"]) for state in told.states for ring in state.evidence.get("rings", [])]  # type: ignore[attr-defined]
    assert all(accounts <= members for accounts in named)
    assert members in named
    words = [Told.read(one) for state in told.states for one in state.evidence["told"]]  # type: ignore[attr-defined]
    said = " ".join(one.said("Europe/Paris") for one in words if one is not None)
    assert "14 accounts act together" in said
    assert "none did as much" in said
    assert not any(word in said for word in ("fake", "robot", "troll"))
