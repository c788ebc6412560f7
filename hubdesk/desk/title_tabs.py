"""The names of a pile in its title bars: each takes what room there is, and is whole in its tip where it is cut."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from hubdesk.widgets.keyed_button import KeyedButton
from hubdesk.widgets.theme import font, theme

TITLE_HEIGHT: Final = 28
LEAST_SHOWN: Final = 84  # px of the shown panel's name in a pile
LEAST_TAB: Final = 28  # px of the other names: a letter and an ellipsis
ROOMY, TIGHT = 18, 10  # px that a name has around it, and those it keeps where the names are many


class TabButton(KeyedButton):
    """One name of a pile: 2 px of accent under the one that is shown."""

    chosen = Signal(str)
    doubled = Signal()  # clicked twice

    def __init__(self, panel: str, title: str, is_current: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.panel = panel
        self.setText(title)
        self.setCheckable(True)
        self.setChecked(is_current)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name_width = round(QFontMetricsF(font("label")).horizontalAdvance(title) + 0.5)  # px of the name uncut
        self.setFixedHeight(TITLE_HEIGHT - 1)
        self.setMinimumWidth(1)  # the bar says how much room there is
        self.clicked.connect(self._choose)

    def sizeHint(self) -> QSize:
        return QSize(self.name_width + ROOMY, TITLE_HEIGHT - 1)

    @property
    def is_cut(self) -> bool:
        return self.width() < self.name_width + TIGHT

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The whole name where a part of it is all that is shown."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.is_cut else "")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.doubled.emit()

    def _choose(self) -> None:
        self.chosen.emit(self.panel)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pad = max(TIGHT, min(ROOMY, self.width() - self.name_width)) / 2 - 1
        ink = "text" if self.isChecked() else "text2"
        paint_words(painter, self.text(), "label", ink, pad, self.width() - pad, self.height())
        if self.isChecked() or self.hasFocus():
            line = QRect(round(pad) - 2, self.height() - 2, self.width() - 2 * round(pad) + 4, 2)
            painter.fillRect(line, theme().colour("accent"))
        painter.end()


def spaced(names: list[int], room: int) -> list[int]:
    """How wide names of that many px are with the space around them, which gives way before they are cut."""
    around = (room - sum(names)) // len(names) if names else ROOMY
    return [name + max(TIGHT, min(ROOMY, around)) for name in names]


def shares(wholes: list[int], current: int, room: int) -> list[int]:
    """How wide each name may be, px. Short ones stay whole and the longest give way first; that of the shown panel is
    the last to be cut."""
    if not wholes:
        return []
    others = [whole for at, whole in enumerate(wholes) if at != current]
    shown = min(wholes[current], max(LEAST_SHOWN, room - LEAST_TAB * len(others)))
    left, cap = max(0, room - shown), 0
    for at, whole in enumerate(sorted(others)):
        cap = left // (len(others) - at)
        if whole > cap:
            break
        left, cap = left - whole, whole
    return [shown if at == current else min(whole, cap) for at, whole in enumerate(wholes)]


def paint_words(painter: QPainter, words: str, role: str, token: str, x: float, right: float, height: int) -> float:
    """Words from x on, whole or cut with an ellipsis before `right`; where they end."""
    face = font(role)
    metrics = QFontMetricsF(face)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, right - x))
    painter.setFont(face)
    painter.setPen(theme().colour(token))
    painter.drawText(QRectF(x, 0, max(0.0, right - x), height), Qt.AlignmentFlag.AlignVCenter, shown)
    return x + metrics.horizontalAdvance(shown)
