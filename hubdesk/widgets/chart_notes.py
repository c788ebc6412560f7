"""What people marked on a chart: a dashed ink line at its instant, with their words where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from hubdesk.widgets.chart_values import Frame, Note, Plot
from hubdesk.widgets.theme import Theme, font

ROWS: Final = 3  # of words, one under another, where notes stand close
WIDEST: Final = 200.0  # px
LEAST: Final = 24.0  # px of words, or they are left out whole
NEAR: Final = 5.0  # px beside a line that still choose it
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def places(plot: Plot, frame: Frame) -> Iterator[tuple[Note, QRectF | None]]:
    """Each note, and where its words stand: right of its line, left of it at the right edge; None: no room."""
    metrics = QFontMetricsF(font("small"))
    high = metrics.height() + 2
    below = high + 4 if plot.band_words else 4.0  # the band's name stands in the corner
    taken: list[QRectF] = []
    for note in sorted(plot.notes, key=_instant):
        x = frame.x(note.at)
        wide = min(WIDEST, metrics.horizontalAdvance(note.words) + 8)
        left = x + 3 if x + 3 + wide <= frame.right else x - 3 - wide
        found = None
        if wide >= LEAST and left >= frame.left:
            rows = (QRectF(left, frame.top + below + row * (high + 2), wide, high) for row in range(ROWS))
            found = next((one for one in rows if _is_free(one, taken, frame)), None)
        if found is not None:
            taken.append(found)
        yield note, found


def paint_notes(painter: QPainter, plot: Plot, frame: Frame, look: Theme) -> None:
    """Lines first, so that none crosses words."""
    if not plot.notes:
        return
    made = tuple(places(plot, frame))
    metrics = QFontMetricsF(font("small"))
    pen = QPen(look.colour("text"), 1)
    pen.setDashPattern([4, 3])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(pen)
    for note, _place in made:
        x = round(frame.x(note.at)) + 0.5
        painter.drawLine(QPointF(x, frame.top), QPointF(x, frame.bottom))
    painter.setFont(font("small"))
    painter.setPen(look.colour("text"))
    for note, place in made:
        if place is not None:
            painter.fillRect(place, look.colour("panel"))
            words = metrics.elidedText(note.words, Qt.TextElideMode.ElideRight, place.width() - 6)
            painter.drawText(place.adjusted(4, 0, 0, 0), LEFT, words)


def note_at(plot: Plot, frame: Frame, at: QPointF) -> Note | None:
    """The note whose words or line are there."""
    made = tuple(places(plot, frame))
    on_words = next((note for note, place in made if place is not None and place.contains(at)), None)
    if on_words is not None or not frame.top - 2 <= at.y() <= frame.bottom:
        return on_words
    near = [(abs(frame.x(note.at) - at.x()), number) for number, (note, _place) in enumerate(made)]
    distance, number = min(near, default=(NEAR + 1, 0))
    return made[number][0] if distance <= NEAR else None


def _is_free(place: QRectF, taken: list[QRectF], frame: Frame) -> bool:
    return place.bottom() <= frame.bottom - 20 and not any(place.intersects(other) for other in taken)


def _instant(note: Note) -> int:
    return note.at
