"""The loudest places beside the map, as a short table: name, rate, mentions; those outside the announced area first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.i18n import UNKNOWN, _, ngettext, number
from hubdesk.widgets.map_values import MapShown, Place
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, advance, font, theme

PAD: Final = 12.0
ROW: Final = 25.0
HEAD: Final = 26.0
BETWEEN: Final = 12.0
LONGEST: Final = "Alpes-de-Haute-Provence"
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Row:
    """A place, or the words over those that follow."""

    place: Place | None
    words: str = ""


class PlaceList(QWidget):
    """As many rows as there is room for; what is left out is told. Up and down walk, Enter or a click opens."""

    place_chosen = Signal(str)
    here_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = MapShown()
        self._wide: list[float] | None = None
        self._here = ""
        self._hovered = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_map(self, shown: MapShown) -> None:
        if shown != self._shown:
            self._shown, self._wide = shown, None
            self.setAccessibleDescription("; ".join(self.texts()))
            self.updateGeometry()
            self.update()

    def mark(self, code: str) -> None:
        """The map is at that place."""
        if code != self._here:
            self._here = code
            self.update()

    def texts(self) -> tuple[str, ...]:
        """What stands in the rows."""
        return tuple(
            " ".join((row.place.name, *self._figures(row.place))) if row.place is not None else row.words
            for row in self._rows()
        )

    def sizeHint(self) -> QSize:
        """As wide as the longest name of a département, so that it stays as it is and no name is cut."""
        figures = sum(self._widths()) + BETWEEN * len(self._heads())
        return QSize(math.ceil(2 * PAD + advance(LONGEST, "body") + 4 + figures), 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 60)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        codes = [row.place.code for row in self._rows() if row.place is not None]
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and codes:
            at = codes.index(self._here) + step if self._here in codes else 0
            self.mark(codes[max(0, min(len(codes) - 1, at))])
            self.here_changed.emit(self._here)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._here in codes:
            self.place_chosen.emit(self._here)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._at(event.position().y())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and found:
            self.mark(found)
            self.here_changed.emit(found)
            self.place_chosen.emit(found)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._wide = None
            self.updateGeometry()
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        painter.fillRect(QRectF(0, 0, 1, self.height()), look.colour("line"))
        widths = self._widths()
        right = self.width() - PAD
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        for head, width in zip(reversed(self._heads()), reversed(widths), strict=True):
            painter.drawText(QRectF(right - width, 2, width, HEAD), RIGHT, head)
            right -= width + BETWEEN
        for i, row in enumerate(self._rows()):
            self._paint_row(painter, row, QRectF(0, HEAD + i * ROW, self.width(), ROW), widths, look)
        painter.end()

    def _paint_row(self, painter: QPainter, row: _Row, box: QRectF, widths: list[float], look: Theme) -> None:
        room = box.adjusted(PAD, 0, -PAD, 0)
        if row.place is None:
            painter.setFont(font("small"))
            painter.setPen(look.colour("text2"))
            words = QFontMetricsF(font("small")).elidedText(row.words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, LEFT, words)
            return
        is_here = row.place.code == self._here
        if is_here or row.place.code == self._hovered:
            painter.fillRect(box.adjusted(1, 0, 0, 0), look.colour("select" if is_here else "hover"))
        if is_here and self.hasFocus():
            painter.fillRect(QRectF(1, box.top(), 3, box.height()), look.colour("accent"))
        right = room.right()
        painter.setFont(font("strong", weight=500))
        for text, width in zip(reversed(self._figures(row.place)), reversed(widths), strict=True):
            painter.setPen(look.colour("text3" if text == UNKNOWN else "text"))
            painter.drawText(QRectF(right - width, box.top(), width, box.height()), RIGHT, text)
            right -= width + BETWEEN
        left = QRectF(room.left(), box.top(), right - room.left(), box.height())
        name = tame(row.place.name, 80)
        fits = next((role for role in ("body", "small") if advance(name, role) <= left.width()), "micro")
        painter.setFont(font(fits))
        painter.setPen(look.colour("text"))
        painter.drawText(left, LEFT, name)  # a town may have a name of any length

    def _at(self, y: float) -> str:
        found, rows = int((y - HEAD) // ROW), self._rows()
        if y < HEAD or not 0 <= found < len(rows):
            return ""
        place = rows[found].place
        return place.code if place is not None else ""

    def _rows(self) -> list[_Row]:
        """What fits: under each head the loudest, and a row that says how many more there are."""
        most, blocks = max(2, int((self.height() - HEAD - 4) // ROW)), self._blocks()
        if len(blocks) == 1:
            return _cut(blocks[0], most)
        small = min(len(blocks[1]), most // 2)  # what was announced keeps some room, however much lies outside
        return [*_cut(blocks[0], max(2, most - small)), *_cut(blocks[1], max(2, most - len(blocks[0]), small))]

    def _blocks(self) -> list[list[_Row]]:
        """All rows, those outside the announced area before those in it, whether these are named or not."""
        shown, loudest = self._shown, self._shown.loudest()
        if not shown.is_split or shown.zoomed:
            return [[_Row(one) for one in loudest]]
        unnamed = [one for one in shown.places if one.code in shown.area and not one.mentions]
        outside = [one for one in loudest if one.code not in shown.area]
        inside = [*(one for one in loudest if one.code in shown.area), *unnamed]
        heads = (_("Outside the official area"), outside), (_("In the official area"), inside)
        return [[_Row(None, head), *map(_Row, places)] for head, places in heads if places]

    def _has_rates(self) -> bool:
        return not self._shown.zoomed

    def _heads(self) -> tuple[str, ...]:
        rates = (_("per 100,000"),) if self._has_rates() else ()
        return (*rates, _("mentions"))

    def _figures(self, place: Place) -> tuple[str, ...]:
        rates = (UNKNOWN if place.is_few else place.figure(True),) if self._has_rates() else ()
        return (*rates, number(place.mentions))

    def _widths(self) -> list[float]:
        """Of each column: worked out once for what is shown."""
        if self._wide is None:
            figures = [self._figures(one) for one in self._shown.loudest()]  # what nobody names is no wider
            self._wide = [
                math.ceil(max([advance(head, "small"), *(advance(row[i], "strong") for row in figures)])) + 1
                for i, head in enumerate(self._heads())
            ]
        return self._wide


def _cut(rows: list[_Row], most: int) -> list[_Row]:
    """As many, the last of them saying how many places more there are."""
    if len(rows) <= most:
        return rows
    left = sum(row.place is not None for row in rows[most - 1 :])
    return [*rows[: most - 1], _Row(None, ngettext("and {n} more", "and {n} more", left).format(n=number(left)))]
