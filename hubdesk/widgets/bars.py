"""Shares as a table with a bar under each row: the brand's marker, its figures, and the doubt in ink."""

from __future__ import annotations

import html
import math
from collections.abc import Hashable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.core import Topic
from hubdesk.i18n import _
from hubdesk.widgets.bar_foot import paint_note, plans_of
from hubdesk.widgets.bar_room import HEAD, Plans, Room
from hubdesk.widgets.bar_rows import (
    PAD,
    Bar,
    Caveat,
    Columns,
    Figure,
    RowPainter,
    columns_for,
    paint_head,
    plain,
    reach_of,
)
from hubdesk.widgets.bar_stops import STEPS, Stop, next_stop
from hubdesk.widgets.intervals import wilson as wilson  # which most of those who tell shares look for here
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, TopicStyle, theme

ROW: Final = 46.0
TIGHT_ROW: Final = 36.0
MEASURED: Final = 200  # rows that decide how wide the columns are, and that are read aloud: the loudest


class Bars(QWidget):
    """The table. Up and down walk its rows and notes, left and right a row's figures; Return or a click chooses."""

    topic_chosen = Signal(object)  # topic id (int)
    figure_chosen = Signal(object)  # the key of a figure or a note
    sight_wished = Signal(object)  # a QRectF that the keyboard went to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._topics: tuple[Topic, ...] = ()
        self._warnings: tuple[Caveat, ...] = ()
        self._notes: tuple[str | Caveat, ...] = ()
        self._told: Sequence[tuple[Figure, ...]] = ()
        self._heads: tuple[str, ...] = ()
        self._is_kept = False
        self._widest = 0.0  # the largest change that a whisker has to show
        self._plans = self._made_plans()
        # The columns at a width, and how the topics they were measured of look, until something else is shown.
        self._measured: tuple[int, Columns, list[TopicStyle]] | None = None
        self._at: Stop | None = None  # where the keyboard is
        self._hovered: Stop | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_bars(
        self,
        bars: tuple[Bar, ...],
        topics: tuple[Topic, ...],
        warnings: tuple[Caveat, ...] = (),
        notes: tuple[str | Caveat, ...] = (),
        told: Sequence[tuple[Figure, ...]] = (),
        more_heads: Sequence[str] = (),
    ) -> None:
        """Show these, in this order; `topics` are all of the session's, for their shapes. Warnings carry a sign.
        `told`: each row's figures, when more is told than the bars say; `more_heads`: of those after the change."""
        self._bars, self._topics, self._warnings, self._notes = bars, topics, warnings, notes
        self._told = told
        self._widest = reach_of(bars)
        self._heads = (_("mentions"), _("share"), _("change"), *more_heads)
        self._measured, self._plans = None, self._made_plans()
        if self._at is not None and self._at[0] >= len(bars):
            self._at = (len(bars) - 1, -1) if bars else None
        elif self._at is not None and self._at[1] >= len(self._heads):
            self._at = self._at[0], -1  # that figure is not told any more
        self._describe()
        self._fit()
        self.update()

    def keep_warnings(self, is_kept: bool) -> None:
        """Whether the table is never so low that its warnings are said by their short words."""
        if self._is_kept != is_kept:
            self._is_kept = is_kept
            self._plans = self._made_plans()  # by what is kept now
            self._fit()

    def said(self) -> tuple[str, ...]:
        """The notes there is room for, under the rows."""
        return tuple(note.text for note in self._room().notes)

    def row_at(self, y: float) -> int | None:
        """The row under that height, in px."""
        found = int((y - HEAD) // self._room().row) if y >= HEAD else -1
        return found if 0 <= found < len(self._bars) else None

    def sizeHint(self) -> QSize:
        return QSize(320, self._plans.most(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._plans.least(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._measured = None
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._bars and key in STEPS:
            self._at = self._next(key)
            self._describe()
            self.sight_wished.emit(self._place_of(self._at))
            self.update()
        elif self._at is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._stop_at(event.position())
        # Said at each move: another brand may have come to lie under the pointer.
        tip = self._words_of(found) if found is not None else self._explain()
        self.setToolTip(f"<qt>{html.escape(tip)}</qt>" if tip else "")  # Qt would read tags in a name
        self.setCursor(Qt.CursorShape.ArrowCursor if self._key_of(found) is None else Qt.CursorShape.PointingHandCursor)
        if found != self._hovered:
            self._hovered = found
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._stop_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._at = found
            self._describe()
            self.update()
            self._choose(found)

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
        columns, room, width = self._columns(), self._room(), self.width()
        paint_head(painter, columns, self._heads, width, look, room.plan.short)
        first = max(0, int((event.rect().top() - HEAD) // room.row))
        last = max(0, math.ceil((event.rect().bottom() + 1 - HEAD) / room.row))
        rows = RowPainter(painter, columns, width, look, self._widest)
        for i, bar in enumerate(self._bars[first:last], start=first):
            place = QRectF(0, HEAD + i * room.row, width, room.row)
            self._paint_ground(painter, i, place, look)
            rows.paint(bar, self._figures(i), self._style(i), place)
            if i + 1 < len(self._bars):
                painter.fillRect(QRectF(PAD, place.bottom() - 1, width - 2 * PAD, 1), rows.line)
        for n, (note, place) in enumerate(zip(room.notes, room.places, strict=True), start=len(self._bars)):
            paint_note(painter, note, place, look, (n, -1) == self._hovered, (n, -1) == self._at and self.hasFocus())
        painter.end()

    def _paint_ground(self, painter: QPainter, row: int, place: QRectF, look: Theme) -> None:
        """Of the row and the figure that the pointer or the keyboard is at."""
        at = self._at if self.hasFocus() else None
        is_chosen = at is not None and at[0] == row
        if is_chosen or (self._hovered is not None and self._hovered[0] == row):
            painter.fillRect(place.adjusted(0, 0, 0, -1), look.colour("select" if is_chosen else "hover"))
        if is_chosen:
            painter.fillRect(QRectF(0, place.top(), 3, place.height() - 1), look.colour("accent"))
        for stop, width in ((self._hovered, 1.0), (at, 1.5)):
            if stop is not None and stop[0] == row and stop[1] >= 0:
                painter.setPen(QPen(look.colour("accent" if stop == at else "line_strong"), width))
                painter.drawRect(self._place_of(stop).adjusted(0.5, 0.5, -0.5, -0.5))

    def _columns(self) -> Columns:
        return self._looks()[0]

    def _style(self, row: int) -> TopicStyle:
        styles = self._looks()[1]
        return styles[row] if row < len(styles) else theme().topic_style(self._bars[row].topic, self._topics)

    def _looks(self) -> tuple[Columns, list[TopicStyle]]:
        if self._measured is None or self._measured[0] != self.width():
            styles = [theme().topic_style(bar.topic, self._topics) for bar in self._bars[:MEASURED]]
            rows = [self._figures(row) for row in range(len(styles))]
            columns = columns_for(rows, self._heads, styles, self.width(), self._widest > 0)
            self._measured = self.width(), columns, styles
        return self._measured[1:]

    def _figures(self, row: int) -> tuple[Figure, ...]:
        return self._told[row] if self._told else plain(self._bars[row])

    def _stop_at(self, place: QPointF) -> Stop | None:
        row = self.row_at(place.y())
        if row is not None:
            found = [one for one in self._stops(row)[1:] if self._place_of(one).contains(place)]
            return found[0] if found else (row, -1)
        room = self._room()
        for n, (note, there) in enumerate(zip(room.notes, room.places, strict=True)):
            if note.opens is not None and there.contains(place):
                return len(self._bars) + n, -1
        return None

    def _stops(self, row: int) -> list[Stop]:
        """The row, then those of its figures that have room and open something."""
        if row >= len(self._bars):
            return [(row, -1)]
        shown = [i for i, _left, _wide in self._columns().places(self.width())]
        return [(row, -1), *((row, i) for i in shown if self._figures(row)[i].key is not None)]

    def _next(self, key: Qt.Key) -> Stop:
        notes, rows = self._room().notes, len(self._bars)
        open_notes = (rows + n for n, one in enumerate(notes) if one.opens is not None)
        return next_stop(key, self._at, [*range(rows), *open_notes], rows - 1, self._stops)

    def _place_of(self, stop: Stop) -> QRectF:
        row, figure = stop
        if row >= len(self._bars):
            return self._room().places[row - len(self._bars)]
        height = self._room().row
        place = QRectF(0, HEAD + row * height, self.width(), height)
        for i, left, wide in self._columns().places(self.width()):
            if i == figure:
                return QRectF(left - 4, place.top() + 1, wide + 8, height - 3)
        return place

    def _key_of(self, stop: Stop | None) -> Hashable | None:
        """What a figure or a note opens; of a whole row nothing, it is a topic."""
        if stop is None:
            return None
        row, figure = stop
        if row >= len(self._bars):
            notes = self._room().notes
            return notes[row - len(self._bars)].opens if row - len(self._bars) < len(notes) else None
        return self._figures(row)[figure].key if figure >= 0 else None

    def _choose(self, stop: Stop) -> None:
        key = self._key_of(stop)
        if key is not None:
            self.figure_chosen.emit(key)
        elif stop[0] < len(self._bars):
            self.topic_chosen.emit(self._bars[stop[0]].topic.id)

    def _words_of(self, stop: Stop) -> str:
        """What is said of the place under the pointer, or where the keyboard is."""
        row, figure = stop
        if row >= len(self._bars):
            return self._room().notes[row - len(self._bars)].text
        name = tame(self._bars[row].topic.name, 400)
        if figure >= 0:
            one = self._figures(row)[figure]
            return f"{name}: {one.more or one.text}"
        return name

    def _made_plans(self) -> Plans:
        plans = plans_of(self._warnings, self._notes, ROW, TIGHT_ROW)
        return Plans(len(self._bars), plans[:-1] if self._is_kept else plans)

    def _room(self) -> Room:
        return self._plans.room(self.width(), self.height())

    def _fit(self) -> None:
        least = self._plans.least(self.width())
        if self.minimumHeight() != least:
            self.setMinimumHeight(least)
        self.updateGeometry()

    def _explain(self) -> str:
        """All that is said of the figures, for the head's tooltip."""
        notes = (one if isinstance(one, str) else one.text for one in self._notes)
        return "\n".join((*(one.text for one in self._warnings), *notes))

    def _describe(self) -> None:
        rows = range(min(len(self._bars), MEASURED)) if self._at is None else [self._at[0]]
        parts = []
        for row in rows:
            if row < len(self._bars):
                told = " ".join(" ".join(filter(None, (one.text, one.under))) for one in self._figures(row))
                parts.append(f"{self._bars[row].topic.name} {told}")
        here = self._words_of(self._at) if self._at is not None and self._at[1] >= 0 else ""
        said = (here, "; ".join(parts), *self._explain().splitlines())
        self.setAccessibleDescription(". ".join(filter(None, said)))
