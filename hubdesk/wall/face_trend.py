"""How loud each topic is over time, as a room can read it: curves, gaps, what is usual, and the gravest alarms."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Millis, Role, Scope, Topic
from hubdesk.core.scenes import Cell
from hubdesk.i18n import N_, _, number
from hubdesk.panels.episodes_known import known
from hubdesk.panels.habit import Habit, read_habit
from hubdesk.panels.trend_picture import (
    TrendOptions,
    TrendPicture,
    gaps_in_words,
    notice,
    read_trend,
    subtitle,
)
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.curve import calm_step, curve_of, paint_curves, paint_strips, plot_of
from hubdesk.wall.curve_axes import (
    LONGEST_NAME,
    LOW,
    Ends,
    Raised,
    ends_of,
    frame_within,
    paint_ends,
    paint_gap_words,
    paint_raised,
    paint_times,
    paint_values,
    values_of,
    values_width,
)
from hubdesk.wall.curve_band import name_band
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.facts import stretch, vacant
from hubdesk.wall.layer import Layer
from hubdesk.wall.measure import Measure
from hubdesk.widgets.chart_labels import by_last_value, value_text
from hubdesk.widgets.chart_values import Frame, Plot
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.severity import held
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, theme

MOST_FLAGS: Final = 3
READ_FLAGS: Final = 12
STRIP: Final = 0.3  # of the axis' letters, that the strip of missing sources is high


@dataclass(frozen=True, slots=True)
class Alarm:
    """Told within the span: when, how grave, of which topic (None: of no single one); `is_quiet`: it is over."""

    at: Millis
    level: int
    topic: Topic | None
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class WallTrend:
    """The panel's picture; what is usual of one topic, which is the only line's or the own brand's; alarms."""

    trend: TrendPicture
    habit: Habit | None
    usual_of: Topic | None
    alarms: tuple[Alarm, ...]


class TrendFace(Face[WallTrend]):
    """Markers stand at the lines' ends, with names and figures where there is room for them."""

    name: ClassVar[str] = "trend"
    title: ClassVar[str] = N_("Trend")

    def __init__(self) -> None:
        self._layer, self._plots = Layer(), _Plots()

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        """Whether what is usual is read too."""
        return bool(cell.option("habit", True))

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> WallTrend:
        """Worker thread."""
        trend = replace(read_trend(reader, scope, TrendOptions(calm_step(scope.length))), flags=())
        habit, usual_of = _habit(reader, scope, trend) if options and trend.empty is None else (None, None)
        return WallTrend(replace(trend, habit=None), habit, usual_of, tuple(_alarms(reader, scope, trend.topics)))

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.least * 9, measure.least * 5)

    def vacancy(self, picture: WallTrend, showing: Showing) -> str:
        trend = picture.trend
        if trend.empty is None:
            return ""
        return vacant(why_empty(trend.empty, trend.stored, trend.span.end, trend.zone))

    def subtitle(self, picture: WallTrend, showing: Showing) -> str:
        return subtitle(picture.trend)

    def says(self, picture: WallTrend, showing: Showing) -> str:
        """Of each topic its newest figure; then what is not known."""
        trend = picture.trend
        plot = self._plots.of(picture, theme())
        figures = (f"{tame(curve.short, LONGEST_NAME)} {value_text(plot, curve)}" for curve in by_last_value(plot))
        text = _("{unit}, {span}: {figures}.").format(
            unit=subtitle(trend), span=stretch(trend.span, trend.span, trend.zone), figures=", ".join(figures)
        )
        unknown = [gap.words for gap in gaps_in_words(trend)]
        usual = _("Band: {topic}, {usual}.") if picture.habit is not None else ""
        if picture.habit is not None:
            name = tame(picture.usual_of.name, LONGEST_NAME) if picture.usual_of is not None else _("All mentions")
            usual = usual.format(topic=name, usual=picture.habit.words())
        return " ".join(filter(None, (text, usual, notice(trend), *(f"{words}." for words in unknown))))

    def paint(self, brush: Brush, area: QRectF, picture: WallTrend, before: WallTrend | None, showing: Showing) -> None:
        least = brush.height(LOW)
        if picture.trend.empty is not None or area.width() < 3 * least or area.height() < 2 * least:
            return
        plot = self._plots.of(picture, brush.look)
        area = _notice(brush, area, picture)
        frame, ticks, ends = _frame(brush, area, plot, bool(picture.alarms))
        paint_values(brush, frame, ticks, area.left())
        self._layer.lay(brush, area, picture, _Curves(plot, frame))
        strip = brush.measure.least * STRIP if plot.partial else 0.0
        limits = QRectF(area.left(), area.top(), frame.right - area.left() + ends.lead, area.height())
        paint_times(brush, frame, plot.zone, limits, frame.bottom + strip + brush.measure.pad * 0.4)
        raised = [_raised(one, picture, brush.look) for one in picture.alarms]
        above = limits.adjusted(frame.left - area.left(), 0, 0, 0)
        plates = paint_raised(brush, raised, frame, above, MOST_FLAGS)
        paint_gap_words(brush, plot, frame, above, plates)
        _name_band(brush, picture, plot, frame)
        paint_ends(brush, plot, frame, ends, area)


