"""One source's row: its state as a glyph and a word, its times, a strip of what it heard, and why it fails, in full."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.core import SourceState, Span
from hubdesk.i18n import _
from hubdesk.widgets.coverage_strip import paint_strip
from hubdesk.widgets.empty import breakable
from hubdesk.widgets.glyphs import paint_icon, paint_state
from hubdesk.widgets.keyed_button import KeyedButton
from hubdesk.widgets.theme import Theme, font, theme

PAD: Final = 12
INDENT: Final = 32
LINE: Final = 20.0
SMALL_LINE: Final = 17.0
LEAST_NAME: Final = 150.0  # px that a name keeps; with less room the facts go on a line of their own
BETWEEN: Final = 14.0
STRIP: Final = 8.0
BUTTONS: Final = 72  # px at the right end
ASK: Final = 28  # of them
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
FOLDED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
TROUBLED: Final = (SourceState.LATE, SourceState.FAILED)


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a row says. Empty texts are left out."""

    name: str
    state: SourceState
    state_word: str
    last: str
    following: str
    new: str
    reason: str
    enabled: bool
    can_ask: bool
    listened: tuple[Span, ...]
    gaps: tuple[Span, ...]
    can_switch: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the names and the facts of all rows are, so that they stand in columns; names come first."""

    name: float = 0.0
    state: float = 0.0
    last: float = 0.0
    following: float = 0.0
    new: float = 0.0

    @property
    def facts(self) -> float:
        """What the facts beside the names need."""
        return sum(one + BETWEEN for one in (self.state, self.last, self.following) if one)


def columns_of(rows: Sequence[RowWords]) -> Columns:
    """The widths that fit every row, by the font's own measures."""
    bold, plain = QFontMetricsF(font("small", weight=600)), QFontMetricsF(font("small"))
    names = QFontMetricsF(font("strong"))
    return Columns(
        max((names.horizontalAdvance(one.name) for one in rows), default=0.0) + 2,
        max((bold.horizontalAdvance(one.state_word) for one in rows), default=0.0) + 2,
        max((plain.horizontalAdvance(one.last) for one in rows), default=0.0) + 2,
        max((plain.horizontalAdvance(one.following) + 2 for one in rows if one.following), default=0.0),
        max((plain.horizontalAdvance(one.new) for one in rows), default=0.0) + 4,
    )


