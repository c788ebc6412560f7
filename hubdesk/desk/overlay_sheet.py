"""The sheet in which a past crisis is chosen: an episode of the other session, and what of this one it starts with."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from hubdesk.core import Millis, Span
from hubdesk.desk.aside import Aside
from hubdesk.desk.overlay_reading import Choice, Offer, offers, read_past
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import _, clock, day
from hubdesk.panels.trend_past import Overlay, PastCurve
from hubdesk.widgets.text import plain_label, tame


class OverlaySheet(Sheet):
    """Reads off the GUI thread, first what there is to choose from, then the curve that was chosen."""

    told = Signal(object)  # Overlay

    def __init__(self, path: Path, other: Path, span: Span, zone: str, preferred: int | None, parent: QWidget) -> None:
        """`span`: what is looked at; its end is what may be known. `preferred`: the episode that is chosen here."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Overlay a past crisis"))
        self.setMinimumWidth(480)
        self._span, self._zone, self._preferred = span, zone, preferred
        self._theirs: Offer | None = None
        self._since: Millis = span.start
        self.past, self.here = QComboBox(), QComboBox()
        form = QFormLayout()
        for box, label in ((self.past, _("Past crisis")), (self.here, _("Starts with"))):
            box.setAccessibleName(label)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(36)
            form.addRow(label, box)
        self.title = plain_label(_("Reading {path}…").format(path=tame(str(other), 200)), "small", "text2", wrap=True)
        self.fault = plain_label("", "label", "text", wrap=True)
        self.fault.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(plain_label(_("Overlay a past crisis"), "head"))
        column.addWidget(self.title)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(self.buttons)
        self._aside = Aside(self)
        self._aside.done.connect(self._take)
        self._aside.failed.connect(self._complain)
        self.finished.connect(self._aside.close)
        self._enable(False)
        self._aside.run(partial(offers, path, other, span.end))

    def accept(self) -> None:
        """Read the chosen curve; the sheet stays until it is there."""
        choice, since = self.past.currentData(), self.here.currentData()
        if self._theirs is not None and isinstance(choice, Choice) and not self._aside.is_busy:
            self._since = int(since)
            self._enable(False)
            self._aside.run(partial(read_past, self._theirs, choice))

    def _take(self, result: object) -> None:
        if isinstance(result, PastCurve):
            self.told.emit(Overlay(result, self._since))
            super().accept()
        elif isinstance(result, tuple):
            ours, theirs = result
            self._offer(ours, theirs)

    def _offer(self, ours: Offer, theirs: Offer) -> None:
        self._theirs = theirs
        self.title.setText(_("From the session “{title}”").format(title=theirs.title))
        for choice in theirs.choices:
            self.past.addItem(choice.words, choice)
        for choice in ours.choices:
            self.here.addItem(choice.words, choice.start)
            if choice.id == self._preferred:
                self.here.setCurrentIndex(self.here.count() - 1)
        start = f"{day(self._span.start, self._zone)} {clock(self._span.start, self._zone)}"
        self.here.addItem(_("the start of what is looked at, {time}").format(time=start), self._span.start)
        self._enable(True)
        self.past.setFocus()

    def _complain(self, line: str) -> None:
        self.fault.setText(tame(line, 400))
        self.fault.show()
        self._enable(self._theirs is not None)

    def _enable(self, can_choose: bool) -> None:
        for part in (self.past, self.here, self.buttons.button(QDialogButtonBox.StandardButton.Ok)):
            part.setEnabled(can_choose)
