"""A scroll bar as in the look: a narrow handle, no arrows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

from hubdesk.widgets.theme import theme

_SLIM: Final = """
QScrollBar {{ background: {ground}; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {handle}; border: 0; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:disabled {{ background: {ground}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: {ground}; }}
"""


def slim(area: QAbstractScrollArea) -> None:
    """Give an area's scroll bars the look, in whatever theme comes."""
    for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
        bar.setStyleSheet(_sheet())
        area.installEventFilter(_Dyer(bar))  # a widget with a style sheet hears nothing of another palette


def _sheet() -> str:
    return _SLIM.format(ground=theme().colour("panel").name(), handle=theme().colour("line_strong").name())


class _Dyer(QObject):
    """Gives a bar the colours of another theme; one that is always there has no handle while all is in sight."""

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar = bar
        bar.rangeChanged.connect(self._take_range)
        self._take_range(bar.minimum(), bar.maximum())

    def _take_range(self, low: int, high: int) -> None:
        self._bar.setEnabled(high > low)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            self._bar.setStyleSheet(_sheet())
        return False
