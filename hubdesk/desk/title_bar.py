"""A dock's own title bar, 28 px: the name, what the panel adds to it, three icons; the names of a pile as tabs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.chips import IconButton
from hubdesk.widgets.keyed_button import KeyedButton
from hubdesk.widgets.theme import font, theme

TITLE_HEIGHT: Final = 28
PAD: Final = 12
LEAST_WIDTH: Final = 220  # four beside each other on a laptop of 1920 px at 200 %
_SIZE: Final = QSize(LEAST_WIDTH, TITLE_HEIGHT)
LEAST_SHOWN: Final = 84  # px of the shown panel's name in a pile
LEAST_TAB: Final = 28  # px of the other names: a letter and an ellipsis


class TitleBar(QWidget):
    """The name in 600, what the panel adds in text3, three icons; a name for each panel of a pile, underlined."""

    pause_wished = Signal()
    copy_wished = Signal()
    more_wished = Signal(object)  # where (QPoint on the screen)
    close_wished = Signal()
    tab_chosen = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.subtitle = ""
        self.is_active = False
        self._tabs: list[TabButton] = []
        self.setFixedHeight(TITLE_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAD - 4, 1, PAD - 6, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self._row.addSpacing(4)
        self._pause = IconButton("pause", _("Pause"))
        self._pause.clicked.connect(self.pause_wished)
        self._pause.hide()
        self._row.addWidget(self._pause)
        self._buttons = (
            IconButton("copy", _("Copy as an image")),
            IconButton("more", _("More")),
            IconButton("close", _("Hide this panel")),
        )
        for button, slot in zip(self._buttons, (self.copy_wished, self._more, self.close_wished), strict=True):
            button.clicked.connect(slot)
            self._row.addWidget(button)

    def sizeHint(self) -> QSize:
        return _SIZE  # asked for thousands of times while docks find their places

    minimumSizeHint = sizeHint

    def say(self, subtitle: str) -> None:
        self.subtitle = subtitle
        self.setAccessibleName(f"{self.title}, {subtitle}" if subtitle else self.title)
        self.update()

    def show_paused(self, is_paused: bool) -> None:
        """For a panel that moves by itself: a button to hold it, or to let it go on."""
        self._pause.rename(_("Go on") if is_paused else _("Pause"))
        self._pause.draw_icon("play" if is_paused else "pause")
        self._pause.show()

    def activate(self, is_active: bool) -> None:
        if is_active != self.is_active:
            self.is_active = is_active
            self.update()

    def pile(self, panels: list[tuple[str, str]], current: str) -> None:
        """Show a name for each panel of the pile (name, title); none when the panel is alone."""
        wanted = panels if len(panels) > 1 else []
        if [(tab.panel, tab.text(), tab.isChecked()) for tab in self._tabs] == [
            (name, title, name == current) for name, title in wanted
        ]:
            return
        for tab in self._tabs:
            self._row.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs = [TabButton(name, title, name == current, self) for name, title in wanted]
        for at, tab in enumerate(self._tabs):
            self._row.insertWidget(at, tab)
            tab.chosen.connect(self.tab_chosen)
            tab.show()
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.more_wished.emit(event.globalPos())

    def _more(self) -> None:
        button = self._buttons[1]
        self.more_wished.emit(button.mapToGlobal(button.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        if self.is_active:
            painter.fillRect(QRect(0, 0, self.width(), 2), theme().colour("accent"))
        right = (self._buttons[0] if self._pause.isHidden() else self._pause).x() - 6
        if not self._tabs:
            x = _words(painter, self.title, "label", "text", PAD, right, self.height())
            _words(painter, self.subtitle, "small", "text3", x + 8, right, self.height())
        painter.end()


class TabButton(KeyedButton):
    """One name of a pile: 2 px of accent under the one that is shown."""

    chosen = Signal(str)

    def __init__(self, panel: str, title: str, is_current: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.panel = panel
        self.setText(title)
        self.setCheckable(True)
        self.setChecked(is_current)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        whole = round(QFontMetricsF(font("label")).horizontalAdvance(title)) + 18
        self.setFixedHeight(TITLE_HEIGHT - 1)
        self.setMaximumWidth(whole)  # in a narrow dock names shorten, that of the shown panel last
        self.setMinimumWidth(min(whole, LEAST_SHOWN if is_current else LEAST_TAB))
        self.clicked.connect(self._choose)

    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), TITLE_HEIGHT - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The whole name where a part of it is all that is shown."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.width() < self.maximumWidth() else "")

    def _choose(self) -> None:
        self.chosen.emit(self.panel)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _words(
            painter, self.text(), "label", "text" if self.isChecked() else "text2", 8, self.width() - 8, self.height()
        )
        if self.isChecked() or self.hasFocus():
            painter.fillRect(QRect(6, self.height() - 2, self.width() - 12, 2), theme().colour("accent"))
        painter.end()


def _words(painter: QPainter, words: str, role: str, token: str, x: float, right: float, height: int) -> float:
    """Words from x on, whole or cut with an ellipsis before `right`; where they end."""
    face = font(role)
    metrics = QFontMetricsF(face)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, right - x))
    painter.setFont(face)
    painter.setPen(theme().colour(token))
    painter.drawText(QRectF(x, 0, max(0.0, right - x), height), Qt.AlignmentFlag.AlignVCenter, shown)
    return x + metrics.horizontalAdvance(shown)
