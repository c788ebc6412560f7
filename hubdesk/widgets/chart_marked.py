"""A chart over time with episodes and people's marks on it: what a click, a tip and the Return key say of them."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from hubdesk.widgets.chart_flags import flag_at, paint_flags
from hubdesk.widgets.chart_hand import TimeChart
from hubdesk.widgets.chart_notes import note_at, paint_notes
from hubdesk.widgets.chart_values import Flag
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme

TIP: Final = 400  # code points


class MarkedChart(TimeChart):
    """A click on an episode's line or plate, or on a mark's line or words, chooses it."""

    flag_chosen = Signal(object)  # the episode's id
    note_chosen = Signal(str, object)  # its key, and its instant (Millis)

    def paint_marked(self, painter: QPainter, look: Theme) -> None:
        """Over the curves."""
        frame = self.frame()
        paint_notes(painter, self.plot, frame, look)
        paint_flags(painter, self.plot, frame, look)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        plot, frame, here = self.plot, self.frame(), event.position()
        found = flag_at(plot, frame, here) or note_at(plot, frame, here)
        self.setToolTip(f"<qt>{html.escape(tame(found.words, TIP))}</qt>" if found is not None else "")
        is_there = found is not None or self.opens_at(here)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_there else Qt.CursorShape.ArrowCursor)

    def opens_at(self, place: QPointF) -> bool:
        """Whether a click there does something else."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return where the read-out is: the gravest episode that was told in that bin, or what is marked there."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selection() is None and self._tell_at():
            return
        super().keyPressEvent(event)

    def _tell_at(self) -> bool:
        at, step = self._at, self.plot.step
        if at is None:
            return False
        flags = [flag for flag in self.plot.flags if 0 <= flag.at - at < step]
        notes = [note for note in self.plot.notes if 0 <= note.at - at < step]
        if flags:
            self.flag_chosen.emit(max(flags, key=_level).id)
        elif notes:
            self.note_chosen.emit(notes[0].key, notes[0].at)
        return bool(flags or notes)

    def _choose_at(self, place: QPointF) -> None:
        plot, frame = self.plot, self.frame()
        flag = flag_at(plot, frame, place)
        note = note_at(plot, frame, place) if flag is None else None
        if flag is not None:
            self.flag_chosen.emit(flag.id)
        elif note is not None:
            self.note_chosen.emit(note.key, note.at)
        else:
            self._choose_drawn(place)

    def _choose_drawn(self, place: QPointF) -> None:
        """A click on what is neither an episode nor a mark."""


def _level(flag: Flag) -> int:
    return flag.level
