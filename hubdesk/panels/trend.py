"""How loud each topic is over time, and when nobody listened."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Scope
from hubdesk.core.review import Standing
from hubdesk.i18n import N_, _
from hubdesk.panels.episode_marking import EPISODE
from hubdesk.panels.panel import ColouredPanel
from hubdesk.panels.review_marking import GO_TO
from hubdesk.panels.trend_grown import GrownTrend, read_grown
from hubdesk.panels.trend_past import NO_OVERLAY, OVERLAY, Overlay
from hubdesk.panels.trend_picture import SMOOTHED_OVER, TrendOptions, TrendPicture
from hubdesk.panels.trend_row import TrendRow
from hubdesk.panels.trend_sheet import sheet_of
from hubdesk.panels.trend_shown import notes_of, show_stack, show_trend
from hubdesk.panels.trend_words import notice_of, subtitle_of
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_hand import TimeChart
from hubdesk.widgets.chart_lines import WEEK
from hubdesk.widgets.chart_marked import MarkedChart
from hubdesk.widgets.chart_stack import StackChart
from hubdesk.widgets.empty import Stage
from hubdesk.widgets.empty_reasons import SOURCES, why_empty

if TYPE_CHECKING:
    from hubdesk.widgets.chart import Chart

STEPS: Final = {
    0: N_("Step that fits the span"),
    MINUTE: N_("By minute"),
    5 * MINUTE: N_("By 5 minutes"),
    15 * MINUTE: N_("By 15 minutes"),
    HOUR: N_("By hour"),
    DAY: N_("By day"),
    WEEK: N_("By week"),
}
LOW: Final = 240  # px of a panel, below which its choices stand in its menu alone
STACK_PACE: Final = 2.0  # seconds: stacks are counted from rows
BACK: Final = "back"  # the wish for what was looked at before


Picture = TrendPicture | GrownTrend


class TrendPanel(ColouredPanel[Picture]):
    """Curves by topic, or stacks. Drag to look at a stretch, double click for a wider span; the wheel goes nearer.

    What the window asks of it beyond Panel: `set_overlay`, `show_marks(standing)`."""

    name: ClassVar[str] = "trend"
    title: ClassVar[str] = N_("Trend")
    follows_filters: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = TrendOptions()
        self._standing = Standing()
        self._chart: Chart | None = None
        self._stack: StackChart | None = None
        self.row = TrendRow(self)
        self.row.changed.connect(self.set_options)
        self.body.addWidget(self.row)
        self._room = QWidget(self)
        self._column = QVBoxLayout(self._room)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._stage = Stage(self._room, self)
        self._stage.chosen.connect(self.take_button)
        self.body.addWidget(self._stage)
        self._add_actions()

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> Picture:
        """Worker thread: one curve for each topic of the scope, or stacks, in the step that fits its length."""
        return read_grown(reader, scope, options if isinstance(options, TrendOptions) else TrendOptions())

    def draw(self, picture: Picture) -> None:
        self._picture = picture
        trend = picture.trend if isinstance(picture, GrownTrend) else picture
        self.subtitle_changed.emit(subtitle_of(picture))
        self._smooth.blockSignals(True)
        self._smooth.setChecked(bool(trend.smoothed_over))
        self._smooth.blockSignals(False)
        if trend.empty is not None:
            self._stage.notice.say("")
            self._stage.show_vacancy(why_empty(trend.empty, trend.stored, trend.span.end, trend.zone))
            return
        late = trend.silent_since is not None
        action = (SOURCES, _("See the sources")) if late else ("", "")
        self._stage.notice.say(notice_of(picture), "late" if late else "more", action)
        notes = notes_of(self._standing, trend.span)
        if isinstance(picture, GrownTrend) and picture.stack is not None:
            show_stack(self._built_stack(), picture, notes)
        elif isinstance(picture, GrownTrend):
            show_trend(self._built_chart(), trend, notes, picture.scale, picture.before)
        else:
            show_trend(self._built_chart(), picture, notes)
        self._show_one(isinstance(picture, GrownTrend) and picture.stack is not None)
        self._stage.show_picture()

    def options(self) -> TrendOptions:
        return self._options

    def set_options(self, options: TrendOptions) -> None:
        if options != self._options:
            self._options = options
            self.pace_seconds = STACK_PACE if options.by else 0.0
            self.row.show_options(options)
            self.options_changed.emit()

    def show_marks(self, standing: Standing) -> None:
        """What people marked: of it, what stands at an instant."""
        if standing != self._standing:
            self._standing = standing
            if self._picture is not None:
                self.draw(self._picture)

    def set_overlay(self, overlay: Overlay | None) -> None:
        """A past crisis over this one; None: no more."""
        self._no_overlay.setVisible(overlay is not None)
        self.set_options(replace(self._options, overlay=overlay))

    def complain(self, message: str) -> None:
        """The last curves stay, under a bar that says what failed."""
        if message:
            for chart in (self._chart, self._stack):
                if chart is not None:
                    chart.end_view()
        self._stage.complain(message, _("The trend could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else sheet_of(self._picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.row.setVisible(self.height() >= LOW)

    def _built_chart(self) -> Chart:
        if self._chart is None:
            # The one import inside a function: pyqtgraph is half of the desk's start, and a desk that has nothing to
            # draw yet must not wait for it.
            from hubdesk.widgets.chart import Chart

            self._chart = Chart(self._room)
            self._furnish(self._chart)
        return self._chart

    def _built_stack(self) -> StackChart:
        if self._stack is None:
            self._stack = StackChart(self._room)
            self._furnish(self._stack)
            self._stack.layer_chosen.connect(self._open_layer)
        return self._stack

    def _furnish(self, chart: MarkedChart) -> None:
        chart.setAccessibleName(_(self.title))
        chart.let_zoom()
        chart.span_chosen.connect(self.span_chosen)
        chart.wider_wished.connect(self._widen)
        chart.back_wished.connect(self._go_back)
        chart.flag_chosen.connect(self._choose_episode)
        chart.note_chosen.connect(self._choose_note)
        self._column.addWidget(chart)

    def _show_one(self, is_stack: bool) -> None:
        """The lines or the stacks; the keys stay where they were."""
        shown: TimeChart | None = self._stack if is_stack else self._chart
        other: TimeChart | None = self._chart if is_stack else self._stack
        if other is not None and shown is not None and not other.isHidden():
            had_focus = other.hasFocus()
            other.hide()
            shown.show()
            if had_focus:
                shown.setFocus()
        elif shown is not None:
            shown.show()

    def _add_actions(self) -> None:
        """The panel's menu: what its row says, its step and its smoothing."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for menu in self.row.menus.values():
            self.addAction(menu.menuAction())
        above = QAction(self)
        above.setSeparator(True)
        self.addAction(above)
        self._steps = QActionGroup(self)
        for step, words in STEPS.items():
            action = QAction(_(words), self._steps)
            action.setData(step)
            action.setCheckable(True)
            action.setChecked(step == self._options.step)
            self.addAction(action)
        self._steps.triggered.connect(self._choose_step)
        between = QAction(self)
        between.setSeparator(True)
        self.addAction(between)
        self._smooth = QAction(_("Smooth over {n} bins").format(n=SMOOTHED_OVER), self)
        self._smooth.setCheckable(True)
        self._smooth.toggled.connect(self._choose_smoothing)
        self.addAction(self._smooth)
        for word, words in ((OVERLAY, _("Overlay a past crisis…")), (NO_OVERLAY, _("Without the past crisis"))):
            self._no_overlay = QAction(words, self)
            self._no_overlay.setData(word)
            self._no_overlay.triggered.connect(self._wish_overlay)
            self.addAction(self._no_overlay)
        self._no_overlay.setVisible(False)

    def _choose_step(self, action: QAction) -> None:
        self.set_options(replace(self._options, step=int(action.data())))

    def _choose_smoothing(self, smooth: bool) -> None:
        self.set_options(replace(self._options, smooth=smooth))

    def _wish_overlay(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.wish.emit(str(action.data()), None)

    def _choose_episode(self, episode: object) -> None:
        self.wish.emit(EPISODE, episode)

    def _choose_note(self, _key: str, at: Millis) -> None:
        self.wish.emit(GO_TO, at)

    def _open_layer(self, value: str, start: Millis, end: Millis) -> None:
        """Exactly the rows that a part of a bar counts, or why there are none to open."""
        picture = self._picture
        if not isinstance(picture, GrownTrend) or picture.stack is None:
            return
        from hubdesk.panels.trend_layer_rows import (  # the query language, which a start does not need
            layer_rows,
            why_not,
        )

        rows = layer_rows(value, picture, start, end)
        if rows is not None:
            self.wish.emit("rows", rows)
        else:
            self.wish.emit("said", why_not(value, picture.stack))

    def _go_back(self) -> None:
        self.wish.emit(BACK, None)

    def _widen(self) -> None:
        self.wish.emit("widen", None)
