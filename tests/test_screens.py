"""A screen that is asked of a widget belongs to it, for PySide, and is deleted with it: Qt then ends the process."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ASKED = ".screen" + "()"


@pytest.mark.parametrize("room", ["hubdesk", "tests"])
def test_that_nobody_asks_a_widget_for_its_screen(room: str) -> None:
    asking = [file.name for file in (ROOT / room).rglob("*.py") if ASKED in file.read_text("utf-8").replace("`", "")]
    assert asking == [], "ask QGuiApplication.primaryScreen() or screenAt()"
