"""How loud each topic is over time, and when nobody listened."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import DAY, HOUR, MINUTE, Scope, Span, Topic
from hubdesk.i18n import N_, _
from hubdesk.panels.episode_marking import EPISODE
from hubdesk.panels.panel import Panel
from hubdesk.panels.trend_past import NO_OVERLAY, OVERLAY, Overlay, PastLine
from hubdesk.panels.trend_picture import (
    SMOOTHED_OVER,
    UNITS,
    Line,
    TrendOptions,
    TrendPicture,
    gaps_in_words,
    notice,
    read_trend,
    source_words,
    subtitle,
)
from hubdesk.panels.trend_sheet import trend_sheet
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_values import Curve, Strip
from hubdesk.widgets.empty import Stage
from hubdesk.widgets.empty_reasons import SOURCES, why_empty
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme

if TYPE_CHECKING:
    from hubdesk.widgets.chart import Chart

STEPS: Final = {
    0: N_("Step that fits the span"),
    MINUTE: N_("By minute"),
    5 * MINUTE: N_("By 5 minutes"),
    15 * MINUTE: N_("By 15 minutes"),
    HOUR: N_("By hour"),
    DAY: N_("By day"),
}
DASH: Final = (6.0, 4.0)  # of a past crisis, in px
SHORT: Final = 28  # code points of its session's title at the line's end


class TrendPanel(Panel[TrendPicture]):
    """Curves by topic. Drag to look at a stretch, double click for a wider span."""

    name: ClassVar[str] = "trend"
    title: ClassVar[str] = N_("Trend")
    _picture: TrendPicture | None = None  # before __init__ too: Qt may say that the palette changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = TrendOptions()
        self._chart: Chart | None = None
        self._room = QWidget(self)
        self._column = QVBoxLayout(self._room)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._stage = Stage(self._room, self)
        self._stage.chosen.connect(self._wish)
        self.body.addWidget(self._stage)
        self._add_actions()

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> TrendPicture:
        """Worker thread: one curve for each topic of the scope, in the step that fits its length."""
        return read_trend(reader, scope, options if isinstance(options, TrendOptions) else TrendOptions())

    def draw(self, picture: TrendPicture) -> None:
        self._picture = picture
        self.subtitle_changed.emit(subtitle(picture))
        self._smooth.blockSignals(True)
        self._smooth.setChecked(bool(picture.smoothed_over))
        self._smooth.blockSignals(False)
        if picture.empty is not None:
            self._stage.notice.say("")
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
            return
        late = picture.silent_since is not None
        action = (SOURCES, _("See the sources")) if late else ("", "")
        self._stage.notice.say(notice(picture), "late" if late else "more", action)
        show_trend(self._built_chart(), picture)
        self._stage.show_picture()

    def options(self) -> TrendOptions:
        return self._options

    def set_options(self, options: TrendOptions) -> None:
        if options != self._options:
            self._options = options
            self.options_changed.emit()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """A past crisis over this one; None: no more."""
        self._no_overlay.setVisible(overlay is not None)
        self.set_options(replace(self._options, overlay=overlay))

    def complain(self, message: str) -> None:
        """The last curves stay, under a bar that says what failed."""
        self._stage.complain(message, _("The trend could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else trend_sheet(self._picture)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._picture is not None:
            self.draw(self._picture)  # the brands' colours are other ones

    def _built_chart(self) -> Chart:
        if self._chart is None:
            # The one import inside a function: pyqtgraph is half of the desk's start, and a desk that has nothing to
            # draw yet must not wait for it.
            from hubdesk.widgets.chart import Chart

            self._chart = Chart(self._room)
            self._chart.setAccessibleName(_(self.title))
            self._chart.span_chosen.connect(self.span_chosen)
            self._chart.wider_wished.connect(self._widen)
            self._chart.flag_chosen.connect(self._choose_episode)
            self._column.addWidget(self._chart)
        return self._chart

    def _add_actions(self) -> None:
        """The panel's menu: its step and its smoothing."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
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

    def _widen(self) -> None:
        self.wish.emit("widen", None)

    def _wish(self, key: str) -> None:
        if key == "again":
            self.options_changed.emit()
        else:
            self.wish.emit(key, None)


def show_trend(chart: Chart, picture: TrendPicture) -> None:
    """Draw a picture's curves, with what is usual behind them and episodes upon them."""
    past, curves = picture.past, tuple(styled(line, picture.topics) for line in picture.lines)
    chart.set_curves(
        curves if past is None else (*curves, styled_past(past)),
        picture.span if past is None else Span(picture.span.start, past.end),
        gaps=gaps_in_words(picture),
        partial=tuple(Strip(one.span, source_words(one.sources)) for one in picture.missing),
        step=picture.step,
        zone=picture.zone,
        unit=_(UNITS[picture.step]),
        decimals=1 if picture.smoothed_over else 0,
        flags=picture.flags,
        band=picture.habit.bins if picture.habit is not None else (),
        band_words=picture.habit.words() if picture.habit is not None else "",
        since=None if past is None else past.since,
        known_end=None if past is None else picture.span.end,
    )


def styled(line: Line, topics: Sequence[Topic]) -> Curve:
    """A line in the theme's colours; everything together is drawn in ink."""
    if line.topic is None:
        return Curve(_("All mentions"), _("All"), theme().colour("text2").name(), "circle", (), True, line.points)
    style = theme().topic_style(line.topic, topics)
    name, short = tame(style.name, 80), tame(style.short, 80)
    return Curve(name, short, style.colour.name(), style.marker, style.dash, style.own, line.points)


def styled_past(past: PastLine) -> Curve:
    """Of another session: named with it, in ink, dashed."""
    name = _("{session}: {episode}").format(session=tame(past.session, 80), episode=tame(past.words, 80))
    return Curve(
        name, tame(past.session, SHORT), theme().colour("text2").name(), "bar", DASH, False, past.points, is_past=True
    )
