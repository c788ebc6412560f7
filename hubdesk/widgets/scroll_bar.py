"""A scroll bar as in the look: a narrow handle, no arrows."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QAbstractScrollArea

# Colours come from the palette, so that another theme needs no other sheet.
_SLIM: Final = """
QScrollBar:vertical { width: 10px; background: palette(base); border: 0; margin: 0; }
QScrollBar::handle:vertical { background: palette(dark); border: 0; border-radius: 3px; min-height: 32px; margin: 2px; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; border: 0; }
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: palette(base); }
"""


def slim(area: QAbstractScrollArea) -> None:
    """Give an area's vertical scroll bar the look."""
    area.verticalScrollBar().setStyleSheet(_SLIM)
