"""The bar for an alarm that nobody acknowledged: one row above the docks, with what can be done about it."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QWidget

from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.widgets.alert_button import HEIGHT as BUTTON
from hubdesk.widgets.alert_button import AlertButton
from hubdesk.widgets.alert_row import Alert, paint_alert, parts
from hubdesk.widgets.severity import plate_size
from hubdesk.widgets.theme import theme

HEIGHT: Final = 36
PAD: Final = 12
GAP: Final = 6
ROOM: Final = 520  # px beside the plate, below which the buttons are icons alone
SETTLE_MS: Final = 500  # for which a press is not taken to be of the alarm that has just come: it is a second click
SNOOZES: Final = (("hour", N_("Snooze for 1 h")), ("tomorrow", N_("Snooze until tomorrow")))


class AlertBar(QWidget):
    """Shows itself while there is an alarm. It never takes the keyboard by itself; what is under the mouse or has the
    keyboard is not to be changed for another alarm, so who shows one asks `is_held` before."""

    open_wished = Signal(object)  # an episode's number, which a stranger's file may make as long as it likes
    acknowledge_wished = Signal(object)
    snooze_wished = Signal(object, str)  # an episode; hour or tomorrow
    more_wished = Signal()
    released = Signal()  # another alarm may be shown now
    left = Signal()  # the keyboard is to go back to the panels

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.alert: Alert | None = None
        self._shown_for = QElapsedTimer()
        self.more = AlertButton("", "", self)
        self.open = AlertButton("open", _("Open"), self)
        self.acknowledge = AlertButton("check", _("Acknowledge"), self)
        self.snooze = AlertButton("clock", _("Snooze"), self)
        self._buttons = (self.more, self.open, self.acknowledge, self.snooze)
        self.more.clicked.connect(self.more_wished)
        self.open.clicked.connect(self._open)
        self.acknowledge.clicked.connect(self._acknowledge)
        self.snooze.clicked.connect(self._offer_snoozes)
        self.menu = QMenu(self)
        for key, words in SNOOZES:
            action = QAction(_(words), self.menu)
            action.setData(key)
            action.triggered.connect(self._snooze)
            self.menu.addAction(action)
        self.menu.aboutToHide.connect(self.released)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def is_held(self) -> bool:
        """Whether someone is about to do something to the alarm that is shown."""
        return self.isVisible() and (self.underMouse() or self.has_keyboard() or self.menu.isVisible())

    def has_keyboard(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def say(self, alert: Alert | None) -> None:
        """Show that one; None: there is none. The keyboard goes to nobody for it."""
        if alert == self.alert:
            return
        is_new = alert is not None and (self.alert is None or self.alert.episode != alert.episode)
        self.alert = alert
        if is_new:
            self._shown_for.start()
        if alert is not None:
            waiting = ngettext("{n} more waiting", "{n} more waiting", alert.waiting).format(n=number(alert.waiting))
            self.more.say(waiting, f"+{number(alert.waiting)}")
            self.setAccessibleName(_("Alarm: {what}").format(what=alert.spoken()))
            self.setToolTip(f"<qt>{html.escape(alert.spoken())}</qt>")  # Qt would read tags in a name
        elif self.has_keyboard():
            self.left.emit()  # else Qt gives it to whatever comes next
        self.more.setVisible(alert is not None and alert.waiting > 0)
        self.setVisible(alert is not None)
        self._place()
        self.update()
        if is_new and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def take_keyboard(self) -> None:
        """To the first of its buttons, because someone asked for it."""
        self.open.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def shown(self) -> str:
        """What of the sentence stands there at this width."""
        return parts(self.alert, self._room()).sentence if self.alert is not None else ""

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._place()
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            self.released.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("raised"))
        painter.fillRect(0, 0, self.width(), 1, look.colour("line_strong"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line_strong"))
        if self.alert is not None:
            paint_alert(painter, self.alert, self._room(), look)
        painter.end()

    def _meant(self) -> Alert | None:
        """The alarm that a press is about; None for one that was shown a moment ago, when another stood there."""
        return self.alert if self._shown_for.elapsed() > SETTLE_MS else None

    def _open(self) -> None:
        if (alert := self._meant()) is not None:
            self.open_wished.emit(alert.episode)

    def _acknowledge(self) -> None:
        if (alert := self._meant()) is not None:
            self.acknowledge_wished.emit(alert.episode)

    def _offer_snoozes(self) -> None:
        self.menu.popup(self.snooze.mapToGlobal(QPoint(0, self.snooze.height())))

    def _snooze(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self.alert is not None:
            self.snooze_wished.emit(self.alert.episode, str(action.data()))

    def _room(self) -> QRectF:
        """Where the alarm stands: left of the buttons."""
        right = min(button.x() for button in self._buttons if not button.isHidden())
        return QRectF(PAD, 0, max(0, right - 2 * PAD), HEIGHT)

    def _place(self) -> None:
        """Buttons at the right; icons alone where words would leave no room for the alarm."""
        seen = [button for button in self._buttons if not button.isHidden()]
        wide = sum(button.width_of(is_short=False) + GAP for button in seen)
        is_short = self.width() - 2 * PAD - wide < plate_size(self.alert.called if self.alert else "")[0] + ROOM
        x = self.width() - PAD
        for button in reversed(seen):
            button.shorten(is_short)
            width = button.width_of(is_short)
            x -= width
            button.setGeometry(QRect(x, (HEIGHT - BUTTON) // 2, width, BUTTON))
            x -= GAP
