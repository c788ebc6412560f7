"""A trend's picture put on its chart, in the theme's colours: lines, or stacks of bars, and what is marked on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hubdesk.core import Span, Topic
from hubdesk.core.review import ReviewMark, ReviewWord, Standing
from hubdesk.i18n import _, duration
from hubdesk.panels.marks_picture import words_of
from hubdesk.panels.trend_before import Before
from hubdesk.panels.trend_grown import GrownTrend
from hubdesk.panels.trend_past import PastLine
from hubdesk.panels.trend_picture import UNITS, Line, TrendPicture, gaps_in_words, source_words
from hubdesk.panels.trend_stack_words import all_name, layer_name
from hubdesk.panels.trend_words import before_name, stack_unit
from hubdesk.store.reader import OTHERS, Band, Dimension
from hubdesk.widgets.chart_stack import StackChart
from hubdesk.widgets.chart_stack_paint import CANNOT_TELL, MARKERS, NOT_KNOWN, SOLID, Layer, shade
from hubdesk.widgets.chart_values import LINEAR, SHARE, Curve, Note, Strip
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme
from hubdesk.widgets.tone_parts import FILLED

if TYPE_CHECKING:
    from hubdesk.widgets.chart import Chart

DASH: Final = (6.0, 4.0)  # of a past crisis, in px
DOTS: Final = (1.0, 3.5)  # of an earlier time
SHORT: Final = 28  # code points of its session's title at the line's end
NOTES: Final = 40  # of people's marks, the latest
WORDS: Final = 120  # code points of a mark's words
TONE_MARKERS: Final = {"negative": "triangle_down", "neutral": "bar", "positive": "triangle", "unknown": "ring"}


def show_trend(
    chart: Chart,
    picture: TrendPicture,
    notes: tuple[Note, ...] = (),
    scale: str = LINEAR,
    before: Before | None = None,
) -> None:
    """Draw a picture's curves, with what is usual behind them and episodes upon them."""
    past, curves = picture.past, tuple(styled(line, picture.topics, picture.is_narrowed) for line in picture.lines)
    if past is not None:
        curves = (*curves, styled_past(past))
    if before is not None:
        curves = (*curves, *styled_before(before, picture.topics, picture.is_narrowed))
    chart.set_curves(
        curves,
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
        scale=scale,
        notes=notes,
    )


def show_stack(chart: StackChart, picture: GrownTrend, notes: tuple[Note, ...]) -> None:
    """Draw its layers as bars."""
    ground, stack = picture.trend, picture.stack
    if stack is None:
        return
    before = styled_before(picture.before, ground.topics, ground.is_narrowed) if picture.before is not None else ()
    chart.set_stack(
        layers(picture),
        stack.bins,
        ground.span,
        is_share=picture.scale == SHARE,
        before=before[0] if before else None,
        gaps=gaps_in_words(ground),
        partial=tuple(Strip(one.span, source_words(one.sources)) for one in ground.missing),
        step=ground.step,
        zone=ground.zone,
        unit=stack_unit(picture),
        flags=ground.flags,
        notes=notes,
    )


def layers(picture: GrownTrend) -> tuple[Layer, ...]:
    """A stack's layers in the theme's colours, lowest first; those of topics and tones in their own."""
    stack = picture.stack
    if stack is None:
        return ()
    plain = [one.value for one in stack.layers if one.value not in ("", OTHERS)]
    return tuple(_layer(band, plain, picture, stack.by) for band in stack.layers)


def _layer(band: Band, plain: Sequence[str], picture: GrownTrend, by: Dimension) -> Layer:
    look, name = theme(), layer_name(band, picture)
    made = Layer(band.value, name, tame(name, SHORT), look.colour("text3").name(), "ring", band.counts, band.gone)
    if band.value == OTHERS:
        return replace(made, colour=look.colour("line_strong").name(), marker="bar")
    if by == Dimension.TONE and band.value:
        if band.value not in FILLED:
            return replace(made, fill=CANNOT_TELL)
        return replace(made, colour=look.colour(f"tone.{band.value}").name(), marker=TONE_MARKERS[band.value])
    if not band.value:
        return replace(made, fill=NOT_KNOWN, marker="frame")
    topics = picture.trend.topics
    topic = next((one for one in topics if str(one.id) == band.value), None) if by == Dimension.TOPIC else None
    if topic is not None:
        style = look.topic_style(topic, topics)
        return replace(
            made, colour=style.colour.name(), marker=style.marker, short=tame(style.short, SHORT), fill=SOLID
        )
    place = plain.index(band.value)
    return replace(made, colour=shade(look, place, len(plain)).name(), marker=MARKERS[place % len(MARKERS)])


def styled(line: Line, topics: Sequence[Topic], is_narrowed: bool = False) -> Curve:
    """A line in the theme's colours; everything together is drawn in ink."""
    if line.topic is None:
        return Curve(all_name(is_narrowed), _("All"), theme().colour("text2").name(), "circle", (), True, line.points)
    style = theme().topic_style(line.topic, topics)
    name, short = tame(style.name, 80), tame(style.short, 80)
    return Curve(name, short, style.colour.name(), style.marker, style.dash, style.own, line.points)


def styled_past(past: PastLine) -> Curve:
    """Of another session: named with it, in ink, dashed."""
    name = _("{session}: {episode}").format(session=tame(past.session, 80), episode=tame(past.words, 80))
    return Curve(
        name, tame(past.session, SHORT), theme().colour("text2").name(), "bar", DASH, False, past.points, is_past=True
    )


def styled_before(before: Before, topics: Sequence[Topic], is_narrowed: bool = False) -> tuple[Curve, ...]:
    """An earlier time: dotted, thin, without markers, in the colour of its topic; none where nobody listened."""
    made = []
    for topic, points in before.lines:
        if any(value is not None for _at, value in points):
            of = styled(Line(topic, points), topics, is_narrowed)
            short = _("{topic} −{time}").format(topic=of.short, time=duration(before.shift))
            name = before_name(of.name, before.shift)
            made.append(replace(of, name=name, short=short, marker="", dash=DOTS, own=False, is_past=True))
    return tuple(made)


def notes_of(standing: Standing, span: Span) -> tuple[Note, ...]:
    """What people marked instants of a span with: bookmarks, notes, tags, stars; a wall's cues are not theirs."""
    there = [
        mark
        for mark in standing.marks
        if mark.instant is not None and span.start <= mark.instant < span.end and mark.word != ReviewWord.CUE
    ]
    there.sort(key=_made_at)
    return tuple(Note(mark.instant or 0, words_of(mark, WORDS), mark.uid) for mark in there[-NOTES:])


def _made_at(mark: ReviewMark) -> int:
    return mark.at
