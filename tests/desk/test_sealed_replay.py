"""A sealed session replays as the session it was sealed from: one digest over all panels, at every instant."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubdesk.core import HOUR, Span
from hubdesk.desk.digest import replay
from hubdesk.store.manifest import Hole
from hubdesk.store.seal import SealWish, reseal, seal
from hubdesk.store.session import open_reader
from tests.watch_fakes import SURGE, heard_session, surging, watch_until

AROUND = Span(SURGE - HOUR, SURGE + 3 * HOUR)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = heard_session(tmp_path_factory.mktemp("replay"), surging, ("Orange", "SFR"))
    watch_until(path)
    return path


def digest(path: Path) -> str:
    with open_reader(path) as reader:
        made = replay(reader, AROUND, HOUR)
    assert made.episodes
    return made.digest


def test_that_a_sealed_session_replays_as_the_session(session: Path, tmp_path: Path) -> None:
    out = tmp_path / "scellé.hubdesk"
    seal(session, out, SealWish(), SURGE)
    assert digest(out) == digest(session)


def test_that_what_is_cut_off_after_the_end_changes_no_replay_before_it(session: Path, tmp_path: Path) -> None:
    out = tmp_path / "scellé.hubdesk"
    seal(session, out, SealWish(end=SURGE + 4 * HOUR), SURGE)
    assert digest(out) == digest(session)


def test_that_a_file_sealed_again_with_nothing_erased_replays_the_same(session: Path, tmp_path: Path) -> None:
    out = tmp_path / "scellé.hubdesk"
    seal(session, out, SealWish(), SURGE)
    reseal(out, lambda _connection: Hole(SURGE, "mention", 0))
    assert digest(out) == digest(session)
