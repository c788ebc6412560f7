"""Readings one below the other: a state's shape, a name, how far it is, and why when it is not well."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.core import SourceState
from hubdesk.i18n import _
from hubdesk.widgets.empty import breakable
from hubdesk.widgets.glyphs import paint_state
from hubdesk.widgets.theme import font, theme

PAD: Final = 12
INDENT: Final = 32
LINE: Final = 20.0
BETWEEN: Final = 14.0
HEAD: Final = 34.0
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
FOLDED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """What a row says. `says` stands beside the name, `reason` below, in full."""

    name: str
    state: SourceState
    says: str
    reason: str = ""


class ReadingRows(QWidget):
    """Grows in height with what it has to say, and cuts none of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ReadingWords, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> tuple[ReadingWords, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[ReadingWords]) -> None:
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        self.setAccessibleName(_("What is read"))
        said = (", ".join(filter(None, (row.name, row.says, row.reason))) for row in self._rows)
        self.setAccessibleDescription("; ".join(said))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._fit()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        look, painter = theme(), QPainter(self)
        painter.setFont(font("label"))
        painter.setPen(look.colour("text2"))
        painter.drawText(QRectF(PAD, 0, self.width() - 2 * PAD, HEAD), LEFT, _("What is read"))
        y, name_width, is_wide = HEAD, self._name_width(), self._is_wide()
        for row in self._rows:
            troubled = row.state in (SourceState.FAILED, SourceState.LATE)
            shape = QPointF(PAD + 5, y + LINE / 2)
            paint_state(painter, row.state.value, shape, 9, look.colour("text" if troubled else "text2"))
            painter.setFont(font("strong" if row.state == SourceState.FAILED else "body"))
            painter.setPen(look.colour("text"))
            painter.drawText(QRectF(INDENT, y, self._room(), LINE), LEFT, row.name)
            painter.setFont(font("small", weight=600 if troubled else 400))
            painter.setPen(look.colour("text" if troubled else "text2"))
            if is_wide:
                left = INDENT + name_width + BETWEEN
                painter.drawText(QRectF(left, y, self.width() - PAD - left, LINE), LEFT, row.says)
            else:
                y += LINE
                painter.drawText(QRectF(INDENT, y, self._room(), LINE), LEFT, row.says)
            y += LINE
            if row.reason:
                height = self._reason_height(row)
                painter.setFont(font("small"))
                painter.setPen(look.colour("text" if row.state == SourceState.FAILED else "text2"))
                painter.drawText(QRectF(INDENT, y, self._room(), height), FOLDED, breakable(row.reason))
                y += height
            y += 6

    def _room(self) -> float:
        return max(60.0, self.width() - INDENT - PAD)

    def _name_width(self) -> float:
        metrics = QFontMetricsF(font("strong"))
        return max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0.0) + 2

    def _is_wide(self) -> bool:
        """Whether every row has room for what it says beside the names."""
        metrics = QFontMetricsF(font("small", weight=600))
        widest = max((metrics.horizontalAdvance(row.says) for row in self._rows), default=0.0)
        return self._name_width() + BETWEEN + widest + 2 <= self._room()

    def _reason_height(self, row: ReadingWords) -> float:
        metrics = QFontMetricsF(font("small"))
        return metrics.boundingRect(QRectF(0, 0, self._room(), 10_000), FOLDED, breakable(row.reason)).height() + 2

    def _fit(self) -> None:
        line = LINE if self._is_wide() else 2 * LINE
        rows = sum(line + 6 + (self._reason_height(row) if row.reason else 0) for row in self._rows)
        height = math.ceil(HEAD + rows + 6) if self._rows else 0
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)
