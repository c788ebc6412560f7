"""Shares as a table with a bar under each row: the brand's marker, its figures, and the doubt in ink."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.core import Topic
from hubdesk.i18n import _, number, percent, points
from hubdesk.widgets.glyphs import paint_icon, paint_marker
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, TopicStyle, font, theme

PAD: Final = 12.0
HEAD: Final = 30.0
ROW: Final = 46.0
TALL_ROW: Final = 72.0
BAR: Final = 8.0
BETWEEN: Final = 14.0
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
FOLDED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Bar:
    """One topic: mentions, their share (0 to 1) of all between `low` and `high`, the share's change (None unknown)."""

    topic: Topic
    count: int
    share: float
    low: float
    high: float
    change: float | None


def wilson(count: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share, sound for small counts too. Source: Wilson 1927, doi:10.2307/2276774."""
    if total <= 0:
        return 0.0, 1.0
    share, slack = count / total, z * z / total
    middle = (share + slack / 2) / (1 + slack)
    half = z / (1 + slack) * math.sqrt(share * (1 - share) / total + slack / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


class Bars(QWidget):
    """The table. Up and down walk its rows, Return or a click chooses one."""

    topic_chosen = Signal(object)  # topic id (int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._topics: tuple[Topic, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._warnings = 0  # how many of the notes, from the first, carry the sign
        self._row: int | None = None  # the row the keyboard is at
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_bars(
        self,
        bars: tuple[Bar, ...],
        topics: tuple[Topic, ...],
        warnings: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """Show these, in this order; `topics` are all of the session's, for their shapes. Warnings carry a sign."""
        self._bars, self._topics = bars, topics
        self._notes, self._warnings = (*warnings, *notes), len(warnings)
        if self._row is not None and self._row >= len(bars):
            self._row = len(bars) - 1 if bars else None
        self._describe()
        self._fit()
        self.update()

    def row_at(self, y: float) -> int | None:
        """The row under that height, in px."""
        found = int((y - HEAD) // self._row_height()) if y >= HEAD else -1
        return found if 0 <= found < len(self._bars) else None

    def sizeHint(self) -> QSize:
        return QSize(320, self._least_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._least_height())

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
            name = self._bars[found].topic.name if found is not None else ""
            self.setToolTip(f"<qt>{html.escape(tame(name, 400))}</qt>" if name else "")  # Qt would read tags in a name
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
        styles = [look.topic_style(bar.topic, self._topics) for bar in self._bars]
        columns = _columns(self._bars, styles, self.width())
        _paint_head(painter, columns, self.width(), look)
        height = self._row_height()
        for i, (bar, style) in enumerate(zip(self._bars, styles, strict=True)):
            place = QRectF(0, HEAD + i * height, self.width(), height)
            chosen = i == self._row and self.hasFocus()
            if chosen or i == self._hovered:
                painter.fillRect(place.adjusted(0, 0, 0, -1), look.colour("select" if chosen else "hover"))
            if chosen:
                painter.fillRect(QRectF(0, place.top(), 3, place.height() - 1), look.colour("accent"))
            _paint_row(painter, bar, style, columns, place, look)
            if i + 1 < len(self._bars):
                painter.fillRect(QRectF(PAD, place.bottom() - 1, self.width() - 2 * PAD, 1), look.colour("line"))
        self._paint_notes(painter, look)

    def _paint_notes(self, painter: QPainter, look: Theme) -> None:
        y = self.height() - self._notes_height()
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        for i, (note, height) in enumerate(zip(self._notes, self._note_heights(), strict=True)):
            signed = i < self._warnings
            if signed:
                paint_icon(painter, "warning", QRectF(PAD, y, 14, 14), look.colour("text2"))
            left = PAD + (20 if signed else 0)
            painter.drawText(QRectF(left, y, self.width() - left - PAD, height), FOLDED, note)
            y += height + 4

    def _note_heights(self) -> list[float]:
        metrics, made = QFontMetricsF(font("small")), []
        for i, note in enumerate(self._notes):
            room = QRectF(0, 0, max(60.0, self.width() - 2 * PAD - (20 if i < self._warnings else 0)), 10_000)
            made.append(metrics.boundingRect(room, FOLDED, note).height() + 1)
        return made

    def _notes_height(self) -> float:
        heights = self._note_heights()
        return sum(heights) + 4 * len(heights) + 6 if heights else 0.0

    def _row_height(self) -> float:
        room = self.height() - HEAD - self._notes_height()
        return max(ROW, min(TALL_ROW, room / max(1, len(self._bars))))

    def _least_height(self) -> int:
        return math.ceil(HEAD + ROW * len(self._bars) + self._notes_height())

    def _fit(self) -> None:
        """Notes fold: with the width, the least height changes too."""
        if self.minimumHeight() != self._least_height():
            self.setMinimumHeight(self._least_height())

    def _describe(self) -> None:
        bars = self._bars if self._row is None else self._bars[self._row : self._row + 1]
        self.setAccessibleDescription("; ".join(f"{bar.topic.name} {' '.join(_figures(bar))}" for bar in bars))


def _figures(bar: Bar) -> tuple[str, str, str]:
    return number(bar.count), percent(bar.share), points(bar.change)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Right edges and widths of the figures that have room (an absent one is 0 wide), and the names' width."""

    name: float
    widths: tuple[float, float, float]
    is_short: bool


def _columns(bars: tuple[Bar, ...], styles: list[TopicStyle], width: float) -> _Columns:
    """The full names if they fit, else the short ones; then the mentions' column is the first to leave."""
    figures, names = QFontMetricsF(font("strong")), QFontMetricsF(font("strong"))
    heads = QFontMetricsF(font("small"))
    widths = []
    for i, head in enumerate((_("mentions"), _("share"), _("change"))):
        widest = max((figures.horizontalAdvance(_figures(bar)[i]) for bar in bars), default=0.0)
        widths.append(math.ceil(max(widest, heads.horizontalAdvance(head))) + 1.0)
    full = max((names.horizontalAdvance(style.name) for style in styles), default=0.0) + 2
    short = max((names.horizontalAdvance(style.short) for style in styles), default=0.0) + 2
    for kept in ((0, 1, 2), (1, 2), (1,)):
        shown = tuple(widths[i] if i in kept else 0.0 for i in range(3))
        room = width - 2 * PAD - 20 - sum(one + BETWEEN for one in shown if one)
        if room >= min(short, 150.0) or kept == (1,):
            return _Columns(max(20.0, room), (shown[0], shown[1], shown[2]), full > room)
    raise AssertionError("the last choice is always taken")


def _paint_head(painter: QPainter, columns: _Columns, width: float, look: Theme) -> None:
    painter.setFont(font("small"))
    painter.setPen(look.colour("text2"))
    right = width - PAD
    for head, room in zip((_("change"), _("share"), _("mentions")), reversed(columns.widths), strict=True):
        if room:
            painter.drawText(QRectF(right - room, 6, room, 20), RIGHT, head)
            right -= room + BETWEEN


def _paint_row(painter: QPainter, bar: Bar, style: TopicStyle, columns: _Columns, place: QRectF, look: Theme) -> None:
    top = place.top() + max(4.0, (place.height() - 20 - 6 - BAR) / 2 - 1)
    paint_marker(painter, style.marker, QPointF(PAD + 5, top + 10), 9.5, style.colour)
    painter.setPen(look.colour("text"))
    painter.setFont(font("strong"))
    name = tame(style.short if columns.is_short else style.name, 200)
    shown = QFontMetricsF(font("strong")).elidedText(name, Qt.TextElideMode.ElideRight, columns.name)
    painter.drawText(QRectF(PAD + 20, top, columns.name + 2, 20), LEFT, shown)
    painter.setFont(font("strong", weight=500))
    right = place.width() - PAD
    for text, room in zip(reversed(_figures(bar)), reversed(columns.widths), strict=True):
        if room:
            painter.drawText(QRectF(right - room, top, room, 20), RIGHT, text)
            right -= room + BETWEEN
    track = QRectF(PAD + 20, top + 26, place.width() - 2 * PAD - 20, BAR)
    painter.fillRect(track, look.colour("band"))
    painter.fillRect(QRectF(track.left(), track.top(), track.width() * bar.share, BAR), style.colour)
    _paint_whisker(painter, bar, track, look)


def _paint_whisker(painter: QPainter, bar: Bar, track: QRectF, look: Theme) -> None:
    """The interval of the share, in ink, with a thin edge of the panel's colour so that it stands on any brand."""
    low, high = track.left() + track.width() * bar.low, track.left() + track.width() * bar.high
    y, top, bottom = track.center().y(), track.top() - 0.5, track.bottom() + 0.5
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for token, width in (("panel", 3.0), ("text", 1.3)):
        painter.setPen(QPen(look.colour(token), width))
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        for x in (low, high):
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.restore()
