"""From what panels read to charts of live text: the trend's curves, the comparison's bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hubdesk.core import DAY, Millis, Span
from hubdesk.i18n import _, number, percent, points
from hubdesk.panels.compare_picture import ComparePicture
from hubdesk.panels.compare_warnings import notes, warnings
from hubdesk.panels.trend_picture import TrendPicture, gaps_in_words, subtitle
from hubdesk.panels.trend_shown import styled
from hubdesk.reports.slides import BarChart, LineChart, Moment, Series, Share, Stretch
from hubdesk.widgets.chart_ticks import time_label, time_ticks, value_ticks
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme

LABELS: Final = 9.0  # under the axis at most, about


def trend_chart(picture: TrendPicture) -> LineChart | None:
    """None where there is nothing to draw, or more than a chart of ours says: then it is a picture."""
    starts = [at for at, _value in picture.lines[0].points] if picture.lines else []
    if picture.empty is not None or picture.past is not None or len(starts) < 2:
        return None
    with_day = picture.span.end - picture.span.start > DAY
    series = []
    for line in picture.lines:
        curve = styled(line, picture.topics)
        values = tuple(value for _at, value in line.points)
        last = next((value for value in reversed(values) if value is not None), None)
        end = "" if last is None else number(last, 1 if picture.smoothed_over else 0)
        series.append(
            Series(
                curve.name, curve.short, curve.colour, curve.marker, _dash(curve.dash), curve.own, _whole(values), end
            )
        )
    highest = max((value for one in series for value in one.values if value is not None), default=0.0)
    ticks, top = value_ticks(highest)
    return LineChart(
        tuple(time_label(at, picture.zone, with_day) for at in starts),
        tuple(series),
        top,
        float(ticks[1] - ticks[0]) if len(ticks) > 1 else top,
        _times(picture, starts),
        subtitle(picture),
        tuple(_gaps(picture, starts)),
        tuple(Moment(_bin(starts, flag.at), flag.level) for flag in picture.flags),
    )


def compare_chart(picture: ComparePicture) -> BarChart | None:
    """None where there is nothing to compare."""
    if picture.empty is not None or not picture.bars:
        return None
    bars = []
    for one in picture.bars:
        style = theme().topic_style(one.topic, picture.topics)
        figures = (number(one.count), percent(one.share), points(one.change))
        colour = style.colour.name()
        bars.append(Share(tame(style.name, 80), colour, style.marker, one.share, one.low, one.high, figures))
    said = (*(caveat.text for caveat in warnings(picture)), *notes(picture))
    heads = (_("mentions"), _("share"), _("change"))
    return BarChart(_("share"), tuple(bars), heads, " · ".join(said))


def _whole(values: Sequence[float | None]) -> tuple[float | None, ...]:
    return tuple(None if value is None else round(value, 6) for value in values)


def _dash(dash: tuple[float, ...]) -> str:
    """By what the look's dashes mean: long ones, long and short, short ones."""
    if not dash:
        return "solid"
    return "dots" if dash[0] < 4 else "dash-dot" if len(dash) > 2 else "dash"


def _times(picture: TrendPicture, starts: Sequence[Millis]) -> tuple[tuple[float, str], ...]:
    """Round times, and where they stand along the bins."""
    whole = Span(starts[0], starts[-1] + picture.step)
    length = whole.end - whole.start
    return tuple(((at - whole.start) / length, words) for at, words in time_ticks(whole, picture.zone, LABELS, 1.0))


def _bin(starts: Sequence[Millis], at: Millis) -> int:
    return max(0, sum(start <= at for start in starts) - 1)


def _gaps(picture: TrendPicture, starts: Sequence[Millis]) -> list[Stretch]:
    """Whole bins only: those that a gap cuts keep their count."""
    made = []
    for gap in gaps_in_words(picture):
        first = sum(start < gap.span.start for start in starts)
        last = sum(start + picture.step <= gap.span.end for start in starts)
        if last > first and not gap.pending:
            made.append(Stretch(first, last, gap.words))
    return made