class _Curves:
    """What stands still of a chart."""

    def __init__(self, plot: Plot, frame: Frame) -> None:
        self._plot, self._frame = plot, frame

    def __call__(self, brush: Brush, area: QRectF) -> None:
        paint_curves(brush, self._plot, self._frame)
        paint_strips(brush, self._plot, self._frame, brush.measure.least * STRIP)


class _Plots:
    """The last picture in the colours of a look."""

    def __init__(self) -> None:
        self._of: tuple[WallTrend | None, str] = (None, "")
        self._plot = Plot()

    def of(self, picture: WallTrend, look: Theme) -> Plot:
        if self._of[0] is not picture or self._of[1] != look.name:
            bins = picture.habit.bins if picture.habit is not None else ()
            self._of, self._plot = (picture, look.name), plot_of(picture.trend, look, bins)
        return self._plot


def _habit(reader: Reader, scope: Scope, trend: TrendPicture) -> tuple[Habit | None, Topic | None]:
    """Of the only line's topic, or the own brand's. A smoothed line has none: it lies within whatever band single bins
    have."""
    if trend.smoothed_over:
        return None, None
    topics = [line.topic for line in trend.lines]
    if len(topics) == 1:
        return trend.habit, topics[0]
    topic = next((one for one in topics if one is not None and one.role == Role.OWN), None)
    if topic is None:
        return None, None
    return read_habit(reader, topic, trend.span, trend.step, scope.start, scope.known, trend.zone), topic


def _alarms(reader: Reader, scope: Scope, topics: tuple[Topic, ...]) -> Iterator[Alarm]:
    """The gravest that were told within the scope; what was called wrong is left out."""
    named = {topic.id: topic for topic in topics}
    found = [one for one in known(reader.episodes(scope)) if not one.is_wrong and one.severity]
    told = [one for one in found if scope.start <= one.main.opened_at < scope.end]
    for one in sorted(told, key=lambda one: (not one.lasts, -one.severity))[:READ_FLAGS]:
        yield Alarm(one.main.opened_at, held(one.severity), named.get(one.main.topic or 0), not one.lasts)


def _raised(one: Alarm, picture: WallTrend, look: Theme) -> Raised:
    words = _("Level {n}").format(n=one.level)
    if one.topic is None or len(picture.trend.lines) == 1:
        return Raised(one.at, one.level, words, "", "", one.is_quiet)
    style = look.topic_style(one.topic, picture.trend.topics)
    return Raised(one.at, one.level, words, style.marker, style.colour.name(), one.is_quiet)


def _notice(brush: Brush, area: QRectF, picture: WallTrend) -> QRectF:
    """What nobody may overlook of the curves stands over them. Returns the rest of the area."""
    words, high = notice(picture.trend), brush.height(LOW)
    if not words or not brush.write(words, area, LOW, "text"):
        return area
    return area.adjusted(0, high, 0, 0)


def _frame(brush: Brush, area: QRectF, plot: Plot, has_alarms: bool) -> tuple[Frame, tuple[int, ...], Ends]:
    """Where the lines lie: the margins come from the words that stand in them."""
    high, pad = brush.height(LOW), brush.measure.pad
    bottom = high + pad * 0.4 + (brush.measure.least * STRIP if plot.partial else 0)
    above = high * 1.2 + pad * 0.3 if has_alarms else high + pad * 0.2 if plot.gaps else 0.0
    if area.height() - bottom - above < 3 * high:
        above = 0.0
    top = max(above, high * 0.5)
    ticks, highest = values_of(plot, area.height() - bottom - top, high)
    left, ends = values_width(brush, ticks, area.width()), ends_of(brush, plot, area.width())
    place = area.adjusted(left, top, -ends.width - 1, -bottom)
    return frame_within(place, plot.span, highest), ticks, ends


def _name_band(brush: Brush, picture: WallTrend, plot: Plot, frame: Frame) -> None:
    """Where there are several lines, the band is named with its topic's marker."""
    habit, lines = picture.habit, picture.trend.lines
    line = next((one for one in lines if one.topic == picture.usual_of), None)
    if habit is None or line is None:
        return
    whose = curve_of(line, picture.trend.topics, brush.look) if len(lines) > 1 else None
    wordings = (habit.words(), _("usual ({n} d)").format(n=number(habit.days)))
    name_band(brush, plot, frame, wordings, whose, [one.at for one in picture.alarms])
