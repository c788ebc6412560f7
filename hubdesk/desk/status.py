"""The status bar of 24 px, and the plate that says that what is shown was made up."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QMenuBar, QProxyStyle, QSizePolicy, QStyle, QStyleOption, QStyleOptionMenuItem, QWidget

from hubdesk.core import Millis
from hubdesk.desk.coverage_line import Bars
from hubdesk.desk.words import full_instant
from hubdesk.i18n import N_, _, ngettext, number, percent
from hubdesk.panels.past import Past
from hubdesk.widgets.glyphs import paint_hatch
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

HEIGHT: Final = 24
MENU_HEIGHT: Final = 28
COLLECTING: Final = {
    "stopped": N_("not collecting"),
    "starting": N_("starting to collect"),
    "collecting": N_("collecting"),
    "restarting": N_("collecting stopped, starting again"),
    "failed": N_("not collecting"),
}


class StatusBar(QWidget):
    """Left: how many mentions, or the last complaint. Right: the clock, collecting, saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._count = ""
        self._complaint = self._of_collecting = ""
        self._clock = ""
        self._collecting = ""
        self._past = ""
        self._filling = ""
        self._saved = ""

    def show_bars(self, bars: Bars, topics: int) -> None:
        count = ngettext("{n} mention in scope, of {m}", "{n} mentions in scope, of {m}", bars.count)
        about = ngettext("{n} topic", "{n} topics", topics).format(n=number(topics))
        self._count = count.format(n=number(bars.count), m=number(bars.total)) + " · " + about
        self._changed()

    def show_clock(self, now: Millis, zone: str) -> None:
        self._clock = full_instant(now, zone)
        self._changed()

    def show_collecting(self, state: str, line: str = "") -> None:
        self._collecting = _(COLLECTING[state]) if state in COLLECTING else state
        if line:
            self.complain(line)
            self._of_collecting = self._complaint
        elif state == "collecting" and self._complaint == self._of_collecting:  # what else is wrong stays said
            self.complain("")
        self._changed()

    def show_past(self, past: Past) -> None:
        """How far the past was heard again, while it is."""
        if not past.works:
            said = ""
        else:
            told = _("past re-heard to {share}, stopped") if past.is_stopped else _("past re-heard to {share}")
            said = told.format(share=percent(past.share, 0))
        if said != self._past:
            self._past = said
            self._changed()

    def show_filling(self, share: float) -> None:
        """How far what filters count from is made ready, while it is."""
        self._filling = _("preparing filters, {share}").format(share=percent(share, 0)) if share < 1 else ""
        self._changed()

    def show_saved(self, words: str) -> None:
        self._saved = words
        self._changed()

    def complain(self, line: str) -> None:
        """One line in place of the count, until it is mended; "" takes it away."""
        self._complaint = tame(line, 400)
        self._changed()

    def message(self) -> str:
        return self._complaint or self._count

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def _right(self) -> str:
        return " · ".join(part for part in (self._clock, *self._working(), self._saved) if part)

    def _working(self) -> tuple[str, ...]:
        return self._collecting, self._past, self._filling

    def _changed(self) -> None:
        self.setAccessibleName(f"{self.message()} · {self._right()}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, face = theme(), font("small")
        metrics = QFontMetricsF(face)
        painter.fillRect(self.rect(), look.colour("alt"))
        painter.fillRect(QRect(0, 0, self.width(), 1), look.colour("line"))
        painter.setFont(face)
        right = self._right()
        width = metrics.horizontalAdvance(right)
        room = self.width() - width - 44
        if room < metrics.horizontalAdvance(self.message()):  # the clock gives way before a number does
            right = " · ".join(part for part in (*self._working(), self._saved) if part)
            width = metrics.horizontalAdvance(right)
            room = self.width() - width - 44
        painter.setPen(look.colour("text3"))
        painter.drawText(
            QRectF(self.width() - width - 14, 1, width + 2, self.height() - 1), Qt.AlignmentFlag.AlignVCenter, right
        )
        painter.setPen(look.colour("text" if self._complaint else "text2"))
        left = metrics.elidedText(self.message(), Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(QRectF(14, 1, max(0, room) + 2, self.height() - 1), Qt.AlignmentFlag.AlignVCenter, left)
        painter.end()


class TitledMenuBar(QMenuBar):
    """The menus, with the session's name in the middle of the bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        self.setFixedHeight(MENU_HEIGHT)
        self._look = _MenuLook("Fusion")
        self._look.setParent(self)
        self.setStyle(self._look)
        self.setFont(font("small"))
        self.setNativeMenuBar(False)
        self._dye()

    def say(self, title: str) -> None:
        self.title = title
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._dye()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        corner = self.cornerWidget(Qt.Corner.TopRightCorner)
        right = corner.x() if corner is not None and corner.isVisible() else self.width()
        last = self.actionGeometry(self.actions()[-1]).right() if self.actions() else 0
        face = font("label")
        width = QFontMetricsF(face).horizontalAdvance(self.title) + 2
        left = (self.width() - width) / 2
        if last + 12 < left and left + width < right - 12:  # whole or not at all
            painter = QPainter(self)
            painter.setFont(face)
            painter.setPen(theme().colour("text"))
            painter.drawText(QRectF(left, 0, width, self.height()), Qt.AlignmentFlag.AlignCenter, self.title)
            painter.end()

    def _dye(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, theme().colour("alt"))
        palette.setColor(QPalette.ColorRole.Button, theme().colour("alt"))
        self.setPalette(palette)


class _MenuLook(QProxyStyle):
    """Menus as high as their bar, their letters underlined nowhere (Alt still works), ours in ink on grey."""

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        made = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # None is fine
        return QSize(made.width(), MENU_HEIGHT - 1) if kind == QStyle.ContentsType.CT_MenuBarItem else made

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        flat = (QStyle.PixelMetric.PM_MenuBarVMargin, QStyle.PixelMetric.PM_MenuBarPanelWidth)
        return 0 if metric in flat else super().pixelMetric(metric, option, widget)

    def drawControl(
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element == QStyle.ControlElement.CE_MenuBarItem and isinstance(option, QStyleOptionMenuItem):
            look = theme()
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.fillRect(option.rect, look.colour("hover" if is_chosen else "alt"))
            painter.setPen(look.colour("text"))
            painter.setFont(font("small"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextHideMnemonic
            painter.drawText(option.rect, flags, option.text)
        elif element == QStyle.ControlElement.CE_MenuBarEmptyArea:
            painter.fillRect(option.rect, theme().colour("alt"))
        else:
            super().drawControl(element, option, painter, widget)


class Plate(QWidget):
    """Dashed and hatched: these mentions were made up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(plate_words())

    def sizeHint(self) -> QSize:
        return QSize(plate_width() + 6, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_plate(painter, QRectF(0.5, (self.height() - 20) / 2 + 0.5, plate_width(), 20))
        painter.end()


def plate_words() -> str:
    return _("demonstration – synthetic data")


def plate_width() -> int:
    return round(QFontMetricsF(font("label")).horizontalAdvance(plate_words())) + 34


def paint_plate(painter: QPainter, box: QRectF) -> None:
    """The plate, also for the footer of exported pictures."""
    look = theme()
    painter.setPen(QPen(look.colour("text2"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(look.colour("panel"))
    painter.drawRoundedRect(box, 4, 4)
    paint_hatch(painter, QRectF(box.left() + 6, box.top() + 5, 11, 10), look.colour("text2"), 4)
    painter.setFont(font("label"))
    painter.setPen(look.colour("text"))
    words = plate_words() if box.width() >= plate_width() else _("synthetic data")
    painter.drawText(box.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
