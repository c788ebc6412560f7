"""Shares as a table with a bar under each row: the brand's marker, its figures, and the doubt in ink."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.core import Topic
from hubdesk.widgets.bar_rows import PAD, Bar, Caveat, columns_for, figures, paint_head, paint_row
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, font, theme

HEAD: Final = 30.0
ROW: Final = 46.0
TIGHT_ROW: Final = 36.0
TALL_ROW: Final = 72.0
MEASURED: Final = 200  # rows that decide how wide the columns are, and that are read aloud: the loudest
FOLDED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def wilson(count: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share, sound for small counts too. Source: Wilson 1927, doi:10.2307/2276774."""
    if total <= 0:
        return 0.0, 1.0
    share, slack = count / total, z * z / total
    middle = (share + slack / 2) / (1 + slack)
    half = z / (1 + slack) * math.sqrt(share * (1 - share) / total + slack / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


Note = tuple[str, bool]  # its words, whether it carries the sign


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the room is used: the least height of a row, the notes under the rows, and what the head says instead."""

    row: float
    notes: tuple[Note, ...]
    short: str = ""


class Bars(QWidget):
    """The table. Up and down walk its rows, Return or a click chooses one."""

    topic_chosen = Signal(object)  # topic id (int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._topics: tuple[Topic, ...] = ()
        self._warnings: tuple[Caveat, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._row: int | None = None  # the row the keyboard is at
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_bars(
        self,
        bars: tuple[Bar, ...],
        topics: tuple[Topic, ...],
        warnings: tuple[Caveat, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """Show these, in this order; `topics` are all of the session's, for their shapes. Warnings carry a sign."""
        self._bars, self._topics, self._warnings, self._notes = bars, topics, warnings, notes
        if self._row is not None and self._row >= len(bars):
            self._row = len(bars) - 1 if bars else None
        self._describe()
        self._fit()
        self.update()

    def said(self) -> tuple[str, ...]:
        """The notes there is room for, under the rows."""
        return tuple(note for note, _signed in self._plan().notes)

    def row_at(self, y: float) -> int | None:
        """The row under that height, in px."""
        found = int((y - HEAD) // self._row_height()) if y >= HEAD else -1
        return found if 0 <= found < len(self._bars) else None

    def sizeHint(self) -> QSize:
        return QSize(320, self._height_of(self._plans()[0]))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height_of(self._plans()[-1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), len(self._bars) - 1
        if last >= 0 and key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End):
            here = self._row if self._row is not None else (-1 if key == Qt.Key.Key_Down else last + 1)
            moved = {Qt.Key.Key_Down: here + 1, Qt.Key.Key_Up: here - 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
            self._row = max(0, min(last, moved[Qt.Key(key)]))
            self._describe()
            self.update()
        elif self._row is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.topic_chosen.emit(self._bars[self._row].topic.id)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.row_at(event.position().y())
        if found != self._hovered:
            self._hovered = found
            tip = tame(self._bars[found].topic.name, 400) if found is not None else self._explain()
            self.setToolTip(f"<qt>{html.escape(tip)}</qt>" if tip else "")  # Qt would read tags in a name
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._row = found
            self._describe()
            self.update()
            self.topic_chosen.emit(self._bars[found].topic.id)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        styles = [look.topic_style(bar.topic, self._topics) for bar in self._bars[:MEASURED]]
        columns, plan = columns_for(self._bars[:MEASURED], styles, self.width()), self._plan()
        paint_head(painter, columns, self.width(), look, plan.short)
        height = self._row_height()
        first = max(0, int((event.rect().top() - HEAD) // height))
        last = max(0, math.ceil((event.rect().bottom() + 1 - HEAD) / height))
        for i, bar in enumerate(self._bars[first:last], start=first):
            style = look.topic_style(bar.topic, self._topics)
            place = QRectF(0, HEAD + i * height, self.width(), height)
            chosen = i == self._row and self.hasFocus()
            if chosen or i == self._hovered:
                painter.fillRect(place.adjusted(0, 0, 0, -1), look.colour("select" if chosen else "hover"))
            if chosen:
                painter.fillRect(QRectF(0, place.top(), 3, place.height() - 1), look.colour("accent"))
            paint_row(painter, bar, style, columns, place, look)
            if i + 1 < len(self._bars):
                painter.fillRect(QRectF(PAD, place.bottom() - 1, self.width() - 2 * PAD, 1), look.colour("line"))
        self._paint_notes(painter, plan.notes, look)
        painter.end()

    def _paint_notes(self, painter: QPainter, notes: tuple[Note, ...], look: Theme) -> None:
        y = self.height() - self._notes_height(notes)
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        for note, is_signed in notes:
            if is_signed:
                paint_icon(painter, "warning", QRectF(PAD, y, 14, 14), look.colour("text2"))
            left, height = PAD + (20 if is_signed else 0), self._note_height(note, is_signed)
            painter.drawText(QRectF(left, y, self.width() - left - PAD, height), FOLDED, note)
            y += height + 4

    def _note_height(self, note: str, is_signed: bool) -> float:
        room = QRectF(0, 0, max(60.0, self.width() - 2 * PAD - (20 if is_signed else 0)), 10_000)
        return QFontMetricsF(font("small")).boundingRect(room, FOLDED, note).height() + 1

    def _notes_height(self, notes: tuple[Note, ...]) -> float:
        heights = [self._note_height(note, is_signed) for note, is_signed in notes]
        return sum(heights) + 4 * len(heights) + 6 if heights else 0.0

    def _plans(self) -> tuple[_Plan, ...]:
        """From the roomiest to the tightest: rows come nearer, then what is only explained leaves, then long words."""
        signed = tuple((one.text, True) for one in self._warnings)
        every = (*signed, *((note, False) for note in self._notes))
        short = " · ".join(one.short for one in self._warnings)
        return _Plan(ROW, every), _Plan(TIGHT_ROW, every), _Plan(TIGHT_ROW, signed), _Plan(TIGHT_ROW, (), short)

    def _plan(self) -> _Plan:
        plans = self._plans()
        return next((plan for plan in plans if self._height_of(plan) <= self.height()), plans[-1])

    def _height_of(self, plan: _Plan) -> int:
        return math.ceil(HEAD + plan.row * len(self._bars) + self._notes_height(plan.notes))

    def _row_height(self) -> float:
        plan = self._plan()
        room = self.height() - HEAD - self._notes_height(plan.notes)
        return max(plan.row, min(TALL_ROW, room / max(1, len(self._bars))))

    def _fit(self) -> None:
        least = self._height_of(self._plans()[-1])
        if self.minimumHeight() != least:
            self.setMinimumHeight(least)
        self.updateGeometry()

    def _explain(self) -> str:
        """All that is said of the figures, for the head's tooltip."""
        return "\n".join((*(one.text for one in self._warnings), *self._notes))

    def _describe(self) -> None:
        bars = self._bars[:MEASURED] if self._row is None else self._bars[self._row : self._row + 1]
        rows = "; ".join(f"{bar.topic.name} {' '.join(figures(bar))}" for bar in bars)
        self.setAccessibleDescription(". ".join(filter(None, (rows, *self._explain().splitlines()))))
