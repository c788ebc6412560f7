"""The scrubber of a replay: the session's curve with its gaps, episodes and bookmarks, and where we stand in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hubdesk.core import Millis, Span
from hubdesk.i18n import _, clock, day
from hubdesk.widgets.chart_spans import within
from hubdesk.widgets.chart_ticks import time_ticks
from hubdesk.widgets.glyphs import marker_path, paint_hatch
from hubdesk.widgets.keyed_button import is_by_key
from hubdesk.widgets.severity import held as held_level
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme
from hubdesk.widgets.transport_values import Track, TrackMark, held

HEIGHT: Final = 40
MARKS: Final = 11.0  # px above the curve, for episodes and bookmarks
NEAR: Final = 6.0  # px from a mark within which it is meant
WIDE: Final = (5.0, 7.0, 8.0, 10.0)  # px of an episode's mark, by severity
LABEL: Final = 64.0  # px that a tick's label needs, at least


class Scrubber(QWidget):
    """Press or drag to seek; a press near a mark goes to the mark itself."""

    sought = Signal(object)  # Millis

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track = Track(Span(0, 0))
        self._at: Millis = 0
        self._zone = "UTC"
        self._ground: QPixmap | None = None  # all but the position: a replay moves that four times a second
        self._is_ringed = False
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Place in the session"))

    def show_track(self, track: Track, zone: str) -> None:
        """The session behind the position."""
        if (track, zone) != (self._track, self._zone):
            self._track, self._zone, self._ground = track, zone, None
            self.update()

    def show_position(self, at: Millis, words: str) -> None:
        """Where the replay stands; `words` are read aloud."""
        if at != self._at:
            self._at = at
            self.update()
        self.setAccessibleDescription(words)

    def x_of(self, at: Millis) -> float:
        """Px from the left."""
        span, place = self._track.span, self._place()
        share = (at - span.start) / max(1, span.end - span.start)
        return place.left() + place.width() * max(0.0, min(1.0, share))

    def at_of(self, x: float) -> Millis:
        """The instant at so many px from the left; a mark's own, near one."""
        near = [one for one in self._track.marks if abs(self.x_of(one.at) - x) <= NEAR / 2]
        if near:
            return min(near, key=lambda one: abs(self.x_of(one.at) - x)).at
        span, place = self._track.span, self._place()
        share = max(0.0, min(1.0, (x - place.left()) / max(1.0, place.width())))
        return held(span.start + round(share * (span.end - span.start)), span)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, HEIGHT)

    def _place(self) -> QRectF:
        return QRectF(self.rect()).adjusted(6, 1, -6, -1)

    # -- Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._track.points:
            self.sought.emit(self.at_of(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._track.points:
            self.sought.emit(self.at_of(event.position().x()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos().x()), self)
            return True
        return super().event(event)

    def _tip(self, x: float) -> str:
        """Instant and what is marked there, as plain text: marks hold others' words."""
        at = self.at_of(x)
        there = [one.words for one in self._track.marks if one.at == at]
        when = f"{day(at, self._zone)} {clock(at, self._zone)}"
        return "\n".join([when, *(tame(words, 200).replace("<", "‹") for words in there[:4])])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._ground = None
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_ringed = is_by_key(event, self._is_ringed)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.size() != self.size() * ratio:
            self._ground = self._painted_ground(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        if self._track.points:
            self._paint_position(painter)
        if self.hasFocus() and self._is_ringed:
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_position(self, painter: QPainter) -> None:
        place, look = self._place(), theme()
        x = round(self.x_of(self._at)) + 0.5
        beyond = QRectF(x, place.top() + MARKS, place.right() - x, place.height() - MARKS)
        veil = look.colour("panel")
        veil.setAlphaF(0.55)  # what is still to come
        painter.fillRect(beyond, veil)
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.drawLine(QPointF(x, place.top() + 3), QPointF(x, place.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(marker_path("triangle_down", QPointF(x, place.top() + 4), 9), look.colour("accent"))

    def _painted_ground(self, ratio: float) -> QPixmap:
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(theme().colour("panel"))
        painter = QPainter(made)
        place = self._place().adjusted(0, MARKS, 0, 0)
        painter.fillRect(place, theme().colour("band"))
        if self._track.points:
            self._paint_curve(painter, place)
            self._paint_gaps(painter, place)
            self._paint_ticks(painter, place)
            for mark in sorted(self._track.marks, key=_least_grave_first):
                self._paint_mark(painter, mark)
        painter.end()
        return made

    def _paint_curve(self, painter: QPainter, place: QRectF) -> None:
        highest = max((value for _at, value in self._track.points if value is not None), default=0) or 1
        colour = theme().colour("text3")
        colour.setAlphaF(0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        for at, value in self._track.points:
            if value:
                left, right = self.x_of(at), self.x_of(at + self._track.step)
                height = max(1.0, (place.height() - 2) * value / highest)
                path.addRect(QRectF(left, place.bottom() - height, max(1.0, right - left), height))
        path.setFillRule(Qt.FillRule.WindingFill)
        painter.fillPath(path, colour)

    def _paint_gaps(self, painter: QPainter, place: QRectF) -> None:
        for gap in within(self._track.gaps, self._track.span):
            left = self.x_of(gap.start)
            width = max(2.0, self.x_of(gap.end) - left)
            hole = QRectF(left, place.top(), width, place.height())
            painter.fillRect(hole, theme().colour("panel"))
            paint_hatch(painter, hole, theme().colour("text3"), 4.0)

    def _paint_ticks(self, painter: QPainter, place: QRectF) -> None:
        face = font("micro")
        metrics = QFontMetricsF(face)
        painter.setFont(face)
        for at, label in time_ticks(self._track.span, self._zone, place.width(), LABEL):
            x, width = self.x_of(at), metrics.horizontalAdvance(label)
            painter.setPen(QPen(theme().colour("line_strong"), 1))
            painter.drawLine(QPointF(round(x) + 0.5, place.top()), QPointF(round(x) + 0.5, place.bottom()))
            if x + 3 + width <= place.right():
                painter.setPen(theme().colour("text2"))
                painter.drawText(QPointF(x + 3, place.top() + metrics.ascent()), label)

    def _paint_mark(self, painter: QPainter, mark: TrackMark) -> None:
        """Up to a triangle at its gravest; a bookmark is a flag. Shape tells before colour."""
        centre = QPointF(self.x_of(mark.at), self._place().top() + MARKS / 2)
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mark.severity is None:
            painter.fillPath(marker_path("square", centre, 7), look.colour("accent"))
            return
        level = held_level(mark.severity)
        shape = ("circle", "circle", "diamond", "triangle")[level]
        path = marker_path(shape, centre, WIDE[level])
        if level >= 2:
            painter.fillPath(path, look.colour("signal"))
        elif level == 1:
            painter.fillPath(path, look.colour("text2"))
        painter.setPen(QPen(look.colour("text"), 1))
        painter.drawPath(path)


def _least_grave_first(mark: TrackMark) -> tuple[int, Millis]:
    return (-1 if mark.severity is None else mark.severity), mark.at
