"""The 40 px bar: back and forward, topic chips, the span, filters, the search, live or fixed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hubdesk.core import Millis, Topic
from hubdesk.desk.filter_row import HEIGHT as FILTERS
from hubdesk.desk.filter_row import NARROW, FilterRow
from hubdesk.desk.menus import SEARCH_KEYS
from hubdesk.desk.scope_state import CHOSEN, REACHES, ScopeState
from hubdesk.desk.span_chip import SpanChip
from hubdesk.desk.words import span_words
from hubdesk.i18n import _, ngettext, number
from hubdesk.widgets.chips import CHIP_HEIGHT, Chip, IconButton
from hubdesk.widgets.filter_chip import WIDEST
from hubdesk.widgets.glyphs import icon
from hubdesk.widgets.search_box import LEAST, SMALL, WIDE, SearchBox
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme

HEIGHT: Final = 40
SPACE: Final = 6
MOST_CHIPS: Final = 40  # topics that have a chip: more do not fit on any screen
MOST_LISTED: Final = 200  # entries of the menu of those that have no room
OPEN: Final = 250  # px for a query being written: more than for one that rests; chips fold meanwhile


class ScopeBar(QWidget):
    """Shows a scope state and says what is wished; it keeps no state of its own. Filters that have no room beside
    the rest take a row of their own under it; nothing else makes it higher, for every panel would move."""

    topic_toggled = Signal(int)
    reach_wished = Signal(str)
    dates_wished = Signal()
    live_toggled = Signal()
    back_wished = Signal()
    forward_wished = Signal()
    filter_removed = Signal(object)  # Filter
    filter_turned = Signal(object)
    filter_pinned = Signal(object)
    filter_alone = Signal(object)  # that one, and of the others the pinned
    filters_cleared = Signal()  # all but the pinned
    command_wished = Signal()  # the scope as a command on the clipboard

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._topics: tuple[Topic, ...] = ()
        self._state = ScopeState()
        self._words = ("", "")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._row = QHBoxLayout()
        self._column.addLayout(self._row)
        above = (HEIGHT - CHIP_HEIGHT) // 2
        self._row.setContentsMargins(8, above, 12, above)
        self._row.setSpacing(SPACE)
        self._back = IconButton("back", _("Back to the scope before"), 24)
        self._forward = IconButton("forward", _("Forward to the next scope"), 24)
        self._back.clicked.connect(self.back_wished)
        self._forward.clicked.connect(self.forward_wished)
        self._row.addWidget(self._back)
        self._row.addWidget(self._forward)
        self._row.addSpacing(6)
        self._chips: list[Chip] = []
        self._more = Chip(self)
        self._more.has_arrow = True
        self._more.hide()
        self._more.clicked.connect(self._open_more)
        self._row.addWidget(self._more)
        self._row.addSpacing(8)
        self._span = SpanChip(self)
        self._span.reach_wished.connect(self.reach_wished)
        self._span.dates_wished.connect(self.dates_wished)
        self._row.addWidget(self._span)
        self._row.addStretch(1)
        shown_keys = QKeySequence(SEARCH_KEYS).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
        self.search = SearchBox(shown_keys, self)
        self.search.opened.connect(self._fit)
        self._row.addWidget(self.search)
        self._live = Chip(self)
        self._live.clicked.connect(self.live_toggled)
        self._row.addWidget(self._live)
        self._folded = QMenu(self)
        self._folded.triggered.connect(self._toggle_folded)
        self.filters = FilterRow(self)
        self.filters.hide()
        self._row.insertWidget(self._row.indexOf(self._span) + 1, self.filters)
        self._pass_on()

    def show_topics(self, topics: Sequence[Topic]) -> None:
        """One chip a topic, in the session's order, while there is any hope of room."""
        if tuple(topics) == self._topics:
            return
        self._topics = tuple(topics)
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for at, topic in enumerate(self._topics[:MOST_CHIPS]):
            chip = Chip(self)
            chip.setCheckable(True)
            chip.setProperty("topic", topic.id)
            chip.style_of_topic = theme().topic_style(topic, self._topics)
            chip.clicked.connect(self._toggle)
            self._row.insertWidget(3 + at, chip)
            self._chips.append(chip)
        self._fit()

    def show_state(
        self, state: ScopeState, now: Millis, zone: str, back: bool, forward: bool, may_go_live: bool
    ) -> None:
        """The scope as it stands at `now`."""
        self._state = state
        self._back.setEnabled(back)
        self._forward.setEnabled(forward)
        for chip, topic in zip(self._chips, self._topics, strict=False):
            chip.setChecked(state.shows(topic.id, self._topics))
        words = span_words(state.span(now, zone), zone, now)
        key = "" if state.reach == CHOSEN else _(REACHES[state.reach][0])
        self._words = (words, key)
        self._span.reach = state.reach
        self._span.setAccessibleName(_("Span: {words}").format(words=f"{key} {words}".strip()))
        self._live.dot = theme().colour("accent" if state.is_live else "text3")
        self._live.is_primary = state.is_live
        is_replay = state.replay is not None
        self._live.setEnabled(may_go_live or state.is_live or is_replay)
        self._live.say(_("Live") if state.is_live else _("Replay") if is_replay else _("Fixed"))
        self._live.setToolTip(_live_tip(state))
        self._live.update()
        self._show_filters()
        self._fit()

    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key stops at, from left to right."""
        left = (self._back, self._forward, *self._chips, self._more, self._span)
        return (*left, *self.filters.stops(), self.search.edit, self._live)

    def open_spans(self) -> None:
        """Offer the spans, under their chip."""
        self._span.open()

    def sizeHint(self) -> QSize:
        return QSize(600, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            for chip, topic in zip(self._chips, self._topics, strict=False):
                chip.style_of_topic = theme().topic_style(topic, self._topics)
            self._live.dot = theme().colour("accent" if self._state.is_live else "text3")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("alt"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme().colour("line"))
        painter.end()

    def _pass_on(self) -> None:
        filters = self.filters
        filters.removed.connect(self.filter_removed)
        filters.turned.connect(self.filter_turned)
        filters.pinned.connect(self.filter_pinned)
        filters.chosen_alone.connect(self.filter_alone)
        filters.cleared.connect(self.filters_cleared)
        filters.command_wished.connect(self.command_wished)
        filters.named.connect(self._fit)

    def _show_filters(self) -> None:
        had_focus = self.filters.isAncestorOf(self.window().focusWidget())
        self.filters.show_filters(self._state.filters, self._state.pinned, self._topics)
        self.filters.setVisible(bool(self._state.filters))
        if had_focus and not self._state.filters:
            self._span.setFocus()

    def _place_filters(self, room: int, longest: Sequence[str], short: Sequence[str]) -> int:
        """In the bar while all else keeps a name and the search a line to write on, else in a row of their own; two
        or more stay there until all of it is whole in the bar, or each step back and forth would move every panel.
        Returns the px that they take of the bar's `room`."""
        whole, *shorter = (
            (longest, WIDEST, WIDE),
            (longest, WIDEST, LEAST),
            (short, WIDEST, LEAST),
            (short, NARROW, LEAST),
        )
        stay = not self.filters.is_inline and len(self._state.filters) > 1
        for names, widest, search in (whole,) if stay else (whole, *shorter):
            taken = self.filters.width_for(widest) + SPACE if self._state.filters else 0
            topics = sum(chip.width_for(name) + SPACE for chip, name in zip(self._chips, names, strict=True))
            left = room - self._span.width_for(*self._words) - topics - search
            if not taken or (taken <= left and len(self._topics) == len(names)):
                self._filters_into_bar(widest)
                return taken
        self._filters_into_row()
        return 0

    def _filters_into_bar(self, widest: float) -> None:
        self.filters.into_bar(widest)
        if self._row.indexOf(self.filters) < 0:
            self._column.removeWidget(self.filters)
            self._row.insertWidget(self._row.indexOf(self._span) + 1, self.filters)
        self.setFixedHeight(HEIGHT)

    def _filters_into_row(self) -> None:
        """In no layout while it becomes as wide as the bar: a chip that was hidden meanwhile would lose the keys."""
        self._row.removeWidget(self.filters)
        self.filters.into_row(self.width())
        if self._column.indexOf(self.filters) < 0:
            self._column.addWidget(self.filters)
        self.setFixedHeight(HEIGHT + FILTERS)

    def _toggle(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.topic_toggled.emit(chip.property("topic"))

    def _open_more(self) -> None:
        self._folded.clear()
        shown = sum(not chip.isHidden() for chip in self._chips)
        for topic in self._topics[shown : shown + MOST_LISTED]:
            action = self._folded.addAction(tame(topic.name, 60).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self._state.shows(topic.id, self._topics))
            action.setData(topic.id)
            action.setIcon(icon("dot", theme().topic_style(topic, self._topics).colour))
        left = len(self._topics) - shown - MOST_LISTED
        if left > 0:
            words = ngettext("{n} more topic", "{n} more topics", left).format(n=number(left))
            self._folded.addAction(words).setEnabled(False)
        self._folded.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    def _toggle_folded(self, action: QAction) -> None:
        self.topic_toggled.emit(action.data())

    def _fit(self) -> None:
        """Whole names where there is room, then short ones and a smaller search, then fold the last chips."""
        fixed = 8 + 12 + 2 * 24 + 6 + 8 + 6 * SPACE + self._live.sizeHint().width()
        words, key = self._words
        room = self.width() - fixed
        styles = [theme().topic_style(topic, self._topics) for topic in self._topics[:MOST_CHIPS]]
        longest = [tame(style.name, 40) for style in styles]
        short = [tame(style.short, 16) for style in styles]
        room -= self._place_filters(room, longest, short)
        least = OPEN if self.search.is_open else SMALL
        for names, shown_key, search in ((longest, key, WIDE), (short, key, LEAST), (short, "", least)):
            widths = [chip.width_for(name) + SPACE for chip, name in zip(self._chips, names, strict=True)]
            left = room - self._span.width_for(words, shown_key) - sum(widths)
            if search <= left and len(self._topics) == len(names):
                self.search.fit(min(WIDE, left) if left >= LEAST else SMALL)
                self._say(names, len(names), shown_key)
                return
        folded = "+99" if len(self._topics) < 100 else f"+{number(len(self._topics))}"
        left += sum(widths) - self._more.width_for(folded) - SPACE - least
        fitting = 0
        while fitting < len(widths) and widths[fitting] <= left:
            left -= widths[fitting]
            fitting += 1
        self.search.fit(max(SMALL, least + min(0, left)))
        self._say(short, fitting, "")

    def _say(self, names: Sequence[str], fitting: int, key: str) -> None:
        for at, (chip, name) in enumerate(zip(self._chips, names, strict=True)):
            chip.say(name)
            chip.setVisible(at < fitting)
            chip.setAccessibleName(tame(self._topics[at].name, 60))
        folded = len(self._topics) - fitting
        self._more.setVisible(folded > 0)
        if folded:
            self._more.say(f"+{number(folded)}")
            self._more.setAccessibleName(ngettext("{n} more topic", "{n} more topics", folded).format(n=folded))
        self._span.say(self._words[0], key)


def _live_tip(state: ScopeState) -> str:
    if state.replay is not None:
        return _("The end is where the replay stands. Click to leave the replay.")
    if state.is_live:
        return _("The end is now. Click to hold it here.")
    return _("The end stands still. Click to go live.")
