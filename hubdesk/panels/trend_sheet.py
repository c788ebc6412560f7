"""The trend's numbers: a row a bin, a column a topic or a layer, what nobody listened to is empty."""

from __future__ import annotations

from collections.abc import Mapping

from hubdesk.core import Millis
from hubdesk.i18n import _, iso
from hubdesk.panels.trend_before import Before
from hubdesk.panels.trend_grown import GrownTrend
from hubdesk.panels.trend_picture import TrendPicture
from hubdesk.panels.trend_stack_words import all_name, layer_name
from hubdesk.panels.trend_words import before_name
from hubdesk.reports.sheet import Sheet

Column = tuple[str, Mapping[Millis, float | None]]


def sheet_of(picture: TrendPicture | GrownTrend) -> Sheet | None:
    """None when there is nothing to show."""
    if isinstance(picture, TrendPicture):
        return trend_sheet(picture)
    return trend_sheet(picture.trend, picture.before) if picture.stack is None else stack_sheet(picture)


def trend_sheet(picture: TrendPicture, before: Before | None = None) -> Sheet | None:
    """None when there is nothing to show. A smoothed curve's values are its means."""
    if picture.empty is not None or not picture.lines:
        return None
    names = [line.topic.name if line.topic is not None else all_name(picture.is_narrowed) for line in picture.lines]
    if picture.smoothed_over:
        mean = _("{topic}, mean over {n} bins")
        names = [mean.format(topic=name, n=picture.smoothed_over) for name in names]
    by_time = [dict(line.points) for line in picture.lines]
    if picture.past is not None:  # its times are those of this session: it is aligned by its start
        names.append(_("{session}: {episode}").format(session=picture.past.session, episode=picture.past.words))
        by_time.append(dict(picture.past.points))
    for name, points in _before(before, picture.is_narrowed):
        names.append(name)
        by_time.append(dict(points))
    usual = {} if picture.habit is None else {one.at: (one.low, one.middle, one.high) for one in picture.habit.bins}
    heads = [_("usual, low"), _("usual, middle"), _("usual, high")] if usual else []
    rows = []
    for at in sorted({at for points in by_time for at in points}):
        band = usual.get(at, (None, None, None)) if usual else ()
        rows.append((iso(at, picture.zone), *(points.get(at) for points in by_time), *band))
    return Sheet((_("Time"), *names, *heads), tuple(rows))


def stack_sheet(picture: GrownTrend) -> Sheet | None:
    """Counts, also where shares are drawn: who has the counts has the shares."""
    stack = picture.stack
    if stack is None or picture.trend.empty is not None:
        return None
    is_narrowed = picture.trend.is_narrowed
    before = _before(picture.before, is_narrowed)
    heads = [layer_name(one, picture) for one in stack.layers]
    rows = []
    for place, (at, was_heard) in enumerate(stack.bins):
        counts = [one.counts[place] if was_heard else None for one in stack.layers]
        whole = stack.whole[place] if was_heard else None
        rows.append((iso(at, picture.trend.zone), *counts, whole, *(points.get(at) for _name, points in before)))
    return Sheet((_("Time"), *heads, all_name(is_narrowed), *(name for name, _points in before)), tuple(rows))


def _before(before: Before | None, is_narrowed: bool) -> list[Column]:
    if before is None:
        return []
    return [
        (before_name(topic.name if topic is not None else all_name(is_narrowed), before.shift), dict(points))
        for topic, points in before.lines
    ]
