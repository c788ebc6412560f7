"""A row of the list of episodes, where there is room for all of it and where there is not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from hubdesk.widgets import episode_rows, theme
from hubdesk.widgets.episode_rows import EpisodeRow, paint_row, row_height

ROW = EpisodeRow(
    1,
    3,
    "Crise, niveau 3",
    "Page SFR",
    "pentagon",
    "#666666",
    "depuis 18/11/2026 16:20",
    "depuis 3 j",
    "fade",
    "retombe",
    "",
    "306 mentions en une heure",
)


@pytest.fixture
def written(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """What is painted as text, and how wide its room is."""
    theme.use(qapp, "light")
    seen: list[tuple[str, float]] = []
    monkeypatch.setattr(episode_rows, "write", lambda _p, room, words, *_more: seen.append((words, room.width())))
    return seen


def painted(width: int) -> None:
    ground = QPixmap(width, row_height())
    painter = QPainter(ground)
    paint_row(painter, ROW, QRectF(ground.rect()), theme.theme())
    painter.end()


def test_that_a_narrow_row_still_names_its_topic_whole(written: list[tuple[str, float]]) -> None:
    painted(330)
    topic = next(room for words, room in written if words == ROW.topic)
    assert topic >= 60
    assert ROW.when not in dict(written)
    assert f"{ROW.fate} · {ROW.when}" in dict(written)


def test_that_a_wide_row_has_the_time_beside_the_names_and_the_length_below(written: list[tuple[str, float]]) -> None:
    painted(700)
    assert {ROW.topic, ROW.when, f"{ROW.fate} · {ROW.length}"} <= dict(written).keys()
