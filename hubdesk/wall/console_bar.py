"""The bar on top of the console: an unmistakable one while the wall is black, quiet lines for what else holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from hubdesk.i18n import _, ngettext, number
from hubdesk.wall.console_parts import Deed
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme
from hubdesk.widgets.wrapped import WrapLabel

HIGH: Final = 48
LONGEST: Final = 200
MOST: Final = 5  # lines


class BlackBar(QWidget):
    """Over the whole width, in ink on ground the other way round. It is there while the wall is black."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HIGH)
        self.setAccessibleName(self.words)
        self.back = Deed(_("Show it again"), "unblank", "B", self)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return _("The wall is black")

    def sizeHint(self) -> QSize:
        return QSize(400, HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = self.back.sizeHint()
        self.back.setGeometry(self.width() - size.width() - 12, (HIGH - 32) // 2, size.width(), 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), look.colour("text"))
        painter.setPen(look.colour("panel"))
        head, small = font("figure"), font("body")
        room = QRectF(16, 0, self.back.x() - 28, HIGH)
        painter.setFont(head)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.words)
        wide = QFontMetricsF(head).horizontalAdvance(self.words) + 16
        more = _("The room sees nothing, whatever is shown here.")
        painter.setFont(small)
        if QFontMetricsF(small).horizontalAdvance(more) <= room.width() - wide:
            painter.drawText(room.adjusted(wide, 3, 0, 0), Qt.AlignmentFlag.AlignVCenter, more)
        painter.end()


class Lasting(QWidget):
    """A line for each thing that makes the wall show something else than its scene, and for what went wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.most = MOST
        self._lines: tuple[str, ...] = ()
        self._labels: list[WrapLabel] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 4, 12, 4)
        self._column.setSpacing(0)
        self.hide()

    def show_lines(self, lines: Sequence[str]) -> None:
        """These, one below the other; none hides it."""
        said = [tame(line, LONGEST) for line in lines if line]
        more = len(said) - self.most
        if more > 0:
            rest = ngettext("and {n} more", "and {n} more", more).format(n=number(more))
            said[self.most - 1 :] = [f"{said[self.most - 1]} · {rest}"]
        self._lines = tuple(said)
        while len(self._labels) < len(self._lines):
            made = WrapLabel("", "strong", "text", self)
            self._labels.append(made)
            self._column.addWidget(made)
        for place, label in enumerate(self._labels):
            line = self._lines[place] if place < len(self._lines) else ""
            if label.text() != line:
                label.show_text(line)
            label.setVisible(bool(line))
        self.setVisible(bool(self._lines))

    def lines(self) -> tuple[str, ...]:
        """What it says."""
        return self._lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), look.colour("select"))
        painter.fillRect(0, 0, 4, self.height(), look.colour("accent"))
        painter.end()
