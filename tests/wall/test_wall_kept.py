"""After a crash a wall goes on where it was; a damaged file costs the scene, never the wall."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pytestqt.qtbot import QtBot

from hubdesk.core import HubdeskError
from hubdesk.core.scenes import Cell, Scene, Wall
from hubdesk.wall.kept import Kept, _understood, claimed, read_kept, written
from hubdesk.wall.kept_file import KeptFile
from hubdesk.wall.spread import Seen
from hubdesk.wall.state import WallState, moved_to

STATE = WallState(
    "crisis",
    since=5,
    is_pinned=True,
    frozen_at=1_763_500_000_000,
    zoomed=3,
    is_blank=True,
    messages=(("", "Réunion à 15 h"), ("2", "Ici")),
    withdrawn=frozenset({17, 4}),
)
KEPT = Kept(STATE, 1_763_500_000_123, True, "0a1b2c3d", {"1": Seen("DP-1", "S", "TV", 1920, 0, 3840, 2160, 680.5)})

WALL = Wall((Scene("first", "First", (Cell("trend"),)), Scene("crisis", "Crisis", (Cell("map"),) * 4)))


def test_that_a_wall_goes_on_with_all_it_was_told(tmp_path: Path) -> None:
    file = tmp_path / "wall.json"
    file.write_text(written(KEPT), "utf-8")
    found = read_kept(file)
    assert found is not None
    assert found.stood == KEPT.stood
    assert (found.at, found.is_playing, found.run) == (KEPT.at, True, "0a1b2c3d")
    assert moved_to(found.state, WALL, 5) == STATE


def test_that_a_wall_whose_scene_is_gone_goes_on_with_the_first_and_all_else_it_was_told() -> None:
    other = Wall(WALL.scenes[:1])
    assert moved_to(STATE, other, 9) == replace(STATE, scene="first", zoomed=None, since=9)
    smaller = Wall((Scene("crisis", "Crisis", (Cell("map"),)),))
    assert moved_to(STATE, smaller, 9) == replace(STATE, zoomed=None, since=9)


def test_that_a_taken_screen_is_given_back(tmp_path: Path) -> None:
    file = tmp_path / "wall.json"
    file.write_text(written(Kept(WallState("one", taken=4, taken_screen="1", taken_until=99))), "utf-8")
    found = read_kept(file)
    assert found is not None
    assert found.state == WallState("one")


def test_that_nothing_kept_is_no_fault(tmp_path: Path) -> None:
    assert read_kept(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 2}',
        '{"version": 1}',
        "[" * 100_000,
        written(KEPT).replace('"pinned": true', '"pinned": 1'),
        written(KEPT).replace('"zoomed": 3', '"zoomed": 3000'),
        written(KEPT).replace('"zoomed": 3', '"zoomed": true'),
        written(KEPT).replace('"zoomed": 3', '"zoomed": NaN'),
        written(KEPT).replace("1763500000123", "1" * 5000),
        written(KEPT).replace("1763500000123", "-1"),
        written(KEPT).replace('"scene": "crisis"', '"scene": 4'),
        written(KEPT).replace('"width": 3840', '"width": 38400000'),
        written(KEPT).replace('"mm_height": 680.5', '"mm_height": "tall"'),
        written(KEPT).replace('"mm_height"', '"mm_width"'),
    ],
    ids=lambda text: text[:20],
)
def test_that_a_damaged_file_is_said_in_a_line_and_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wall.json"
    file.write_text(text, "utf-8")
    with pytest.raises(HubdeskError, match=r"wall\.json is damaged; the wall starts from its first scene"):
        read_kept(file)


def test_that_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    file = tmp_path / "wall.json"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(HubdeskError, match=r"wall\.json"):
        read_kept(file)


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(some.dictionaries(some.sampled_from(sorted(json.loads(written(KEPT)))), json_values))
def test_that_whatever_stands_in_it_is_understood_or_refused(changed: dict[str, object]) -> None:
    found = json.loads(written(KEPT)) | changed
    try:
        kept = _understood(found)
    except (ValueError, KeyError, TypeError):
        return
    assert _understood(json.loads(written(kept))) == kept


def test_that_the_last_word_is_written_when_many_come_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    file = KeptFile(tmp_path / "state" / "wall.json")
    for number in range(50):
        file.keep(Kept(WallState(f"scene {number}")))
    file.close()
    found = read_kept(tmp_path / "state" / "wall.json")
    assert found is not None
    assert found.state.scene == "scene 49"
    assert [one.name for one in (tmp_path / "state").iterdir()] == ["wall.json"]


def test_that_a_folder_that_cannot_be_written_is_said_and_costs_nothing_else(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder", "utf-8")
    file = KeptFile(tmp_path / "state" / "wall.json")
    with qtbot.waitSignal(file.failed) as told:
        file.keep(KEPT)
    assert "would not go on from here after a crash" in told.args[0]
    file.close()


def test_that_two_walls_on_one_session_keep_two_files(tmp_path: Path) -> None:
    session = tmp_path / "week.hubdesk"
    with claimed(tmp_path / "state", session) as one:
        with claimed(tmp_path / "state", session) as two, claimed(tmp_path / "state", tmp_path / "other") as other:
            assert len({one, two, other, None}) == 4
        with claimed(tmp_path / "state", session) as again:
            assert again == two
    with claimed(tmp_path / "state", session) as first:
        assert first == one


def test_that_a_wall_runs_without_a_file_where_none_can_be(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder", "utf-8")
    with claimed(tmp_path / "state", tmp_path / "week.hubdesk") as file:
        assert file is None