class AskButton(KeyedButton):
    """The round arrow: ask this source now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(_("Ask now"))

    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        self.paint_ring(painter)
        paint_icon(painter, "refresh", QRectF(4, 4, 16, 16), look.colour("text2"))


class Switch(KeyedButton):
    """On or off. The knob's place tells, not a colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(_("Listen to this source"))

    def sizeHint(self) -> QSize:
        return QSize(34, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(3, 5, 28, 14)
        painter.setPen(QPen(look.colour("text3"), 1.2))
        painter.setBrush(look.colour("text3") if self.isChecked() else look.colour("panel"))
        painter.drawRoundedRect(track, 7, 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("panel") if self.isChecked() else look.colour("text3"))
        painter.drawEllipse(QPointF(track.right() - 7 if self.isChecked() else track.left() + 7, 12), 4, 4)
        self.paint_ring(painter)


class CoverageRow(QWidget):
    """A row of the coverage panel. Grows in height with the words it has to say; cuts none of them but the name."""

    ask_wished = Signal(object)  # source id (int)
    switched = Signal(object, bool)  # source id, on

    def __init__(self, source: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._words: RowWords | None = None
        self._span, self._columns = Span(0, 1), Columns()
        self.ask, self.switch = AskButton(self), Switch(self)
        self.ask.clicked.connect(self._ask)
        self.switch.clicked.connect(self._turn)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> RowWords | None:
        return self._words

    def show_words(self, words: RowWords, span: Span, columns: Columns | None = None) -> None:
        """Say this, for a strip over that span, in the columns of all rows (None: it is the only one)."""
        columns = columns or columns_of((words,))
        if (words, span, columns) == (self._words, self._span, self._columns):
            self.switch.setChecked(words.enabled)
            return
        self._words, self._span, self._columns = words, span, columns
        self.ask.setVisible(words.can_ask)
        self.switch.setChecked(words.enabled)
        self.switch.setVisible(words.can_switch)
        self.setToolTip(f"<qt>{html.escape(words.name)}</qt>")  # Qt would read tags in a name
        facts = (words.state_word, words.last, words.following, words.new, words.reason)
        self.setAccessibleName(words.name)
        self.ask.setAccessibleName(_("Ask {source} now").format(source=words.name))
        self.switch.setAccessibleName(_("Listen to {source}").format(source=words.name))
        self.setAccessibleDescription(", ".join(filter(None, facts)))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.switch.setGeometry(QRect(QRect(self.width() - PAD - 32, 6, 34, 24)))
        self.ask.setGeometry(QRect(self.width() - PAD - 32 - 28, 6, 24, 24))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        words = self._words
        if words is None:
            return
        look, painter = theme(), QPainter(self)
        troubled = words.state in TROUBLED
        paint_state(painter, words.state.value, QPointF(PAD + 5, 18), 9, look.colour("text" if troubled else "text2"))
        name_room = self.name_room()
        face = font("strong" if troubled else "body")
        painter.setFont(face)
        painter.setPen(look.colour("text"))
        name = QFontMetricsF(face).elidedText(words.name, Qt.TextElideMode.ElideRight, name_room)
        painter.drawText(QRectF(INDENT, 8, name_room, LINE), LEFT, name)
        y = self._paint_facts(painter, words, look, name_room)
        new = self._columns.new
        strip = QRectF(INDENT, y + 5, max(20.0, self.width() - INDENT - PAD - max(new, BUTTONS - 8.0) - 8), STRIP)
        paint_strip(painter, strip, self._span, words.listened, words.gaps, look)
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        painter.drawText(QRectF(strip.right(), y, self.width() - PAD - strip.right(), SMALL_LINE), RIGHT, words.new)
        if words.reason:
            painter.setFont(font("small", weight=600 if words.state == SourceState.FAILED else 400))
            painter.setPen(look.colour("text" if troubled else "text2"))
            painter.drawText(
                QRectF(INDENT, y + SMALL_LINE + 2, self._reason_room(), 10_000), FOLDED, breakable(words.reason)
            )
        painter.fillRect(PAD, self.height() - 1, self.width() - 2 * PAD, 1, look.colour("line"))

    def name_room(self) -> float:
        """How wide the name may be, in px."""
        if self._is_wide():
            return self._room() - self._columns.facts
        return self._room() + (0 if self.ask.isVisibleTo(self) else ASK)

    def _room(self) -> float:
        return self.width() - INDENT - PAD - BUTTONS

    def _is_wide(self) -> bool:
        """Whether the facts have room beside the names; the widest name of all rows counts, up to a point."""
        return self._room() - self._columns.facts >= min(max(self._columns.name, LEAST_NAME), 2 * LEAST_NAME)

    def _paint_facts(self, painter: QPainter, words: RowWords, look: Theme, name_room: float) -> float:
        """State, last success, next try: in columns, or on a line of their own. The height at which they end."""
        painter.setFont(font("small", weight=600 if words.state in TROUBLED else 400))
        painter.setPen(look.colour("text"))
        if self._is_wide():
            columns, left = self._columns, INDENT + name_room + BETWEEN
            painter.drawText(QRectF(left, 8, columns.state, LINE), LEFT, words.state_word)
            painter.setFont(font("small"))
            painter.setPen(look.colour("text2"))
            left += columns.state + BETWEEN
            painter.drawText(QRectF(left, 8, columns.last, LINE), LEFT, words.last)
            left += columns.last + BETWEEN
            painter.drawText(QRectF(left, 8, columns.following, LINE), RIGHT, words.following)
            return 8 + LINE + 2
        x, metrics = float(INDENT), QFontMetricsF(painter.font())
        for fact in filter(None, (words.state_word, words.last, words.following)):
            width = metrics.horizontalAdvance(fact) + 2
            if x > INDENT:
                if x + 14 + width > self.width() - PAD:
                    break  # a fact drops whole
                painter.drawText(QRectF(x, 8 + LINE, 14, SMALL_LINE), Qt.AlignmentFlag.AlignCenter, "·")
                x += 14
            painter.drawText(QRectF(x, 8 + LINE, width, SMALL_LINE), LEFT, fact)
            x += width
            painter.setPen(look.colour("text2"))
        return 8 + LINE + SMALL_LINE + 2

    def _reason_room(self) -> float:
        return max(60.0, self.width() - INDENT - PAD)

    def _fit(self) -> None:
        top = 8 + LINE + 2 + (0 if self._is_wide() else SMALL_LINE)
        height = top + SMALL_LINE + 8
        if self._words is not None and self._words.reason:
            room = QRectF(0, 0, self._reason_room(), 10_000)
            metrics = QFontMetricsF(font("small", weight=600))
            height += metrics.boundingRect(room, FOLDED, breakable(self._words.reason)).height() + 2
        if self.height() != math.ceil(height) or self.minimumHeight() != math.ceil(height):
            self.setFixedHeight(math.ceil(height))

    def _ask(self) -> None:
        self.ask_wished.emit(self._source)

    def _turn(self) -> None:
        self.switched.emit(self._source, self.switch.isChecked())
