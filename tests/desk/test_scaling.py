"""The desk is the same desk at 100, 150, 200 and 300 %, and whatever dots an inch the system says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from desk_fakes import a_session

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NEAR = 2  # px: a half is rounded to a whole one


def drawn(session: Path, folder: Path, **scale: str) -> dict[str, object]:
    picture = folder / "desk.png"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, str(HERE / "scaled_desk.py"), str(session), str(picture)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)} | scale,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    assert picture.stat().st_size > 10_000
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_session(tmp_path_factory.mktemp("scaled") / "Opérateurs.hubdesk", mentions=40)


@pytest.fixture(scope="module")
def at_100(session: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return drawn(session, tmp_path_factory.mktemp("scaled") / "100", QT_SCALE_FACTOR="1")


def test_that_no_words_are_cut(at_100: dict[str, object]) -> None:
    assert [part for part in at_100["parts"] if part[2] > 1] == []  # type: ignore[attr-defined]
    assert len(at_100["parts"]) > 50  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("factor", "scale"),
    [
        (1.5, {"QT_SCALE_FACTOR": "1.5"}),
        (2, {"QT_SCALE_FACTOR": "2"}),
        (3, {"QT_SCALE_FACTOR": "3"}),
        (2, {"QT_FONT_DPI": "192"}),
    ],
)
def test_that_every_part_is_where_it_is_at_100(
    factor: float, scale: dict[str, str], session: Path, at_100: dict[str, object], tmp_path: Path
) -> None:
    found = drawn(session, tmp_path / "scaled", **scale)
    assert (found["width"], found["height"]) == (1280 * factor, 720 * factor)
    parts, usual = found["parts"], at_100["parts"]
    assert [part[0] for part in parts] == [part[0] for part in usual]  # type: ignore[attr-defined]
    for one, other in zip(parts, usual, strict=True):  # type: ignore[call-overload]
        assert max(abs(here - there) for here, there in zip(one[1], other[1], strict=True)) <= NEAR, (one, other)
        assert one[2] <= NEAR, one
