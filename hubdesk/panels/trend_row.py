"""The trend's row of choices: what is shown, in which scale, beside which earlier time; its menus are the panel's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from hubdesk.i18n import N_, _
from hubdesk.panels.trend_before import MODES
from hubdesk.panels.trend_picture import TrendOptions
from hubdesk.panels.trend_stack_words import STACKED
from hubdesk.widgets.chart_values import LINEAR, LOG, SHARE
from hubdesk.widgets.chips import Chip
from hubdesk.widgets.theme import theme

COUNTS: Final = N_("Counts")
SCALES_OF_LINES: Final = {LINEAR: COUNTS, LOG: N_("Log scale")}
SCALES_OF_STACKS: Final = {LINEAR: COUNTS, SHARE: N_("Shares of 100%")}
KEYS: Final = {"by": N_("Show"), "scale": N_("Scale"), "before": N_("Compare with")}
PAD: Final = 12


class ModeMenu(QMenu):
    """One of the choices. `chosen` tells the field of TrendOptions, and what is wanted of it."""

    chosen = Signal(str, str)

    def __init__(self, field: str, parent: QWidget) -> None:
        super().__init__(_(KEYS[field]), parent)
        self._field = field
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._choose)

    def offer(self, choices: Mapping[str, str], now: str) -> None:
        """These, by their values; the one that holds has a tick."""
        if [action.data() for action in self._group.actions()] != list(choices):
            self.clear()
            for action in self._group.actions():
                self._group.removeAction(action)
            for value, words in choices.items():
                made = self.addAction(_(words))
                made.setData(value)
                made.setCheckable(True)
                self._group.addAction(made)
        for action in self._group.actions():
            action.setChecked(action.data() == now)

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(self._field, str(action.data()))


class TrendRow(QWidget):
    """A chip for each choice. In a narrow panel they lose their keys; then the last stand in the menu alone."""

    changed = Signal(object)  # TrendOptions

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._options = TrendOptions()
        self.chips: dict[str, Chip] = {}
        self.menus: dict[str, ModeMenu] = {}
        row = QHBoxLayout(self)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(PAD, 6, PAD, 2)
        row.setSpacing(8)
        for field, opens in (("by", self._open_by), ("scale", self._open_scale), ("before", self._open_before)):
            chip, menu = Chip(self), ModeMenu(field, self)
            chip.has_arrow = True
            chip.setAccessibleName(_(KEYS[field]))
            chip.clicked.connect(opens)
            menu.chosen.connect(self._choose)
            self.chips[field], self.menus[field] = chip, menu
            row.addWidget(chip)
        row.addStretch(1)
        self.show_options(self._options)

    def show_options(self, options: TrendOptions) -> None:
        """What holds now."""
        self._options = options
        for field, choices in self._choices().items():
            now = getattr(options, field)
            self.menus[field].offer(choices, now if now in choices else "")
        self._say()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.end()

    def minimumSizeHint(self) -> QSize:
        """As narrow as its panel: it is no row that makes a dock wide."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def _choices(self) -> dict[str, Mapping[str, str]]:
        scales = SCALES_OF_STACKS if self._options.by else SCALES_OF_LINES
        return {"by": {str(key): words for key, words in STACKED.items()}, "scale": scales, "before": MODES}

    def _say(self) -> None:
        words = {field: self._words(field) for field in self.chips}
        room = self.width() - 2 * PAD
        keyed = sum(chip.width_for(words[field], _(KEYS[field])) + 8 for field, chip in self.chips.items())
        left = float(room)
        for field, chip in self.chips.items():
            chip.say(words[field], _(KEYS[field]) if keyed <= room else "")
            chip.setToolTip(_(KEYS[field]) if keyed > room else "")
            left -= chip.width_for(words[field], chip.key) + 8
            chip.setVisible(left >= -8 or field == "by")

    def _words(self, field: str) -> str:
        choices = self._choices()[field]
        return _(choices.get(getattr(self._options, field), choices[""]))

    def _choose(self, field: str, value: str) -> None:
        made = replace(self._options, **{field: value})  # type: ignore[arg-type]
        if field == "by" and made.scale not in (SCALES_OF_STACKS if value else SCALES_OF_LINES):
            made = replace(made, scale=LINEAR)
        self.changed.emit(made)

    def _open_by(self) -> None:
        self._open("by")

    def _open_scale(self) -> None:
        self._open("scale")

    def _open_before(self) -> None:
        self._open("before")

    def _open(self, field: str) -> None:
        chip = self.chips[field]
        self.menus[field].popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))
