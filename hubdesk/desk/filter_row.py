"""The chips of what narrows the scope: in the scope bar while they fit, else in a slim row of their own under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from hubdesk.core import Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.desk.filter_command import asked
from hubdesk.desk.filter_menu import Deed, clear_words, fill_all, fill_folded, fill_one
from hubdesk.desk.filter_towns import unknown_of
from hubdesk.desk.filter_words import said_of, words_of
from hubdesk.i18n import _, ngettext, number
from hubdesk.widgets.chips import CHIP_HEIGHT, Chip, IconButton
from hubdesk.widgets.filter_chip import WIDEST, FilterChip, ShownFilter
from hubdesk.widgets.text import plain_label

HEIGHT: Final = 32
SPACE: Final = 6
GUTTER: Final = 74  # px: chips stand under those of topics, right of the way back and forward
MOST_CHIPS: Final = 40  # more do not fit on any screen
NARROW: Final = 110.0  # px of a chip's values where room is short
_MARGIN: Final = 12
_ANY_WIDTH: Final = 16_777_215  # QWIDGETSIZE_MAX


class FilterRow(QWidget):
    """Shows filters and says what is wished with them; it keeps no state of its own. In a row those that have no room
    are folded into a menu."""

    removed = Signal(object)  # Filter
    turned = Signal(object)
    pinned = Signal(object)
    chosen_alone = Signal(object)
    cleared = Signal()
    command_wished = Signal()
    towns_wished = Signal(object)  # INSEE codes that stand on chips without a name
    said = Signal(str)  # a line for the status bar
    named = Signal()  # chips say something else, and want other widths

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_inline = True  # in the bar, not in a row
        self._shown: tuple[Filters, frozenset[Filter], tuple[Topic, ...]] = ((), frozenset(), ())
        self._chips: list[FilterChip] = []
        self._row = QHBoxLayout(self)
        self._row.setSpacing(SPACE)
        self._head = plain_label(_("Filters"), "small", "text3")
        self._head.setFixedWidth(GUTTER - _MARGIN - SPACE)
        self._row.addWidget(self._head)
        self._folded = Chip(self)
        self._folded.has_arrow = True
        self._folded.clicked.connect(self._open_folded)
        self._row.addWidget(self._folded)
        self._row.addStretch(1)
        self._clear = Chip(self)
        self._clear.is_quiet = True
        self._clear.say(_("Clear"))
        self._clear.clicked.connect(self.cleared)
        self._more = IconButton("more", _("More about the filters"), 24)
        self._more.clicked.connect(self._open_more)
        self._row.addWidget(self._clear)
        self._row.addWidget(self._more)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._do)
        self.into_bar(WIDEST)

    def show_filters(self, filters: Filters, pinned: frozenset[Filter], topics: Sequence[Topic]) -> None:
        """A chip each, in their order; nothing is done where they are the ones there are."""
        if (filters, pinned, tuple(topics)) == self._shown:
            return
        self._shown = (filters, pinned, tuple(topics))
        self._say()
        towns = unknown_of(filters)
        if towns:
            self.towns_wished.emit(towns)

    def show_names(self) -> None:
        """Say again what the chips are about: names became known."""
        self._say()
        self.named.emit()

    def _say(self) -> None:
        filters, pinned, topics = self._shown
        while len(self._chips) < min(len(filters), MOST_CHIPS):
            self._add_chip()
        for chip, one in zip(self._chips, filters, strict=False):
            said = said_of(one, topics)
            field = said.field[:1].lower() + said.field[1:]
            chip.show_filter(ShownFilter(field, said.values, words_of(one, topics), one.negated, one in pinned))
        self._clear.setEnabled(not pinned.issuperset(filters))
        self._clear.setAccessibleName(clear_words(pinned))
        self._clear.setToolTip(clear_words(pinned))

    def width_for(self, widest: float) -> int:
        """How wide all chips are side by side when values are so wide at most; too wide for any where chips are too
        many."""
        filters = self._shown[0]
        if len(filters) > MOST_CHIPS:
            return _ANY_WIDTH
        return sum(chip.width_at(widest) + SPACE for chip in self._chips[: len(filters)]) + self._more.width()

    def into_bar(self, widest: float) -> None:
        """Be as wide as all chips are, and no higher."""
        self.is_inline = True
        self._row.setContentsMargins(0, 0, 0, 0)
        self._head.hide()
        self._clear.hide()
        for chip in self._chips:
            chip.fit(widest)
        self._show(len(self._shown[0]))
        self.setFixedSize(self.width_for(widest), CHIP_HEIGHT)

    def into_row(self, width: int) -> None:
        """Take the whole width, under the bar."""
        self._row.setContentsMargins(_MARGIN, 0, _MARGIN, HEIGHT - CHIP_HEIGHT)
        self._head.show()
        self._clear.show()
        self.setMinimumWidth(0)
        self.setMaximumWidth(_ANY_WIDTH)
        self.setFixedHeight(HEIGHT)
        self.resize(width, HEIGHT)
        self.is_inline = False
        self._fit()

    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key stops at, from left to right."""
        return (*self._chips, self._folded, self._clear, self._more)

    def sizeHint(self) -> QSize:
        return QSize(600, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self.is_inline:
            self._fit()

    def _add_chip(self) -> None:
        chip = FilterChip(self)
        chip.clicked.connect(self._open_one)
        chip.removed.connect(self._remove)
        chip.turned.connect(self._turn)
        chip.pinned.connect(self._pin)
        self._chips.append(chip)
        self._row.insertWidget(len(self._chips), chip)

    def _fit(self) -> None:
        """Whole values where there is room, then short ones, then fold the last chips."""
        filters = self._shown[0]
        chips = self._chips[: len(filters)]
        room = self.width() - GUTTER - _MARGIN - 2 * SPACE - self._clear.sizeHint().width() - self._more.width()
        fitting, widest = len(chips), WIDEST
        widths = [chip.width_at(WIDEST) + SPACE for chip in chips]
        if sum(widths) > room:
            widest, widths = NARROW, [chip.width_at(NARROW) + SPACE for chip in chips]
        if sum(widths) > room or len(chips) < len(filters):
            fitting = 0
            room -= self._folded.width_for("+99" if len(filters) < 100 else f"+{number(len(filters))}") + SPACE
            while fitting < len(chips) and widths[fitting] <= room:
                room -= widths[fitting]
                fitting += 1
        for chip in chips:
            chip.fit(widest)
        self._show(fitting)

    def _show(self, fitting: int) -> None:
        focus = next((at for at, chip in enumerate(self._chips) if chip.hasFocus()), None)
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < fitting)
        folded = len(self._shown[0]) - fitting
        self._folded.setVisible(folded > 0)
        if folded:
            self._folded.say(f"+{number(folded)}")
            words = ngettext("{n} more filter", "{n} more filters", folded)
            self._folded.setAccessibleName(words.format(n=number(folded)))
        if focus is not None and focus >= fitting > 0:  # the last one was removed with keys: they stay in the row
            self._chips[fitting - 1].setFocus(Qt.FocusReason.TabFocusReason)

    def _filter_of(self, chip: object) -> Filter | None:
        """What a chip shows; None when its filter is no more."""
        filters = self._shown[0]
        at = self._chips.index(chip) if isinstance(chip, FilterChip) else len(filters)
        return filters[at] if at < len(filters) else None

    def _remove(self) -> None:
        self.removed.emit(self._filter_of(self.sender()))

    def _turn(self) -> None:
        self.turned.emit(self._filter_of(self.sender()))

    def _pin(self) -> None:
        self.pinned.emit(self._filter_of(self.sender()))

    def _open_one(self) -> None:
        chip = self.sender()
        one = self._filter_of(chip)
        if one is not None and isinstance(chip, FilterChip):
            self._begin_menu()
            fill_one(self._menu, one, *self._shown)
            self._menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _open_folded(self) -> None:
        fitting = sum(not chip.isHidden() for chip in self._chips)
        self._begin_menu()
        fill_folded(self._menu, self._shown[0][fitting:], *self._shown)
        self._menu.popup(self._folded.mapToGlobal(QPoint(0, self._folded.height() + 2)))

    def _open_more(self) -> None:
        self._begin_menu()
        fill_all(self._menu, *self._shown)
        corner = QPoint(self._more.width() - self._menu.sizeHint().width(), self._more.height() + 2)
        self._menu.popup(self._more.mapToGlobal(corner))

    def _begin_menu(self) -> None:
        for inner in self._menu.findChildren(QMenu):
            inner.deleteLater()
        self._menu.clear()

    def _do(self, action: QAction) -> None:
        if not isinstance(action.data(), tuple):
            return
        deed, one = action.data()
        if deed in (Deed.COPY, Deed.COPY_ALL):
            self._copy((one,) if deed == Deed.COPY else self._shown[0])
        elif deed == Deed.COMMAND:
            self.command_wished.emit()
        elif deed == Deed.CLEAR:
            self.cleared.emit()
        else:
            signals = {Deed.TURN: self.turned, Deed.PIN: self.pinned, Deed.ALONE: self.chosen_alone}
            signals.get(deed, self.removed).emit(one)

    def _copy(self, filters: Filters) -> None:
        """Entries of what no query says cannot be chosen."""
        QGuiApplication.clipboard().setText(asked(filters, self._shown[2]))
        self.said.emit(_("The query is on the clipboard."))
