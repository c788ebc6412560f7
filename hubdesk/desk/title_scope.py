"""What a title bar shows of a panel's scope: the pin, and a quiet badge where figures do not follow the chips."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from hubdesk.i18n import _
from hubdesk.widgets.chips import IconButton
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

BADGE_HEIGHT: Final = 18
PAD: Final = 6
ICON: Final = 20  # px of a badge that has no room for its words
LONGEST_TIP: Final = 2_000


class PinButton(IconButton):
    """Pressed while the panel keeps its own scope. Whoever pins says so with `show_pinned`: a click alone changes
    nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("pin", _("Pin to this scope"), parent=parent)
        self.setCheckable(True)

    def show_pinned(self, is_pinned: bool) -> None:
        self.setChecked(is_pinned)
        tip = _("Pinned: this panel keeps its own scope. Click to let it follow the scope bar.")
        self.setToolTip(tip if is_pinned else _("Pin to this scope"))

    def nextCheckState(self) -> None:
        """Pinning may be refused."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            box = QRectF(self.rect())
            plate = QRectF(box.center().x() - 9, box.center().y() - 9, 18, 18)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("accent"))
            painter.drawRoundedRect(plate, 3, 3)
            paint_icon(painter, "pin", plate.adjusted(2, 2, -2, -2), theme().colour("on_accent"))
            self.paint_ring(painter)
            painter.end()


class UnfilteredBadge(QWidget):
    """`filters not applied`, with the reason as its tip; an icon where there is no room for words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.has_words = True
        self.setFixedHeight(BADGE_HEIGHT)
        self.hide()

    @property
    def whole(self) -> int:
        """How wide it is with its words."""
        return round(QFontMetricsF(font("micro")).horizontalAdvance(_words())) + 2 * PAD + 1

    def say(self, why: str) -> None:
        """The reason; "" takes the badge away."""
        self.setAccessibleName(f"{_words()}: {why}" if why else "")
        self.setToolTip(plain_tip(why))
        self.setVisible(bool(why))

    def fit(self, has_words: bool) -> None:
        """Take the room that there is."""
        self.has_words = has_words
        self.setFixedWidth(self.whole if has_words else ICON)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), BADGE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.has_words:
            painter.setPen(QPen(theme().colour("line"), 1))
            painter.drawRoundedRect(box, 4, 4)
            painter.setFont(font("micro"))
            painter.setPen(theme().colour("text3"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _words())
        else:
            icon = QRectF(box.center().x() - 8, box.center().y() - 8, 16, 16)
            paint_icon(painter, "unfiltered", icon, theme().colour("text3"))
        painter.end()


def plain_tip(words: str) -> str:
    """A tip that Qt reads no markup in, though it tells markup by looks."""
    return f"<qt>{html.escape(tame(words, LONGEST_TIP))}</qt>" if words else ""


def _words() -> str:
    return _("filters not applied")
