"""What was read of a mention, row by row: each opens what it rests on, and points at its words in the text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.empty import Button
from hubdesk.widgets.glyphs import paint_icon, paint_tone
from hubdesk.widgets.keyed_button import KeyedButton
from hubdesk.widgets.reading_values import ReadingLine, ReadingRow
from hubdesk.widgets.text import PlainLabel
from hubdesk.widgets.theme import font, theme
from hubdesk.widgets.wrapped import WrapLabel

SIGN: Final = 18  # px for the arrow
WIDEST_LABEL: Final = 130  # px; the value needs the rest
LEAST_VALUE: Final = 120  # px
GAP: Final = 8  # px between parts
PAD, END = 3, 4  # px above and beneath; after the value
_TONES: Final = ("negative", "neutral", "positive", "unknown", "mixed")


class ReadingRows(QWidget):
    """Rows of label and value. `pointed` carries the words that the row under mouse or keys rests on."""

    pointed = Signal(object)  # tuple of Mark
    undo_wished = Signal(object)  # a correction's id
    mention_wished = Signal(object)  # a mention's id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: tuple[ReadingRow, ...] = ()
        self._parts: list[ReadingPart] = []
        self._open = {"tone"}  # the readings whose reasons are shown, from one mention to the next

    def show_rows(self, rows: tuple[ReadingRow, ...]) -> None:
        """The same rows again leave everything as it is, the focus too."""
        if rows == self._rows:
            return
        keys = [row.key for row in rows]
        if keys != [part.row.key for part in self._parts]:
            self._make(len(rows))
        self._rows = rows
        metrics = QFontMetrics(font("small"))
        widest = min(WIDEST_LABEL, max((metrics.horizontalAdvance(row.label) + 2 for row in rows), default=0))
        for part, row in zip(self._parts, rows, strict=True):
            part.show_row(row, row.key in self._open, widest)

    def parts(self) -> list[ReadingPart]:
        return self._parts

    def _make(self, count: int) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = [ReadingPart(self) for _row in range(count)]
        for part in self._parts:
            part.toggled.connect(self._remember)
            part.pointed.connect(self.pointed)
            part.undo_wished.connect(self.undo_wished)
            part.mention_wished.connect(self.mention_wished)
            self._column.addWidget(part)

    def _remember(self, key: str, is_open: bool) -> None:
        (self._open.add if is_open else self._open.discard)(key)


class ReadingPart(QWidget):
    """One reading: its head, and beneath it the sentences that explain it."""

    toggled = Signal(str, bool)
    pointed = Signal(object)
    undo_wished = Signal(object)
    mention_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = ReadingRow("", "", "")
        self.head = _Head(self)
        self.head.clicked.connect(self._toggle)
        self.head.reached.connect(self._point)
        self.head.left.connect(self._unpoint)
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)

    def show_row(self, row: ReadingRow, is_open: bool, label_width: int) -> None:
        self.head.setChecked(is_open and bool(row.lines))
        self.head.show_row(row, label_width)
        if row.lines != self.row.lines:
            self._say(row.lines)
        self.row = row
        self._follow()

    def lines(self) -> list[str]:
        """What is shown beneath, as text."""
        return [line.words.text() for line in self._lines if not line.isHidden()]

    def _say(self, lines: tuple[ReadingLine, ...]) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [_Line(line, self) for line in lines]
        for line in self._lines:
            line.pointed.connect(self.pointed)
            line.undo_wished.connect(self.undo_wished)
            line.mention_wished.connect(self.mention_wished)
            self._column.addWidget(line)

    def _toggle(self) -> None:
        self._follow()
        self.toggled.emit(self.row.key, self.head.isChecked())
        self._point()

    def _follow(self) -> None:
        for line in self._lines:
            line.setVisible(self.head.isChecked())
        self.updateGeometry()

    def _point(self) -> None:
        self.pointed.emit(self.row.marks())

    def _unpoint(self) -> None:
        self.pointed.emit(())


class _Head(KeyedButton):
    """Label and value; pressed, it shows why. The arrow is there only where there is something to show."""

    reached = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # a button's own would hold it as low as it was before it had its width
        self.setSizePolicy(policy)
        self._has_lines, self._tone = False, ""
        self._label, self._value = PlainLabel("", "small", "text3"), WrapLabel("", "small")
        self._label.setParent(self)
        self._glyph = _Glyph(self)
        self._value.setParent(self)

    def show_row(self, row: ReadingRow, label_width: int) -> None:
        self._label.setText(row.label)
        self._label.setFixedWidth(label_width)
        self._value.show_text(_("{value} (said by you)").format(value=row.value) if row.is_yours else row.value)
        self._glyph.show_tone(row.tone if row.tone in _TONES else "")
        self._has_lines = bool(row.lines)
        self.setEnabled(True)
        self._place()
        self.setAccessibleName(f"{row.label}: {self._value.text()}")
        self.updateGeometry()
        self.update()

    def spoken(self) -> str:
        return self.accessibleName()

    def sizeHint(self) -> QSize:
        wide = SIGN + self._label.width() + GAP + self._before_value() + self._value.sizeHint().width() + END
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(SIGN + self._label.width(), self._label.sizeHint().height() + 2 * PAD)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._value_at(width).y() + max(self._value_height(width), self._label.sizeHint().height()) + PAD

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self.updateGeometry()

    def _value_at(self, width: int) -> QPoint:
        """Beside the label; beneath it where the value would have no room for its words."""
        beside = SIGN + self._label.width() + GAP
        if width - beside - END >= LEAST_VALUE:
            return QPoint(beside, PAD)
        return QPoint(SIGN, PAD + self._label.sizeHint().height() + 1)

    def _before_value(self) -> int:
        return 0 if self._glyph.isHidden() else self._glyph.width() + GAP

    def _value_width(self, width: int) -> int:
        return max(1, width - self._value_at(width).x() - self._before_value() - END)

    def _value_height(self, width: int) -> int:
        return self._value.heightForWidth(self._value_width(width))

    def _place(self) -> None:
        at, width = self._value_at(self.width()), self.width()
        self._label.setGeometry(SIGN, PAD, self._label.width(), self._label.sizeHint().height())
        self._glyph.move(at)
        self._value.setGeometry(
            at.x() + self._before_value(), at.y(), self._value_width(width), self._value_height(width)
        )

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.reached.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), theme().colour("hover"))
        if self._has_lines:
            icon = "down" if self.isChecked() else "forward"
            paint_icon(painter, icon, QRectF(1, 5, 12, 12), theme().colour("text2"))
        self.paint_ring(painter)
        painter.end()


class _Glyph(QWidget):
    """The tone's own sign."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = ""
        self.setFixedSize(10, 16)
        self.hide()

    def show_tone(self, tone: str) -> None:
        self._tone = tone
        self.setVisible(bool(tone))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        ink = look.colour(f"tone.{self._tone}" if self._tone in ("negative", "neutral", "positive") else "text3")
        paint_tone(painter, self._tone, QPointF(5, 8), 9, ink)
        painter.end()


class _Line(QWidget):
    """A sentence of why, and a button where something can be done about it."""

    pointed = Signal(object)
    undo_wished = Signal(object)
    mention_wished = Signal(object)

    def __init__(self, line: ReadingLine, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self.words = WrapLabel(line.text, "small", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(SIGN, 1, 4, 3)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        self.button: Button | None = None
        if line.undo is not None or line.leads_to is not None:
            self.button = Button(_("Undo") if line.undo is not None else _("Show it"), "", self)
            self.button.clicked.connect(self._wish)
            row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def _wish(self) -> None:
        if self._line.undo is not None:
            self.undo_wished.emit(self._line.undo)
        else:
            self.mention_wished.emit(self._line.leads_to)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit(self._line.marks)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(())
