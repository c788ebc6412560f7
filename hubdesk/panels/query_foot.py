"""Under the query: what the draft hears, and what can be done with it; what cannot be done says why."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hubdesk.i18n import THIN, UNKNOWN, _, day, number
from hubdesk.panels.query_picture import Effect, QueryPicture, Version
from hubdesk.widgets.chips import Chip
from hubdesk.widgets.empty import Button
from hubdesk.widgets.figures import Figure, Figures
from hubdesk.widgets.text import plain_label, show_plain
from hubdesk.widgets.theme import theme

WIDE: Final = 860  # px from which figures and buttons stand beside each other
MOST_VERSIONS: Final = 30


class Foot(QWidget):
    """Figures at the left, deeds at the right; one over the other where there is no room."""

    save_wished = Signal()
    discard_wished = Signal()
    copy_wished = Signal()
    version_chosen = Signal(int)  # a version's number, 0 for the saved one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = Figures(self)
        self.save, self.discard = Button(_("Save and re-hear")), Button(_("Discard the draft"))
        self.copy = Button(_("Copy the query"))
        self.compare = Chip(self)
        self.compare.has_arrow = True
        self.reason = plain_label("", "small", "text2", wrap=True)
        self._versions: tuple[tuple[int, str], ...] = ()
        self._compared = 0
        self.save.clicked.connect(self.save_wished)
        self.discard.clicked.connect(self.discard_wished)
        self.copy.clicked.connect(self.copy_wished)
        self.compare.clicked.connect(self._offer_versions)
        self._build()

    def _build(self) -> None:
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addStretch(1)
        for part in (self.compare, self.discard, self.copy, self.save):
            deeds.addWidget(part)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addLayout(deeds)
        right.addWidget(self.reason)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(16, 10, 12, 10)
        self._box.setSpacing(12)
        self._box.addWidget(self.figures, 1)
        self._box.addLayout(right, 1)
        self._align()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()

    def _align(self) -> None:
        wide = self.width() >= WIDE
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != way:
            self._box.setDirection(way)
        side = Qt.AlignmentFlag.AlignRight
        self.reason.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.fillRect(0, 0, self.width(), 1, theme().colour("line"))
        painter.end()

    def show_effect(self, effect: Effect | None, is_older: bool) -> None:
        """What the draft hears; `is_older`: of the last draft that could be read."""
        where = _("in this span, as of the last readable draft") if is_older else _("in this span")
        if effect is None:
            self.figures.set_figures((Figure(UNKNOWN, where),), True)
            return
        about = "≈ " if effect.is_estimate else ""
        rows = [
            Figure(about + number(effect.total), where),
            Figure(about + number(effect.new, signed=True), _("new")),
            Figure(about + number(-effect.dropped), _("dropped")),
            Figure(_took(effect.took_ms), _("to compare")),
        ]
        if effect.is_estimate:
            rows.append(Figure(number(effect.read), _("read, the rest is estimated")))
        self.figures.set_figures(tuple(rows), is_older)

    def show_versions(self, picture: QueryPicture) -> None:
        """What the draft can be compared with."""
        now = picture.topic.version if picture.topic is not None else 0
        self._versions = tuple(
            (
                0 if one.number == now else one.number,
                _("version {number}, saved now").format(number=now)
                if one.number == now
                else _version(one, picture.zone),
            )
            for one in picture.versions[:MOST_VERSIONS]
        )
        self._compared = 0 if picture.compared == now else picture.compared
        self.compare.say(_("version {number}").format(number=picture.compared), _("compared with"))
        self.compare.setEnabled(len(self._versions) > 1)
        self.compare.has_arrow = len(self._versions) > 1

    def show_deeds(self, *, may_save: bool, reason: str, has_draft: bool, is_read_only: bool) -> None:
        """What can be done, and why not."""
        self.save.setEnabled(may_save)
        self.save.setVisible(not is_read_only)
        self.discard.setVisible(has_draft)
        self.copy.setVisible(is_read_only)
        show_plain(self.reason, reason)
        self.save.setAccessibleDescription("" if may_save else reason)

    def _offer_versions(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for number_, words in self._versions:
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(number_ == self._compared)
            action.setData(number_)
            group.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(self._choose)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.compare.mapToGlobal(QPoint(0, self.compare.height() + 2)))

    def _choose(self, action: QAction) -> None:
        self.version_chosen.emit(int(action.data()))


def _version(version: Version, zone: str) -> str:
    if version.at is None:
        return _("version {number}").format(number=version.number)
    return _("version {number} of {day}").format(number=version.number, day=day(version.at, zone))


def _took(milliseconds: float) -> str:
    if milliseconds >= 1000:
        return f"{number(milliseconds / 1000, 1)}{THIN}s"
    return f"{number(milliseconds, 0 if milliseconds >= 10 else 1)}{THIN}ms"
