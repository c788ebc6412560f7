"""How people speak: tone over time and towards each brand, with what cannot be told always in sight."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Scope
from hubdesk.i18n import N_, _
from hubdesk.panels import asked
from hubdesk.panels.figures_side import FiguresSide, TurningRoom
from hubdesk.panels.panel import ColouredPanel, Rows
from hubdesk.panels.tone_picture import ToneOptions, TonePicture, counts_of, read_tone
from hubdesk.panels.tone_sheet import tone_sheet
from hubdesk.panels.tone_words import brand_rows, columns, notes, sayings
from hubdesk.panels.trend_picture import UNITS, gaps_in_words, source_words
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_values import Strip
from hubdesk.widgets.empty import Stage
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.figure_line import FigureLine
from hubdesk.widgets.text import tame
from hubdesk.widgets.tone_chart import ToneChart

STEPS: Final = {
    0: N_("Step that fits the span"),
    MINUTE: N_("By minute"),
    5 * MINUTE: N_("By 5 minutes"),
    15 * MINUTE: N_("By 15 minutes"),
    HOUR: N_("By hour"),
    DAY: N_("By day"),
}
PACE_SECONDS: Final = 2.0


class TonePanel(ColouredPanel[TonePicture]):
    """A line of figures, a stack of bars, a table of brands. Every figure wishes for its rows."""

    name: ClassVar[str] = "tone"
    title: ClassVar[str] = N_("Tone")
    follows_filters: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._options = ToneOptions()
        self._line = FigureLine()
        self._line.chosen.connect(self._open)
        self._chart = ToneChart()
        self._chart.setAccessibleName(_(self.title))
        self._chart.part_chosen.connect(self._open_part)
        self._chart.span_chosen.connect(self.span_chosen)
        self._chart.wider_wished.connect(self._widen)
        self._brands = FiguresSide(_("Tone towards each brand"))
        self._brands.chosen.connect(self._open)
        picture = QWidget(self)
        column = QVBoxLayout(picture)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._line)
        room = TurningRoom(self._chart, self._brands)
        column.addWidget(room, 1)
        self._stage = Stage(picture, self)
        self._stage.chosen.connect(self.take_button)
        self.body.addWidget(self._stage)
        self._add_actions()

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> TonePicture:
        """Worker thread: the tone of the scope's mentions, in the step that fits its length."""
        return read_tone(reader, scope, options if isinstance(options, ToneOptions) else ToneOptions())

    def draw(self, picture: TonePicture) -> None:
        self._picture, ground = picture, picture.ground
        unit = _("share of the opinions read") if picture.is_share else _(UNITS[ground.step])
        self.subtitle_changed.emit(unit)
        self._share.setChecked(picture.is_share)
        off = "; ".join(tame(why, 200) for why in picture.off)
        self._stage.notice.say(
            _("Tone is read less well, or not at all: {why}").format(why=off) if off else "", "warning"
        )
        if ground.empty is not None:
            self._stage.notice.say("")
            self._stage.show_vacancy(why_empty(ground.empty, ground.stored, ground.span.end, ground.zone))
            return
        self._line.set_sayings(sayings(picture))
        self._chart.set_bins(
            tuple((at, None if split is None else counts_of(split)) for at, split in picture.bins),
            ground.span,
            is_share=picture.is_share,
            gaps=gaps_in_words(ground),
            partial=tuple(Strip(one.span, source_words(one.sources)) for one in ground.missing),
            step=ground.step,
            zone=ground.zone,
            unit=unit,
        )
        rows, words = brand_rows(picture), notes(picture)
        self._brands.show_figures(columns(), rows, words)
        self._brands.setVisible(bool(rows or words))
        self._stage.show_picture()

    def options(self) -> ToneOptions:
        return self._options

    def set_options(self, options: ToneOptions) -> None:
        if options != self._options:
            self._options = options
            self.options_changed.emit()

    def complain(self, message: str) -> None:
        """The last picture stays, under a bar that says what failed."""
        self._stage.complain(message, _("The tone could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else tone_sheet(self._picture)

    def _add_actions(self) -> None:
        """The panel's menu: counts or shares, and the step."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._share = QAction(_("Shares of the opinions read"), self)
        self._share.setCheckable(True)
        self._share.triggered.connect(self._choose_share)
        between = QAction(self)
        between.setSeparator(True)
        self.addActions([self._share, between])
        self._steps = QActionGroup(self)
        for step, words in STEPS.items():
            action = QAction(_(words), self._steps)
            action.setData(step)
            action.setCheckable(True)
            action.setChecked(step == self._options.step)
            self.addAction(action)
        self._steps.triggered.connect(self._choose_step)

    def _choose_share(self, is_share: bool) -> None:
        self.set_options(replace(self._options, is_share=is_share))

    def _choose_step(self, action: QAction) -> None:
        self.set_options(replace(self._options, step=int(action.data())))

    def _open(self, rows: object) -> None:
        self.wish.emit("rows", rows)

    def _open_part(self, part: str, start: Millis, end: Millis) -> None:
        self.wish.emit("rows", Rows(asked.of_tone(part), start, end))

    def _widen(self) -> None:
        self.wish.emit("widen", None)
