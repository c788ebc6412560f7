"""Share of voice, its change against the span before, and what a fair comparison of brands rests on."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hubdesk.core import Scope
from hubdesk.i18n import N_, _
from hubdesk.panels.compare_picture import CompareOptions, ComparePicture, read_compare
from hubdesk.panels.compare_sheet import compare_sheet
from hubdesk.panels.compare_warnings import effects, span_text, warnings
from hubdesk.panels.compare_words import Told, caption, curves, more_heads, remarks, switches
from hubdesk.panels.figures_side import WIDE, TurningRoom
from hubdesk.panels.panel import Panel
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.bars import Bars
from hubdesk.widgets.empty import Stage, Vacancy
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.multiples import Multiples
from hubdesk.widgets.switch_row import SwitchRow

PACE_SECONDS: Final = 2.0
LOW: Final = 340  # px of height, below which the table comes before the switches
TALL: Final = 420  # px of height, from which small curves have room under the bars


class ComparePanel(Panel[ComparePicture]):
    """A table with bars, small curves on one scale, and switches. A figure wishes for its rows, a row for its topic."""

    name: ClassVar[str] = "compare"
    title: ClassVar[str] = N_("Comparison")
    follows_filters: ClassVar[bool] = True
    _picture: ComparePicture | None = None
    _curved: ComparePicture | None = None  # the picture whose small curves are drawn

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._options = CompareOptions()
        self.switches, self._bars, self.curves = SwitchRow(_("Counted:")), Bars(), Multiples()
        self._bars.setAccessibleName(_(self.title))
        self.curves.setAccessibleName(_("Small curves on one scale"))
        self._build()
        self.switches.switched.connect(self._switch)
        self._bars.topic_chosen.connect(self._wish_topic)
        self._bars.figure_chosen.connect(self._open)
        self._bars.sight_wished.connect(self._show_place)
        self.curves.chosen.connect(self._open)
        self.curves.sight_wished.connect(self._show_curve)
        self._stage.chosen.connect(self.take_button)

    def _build(self) -> None:
        self._beside = QWidget()
        second = QVBoxLayout(self._beside)
        second.setContentsMargins(0, 0, 0, 0)
        second.addWidget(self.curves)
        second.addStretch(1)
        room = TurningRoom(self._bars, self._beside)
        self._inner = QWidget()
        self._column = column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.switches)
        column.addWidget(room, 1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table in it takes the keys
        self._stage = Stage(self._scroll, self)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> ComparePicture:
        """Worker thread: counts, shares and changes, and what they rest on."""
        return read_compare(reader, scope, options if isinstance(options, CompareOptions) else CompareOptions())

    def options(self) -> CompareOptions:
        return self._options

    def set_options(self, options: CompareOptions) -> None:
        if options != self._options:
            self._options = options
            self.options_changed.emit()

    def draw(self, picture: ComparePicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        self.subtitle_changed.emit(_("against {span}").format(span=span_text(picture)))
        if picture.empty is not None and not (picture.stored and not picture.has_topics):
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
        elif not picture.topics:
            text = _("A topic says what to listen for.")
            self._stage.show_vacancy(Vacancy("search", _("No topic yet"), text, (("topics", _("Topics…")),)))
        elif not picture.has_topics:
            text = _("Choose topics in the bar above to compare them.")
            self._stage.show_vacancy(Vacancy("search", _("Nothing to compare"), text))
        else:
            self._show(picture)
            self._stage.show_picture()

    def _show(self, picture: ComparePicture) -> None:
        self.switches.show_switches(switches(picture))
        words = ((*warnings(picture), *effects(picture)), remarks(picture))
        self._bars.set_bars(picture.bars, picture.topics, *words, Told(picture), more_heads(picture))
        self._curved = None
        self._make_room()

    def complain(self, message: str) -> None:
        """The last table stays, under a bar that says what failed."""
        self._stage.complain(message, _("The comparison could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else compare_sheet(self._picture)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Small curves stand beside the bars, or under them where the panel is tall; in a low one the switches stand
        below all, so that the table is seen first."""
        is_wide, is_tall = self.width() >= WIDE, self.height() >= TALL
        place = 0 if self.height() >= LOW else 1
        if self._column.indexOf(self.switches) != place:
            self._column.removeWidget(self.switches)
            self._column.insertWidget(place, self.switches)
        self._bars.keep_warnings(is_wide or is_tall)
        has_curves = (is_wide or is_tall) and self._picture is not None and bool(self._picture.curves)
        if has_curves:
            self._draw_curves()
        self._beside.setVisible(has_curves)
        self.curves.fill(self.height() - self.switches.height() if is_wide else 0)

    def _draw_curves(self) -> None:
        """Once for each picture, and not before there is room: there are many words to write."""
        picture = self._picture
        if picture is not None and picture is not self._curved:
            self._curved = picture
            axes = (picture.topics, picture.span, picture.step, picture.zone)
            self.curves.set_curves(curves(picture), *axes, caption(picture), picture.gaps)

    def _switch(self, sort: object, is_on: bool) -> None:
        if isinstance(sort, int):
            without = self._options.without & ~sort if is_on else self._options.without | sort
            self.set_options(replace(self._options, without=without))

    def _show_place(self, place: QRectF) -> None:
        at = self._bars.mapTo(self._inner, place.center().toPoint())
        self._scroll.ensureVisible(20, at.y(), 20, 40)

    def _show_curve(self, place: QRectF) -> None:
        at = self.curves.mapTo(self._inner, place.center().toPoint())
        self._scroll.ensureVisible(at.x(), at.y(), 20, 60)

    def _open(self, rows: object) -> None:
        self.wish.emit("rows", rows)

    def _wish_topic(self, topic: int) -> None:
        self.wish.emit("topic", topic)
