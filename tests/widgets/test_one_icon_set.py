"""Every icon is one of widgets/glyphs.py: no theme's, no file's, no letter that a font may not have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from hubdesk.widgets import glyphs
from hubdesk.widgets.glyphs import icon

ROOT = Path(__file__).parents[2]
SHOWN = [
    file for room in ("widgets", "panels", "desk", "wall") for file in sorted((ROOT / "hubdesk" / room).glob("*.py"))
]
STRANGERS = {"fromTheme", "standardIcon", "standardPixmap", "addFile", "StandardPixmap", "ThemeIcon"}
SYMBOL = re.compile("[\u2190-\u21ff\u2300-\u2bff\U0001f000-\U0001ffff]")
# Arrows in sentences, keys by what is printed on them, what is spoken in place of a painted sign, and no words at all.
MAY = {
    "corrections_picture.py": "→",
    "console_deeds.py": "←→",
    "query_edit_offers.py": "↑↓",
    "why_tree.py": "✓✗",
    "tone_chart.py": "▸",
}
NO_WORDS = {"pictures.py", "text.py"}


def strangers(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in STRANGERS:
            yield node.lineno, node.attr
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("QIcon", "QPixmap"):
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield node.lineno, given.value


@pytest.mark.parametrize("file", SHOWN, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_that_no_icon_is_a_strangers(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    assert list(strangers(tree)) == []
    words = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    found = {sign for node in words for sign in SYMBOL.findall(node.value)} - set(MAY.get(file.name, ""))
    assert file.name in NO_WORDS or not found, "paint a glyph: a font may lack this sign, and it is no icon of ours"


@pytest.mark.parametrize("name", sorted(glyphs._STROKES))
def test_that_each_glyph_leaves_a_mark_inside_its_square(name: str, qtbot: QtBot) -> None:
    image = icon(name, QColor("#14181F")).pixmap(16, 16).toImage()
    inked = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 40]
    assert len(inked) >= 8
